"""A window too narrow for columns: sidebar and list lie over the page while they are asked for."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reader.ui.layout.window_layout import WindowLayout
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL, SHIFT, click_row, focused, headline, press, texts, type_text, view


@pytest.fixture
def window(qtbot: QtBot, root: Path) -> MainWindow:
    return a_window.open_on(qtbot, root, (800, 700))


@pytest.fixture
def layout(window: MainWindow) -> WindowLayout:
    return window.controller.layout


def lies_over_the_page(layout: WindowLayout) -> bool:
    return layout._drawer.isVisible()


def test_the_page_has_the_room_and_list_and_sidebar_are_laid_over_it_and_put_away(
    window: MainWindow, layout: WindowLayout
) -> None:
    assert not lies_over_the_page(layout)
    width = layout.pane.width()
    assert width > 700
    press(Qt.Key.Key_L, CTRL)
    assert lies_over_the_page(layout)
    assert layout.issues.view.isVisible()
    assert focused() is layout.issues.view
    assert layout.pane.width() == width
    press(Qt.Key.Key_Escape)
    assert not lies_over_the_page(layout)
    assert focused() is layout.pane.page
    press(Qt.Key.Key_L, CTRL)
    press(Qt.Key.Key_Down)
    assert headline(window) == "3日一口井淘出三只木桶"
    assert lies_over_the_page(layout)
    press(Qt.Key.Key_Return)
    assert not lies_over_the_page(layout)
    assert focused() is layout.pane.page
    for _ in range(2):
        layout.toggle_list()
        assert lies_over_the_page(layout)
        click_row(layout.issues.view, layout.issues.view.model().index(2, 0))
        assert not lies_over_the_page(layout)
    layout.toggle_list()
    beside = QPoint(layout.pane.page.viewport().width() - 20, 300)
    QTest.mouseClick(layout.pane.page.viewport(), Qt.MouseButton.LeftButton, pos=beside)
    assert not lies_over_the_page(layout)
    press(Qt.Key.Key_1, CTRL)
    assert lies_over_the_page(layout)
    assert focused() is layout.tree
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_Return)
    assert lies_over_the_page(layout)
    press(Qt.Key.Key_2, CTRL)
    assert layout.is_covered()
    assert not layout.tree.isVisible()


def test_what_is_found_lies_over_the_page(qtbot: QtBot, window: MainWindow, layout: WindowLayout) -> None:
    press(Qt.Key.Key_K, CTRL)
    type_text("木桶")
    qtbot.waitUntil(lambda: len(texts(view(window, "resultList"))) == 3)
    assert lies_over_the_page(layout)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: focused() is layout.results.view)
    press(Qt.Key.Key_Return)
    assert not lies_over_the_page(layout)
    assert layout.pane.has_hits()
    press(Qt.Key.Key_L, CTRL)
    assert focused() is layout.results.view


def test_a_wider_window_has_the_columns_beside_the_page_again(
    window: MainWindow, layout: WindowLayout
) -> None:
    press(Qt.Key.Key_L, CTRL)
    window.resize(1300, 700)
    assert focused() is layout.issues.view
    assert layout.tree.isVisible()
    assert layout.issues.view.isVisible()
    assert not lies_over_the_page(layout)
    assert layout.pane.mapTo(layout, QPoint()).x() >= layout.tree.width() + layout.issues.width()
    window.resize(800, 700)
    assert focused() is layout.pane.page
    assert not layout.issues.view.isVisible()
    assert not lies_over_the_page(layout)


@pytest.mark.parametrize("action", ["show_papers", "show_notes", "show_check", "toggle_sidebar"])
def test_the_sidebar_takes_the_place_of_a_list_with_the_focus_and_the_drawer_stays(
    qtbot: QtBot, window: MainWindow, layout: WindowLayout, action: str
) -> None:
    layout.toggle_list()
    assert focused() is layout.issues.view
    window._actions[action].trigger()
    qtbot.waitUntil(lambda: window.controller.features.check.place.is_idle())
    layout.arrange()
    assert lies_over_the_page(layout)
    assert layout.is_sidebar_shown()
    assert layout._sidebar.isAncestorOf(focused())


def test_the_list_that_is_asked_for_is_shown_instead_of_what_covers_it(
    window: MainWindow, layout: WindowLayout
) -> None:
    press(Qt.Key.Key_2, CTRL)
    assert layout.is_covered()
    window._actions["toggle_list"].trigger()
    assert not layout.is_covered()
    assert lies_over_the_page(layout)
    assert focused() is layout.issues.view


def test_the_sidebar_that_is_laid_over_the_page_has_the_keys(
    window: MainWindow, layout: WindowLayout
) -> None:
    assert focused() is layout.pane.page
    window._actions["toggle_sidebar"].trigger()
    assert lies_over_the_page(layout)
    assert focused() is layout.tree
    window._actions["toggle_sidebar"].trigger()
    assert not lies_over_the_page(layout)
    assert focused() is layout.pane.page


@pytest.mark.parametrize("opens", ["toggle_list", "toggle_sidebar"])
@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.NoModifier, SHIFT])
def test_tab_leads_round_in_front_of_the_page_and_does_not_close_the_drawer(
    window: MainWindow, layout: WindowLayout, opens: str, modifier: Qt.KeyboardModifier
) -> None:
    window._actions[opens].trigger()
    first = focused()
    stops = [first]
    for _ in range(40):
        press(Qt.Key.Key_Tab, modifier)
        stops.append(focused())
        assert lies_over_the_page(layout)
        assert focused().isVisible()
        assert not layout.area.isAncestorOf(focused())
    assert first in stops[1:]
    assert any(layout.top.isAncestorOf(stop) for stop in stops)
    first.setFocus()
    press(Qt.Key.Key_Escape)
    assert focused() is layout.pane.page
