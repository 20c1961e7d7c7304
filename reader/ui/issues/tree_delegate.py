"""The painting of the issue tree's rows."""

import datetime as dt

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from reader.i18n import say
from reader.newspaper.holdings import IssueRow
from reader.ui.issues.tree_entries import NodeKind, TreeEntry
from reader.ui.issues.tree_model import Index, TreeModel
from reader.ui.issues.tree_wording import count_of, estimate_of, issue_words, words_of
from reader.ui.widgets import fonts, icons, text_painting, wording


class TreeDelegate(QStyledItemDelegate):
    """Paints rows of 28 px, 38 for a newspaper: words at the left, a count or a bookmark's star at the right."""

    def __init__(self, model: TreeModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._weekdays = 0.0
        """The width of the column of weekdays: the numbers behind them stand below each other."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        entry = self._model.entry(index)
        return QSize(100, 38 if entry and entry.kind is NodeKind.NEWSPAPER else 28)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = self._model.entry(index)
        if entry is None:
            return
        rect = QRectF(option.rect).adjusted(11, 0, -12, 0)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        signs = ["star-filled"] * self._model.is_bookmarked(entry) + ["note"] * self._model.is_noted(entry)
        for icon in signs:
            icons.draw(painter, icon, "accent", rect.right() - 15, rect.center().y() - 7.5, 15)
            rect.setRight(rect.right() - 21)
        if self._model.is_read(entry):
            icons.draw(painter, "check", "ink3", rect.right() - 14, rect.center().y() - 7, 14)
            rect.setRight(rect.right() - 20)
        if not signs and (number := count_of(entry)):
            taken = text_painting.draw_words(
                painter, rect, number, fonts.sans(12), "ink3", text_painting.RIGHT
            )
            rect.setRight(rect.right() - taken - 8)
        if entry.kind is NodeKind.ISSUE and entry.issue:
            x = self._paint_issue(painter, rect, entry.issue, is_selected)
            self._paint_estimate(painter, rect.adjusted(x, 0, 0, 0), entry)
            return
        font = {NodeKind.NEWSPAPER: fonts.serif(15, 700), NodeKind.YEAR: fonts.sans(13, 700)}
        token = "ink2" if entry.kind is NodeKind.ARTICLE and not is_selected else "ink"
        words = words_of(entry)
        x = text_painting.draw_words(painter, rect, words, font.get(entry.kind, fonts.sans(13)), token)
        self._paint_estimate(painter, rect.adjusted(x + 8, 0, 0, 0), entry)

    def _paint_estimate(self, painter: QPainter, rect: QRectF, entry: TreeEntry) -> None:
        mark = estimate_of(entry)
        if mark and rect.width() > 0:
            text_painting.draw_words(painter, rect, mark, fonts.sans(12), "warn")

    def _paint_issue(self, painter: QPainter, rect: QRectF, issue: IssueRow, is_selected: bool) -> float:
        """Paint an issue's words, and return where the next may begin, from the left."""
        first, *others = issue_words(issue)
        font = fonts.sans(13)
        column = text_painting.width_of(say("{day}日", day="00"), font) if issue.date else 0
        x = max(column, text_painting.draw_words(painter, rect, first, font, "ink")) + 8
        small = fonts.sans(12)
        token = "ink2" if is_selected else "ink3"
        weekday, number = others
        if weekday:
            text_painting.draw_words(painter, rect.adjusted(x, 0, 0, 0), weekday, small, token)
            self._weekdays = self._weekdays or _width_of_weekdays()
            x += self._weekdays
        taken = text_painting.draw_words(painter, rect.adjusted(x, 0, 0, 0), number, small, token)
        return x + taken + 8


def _width_of_weekdays() -> float:
    """Return the width of the column of weekdays, with the space behind it."""
    font = fonts.sans(12)
    days = (wording.short_weekday(dt.date(2024, 1, day)) for day in range(1, 8))
    return max(text_painting.width_of(day + wording.GAP, font) for day in days)
