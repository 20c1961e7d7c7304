"""A switch: on or off, taken into effect at once."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy

from reader.ui.widgets import icons, text_painting, theme

_WIDTH, _HEIGHT, _AROUND = 40, 22, 4


class Switch(QCheckBox):
    """A check box drawn as a switch; what it switches is its accessible name. A tick tells on from off, too."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH + 2 * _AROUND, _HEIGHT + 2 * _AROUND)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(_AROUND, _AROUND, -_AROUND, -_AROUND)
        on = self.isChecked()
        text_painting.draw_box(
            painter, box, box.height() / 2, "accent" if on else "track", "rule2" if not on else None
        )
        side = box.height() - 6
        knob = QRectF(box.right() - 3 - side if on else box.left() + 3, box.top() + 3, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("on_accent" if on else "rule2"))
        painter.drawEllipse(knob)
        if on:
            icons.draw(painter, "check", "accent", knob.center().x() - 6, knob.center().y() - 6, 12)
        if self.hasFocus():
            text_painting.draw_focus(painter, QRectF(self.rect()), self.height() / 2)
