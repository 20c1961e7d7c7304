"""What is made ahead is made a piece at a time, and no further once it is stopped."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from reader.features.calendar.ui.month_table import MonthTable
from reader.ui.widgets import background_tasks
from reader.ui.widgets.background_tasks import do_when_idle
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
