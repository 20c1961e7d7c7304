"""A slider over a few choices that have an order."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QSlider

from reader.ui.widgets import text_painting, theme

_HEIGHT, _MARGIN, _KNOB = 32, 12, 16


class StepSlider(QSlider):
    """A slider with a stop for each choice; a press goes to the stop that is nearest. `stepped` has its number.

    Its accessible name has the words of the choice that holds.
    """

    stepped = Signal(int)

    def __init__(self, name: str, choices: Sequence[str]) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._name = name
        self._choices = choices
        self.setRange(0, len(choices) - 1)
        self.setPageStep(1)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.valueChanged.connect(self._tell)
        self.valueChanged.connect(self.stepped)
        self._tell()

    def set_step(self, number: int) -> None:
        """Go to a stop without a signal."""
        self.blockSignals(True)
        self.setValue(number)
        self.blockSignals(False)
        self._tell()

    def words(self) -> str:
        """Return the words of the choice that holds."""
        return self._choices[self.value()]

    def _tell(self) -> None:
        self.setAccessibleName(f"{self._name} {self.words()}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, _HEIGHT)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._go_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go_to(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Do nothing: the press and the moves have done it."""

    def _go_to(self, x: float) -> None:
        self.setValue(round((x - _MARGIN) / self._room() * self.maximum()))

    def _room(self) -> float:
        return max(1.0, self.width() - 2 * _MARGIN)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        places = [_MARGIN + self._room() * stop / self.maximum() for stop in range(self.maximum() + 1)]
        here = places[self.value()]
        painter.fillRect(QRectF(places[0], middle - 1, places[-1] - places[0], 2), theme.color("rule2"))
        painter.fillRect(QRectF(places[0], middle - 1, here - places[0], 2), theme.color("accent"))
        painter.setPen(Qt.PenStyle.NoPen)
        for place in places:
            painter.setBrush(theme.color("accent" if place <= here else "rule2"))
            painter.drawEllipse(QRectF(place - 2.5, middle - 2.5, 5, 5))
        knob = QRectF(here - _KNOB / 2, middle - _KNOB / 2, _KNOB, _KNOB)
        text_painting.draw_box(painter, knob, _KNOB / 2, "raised", "accent")
        if self.hasFocus():
            text_painting.draw_focus(painter, QRectF(self.rect()), 6)
