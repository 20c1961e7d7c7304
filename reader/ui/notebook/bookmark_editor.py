"""The dialog that edits the note and the tags of a bookmark."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from reader.i18n import say
from reader.language.control_characters import without_controls
from reader.newspaper.holdings import Bookmark
from reader.ui.widgets import fonts, theme
from reader.ui.widgets.controls import PushButton
from reader.ui.widgets.labels import Label


def tags_from(text: str) -> tuple[str, ...]:
    """Return the tags in a text, which has commas or spaces between them: “图书馆，待核” → ("图书馆", "待核").

    They have no control characters: two tags that look the same would be different.
    """
    parts = (part.lstrip("#＃") for part in re.split(r"[\s,，、;；]+", without_controls(text)))
    return tuple(dict.fromkeys(part for part in parts if part))


class BookmarkEditor(QDialog):
    """The dialog of a note; opened with `open()`.

    Signals: `saved` has the bookmark's uuid, its new note and its new tags (a tuple).
    """

    saved = Signal(str, str, object)

    def __init__(self, parent: QWidget, bookmark: Bookmark, note: str, tags: Sequence[str]) -> None:
        super().__init__(parent)
        self._uuid = bookmark.uuid
        self._before = (note.strip(), tuple(tags))
        self.setWindowTitle(say("批注与标签"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(440, 320)
        theme.tint(self, "window")
        self.note = QPlainTextEdit(note)
        theme.slim(self.note)
        self.note.setAccessibleName(say("批注"))
        self.note.setTabChangesFocus(True)
        self.note.setFont(fonts.sans(14))
        self.note.installEventFilter(self)
        self.tags = QLineEdit(say("、").join(tags))
        self.tags.setAccessibleName(say("标签"))
        self.tags.setPlaceholderText(say("用空格或逗号分开，如：图书馆 待核"))
        self.tags.setFont(fonts.sans(14))
        for field in (self.note, self.tags):
            theme.frame(field)
        self.save_button = PushButton(say("保存"), primary=True)
        self.save_button.setDefault(True)
        cancel = PushButton(say("取消"))
        self.save_button.clicked.connect(self.accept)
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(Label(bookmark.article.title(), fonts.serif(15, 700)))
        for words, field, stretch in ((say("批注"), self.note, 1), (say("标签"), self.tags, 0)):
            label = Label(words, fonts.sans(12), "ink3")
            label.setBuddy(field)
            column.addWidget(label)
            column.addWidget(field, stretch)
        column.addLayout(buttons)
        self.accepted.connect(self._save)
        self.note.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Save on Ctrl+Enter; Enter alone makes a new line."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.accept()
            return True
        return super().eventFilter(watched, event)

    def reject(self) -> None:
        """Close the dialog on Esc, 取消 or the close button; ask first if the note has changed."""
        if self._written() == self._before:
            super().reject()
            return
        box = QMessageBox(self)
        box.setObjectName("unsavedNote")
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setText(say("批注还没有保存。"))
        save = box.addButton(say("保存"), QMessageBox.ButtonRole.AcceptRole)
        drop = box.addButton(say("不保存"), QMessageBox.ButtonRole.DestructiveRole)
        go_on = box.addButton(say("接着写"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(save)
        box.setEscapeButton(go_on)

        def answered() -> None:
            if box.clickedButton() is save:
                self.accept()
            elif box.clickedButton() is drop:
                self.done(self.DialogCode.Rejected)

        box.finished.connect(answered)
        box.open()

    def _written(self) -> tuple[str, tuple[str, ...]]:
        return self.note.toPlainText().strip(), tags_from(self.tags.text())

    def _save(self) -> None:
        self.saved.emit(self._uuid, *self._written())
