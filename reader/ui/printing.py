"""An article on paper, or as PDF: set as on the screen, in black on white, with the folio on every page."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextDocument,
)

from reader.typeset import PageBlock
from reader.ui import fonts, painting, theme
from reader.ui.article_painting import FOLIO_HEIGHT, Sheet, paint_folio, paint_under
from reader.ui.article_setting import PageStyle, Setter

_PER_INCH = 96
"""Logical pixels, as on the screen."""

_SIDE, _TOP, _BOTTOM = 66, 40, 72
_FOOT = 36
"""From the paper's lower edge to the middle of the foot line."""


def pdf(blocks: Sequence[PageBlock], style: PageStyle, title: str, foot: str) -> bytes:
    """The pages as PDF on A4; `foot` stands under each of them, beside its number."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    print_on(writer, blocks, style, foot)
    return bytes(buffer.data().data())


def save_pdf(path: Path, blocks: Sequence[PageBlock], style: PageStyle, title: str, foot: str) -> None:
    """Writes the file whole or not at all. Raises OSError."""
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_bytes(pdf(blocks, style, title, foot))
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def print_on(device: QPagedPaintDevice, blocks: Sequence[PageBlock], style: PageStyle, foot: str) -> None:
    """Sets the pages for the paper of the device, and paints them on it."""
    device.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)
    inches = device.pageLayout().pageSize().size(QPageSize.Unit.Inch)
    width, height = inches.width() * _PER_INCH, inches.height() * _PER_INCH
    if device.pageLayout().orientation() is QPageLayout.Orientation.Landscape:
        width, height = height, width
    with theme.worn("white"):
        sheet = _set(blocks, style, width - 2 * _SIDE, height - _TOP - FOLIO_HEIGHT - _BOTTOM)
        painter = QPainter(device)
        painter.scale(device.width() / width, device.height() / height)
        count = sheet.document.pageCount()
        for number in range(count):
            if number:
                device.newPage()
            painter.save()
            painter.translate((width - sheet.width) / 2, _TOP)
            _paint_page(painter, sheet, number)
            painter.restore()
            line = QRectF((width - sheet.width) / 2, height - _FOOT - 10, sheet.width, 20)
            at = f"{number + 1} / {count}"
            taken = painting.draw_words(painter, line, at, fonts.sans(11), "ink3", painting.RIGHT)
            painting.draw_words(painter, line.adjusted(0, 0, -taken - 16, 0), foot, fonts.sans(11), "ink3")
        painter.end()


def _set(blocks: Sequence[PageBlock], style: PageStyle, width: float, height: float) -> Sheet:
    document = QTextDocument()
    column = min(style.size * style.measure, width)
    setter = Setter(document, blocks, style, column)
    while not setter.is_done:
        setter.set_next()
    document.setPageSize(QSizeF(column, height))
    return Sheet(document, blocks, style, 0, column)


def _paint_page(painter: QPainter, sheet: Sheet, number: int) -> None:
    paint_folio(painter, sheet.blocks[0], sheet.left, sheet.width)
    height = sheet.document.pageSize().height()
    visible = QRectF(0, number * height, sheet.width, height)
    painter.translate(0, FOLIO_HEIGHT - visible.top())
    painter.setClipRect(visible)
    paint_under(painter, sheet, visible.top(), visible.bottom())
    context = QAbstractTextDocumentLayout.PaintContext()
    context.clip = visible
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Text, theme.color("ink"))
    context.palette = palette
    sheet.document.documentLayout().draw(painter, context)
