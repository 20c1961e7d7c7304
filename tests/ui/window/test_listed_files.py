"""Where no file failed and none is missing, that is said; after another attempt it is said what still can't be read."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import cast

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reader.ui.widgets.services import Notice, Services
from reader.ui.window.library_controller import LibraryController
from reader.ui.window.listed_files import ListedFiles

NOTHING: list[object] = []


class Sync(QObject):
    """A sync that is begun, and has ended when a test says so."""

    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.begun = 0

    def begin(self) -> None:
        self.begun += 1


class Lists:
    """The lists of a library without failed and missing files, but for the number that is counted."""

    def __init__(self, qtbot: QtBot) -> None:
        self.failed = 0
        self.notices: list[Notice] = []
        self.sync = Sync()
        contents = SimpleNamespace(
            failures=self._none, left_out=self._none, counts=lambda: SimpleNamespace(failed_files=self.failed)
        )
        library = SimpleNamespace(contents=contents, missing_files=list)
        controller = SimpleNamespace(library=library, sync=self.sync)
        self.window = QWidget()
        qtbot.addWidget(self.window)
        given = cast(Callable[[], LibraryController], lambda: controller)
        self.files = ListedFiles(Services(self.notices.append), self.window, given)

    def _none(self, most: int | None = None) -> list[object]:
        return NOTHING

    def said(self) -> list[str]:
        return [notice.words for notice in self.notices]


@pytest.fixture
def lists(qtbot: QtBot) -> Lists:
    return Lists(qtbot)


def test_where_all_files_are_read_that_is_said(lists: Lists) -> None:
    lists.files.show_failures()
    assert lists.said() == ["所有文件都读入了。"]


def test_where_no_file_is_missing_that_is_said(lists: Lists) -> None:
    lists.files.show_missing()
    assert lists.said() == ["所有文件都在。"]


def test_another_attempt_reads_the_files_again_and_says_what_came_of_it(lists: Lists) -> None:
    lists.files._try_again()
    assert (lists.sync.begun, lists.said()) == (1, [])
    lists.sync.finished.emit()
    assert lists.said() == ["所有文件都读入了。"]


def test_it_is_said_once_for_each_attempt(lists: Lists) -> None:
    lists.files._try_again()
    lists.sync.finished.emit()
    lists.sync.finished.emit()
    assert len(lists.said()) == 1


def test_what_still_cannot_be_read_is_counted_with_the_list_a_click_away(lists: Lists) -> None:
    lists.failed = 3
    lists.files._try_again()
    lists.sync.finished.emit()
    (notice,) = lists.notices
    assert notice.words == "还有 3 个文件无法读取"
    assert notice.label == "看清单"
    assert notice.act == lists.files.show_failures
