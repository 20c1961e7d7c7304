"""Sheets of paper: their size and margins, and what is typeset for them."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPainter

from reader.export.pdf_file import Heading
from reader.ui.printing.pdf_device import PdfDevice
from reader.ui.widgets import fonts, text_painting

SIDE, TOP, BOTTOM = 66, 40, 72
"""The margins of a sheet, in logical pixels of 1/96 inch."""
_FOOT = 36
"""The distance from the paper's lower edge to the middle of the foot line."""


class PaperSize(StrEnum):
    A4 = "a4"
    A3 = "a3"


class Orientation(StrEnum):
    """The orientation of the paper; AUTO is that in which more fits."""

    AUTO = "auto"
    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"


@dataclass(frozen=True, slots=True)
class PaperChoice:
    """What a person chooses before printing; `has_notes`: highlights and notes are printed."""

    size: PaperSize = PaperSize.A4
    orientation: Orientation = Orientation.AUTO
    has_notes: bool = True

    def sheets(self) -> tuple[QSizeF, ...]:
        """Return the sizes of paper that come into question, the preferred one first, in logical pixels."""
        portrait = {PaperSize.A4: QSizeF(793.7, 1122.5), PaperSize.A3: QSizeF(1122.5, 1587.4)}[self.size]
        found = {
            Orientation.PORTRAIT: (portrait,),
            Orientation.LANDSCAPE: (portrait.transposed(),),
            Orientation.AUTO: (portrait, portrait.transposed()),
        }
        return found[self.orientation]


class Printout(Protocol):
    """Something that is typeset for paper piece by piece, and then painted sheet by sheet."""

    @property
    def colors(self) -> str:
        """The theme that it is painted in: that of paper is white."""

    @property
    def is_done(self) -> bool:
        """Whether all is typeset."""

    @property
    def progress(self) -> float:
        """How much is typeset, 0 to 1."""

    def set_next(self) -> None:
        """Typeset one more piece."""

    @property
    def count(self) -> int:
        """The number of sheets, when all is typeset."""

    @property
    def paper(self) -> QSizeF:
        """The size of all sheets, in logical pixels, when all is typeset."""

    def headings(self) -> Sequence[Heading]:
        """Return the headlines with their places on the sheets."""

    def painted(self, painter: QPainter, number: int) -> Iterator[None]:
        """Paint sheet `number` (from 0) piece by piece, in logical pixels from its upper left corner."""


def paint_foot(painter: QPainter, paper: QSizeF, side: float, words: str, number: int, count: int) -> None:
    """Paint the line at the foot of sheet `number` (from 0) of `count`, between margins of `side`.

    In a PDF file its words are shapes but for those on the last sheet, so that no foot stands amid the text.
    """
    width = paper.width() - 2 * side
    line = QRectF(side, paper.height() - _FOOT - 10, width, 20)
    at = f"{number + 1} / {count}"
    with as_figures(painter, True):
        taken = text_painting.draw_words(painter, line, at, fonts.sans(11), "ink3", text_painting.RIGHT)
    with as_figures(painter, number < count - 1):
        text_painting.draw_words(painter, line.adjusted(0, 0, -taken - 16, 0), words, fonts.sans(11), "ink3")


@contextmanager
def kept(painter: QPainter) -> Iterator[None]:
    """Give the painter its state back afterwards, also where the work is left in the middle."""
    painter.save()
    try:
        yield
    finally:
        painter.restore()


def as_figures(painter: QPainter, is_wanted: bool) -> AbstractContextManager[None]:
    """Within the block words are shapes in a PDF file, if that is wanted."""
    device = painter.device()
    return device.as_figures() if is_wanted and isinstance(device, PdfDevice) else nullcontext()
