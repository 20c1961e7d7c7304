"""The article pane before an article is chosen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reader.i18n import say
from reader.ui.widgets import fonts
from reader.ui.widgets.labels import Label


def empty_pane() -> QWidget:
    """Return a widget that says where articles are read, and the keys to begin with."""
    empty = QWidget()
    column = QVBoxLayout(empty)
    column.setSpacing(10)
    column.addStretch(2)
    for text, font, token in (
        (say("选一篇文章，就在这里读。"), fonts.serif(17), "ink2"),
        (say("J、K 换篇　Ctrl+K 搜索　空格翻页"), fonts.sans(12), "ink3"),
    ):
        label = Label(text, font, token)
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(label)
    column.addStretch(3)
    return empty
