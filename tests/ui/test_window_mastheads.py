"""What stands in a masthead is found in the window, behind the articles, and opens its issue."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reader.ui.window.layout import WindowLayout
from reader.ui.window.screenshot import await_reading
from reader.ui.window.window import MainWindow
from tests.corpus import write_library
from tests.ui import a_window
from tests.ui.a_window import CTRL, press, texts, type_text
from tests.ui.test_window_search import ask


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """Five issues, from 1990-01-01 on, with the numbers from 5000 on."""
    write_library(tmp_path / "报", 5)
    return a_window.open_on(qtbot, tmp_path / "报")


def test_a_masthead_is_a_row_that_opens_its_issue(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot
) -> None:
    ask(qtbot, window, "第5003期")
    (row,) = texts(layout.results.view)
    day, title, snippet = row.split("\n")
    assert (day.split()[0], title) == ("1990-01-04", "报头")
    assert "第5003期" in snippet
    assert layout.results.header.count.text() == "1 份报头"
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.controller.reading.article is not None)
    await_reading()
    opened = window.controller.reading.article
    assert opened is not None
    assert opened.issue.number == 5003
    assert layout.issues.issue_id() == opened.issue.id


def number_read(window: MainWindow) -> int | None:
    """Return the number of the issue that is read, None if none is."""
    opened = window.controller.reading.article
    return None if opened is None else opened.issue.number


def test_enter_at_once_leads_to_the_masthead_where_nothing_else_is_found(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_K, CTRL)
    type_text("第5002期")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: layout.results.is_masthead_chosen())
    qtbot.waitUntil(lambda: number_read(window) == 5002)


def test_they_stand_behind_the_last_article_and_count_as_none(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot
) -> None:
    ask(qtbot, window, "首班船 或 第5003期")
    qtbot.waitUntil(lambda: bool(layout.results.model.mastheads()))
    model, articles = layout.results.model, layout.results.row_count()
    assert articles > 0
    assert model.rowCount() == articles + 1
    assert model.masthead(model.index(articles, 0)) is not None
    assert model.article_at(articles) is None


@pytest.mark.parametrize("query", ["雁桥日报 没有印过的字句", "标题:第5003期"])
def test_what_does_not_all_hold_is_no_hit(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot, query: str
) -> None:
    ask(qtbot, window, query)
    assert layout.results.is_empty()
