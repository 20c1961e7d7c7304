"""What the features of a window ask of it: to say something at its foot, with what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal


class Services(QObject):
    """Given to each feature of a window when it is made. Only the window listens to the signals."""

    messageWanted = Signal(str, bool)
    stepWanted = Signal(str, str, object)
    taskWanted = Signal(str, str, object)
    fileSaved = Signal(str, object)

    def message(self, words: str, *, undoable: bool = False) -> None:
        """Say something; `undoable` offers to undo what the words report."""
        self.messageWanted.emit(words, undoable)

    def step(self, words: str, label: str, act: Callable[[], object]) -> None:
        """Say something, and offer a next step: the label of its button and what it does."""
        self.stepWanted.emit(words, label, act)

    def task(self, words: str, label: str, act: Callable[[], object]) -> None:
        """Say how far a running task is, until something else is said; `label` and `act` as for `step`."""
        self.taskWanted.emit(words, label, act)

    def saved(self, words: str, file: Path) -> None:
        """Say that a file was written, and offer to show it."""
        self.fileSaved.emit(words, file)
