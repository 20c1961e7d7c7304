"""All actions and settings in one list that is searched by typing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from reader.features.bookmark.ui.note_dialogs import BackupDialog
from reader.features.calendar.ui.calendar_part import CalendarPart
from reader.features.palette.ui import (
    CommandPalette,
    PalettePart,
    PaletteRow,
    all_rows,
    entries_of,
    matching,
    rows_of_faces,
    rows_of_views,
)
from reader.ui.controllers.preferences import SettingsWindow, preferences
from reader.ui.widgets import theme
from reader.ui.window.actions import specs
from reader.ui.window.window import MainWindow
from tests.ui.a_window import CTRL, SHIFT, focused, press, texts, type_text


@pytest.fixture
def palette(window: MainWindow) -> CommandPalette:
    window.controller.layout.pane.page.setFocus()
    press(Qt.Key.Key_P, CTRL | SHIFT)
    return window.controller.features.parts.of(PalettePart).palette


def test_every_action_and_its_key_is_listed_and_every_setting_with_its_choices(
    palette: CommandPalette,
) -> None:
    assert palette.isVisible()
    faces = [*rows_of_faces()]
    assert [row.action for row in faces] == [
        "show_calendar",
        "show_offices",
        "show_bookmarks",
        "show_dossiers",
    ]
    views = [*rows_of_views()]
    assert [row.action for row in views] == ["keyness", "concordance", "timeline", "chronicle", "claims"]
    listed = [*all_rows(specs(), ()), *faces, *views, *all_rows((), preferences())]
    rows = [row.words for row in listed]
    of_settings = sum(1 + len(each.choices) for each in preferences())
    assert len(rows) == len(specs()) - 2 + len(faces) + len(views) + of_settings
    assert texts(palette.view)[: len(rows)] == rows
    spoken = palette.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "下一篇，J"


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("引文", "引文格式"),
        ("复制 引文", "复制引文"),
        ("夜", "主题：夜"),
        ("f11", "全屏阅读"),
        ("日历", "日历"),
        ("下一", "下一篇"),
        ("fzyw", "复制引文"),
        ("suiji", "没有这样的操作；在报上搜索“suiji”"),
        ("quanping", "全屏阅读"),
        ("kwic", "逐处"),
        ("重新扫描", "更新"),
        ("citation", "复制引文"),
        ("备份", "笔记"),
    ],
)
def test_what_is_typed_narrows_the_list(typed: str, first: str) -> None:
    rows = [*all_rows(specs(), preferences()), *rows_of_views()]
    assert matching(rows, typed)[0].words == first


def test_every_action_and_setting_is_found_by_its_words_by_its_initials_and_in_english() -> None:
    rows = all_rows(specs(), preferences())
    for row in rows:
        assert row in matching(rows, row.words)
        assert any(word.isascii() for word in row.keywords.split()), row.words


def test_what_begins_so_comes_first_then_what_contains_it_then_what_is_found_otherwise() -> None:
    listed = [PaletteRow("目录", keywords="列表"), *(PaletteRow(words) for words in ("显示列表", "列表"))]
    assert [row.words for row in matching(listed, "列表")] == ["列表", "显示列表", "目录"]


def test_enter_does_what_is_chosen_where_the_focus_was(window: MainWindow, palette: CommandPalette) -> None:
    type_text("日历")
    press(Qt.Key.Key_Return)
    assert not palette.isVisible()
    assert window.controller.features.parts.of(CalendarPart).pane.isVisible()


def test_a_setting_is_shown_among_the_others(
    window: MainWindow, palette: CommandPalette, qtbot: QtBot
) -> None:
    type_text("减少动画")
    press(Qt.Key.Key_Return)
    shown = window.findChild(SettingsWindow)
    assert isinstance(shown, SettingsWindow)
    qtbot.waitUntil(shown.rows["reduced_motion"].control.hasFocus)


@pytest.mark.parametrize(
    ("typed", "first"),
    [("恢复", "备份与恢复"), ("标签", "标签"), ("最近删除", "最近删除"), ("导出全部", "导出全部收藏与批注")],
)
def test_what_a_pane_has_in_its_menu_is_found_from_anywhere(
    palette: CommandPalette, typed: str, first: str
) -> None:
    type_text(typed)
    assert texts(palette.view)[0] == first
    is_there = palette.model.index(0, 0).flags() & Qt.ItemFlag.ItemIsEnabled
    assert bool(is_there) == (first in ("备份与恢复", "导出全部收藏与批注")), (
        "nothing is tagged or removed yet"
    )


def test_an_entry_of_a_menu_and_the_choice_of_a_setting_are_done_at_once(
    window: MainWindow, palette: CommandPalette
) -> None:
    type_text("dark")
    press(Qt.Key.Key_Return)
    assert theme.current().is_dark
    press(Qt.Key.Key_P, CTRL | SHIFT)
    type_text("备份")
    press(Qt.Key.Key_Down, times=texts(palette.view).index("备份与恢复"))
    press(Qt.Key.Key_Return)
    assert window.findChild(BackupDialog) is not None


def test_the_arrows_pass_over_what_cannot_be_done_now(window: MainWindow, palette: CommandPalette) -> None:
    type_text("history")
    names = texts(palette.view)
    assert names[0] == "后退"
    assert palette.view.currentIndex().data() == next(name for name in names if name not in ("后退", "前进"))


def test_escape_leads_back(window: MainWindow, palette: CommandPalette) -> None:
    press(Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert focused() is window.controller.layout.pane.page


def test_what_is_no_action_is_searched_for_in_the_papers(window: MainWindow, palette: CommandPalette) -> None:
    type_text("没有这样的事")
    assert texts(palette.view) == ["没有这样的操作；在报上搜索“没有这样的事”"]
    press(Qt.Key.Key_Return)
    assert not palette.isVisible()
    assert window.controller.layout.search.line.text() == "没有这样的事"


def test_menus_lead_on_by_a_sign_that_every_typeface_has(qtbot: QtBot) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    menu.addMenu("Export over time").addAction("CSV")
    assert [row.words for row in entries_of(menu, "")] == ["Export over time › CSV"]
