"""Keeps the text and the picture at the same place: the one that a person moves leads, the other follows."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QEvent, QObject, QPointF, QTimer

from reader.library.quotes import QuoteSpan
from reader.ui.article.article_page import ArticlePage
from reader.ui.picture.picture_view import PLACE_AT, PictureView
from reader.ui.picture.text_places import TextPlaces

_AFTER_MS = 30
"""So long after a move the other follows: a moving wheel moves it about as often as the screen shows."""
_LEADING = frozenset(
    (QEvent.Type.Wheel, QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin)
)


class Leader(Enum):
    """What a person has moved last."""

    TEXT = auto()
    HIT = auto()
    PICTURE = auto()


class ScrollingTogether(QObject):
    """Follows an article's page by its picture, and this by the page."""

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
        view.moved.connect(self._picture_moved)
        for part in (page, page.viewport(), page.verticalScrollBar()):
            part.installEventFilter(self)

    def set_places(self, places: TextPlaces | None) -> None:
        """Follow by these places; None where it is not known what is printed where."""
        self._places = places
        if places is None:
            return
        if self._wanted is not None:
            self._show_in_text(self._wanted)
        elif self._leader is not Leader.PICTURE:
            self._timer.start()

    def lead_by_picture(self, place: QPointF) -> None:
        """Show in the text what is printed at a place of the picture.

        Where that belongs to an article that is yet to be shown, as soon as its places are set.
        """
        self._leader = Leader.PICTURE
        self._wanted = place
        if self._places is not None:
            self._show_in_text(place)

    def lead_by_text(self) -> None:
        """Have the text lead, for it shows another article; not where that was opened on the picture."""
        if self._wanted is None:
            self._leader = Leader.TEXT

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _LEADING:
            self._leader = Leader.TEXT
        return False

    def _hit_changed(self) -> None:
        if self._page.current_hit() >= 0:
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
        number = self._page.current_hit()
        if self._leader is Leader.HIT and number >= 0:
            hit = self._page.hits()[number]
            rect = places.rect_near(hit.block, hit.start)
        else:
            rect = places.rect_from(*self._page.block_place(self._page.position_under(self._read_point())))
        if rect is not None:
            self._view.bring_into_view(rect)

    def _read_point(self) -> QPointF:
        """Return the point of the page at which one reads: nearer to its edge where the text begins or ends."""
        viewport, top = self._page.viewport(), self._page.top_of_view()
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
        """Return whether a place stands about where one reads."""
        rects = self._page.rects_of([span])
        height = self._page.viewport().height()
        return bool(rects) and abs(rects[0].center().y() - PLACE_AT * height) < 0.1 * height
