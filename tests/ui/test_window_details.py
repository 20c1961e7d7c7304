"""What one stumbles over: lists that don't scroll, rings of the focus that jump, words that are cut off."""

import datetime as dt
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView
from pytestqt.qtbot import QtBot

from tests.corpus import an_issue
from tests.ui import a_window
from tests.ui.a_window import CTRL, headline, press

MANY = 40


@pytest.fixture
def long_issue(tmp_path: Path) -> Path:
    """An issue of more articles than the list can show at once."""
    _, text = an_issue(7, 3, MANY)
    (tmp_path / "长的").mkdir()
    (tmp_path / "长的" / "19900104.txt").write_text(text, encoding="utf-8")
    return tmp_path / "长的"


@pytest.mark.parametrize("start", [Qt.Key.Key_1, Qt.Key.Key_2])
def test_the_list_is_scrolled_to_the_open_article_wherever_the_window_begins(
    qtbot: QtBot, long_issue: Path, start: Qt.Key
) -> None:
    window = a_window.open_on(qtbot, long_issue)
    issue = window.controller.library.contents.newest_issue()
    assert issue is not None
    assert issue.date == dt.date(1990, 1, 4)
    rows = window.controller.library.contents.articles(issue.id)
    window.controller.reading.open_article(rows[-1].id)
    last = headline(window)
    press(start, CTRL)
    window.close()
    again = a_window.open_on(qtbot, None)
    press(Qt.Key.Key_1, CTRL)
    for view in (again.controller.layout.issues.view, again.controller.layout.tree):
        qtbot.waitUntil(view.isVisible)
        assert str(view.currentIndex().data()) == last == headline(again)

        qtbot.waitUntil(partial(in_sight, view))


def in_sight(view: QAbstractItemView) -> bool:
    """Whether the current row is seen, but for a line of pixels that a tree may leave out."""
    row = view.visualRect(view.currentIndex())
    return view.viewport().rect().contains(row.adjusted(0, 1, -1, -1))
