"""A button with the sample of a highlight's colour: its background, its underline, its name for screen readers."""

from collections.abc import Callable

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton

from reader.i18n import say
from reader.newspaper.passage import MarkColor
from reader.ui.article import highlights
from reader.ui.widgets import icons, text_painting
from reader.ui.widgets.plain_text import plain


class ColorSwatch(QToolButton):
    """A button with a sample of a highlight; the present colour is checked, and has a tick."""

    def __init__(self, color: MarkColor) -> None:
        super().__init__()
        self.color = color
        words = say("标为{color}色", color=highlights.color_words(color))
        self.setAccessibleName(words)
        self.setToolTip(plain(words))
        self.setFixedSize(30, 32)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_current(self, is_current: bool) -> None:
        """Show whether this is the present colour."""
        self.setCheckable(is_current)
        self.setChecked(is_current)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect()).adjusted(5, 6, -5, -6)
        is_framed = self.underMouse() or self.isChecked()
        text_painting.draw_box(painter, box, 3, f"mark_{self.color.value}", "rule2" if is_framed else None)
        if self.isChecked():
            icons.draw(painter, "check", "ink", box.center().x() - 6, box.top() + 1, 12)
        line = QLineF(box.left() + 2, box.bottom() - 3, box.right() - 2, box.bottom() - 3)
        highlights.paint_underline(painter, line, self.color)
        if self.hasFocus():
            text_painting.draw_focus(painter, QRectF(self.rect()), 4)


def add_swatches(row: QHBoxLayout, chosen: Callable[[MarkColor], object]) -> list[ColorSwatch]:
    """Add a swatch of every colour to a row; `chosen` is called with the clicked colour."""
    swatches = [ColorSwatch(color) for color in MarkColor]
    for swatch in swatches:
        swatch.clicked.connect(lambda _=False, color=swatch.color: chosen(color))
        row.addWidget(swatch)
    return swatches
