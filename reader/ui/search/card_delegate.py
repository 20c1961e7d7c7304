"""The delegate that paints the card of a search result."""

from PySide6.QtCore import QModelIndex, QPoint, QPointF, QRectF
from PySide6.QtGui import QFont, QPainter

from reader.i18n import say
from reader.ui.search.cards import Card
from reader.ui.search.result_model import ResultModel
from reader.ui.widgets import fonts, text_painting, theme
from reader.ui.widgets.row_list import Index, RowDelegate, RowList
from reader.ui.widgets.state_panel import draw_skeleton

CARD = 116


class CardDelegate(RowDelegate):
    """Paints cards of 116 px: date and page with the number of matches; the title; two lines of the text.

    For a match by another naming of a person, the second line states what ties it to the person.
    """

    margin = 20
    height = CARD

    def __init__(self, view: RowList, model: ResultModel) -> None:
        super().__init__(view)
        self._model = model

    def paint_row(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        card = self._model.card(index)
        if card is None:
            if self._model.is_late(index):
                draw_skeleton(painter, rect, self.margin)
            return
        x, width = rect.x() + self.margin, rect.width() - 2 * self.margin
        line = _first_line(rect, self.margin)
        if card.is_fresh:
            mark, small = say("新"), fonts.sans(12, 700)
            box = QRectF(x, line.y(), text_painting.width_of(mark, small) + 12, line.height())
            text_painting.draw_box(painter, box, 3, "accent", None)
            text_painting.draw_words(painter, box, mark, small, "on_accent", text_painting.CENTER)
            line.setLeft(box.right() + 8)
        if self._model.is_below_another(index):
            painter.fillRect(QRectF(rect.x() + 8, rect.y(), 3, rect.height()), theme.color("rule2"))
        _draw_pill(painter, line, card.places, "accent", "soft")
        _draw_pill(painter, line, _fold_words(line, card), "ink2", "hover")
        font = fonts.sans(12)
        fits = text_painting.width_of(card.where, font) <= line.width()
        text_painting.draw_words(painter, line, card.where if fits else card.where_in_short, font, "ink2")
        title, in_title = text_painting.cut_to(card.title, card.title_marks, int(width / 16) - 1)
        y = text_painting.draw_text(
            painter,
            x,
            rect.y() + 33,
            width,
            title,
            fonts.serif(16, 700),
            "ink",
            25,
            marks=in_title,
        )
        lines = 1 if card.tie else 2
        text, marks = text_painting.cut_to(card.snippet.text, card.snippet.marks, int(width / 13 * lines) - 3)
        y = text_painting.draw_text(painter, x, y + 2, width, text, fonts.sans(13), "ink2", 22, lines, marks)
        if card.tie:
            text_painting.draw_text(painter, x, y, width, card.tie, fonts.sans(12), "ink3", 22)

    def is_on_fold(self, index: QModelIndex, point: QPoint) -> bool:
        """Return whether a point of the list is on the label of folded printings in a row."""
        card = self._model.card(index)
        if card is None or not card.fold:
            return False
        line = _first_line(QRectF(self._view.visualRect(index)), self.margin)
        if card.places:
            line.setRight(_pill(line, card.places).left() - 8)
        return _pill(line, _fold_words(line, card)).adjusted(-4, -6, 4, 6).contains(QPointF(point))


def _pill_font() -> QFont:
    return fonts.sans(12, 700)


def _first_line(rect: QRectF, margin: int) -> QRectF:
    return QRectF(rect.x() + margin, rect.y() + 12, rect.width() - 2 * margin, 18)


def _fold_words(line: QRectF, card: Card) -> str:
    """Return the number of printings folded below a card as words, the short ones if the long would cut the date."""
    room = line.width() - text_painting.width_of(card.where_in_short, fonts.sans(12)) - 8
    return card.fold if not card.fold or _pill(line, card.fold).width() <= room else card.fold_in_short


def _draw_pill(painter: QPainter, line: QRectF, words: str, ink: str, fill: str) -> None:
    """Paint words in a box at the right end of a line and shorten the line by it; do nothing for ""."""
    if words:
        pill = _pill(line, words)
        text_painting.draw_box(painter, pill, 3, fill, None)
        text_painting.draw_words(painter, pill, words, _pill_font(), ink, text_painting.CENTER)
        line.setRight(pill.left() - 8)


def _pill(line: QRectF, words: str) -> QRectF:
    """Return the rectangle of a box of words at the right end of a line."""
    pill = QRectF(line)
    pill.setLeft(line.right() - text_painting.width_of(words, _pill_font()) - 14)
    return pill
