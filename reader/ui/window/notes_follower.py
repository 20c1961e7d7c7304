"""Looks every few seconds what another machine, window or program has made of the notes, and shows it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from reader.library.library import Library
from reader.storage.user_following import Followed
from reader.ui.widgets.background_tasks import TaskQueue

LOOK_MS = 3000
"""Between two looks; what has come is merged at the second look at which it is the same."""


class NotesFollower(QObject):
    """Follows the user's data of a library.

    Signals: `updateWanted` when decisions on the text of the papers have come, `told` has words on what was done,
    `errorOccurred` an exception that was not expected.
    """

    updateWanted = Signal()
    told = Signal(str)
    errorOccurred = Signal(object)

    def __init__(self, library: Library, shown: Sequence[Callable[[], object]], parent: QObject) -> None:
        """`shown` are called when anything has come: each shows its part of it anew."""
        super().__init__(parent)
        self._library = library
        self._shown = shown
        self._tasks = TaskQueue(self)
        self._tasks.errorOccurred.connect(self.errorOccurred)
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        self._tasks.run(self._library.show_decided, lambda _: None)
        self._timer.start()

    def look(self) -> None:
        """Look now, unless it is still looking: the disk may be slow, or away."""
        if self._tasks.is_idle():
            self._tasks.run(self._library.follow_notes, self._take)

    def is_idle(self) -> bool:
        return self._tasks.is_idle()

    def finish(self) -> None:
        self._timer.stop()
        self._tasks.finish()

    def _take(self, followed: Followed) -> None:
        if followed.is_changed:
            for show in self._shown:
                show()
        if followed.told:
            self.told.emit(followed.told)
        if followed.on_text:
            self.updateWanted.emit()
