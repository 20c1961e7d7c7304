"""The chip of a calendar that marks the matches of a query."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from reader.i18n import say
from reader.ui.widgets import text_painting, theme
from reader.ui.widgets.controls import do_at_click, plain

_MAX_WIDTH = 220
_AROUND = 10
_CROSS = 18


class HitsChip(QPushButton):
    """The chip 命中 闻砚秋 ×: it shows the query whose matches are in the calendar; a click removes them."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__()
        do_at_click(self, act)
        self._query = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_query(self, query: str) -> None:
        self._query = " ".join(query.split())
        description = say("日历上标着“{query}”的命中，点一下去掉", query=self._query)
        self.setAccessibleName(description)
        self.setToolTip(plain(description))
        self.setVisible(bool(self._query))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        label = text_painting.width_of(say("命中"), theme.sans(12, 700)) + 6
        words = text_painting.width_of(self._query, theme.sans(13)) + 1
        return QSize(min(round(label + words), _MAX_WIDTH) + 2 * _AROUND + _CROSS, 26)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), 90), 26)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        text_painting.draw_box(painter, rect, 4, "soft", None)
        inner = rect.adjusted(_AROUND, 0, -_AROUND - _CROSS, 0)
        bold = theme.sans(12, 700)
        text_painting.draw_words(painter, inner, say("命中"), bold, "accent")
        inner.setLeft(inner.left() + text_painting.width_of(say("命中"), bold) + 6)
        words = text_painting.elide(self._query, theme.sans(13), inner.width() + 1)
        text_painting.draw_words(painter, inner.adjusted(0, 0, 2, 0), words, theme.sans(13), "ink")
        theme.draw_icon(painter, "close", "ink3", rect.right() - _CROSS - 5, rect.center().y() - 7, 14)
        if self.hasFocus():
            text_painting.draw_focus(painter, rect, 4)
