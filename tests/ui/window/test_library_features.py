"""Given a window whose first picture is shown, the rest of it is made by itself, or when it is first touched."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reader import app
from reader.features.people.ui.people_part import PeoplePart
from reader.ui.frame import Tab
from reader.ui.window.window import MainWindow
from tests.ui import a_window


@pytest.fixture
def just_opened(qtbot: QtBot, root: Path) -> MainWindow:
    window = app.open_window(root)
    assert isinstance(window, MainWindow)
    qtbot.addWidget(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def is_whole(window: MainWindow) -> bool:
    return window.controller._are_made


def test_features_are_made_after_the_first_picture(qtbot: QtBot, just_opened: MainWindow) -> None:
    assert not is_whole(just_opened)
    qtbot.waitUntil(lambda: is_whole(just_opened))


def test_a_key_is_answered_before_all_features_were_made(just_opened: MainWindow) -> None:
    assert not is_whole(just_opened)
    QTest.keyClick(just_opened, a_window.BOOKMARKS, Qt.KeyboardModifier.ControlModifier)
    assert is_whole(just_opened)
    assert just_opened.controller.layout.tab == Tab.BOOKMARKS
    assert just_opened.controller.layout.bookmarks.isVisible()


def test_a_key_between_two_steps_waits_for_the_others(just_opened: MainWindow) -> None:
    next(just_opened.controller._steps)
    assert not is_whole(just_opened)
    QTest.keyClick(just_opened, Qt.Key.Key_F24)
    assert is_whole(just_opened)


def test_an_action_is_done_before_all_features_were_made(just_opened: MainWindow) -> None:
    just_opened._actions["show_people"].trigger()
    assert just_opened.controller.layout.tab == "people"
    assert just_opened.controller.features.parts.of(PeoplePart).pane.isVisible()


def test_what_is_asked_for_is_made_and_stays(just_opened: MainWindow) -> None:
    controller = just_opened.controller
    beside = controller.features.second
    controller.complete()
    assert controller.features.second is beside


def test_a_window_that_is_closed_at_once_keeps_its_settings(just_opened: MainWindow) -> None:
    before = just_opened.settings.saved
    just_opened.close()
    assert just_opened.settings.saved.sidebar_width == before.sidebar_width
    assert just_opened.settings.saved.search_order == before.search_order
