"""What a window does for its features: it shows their messages, and starts, refreshes and finishes them."""

from collections.abc import Callable, Iterable
from enum import Enum
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QObject, Signal

from reader import do_nothing
from reader.i18n import say
from reader.library.library import Library
from reader.ui.widgets.background_tasks import TaskQueue

FileContent = str | bytes | Iterable[str | bytes]
"""The content of a file: a text, the pieces of one, or bytes."""
Handlers = dict[str, Callable[[], object]]
"""The functions of actions, by the names of the actions."""


class Change(Enum):
    """The kind of data that has changed in the library, so that features show it again."""

    PAPERS = "papers"
    """The catalogue: its issues, articles or texts."""
    SCAN = "scan"
    """The list of the folder's files: a sync has ended."""
    NOTES = "notes"
    """The user's data, changed by another machine, window or program."""


class Notice(Struct, frozen=True):
    """A message over the foot of a pane, with a button that calls `act`; no button if its `label` is ""."""

    words: str
    label: str = ""
    act: Callable[[], object] = do_nothing
    stays: bool = False
    """Whether it is shown until another notice replaces it, not only for some seconds."""
    is_question: bool = False
    """Whether it waits for an answer: it then stands at the foot of the page until it is answered or closed."""
    can_undo: bool = False
    """Whether it reports an act that can be undone; the button then undoes it."""
    file: Path | None = None
    """A file that was written; the button then shows it in the file manager."""


class ChosenFolders(QObject):
    """The folders last chosen in dialogs, by what their files are for (`Files`), of all windows of this program.

    They are in memory: whoever asks for a file waits for no disk. The windows take them from the settings and keep
    them there.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.now: dict[str, str] = {}

    def remember(self, files: str, folder: Path) -> None:
        """Propose a folder the next time."""
        if self.now.get(files) != str(folder):
            self.now = self.now | {files: str(folder)}
            self.changed.emit()


chosen_folders = ChosenFolders()


class Services:
    """The messages and the life cycle of the features of a window, or of a library in it.

    Every feature is given the services when it is made.
    """

    def __init__(self, show: Callable[[Notice], object]) -> None:
        """Make the services of a window; `show` is called to show a notice at the foot of the window."""
        self._show = show
        self._features: list[Feature] = []
        self._is_scanned = False
        self._to_start: list[Feature] = []

    def for_library(self) -> "Services":
        """Return services of the same window, for features that are finished when the library is closed."""
        return Services(lambda notice: self._show(notice))

    # -- messages

    def message(self, words: str, *, can_undo: bool = False) -> None:
        """Show a message; with `can_undo`, offer to undo the last act, unless another one has begun since."""
        self._show(Notice(words, can_undo=can_undo))

    def error(self, error: Exception) -> None:
        self.message(str(error))

    def step(self, words: str, label: str, act: Callable[[], object]) -> None:
        """Show a message with a button that leads on from it, or back; nothing is lost if it is not used."""
        self._show(Notice(words, label, act))

    def ask(self, words: str, label: str, act: Callable[[], object]) -> None:
        """Ask at the foot of the page, until the button is used or the question closed; several come in turn."""
        self._show(Notice(words, label, act, is_question=True))

    def task(self, words: str, label: str, act: Callable[[], object]) -> None:
        """Show the progress of a running task until another message is shown; the button acts on the task."""
        self._show(Notice(words, label, act, stays=True))

    def saved(self, words: str, path: Path) -> None:
        """Show that a file was written, with a button that shows the file in the file manager."""
        self._show(Notice(words, file=path))

    def not_saved(self, error: Exception, path: Path) -> None:
        from reader.storage.disk_errors import explain

        if isinstance(error, OSError):
            why = explain(error, path)
        else:
            why = str(error)
        self.message(say("没有存上。{why}", why=why))

    def write_file(
        self, queue: TaskQueue, path: Path, content: Callable[[], FileContent], *, replaces: bool
    ) -> None:
        """Write a file on the thread of `queue`; show that it was written, or why not."""
        from reader.storage.disk_errors import LibraryError
        from reader.storage.regular_file import write_whole
        from reader.storage.user_data import UserDataError

        def write() -> None:
            write_whole(path, content(), replaces=replaces)

        def saved(_: None) -> None:
            self.saved(say("已存为 {path}", path=path.name), path)

        def failed(error: Exception) -> None:
            self.not_saved(error, path)

        queue.run(write, saved, failed, (UserDataError, LibraryError, OSError))

    # -- features

    def add(self, feature: "Feature") -> None:
        self._features.append(feature)
        self._to_start.append(feature)

    def handlers(self) -> Handlers:
        return {name: act for feature in self._features for name, act in feature.handlers().items()}

    def start(self) -> None:
        """Start the features that were made since the last time, in the order in which they were made."""
        features = self._to_start
        self._to_start = []
        for feature in features:
            feature.start()
            if self._is_scanned:  # before the feature was made
                feature.refresh(Change.SCAN)

    def refresh(self, change: Change) -> None:
        """Let the features show what has changed, in that order."""
        self._is_scanned |= change is Change.SCAN
        for feature in list(self._features):
            feature.refresh(change)

    def finish(self) -> None:
        """Finish the features, in that order, and remove them."""
        features = self._features
        self._features = []
        for feature in features:
            feature.finish()


class Feature(QObject):
    """A feature of a window or a part of one; it is started, refreshed and finished together with the others.

    A subclass overrides what it needs; making an object registers it with the services.
    """

    def __init__(self, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        services.add(self)

    def handlers(self) -> Handlers:
        """Return the functions of the feature's actions, by the names of the actions."""
        return {}

    def start(self) -> None:
        """Begin, once all widgets are made; not called for a feature that is made after them."""

    def refresh(self, change: Change) -> None:
        """Show what has changed in the library."""

    def finish(self) -> None:
        """Cancel what is under way, and queue what is to be written; the caller waits for the queues afterwards."""

    def is_idle(self) -> bool:
        """Return whether none of the feature's task queues has a task."""
        return all(queue.is_idle() for queue in self.findChildren(TaskQueue))


class LibraryFeature(Feature):
    def __init__(self, services: Services, library: Library, parent: QObject | None = None) -> None:
        super().__init__(services, parent)
        self._library = library
