"""An article or a story on paper: set as on the screen, with the folio on every sheet."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QAbstractTextDocumentLayout, QPainter, QPalette, QTextDocument

from reader.export.article_text import PageBlock
from reader.ui.article.article_painting import FOLIO_HEIGHT, TypesetPage, paint_folio, paint_under
from reader.ui.article.typesetting import DocumentFiller, PageStyle
from reader.ui.widgets import theme
from reader.ui.widgets.printing import BOTTOM, SIDE, TOP, paint_foot


class ArticlePrintout:
    """An article or a story, typeset for paper; `foot` stands at the bottom of each sheet beside its number."""

    def __init__(self, blocks: Sequence[PageBlock], style: PageStyle, foot: str, paper: QSizeF) -> None:
        self._paper = paper
        self._foot = foot
        height = paper.height() - TOP - FOLIO_HEIGHT - BOTTOM
        self._page = _set(blocks, style, paper.width() - 2 * SIDE, height)

    @property
    def count(self) -> int:
        return self._page.document.pageCount()

    def paint(self, painter: QPainter, number: int) -> None:
        left = (self._paper.width() - self._page.width) / 2
        paint_foot(painter, self._paper, left, self._page.width, self._foot, number, self.count)
        painter.translate(left, TOP)
        _paint_page(painter, self._page, number)


def _set(blocks: Sequence[PageBlock], style: PageStyle, width: float, height: float) -> TypesetPage:
    document = QTextDocument()
    column = min(style.size * style.measure, width)
    setter = DocumentFiller(document, blocks, style, column)
    while not setter.is_done:
        setter.set_next()
    document.setPageSize(QSizeF(column, height))
    return TypesetPage(document, blocks, style, 0, column)


def _paint_page(painter: QPainter, page: TypesetPage, number: int) -> None:
    paint_folio(painter, page.blocks[0], page.left, page.width)
    height = page.document.pageSize().height()
    visible = QRectF(0, number * height, page.width, height)
    painter.translate(0, FOLIO_HEIGHT - visible.top())
    painter.setClipRect(visible)
    paint_under(painter, page, visible.top(), visible.bottom())
    context = QAbstractTextDocumentLayout.PaintContext()
    context.clip = visible
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Text, theme.color("ink"))
    context.palette = palette
    page.document.documentLayout().draw(painter, context)
