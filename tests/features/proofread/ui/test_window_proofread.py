"""Proofreading a page by keys: right, another, typed, skipped, a whole line; undone, kept and left."""

import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.features.proofread.page import Doubt, ProofPage
from reader.features.proofread.ui.proofread_part import ProofreadPart
from reader.features.proofread.ui.proofread_view import ProofreadView
from reader.features.recognition.second_reading import LinesReadAgain, _file
from reader.library.page_pictures import PagePicture
from reader.newspaper.decision import CorrectedCharacter, DismissedMisreading
from reader.newspaper.line_place import LineOnPicture, LineReading
from reader.storage.disk_errors import LibraryError
from reader.storage.user_data import UserDataError
from reader.ui.widgets.controls import Chip
from reader.ui.window.window import MainWindow
from tests import growth
from tests.features.proofread import doubtful_page
from tests.ui import a_window
from tests.ui.a_window import CTRL, focused, headline, press

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    doubtful_page.write(tmp_path / "旧报")
    doubtful_page.write(tmp_path / "旧报", "19870612-02", {"淘井的": ("陶", 0.5)})
    return a_window.open_on(qtbot, tmp_path / "旧报")


def part_of(window: MainWindow) -> ProofreadPart:
    return window.controller.features.parts.of(ProofreadPart)


def opened(window: MainWindow, qtbot: QtBot) -> ProofreadView:
    press(Qt.Key.Key_R, CTRL | SHIFT)
    view = part_of(window).view
    qtbot.waitUntil(view.isVisible)
    settle(window, qtbot)
    return view


def settle(window: MainWindow, qtbot: QtBot) -> None:
    part = part_of(window)
    undo = window.controller.features.undo
    qtbot.waitUntil(lambda: part.is_idle() and undo.is_idle() and part.view.strips.is_idle())


def open_rung(window: MainWindow, qtbot: QtBot) -> None:
    press(Qt.Key.Key_K, CTRL)
    a_window.type_text("何渡生")
    press(Qt.Key.Key_Return)
    hints = window.controller.layout.results.header.hints
    qtbot.waitUntil(lambda: any(isinstance(each, Chip) for each in hints.offers))
    a_window.click(next(each for each in hints.offers if isinstance(each, Chip)))
    qtbot.waitUntil(lambda: len(a_window.texts(a_window.view(window, "resultList"))) == 1)


def at(view: ProofreadView) -> str:
    assert view.page is not None
    return view.page.recognised(view.current) if view.current else ""


def is_at(view: ProofreadView, sign: str) -> bool:
    return at(view) == sign


def has_left(view: ProofreadView, doubt: Doubt | None) -> bool:
    return view.current is not doubt


def compose(preedit: str, commit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(focused(), event)


def kept(window: MainWindow) -> list[str]:
    table = window.controller.library.characters.user_data.decisions
    contents = [each.content for each in table.all(CorrectedCharacter, DismissedMisreading)]
    return sorted(
        f"{each.printed}{each.read_as}"
        for each in contents
        if isinstance(each, CorrectedCharacter | DismissedMisreading)
    )


def test_a_page_is_proofread_by_keys_and_read_corrected(window: MainWindow, qtbot: QtBot) -> None:
    view = opened(window, qtbot)
    desk = view.desk
    assert focused() is desk.field
    assert at(view) == "旧"
    assert desk.place.text() == "存疑第 1 处，共 4 处"
    assert desk.snippet.isVisible()
    assert "【旧】" in desk.field.accessibleName()
    press(Qt.Key.Key_Tab)  # not decided
    press(Qt.Key.Key_Backtab, SHIFT)
    qtbot.waitUntil(lambda: desk.candidate(0) is not None)
    settle(window, qtbot)
    compose("gui")
    for key in (Qt.Key.Key_1, Qt.Key.Key_Space, Qt.Key.Key_Return):  # the input method's
        press(key)
    settle(window, qtbot)
    assert (at(view), kept(window)) == ("旧", [])
    desk.field.setText("")
    compose("", "归")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: at(view) == "干")
    settle(window, qtbot)
    number = next(each for each in range(4) if desk.candidate(each) == "千")
    press(Qt.Key(Qt.Key.Key_1 + number))
    qtbot.waitUntil(lambda: at(view) == "人")
    press(Qt.Key.Key_Return)  # right
    qtbot.waitUntil(lambda: at(view) == "道")
    press(Qt.Key.Key_Delete)  # superfluous
    qtbot.waitUntil(lambda: at(view) == "")
    assert desk.place.text() == "4 处看完，改了 3 处"
    assert kept(window) == ["人人", "干千", "旧归", "道"]
    press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: kept(window) == ["人人", "干千", "旧归"])
    settle(window, qtbot)
    assert at(view) == "道"
    press(Qt.Key.Key_Escape)
    assert not view.isVisible()
    settle(window, qtbot)
    qtbot.waitUntil(lambda: headline(window) == "渡口的灯")
    document = window.controller.layout.pane.page.document()
    qtbot.waitUntil(lambda: "归的人留的，千盏灯" in document.toPlainText())
    again = opened(window, qtbot)
    assert at(again) == "道"


