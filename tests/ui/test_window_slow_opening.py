"""A stranger's library may bring any number of notes: while they are checked the window says so, and can go without."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader import app, assets
from reader.library.library import Library, LibraryError
from reader.storage import record_tables
from reader.ui.window import library_opening
from reader.ui.window.library_opening import OpeningNotice, opened_at_start
from reader.ui.window.window import MainWindow
from tests.storage.many_rows import write_aliases
from tests.ui import a_window
from tests.ui.a_window import click
from tests.ui.noticing import noticed

ROWS = 50
GIVEN_UP = "没有打开“大库”：中途停下了，里面什么也没有少。"


class Door:
    """Lets rows be checked, or holds them up."""

    def __init__(self) -> None:
        self._is_open = threading.Event()
        self.open, self.was_reached = self._is_open.set, threading.Event()

    def close(self) -> None:
        self._is_open.clear()
        self.was_reached.clear()

    def pass_through(self) -> None:
        self.was_reached.set()
        assert self._is_open.wait(120)


@pytest.fixture
def big(tmp_path: Path) -> Path:
    root = a_window.write_issues(tmp_path / "大库", a_window.DAYS[:1])
    with closing(Library.open(root)):
        pass
    write_aliases(root / ".reader" / "user.sqlite", ROWS)
    return root


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    """What is counted is told at once, and nothing waits until it counts as slow."""
    made = Door()
    real = record_tables._Counting.add_one

    def add_one(counting: record_tables._Counting) -> None:
        made.pass_through()
        real(counting)

    monkeypatch.setattr(record_tables._Counting, "add_one", add_one)
    monkeypatch.setattr(record_tables, "PAUSE_SECONDS", 0)
    monkeypatch.setattr(library_opening, "QUICK_MS", 0)
    yield made
    made.open()


@pytest.fixture
def slow(window: MainWindow, door: Door, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    """A window that tells at once what it opens."""
    window.opener._slow.setInterval(0)
    return window


def opening(qtbot: QtBot, window: MainWindow, root: Path, door: Door) -> None:
    """Has a library opened that does not come to an end, and waits until the window says so."""
    window.open_library(root)
    qtbot.waitUntil(door.was_reached.is_set)
    qtbot.waitUntil(lambda: window.toast.label.text() == "正在打开“大库”…")


def test_while_notes_are_checked_the_window_answers_says_what_it_does_and_can_give_up(
    qtbot: QtBot, slow: MainWindow, big: Path, door: Door
) -> None:
    before, bytes_before = slow.controller.library, (big / ".reader" / "user.sqlite").read_bytes()
    told = noticed(slow.services)
    opening(qtbot, slow, big, door)
    assert slow.controller.library is before
    assert slow.toast.action_button.text() == "取消"
    click(slow.toast.action_button)
    door.open()
    qtbot.waitUntil(slow.opener.is_idle)
    assert slow.toast.label.text() == GIVEN_UP
    assert slow.controller.library is before
    assert (big / ".reader" / "user.sqlite").read_bytes() == bytes_before
    door.close()
    opening(qtbot, slow, big, door)
    door.open()
    a_window.settle(qtbot, slow)
    assert slow.controller.library.root == big
    assert "正在核对里面的收藏、批注和更正：已看 50 行，有的要看几遍" in "\n".join(
        notice.words for notice in told
    )
    assert not slow.toast.isVisible()


def test_a_library_that_is_opened_meanwhile_is_shown_instead(
    qtbot: QtBot, slow: MainWindow, big: Path, door: Door
) -> None:
    titles: list[str] = []
    slow.windowTitleChanged.connect(titles.append)
    opening(qtbot, slow, big, door)
    slow.open_library(assets.sample_library())
    door.open()
    qtbot.waitUntil(slow.opener.is_idle)
    assert slow.controller.library.is_sample
    assert not any(big.name in title for title in titles)


def test_a_window_that_is_closed_meanwhile_opens_nothing(
    qtbot: QtBot, slow: MainWindow, big: Path, door: Door
) -> None:
    opening(qtbot, slow, big, door)
    threading.Timer(0.2, door.open).start()
    slow.close()
    assert slow.opener.is_idle()
    assert slow.controller.library.root != big


# -- before there is a window


def at_notice(door: Door, act: Callable[[OpeningNotice], object]) -> list[str]:
    """Has something done with the small window once it is there; returns what it says then."""
    said: list[str] = []

    def look() -> None:
        notices = [each for each in QApplication.topLevelWidgets() if isinstance(each, OpeningNotice)]
        if not (notices and notices[0].isVisible() and door.was_reached.is_set()):
            QTimer.singleShot(10, look)
            return
        said.append(notices[0].words.text())
        act(notices[0])
        door.open()

    QTimer.singleShot(0, look)
    return said


def test_at_the_start_a_small_window_says_what_takes_long(big: Path, door: Door) -> None:
    said = at_notice(door, lambda _: None)
    with closing(opened_at_start(big)) as library:
        assert library.root == big
    assert said == ["正在打开“大库”…"]


def test_at_the_start_one_need_not_wait_and_sees_the_sample(qtbot: QtBot, big: Path, door: Door) -> None:
    at_notice(door, lambda notice: click(notice.leave_button))
    window = app.open_window(big)
    qtbot.addWidget(window)
    assert window.controller.library.is_sample
    question = window.controller.layout.area.questions
    assert (question.label.text(), question.answer_button.text()) == (GIVEN_UP, "再试一次")


def test_at_the_start_the_program_ends_with_the_small_window(big: Path, door: Door) -> None:
    at_notice(door, lambda notice: notice.close())
    with pytest.raises(SystemExit):
        opened_at_start(big)


def test_at_the_start_a_folder_that_is_no_library_is_told(tmp_path: Path) -> None:
    with pytest.raises(LibraryError):
        opened_at_start(tmp_path / "没有")
