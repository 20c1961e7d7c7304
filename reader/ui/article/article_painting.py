"""Painting under the text of a page, on the screen and on paper: the folio, rules, boxes of captions."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QTextBlock, QTextDocument

from reader.export.article_text import HEAD, PageBlock, PageBlockKind
from reader.i18n import say
from reader.ui.article.typesetting import BLOCK_PROPERTY, PageStyle, scaled
from reader.ui.widgets import fonts, text_painting, theme

FOLIO_HEIGHT = 92
"""The height of the space above the text, in pixels; the folio stands in its upper half."""

_FOLIO_AT = 24


@dataclass(frozen=True, slots=True)
class TypesetPage:
    """A typeset document and its blocks; its column begins at `left` and is `width` pixels wide."""

    document: QTextDocument
    blocks: Sequence[PageBlock]
    style: PageStyle
    left: float
    width: float


def paint_folio(painter: QPainter, folio: PageBlock, left: float, width: float) -> None:
    """Paint the line above the text: newspaper, page, date."""
    text_painting.draw_double_rule(painter, left, _FOLIO_AT, width)
    painter.fillRect(QRectF(left, _FOLIO_AT + 37, width, 1), theme.color("press"))
    newspaper, page, date = folio.parts
    line = QRectF(left, _FOLIO_AT + 5, width, 32)
    title_font = fonts.serif(14, 700)
    title_font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 114)
    text_painting.draw_words(painter, line, newspaper, title_font, "ink")
    text_painting.draw_words(painter, line, date, fonts.sans(12), "ink2", text_painting.RIGHT)
    if page:
        text_painting.draw_words(
            painter, line, say("第 {page} 版", page=page), fonts.sans(12), "ink2", text_painting.CENTER
        )


def paint_under(painter: QPainter, page: TypesetPage, top: float, bottom: float) -> None:
    """Paint the backgrounds of the blocks between two heights of the document."""
    layout = page.document.documentLayout()
    start = layout.hitTest(QPointF(0, top), Qt.HitTestAccuracy.FuzzyHit)
    block = page.document.findBlock(start).previous()
    block = block if block.isValid() else page.document.begin()
    while block.isValid():
        rect = layout.blockBoundingRect(block)
        if rect.top() > bottom + 40:
            return
        _paint_under(painter, page, block, rect)
        block = block.next()


def _paint_under(painter: QPainter, page: TypesetPage, block: QTextBlock, rect: QRectF) -> None:
    number, size = block.blockFormat().intProperty(BLOCK_PROPERTY), page.style.size
    kind = page.blocks[number].kind
    following = page.blocks[number + 1].kind if number + 1 < len(page.blocks) else None
    below = block.next()
    is_last = not below.isValid() or below.blockFormat().intProperty(BLOCK_PROPERTY) != number
    if kind in HEAD and following and following not in HEAD and is_last:
        at = rect.bottom() + scaled(12, size)
        painter.fillRect(QRectF(page.left, at, 32, 2), theme.color("accent"))
    elif kind is PageBlockKind.CAPTION:
        box = QRectF(page.left, rect.top() - 9, page.width, rect.height() + 22)
        text_painting.draw_box(painter, box, 4, "list", None)
        width, height = scaled(28, size), scaled(26, size)
        sign = QRectF(page.left + width / 2, box.center().y() - height / 2, width, height)
        text_painting.draw_box(painter, sign, 2, None, "rule2")
        text_painting.draw_words(
            painter, sign, "图", fonts.serif(size - 4, 700), "ink2", text_painting.CENTER
        )
