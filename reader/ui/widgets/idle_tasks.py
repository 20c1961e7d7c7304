"""Work in small steps while the event loop is idle."""

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer

FIRST_MS = 800
"""The delay before the first step, in milliseconds: the window is shown and filled by then."""
BETWEEN_MS = 40
"""The pause between two steps, in milliseconds."""


class IdleTasks(QObject):
    """Takes the steps of `work`, each in a turn of the event loop, until there are no more or it is stopped."""

    def __init__(self, work: Iterator[object], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._timer = QTimer(self, interval=FIRST_MS)
        self._timer.timeout.connect(self._take_step)
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _take_step(self) -> None:
        self._timer.setInterval(BETWEEN_MS)
        try:
            next(self._work)
        except StopIteration:
            self.stop()
