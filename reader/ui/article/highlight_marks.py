"""The marked passages on the page of an article: their places in its document, and their painting."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from reader.ui.article.document_geometry import span_rects
from reader.ui.article.highlights import LEAST_MARGIN, Highlight, paint, paint_note_sign
from reader.ui.article.typesetting import DocumentFiller

_NOTE_SIGN_AT = 23
"""The distance from the right edge of the column to the middle of the sign of a note, in pixels."""


class HighlightMarks:
    """The highlights of a page, in the document that it is filled into."""

    def __init__(self, filler: DocumentFiller) -> None:
        self.filler = filler
        self.highlights: tuple[Highlight, ...] = ()

    def start_of(self, uuid: str) -> int | None:
        """Return the position of the document at which a highlight begins; None if it is not on the page."""
        return next((self._span(each)[0] for each in self.highlights if each.uuid == uuid), None)

    def at(self, point: QPointF) -> str | None:
        """Return the uuid of the highlight at a point of the document, the one drawn last of several."""
        for highlight in reversed(self.highlights):
            if any(rect.contains(point) for rect in self._rects(highlight)):
                return highlight.uuid
        return None

    def paint(
        self, painter: QPainter, visible: tuple[int, int], size: float, left: float, width: float
    ) -> None:
        """Paint the highlights between two positions of the document.

        Args:
            painter: In document coordinates.
            visible: The first and the last position in view.
            size: Of the type, in pixels.
            left: The left edge of the column; a note's sign needs a margin of `LEAST_MARGIN`.
            width: Of the column.
        """
        for highlight in self.highlights:
            start, end = self._span(highlight)
            if start > visible[1] or end < visible[0]:
                continue
            rects = self._rects(highlight)
            paint(painter, rects, highlight.color, size)
            if rects and highlight.note and left >= LEAST_MARGIN:
                paint_note_sign(painter, left + width + _NOTE_SIGN_AT, rects[0])

    def _span(self, highlight: Highlight) -> tuple[int, int]:
        first, last = highlight.places[0], highlight.places[-1]
        return self.filler.position_of(first.text, first.start), self.filler.position_of(last.text, last.end)

    def _rects(self, highlight: Highlight) -> Sequence[QRectF]:
        document, position_of = self.filler.document, self.filler.position_of
        return [
            rect
            for place in highlight.places
            for rect in span_rects(
                document, position_of(place.text, place.start), position_of(place.text, place.end)
            )
        ]
