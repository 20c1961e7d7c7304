"""Printing and saving as PDF of what can be typeset for paper, in black on white."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter

from reader.ui.widgets import fonts, text_painting, theme

_PER_INCH = 96
"""Logical pixels per inch, as on the screen."""

SIDE, TOP, BOTTOM = 66, 40, 72
"""The margins of a sheet, in logical pixels."""
_FOOT = 36
"""The distance from the paper's lower edge to the middle of the foot line."""


class Printout(Protocol):
    """Something typeset for paper of a size, on numbered sheets."""

    @property
    def count(self) -> int: ...

    def paint(self, painter: QPainter, number: int) -> None:
        """Paint sheet `number` (from 0), in logical pixels from the paper's upper left corner."""


PrintoutMaker = Callable[[QSizeF], Printout]
"""Typesets something for paper of a size in logical pixels."""


def pdf(make_printout: PrintoutMaker, title: str) -> bytes:
    """Return the printout as PDF on A4."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    print_on(writer, make_printout)
    return bytes(buffer.data().data())


def save_pdf(path: Path, make_printout: PrintoutMaker, title: str) -> None:
    """Write the PDF whole or not at all. Raises OSError."""
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_bytes(pdf(make_printout, title))
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def print_on(device: QPagedPaintDevice, make_printout: PrintoutMaker) -> None:
    """Typeset the printout for the paper of a device, and paint it on that."""
    device.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)
    inches = device.pageLayout().pageSize().size(QPageSize.Unit.Inch)
    size = QSizeF(inches.width() * _PER_INCH, inches.height() * _PER_INCH)
    if device.pageLayout().orientation() is QPageLayout.Orientation.Landscape:
        size.transpose()
    with theme.temporarily("white"):
        printout = make_printout(size)
        painter = QPainter(device)
        painter.scale(device.width() / size.width(), device.height() / size.height())
        for number in range(printout.count):
            if number:
                device.newPage()
            painter.save()
            printout.paint(painter, number)
            painter.restore()
        painter.end()


def paint_foot(
    painter: QPainter, paper: QSizeF, left: float, width: float, words: str, number: int, count: int
) -> None:
    """Paint the line at the foot of sheet `number` (from 0) of `count`."""
    line = QRectF(left, paper.height() - _FOOT - 10, width, 20)
    at = f"{number + 1} / {count}"
    taken = text_painting.draw_words(painter, line, at, fonts.sans(11), "ink3", text_painting.RIGHT)
    text_painting.draw_words(painter, line.adjusted(0, 0, -taken - 16, 0), words, fonts.sans(11), "ink3")
