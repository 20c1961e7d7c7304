"""Garbage collection on the window's thread alone.

Python collects reference cycles on whichever thread happens to allocate. Where a cycle holds an object of Qt, that
object would be destroyed on a thread it does not live in, and the program crashes. Calibre and pyqtgraph do likewise.
"""

import gc

from PySide6.QtCore import QObject, QThread, QTimer

THRESHOLDS = (2_000, 10, 100)
"""When a generation is due, as `gc.set_threshold` takes it.

A collection stops every thread; a full one takes a twentieth of a second in a window that was used for a minute, and
with Python's defaults it runs time and again.
"""

_INTERVAL_MS = 200


def collect() -> None:
    """Collect the oldest generation that is due, if any is, as Python would by itself."""
    due = [count > limit for count, limit in zip(gc.get_count(), THRESHOLDS, strict=True)]
    if any(due):
        gc.collect(max(generation for generation, is_due in enumerate(due) if is_due))


class GarbageCollector(QObject):
    """Takes the place of Python's automatic collection, for as long as the process lives."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=_INTERVAL_MS)
        self._timer.timeout.connect(self._collect)
        self._timer.start()

    def _collect(self) -> None:
        """Collect in a running event loop alone.

        Where somebody else has events processed, widgets may just have been dropped that are still to be closed.
        """
        if QThread.currentThread().loopLevel() > 0:
            collect()
