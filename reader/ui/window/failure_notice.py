"""The window that says why the program could not do what it was started for, where there is no other one."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from reader.i18n import say
from reader.ui.widgets import theme
from reader.ui.widgets.controls import PushButton, Wide, column_layout
from reader.ui.widgets.dialog import long_text

_SIZE = (560, 220)
"""Width and height in pixels; what is longer is scrolled."""


class FailureNotice(QWidget):
    """Words of any length, which can be selected and copied, and a button that closes the window."""

    def __init__(self, words: str) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName("failureNotice")
        self.setWindowTitle(say("阅报"))
        self.resize(*_SIZE)
        theme.tint(self, "window")
        self.words = long_text(say("没有做成的原因"), theme.sans(14), tint="window")
        self.words.setPlainText(words)
        self.close_button = PushButton(say("关闭"), act=self.close)
        column = column_layout(Wide(self.words), of=self, margins=(12, 8, 12, 20))
        column.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignRight)
        self.close_button.setFocus()
