"""The dialogs of the program: their frame, questions with a button for each answer, asking for files and folders."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from enum import StrEnum
from functools import partial
from pathlib import Path

from msgspec import Struct, structs
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QLayout, QPlainTextEdit, QWidget

from reader.i18n import say
from reader.storage.platform_folders import places
from reader.storage.system_paths import for_system
from reader.ui.widgets import theme
from reader.ui.widgets.controls import (
    Label,
    LinkButton,
    Margins,
    Part,
    PushButton,
    Wide,
    column_layout,
    fill_with_rules,
    row_layout,
    text_field,
)
from reader.ui.widgets.flow_layout import FlowLayout
from reader.ui.widgets.focus_ring import FocusRing
from reader.ui.widgets.services import chosen_folders

AROUND_DIALOG = QSize(40, 60)
"""What is left of the window beside a dialog, in pixels."""


class Dialog(QDialog):
    """A dialog that is deleted when it closes, after which the window is active again; opened with `open()`."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        name: str = "",
        size: tuple[int, int] | None = None,
        tint: str = "window",
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setObjectName(name)
        theme.tint(self, tint)
        self.finished.connect(parent.activateWindow)
        if size is not None:
            self.open_at(*size)

    def open_at(self, width: int, height: int) -> None:
        """Give the dialog a size, as far as the window under it has room for that."""
        parent = self.parentWidget()
        assert parent is not None
        room = parent.window().size() - AROUND_DIALOG
        self.resize(QSize(width, height).boundedTo(room))

    def focusNextPrevChild(self, is_next: bool) -> bool:
        from reader.ui.widgets import tab_ring

        return tab_ring.step(self, is_next)

    def leave_for(self, act: Callable[[], object], *_: object) -> None:
        """Close the dialog, then do what was chosen in it."""
        self.accept()
        act()

    def lay_out(
        self, *parts: Part, buttons: tuple[Part, ...], spacing: int = 8, margins: Margins = (20, 16, 20, 16)
    ) -> None:
        column = column_layout(*parts, row_layout(*buttons), of=self, margins=margins, spacing=spacing)
        if column.hasHeightForWidth():
            self.resize(self.width(), max(self.height(), column.totalHeightForWidth(self.width())))

    def lay_out_list(self, explanation: str, body: QWidget | QLayout, *buttons: Part) -> None:
        """Lay out the explanation, if there is one, `body`, which takes all free space, and a row of buttons."""
        lead = Label(explanation, theme.sans(12), "ink3", wraps=True)
        if explanation:
            above = [row_layout(lead, margins=(16, 12, 16, 12))]
        else:
            above = []
        fill_with_rules(self, above, body, row_layout(*buttons, margins=(16, 8, 16, 10)))

    def leave_button(self, words: str = "") -> PushButton:
        """Return the button that closes the dialog and does nothing else."""
        return PushButton(words or say("关闭"), act=self.reject)


def long_text(name: str, font: QFont, tint: str = "list", token: str = "ink") -> QPlainTextEdit:
    """Return a text of any length that is read, selected and scrolled by keys, and not changed."""
    text = QPlainTextEdit()
    FocusRing(text)
    text.setReadOnly(True)
    text.setTabChangesFocus(True)
    text.setAccessibleName(name)
    text.setFont(font)
    text.setFrameShape(QPlainTextEdit.Shape.NoFrame)
    text.document().setDocumentMargin(16)
    theme.tint(text, tint)
    theme.ink(text, token)
    return text


def heading(words: str) -> Label:
    return Label(words, theme.serif(16, 700), wraps=True)


_QUESTION_WIDTH = 460
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
        detail = Label(more, theme.sans(13), "ink2", wraps=True)
        labels = (heading(title), detail)
        for label in labels:
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setVisible(bool(label.text()))
        buttons = [
            PushButton(words, primary=number == 0, act=partial(self.leave_for, act))
            for number, (words, act) in enumerate(answers)
        ]
        close = self.leave_button(leave or say("取消"))
        close.setDefault(not answers)
        body = () if field is None else (field,)
        self.lay_out(*labels, *body, buttons=(Wide(), *buttons, close), spacing=12)
        self.explanation = more
        self.resize(_QUESTION_WIDTH, self.heightForWidth(_QUESTION_WIDTH))


def ask(
    parent: QWidget, name: str, title: str, more: str, answers: Sequence[Answer], leave: str = ""
) -> None:
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
    field = text_field(more or title)
    field.setText(offered[:1] or text)
    body = QWidget()
    column = column_layout(field, of=body, spacing=6)

    def with_text(act: Callable[[str], object]) -> None:
        act(field.text())

    acts = [(words, partial(with_text, act)) for words, act in (answer, *others)]
    question = Question(parent, title, more, acts, body)
    if offered:
        flow = FlowLayout()
        column.addLayout(flow)
        for character in offered:
            act = partial(question.leave_for, partial(answer[1], character))
            flow.addWidget(LinkButton(character, px=16, act=act))
    question.open()
    field.selectAll()
    field.setFocus()


