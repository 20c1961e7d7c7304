"""The reader's own words among the results: a number of their own, a list in place of the articles, the way to them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from reader.newspaper.holdings import Bookmark
from reader.ui.search.result_list import ResultPane
from reader.ui.widgets.controls import Chip
from reader.ui.widgets.row_list import RowList
from reader.ui.window.window import MainWindow
from tests.ui.a_window import CTRL, HEADLINES, click, focused, headline, press, texts, type_text, view


def settle(window: MainWindow, qtbot: QtBot) -> None:
    controller = window.controller
    qtbot.waitUntil(
        lambda: controller.features.searching.is_idle() and controller.features.note_results.is_idle()
    )
    qtbot.waitUntil(lambda: not controller.is_reading())


def search(window: MainWindow, qtbot: QtBot, text: str) -> ResultPane:
    press(Qt.Key.Key_K, CTRL)
    window.controller.layout.search.set_text("")
    type_text(text)
    qtbot.waitUntil(lambda: window.controller.features.searching.text == text)
    settle(window, qtbot)
    return window.controller.layout.results


def chip(window: MainWindow) -> Chip:
    return window.controller.layout.results.header.hints.notes_chip


def notes(window: MainWindow) -> RowList:
    return window.controller.features.note_results.listing.view


@pytest.fixture
def noted(window: MainWindow, qtbot: QtBot) -> list[Bookmark]:
    """Two of the articles are noted: one as a whole, one with a passage."""
    library, bookmarks = window.controller.library, window.controller.features.bookmarks
    first, second = (library.searcher.search(f"标题:{words}").ids[0] for words in HEADLINES[:2])
    passage = library.notebook.quote(first, "渡船停了半日")
    made = [
        library.notebook.bookmark(first, "外婆提过这只渡船", passage=passage),
        library.notebook.bookmark(second, "", ("渡船", "家史")),
    ]
    with qtbot.waitSignal(bookmarks.changed):
        bookmarks.read()
    return made


def test_notes_have_a_number_of_their_own_and_a_list(
    window: MainWindow, qtbot: QtBot, noted: list[Bookmark]
) -> None:
    results = search(window, qtbot, "渡船")
    before = window.controller.library.searcher.search("渡船", exact=True).total
    assert (chip(window).text(), chip(window).isVisible()) == ("笔记 2", True)
    assert results.header.count.text() == f"{before} 篇"
    search(window, qtbot, "木桶")
    assert not chip(window).isVisible()
    press(Qt.Key.Key_Return)
    assert focused() is results.view
    search(window, qtbot, "外婆")
    assert (results.row_count(), chip(window).text()) == (0, "笔记 1")
    assert results.empty.isVisible()
    first, *_ = results.empty.links()
    assert first.accessibleName() == "您的笔记里有 看这 1 条"
    click(first)
    assert notes(window).isVisible()
    search(window, qtbot, "外婆婆")
    assert [each.text() for each in results.empty.links()] == ["怎样搜索"]
    assert results.face() is results.view
    search(window, qtbot, "外婆")
    click(chip(window))
    assert texts(view(window, "noteResultList")) == texts(notes(window)) != []
    search(window, qtbot, "外婆婆")
    assert results.face() is results.view
    search(window, qtbot, "外婆")
    press(Qt.Key.Key_Return)
    assert focused() is notes(window), "where nothing else was found"


def test_click_and_keys_open_the_article_at_the_passage(
    window: MainWindow, qtbot: QtBot, noted: list[Bookmark]
) -> None:
    results = search(window, qtbot, "提过")
    click(chip(window))
    with qtbot.waitSignal(window.controller.reading.shown):
        place = notes(window).visualRect(notes(window).model().index(0, 0)).center()
        QTest.mouseClick(notes(window).viewport(), Qt.MouseButton.LeftButton, pos=place)
    settle(window, qtbot)
    assert HEADLINES[0] in headline(window)
    page = window.controller.layout.pane.page
    qtbot.waitUntil(lambda: [each.uuid for each in page.marks.highlights] == [noted[0].uuid])
    assert results.header.hints.apart_button not in results.header.hints.offers
    search(window, qtbot, "外婆婆")
    assert results.face() is results.view
    search(window, qtbot, "家史")
    chip(window).setFocus()
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_K, CTRL)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: focused() is notes(window))
    press(Qt.Key.Key_Return)
    settle(window, qtbot)
    assert HEADLINES[1] in headline(window)
    menu = QMenu()
    qtbot.addWidget(menu)
    notes(window).menuOpening.emit(menu, notes(window).model().index(0, 0))
    assert {"打开", "在旁边打开", "复制引文", "删除收藏"} <= {action.text() for action in menu.actions()}


def test_the_number_follows_what_is_written_and_the_switch_of_shapes(
    window: MainWindow, qtbot: QtBot, noted: list[Bookmark]
) -> None:
    controller = window.controller
    controller.features.results.set_all_shapes(False)
    search(window, qtbot, "外婆提過")
    assert not chip(window).isVisible()
    controller.layout.results.header.shapes_action.trigger()
    settle(window, qtbot)
    assert chip(window).text() == "笔记 1"
    controller.features.bookmarks.remove(noted[0])
    qtbot.waitUntil(lambda: not chip(window).isVisible())
