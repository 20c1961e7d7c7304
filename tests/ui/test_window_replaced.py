"""The article on the page is replaced by another reading of its file: what one was doing in it goes on."""

import datetime as dt
from pathlib import Path

import pytest
from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.ui.article.article_pane import ArticlePane
from reader.ui.layout.window_layout import WindowLayout
from reader.ui.window.screenshot import await_reading
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL, headline, press, type_text
from tests.ui.test_window_margin_notes import editor_of, stored
from tests.ui.test_window_search import ask


def replace(qtbot: QtBot, window: MainWindow, root: Path, old: str, new: str) -> None:
    """Another text stands in the file of the article on the page, and has been read in."""
    path, stored = root / "19870703.txt", window.controller.reading.article
    assert stored is not None
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    window.controller.sync.begin()
    a_window.settle(qtbot, window)
    await_reading()
    now = window.controller.reading.article
    assert now is not None
    assert now.id != stored.id
    qtbot.waitUntil(window.controller.features.searching.is_idle)


OPENINGS = [("半夜\n\n本报讯", "半夜\n\n又讯"), ("半夜\n\n又讯", "半夜\n\n另讯")]
"""By the first words of a text an article is known again: these are other ones each time."""


def words_at_top(pane: ArticlePane) -> str:
    page = pane.page
    start = page.first_position_in_view()
    return "".join(page.document().characterAt(at) for at in range(start, start + 12))


@pytest.mark.parametrize("second", [False, True], ids=["page", "beside"])
def test_what_is_in_view_and_selected_stays(
    qtbot: QtBot, window: MainWindow, layout: WindowLayout, root: Path, second: bool
) -> None:
    if second:
        press(Qt.Key.Key_Return, CTRL)
        qtbot.waitUntil(lambda: layout.area.second.article() is not None)
    pane = layout.area.second if second else layout.pane
    pane.restore_scroll(0.5)
    pane.page.setTextCursor(pane.page.document().find("3日第44段"))
    pane.restore_scroll(0.5)
    before = words_at_top(pane)
    replace(qtbot, window, root, "3日第58段。", "3日第58段。" + "这一句先前没有认出来。" * 90)
    assert words_at_top(pane) == before
    replace(qtbot, window, root, "半夜\n\n本报讯", "半夜\n\n" + "这一句也没有认出来。" * 90 + "本报讯")
    assert words_at_top(pane) == before
    assert pane.page.selected_text() == "3日第44段"


def test_the_hit_one_is_at_stays_without_being_gone_to_and_marks_that_were_removed_do_not_come_back(
    qtbot: QtBot, window: MainWindow, layout: WindowLayout, root: Path
) -> None:
    page = layout.pane.page
    ask(qtbot, window, "隔着水喊话 3日渡口")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_F3, times=30)
    assert page.marked.current_hit == 30
    top = page.top_of_view()
    replace(qtbot, window, root, "3日第58段。江上", "3日第58段。江面")
    assert (page.marked.current_hit, page.top_of_view()) == (30, top)
    press(Qt.Key.Key_F3)
    assert page.marked.current_hit == 31
    page.restore_scroll(0.0)
    replace(qtbot, window, root, "3日第57段。江上", "3日第57段。江面")
    assert page.top_of_view() == 0
    page.setFocus()
    press(Qt.Key.Key_Escape)
    replace(qtbot, window, root, "3日第56段。江上", "3日第56段。江面")
    assert len(page.marked) == 0


def test_one_writes_on_in_the_field_of_the_search_in_the_article(
    qtbot: QtBot, window: MainWindow, layout: WindowLayout, root: Path
) -> None:
    press(Qt.Key.Key_F, CTRL)
    type_text("隔着")
    press(Qt.Key.Key_Return, times=4)
    field = QApplication.focusWidget()
    replace(qtbot, window, root, "3日第58段。江上", "3日第58段。江面")
    assert QApplication.focusWidget() is field
    assert layout.pane.page.marked.current_hit == 4
    type_text("水")
    assert layout.pane.hits.navigator.field.text() == "隔着水"
    assert len(layout.pane.page.marked) == 59


