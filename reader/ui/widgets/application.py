"""The application, which macOS asks to open files and links while it runs; elsewhere they are arguments."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication


class Application(QApplication):
    """Hands over the path or the link of whatever is to be opened, also of what was asked for before a window stood."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__(list(words))
        self._waiting: list[str] = []
        self._open: Callable[[str], object] = self._waiting.append

    def open_with(self, open_: Callable[[str], object]) -> None:
        """Have everything opened by a function from now on, first what waits."""
        self._open = open_
        while self._waiting:
            open_(self._waiting.pop(0))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent):
            self._open(event.file() or event.url().toString())
            return True
        return super().event(event)
