"""What stands in a masthead is found in the window, behind the articles, and opens its issue."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reader.ui.layout.window_layout import WindowLayout
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


def number_read(window: MainWindow) -> int | None:
    """Return the number of the issue that is read, None if none is."""
    opened = window.controller.reading.article
    return None if opened is None else opened.issue.number


def test_a_masthead_is_found_behind_the_articles_and_opens_its_issue(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot
) -> None:
    """By Enter at once, where nothing else is found."""
    press(Qt.Key.Key_K, CTRL)
    type_text("第5002期")
    press(Qt.Key.Key_Return)
    view = layout.results.view
    qtbot.waitUntil(lambda: layout.results.model.masthead(view.currentIndex()) is not None)
    qtbot.waitUntil(lambda: number_read(window) == 5002)

    layout.search.set_text("")
    ask(qtbot, window, "第5003期")
    (row,) = texts(layout.results.view)
    day, title, snippet = row.split("\n")
    assert (day.split()[0], title) == ("1990-01-04", "报头")
    assert "第5003期" in snippet
    assert layout.results.header.count.text() == "1 份报头"
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: number_read(window) == 5003)
    opened = window.controller.reading.article
    assert opened is not None
    assert layout.issues.issue_id() == opened.issue.id

    ask(qtbot, window, "首班船 或 第5003期")
    qtbot.waitUntil(lambda: layout.results.row_count() > 0 and bool(layout.results.model.mastheads))
    model, articles = layout.results.model, layout.results.row_count()
    assert model.rowCount() == articles + 1, "it counts as no article"
    assert model.masthead(model.index(articles, 0)) is not None
    assert model.article_at(articles) is None

    for query in ("雁桥日报 没有印过的字句", "标题:第5003期"):
        ask(qtbot, window, query)
        assert layout.results.is_empty()
