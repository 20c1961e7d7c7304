"""Asking for the password of a room: once automatically, then when the reader wants to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from reader.i18n import say
from reader.room.system_keyring import KeyringUnusable
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.services import Services
from reader.ui.window.password_dialog import PasswordDialog

if TYPE_CHECKING:
    from reader.room.passwords import Wanted
    from reader.room.prompt_answers import PromptConnections


class RoomPassword(QObject):
    """Asks for the password of the room of `line`, in a dialog over the window of `pane`."""

    def __init__(
        self, services: Services, line: PromptConnections, name: str, pane: QWidget, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._line = line
        self._name = name
        self._pane = pane
        self._dialog: PasswordDialog | None = None
        self._asked: Wanted | None = None
        """The password last asked for."""
        self._tasks = TaskQueue(self)

    def follow(self, wanted: Wanted | None) -> None:
        """Ask for the password wanted, unless it has been asked for; do not interrupt somebody who is typing."""
        if wanted is None:
            self._asked = None
            self._close()
        elif self._dialog is not None:
            if wanted != self._dialog.wanted:
                self._dialog.show_wanted(wanted)
            self._asked = wanted
        elif wanted != self._asked and not _is_somebody_writing():
            self.ask(wanted)
        if complaint := self._line.keyring_complaint():
            self._services.message(complaint)

    def ask(self, wanted: Wanted) -> None:
        """Ask for a password, even if it has been asked for before."""
        self._asked = wanted
        if self._dialog is None:
            self._dialog = PasswordDialog(self._pane.window(), self._name, wanted)
            self._dialog.given.connect(self._give)
            self._dialog.finished.connect(self._forget_dialog)
            self._dialog.open()

    def forget(self) -> None:
        """Forget the password, also in the keyring, which may take time."""
        self._tasks.run(
            self._line.forget_password, self._tell_forgotten, self._tell_not_looked, (KeyringUnusable,)
        )

    def finish(self) -> None:
        self._close()

    def _give(self, password: str, keeps: bool) -> None:
        self._line.give_password(password, keeps=keeps)

    def _close(self) -> None:
        if self._dialog is not None:
            self._dialog.accept()

    def _forget_dialog(self) -> None:
        self._dialog = None

    def _tell_forgotten(self, was_remembered: bool) -> None:
        words = (
            say("“{name}”的密码忘掉了，要再连时会问。", name=self._name)
            if was_remembered
            else say("系统的密码库里没有记“{name}”的密码。", name=self._name)
        )
        self._services.message(words)

    def _tell_not_looked(self, error: Exception) -> None:
        self._services.message(say("没有查密码库：{reason}", reason=error))


def _is_somebody_writing() -> bool:
    focus = QApplication.focusWidget()
    writes = isinstance(focus, QLineEdit | QTextEdit | QPlainTextEdit) and not focus.isReadOnly()
    return writes or QApplication.activeModalWidget() is not None
