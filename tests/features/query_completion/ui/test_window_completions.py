"""The window suggests completions while a person types: what the library knows and what was searched before."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from reader.features.dossiers.dossiers import dossiers_of
from reader.features.query_completion.ui import CompletionPart, CompletionPopup
from reader.storage import settings
from reader.ui.window.window import MainWindow
from tests.ui.a_window import CTRL, focused, open_on, press, type_text


@pytest.fixture
def popup(window: MainWindow) -> CompletionPopup:
    press(Qt.Key.Key_K, CTRL)
    return window.controller.features.parts.of(CompletionPart).popup


def told(popup: CompletionPopup) -> list[tuple[str, str]]:
    return [(row.group, row.words) for row in popup.rows()]


def test_names_and_words_of_the_library_come_with_their_numbers(
    qtbot: QtBot, window: MainWindow, popup: CompletionPopup
) -> None:
    type_text("闻")
    qtbot.waitUntil(lambda: told(popup) == [("人物", "闻小树")])
    qtbot.waitUntil(lambda: [row.number for row in popup.rows()] == ["9 篇"])
    type_text("小树 渡")
    qtbot.waitUntil(lambda: told(popup) == [("词语", "渡口"), ("词语", "渡船")])
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Tab)
    assert window.controller.layout.search.line.text() == "闻小树 渡口 "
    assert focused() is window.controller.layout.search.line
    qtbot.waitUntil(lambda: window.controller.layout.results.row_count() == 3)
    assert told(popup) == []


def test_what_is_chosen_typed_or_named_is_asked_and_remembered_until_it_is_removed(
    qtbot: QtBot, window: MainWindow, popup: CompletionPopup
) -> None:
    search, completing = window.controller.layout.search, window.controller.features.parts.of(CompletionPart)
    results = window.controller.layout.results.view

    def begin(text: str) -> None:
        press(Qt.Key.Key_K, CTRL)
        search.set_text("")
        type_text(text)

    type_text("闻")
    qtbot.waitUntil(lambda: bool(popup.rows()))
    press(Qt.Key.Key_Escape)
    assert not popup.isVisible()
    assert search.line.text() == "闻"
    press(Qt.Key.Key_Escape)
    assert search.line.text() == "闻", "what is typed is not lost"

    begin("闻")
    qtbot.waitUntil(lambda: bool(popup.rows()))
    press(Qt.Key.Key_Return)
    assert search.line.text() == "闻"
    qtbot.waitUntil(results.hasFocus)
    assert not popup.isVisible()
    completing.forget_all()

    begin("闻")
    qtbot.waitUntil(lambda: bool(popup.rows()))
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert search.line.text() == "闻小树"
    qtbot.waitUntil(results.hasFocus)
    assert completing.recent() == ("闻小树",)

    begin("1987年端午")
    qtbot.waitUntil(lambda: told(popup) == [("日期", "1987年5月31日")])
    assert popup.rows()[0].detail == "周日　丁卯年五月初五"
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert search.line.text() == "日期:1987-05-31"
    completing.forget_all()

    begin("渡口 灯")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(results.hasFocus)
    press(Qt.Key.Key_K, CTRL)
    press(Qt.Key.Key_Delete)
    press(Qt.Key.Key_Down)
    assert told(popup) == [("最近", "渡口 灯")]
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Delete)
    assert told(popup) == []
    assert completing.recent() == ()

    completing.remember("渡口 灯")
    forget = window.findChild(QAction, "forget_searches")
    assert isinstance(forget, QAction)
    forget.trigger()
    assert completing.recent() == ()
    qtbot.waitUntil(lambda: window.toast.label.text() == "搜索记录已清除。")
    assert settings.load().settings.searches == ()


def test_what_was_asked_is_known_after_a_restart(qtbot: QtBot, root: Path) -> None:
    window = open_on(qtbot, root)
    window.controller.features.parts.of(CompletionPart).remember("渡口 灯")
    window.controller.features.parts.of(CompletionPart).remember("板车")
    window.controller.features.parts.of(CompletionPart).remember("渡口  灯")
    window.close()
    assert settings.load().settings.searches == ("渡口 灯", "板车")
    again = open_on(qtbot, root)
    assert again.controller.features.parts.of(CompletionPart).recent() == ("渡口 灯", "板车")
    again.controller.features.parts.of(CompletionPart).forget_all()
    again.close()
    assert settings.load().settings.searches == ()


def test_dossiers_come_after_their_field(qtbot: QtBot, window: MainWindow, popup: CompletionPopup) -> None:
    dossiers_of(window.controller.library).add("渡口旧事")
    type_text("专题:")
    qtbot.waitUntil(lambda: told(popup) == [("专题", "渡口旧事")])
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Tab)
    assert window.controller.layout.search.line.text().strip() == "专题:渡口旧事"
