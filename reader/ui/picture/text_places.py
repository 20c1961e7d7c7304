"""Between the text on the page of an article and the picture: where a character is printed, and what stands there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPolygonF

from reader.export.article_text import HEAD, PageBlock, markable_texts
from reader.formats.page_boxes import Box
from reader.library.page_pictures import PageScan
from reader.library.printed_places import Place, places_in
from reader.library.quotes import QuoteSpan
from reader.newspaper.holdings import StoredArticle
from reader.newspaper.told import LineSpan
from reader.ui.article.hit_positions import HitSpan


class TextPlaces:
    """The blocks of a page, of which those count that were printed on the scanned page.

    `size` is that of the picture; all places on it are in its pixels.
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
        self._across = across or down or 1.0  # a map may tell one side of its picture only
        self._down = down or across or 1.0

    def rect_of(self, box: Box) -> QRectF:
        """Return a box of the page as a rectangle of the picture."""
        return QRectF(
            QPointF(box.left * self._across, box.top * self._down),
            QPointF(box.right * self._across, box.bottom * self._down),
        )

    def polygon_of(self, corners: Sequence[tuple[float, float]]) -> QPolygonF:
        """Return a shape on the page as one of the picture."""
        return QPolygonF([QPointF(x * self._across, y * self._down) for x, y in corners])

    def rects_of(self, hit: HitSpan) -> list[QRectF]:
        """Return where characters of a block are printed."""
        return [
            self.rect_of(box)
            for box in self.scan.printed.boxes_at(self._places(hit.block)[hit.start : hit.end])
        ]

    def rect_near(self, block: int, at: int) -> QRectF | None:
        """Return where a character of a block is printed, or one near to it; None if it is not on this page."""
        box = self.scan.printed.box_near(self._places(block), at)
        return self.rect_of(box) if box is not None else None

    def rect_from(self, block: int, at: int) -> QRectF | None:
        """Return where a character of a block is printed, or what follows it, or what stands before."""
        for number in (*range(block, len(self._blocks)), *range(block - 1, -1, -1)):
            rect = self.rect_near(number, at if number == block else 0)
            if rect is not None:
                return rect
        return None

    def span_near(self, place: QPointF) -> QuoteSpan | None:
        """Return the characters of the text that are printed nearest to a place of the picture."""
        line = self.scan.printed.line_near(self._spans(), place.x() / self._across, place.y() / self._down)
        if line is None:
            return None
        for block in range(len(self._blocks)):
            there = [at for at, found in enumerate(self._places(block)) if found and found[0] == line]
            if there:
                return QuoteSpan(block, there[0], there[-1] + 1)
        return None

    def _spans(self) -> list[LineSpan]:
        return [
            span
            for part in self._parts
            for source in part.sources
            if source.path == self.scan.source
            for span in source.source_lines
        ]

    def _places(self, block: int) -> list[Place | None]:
        """Return where the characters of a block stand in the lines of the scanned file."""
        found = self._found.get(block)
        if found is None:
            found = self._found[block] = self._places_of(block)
        return found

    def _places_of(self, number: int) -> list[Place | None]:
        block = self._blocks[number]
        places: list[Place | None] = []
        for part, _ in block.printed if self._texts[number] else ():
            text, stored = block.text_in(part), self._parts[part]
            if any(source.path == self.scan.source for source in stored.own_sources):
                index = None if block.kind in HEAD else block.index
                places += places_in(self.scan.lines, stored.article, text, index)
            else:
                places += [None] * len(text)
        return places