@pytest.mark.parametrize("pane", ["page", "beside", "whole page"])
def test_one_writes_on_at_a_note_and_it_is_stored_on_the_new_text(
    qtbot: QtBot, window: MainWindow, layout: WindowLayout, root: Path, pane: str
) -> None:
    if pane == "beside":
        press(Qt.Key.Key_Return, CTRL)
        qtbot.waitUntil(lambda: layout.area.second.article() is not None)
        layout.area.second.page.setFocus()
    elif pane == "whole page":
        press(Qt.Key.Key_V)
        qtbot.waitUntil(layout.area.is_page_shown)
    press(Qt.Key.Key_M)
    editor = editor_of(qtbot, window)
    for words, (old, new) in zip("甲乙", OPENINGS, strict=True):
        type_text(words)
        replace(qtbot, window, root, old, new)
        assert editor_of(qtbot, window) is editor
        assert QApplication.focusWidget() is editor.note
    press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: stored(window) == [("", "甲乙")])
    stored_on = window.controller.reading.article
    bookmarks = window.controller.features.bookmarks
    qtbot.waitUntil(lambda: stored_on is not None and bookmarks.of(stored_on.anchor) is not None)


def test_a_note_that_was_being_written_when_the_window_ended_goes_on_on_the_new_text(
    qtbot: QtBot, window: MainWindow, root: Path
) -> None:
    press(Qt.Key.Key_M)
    editor_of(qtbot, window)
    type_text("甲")
    notebook = window.controller.library.notebook
    qtbot.waitUntil(lambda: notebook.drafts() != [])
    (draft,) = notebook.drafts()
    press(Qt.Key.Key_Escape)
    replace(qtbot, window, root, *OPENINGS[0])
    now = window.controller.reading.article
    assert now is not None
    window.controller.features.notes._go_on(draft)
    editor_of(qtbot, window)
    press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: stored(window) == [("", "甲")])


UNLIKE = ("半夜\n\n本报讯", "的夜里\n\n又讯")
"""The headline and the first words are other ones."""


def test_a_note_is_stored_with_the_text_it_was_written_on_and_moves_to_what_is_most_like_it(
    qtbot: QtBot, window: MainWindow, root: Path
) -> None:
    press(Qt.Key.Key_M)
    editor_of(qtbot, window)
    type_text("甲")
    replace(qtbot, window, root, *UNLIKE)
    qtbot.waitUntil(lambda: stored(window) == [("", "甲")])
    now = window.controller.reading.article
    bookmarks = window.controller.features.bookmarks
    qtbot.waitUntil(lambda: now is not None and bookmarks.of(now.anchor) is not None)
    assert window.controller.library.notebook.drafts() == []


def test_one_goes_back_to_an_article_whose_first_words_were_replaced_meanwhile(
    qtbot: QtBot, window: MainWindow, root: Path
) -> None:
    before = headline(window)
    press(Qt.Key.Key_P)
    assert headline(window) != before
    path = root / "19870703.txt"
    path.write_text(path.read_text(encoding="utf-8").replace(*OPENINGS[0]), encoding="utf-8")
    window.controller.sync.begin()
    a_window.settle(qtbot, window)
    press(Qt.Key.Key_Left, a_window.ALT)
    assert headline(window) == before
    place, now = window.controller.reading.place(), window.controller.reading.article
    assert place is not None
    assert now is not None
    assert place.printing == now.printing


def test_the_row_of_the_tree_that_one_is_at_stays_current(
    qtbot: QtBot, window: MainWindow, layout: WindowLayout, root: Path
) -> None:
    tree = layout.tree
    tree.setFocus()
    entry = tree.current_entry()
    while entry is not None and entry.issue is not None:
        tree.setCurrentIndex(tree.currentIndex().parent())
        entry = tree.current_entry()
    assert entry is not None
    replace(qtbot, window, root, *OPENINGS[0])
    qtbot.waitUntil(lambda: not window.controller.is_reading())
    now = tree.current_entry()
    assert now is not None
    assert now.key == entry.key


