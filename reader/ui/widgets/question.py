"""Questions to the user in a dialog of the program's own: words, and a button for each answer or a field to fill in."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from reader.i18n import say
from reader.ui.widgets import fonts
from reader.ui.widgets.controls import Label, LinkButton, PushButton, Wide, column_layout, row_layout
from reader.ui.widgets.dialog import Dialog
from reader.ui.widgets.flow_layout import FlowLayout

_WIDTH = 460
"""The width of a question in pixels."""

Answer = tuple[str, Callable[[], object]]
"""The words of a button and what it does after the question was closed."""


class Question(Dialog):
    """Words with a button for each answer, the first of which Enter chooses, and one that answers nothing.

    The words can be selected and copied; a `field` stands below them.
    """

    def __init__(
        self,
        parent: QWidget,
        title: str,
        more: str,
        answers: Sequence[Answer],
        field: QWidget | None = None,
        leave: str = "",
    ) -> None:
        super().__init__(parent, title)
        column = column_layout(of=self, margins=(20, 16, 20, 16), spacing=12)
        heading, told = Label(title, fonts.serif(16, 700)), Label(more, fonts.sans(13), "ink2")
        for label in (heading, told):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setVisible(bool(label.text()))
            column.addWidget(label)
        if field is not None:
            column.addWidget(field)
        row = row_layout(Wide())
        for number, (words, act) in enumerate(answers):
            button = PushButton(words, primary=number == 0, act=self.accept)
            button.setDefault(number == 0)
            button.clicked.connect(lambda _=False, act=act: act())
            row.addWidget(button)
        close = PushButton(leave or say("取消"), act=self.reject)
        close.setDefault(not answers)
        row.addWidget(close)
        column.addLayout(row)
        self.told = more
        self.resize(_WIDTH, self.heightForWidth(_WIDTH))


def _with_text(act: Callable[[str], object], field: QLineEdit) -> object:
    return act(field.text())


def ask(
    parent: QWidget, name: str, title: str, more: str, answers: Sequence[Answer], leave: str = ""
) -> None:
    """Ask a question, whose dialog has the object name `name`."""
    question = Question(parent, title, more, answers, leave=leave)
    question.setObjectName(name)
    question.open()


def ask_text(
    parent: QWidget,
    title: str,
    more: str,
    text: str,
    answer: tuple[str, Callable[[str], object]],
    offered: str = "",
    *others: tuple[str, Callable[[str], object]],
) -> None:
    """Ask for a text in a field filled with `text`; a click on a character of `offered` answers with that
    character.

    `answer` and `others` are pairs: the words of a button, and the function that it calls with the text.
    """
    field, body = QLineEdit(offered[:1] or text), QWidget()
    field.setAccessibleName(more or title)
    column = column_layout(field, of=body, spacing=6)
    acts = [(words, partial(_with_text, act, field)) for words, act in (answer, *others)]
    question = Question(parent, title, more, acts, body)
    if offered:
        flow = FlowLayout()
        column.addLayout(flow)
        for character in offered:
            link = LinkButton(character, px=16, act=question.accept)
            link.clicked.connect(lambda _=False, character=character: answer[1](character))
            flow.addWidget(link)
    question.open()
    field.selectAll()
    field.setFocus()