class _SecondReader:
    """Reads what stands in the lines of the page as it was drawn, and keeps it as the real one does."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, page: Callable[[], ProofPage | None]) -> None:
        self.times = 0
        self._page = page
        monkeypatch.setattr(LinesReadAgain, "is_there", lambda _: True)
        monkeypatch.setattr(LinesReadAgain, "read", self._read_for())

    def _read_for(self) -> Callable[..., None]:
        def read(
            reader: LinesReadAgain,
            picture: PagePicture,
            lines: Sequence[LineOnPicture],
            pause: Callable[[], object],
        ) -> None:
            pause()
            self.times += 1
            page = self._page()
            assert page is not None
            texts = [
                line.recognised.replace("晚旧的", "晚归的").replace("干盏", "千盏") for line in page.lines
            ]
            readings = [LineReading(text, (0.9,) * len(text)) for text in texts]
            descriptor, original = reader._pictures.opened(picture.path)
            reader._keep(_file(descriptor, original, picture, lines), readings)
            os.close(descriptor)

        return read


def test_where_a_second_reading_agrees_nobody_is_asked_and_else_it_is_the_first_candidate(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = part_of(window)
    reader = _SecondReader(monkeypatch, lambda: part._page_shown)
    view = opened(window, qtbot)
    qtbot.waitUntil(lambda: view.page is not None and len(view.page.doubts) == 2)
    settle(window, qtbot)
    assert view.page is not None
    assert [view.page.recognised(doubt) for doubt in view.page.doubts] == ["旧", "干"]
    assert at(view) == "旧"
    qtbot.waitUntil(lambda: view.desk.candidate(0) == "归")
    press(Qt.Key.Key_1)
    qtbot.waitUntil(lambda: at(view) == "干")
    press(Qt.Key.Key_1)
    qtbot.waitUntil(lambda: at(view) == "")
    assert kept(window) == ["干千", "旧归"]
    press(Qt.Key.Key_Escape)
    settle(window, qtbot)
    qtbot.waitUntil(lambda: headline(window) == "渡口的灯")
    document = window.controller.layout.pane.page.document()
    qtbot.waitUntil(lambda: "归的人留的，千盏灯" in document.toPlainText())
    again = opened(window, qtbot)
    assert again.page is not None
    assert (len(again.page.doubts), reader.times) == (2, 1)


def test_lines_that_can_not_be_read_again_are_said_to_be_asked_as_before(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(*_: object) -> None:
        raise LibraryError("识别程序在这一页上意外中止了，没有认。")

    monkeypatch.setattr(LinesReadAgain, "is_there", lambda _: True)
    monkeypatch.setattr(LinesReadAgain, "read", read)
    view = opened(window, qtbot)
    qtbot.waitUntil(lambda: "没能再认一遍" in window.toast.label.text())
    assert "意外中止" in window.toast.label.text()
    settle(window, qtbot)
    assert view.page is not None
    assert len(view.page.doubts) == 4


def test_after_an_undo_the_place_that_was_undone_is_shown(window: MainWindow, qtbot: QtBot) -> None:
    view = opened(window, qtbot)
    for sign in ("旧", "干"):
        assert at(view) == sign
        press(Qt.Key.Key_Return)
        qtbot.waitUntil(partial(is_at, view, {"旧": "干", "干": "人"}[sign]))
        settle(window, qtbot)
    for sign in ("干", "旧"):
        press(Qt.Key.Key_Z, CTRL)
        qtbot.waitUntil(partial(is_at, view, sign))
        settle(window, qtbot)


def test_a_whole_line_is_typed_and_the_next_page_follows(window: MainWindow, qtbot: QtBot) -> None:
    view = opened(window, qtbot)
    press(Qt.Key.Key_Space)
    typed = view.desk.field.text()
    assert "是给晚旧的人" in typed
    press(Qt.Key.Key_Escape)
    assert view.desk.field.text() == ""
    press(Qt.Key.Key_Space)
    view.desk.field.setText(typed.replace("旧的", "归的").replace("老", "考"))
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: at(view) == "干")
    assert kept(window) == ["旧归", "老考"]
    for sign in ("人", "道", ""):
        press(Qt.Key.Key_Return)
        qtbot.waitUntil(partial(is_at, view, sign))
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: at(view) == "陶")
    settle(window, qtbot)
    assert view.page is not None
    assert view.current is not None
    assert view.strips.of(view.page.lines[view.current.line]) is not None


def test_what_is_not_stored_is_said_and_asked_again(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = opened(window, qtbot)

    def full(*_: object) -> None:
        raise UserDataError("磁盘满了")

    with monkeypatch.context() as patched:
        patched.setattr(part_of(window).proofreading, "keep", full)
        press(Qt.Key.Key_Return)
        settle(window, qtbot)
    assert (at(view), kept(window)) == ("旧", [])
    assert view.desk.said.text() == "没存上，再按一次。磁盘满了"
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: at(view) == "干")
    assert kept(window) == ["旧旧"]


def test_another_window_s_decision_is_seen_and_nothing_is_lost(window: MainWindow, qtbot: QtBot) -> None:
    view = opened(window, qtbot)
    part = part_of(window)
    assert view.page is not None
    second = view.page.doubts[1]
    part.proofreading.keep(view.page, view.page.answer(second, "千"))  # as another window does
    press(Qt.Key.Key_F5)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: kept(window) == ["干千", "旧旧"])
    settle(window, qtbot)
    part._load_again(part.proofreading.article_now(view.page))
    settle(window, qtbot)
    assert view.current is not None
    assert (at(view), view.queue.words(view.current)) == ("干", "留的，【千】盏灯亮，干 → 千")


def test_a_search_leaves_the_page(window: MainWindow, qtbot: QtBot) -> None:
    view = opened(window, qtbot)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: at(view) == "干")
    press(Qt.Key.Key_K, CTRL)
    assert not view.isVisible()
    assert not view.isAncestorOf(focused())
    settle(window, qtbot)
    assert kept(window) == ["旧旧"]


MOST_CALLS = 6300
"""Of functions, on the window's thread, from a place that was stored to the picture of the next one."""


