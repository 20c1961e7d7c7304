"""All actions in one list that is searched by typing."""

import pytest
from PySide6.QtCore import Qt

from reader.ui.window.actions import specs
from reader.ui.window.command_palette import ActionRow, CommandPalette, entries, matching
from reader.ui.window.window import MainWindow
from tests.ui.a_window import CTRL, SHIFT, focused, press, texts, type_text


@pytest.fixture
def palette(window: MainWindow) -> CommandPalette:
    window.controller.layout.pane.page.setFocus()
    press(Qt.Key.Key_P, CTRL | SHIFT)
    return window.palette_of_actions


def test_every_action_and_its_key_is_listed(palette: CommandPalette) -> None:
    assert palette.isVisible()
    assert len(texts(palette.view)) == len(specs()) - 2
    spoken = palette.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "打开资料库，Ctrl+O"


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("引文", "复制引文"),
        ("主题 夜", "主题：夜"),
        ("f11", "全屏阅读"),
        ("日历", "日历"),
        ("下一", "下一篇"),
    ],
)
def test_what_is_typed_narrows_the_list(typed: str, first: str) -> None:
    assert matching(entries(), typed)[0].words == first


def test_what_begins_so_comes_first() -> None:
    listed = [ActionRow(words, words, "", "") for words in ("显示列表", "列表", "列")]
    assert [entry.words for entry in matching(listed, "列")] == ["列表", "列", "显示列表"]


def test_enter_does_what_is_chosen_where_the_focus_was(window: MainWindow, palette: CommandPalette) -> None:
    type_text("日历")
    press(Qt.Key.Key_Return)
    assert not palette.isVisible()
    assert window.controller.layout.calendar.isVisible()


def test_the_arrows_pass_over_what_cannot_be_done_now(window: MainWindow, palette: CommandPalette) -> None:
    type_text("前往")
    names = texts(palette.view)
    assert names[0] == "后退"
    assert palette.view.currentIndex().data() == next(name for name in names if name not in ("后退", "前进"))


def test_escape_leads_back(window: MainWindow, palette: CommandPalette) -> None:
    press(Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert focused() is window.controller.layout.pane.page


def test_what_is_unknown_leaves_an_empty_list(palette: CommandPalette) -> None:
    type_text("没有这样的事")
    assert texts(palette.view) == []
    press(Qt.Key.Key_Return)
    assert palette.isVisible()
