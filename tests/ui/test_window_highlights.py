"""Words are marked on the page, written on, and found again."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from reader.newspaper.passage import MarkColor
from reader.ui.article.article_page import ArticlePage
from reader.ui.article.unit_selection import SelectionBar
from reader.ui.frame import Tab
from reader.ui.notebook.bookmark_editor import BookmarkEditor
from reader.ui.widgets import theme
from reader.ui.widgets.popup import Popup
from reader.ui.window.screenshot import await_reading
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL, SHIFT, press, texts, view

Saved = Callable[[int], None]


@pytest.fixture
def page(window: MainWindow) -> ArticlePage:
    page = window.controller.layout.pane.page
    page.setFocus()
    return page


@pytest.fixture
def saved(qtbot: QtBot, window: MainWindow) -> Saved:
    """Waits until so many bookmarks are on the disk and shown."""
    return lambda count: qtbot.waitUntil(lambda: len(window.controller.features.bookmarks.bookmarks) == count)


def select(page: ArticlePage, words: str) -> None:
    found = page.document().find(words)
    assert found.hasSelection(), words
    page.setTextCursor(found)


def marked(page: ArticlePage) -> list[tuple[str, MarkColor]]:
    blocks = page.blocks
    return [
        ("".join(blocks[p.text].text[p.start : p.end] for p in each.places), each.color)
        for each in page.marks.highlights
    ]


def test_words_are_marked_by_keys_and_from_a_bar_recoloured_and_taken_away(
    window: MainWindow, page: ArticlePage, saved: Saved
) -> None:
    press(Qt.Key.Key_F7)  # by the keyboard alone
    press(Qt.Key.Key_Right, SHIFT, times=2)
    press(Qt.Key.Key_H)
    saved(1)
    assert marked(page) == [("3日", MarkColor.YELLOW)]
    assert not page.textCursor().hasSelection()
    press(Qt.Key.Key_Z, CTRL)
    saved(0)
    assert marked(page) == []

    select(page, "老船工说")
    for name, action in (("dark", "larger"), ("paper", "normal_size")):
        theme.use(name)
        window._actions[action].trigger()
        assert page.selected_text() == "老船工说"

    bar = page.findChild(SelectionBar)
    assert bar is not None
    rect = page.cursorRect()
    QTest.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=rect.center() + QPoint(0, 200))
    assert not bar.isVisible()
    QTest.mousePress(page.viewport(), Qt.MouseButton.LeftButton, pos=rect.center() - QPoint(60, 0))
    QTest.mouseMove(page.viewport(), rect.center())
    QTest.mouseRelease(page.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert bar.isVisible()
    button = next(each for each in bar.children() if getattr(each, "accessibleName", str)() == "标为绿色")
    a_window.click(button)  # type: ignore[arg-type]
    saved(1)
    assert [color for _, color in marked(page)] == [MarkColor.GREEN]
    assert not bar.isVisible()


def test_a_click_on_a_highlight_recolours_it_and_takes_it_away(
    qtbot: QtBot, window: MainWindow, page: ArticlePage, saved: Saved
) -> None:
    select(page, "老船工说")
    place = page.cursorRect().center() - QPoint(20, 0)
    press(Qt.Key.Key_H)
    saved(1)

    def choose(words: str) -> None:
        QTest.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=place)
        bar = QApplication.activePopupWidget()
        assert isinstance(bar, Popup)
        a_window.click(next(b for b in bar.findChildren(QToolButton) if b.accessibleName() == words))
        assert QApplication.activePopupWidget() is None

    choose("标为紫色")
    qtbot.waitUntil(lambda: marked(page) == [("老船工说", MarkColor.PURPLE)])
    choose("删除标记")
    saved(0)
    assert window.toast.label.text() == "已删除“3日渡口的灯亮到后半夜”里的标记"


def test_a_note_is_written_on_selected_words_and_gone_to_from_the_list(
    qtbot: QtBot, window: MainWindow, page: ArticlePage
) -> None:
    select(page, "3日第50段。")
    press(Qt.Key.Key_M)
    qtbot.waitUntil(lambda: bool(window.findChildren(BookmarkEditor)))
    editor = window.findChildren(BookmarkEditor)[0]
    editor.note.setPlainText("外公也这么说")
    editor.save_button.click()
    qtbot.waitUntil(lambda: any(each.note for each in window.controller.features.bookmarks.bookmarks))
    assert [each.note for each in page.marks.highlights] == ["外公也这么说"]
    assert not window.controller.features.bookmarks.of(window.controller.features.bookmarks.bookmarks[0].key)

    window.controller.reading.open_issue(1)
    await_reading()
    press(Qt.Key.Key_J)
    window.controller.show_tab(Tab.BOOKMARKS)
    shelf = view(window, "bookmarkList")
    (row,) = texts(shelf)
    assert "3日第50段。" in row.split("\n")
    a_window.click_row(shelf, shelf.model().index(0, 0))
    qtbot.waitUntil(lambda: page.verticalScrollBar().value() > 0)
    assert marked(page) == [("3日第50段。", MarkColor.YELLOW)]


def test_highlights_outlive_a_file_that_was_read_anew(
    qtbot: QtBot, window: MainWindow, page: ArticlePage, root: Path, saved: Saved
) -> None:
    select(page, "老船工说")
    press(Qt.Key.Key_H)
    saved(1)
    window.close()
    a_window.write_issues(root, more="灯要亮着。")
    shutil.move(root / "19870703.txt", root / "改名.txt")
    again = a_window.open_on(qtbot, root)
    again.controller.show_tab(Tab.BOOKMARKS)
    qtbot.waitUntil(lambda: len(again.controller.features.bookmarks.bookmarks) == 1)
    shelf = view(again, "bookmarkList")
    a_window.click_row(shelf, shelf.model().index(0, 0))
    page = again.controller.layout.pane.page
    qtbot.waitUntil(lambda: marked(page) == [("老船工说", MarkColor.YELLOW)])
