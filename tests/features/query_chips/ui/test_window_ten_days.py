"""The ten days around an article: its words are searched for in them, oldest first, with the article among them."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reader.features.query_chips.days_around import DAYS, around
from reader.search.documents import Order
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import SHIFT, press

MIDDLE = dt.date(1987, 6, 15)
FAR = (-40, -11, -10, -3, 0, 1, 10, 11, 90)
"""The days of the issues, counted from the middle one."""


@pytest.fixture
def window(qtbot: QtBot, root: Path) -> MainWindow:
    for old in root.glob("*.txt"):
        old.unlink()
    a_window.write_issues(root, [MIDDLE + dt.timedelta(days) for days in FAR])
    opened = a_window.open_on(qtbot, root)
    (issue,) = opened.controller.library.derived.catalogue.tree.issues_on("雁桥日报", MIDDLE)
    opened.controller.reading.open_article(opened.controller.library.contents.articles(issue.id)[0].id)
    qtbot.waitUntil(lambda: day_read(opened) == MIDDLE)
    return opened


def day_read(window: MainWindow) -> dt.date | None:
    article = window.controller.reading.article
    return article.issue.date if article else None


def ask(qtbot: QtBot, window: MainWindow, words: str) -> None:
    page = window.controller.layout.pane.page
    page.setFocus()
    cursor = page.document().find(words)
    assert cursor.hasSelection()
    cursor.setPosition(cursor.selectionStart())
    page.setTextCursor(cursor)
    press(Qt.Key.Key_F8, SHIFT)
    searching = window.controller.features.searching
    qtbot.waitUntil(lambda: bool(searching.text))
    qtbot.waitUntil(searching.is_idle)


def test_a_word_is_searched_for_ten_days_back_and_on_while_the_article_stays(
    qtbot: QtBot, window: MainWindow
) -> None:
    features = window.controller.features
    before = window.controller.reading.article
    ask(qtbot, window, "渡口")

    results = features.results
    qtbot.waitUntil(lambda: results.results is not None)
    assert results.results is not None
    found = map(window.controller.library.articles.article, results.results.ids)
    days = [each.issue.date for each in found if each is not None and each.issue.date is not None]
    assert sorted(set(days)) == [MIDDLE + dt.timedelta(far) for far in FAR if abs(far) <= DAYS]
    assert days == sorted(days)
    assert results.order() is Order.OLDEST
    assert window.controller.reading.article == before
    assert before is not None
    assert window.controller.layout.results.article_id() == before.id

    # the order was for this search alone
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Escape)
    results.enter_query("渡口")
    assert results.order() is Order.RELEVANCE


@given(st.dates())
def test_the_days_are_those_there_are(day: dt.date) -> None:
    period = around(day)
    assert period.first is not None
    assert period.last is not None
    for days, reached in ((-DAYS, period.first), (DAYS, period.last)):
        try:
            assert reached == day + dt.timedelta(days)
        except OverflowError:
            assert reached in (dt.date.min, dt.date.max)
