"""Proofreading a page by keys: right, another, typed, skipped, a whole line; undone, kept and left."""

import time
from functools import partial
from pathlib import Path
from statistics import median

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.features.proofread.page import Doubt
from reader.features.proofread.ui.proofread_part import ProofreadPart
from reader.features.proofread.ui.proofread_view import ProofreadView
from reader.newspaper.decision import CorrectedCharacter, DismissedMisreading
from reader.storage.user_data import UserDataError
from reader.ui.window.window import MainWindow
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
    table = window.controller.library.characters.table
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


def test_a_place_is_stored_and_the_next_one_shown_at_once(window: MainWindow, qtbot: QtBot) -> None:
    view = opened(window, qtbot)
    taken = []
    for _ in range(4):
        before, began = view.current, time.perf_counter()
        press(Qt.Key.Key_Return)
        qtbot.waitUntil(partial(has_left, view, before))
        view.desk.snippet.repaint()
        taken.append(time.perf_counter() - began)
    assert median(taken) < 0.15
