"""What is read on paper, or as PDF: set as on the screen, in black on white. An article has the folio on every leaf."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

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
from reader.ui.page_painting import paint_page
from reader.ui.page_sheet import PageArticle, PageSheet

_PER_INCH = 96
"""Logical pixels, as on the screen."""

_SIDE, _TOP, _BOTTOM = 66, 40, 72
_FOOT = 36
"""From the paper's lower edge to the middle of the foot line."""


class Leaves(Protocol):
    """What is set for paper of a size."""

    @property
    def count(self) -> int: ...

    def paint(self, painter: QPainter, number: int) -> None:
        """One of the leaves, in logical pixels from the paper's upper left corner."""


Setting = Callable[[QSizeF], Leaves]
"""Sets something for paper of so many logical pixels."""


def pdf(setting: Setting, title: str) -> bytes:
    """The leaves as PDF on A4."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    print_on(writer, setting)
    return bytes(buffer.data().data())


def save_pdf(path: Path, setting: Setting, title: str) -> None:
    """Writes the file whole or not at all. Raises OSError."""
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_bytes(pdf(setting, title))
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def print_on(device: QPagedPaintDevice, setting: Setting) -> None:
    """Sets the leaves for the paper of the device, and paints them on it."""
    device.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)
    inches = device.pageLayout().pageSize().size(QPageSize.Unit.Inch)
    size = QSizeF(inches.width() * _PER_INCH, inches.height() * _PER_INCH)
    if device.pageLayout().orientation() is QPageLayout.Orientation.Landscape:
        size.transpose()
    with theme.worn("white"):
        leaves = setting(size)
        painter = QPainter(device)
        painter.scale(device.width() / size.width(), device.height() / size.height())
        for number in range(leaves.count):
            if number:
                device.newPage()
            painter.save()
            leaves.paint(painter, number)
            painter.restore()
        painter.end()


class ArticleLeaves:
    """An article or a story; `foot` stands under each leaf, beside its number."""

    def __init__(self, blocks: Sequence[PageBlock], style: PageStyle, foot: str, paper: QSizeF) -> None:
        self._paper = paper
        self._foot = foot
        height = paper.height() - _TOP - FOLIO_HEIGHT - _BOTTOM
        self._sheet = _set(blocks, style, paper.width() - 2 * _SIDE, height)

    @property
    def count(self) -> int:
        return self._sheet.document.pageCount()

    def paint(self, painter: QPainter, number: int) -> None:
        left = (self._paper.width() - self._sheet.width) / 2
        foot = QRectF(left, self._paper.height() - _FOOT - 10, self._sheet.width, 20)
        _paint_foot(painter, foot, self._foot, number, self.count)
        painter.translate(left, _TOP)
        _paint_page(painter, self._sheet, number)


class PageLeaves:
    """A page of the newspaper, on as many leaves as it takes."""

    def __init__(self, articles: Sequence[PageArticle], style: PageStyle, foot: str, paper: QSizeF) -> None:
        self._paper = paper
        self._foot = foot
        self._sheet = PageSheet(articles, paper.width() - 2 * _SIDE, style)
        while not self._sheet.is_done:
            self._sheet.set_next()
        self._cuts = [0.0, *self._sheet.cuts(paper.height() - _TOP - _BOTTOM)]

    @property
    def count(self) -> int:
        return len(self._cuts) - 1

    def paint(self, painter: QPainter, number: int) -> None:
        top, bottom = self._cuts[number : number + 2]
        foot = QRectF(_SIDE, self._paper.height() - _FOOT - 10, self._sheet.width, 20)
        _paint_foot(painter, foot, self._foot, number, self.count)
        painter.translate(_SIDE, _TOP - top)
        painter.setClipRect(QRectF(-_SIDE, top, self._paper.width(), bottom - top))
        paint_page(painter, self._sheet, top, bottom)


def _paint_foot(painter: QPainter, line: QRectF, words: str, number: int, count: int) -> None:
    at = f"{number + 1} / {count}"
    taken = painting.draw_words(painter, line, at, fonts.sans(11), "ink3", painting.RIGHT)
    painting.draw_words(painter, line.adjusted(0, 0, -taken - 16, 0), words, fonts.sans(11), "ink3")


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
