"""The bar beside the selected words: four colours, a note, copying."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from reader.i18n import say
from reader.newspaper.passage import MarkColor
from reader.ui.article.color_swatch import add_swatches
from reader.ui.widgets import text_painting
from reader.ui.widgets.controls import IconButton

_HEIGHT = 40


class SelectionBar(QWidget):
    """A bar over the page, hidden when the selection is cleared."""

    colorChosen = Signal(MarkColor)
    noteWanted = Signal()
    copyWanted = Signal()

    def __init__(self, ground: QWidget) -> None:
        super().__init__(ground)
        self._ground = ground
        self.setAccessibleName(say("所选文字"))
        self.setFixedHeight(_HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 4, 6, 4)
        row.setSpacing(2)
        add_swatches(row, self.colorChosen.emit)
        for icon, words, wanted in (
            ("note", say("给所选写批注 (M)"), self.noteWanted),
            ("copy", say("拷贝所选 (Ctrl+C)"), self.copyWanted),
        ):
            other = IconButton(icon, words)
            other.clicked.connect(wanted)
            row.addWidget(other)
        self.hide()

    def show_beside(self, selected: QRect) -> None:
        """Show the bar above the selection (a rectangle of the ground), or below it if there is no space above."""
        size = self.sizeHint()
        left = min(max(selected.center().x() - size.width() // 2, 4), self._ground.width() - size.width() - 4)
        above = selected.top() - _HEIGHT - 8
        top = above if above >= 4 else min(selected.bottom() + 8, self._ground.height() - _HEIGHT - 4)
        self.setGeometry(QRect(QPoint(left, top), QSize(size.width(), _HEIGHT)))
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        text_painting.draw_box(
            QPainter(self), QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, "raised", "rule2"
        )
