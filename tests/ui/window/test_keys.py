"""The whole window by keys alone: the ring of Tab, the panes, the end, matches, letters."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reader.ui.layout.window_layout import WindowLayout
from reader.ui.notebook.bookmark_editor import BookmarkEditor
from reader.ui.window.screenshot import search_and_wait
from reader.ui.window.window import MainWindow
from tests.ui.a_window import CTRL, HEADLINES, SHIFT, focused, headline, press, settle

TAB, BACK = Qt.Key.Key_Tab, Qt.Key.Key_Backtab


def ring(window: MainWindow, key: Qt.Key) -> list[QWidget]:
    """Where a key leads from the search field, until it is there again."""
    press(Qt.Key.Key_K, CTRL)
    stops = [focused()]
    while len(stops) < 100:
        press(key)
        if focused() is stops[0]:
            return stops
        stops.append(focused())
    raise AssertionError(stops)


def can_be_reached(window: MainWindow) -> set[QWidget]:
    tab = Qt.FocusPolicy.TabFocus
    seen = [each for each in window.findChildren(QWidget) if each.isVisible() and each.window() is window]
    return {each for each in seen if each.focusPolicy() & tab and each.isEnabled() and not each.focusProxy()}


def test_tab_goes_everywhere_in_the_order_of_reading_and_comes_back(
    window: MainWindow, layout: WindowLayout
) -> None:
    for query, key in (("", None), ("老船工", None), ("老船工", Qt.Key.Key_V)):
        search_and_wait(window, query)
        if key is not None:
            layout.pane.page.setFocus()
            press(key)
        layout.area.first_view().setFocus()
        there = ring(window, TAB)
        assert set(there) >= can_be_reached(window)
        assert ring(window, BACK) == [there[0], *reversed(there[1:])]
        panes = [each for each in there if each in layout.panes()]
        assert panes == [each for each in layout.panes() if each is not layout.search]


def test_f6_leads_from_pane_to_pane_and_with_shift_back(window: MainWindow, layout: WindowLayout) -> None:
    layout.pane.header.more_button.setFocus()
    went = []
    for modifier in (Qt.KeyboardModifier.NoModifier,) * 4 + (SHIFT,) * 4:
        press(Qt.Key.Key_F6, modifier)
        went.append(focused())
    page, field, tree, listed = layout.pane.page, layout.search.line, layout.tree, layout.issues.view
    assert went == [page, field, tree, listed, tree, field, page, listed]


def test_end_is_the_last_of_all_results_and_the_end_of_the_article(
    qtbot: QtBot, window: MainWindow, layout: WindowLayout, root: Path
) -> None:
    many = "".join(f"\n# 启事第{n}号\n\n井水第{n}号。\n" for n in range(120))
    (root / "19870801.txt").write_text(f"雁桥日报\n1987年8月1日 星期六 第4062期\n{many}", encoding="utf-8")
    layout.pane.page.setFocus()
    press(Qt.Key.Key_End)
    bar = layout.pane.page.verticalScrollBar()
    assert bar.value() == bar.maximum() > 0
    press(Qt.Key.Key_F5)
    settle(qtbot, window)
    search_and_wait(window, "井水")
    layout.results.view.setFocus()
    press(Qt.Key.Key_End)
    qtbot.waitUntil(lambda: layout.results.position() == (120, 120))


def test_from_the_last_match_the_next_article_is_gone_on_to_and_back_again(
    window: MainWindow, layout: WindowLayout
) -> None:
    search_and_wait(window, "老船工")
    layout.results.view.setFocus()
    press(Qt.Key.Key_Home)
    assert layout.results.position() == (1, 9)
    first = headline(window)
    press(Qt.Key.Key_F3)
    assert headline(window) != first
    assert layout.results.position() == (2, 9)
    press(Qt.Key.Key_F3, SHIFT)
    assert headline(window) == first
    press(Qt.Key.Key_F3, times=9)
    assert layout.results.position() == (9, 9)
    assert window.toast.label.text() == "结果里没有下一篇了。"


def test_m_after_h_writes_on_the_highlight_just_made(
    qtbot: QtBot, window: MainWindow, layout: WindowLayout
) -> None:
    page = layout.pane.page
    page.setFocus()
    press(Qt.Key.Key_H)
    assert window.toast.label.text() == "先选中要标记的字。"
    cursor = page.textCursor()
    cursor.setPosition(page.document().find("老船工").selectionStart())
    cursor.setPosition(cursor.position() + 3, cursor.MoveMode.KeepAnchor)
    page.setTextCursor(cursor)
    press(Qt.Key.Key_H)
    press(Qt.Key.Key_M)
    editor = window.findChild(BookmarkEditor)
    assert isinstance(editor, BookmarkEditor)
    assert editor.draft.passage is not None
    assert editor.draft.passage.exact == "老船工"
    qtbot.waitUntil(lambda: len(window.controller.features.bookmarks.bookmarks) == 1)


def test_letters_act_on_lists_and_pages_and_on_nothing_else(
    qtbot: QtBot, window: MainWindow, layout: WindowLayout
) -> None:
    bookmarks = window.controller.features.bookmarks
    for control in (layout.pane.header.more_button, layout.top.menu_button):
        control.setFocus()
        press(Qt.Key.Key_B)
        press(Qt.Key.Key_J)
    assert headline(window).endswith(HEADLINES[0])
    qtbot.waitUntil(bookmarks.tasks.is_idle)
    assert bookmarks.bookmarks == []
    layout.issues.view.setFocus()
    press(Qt.Key.Key_B)
    qtbot.waitUntil(lambda: window.toast.label.text() == "已收藏")
