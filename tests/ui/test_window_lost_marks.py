"""A highlight whose words are gone is told as lost, at its article too, and is offered the likeliest places."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reader.newspaper.holdings import Bookmark
from reader.ui.controllers.bookmark_display import LostMarkDialog
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL, press

WORDS = "三十名职工"
PAPER = """青石日报

1987年6月13日 星期六
第4182期 今日4版

三家工厂领到锦旗

本报讯（记者 田麦青）县里昨日在大礼堂表彰先进，来的人坐满了过道，后排的站到了窗台上。

农机厂的{number}名职工上台领奖，台下坐着他们的家属，孩子们把手掌都拍红了。

纺织厂的代表说，三十名职工里头有一半是夜班，散会以后还要赶回去接班，合影只好改到礼拜天。
"""


def write(root: Path, number: str) -> None:
    root.mkdir(exist_ok=True)
    (root / "19870613.txt").write_text(PAPER.format(number=number), encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path / "青石", "三十")
    return tmp_path / "青石"


def bookmark(window: MainWindow) -> Bookmark:
    (only,) = window.controller.features.bookmarks.bookmarks
    return only


def dialog(qtbot: QtBot, window: MainWindow) -> LostMarkDialog:
    qtbot.waitUntil(lambda: any(each.isVisible() for each in window.findChildren(LostMarkDialog)))
    return next(each for each in window.findChildren(LostMarkDialog) if each.isVisible())


def test_a_lost_highlight_is_offered_places_and_one_key_takes_one(
    qtbot: QtBot, window: MainWindow, root: Path
) -> None:
    features, page = window.controller.features, window.controller.layout.pane.page
    stored = window.controller.reading.article
    assert stored is not None
    notebook = window.controller.library.notebook
    notebook.bookmark(stored.id, "待核", passage=notebook.quote(stored.id, WORDS))
    features.bookmarks.read()
    qtbot.waitUntil(lambda: len(page.marks.highlights) == 1)

    write(root, "三十二")
    window.controller.sync.begin()
    a_window.settle(qtbot, window)
    qtbot.waitUntil(lambda: bookmark(window).is_passage_lost)
    qtbot.waitUntil(lambda: [note.note for note in page.notes.notes] == ["找不到了：“三十名职工”\n待核"])
    assert page.marks.highlights == ()
    uuid = bookmark(window).uuid

    page.calls.edit_note(uuid)
    offered = dialog(qtbot, window)
    rows = a_window.texts(offered.listing.view)
    assert [row.split("】")[0] for row in rows] == [
        "1  农机厂的【三十二名职工",
        "2  纺织厂的代表说，【三十名职工",
    ]
    QTest.keyClick(offered.listing.view, Qt.Key.Key_Escape)
    assert bookmark(window).is_passage_lost

    window.controller.layout.bookmarks.open(bookmark(window))
    QTest.keyClick(dialog(qtbot, window).listing.view, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: not bookmark(window).is_passage_lost)
    assert bookmark(window).note == "待核"
    qtbot.waitUntil(lambda: len(page.marks.highlights) == 1)
    press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: bookmark(window).is_passage_lost)
