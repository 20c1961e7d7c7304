"""The highlights on the page of an article: their positions in its document, and their painting."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from reader.library.quotes import QuoteSpan
from reader.ui.article.document_geometry import span_rects, type_size
from reader.ui.article.highlights import Highlight, paint
from reader.ui.article.typesetting import DocumentFiller


class HighlightMarks:
    """The highlights of a page in its document."""

    def __init__(self, filler: DocumentFiller) -> None:
        self.filler = filler
        self.highlights: tuple[Highlight, ...] = ()
        self.pending: Highlight | None = None
        """The passage of a note that is being written and not yet stored."""

    def start_of(self, uuid: str) -> int | None:
        """Return the document position of the beginning of a highlight; None if it is not on the page."""
        return next((self._span(each)[0] for each in self.highlights if each.uuid == uuid), None)

    def at(self, point: QPointF) -> str | None:
        """Return the uuid of the highlight at a point of the document, the last painted of several."""
        for highlight in reversed(self.highlights):
            if any(rect.contains(point) for rect in self._rects(highlight)):
                return highlight.uuid
        return None

    def paint(self, painter: QPainter, visible: tuple[int, int], size: float) -> None:
        """Paint the highlights between two positions of the document.

        Args:
            painter: In document coordinates.
            visible: The first and the last position in view.
            size: Of the body's type, in pixels.
        """
        for highlight in (*self.highlights, *([self.pending] if self.pending else [])):
            start, end = self._span(highlight)
            if start > visible[1] or end < visible[0]:
                continue
            own_size = type_size(self.filler.document, start, size)
            paint(painter, self._rects(highlight), highlight.color, own_size, has_note=bool(highlight.note))

    def rects_of(self, places: Sequence[QuoteSpan]) -> list[QRectF]:
        """Return the rectangles of spans of the blocks, in document coordinates; [] until they are set."""
        document, position_of = self.filler.document, self.filler.position_of
        return [
            rect
            for place in places
            if position_of(place.text, place.end) <= self.filler.built
            for rect in span_rects(
                document, position_of(place.text, place.start), position_of(place.text, place.end)
            )
        ]

    def _span(self, highlight: Highlight) -> tuple[int, int]:
        first, last = highlight.places[0], highlight.places[-1]
        return self.filler.position_of(first.text, first.start), self.filler.position_of(last.text, last.end)

    def _rects(self, highlight: Highlight) -> Sequence[QRectF]:
        return self.rects_of(highlight.places)
