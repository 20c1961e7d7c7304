"""The hits on the page of an article: their positions in its document, the current one, their painting."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from PySide6.QtGui import QPainter, QTextCursor
from PySide6.QtWidgets import QTextEdit

from reader.ui.article.document_geometry import line_rect, span_rects, type_size
from reader.ui.article.hit_positions import HitSpan, step
from reader.ui.article.typesetting import DocumentFiller
from reader.ui.widgets import text_painting, theme

_EXACT_TICKS, _EXACT_HITS = 30_000, 1000
"""In a longer text (characters), or with more hits, ticks are placed by characters: exact heights take too long."""


class PageHits:
    """The hits of a page; `current` is the number of one of them, -1 for none."""

    def __init__(self, filler: DocumentFiller) -> None:
        self._filler = filler
        self._hits: tuple[HitSpan, ...] = ()
        self._spans: list[tuple[int, int]] = []
        self.current = -1

    def __len__(self) -> int:
        return len(self._hits)

    def set_hits(self, hits: Sequence[HitSpan]) -> None:
        """Replace the hits; none is current."""
        self._hits, self.current = tuple(hits), -1
        self.set_filler(self._filler)

    def set_filler(self, filler: DocumentFiller) -> None:
        """Use the document of another filler."""
        self._filler = filler
        position_of = filler.position_of
        self._spans = [
            (position_of(hit.block, hit.start), position_of(hit.block, hit.end)) for hit in self._hits
        ]

    def all(self) -> tuple[HitSpan, ...]:
        return self._hits

    def __getitem__(self, number: int) -> HitSpan:
        return self._hits[number]

    def start_of(self, number: int) -> int:
        """Return the document position of the beginning of a hit."""
        return self._spans[number][0]

    def beside_current(self, by: int) -> int:
        """Return the number of the next hit (1) or the previous one (-1), cyclically."""
        return step(self.current, by, len(self._hits))

    def first_from(self, position: int) -> int:
        """Return the number of the first hit at or after a position of the document, or 0."""
        at = bisect_left(self._spans, (position, 0))
        return at if at < len(self._spans) else 0

    def ink_of_current(self) -> list[QTextEdit.ExtraSelection]:
        """Return the selection that colours the characters of the current hit; only Qt can colour them."""
        if self.current < 0 or self._spans[self.current][1] > self._filler.built:
            return []
        start, end = self._spans[self.current]
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self._filler.document)
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        selection.cursor = cursor
        selection.format.setForeground(theme.color("hit_current_ink"))
        return [selection]

    def paint(self, painter: QPainter, visible: tuple[int, int], size: float) -> None:
        """Paint the background of the hits between two document positions; `size` of the body's type in pixels."""
        first, last = visible
        document = self._filler.document
        for number in range(bisect_left(self._spans, (first, 0)), bisect_right(self._spans, (last, last))):
            start, end = self._spans[number]
            own_size = type_size(document, start, size)
            for rect in span_rects(document, start, end):
                text_painting.draw_hit(painter, rect, own_size, is_current=number == self.current)

    def heights(self) -> list[float]:
        """Return the position of each hit in the whole page, 0 to 1."""
        filler = self._filler
        is_much = filler.total > _EXACT_TICKS or len(self._spans) > _EXACT_HITS
        if not filler.is_done or is_much:
            return [start / max(1, filler.total) for start, _ in self._spans]
        height = max(1.0, filler.document.size().height())
        return [line_rect(filler.document, start).top() / height for start, _ in self._spans]
