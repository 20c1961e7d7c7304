"""Opening a folder that was never read: it says at once what it does, and the newest issue opens by itself."""

import datetime as dt
import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reader import app
from reader.newspaper.holdings import StoredArticle
from reader.ui.article.article_header import OpeningProgress
from reader.ui.frame import Tab
from reader.ui.sync.progress_strip import Phase
from reader.ui.widgets.controls import Label
from reader.ui.widgets.state_panel import Placeholder
from reader.ui.window.window import MainWindow
from tests.corpus import FIRST_DAY, write_library
from tests.ui import a_window
from tests.ui.a_window import BOOKMARKS, CTRL, headline, opening_progress, press

MANY = 240
NEWEST = FIRST_DAY + dt.timedelta(days=MANY - 1)


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """More issues than are read in a moment."""
    write_library(tmp_path / "许多", MANY, articles=5)
    return tmp_path / "许多"


def opened(qtbot: QtBot, root: Path) -> MainWindow:
    """The window as it is the moment it was made."""
    window = app.open_window(root)
    assert isinstance(window, MainWindow)
    qtbot.addWidget(window)
    window.resize(1440, 900)
    return window


def placeholders(window: MainWindow) -> list[str]:
    return sorted(each.text() for each in window.findChildren(Placeholder) if each.isVisible())


@pytest.mark.child
def test_at_once_it_is_said_what_is_read_then_how_many_files_then_their_headlines_run_by(
    qtbot: QtBot, many: Path
) -> None:
    window = opened(qtbot, many)
    layout = window.controller.layout
    told: list[OpeningProgress | None] = []
    shown: list[StoredArticle | None] = []
    window.controller.sync.first.changed.connect(told.append)
    window.controller.reading.shown.connect(shown.append)
    qtbot.waitUntil(lambda: opening_progress(layout.pane.empty) is not None)
    news = opening_progress(layout.pane.empty)
    assert news is not None
    assert news.title() == "正在读入“许多”"
    assert layout.strip.phase is Phase.RUNNING
    assert placeholders(window) == ["读到的年份和期会列在这里。", "读到的第一期会自己打开。"]
    assert not any("0 篇" in label.text() for label in layout.strip.findChildren(Label))
    qtbot.waitUntil(lambda: any(each is not None and each.found == MANY for each in told))
    assert layout.tree.model().rowCount() == 0, "the files are counted before any is read"
    qtbot.waitUntil(lambda: bool(shown))
    first = shown[0]
    assert first is not None
    assert first.issue.date == NEWEST, "the newest, while the others are still being read"
    qtbot.waitUntil(
        lambda: opening_progress(layout.pane.empty) is None
    )  # told by the process, as the article was by the catalogue
    assert placeholders(window) == []
    assert told[-1] is None
    running_line = re.compile("正在读入：1990年\\d+月\\d+日　.")
    qtbot.waitUntil(lambda: bool(running_line.match(layout.strip.label.text())))


@pytest.mark.child
def test_an_empty_folder_is_looked_through_and_then_welcomes(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "空的").mkdir()
    window = opened(qtbot, tmp_path / "空的")
    qtbot.waitUntil(lambda: opening_progress(window.controller.layout.pane.empty) is not None)
    qtbot.waitUntil(window.controller.layout.is_welcome_shown)
    assert opening_progress(window.controller.layout.pane.empty) is None


def test_a_library_that_was_read_before_opens_without_news_and_another_from_the_bookmarks_by_its_issues(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.close()
    again = a_window.open_on(qtbot, None)
    assert opening_progress(again.controller.layout.pane.empty) is None
    assert again.controller.layout.strip.phase is not Phase.RUNNING
    press(BOOKMARKS, CTRL)
    again.open_library(a_window.write_issues(tmp_path / "另一份", a_window.DAYS[:2]))
    a_window.settle(qtbot, again)
    assert again.controller.layout.tab == Tab.PAPERS
    assert again.controller.layout.tree.isVisible()
    assert headline(again) == "12日渡口的灯亮到后半夜"


def test_a_newer_issue_takes_the_place_of_what_was_opened_by_itself_unless_one_reads(
    qtbot: QtBot, window: MainWindow, root: Path
) -> None:
    for day, shown in ((1, "1日渡口的灯亮到后半夜"), (2, "1日一口井淘出三只木桶")):
        if day == 2:
            press(Qt.Key.Key_J)
        a_window.write_issues(root, [dt.date(1987, 8, day)])
        window.controller.library.sync()
        window.controller.reading.follow_newest()
        qtbot.waitUntil(lambda: not window.controller.is_reading())
        assert headline(window) == shown
