"""What a window does for all that it holds: it says at its foot what has happened, and what can be done about it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


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
    """One for each window; every part that has something to say to a person is given it when it is made."""

    def __init__(self, show: Callable[[Notice], object]) -> None:
        """Make the services of a window; `show` shows a notice at its foot."""
        self._show = show

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
