"""What a window shows again when it is opened the next time, besides the article (test_window_reading)."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from reader.storage import settings
from reader.ui.window.window import MainWindow
from tests.ui.a_window import headline, open_on, write_issues


def search(window: MainWindow, qtbot: QtBot, text: str) -> None:
    window.controller.features.results.enter_query(text)
    qtbot.waitUntil(lambda: window.controller.layout.results.view.model().rowCount() > 0)


def test_the_search_is_restored_beside_the_article(qtbot: QtBot, tmp_path: Path) -> None:
    root = write_issues(tmp_path / "报")
    window = open_on(qtbot, root)
    search(window, qtbot, "木桶")
    read = headline(window)
    window.close()
    again = open_on(qtbot, root)
    layout = again.controller.layout
    qtbot.waitUntil(lambda: layout.results.view.model().rowCount() == 3)
    assert layout.search.line.text() == "木桶"
    assert layout.results.isVisible()
    assert headline(again) == read

    again.controller.features.results.leave_search()
    again.close()
    assert settings.load().settings.search_shown == {}
