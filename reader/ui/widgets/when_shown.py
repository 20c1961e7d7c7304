"""A part of the window that is hidden does nothing: what it is asked for is done when it is shown."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget


class WhenShown(QObject):
    """Does something for a widget at once while it is shown; else once, before it is painted, when it is shown."""

    def __init__(self, widget: QWidget, act: Callable[[], object]) -> None:
        super().__init__(widget)
        self._widget = widget
        self._act = act
        self._is_wanted = False
        widget.installEventFilter(self)

    def do(self) -> None:
        self._is_wanted = not self._widget.isVisible()
        if not self._is_wanted:
            self._act()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and self._is_wanted:
            self.do()
        return False
