"""The frame of the program's own dialogs: a title, a body, and buttons at the foot."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from reader.i18n import say
from reader.ui.widgets import fonts, theme
from reader.ui.widgets.controls import Label, Part, PushButton, column_layout, row_layout


class Dialog(QDialog):
    """A dialog that is deleted when it closes, after which the window is active again; opened with `open()`."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        name: str = "",
        size: tuple[int, int] | None = None,
        tint: str = "window",
    ) -> None:
        """Make the dialog; `name` is its object name, `tint` the token of its background."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setObjectName(name)
        theme.tint(self, tint)
        self.finished.connect(parent.activateWindow)
        if size is not None:
            self.resize(*size)

    def lay_out(self, *parts: Part, buttons: tuple[Part, ...], spacing: int = 8) -> None:
        """Lay out the parts in a column, with the buttons in a row below them."""
        row = row_layout(*buttons)
        column = column_layout(*parts, row, of=self, margins=(20, 16, 20, 16), spacing=spacing)
        if column.hasHeightForWidth():
            self.resize(self.width(), max(self.height(), column.totalHeightForWidth(self.width())))

    def leave_button(self, words: str = "") -> PushButton:
        """Return the button that closes the dialog and does nothing else."""
        return PushButton(words or say("关闭"), act=self.reject)


def heading(words: str) -> Label:
    """Return the heading of a dialog."""
    return Label(words, fonts.serif(16, 700), wraps=True)
