"""What is made ahead is made a piece at a time, and no further once it is stopped; what is done soon keeps nothing."""

import gc
import re
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from shiboken6 import delete

import reader
from reader.features.calendar.ui.month_table import MonthTable
from reader.ui.widgets import background_tasks
from reader.ui.widgets.background_tasks import do_soon, do_when_idle
from tests.ui import a_window


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background_tasks, "FIRST_MS", 10)


def pieces(made: list[int]) -> Iterator[None]:
    for number in range(3):
        made.append(number)
        yield


def test_all_pieces_are_made_one_after_another(qtbot: QtBot) -> None:
    made: list[int] = []
    parent = QObject()
    do_when_idle(pieces(made), parent)
    assert made == []
    qtbot.waitUntil(lambda: made == [0, 1, 2])


def test_given_a_window_that_is_left_alone_then_its_calendar_is_made_ahead_and_stays_hidden(
    qtbot: QtBot,
) -> None:
    window = a_window.open_on(qtbot, None)
    qtbot.waitUntil(lambda: len(window.findChildren(MonthTable)) == 13)
    assert not any(table.isVisible() for table in window.findChildren(MonthTable))


class Waiting(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.is_done = False

    def act(self) -> None:
        self.is_done = True


def test_what_is_done_soon_is_done_by_the_event_loop(qtbot: QtBot) -> None:
    waiting = Waiting()
    do_soon(waiting.act, waiting)
    assert not waiting.is_done
    qtbot.waitUntil(lambda: waiting.is_done)
    qtbot.waitUntil(lambda: waiting.children() == [])


def test_what_is_deleted_before_it_is_done_is_not_kept(qtbot: QtBot) -> None:
    waiting = Waiting()
    kept = weakref.ref(waiting)
    do_soon(waiting.act, waiting)
    delete(waiting)
    del waiting
    gc.collect()
    assert kept() is None


def test_nothing_is_done_soon_in_qts_own_way() -> None:
    """`QTimer.singleShot(0, receiver, act)` keeps `act` for ever if the receiver is deleted before."""
    with_receiver = re.compile(r"singleShot\(0, (?!lambda)\w")
    modules = Path(reader.__file__).parent.rglob("*.py")
    said = [path.name for path in modules if with_receiver.search(_code_of(path))]
    assert said == []


def _code_of(path: Path) -> str:
    """Return a module without what is quoted in docstrings."""
    return re.sub(r"`[^`]+`", "", path.read_text(encoding="utf-8"))
