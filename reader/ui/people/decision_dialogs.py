"""The dialogs of decisions on people: whose spelling it is, who the other person is, and all that was decided."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from reader.i18n import count, say
from reader.language.control_characters import without_controls
from reader.library.person_overlay import decision_in_words
from reader.newspaper.decision import Decision
from reader.people.person import name_in_full
from reader.ui.widgets import fonts, theme, wording
from reader.ui.widgets.controls import LinkButton, PushButton
from reader.ui.widgets.labels import Label
from reader.ui.widgets.state_panel import State, StatePanel

LONGEST = 40


class _OneLineDialog(QDialog):
    """Asks for one line; `decided` has it, without white space at its ends, once it was accepted."""

    decided = Signal(str)

    def __init__(
        self, parent: QWidget, title: str, words: str, name: str, placeholder: str, verb: str
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(420, 200)
        theme.tint(self, "window")
        self.field = QLineEdit()
        self.field.setAccessibleName(name)
        self.field.setPlaceholderText(placeholder)
        self.field.setFont(fonts.sans(14))
        self.field.setMaxLength(LONGEST)
        theme.frame(self.field)
        told = Label(words, fonts.sans(13), "ink2")
        told.setWordWrap(True)
        label = Label(name, fonts.sans(12), "ink3")
        label.setBuddy(self.field)
        self.save_button = PushButton(verb, primary=True)
        self.save_button.setDefault(True)
        self.save_button.clicked.connect(self.accept)
        cancel = PushButton(say("取消"))
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        for widget in (told, label, self.field):
            column.addWidget(widget)
        column.addStretch(1)
        column.addLayout(buttons)
        self.field.textChanged.connect(lambda _: self.save_button.setEnabled(bool(self.written())))
        self.save_button.setEnabled(False)
        self.accepted.connect(lambda: self.decided.emit(self.written()))
        self.field.setFocus()

    def written(self) -> str:
        return without_controls(self.field.text()).strip()


class MergeDialog(_OneLineDialog):
    """Asks of whose name a name is another spelling."""

    def __init__(self, parent: QWidget, name: str) -> None:
        words = say("“{name}”与下面的名字是同一个人，今后只列那一个。报上的字不改，随时可以撤销。", name=name)
        super().__init__(
            parent, say("合并两个写法"), words, say("列在哪个名字下"), say("如：陈明"), say("合并")
        )
        self.setObjectName("mergeDialog")


class SplitDialog(_OneLineDialog):
    """Asks who it is that some of the articles with a name are about."""

    def __init__(self, parent: QWidget, name: str, label: str, number: int) -> None:
        who = name_in_full(name, label)
        words = count(number, "选中的 {n} 篇说的不是同一个人。") + say(
            "给这一位起个称呼，用来与{who}区别。", who=who
        )
        super().__init__(
            parent, say("分出同名的另一个人"), words, say("称呼"), say("如：船工、雁桥小学教师"), say("分开")
        )
        self.setObjectName("splitDialog")


class DecisionList(QDialog):
    """All decisions on people, the newest first; `undoWanted` has one."""

    undoWanted = Signal(object)

    def __init__(self, parent: QWidget, decisions: Sequence[Decision]) -> None:
        super().__init__(parent)
        self.setObjectName("personDecisions")
        self.setWindowTitle(say("改过的人物"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(560, 420)
        theme.tint(self, "window")
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
        self._stack = QStackedWidget()
        self._stack.addWidget(self._scroll)
        self._stack.addWidget(self._empty)
        self.close_button = PushButton(say("关闭"))
        self.close_button.clicked.connect(self.accept)
        note = Label(say("与书签、更正一起备份、导出和导入。"), fonts.sans(12), "ink3")
        foot = QHBoxLayout()
        foot.addWidget(note, 1)
        foot.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(self._stack, 1)
        column.addLayout(foot)
        self.buttons: list[LinkButton] = []
        self.show_decisions(decisions)

    def show_decisions(self, decisions: Sequence[Decision]) -> None:
        """Show the decisions that are in effect."""
        body, self.buttons = QWidget(), []
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(4)
        for decision in reversed(decisions):
            words = decision_in_words(decision.content)
            line = QHBoxLayout()
            line.addWidget(Label(words, fonts.sans(14)), 1)
            day = wording.day(decision.created.astimezone().date())
            line.addWidget(Label(day, fonts.sans(12), "ink3"))
            button = LinkButton(say("撤销"))
            button.setAccessibleName(wording.listed([say("撤销"), words, day]))
            button.clicked.connect(partial(self._want_undo, decision))
            line.addWidget(button)
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