def test_a_place_is_stored_and_the_next_one_shown_at_once(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither articles nor index follow before, nor is the page loaded again."""
    view = opened(window, qtbot)
    part = part_of(window)
    taken = list[int]()
    waited_for = list[str]()
    after_storing = view.after_storing

    def show_next() -> None:
        after_storing()
        view.desk.snippet.repaint()

    monkeypatch.setattr(view, "after_storing", lambda: taken.append(growth.calls(show_next)))
    monkeypatch.setattr(part, "_load", lambda *_: waited_for.append("the page"))
    monkeypatch.setattr(type(part.proofreading), "apply", lambda _: waited_for.append("the articles"))
    for _ in range(4):
        before = view.current
        press(Qt.Key.Key_Return)
        qtbot.waitUntil(partial(has_left, view, before))
    assert waited_for == []
    assert len(taken) == 4
    assert max(taken) < MOST_CALLS


def test_characters_are_reached_by_arrows_and_what_they_are_right_in_is_read_through(
    window: MainWindow, qtbot: QtBot
) -> None:
    view = opened(window, qtbot)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right):
        press(key)
    assert view.page is not None
    assert view.current is not None
    assert view.current not in view.page.doubts
    sign = at(view)
    assert view.desk.place.text() == f"第 {view.current.line + 1} 行，通读"
    press(Qt.Key.Key_Return)  # nothing is kept of what nobody doubts
    assert kept(window) == []
    press(Qt.Key.Key_Up)
    assert at(view) == sign
    compose("", "甲")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: kept(window) == [f"{sign}甲"])
    press(Qt.Key.Key_Tab)
    assert at(view) == "旧"


def test_the_same_character_is_asked_on_the_other_pages_of_the_library(
    window: MainWindow, qtbot: QtBot
) -> None:
    doubtful_page.write(window.controller.library.root, "19870613-01", day="1987年6月13日星期六第4013期")
    press(Qt.Key.Key_F5)
    a_window.settle(qtbot, window)
    view = opened(window, qtbot)
    press(Qt.Key.Key_R, CTRL)
    settle(window, qtbot)
    assert view.desk.said.text() == "全库还有 1 版有存疑的“旧”，再按 Ctrl+R 逐处看"
    here = view.page
    press(Qt.Key.Key_R, CTRL)
    qtbot.waitUntil(lambda: view.page is not here)
    settle(window, qtbot)
    assert view.page is not None
    assert [view.page.recognised(each) for each in view.page.doubts] == ["旧"]


def test_likely_misreadings_are_a_queue_without_a_picture_too(qtbot: QtBot, tmp_path: Path) -> None:
    root = tmp_path / "库"
    root.mkdir()
    for day, body in enumerate(
        ["何渡生修灯。", "何渡生又修灯。", "灯是何渡牛修的，修到半夜。", "何渡生也在。"], 1
    ):
        text = f"雁桥日报\n1987年6月{day}日\n第01版\n## 修灯第{day}天\n本报讯　{body}\n"
        (root / f"1987060{day}.txt").write_text(text, encoding="utf-8")
    window = a_window.open_on(qtbot, root)
    open_rung(window, qtbot)
    window._actions["misreadings"].trigger()
    view = part_of(window).view
    qtbot.waitUntil(view.isVisible)
    settle(window, qtbot)
    assert [view.queue.words(each) for each in view.queue.rows() if isinstance(each, Doubt)] == [
        "是何渡【牛】修的，"
    ]
    assert view.desk.candidate(0) == "生"
    assert view.desk.snippet.isHidden()
    press(Qt.Key.Key_1)
    qtbot.waitUntil(lambda: kept(window) == ["牛生"])
    press(Qt.Key.Key_Escape)
    searcher = window.controller.library.searcher
    qtbot.waitUntil(lambda: searcher.search('"何渡生"', exact=True).total == 4)
