"""Synchronized scrolling of an article's text and the picture of its page, by the places of the text on the picture."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QTimer
from PySide6.QtGui import QPolygonF

from reader.export.article_text import HEAD, PageBlock, markable_texts
from reader.features.pictures.ui.picture_view import PLACE_AT, PictureView
from reader.formats.page_boxes import Box
from reader.library.page_pictures import PageScan
from reader.library.printed_places import Place, places_in
from reader.newspaper.article import LineSpan
from reader.newspaper.holdings import StoredArticle
from reader.newspaper.passage import QuoteSpan
from reader.ui.article.article_page import ArticlePage


class TextPlaces:
    """Maps characters of page blocks to places on the picture and back; blocks printed on another page have none.

    `size` is that of the picture; rectangles and points on it are in its pixels.
    """

    def __init__(
        self,
        scan: PageScan,
        size: tuple[int, int],
        blocks: Sequence[PageBlock],
        parts: Sequence[StoredArticle],
    ) -> None:
        self.scan = scan
        self._blocks = blocks
        self._texts = markable_texts(blocks)
        self._parts = parts
        self._found: dict[int, list[Place | None]] = {}
        page = scan.page
        across = size[0] / page.width if page and page.width else 0.0
        down = size[1] / page.height if page and page.height else 0.0
        self._across = across or down or 1.0  # a page may state only one side of its picture
        self._down = down or across or 1.0

    def rect_of(self, box: Box) -> QRectF:
        return QRectF(
            QPointF(box.left * self._across, box.top * self._down),
            QPointF(box.right * self._across, box.bottom * self._down),
        )

    def polygon_of(self, corners: Sequence[tuple[float, float]]) -> QPolygonF:
        return QPolygonF([QPointF(x * self._across, y * self._down) for x, y in corners])

    def rects_of(self, hit: QuoteSpan) -> list[QRectF]:
        return [
            self.rect_of(box)
            for box in self.scan.printed.boxes_at(self._places(hit.text)[hit.start : hit.end])
        ]

    def rect_near(self, block: int, at: int) -> QRectF | None:
        """Return the rectangle of a printed character of a block, or of one near it; None if it is not on this page."""
        box = self.scan.printed.box_near(self._places(block), at)
        if box is not None:
            return self.rect_of(box)
        return None

    def rect_from(self, block: int, at: int) -> QRectF | None:
        """Return the rectangle of a character of a block, else of the text after it, else before it; None for none."""
        for number in (*range(block, len(self._blocks)), *range(block - 1, -1, -1)):
            rect = self.rect_near(number, at if number == block else 0)
            if rect is not None:
                return rect
        return None

    def span_near(self, place: QPointF) -> QuoteSpan | None:
        """Return the characters of the text in the line nearest to a place of the picture; None if there are none."""
        line = self.scan.printed.line_near(self._spans(), place.x() / self._across, place.y() / self._down)
        if line is None:
            return None
        for block in range(len(self._blocks)):
            offsets = [
                at
                for at, line_place in enumerate(self._places(block))
                if line_place and line_place[0] == line
            ]
            if offsets:
                return QuoteSpan(block, offsets[0], offsets[-1] + 1)
        return None

    def _spans(self) -> list[LineSpan]:
        spans = []
        for part in self._parts:
            for source in part.sources:
                if source.path == self.scan.source:
                    for span in source.source_lines:
                        spans.append(span)
        return spans

    def _places(self, block: int) -> list[Place | None]:
        """Return for each character of a block its place in the lines of the scanned file, None if it has none."""
        places = self._found.get(block)
        if places is None:
            places = self._places_of(block)
            self._found[block] = places
        return places

    def _places_of(self, number: int) -> list[Place | None]:
        block = self._blocks[number]
        places: list[Place | None] = []
        for part, _ in block.printed if self._texts[number] else ():
            text = block.text_in(part)
            stored = self._parts[part]
            if any(source.path == self.scan.source for source in stored.own_sources):
                index = None if block.kind in HEAD else block.index
                places += places_in(self.scan.lines, stored.article, text, index)
            else:
                places += [None] * len(text)
        return places


_AFTER_MS = 30
"""The delay before the other view follows: about once per frame of the screen while a wheel turns."""
_LEADING = frozenset(
    (QEvent.Type.Wheel, QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin)
)


class Leader(Enum):
    """What the user has moved last, and the other view follows: the text, the current hit or the picture."""

    TEXT = auto()
    HIT = auto()
    PICTURE = auto()


class ScrollSync(QObject):
    """Scrolls the picture along with the article's text, and the text along with the picture."""

    def __init__(self, page: ArticlePage, view: PictureView) -> None:
        super().__init__(view)
        self._page = page
        self._view = view
        self._places: TextPlaces | None = None
        self._leader = Leader.TEXT
        self._wanted: QPointF | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER_MS)
        self._timer.timeout.connect(self._follow)
        page.arranged.connect(self._text_moved)
        page.currentHitChanged.connect(self._hit_changed)
        view.moved = self._picture_moved
        for part in (page, page.viewport(), page.verticalScrollBar()):
            part.installEventFilter(self)

    def set_places(self, places: TextPlaces | None) -> None:
        self._places = places
        if places is None:
            return
        if self._wanted is not None:
            self._show_in_text(self._wanted)
        elif self._leader is not Leader.PICTURE:
            self._timer.start()

    def lead_by_picture(self, place: QPointF) -> None:
        self._leader = Leader.PICTURE
        self._wanted = place
        if self._places is not None:
            self._show_in_text(place)

    def lead_by_text(self) -> None:
        """Let the picture follow the text, because another article is shown, unless that was opened on the picture."""
        if self._wanted is None:
            self._leader = Leader.TEXT

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _LEADING:
            self._leader = Leader.TEXT
        return False

    def _hit_changed(self) -> None:
        if self._page.marked.current_hit >= 0:
            self._leader = Leader.HIT
            self._text_moved()

    def _text_moved(self) -> None:
        if self._places is not None and self._leader is not Leader.PICTURE and not self._timer.isActive():
            self._timer.start()

    def _picture_moved(self) -> None:
        self._leader = Leader.PICTURE
        if self._places is not None and not self._timer.isActive():
            self._timer.start()

    def _follow(self) -> None:
        places = self._places
        if places is None or not self._view.isVisible():
            return
        if self._leader is Leader.PICTURE:
            self._show_in_text(self._view.centre())
            return
        number = self._page.marked.current_hit
        if self._leader is Leader.HIT and number >= 0:
            hit = self._page.marked.hits[number]
            rect = places.rect_near(hit.text, hit.start)
        else:
            rect = places.rect_from(
                *self._page.filler.place_of(self._page.position_under(self._read_point()))
            )
        if rect is not None:
            self._view.bring_into_view(rect)

    def _read_point(self) -> QPointF:
        """Return the point of the view at which one probably reads: at `PLACE_AT` of its height."""
        viewport = self._page.viewport()
        top = self._page.top_of_view()
        left = self._page.verticalScrollBar().maximum() - top
        height = viewport.height()
        down = max(min(PLACE_AT * height, top), height - left if top else 0)
        return QPointF(viewport.width() / 2, min(down, height - 1))

    def _show_in_text(self, place: QPointF) -> None:
        assert self._places is not None
        self._wanted = None
        span = self._places.span_near(place)
        if span is not None and not self._is_read(span):
            self._page.show_place(span)

    def _is_read(self, span: QuoteSpan) -> bool:
        """Return whether a span is near `PLACE_AT` of the view's height already."""
        rects = self._page.rects_of([span])
        height = self._page.viewport().height()
        return bool(rects) and abs(rects[0].center().y() - PLACE_AT * height) < 0.1 * height