@pytest.mark.parametrize("is_replaced", [True, False], ids=["this page", "another issue"])
def test_on_a_whole_page_one_stays_where_one_was_at_the_same_hit(
    qtbot: QtBot, window: MainWindow, layout: WindowLayout, root: Path, is_replaced: bool
) -> None:
    ask(qtbot, window, "隔着水喊话 3日渡口")
    press(Qt.Key.Key_Return)
    layout.pane.page.setFocus()
    press(Qt.Key.Key_V)
    view = layout.area.page.view
    qtbot.waitUntil(lambda: view.marks.current_hit == 0)
    press(Qt.Key.Key_F3, times=20)
    qtbot.waitUntil(view.is_set)
    top = view.verticalScrollBar().maximum() - 60
    view.verticalScrollBar().setValue(top)

    def change(number: int) -> None:
        if is_replaced:
            replace(qtbot, window, root, f"3日第{number}段。江上", f"3日第{number}段。江面")
        else:
            a_window.write_issues(root, [dt.date(1987, 8, number - 50)])
            window.controller.sync.begin()
            a_window.settle(qtbot, window)
        qtbot.waitUntil(window.controller.features.pages.is_idle)

    change(58)
    qtbot.waitUntil(lambda: len(view.marks.hits) > 20)
    qtbot.waitUntil(view.is_set)
    assert (view.marks.current_hit, view.verticalScrollBar().value()) == (20, top)
    view.setFocus()
    press(Qt.Key.Key_Escape)
    change(57)
    qtbot.wait(100)
    qtbot.waitUntil(view.is_set)
    assert len(view.marks.hits) == 0
    assert view.verticalScrollBar().value() == top


def test_what_is_sought_next_is_marked_on_a_whole_page_that_has_changed_meanwhile(
    qtbot: QtBot, window: MainWindow, layout: WindowLayout
) -> None:
    ask(qtbot, window, "隔着水喊话")
    press(Qt.Key.Key_Return)
    layout.pane.page.setFocus()
    press(Qt.Key.Key_V)
    pane = layout.area.page
    qtbot.waitUntil(lambda: len(pane.view.marks.hits) > 20)
    page, stored_on = pane.page(), window.controller.reading.article
    assert page is not None
    assert stored_on is not None
    pane.show_page(structs.replace(page, articles=page.articles[::-1]), stored_on.id, ("本报讯",))
    qtbot.waitUntil(lambda: len(pane.view.marks.hits) == len(page.articles))


def test_the_hit_one_is_at_stays_when_a_whole_page_changes_again_before_it_was_searched(
    qtbot: QtBot, window: MainWindow, layout: WindowLayout
) -> None:
    ask(qtbot, window, "隔着水喊话")
    press(Qt.Key.Key_Return)
    layout.pane.page.setFocus()
    press(Qt.Key.Key_V)
    pane = layout.area.page
    qtbot.waitUntil(lambda: pane.view.marks.current_hit == 0)
    press(Qt.Key.Key_F3, times=20)
    qtbot.waitUntil(pane.view.is_set)
    top = pane.view.verticalScrollBar().maximum() - 60
    pane.view.verticalScrollBar().setValue(top)
    page, stored_on = pane.page(), window.controller.reading.article
    assert page is not None
    assert stored_on is not None
    changed = structs.replace(page, is_whole_issue=not page.is_whole_issue)
    pane.show_page(changed, stored_on.id, ("隔着水喊话",))
    assert len(pane.view.marks.hits) == 0
    pane.show_page(page, stored_on.id, ("隔着水喊话",))
    qtbot.waitUntil(lambda: len(pane.view.marks.hits) > 20)
    qtbot.waitUntil(pane.view.is_set)
    assert (pane.view.marks.current_hit, pane.view.verticalScrollBar().value()) == (20, top)