class WritingField(QPlainTextEdit):
    """A field of several lines for the reader's own words; Ctrl+Enter calls `done` with it."""

    def __init__(self, parent: QWidget | None, name: str, done: Callable[[WritingField], object]) -> None:
        super().__init__(parent)
        self._done = done
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        theme.frame(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._done(self)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.accept()  # Ctrl+Enter, Esc and Ctrl+Z are about what is written here
            return True
        return super().event(event)


_WRITING_HEIGHT = 150
"""The height of the field for a long text, in pixels."""


def ask_long_text(
    parent: QWidget, title: str, more: str, text: str, answer: tuple[str, Callable[[str], object]]
) -> None:
    """Ask for a text of several lines in a field filled with `text`; Ctrl+Enter answers with it."""
    words, act = answer
    question: Question

    def done(field: WritingField) -> None:
        question.leave_for(lambda: act(field.toPlainText()))

    field = WritingField(None, title, done)
    field.setPlainText(text)
    field.setFont(theme.serif(15))
    field.setMinimumHeight(_WRITING_HEIGHT)
    question = Question(parent, title, more, [(words, lambda: act(field.toPlainText()))], field)
    question.open()
    field.selectAll()
    field.setFocus()


class Files(StrEnum):
    """What a file is for; the folder last chosen for each is proposed the next time.

    The values are names in the settings.
    """

    ANY = "any"
    LIBRARY = "library"
    ISSUES = "issues"
    TABLES = "tables"
    TEXTS = "texts"
    NOTES = "notes"
    CORRECTIONS = "corrections"
    DOSSIERS = "dossiers"
    CHRONICLES = "chronicles"
    CLAIMS = "claims"
    EVIDENCE = "evidence"
    PACKS = "packs"
    ROOMS = "rooms"
    NAMES = "names"
    PICTURES = "pictures"
    PDF = "pdf"
    LOGS = "logs"

    def folder(self, otherwise: Path | None = None) -> Path:
        """Return the folder last chosen, while there is one; else `otherwise`, or the folder of documents."""
        last = Path(chosen_folders.now.get(self, ""))
        with suppress(OSError):
            if last.is_absolute() and last.is_dir():
                return last
        return otherwise or places().documents

    def chosen(self, path: str) -> None:
        """Remember the folder in which a file or a folder was chosen; "" if none was chosen."""
        if path:
            chosen_folders.remember(self.value, Path(path).absolute().parent)


def ask_for_folder(parent: QWidget, title: str, files: Files, otherwise: Path) -> Path | None:
    chosen = QFileDialog.getExistingDirectory(parent, title, str(files.folder(otherwise)))
    files.chosen(chosen)
    if chosen:
        return Path(chosen)
    return None


def ask_to_open(parent: QWidget, title: str, files: Files, kinds: str) -> Path | None:
    chosen, _ = QFileDialog.getOpenFileName(parent, title, str(files.folder()), kinds)
    files.chosen(chosen)
    if chosen:
        return Path(chosen)
    return None


def ask_to_open_several(parent: QWidget, title: str, files: Files, kinds: str) -> list[Path]:
    chosen, _ = QFileDialog.getOpenFileNames(parent, title, str(files.folder(Path.home())), kinds)
    files.chosen(next(iter(chosen), ""))
    return [Path(name) for name in chosen]


class FileChoice(Struct, frozen=True):
    """A file to write; `replaces`: whether it may be overwritten, because the dialog has asked about this file.

    `kind` is the filter that was chosen in the dialog.
    """

    path: Path
    replaces: bool
    kind: str = ""


def file_choice(chosen: str, endings: Sequence[str]) -> FileChoice:
    """Return the file for a path chosen in a dialog; the first ending is added if the path has none of them.

    With an ending added, it is not the path about which the dialog asked, and an existing file is not replaced.
    """
    path = Path(chosen)
    if path.suffix.lower() in endings:
        return FileChoice(path, for_system(path).exists())
    return FileChoice(path.with_name(path.name + endings[0]), False)


def ask_for_file(
    parent: QWidget, title: str, files: Files, name: str, kinds: str, endings: Sequence[str]
) -> FileChoice | None:
    """Ask for a file to write, proposing `name` in the folder last chosen; return None if the dialog was cancelled.

    What is proposed is a valid file name on every system, whatever title or name `name` was made of.
    A name with the ending of another format is refused: the dialog says so in its title and asks again. A name
    without an ending gets the ending of the chosen filter among `kinds`, else the first of `endings`; a filter without
    a pattern is that of a folder, which has none.
    """
    from reader.export.exported_files import named_file

    heading = title
    ending = next((ending for ending in endings if name.lower().endswith(ending)), "")
    valid_name = named_file(name.removesuffix(ending)) + ending
    proposed = str(files.folder() / valid_name)
    while True:
        chosen, kind = QFileDialog.getSaveFileName(parent, heading, proposed, kinds)
        if not chosen:
            return None
        files.chosen(chosen)
        foreign = foreign_ending(chosen, endings)
        if not foreign and kind and "*" not in kind:
            path = Path(chosen)
            return FileChoice(path.with_suffix("") if path.suffix.lower() in endings else path, False, kind)
        if not foreign:
            of_kind = [ending for ending in endings if f"*{ending}" in kind]
            return structs.replace(file_choice(chosen, [*of_kind[:1], *endings]), kind=kind)
        served = say("、").join(dict.fromkeys(endings))
        heading = say(
            "{title}：不能存成 {ending}，只有 {endings}", title=title, ending=foreign, endings=served
        )
        proposed = str(Path(chosen).with_suffix(next(iter(endings), "")))


def foreign_ending(chosen: str, endings: Sequence[str]) -> str:
    """Return the ending of a path, such as ".pdf", if it is one that is not among `endings`; else ""."""
    ending = Path(chosen).suffix
    if _ENDING.fullmatch(ending) and ending.lower() not in endings:
        return ending
    return ""


_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}")
"""Matches a suffix that is meant as a file ending; any other dot in a name belongs to a title."""
