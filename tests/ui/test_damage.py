"""Derived files that are damaged or swept away are made anew while the window stands."""

import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reader.storage.platform_folders import places
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import texts, view
from tests.ui.noticing import noticed


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    return a_window.open_on(qtbot, a_window.write_issues(tmp_path / "旧报"))


def test_a_question_to_a_damaged_index_is_answered_when_it_is_made_anew(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    (pointer,) = places().cache.glob("libraries/*/index-*/current.json")
    pointer.write_bytes(b"rubbish")
    told = noticed(window.services)
    faults: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda _, error, __: faults.append(error))
    window.controller.features.results.enter_query("渡口")
    qtbot.waitUntil(lambda: len(texts(view(window, "resultList"))) == 3)
    assert ["自动重建" in notice.words or "rebuilt" in notice.words for notice in told] == [True]
    assert faults == []


def test_what_a_damaged_part_held_is_found_and_told_until_it_is_made_anew(
    qtbot: QtBot, window: MainWindow
) -> None:
    header = window.controller.layout.results.header
    missing: list[bool] = []
    window.controller.features.searching.answered.connect(
        lambda results: missing.append(results.missing_dates != ())
    )
    for segment in places().cache.glob("libraries/*/index-*/*.seg"):
        segment.write_bytes(bytes(segment.stat().st_size))
    window.controller.features.results.enter_query("渡口")
    qtbot.waitUntil(lambda: missing == [True])
    qtbot.waitUntil(lambda: len(texts(view(window, "resultList"))) == 3)
    qtbot.waitUntil(lambda: missing == [True, False])
    assert not header.remarks.isVisible()


def test_a_row_of_the_catalogue_that_can_t_be_read_is_told_and_made_anew(
    qtbot: QtBot, window: MainWindow
) -> None:
    (path,) = places().cache.glob("libraries/*/catalogue.sqlite")
    with closing(sqlite3.connect(path)) as catalogue, catalogue:
        catalogue.execute("UPDATE article SET names = '[\"宋'")
    window.controller.features.results.enter_query("渡口")
    qtbot.waitUntil(lambda: "自动重建" in window.toast.label.text() or "rebuilt" in window.toast.label.text())
    qtbot.waitUntil(lambda: window.controller.library.problems() == [])
    qtbot.waitUntil(lambda: len(texts(view(window, "resultList"))) == 3)
    assert not (places().data / "faults").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="what is open can't be deleted there")
def test_a_cache_that_was_swept_away_is_filled_again(qtbot: QtBot, window: MainWindow) -> None:
    shutil.rmtree(places().cache)
    qtbot.waitUntil(lambda: window.controller.library.contents.counts().articles == 9)
