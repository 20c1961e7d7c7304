"""Who waits for an act may be closed before it has ended: the act is done, and what went wrong is told all the same."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from reader.library.acts import Acts
from reader.newspaper.decision import DossierNote
from reader.storage.user_data import UserData, UserDataError
from reader.ui.widgets.dialog import Dialog
from reader.ui.widgets.services import Notice, Services
from reader.ui.widgets.undo_stack import UndoStack


class Waiting(Dialog):
    """A dialog that closes while an act is under way."""

    def __init__(self, parent: QWidget, undo: UndoStack, work: Callable[[], object]) -> None:
        super().__init__(parent, "等着")
        self.open()
        undo.act("写一笔", work, self._show, self._show, self._fail, waits=self)

    def _show(self, _: object) -> None:
        self.setWindowTitle("写好了")

    def _fail(self, error: Exception) -> None:
        self.setWindowTitle(str(error))


class Desk:
    def __init__(self, qtbot: QtBot, data: UserData) -> None:
        self.qtbot, self.data = qtbot, data
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.told: list[Notice] = []
        self.undo = UndoStack(Services(self.told.append), Acts(data, lambda _: True), self.window)
        self.may_go_on = threading.Event()
        self.trouble = ""

    def work(self) -> object:
        self.may_go_on.wait(120)
        if self.trouble:
            raise UserDataError(self.trouble)
        return self.data.decisions.add(DossierNote("d", "k", ""))

    def waiting(self) -> Waiting:
        return Waiting(self.window, self.undo, self.work)

    def close(self, dialog: Waiting) -> None:
        dialog.reject()
        self.qtbot.waitUntil(lambda: not isValid(dialog))

    def go_on(self) -> None:
        self.may_go_on.set()
        self.qtbot.waitUntil(self.undo.is_idle)


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Desk:
    return Desk(qtbot, UserData(tmp_path))


def test_who_waits_is_told_what_came_of_it(desk: Desk) -> None:
    dialog = desk.waiting()
    desk.go_on()
    assert dialog.windowTitle() == "写好了"


def test_who_was_closed_is_not_told_and_the_act_is_done_and_undone(desk: Desk) -> None:
    desk.close(desk.waiting())
    desk.go_on()
    assert len(desk.data.decisions.all()) == 1
    desk.undo.undo()
    desk.go_on()
    assert desk.data.decisions.all() == []
    assert [notice.words for notice in desk.told] == ["已撤销：写一笔"]


def test_why_it_was_not_done_is_told_by_who_waits_or_else_by_the_window(desk: Desk) -> None:
    desk.trouble = "磁盘满了"
    dialog = desk.waiting()
    desk.go_on()
    assert (dialog.windowTitle(), desk.told) == ("磁盘满了", [])
    desk.may_go_on.clear()
    desk.close(desk.waiting())
    desk.go_on()
    assert [notice.words for notice in desk.told] == ["磁盘满了"]
