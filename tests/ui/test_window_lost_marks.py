"""A highlight whose words are gone is told as lost, at its article too, and is offered the likeliest places."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reader.newspaper.holdings import Bookmark
from reader.ui.check.doubt_list import DoubtList
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


def to_check(qtbot: QtBot, window: MainWindow) -> DoubtList:
    """The list To check, when it stands at the lost highlight."""
    place = window.controller.features.check.place
    qtbot.waitUntil(lambda: place.list.current() is not None and place.is_idle())
    (doubt,) = place.list.rows()
    assert doubt.bookmark == bookmark(window)
    assert place.list.view.isVisible()
    return place.list


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
    offered = to_check(qtbot, window)
    assert [chip.text() for chip in offered.chips if not chip.isHidden()] == [
        "1  移到 农机厂的【三十二名职工】上台领奖，台下坐着他们的",
        "2  移到 纺织厂的代表说，【三十名职工】里头有一半是夜班，散会以",
        "3  不定",
    ]
    press(Qt.Key.Key_Escape)
    assert bookmark(window).is_passage_lost

    window.controller.layout.bookmarks.open(bookmark(window))
    qtbot.waitUntil(lambda: "找不到了" in window.toast.label.text())
    window.toast.action_button.click()
    QTest.keyClick(to_check(qtbot, window).view, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: not bookmark(window).is_passage_lost)
    assert bookmark(window).note == "待核"
    qtbot.waitUntil(lambda: len(page.marks.highlights) == 1)
    press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: bookmark(window).is_passage_lost)
