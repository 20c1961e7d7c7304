"""What a window does for its features: it says what they have to say, and tells them when to start, follow and end."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QObject

Handlers = dict[str, Callable[[], object]]
"""What actions do, by the names of the actions."""


class Change(Enum):
    """What has changed, and is to be shown as it is now."""

    PAPERS = "papers"
    """The catalogue: its issues, articles or texts."""
    SCAN = "scan"
    """What was found in the folder: a sync has ended."""
    NOTES = "notes"
    """The user's data: another machine, window or program wrote them."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Words for the foot of the window, with a button named `label` that acts; no button where that is ""."""

    words: str
    label: str = ""
    act: Callable[[], object] = lambda: None
    stays: bool = False
    """Whether it stays until another notice comes."""
    can_undo: bool = False
    """Whether the words are on an act that can be undone; the button then undoes it."""
    file: Path | None = None
    """A file that was written; the button then shows it in its folder."""


class Services:
    """One for each window, and one for each library in it; every feature is given one when it is made."""

    def __init__(self, show: Callable[[Notice], object]) -> None:
        """Make the services of a window; `show` shows a notice at its foot."""
        self._show = show
        self._features: list[Feature] = []

    def for_library(self) -> "Services":
        """Return services of the same window, for features that end with a library."""
        return Services(lambda notice: self._show(notice))

    # -- words

    def message(self, words: str, *, can_undo: bool = False) -> None:
        """Say something; if it `can_undo`, offer to undo the last act, unless another has begun since."""
        self._show(Notice(words, can_undo=can_undo))

    def error(self, error: Exception) -> None:
        """Say why something was not done."""
        self.message(str(error))

    def step(self, words: str, label: str, act: Callable[[], object]) -> None:
        """Say something, and offer a next step."""
        self._show(Notice(words, label, act))

    def task(self, words: str, label: str, act: Callable[[], object]) -> None:
        """Say how far a running task is, until something else is said; the button acts on the task."""
        self._show(Notice(words, label, act, stays=True))

    def saved(self, words: str, path: Path) -> None:
        """Say that a file was written, and offer to show it."""
        self._show(Notice(words, file=path))

    # -- features

    def add(self, feature: "Feature") -> None:
        self._features.append(feature)

    def handlers(self) -> Handlers:
        """Return what the actions of all features do."""
        return {name: act for feature in self._features for name, act in feature.handlers().items()}

    def start(self) -> None:
        """Start the features, in the order in which they were made."""
        for feature in list(self._features):
            feature.start()

    def refresh(self, change: Change) -> None:
        """Have the features show what has changed, in that order."""
        for feature in list(self._features):
            feature.refresh(change)

    def finish(self) -> None:
        """End the features, in that order, and forget them."""
        features, self._features = self._features, []
        for feature in features:
            feature.finish()


class Feature(QObject):
    """A feature of a window, or a part of one: to be made is to be started, refreshed and finished with the others."""

    def __init__(self, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        services.add(self)

    def handlers(self) -> Handlers:
        """Return what the feature's actions do."""
        return {}

    def start(self) -> None:
        """Begin, when the widgets are there; a feature made later is not started."""

    def refresh(self, change: Change) -> None:
        """Show what has changed."""

    def finish(self) -> None:
        """Give up what is going on, and hand over what is to be written; the queues are waited for afterwards."""
