"""Polls the notes for changes by another machine, window or program, and shows them."""

from PySide6.QtCore import QObject, QTimer, Signal

from reader.library.library import Library
from reader.storage.user_following import Followed
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.services import Change, Feature, Services

LOOK_MS = 3000
"""The polling interval, in milliseconds; a change is merged once two polls in a row find it the same."""


class NoteChanges(Feature):
    """Follows changes of a library's user data.

    Signal: `updateWanted` when decisions on the text of the papers have arrived.
    """

    updateWanted = Signal()

    def __init__(self, services: Services, library: Library, parent: QObject) -> None:
        super().__init__(services, parent)
        self._library = library
        self._tasks = TaskQueue(self)
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        self._tasks.run(self._library.show_decided, lambda _: None)
        self._timer.start()

    def look(self) -> None:
        """Poll now, unless a poll is still running: the disk may be slow or disconnected."""
        if self._tasks.is_idle():
            self._tasks.run(self._library.follow_notes, self._take)

    def is_idle(self) -> bool:
        return self._tasks.is_idle()

    def _take(self, followed: Followed) -> None:
        if followed.is_changed:
            self._services.refresh(Change.NOTES)
        if followed.told:
            self._services.message(followed.told)
        if followed.on_text:
            self.updateWanted.emit()
