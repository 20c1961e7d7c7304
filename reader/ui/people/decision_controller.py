"""Deciding on people by hand: asked for in a dialog, stored on another thread, undone like all that is done here."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from reader.i18n import count, say
from reader.library.library import Library
from reader.library.person_overlay import decision_in_words, person_of
from reader.ui.people.decision_dialogs import DecisionList, MergeDialog, SplitDialog
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.services import Services
from reader.ui.widgets.undo_stack import FAULTS, UndoStack

if TYPE_CHECKING:
    from reader.newspaper.decision import Decision

Person = tuple[str, str]
"""A name and a label."""


class DecisionController(QObject):
    """Stores decisions on people.

    Signals: `decided` has the person to be shown, or None, whenever a decision was made; `turned` the same when one was
    undone or redone; `listed` has the decisions in effect.
    """

    decided = Signal(object)
    turned = Signal(object)
    listed = Signal(list)

    def __init__(self, services: Services, library: Library, undoing: UndoStack, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._library = library
        self._undoing = undoing
        self._tasks = TaskQueue(self)

    def is_idle(self) -> bool:
        return self._undoing.is_idle() and self._tasks.is_idle()

    def strike_out(self, name: str) -> None:
        """Say that a name is none."""
        words = say("已划掉“{name}”", name=name)
        self._decide(lambda: self._library.people.strike_out(name), words, (name, ""), None)

    def ask_merge(self, window: QWidget, name: str) -> None:
        """Ask of whose name this is another spelling."""
        dialog = MergeDialog(window, name)
        dialog.finished.connect(window.activateWindow)
        dialog.decided.connect(partial(self.merge, name))
        dialog.open()

    def merge(self, name: str, into: str) -> None:
        """Say that a name is another spelling of a person's name."""
        words = say("“{name}”已并入“{own}”", name=name, own=into)
        self._decide(lambda: self._library.people.merge(name, into), words, (name, ""), (into, ""))

    def ask_split(self, window: QWidget, person: Person, article_ids: list[int]) -> None:
        """Ask who it is that some articles are about."""
        dialog = SplitDialog(window, *person, len(article_ids))
        dialog.finished.connect(window.activateWindow)
        dialog.decided.connect(partial(self.split, person, article_ids))
        dialog.open()

    def split(self, person: Person, article_ids: list[int], label: str) -> None:
        """Say that these articles are about another person of the name, told by a label."""
        name, _ = person
        words = count(len(article_ids), "已把 {n} 篇分给另一个人")
        self._decide(
            lambda: self._library.people.split(name, label, article_ids), words, person, (name, label)
        )

    def show_all(self, window: QWidget) -> None:
        """Show all decisions on people, each with a way to undo it."""

        def done(decisions: list[Decision]) -> None:
            dialog = DecisionList(window, decisions)
            dialog.undoWanted.connect(self._take_back)
            self.listed.connect(dialog.show_decisions)
            dialog.open()

        self._list(done)

    def _list(self, show: Callable[[list[Decision]], None]) -> None:
        self._tasks.run(lambda: self._library.people.decisions(), show, self._fail, FAULTS)

    def _decide(
        self, decide: Callable[[], Decision], message: str, before: Person, after: Person | None
    ) -> None:
        def done(_: Decision) -> None:
            self._services.message(message, undoable=True)
            self.decided.emit(after)

        def words(decision: Decision) -> str:
            return decision_in_words(decision.content)

        self._undoing.do(words, decide, done, lambda _: self.turned.emit(before))

    def _take_back(self, decision: Decision) -> None:
        def done(_: object) -> None:
            self._list(self.listed.emit)
            self.decided.emit(None)

        self._undoing.do(
            say("收回“{decision}”", decision=decision_in_words(decision.content)),
            lambda: self._library.people.undo(decision.uuid),
            done,
            lambda _: self.turned.emit(person_of(decision.content)),
        )

    def _fail(self, error: Exception) -> None:
        self._services.message(str(error))
