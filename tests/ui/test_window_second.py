"""Two windows on one library: what is written in one is seen in the other, and neither takes the other along."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reader import app
from reader.newspaper.printing import link_to
from reader.ui.window.window import MainWindow
from tests.ui.a_window import CTRL, open_on, press, settle, write_issues


@pytest.fixture
def windows(qtbot: QtBot, tmp_path: Path) -> tuple[MainWindow, MainWindow]:
    first = open_on(qtbot, write_issues(tmp_path / "报"))
    press(Qt.Key.Key_N, CTRL)
    second = app._windows[-1]
    settle(qtbot, second)
    return first, second


def test_what_one_window_writes_the_other_follows(
    windows: tuple[MainWindow, MainWindow], qtbot: QtBot
) -> None:
    first, second = windows
    assert second.controller.library.root == first.controller.library.root
    first._act("bookmark")
    qtbot.waitUntil(lambda: len(first.controller.library.notebook.bookmarks()) == 1)
    following = second.controller.features.following

    def is_followed() -> bool:
        following.look()
        return len(second.controller.layout.bookmarks.listing.rows()) == 1

    qtbot.waitUntil(is_followed)
    second.close()
    assert first.isVisible()
    assert app._windows[-1] is first


def test_what_is_chosen_for_the_program_holds_in_all_windows(
    windows: tuple[MainWindow, MainWindow], qtbot: QtBot
) -> None:
    first, second = windows
    assert first.settings.value("calendar") is True
    before = first.controller
    second.settings.choose("calendar", False)
    second.settings.choose("keeps_log", True)
    qtbot.waitUntil(lambda: first.controller is not before)
    settle(qtbot, first)
    settle(qtbot, second)
    for window in windows:
        assert window.settings.value("calendar") is False
        assert window.settings.value("keeps_log") is True
    first.for_features.open_another("")
    third = app._windows[-1]
    settle(qtbot, third)
    assert third.settings.value("calendar") is False
    assert third.settings.value("keeps_log") is True
    third.settings.choose("calendar", True)
    qtbot.waitUntil(lambda: second.settings.value("calendar") is True)
    for window in (first, second, third):
        settle(qtbot, window)
    third.close()
    second.close()


def test_an_article_is_opened_in_a_window_of_its_own(
    windows: tuple[MainWindow, MainWindow], qtbot: QtBot
) -> None:
    first, second = windows
    contents = first.controller.library.contents
    shown = first.controller.reading.article
    issue = contents.newest_issue()
    assert shown is not None
    assert issue is not None
    (wanted, *_) = [row for row in contents.articles(issue.id) if row.id != shown.id]
    stored = first.controller.library.articles.article(wanted.id)
    assert stored is not None
    first.for_features.open_another(link_to(stored.printing))
    third = app._windows[-1]
    qtbot.waitUntil(lambda: third.controller.reading.article is not None)
    qtbot.waitUntil(lambda: third.controller.reading.article == stored)
    assert first.controller.reading.article == shown
    third.close()
    second.close()
