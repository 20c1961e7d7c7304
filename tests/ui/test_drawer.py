"""A window too narrow for columns: sidebar and list lie over the page while they are asked for."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reader.ui.rooms import Rooms
from reader.ui.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL, click_row, focused, headline, press, texts, type_text, view


@pytest.fixture
def window(qtbot: QtBot, root: Path) -> MainWindow:
    return a_window.open_on(qtbot, root, (800, 700))


@pytest.fixture
def rooms(window: MainWindow) -> Rooms:
    return window.room.rooms


def lies_over_the_page(rooms: Rooms) -> bool:
    return rooms._drawer.isVisible()


def test_the_page_has_the_room_and_ctrl_l_lays_the_list_over_it(window: MainWindow, rooms: Rooms) -> None:
    assert not lies_over_the_page(rooms)
    width = rooms.pane.width()
    assert width > 700
    press(Qt.Key.Key_L, CTRL)
    assert lies_over_the_page(rooms)
    assert rooms.issues.view.isVisible()
    assert focused() is rooms.issues.view
    assert rooms.pane.width() == width
    press(Qt.Key.Key_Escape)
    assert not lies_over_the_page(rooms)
    assert focused() is rooms.pane.page


def test_arrow_keys_show_an_article_and_enter_leads_to_it(window: MainWindow, rooms: Rooms) -> None:
    press(Qt.Key.Key_L, CTRL)
    press(Qt.Key.Key_Down)
    assert headline(window) == "3日一口井淘出三只木桶"
    assert lies_over_the_page(rooms)
    press(Qt.Key.Key_Return)
    assert not lies_over_the_page(rooms)
    assert focused() is rooms.pane.page


def test_a_click_on_a_row_or_on_the_page_puts_it_away(window: MainWindow, rooms: Rooms) -> None:
    for _ in range(2):
        rooms.toggle_list()
        assert lies_over_the_page(rooms)
        click_row(rooms.issues.view, rooms.issues.view.model().index(2, 0))
        assert not lies_over_the_page(rooms)
    rooms.toggle_list()
    beside = QPoint(rooms.pane.page.viewport().width() - 20, 300)
    QTest.mouseClick(rooms.pane.page.viewport(), Qt.MouseButton.LeftButton, pos=beside)
    assert not lies_over_the_page(rooms)


def test_the_sidebar_is_a_drawer_too_and_a_branch_opens_in_it(window: MainWindow, rooms: Rooms) -> None:
    press(Qt.Key.Key_1, CTRL)
    assert lies_over_the_page(rooms)
    assert focused() is rooms.tree
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_Return)
    assert lies_over_the_page(rooms)
    press(Qt.Key.Key_2, CTRL)
    assert rooms.calendar.isVisible()
    assert not rooms.tree.isVisible()


def test_what_is_found_lies_over_the_page(qtbot: QtBot, window: MainWindow, rooms: Rooms) -> None:
    press(Qt.Key.Key_K, CTRL)
    type_text("木桶")
    qtbot.waitUntil(lambda: len(texts(view(window, "resultList"))) == 3)
    assert lies_over_the_page(rooms)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: focused() is rooms.results.view)
    press(Qt.Key.Key_Return)
    assert not lies_over_the_page(rooms)
    assert rooms.pane.has_hits()
    press(Qt.Key.Key_L, CTRL)
    assert focused() is rooms.results.view


def test_a_wider_window_has_the_columns_beside_the_page_again(window: MainWindow, rooms: Rooms) -> None:
    press(Qt.Key.Key_L, CTRL)
    window.resize(1300, 700)
    assert focused() is rooms.issues.view
    assert rooms.tree.isVisible()
    assert rooms.issues.view.isVisible()
    assert not lies_over_the_page(rooms)
    assert rooms.pane.mapTo(rooms, QPoint()).x() >= rooms.tree.width() + rooms.issues.width()
    window.resize(800, 700)
    assert focused() is rooms.pane.page
    assert not rooms.issues.view.isVisible()
    assert not lies_over_the_page(rooms)
