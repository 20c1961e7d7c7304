"""The drawer over the page, which holds sidebar and list in a narrow window."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from reader.i18n import say
from reader.ui.widgets import theme
from reader.ui.widgets.labels import Rule

_LEFT_OF_THE_PAGE = 56
"""The width of the page that stays visible beside the drawer, in pixels."""


class Drawer(QWidget):
    """Lies over the left of `ground`, as wide as its content wants and as high as the ground."""

    def __init__(self, ground: QWidget) -> None:
        super().__init__(ground)
        self._ground = ground
        self.setAccessibleName(say("侧栏"))
        theme.tint(self, "list")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(Rule(upright=True, token="rule2"))
        self.hide()

    def take(self, *columns: QWidget) -> None:
        """Put columns into the drawer, side by side; a splitter takes one out by inserting it."""
        for column in columns:
            self._row.insertWidget(self._row.count() - 1, column)

    def open(self, left: int, width: int) -> None:
        """Show the drawer, `width` px wide, `left` px from the left edge of the ground."""
        space = self._ground.width() - left
        self.setGeometry(left, 0, min(width, space - _LEFT_OF_THE_PAGE) + 1, self._ground.height())
        self.show()
        self.raise_()
