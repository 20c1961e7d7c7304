"""Sheets of paper: their size and margins, what is typeset for them, and rows flowing over them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from enum import StrEnum
from typing import Protocol

from msgspec import Struct, field
from PySide6.QtCore import QObject, QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainter

from reader.export.exported_files import About, Heading
from reader.ui.article.highlights import Highlight
from reader.ui.page.page_typesetting import SetLine
from reader.ui.widgets import text_painting, theme

# The margins of a sheet, in logical pixels of 1/96 inch.
SIDE = 66
TOP = 40
BOTTOM = 72
_FOOT = 36
"""The distance from the paper's lower edge to the middle of the foot line."""


def pdf_of_printout(printout: "Printout", about: About) -> bytes | None:
    """Return a printout as a PDF file; None if nothing here can make it. The call blocks until it is made."""
    return None


def begin_pdf(
    parent: QObject, printout: "Printout", about: About, write: Callable[[Callable[[], bytes]], object]
) -> "Job | None":
    """Make a PDF file in slices; at the end, `write` is called with a function that returns it, on any thread.

    None if nothing here can make it.
    """
    return None


class Job(Protocol):
    def cancel(self) -> None: ...

    def is_idle(self) -> bool: ...


class PaperSize(StrEnum):
    A4 = "a4"
    A3 = "a3"


class Orientation(StrEnum):
    """The orientation of the paper; AUTO is the one that needs fewer sheets or allows larger type."""

    AUTO = "auto"
    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"


class PaperChoice(Struct, frozen=True):
    """The choices made before printing; `has_notes`: whether highlights and notes are printed."""

    size: PaperSize = PaperSize.A4
    orientation: Orientation = Orientation.AUTO
    has_notes: bool = True

    def sheets(self) -> tuple[QSizeF, ...]:
        """Return the possible sizes of the paper, the preferred one first, in logical pixels."""
        portrait = {PaperSize.A4: QSizeF(793.7, 1122.5), PaperSize.A3: QSizeF(1122.5, 1587.4)}[self.size]
        sheets_by_orientation = {
            Orientation.PORTRAIT: (portrait,),
            Orientation.LANDSCAPE: (portrait.transposed(),),
            Orientation.AUTO: (portrait, portrait.transposed()),
        }
        return sheets_by_orientation[self.orientation]


class Printout:
    """Content that is typeset for paper piece by piece, and then painted sheet by sheet."""

    colors = "white"
    """The name of the theme in which it is painted."""
    is_done = False
    """Whether all is typeset."""
    progress = 0.0
    """The share that is typeset, 0 to 1."""
    paper: QSizeF
    """The size of all sheets, in logical pixels, when all is typeset."""
    _work: Iterator[None]
    """The typesetting, a piece for each step."""

    def set_next(self) -> None:
        """Typeset one more piece."""
        if next(self._work, self) is self:
            self.is_done = True
            self.progress = 1.0

    @property
    def count(self) -> int:
        """The number of sheets, when all is typeset."""
        raise NotImplementedError

    def headings(self) -> Sequence[Heading]:
        """Return the headlines with their positions on the sheets, for the outline of a PDF file."""
        raise NotImplementedError

    def painted(self, painter: QPainter, number: int) -> Iterator[None]:
        """Paint sheet `number` (from 0), a piece for each step, in logical pixels from its upper left corner."""
        raise NotImplementedError


def paint_foot(painter: QPainter, paper: QSizeF, side: float, words: str, number: int, count: int) -> None:
    """Paint the line at the foot of sheet `number` (from 0) of `count`, between side margins of `side` pixels.

    In a PDF file its words are shapes except on the last sheet, so that copied text has no foot lines in it.
    """
    width = paper.width() - 2 * side
    line = QRectF(side, paper.height() - _FOOT - 10, width, 20)
    at = f"{number + 1} / {count}"
    with as_figures(painter, True):
        words_width = text_painting.draw_words(painter, line, at, theme.sans(11), "ink3", text_painting.RIGHT)
    with as_figures(painter, number < count - 1):
        text_painting.draw_words(
            painter, line.adjusted(0, 0, -words_width - 16, 0), words, theme.sans(11), "ink3"
        )


@contextmanager
def saved_state(painter: QPainter) -> Iterator[None]:
    """Restore the painter's state after the block, also if the painting is cancelled within it."""
    painter.save()
    try:
        yield
    finally:
        painter.restore()


def as_figures(painter: QPainter, is_wanted: bool) -> AbstractContextManager[None]:
    """Within the block, words painted to a PDF file are shapes, if `is_wanted`; other devices are not affected."""
    device = painter.device()
    if is_wanted and isinstance(device, text_painting.TextDevice):
        return device.as_figures()
    return nullcontext()


class LineOnSheet(Struct, frozen=True):
    """A line on a sheet, of the article numbered `article`; the line's box is relative to `origin`."""

    article: int
    line: SetLine
    origin: QPointF

    @property
    def box(self) -> QRectF:
        return self.line.box.translated(self.origin)


class Sheet(Struct, frozen=True):
    """The content of a sheet: lines in reading order, and rules, each with the token of its colour."""

    lines: list[LineOnSheet] = field(default_factory=list)
    rules: list[tuple[QRectF, str]] = field(default_factory=list)


class Marked(Struct, frozen=True):
    """A highlight in the article numbered `article`; `note_number` is that of its note, None if it has none."""

    article: int
    highlight: Highlight
    note_number: int | None


def rects_of(sheet: Sheet, marked: Marked) -> list[QRectF]:
    return [
        part.translated(line_on_sheet.origin)
        for place in marked.highlight.places
        for line_on_sheet in sheet.lines
        if line_on_sheet.article == marked.article and line_on_sheet.line.block == place.text
        for part in line_on_sheet.line.parts(place.start, place.end)
    ]
