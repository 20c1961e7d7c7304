"""Articles leave the window as text: dragged with the mouse, or copied with the keyboard."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QAbstractItemView, QApplication
from pytestqt.qtbot import QtBot

from reader import assets
from reader.ui.layout.window_layout import WindowLayout
from reader.ui.window.screenshot import await_reading
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL, press, pull, tree_at_article, type_text, view

CITED = "[N]. 雁桥日报, 1987-07-03."


@pytest.fixture
def dragged(monkeypatch: pytest.MonkeyPatch) -> list[QMimeData]:
    """What was dragged away; offscreen nobody takes it."""
    found: list[QMimeData] = []

    def let_go(drag: QDrag, _actions: Qt.DropAction) -> Qt.DropAction:
        kept = QMimeData()
        kept.setText(drag.mimeData().text())
        kept.setHtml(drag.mimeData().html())
        found.append(kept)
        return Qt.DropAction.IgnoreAction

    monkeypatch.setattr(QDrag, "exec", let_go)
    return found


def taken(rows: QAbstractItemView) -> QMimeData:
    """What the selected rows become, as Qt asks for it when a drag begins."""
    indexes = rows.selectionModel().selectedIndexes()
    assert rows.dragEnabled()
    assert all(rows.model().flags(index) & Qt.ItemFlag.ItemIsDragEnabled for index in indexes)
    return rows.model().mimeData(indexes)


# -- lists


def test_a_row_becomes_the_article_with_its_citation_by_the_mouse_and_by_the_key(window: MainWindow) -> None:
    tree = tree_at_article(window)
    clipboard = QApplication.clipboard()
    for rows in (tree, view(window, "issueList")):
        data = taken(rows)
        assert data.text().startswith("雁桥日报　1987年7月3日")
        assert "3日渡口的灯亮到后半夜\n" in data.text()
        assert data.text().rstrip().endswith(CITED)
        assert "<h1>3日渡口的灯亮到后半夜</h1>" in data.html()
        assert CITED in data.html()
        clipboard.clear()
        rows.setFocus()
        press(Qt.Key.Key_C, CTRL)
        assert clipboard.text() == data.text()
        assert "<h1>" in clipboard.mimeData().html()
    issue = tree.currentIndex().parent()
    assert not tree.model().flags(issue) & Qt.ItemFlag.ItemIsDragEnabled
    assert tree.model().mimeData([issue]).formats() == []


def test_several_bookmarks_go_together_and_a_result_becomes_its_article(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot
) -> None:
    bookmarks = layout.bookmarks.listing.rows
    press(Qt.Key.Key_B)
    qtbot.waitUntil(lambda: len(bookmarks()) == 1)
    press(Qt.Key.Key_J)
    press(Qt.Key.Key_B)
    qtbot.waitUntil(lambda: len(bookmarks()) == 2)
    press(a_window.BOOKMARKS, CTRL)
    layout.bookmarks.listing.view.selectAll()
    text = taken(layout.bookmarks.listing.view).text()
    assert text.count(CITED) == 2
    press(Qt.Key.Key_C, CTRL)
    assert QApplication.clipboard().text() == text
    press(Qt.Key.Key_1, CTRL)

    press(Qt.Key.Key_K, CTRL)
    type_text("老船工")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: layout.results.article_id() is not None)
    assert "[N]. 雁桥日报, 1987-0" in taken(layout.results.view).text()


def test_an_article_of_a_story_takes_all_of_it_along(qtbot: QtBot) -> None:
    window = a_window.open_on(qtbot, assets.sample_library())
    (first, *_) = window.controller.library.searcher.search("标题:三万册").ids
    window.controller.reading.open_article(first)
    await_reading()
    text = taken(view(window, "issueList")).text()
    assert text.count("—— 接 04版") == 1
    assert text.count("[N].") == 1


def headline_at(layout: WindowLayout) -> QPoint:
    page = layout.pane.page
    return page.cursorRect(page.document().find("渡口的灯")).center() - QPoint(40, 0)


def test_an_article_is_dragged_by_its_folio_by_its_headline_and_on_a_whole_page_under_its_title(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot, dragged: list[QMimeData]
) -> None:
    page = layout.pane.page
    pull(page.viewport(), page.cursorRect(page.document().find("江上有雾")).center(), QPoint(0, 80))
    assert dragged == [], "in the text words are selected"
    assert page.selected_text()
    page.clear_selection()
    pull(page.viewport(), headline_at(layout), QPoint(90, 3))
    assert dragged == [], "along the headline as well"
    assert page.selected_text() in "3日渡口的灯亮到后半夜"
    assert page.selected_text()
    page.clear_selection()
    pull(page.viewport(), headline_at(layout), QPoint(4, 80))
    assert len(dragged) == 1
    assert not page.selected_text()
    pull(page.viewport(), QPoint(200, 40), QPoint(80, 0))
    assert [data.text().count(CITED) for data in dragged] == [1, 1]
    assert "<h1>" in dragged[1].html()

    page.setFocus()
    press(Qt.Key.Key_V)
    whole = layout.area.page.view
    qtbot.waitUntil(lambda: layout.area.is_page_shown() and whole.is_set())
    place = whole.visualRect(whole.model().index(0, 0)).topLeft() + QPoint(30, 20)
    pull(whole.viewport(), place, QPoint(0, 60))
    assert [data.text().count(CITED) for data in dragged] == [1, 1, 1]
    assert layout.area.is_page_shown()
    whole.setFocus()
    press(Qt.Key.Key_C, CTRL)
    assert QApplication.clipboard().text().rstrip().endswith(CITED)
    assert "<h1>" in QApplication.clipboard().mimeData().html()
