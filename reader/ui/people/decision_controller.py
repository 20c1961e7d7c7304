"""Decisions on people by the user: names that are none, merging spellings, separating people of one name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from reader.i18n import count, say
from reader.language.forms import without_controls
from reader.library.library import Library
from reader.library.person_overlay import decision_in_words, person_of
from reader.newspaper.decision import Decision
from reader.people.person import name_in_full
from reader.ui.widgets import fonts, theme, wording
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.controls import (
    Label,
    LinkButton,
    PushButton,
    Wide,
    column_layout,
    row_layout,
    stacked,
    text_field,
)
from reader.ui.widgets.dialog import Dialog
from reader.ui.widgets.services import Feature, Services
from reader.ui.widgets.state_panel import State, StatePanel
from reader.ui.widgets.undo_stack import FAULTS, UndoStack

if TYPE_CHECKING:
    from reader.newspaper.decision import Decision


LONGEST = 40


class _OneLineDialog(Dialog):
    """Asks for a line of text. Signal: `decided` has it, without surrounding white space, when it was accepted."""

    decided = Signal(str)

    def __init__(
        self, parent: QWidget, title: str, words: str, name: str, placeholder: str, verb: str
    ) -> None:
        super().__init__(parent, title, size=(420, 200))
        self.field = text_field(name, placeholder)
        self.field.setMaxLength(LONGEST)
        explanation = Label(words, fonts.sans(13), "ink2", wraps=True)
        label = Label(name, fonts.sans(12), "ink3")
        label.setBuddy(self.field)
        self.save_button = PushButton(verb, primary=True, act=self.accept)
        buttons = (Wide(), self.leave_button(say("取消")), self.save_button)
        self.lay_out(explanation, label, self.field, Wide(), buttons=buttons)
        self.field.textChanged.connect(lambda _: self.save_button.setEnabled(bool(self.written())))
        self.save_button.setEnabled(False)
        self.accepted.connect(lambda: self.decided.emit(self.written()))
        self.field.setFocus()

    def written(self) -> str:
        return without_controls(self.field.text()).strip()


class MergeDialog(_OneLineDialog):
    """Asks for the name of which another name is a different spelling."""

    def __init__(self, parent: QWidget, name: str) -> None:
        words = say("“{name}”与下面的名字是同一个人，今后只列那一个。报上的字不改，随时可以撤销。", name=name)
        super().__init__(
            parent, say("合并两个写法"), words, say("列在哪个名字下"), say("如：陈明"), say("合并")
        )
        self.setObjectName("mergeDialog")


class SplitDialog(_OneLineDialog):
    """Asks for a label of the person whom some of the articles with a name are about."""

    def __init__(self, parent: QWidget, name: str, label: str, number: int) -> None:
        who = name_in_full(name, label)
        words = count(number, "选中的 {n} 篇说的不是同一个人。") + say(
            "给这一位起个称呼，用来与{who}区别。", who=who
        )
        super().__init__(
            parent, say("分出同名的另一个人"), words, say("称呼"), say("如：船工、雁桥小学教师"), say("分开")
        )
        self.setObjectName("splitDialog")


class DecisionList(Dialog):
    """The dialog of all decisions on people, the newest first. Signal: `undoWanted` has the one to undo."""

    undoWanted = Signal(object)

    def __init__(self, parent: QWidget, decisions: Sequence[Decision]) -> None:
        super().__init__(parent, say("改过的人物"), "personDecisions", size=(560, 420))
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.slim(self._scroll)
        theme.tint(self._scroll, "window")
        self._empty = StatePanel(State.EMPTY)
        self._empty.show_state(
            say("还没有改过"), say("在人物卡片上划掉、合并或分出的，都列在这里，可以逐条撤销。")
        )
        self._stack = stacked(self._scroll, self._empty)
        self.close_button = self.leave_button()
        note = Label(say("与书签、更正一起备份、导出和导入。"), fonts.sans(12), "ink3")
        self.lay_out(Wide(self._stack), buttons=(Wide(note), self.close_button), spacing=10)
        self.buttons: list[LinkButton] = []
        self.show_decisions(decisions)

    def show_decisions(self, decisions: Sequence[Decision]) -> None:
        """Show the decisions in effect, given from the oldest to the newest."""
        body, self.buttons = QWidget(), []
        column = column_layout(of=body, margins=(0, 0, 8, 0), spacing=4)
        for decision in reversed(decisions):
            words = decision_in_words(decision.content)
            day = wording.day(decision.created.astimezone().date())
            button = LinkButton(say("撤销"), act=partial(self._want_undo, decision))
            button.setAccessibleName(wording.listed([say("撤销"), words, day]))
            line = row_layout(Wide(Label(words, fonts.sans(14))), Label(day, fonts.sans(12), "ink3"), button)
            self.buttons.append(button)
            column.addLayout(line)
        column.addStretch(1)
        body.setAutoFillBackground(False)
        self._scroll.setWidget(body)
        body.setAutoFillBackground(False)
        self._stack.setCurrentWidget(self._scroll if decisions else self._empty)
        (self.buttons[0] if self.buttons else self.close_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def _want_undo(self, decision: Decision, _checked: bool = False) -> None:
        self.undoWanted.emit(decision)


Person = tuple[str, str]
"""A name, and the label that distinguishes one of several people of that name ("" for none)."""


class DecisionController(Feature):
    """Stores decisions on people.

    Signals: `decided` has the person to show, or None, after a decision was made; `turned` has the person whose
    decision was undone or redone; `listed` has the decisions in effect.
    """

    decided = Signal(object)
    turned = Signal(object)
    listed = Signal(list)

    def __init__(self, services: Services, library: Library, undoing: UndoStack, parent: QObject) -> None:
        super().__init__(services, parent)
        self._library = library
        self._undoing = undoing
        self._tasks = TaskQueue(self)

    def is_idle(self) -> bool:
        return self._undoing.is_idle() and self._tasks.is_idle()

    def strike_out(self, name: str) -> None:
        """Decide that a string is not a name."""
        words = say("已划掉“{name}”", name=name)
        self._decide(lambda: self._library.people.strike_out(name), words, (name, ""), None)

    def ask_merge(self, window: QWidget, name: str) -> None:
        """Ask for the name of which this one is another spelling, and merge both."""
        dialog = MergeDialog(window, name)
        dialog.decided.connect(partial(self.merge, name))
        dialog.open()

    def merge(self, name: str, into: str) -> None:
        """Decide that a name is another spelling of the name `into`."""
        words = say("“{name}”已并入“{own}”", name=name, own=into)
        self._decide(lambda: self._library.people.merge(name, into), words, (name, ""), (into, ""))

    def ask_split(self, window: QWidget, person: Person, article_ids: list[int]) -> None:
        """Ask for a label of the person whom some articles are about, and separate that person."""
        dialog = SplitDialog(window, *person, len(article_ids))
        dialog.decided.connect(partial(self.split, person, article_ids))
        dialog.open()

    def split(self, person: Person, article_ids: list[int], label: str) -> None:
        """Decide that some articles are about another person of the same name, distinguished by a label."""
        name, _ = person
        words = count(len(article_ids), "已把 {n} 篇分给另一个人")
        self._decide(
            lambda: self._library.people.split(name, label, article_ids), words, person, (name, label)
        )

    def show_all(self, window: QWidget) -> None:
        """Open the dialog of all decisions on people, where each can be undone."""

        def done(decisions: list[Decision]) -> None:
            dialog = DecisionList(window, decisions)
            dialog.undoWanted.connect(self._take_back)
            self.listed.connect(dialog.show_decisions)
            dialog.open()

        self._list(done)

    def _list(self, show: Callable[[list[Decision]], None]) -> None:
        self._tasks.run(lambda: self._library.people.decisions(), show, self._services.error, FAULTS)

    def _decide(
        self, decide: Callable[[], Decision], message: str, before: Person, after: Person | None
    ) -> None:
        def done(_: Decision) -> None:
            self._services.message(message, can_undo=True)
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
