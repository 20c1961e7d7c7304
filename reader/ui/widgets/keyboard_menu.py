"""The menu of the right button, by keys that every keyboard has."""

import sys

from PySide6.QtCore import QCoreApplication, QRect, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication

KEYS = () if sys.platform == "win32" else ("Shift+F10",)
"""Qt opens the menu by the key Menu everywhere, by these only where Windows does."""


def open_menu_of_focus() -> None:
    """Open the menu of what has the focus, at its text cursor or its current row."""
    widget = QApplication.focusWidget()
    if widget is None:
        return
    cursor = widget.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
    place = cursor.center() if isinstance(cursor, QRect) else widget.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, widget.mapToGlobal(place))
    QCoreApplication.sendEvent(widget, event)
