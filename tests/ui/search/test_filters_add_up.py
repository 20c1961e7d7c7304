"""Each filter that is chosen is a chip below the field: it narrows what was found, and can be removed by itself."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from reader.features.query_chips.ui.chips import QueryChips
from reader.ui.search.result_header import ResultHeader
from reader.ui.window.screenshot import await_that, search_and_wait
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.two_papers import write_papers

FILTERS = ("01版", "雁桥日报", "1987")
"""A value of each filter, in the order in which they are chosen."""


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    return a_window.open_on(qtbot, write_papers(tmp_path / "旧报"))


def entries(menu: QMenu) -> list[QAction]:
    """Return the choices of a menu and of the menus in it."""
    choices = []
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            choices += entries(inner)
        else:
            choices.append(action)
    return choices


def choose(window: MainWindow, header: ResultHeader, value: str) -> None:
    menu = header.filter_button.choices
    menu.aboutToShow.emit()
    entry = next(entry for entry in entries(menu) if entry.text().startswith(value))
    entry.trigger()
    await_that(window.controller.features.searching.is_idle)


def chips(header: ResultHeader) -> list[str]:
    assert isinstance(header.chips, QueryChips)
    return [chip.accessibleName() for chip in header.chips.chips()]


def test_filters_add_up_and_each_goes_by_itself(window: MainWindow) -> None:
    header = window.controller.layout.results.header
    search_and_wait(window, "渡口")
    numbers = [header._total]
    for number, value in enumerate(FILTERS, 1):
        choose(window, header, value)
        assert len(chips(header)) == 1 + number
        assert header._total < numbers[-1]
        numbers.append(header._total)
    assert numbers[-1] > 0
    assert isinstance(header.chips, QueryChips)
    left = numbers[-1]
    for _ in FILTERS:
        before = chips(header)
        QTest.keyClick(header.chips.chips()[1], Qt.Key.Key_Delete)
        await_that(window.controller.features.searching.is_idle)
        assert chips(header) == [before[0], *before[2:]]
        assert header._total >= left
        left = header._total
    assert left == numbers[0]
