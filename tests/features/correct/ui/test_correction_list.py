"""All corrections in one list: where they are about, undone, opened, sent to others and taken from them."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reader.features.correct.ui import CorrectionList
from reader.newspaper.correction import Claim, CorrectedRole, CorrectionKind
from reader.ui.check.doubt_list import DecidedFace
from reader.ui.window.screenshot import await_reading
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import DAYS, button_in, headline, press, texts

SUBHEAD = Claim(CorrectionKind.ROLE, CorrectedRole.SUBHEAD)
STARTS = Claim(CorrectionKind.STARTS)
NUMBER = Claim(CorrectionKind.NUMBER, number=4180)
FIRST, SECOND, THIRD = (f"{date:%Y%m%d}.txt" for date in DAYS)


@pytest.fixture
def window(qtbot: QtBot, root: Path) -> MainWindow:
    """A library with three corrections, one of which is about a file that is gone."""
    window = a_window.open_on(qtbot, root)
    library = window.controller.library
    library.corrections.correct_line(FIRST, 9, SUBHEAD)
    library.corrections.correct_issue([SECOND], [NUMBER])
    library.corrections.correct_line(THIRD, 9, STARTS)
    (root / THIRD).unlink()
    library.sync(accept_missing=True)
    return window


def opened(qtbot: QtBot, window: MainWindow) -> CorrectionList:
    window.controller.features.show_decided("correct")
    listed = window.findChild(CorrectionList)
    assert isinstance(listed, CorrectionList)
    assert listed.isVisible()
    qtbot.waitUntil(listed.tasks.is_idle)
    return listed


def face_of(listed: CorrectionList) -> QWidget:
    """Return what stands around the list: its buttons."""
    face = listed.parentWidget()
    assert isinstance(face, DecidedFace)
    return face


def numbers(window: MainWindow) -> list[int | None]:
    return [issue.number for issue in window.controller.library.contents.issues("雁桥日报", 1987, 6)]


def choose(listed: CorrectionList, words: str) -> None:
    row = next(n for n, text in enumerate(texts(listed.view)) if text.startswith(words))
    listed.view.setCurrentIndex(listed.view.model().index(row, 0))


def test_those_that_wait_for_their_line_stand_apart_and_one_is_undone_and_told_again(
    qtbot: QtBot, window: MainWindow
) -> None:
    listed = opened(qtbot, window)
    begins = [text.split("，")[0] for text in texts(listed.view)]
    assert begins == [
        "2 条生效的更正",
        "这一期是第 4180 期",
        "这是小标题",
        "1 条的文件不在",
        "这里开始另一篇",
    ]
    choose(listed, "这是小标题")
    assert "，雁桥日报，1987年6月5日，" in texts(listed.view)[2]
    assert texts(listed.view)[2].endswith("更正")
    assert listed.view.currentIndex().data(Qt.ItemDataRole.ToolTipRole) == f"{FIRST}　第 9 行"
    assert FIRST not in texts(listed.view)[2]
    assert button_in(face_of(listed), "打开").isEnabled()
    choose(listed, "这里开始另一篇")
    assert texts(listed.view)[4].endswith("文件不在，回来就生效")
    assert not button_in(face_of(listed), "打开").isEnabled()
    assert button_in(face_of(listed), "撤销").isEnabled()
    choose(listed, "这一期是第")
    button_in(face_of(listed), "撤销").click()
    qtbot.waitUntil(lambda: listed.view.model().rowCount() == 4)
    qtbot.waitUntil(lambda: listed.message.text() == "已撤销：这一期是第 4180 期")
    assert 4180 not in numbers(window)
    window.controller.features.undo.undo()
    qtbot.waitUntil(lambda: 4180 in numbers(window))
    assert len(window.controller.library.corrections.known()) == 3


def test_one_is_undone_by_the_key_of_other_lists(qtbot: QtBot, window: MainWindow) -> None:
    listed = opened(qtbot, window)
    choose(listed, "这一期是第")
    listed.view.setFocus()
    press(Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: 4180 not in numbers(window))
    qtbot.waitUntil(lambda: listed.view.model().rowCount() == 4)
    assert len(window.controller.library.corrections.known()) == 2


def test_enter_opens_what_it_is_about(qtbot: QtBot, window: MainWindow) -> None:
    window.controller.reading.open_newest()
    await_reading()
    listed = opened(qtbot, window)
    choose(listed, "这是小标题")
    listed.view.setFocus()
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: headline(window).startswith("5日"))
    listed = opened(qtbot, window)
    choose(listed, "这一期是第")
    button_in(face_of(listed), "打开").click()
    qtbot.waitUntil(lambda: headline(window).startswith("12日"))


def test_they_are_sent_to_others_and_taken_from_them(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    listed = opened(qtbot, window)
    other = tmp_path / "别的.jsonl"
    other.write_text("渡口", encoding="utf-8")
    listed.import_from(other)
    qtbot.waitUntil(lambda: "不是阅报导出的更正" in listed.message.text())
    listed.export_to(tmp_path / "没有" / "更正.jsonl")
    qtbot.waitUntil(lambda: "不是阅报" not in listed.message.text())
    assert listed.message.text()
    sent = tmp_path / "更正.jsonl"
    listed.export_to(sent)
    qtbot.waitUntil(lambda: str(sent) in listed.message.text())
    assert len([json.loads(line) for line in sent.read_text(encoding="utf-8").splitlines()]) == 4
    for known in window.controller.library.corrections.known():
        window.controller.library.corrections.undo(known.correction.uuid)
    told = sent.read_text(encoding="utf-8").replace('"uuid": "', '"uuid": "x')
    sent.write_text(told, encoding="utf-8")
    listed.import_from(sent)
    qtbot.waitUntil(lambda: listed.message.text() == "读入了 3 条新的更正，1 条暂时找不到对应位置")
    qtbot.waitUntil(lambda: listed.view.model().rowCount() == 5)


def test_without_corrections_it_says_how_one_makes_them(qtbot: QtBot, root: Path) -> None:
    listed = opened(qtbot, a_window.open_on(qtbot, root))
    assert listed.state.isVisible()
    assert not listed.export_button.isEnabled()
    assert not button_in(face_of(listed), "撤销").isEnabled()
