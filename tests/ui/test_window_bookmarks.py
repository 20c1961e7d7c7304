"""Bookmarks and notes in the window: one key, nothing lost, everything undone."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from reader.features.bookmark.ui.note_dialogs import TagDialog
from reader.ui.layout.window_layout import WindowLayout
from reader.ui.notebook.bookmark_editor import BookmarkEditor
from reader.ui.sync.sync_controller import DONE_MS
from reader.ui.widgets.controls import IconButton, LinkButton
from reader.ui.widgets.dialog import Question
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL, click, focused, headline, press, texts, type_text, view


def star(window: MainWindow) -> IconButton:
    names = ("加入收藏", "取消收藏")
    return next(b for b in window.findChildren(IconButton) if b.accessibleName().startswith(names))


def is_starred(window: MainWindow) -> bool:
    return star(window).accessibleName().startswith("取消收藏")


def keep(qtbot: QtBot, window: MainWindow) -> None:
    press(Qt.Key.Key_B)
    qtbot.waitUntil(lambda: is_starred(window))


def editor_of(qtbot: QtBot, window: MainWindow) -> BookmarkEditor:
    """The editor, as soon as it is open."""
    qtbot.waitUntil(lambda: window.findChild(BookmarkEditor) is not None)
    editor = window.findChild(BookmarkEditor)
    assert isinstance(editor, BookmarkEditor)
    editor.activateWindow()
    qtbot.waitUntil(lambda: editor.note.hasFocus())
    return editor


def notes(window: MainWindow) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (bookmark.note, tuple(bookmark.tags)) for bookmark in window.controller.library.notebook.bookmarks()
    ]


def test_a_bookmark_is_set_and_removed_by_key_by_mouse_and_in_the_list_and_comes_back(
    window: MainWindow, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_B)
    assert not is_starred(window), "before it is on the disk"
    qtbot.waitUntil(lambda: is_starred(window))
    (kept,) = window.controller.library.notebook.bookmarks()
    assert kept.article.title() == headline(window)
    press(Qt.Key.Key_B)
    qtbot.waitUntil(lambda: not is_starred(window))
    assert window.toast.isVisible()
    press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: is_starred(window))

    click(star(window))
    qtbot.waitUntil(lambda: not is_starred(window))
    click(star(window))
    qtbot.waitUntil(lambda: is_starred(window))
    click(star(window))
    qtbot.waitUntil(lambda: not is_starred(window))
    qtbot.waitUntil(lambda: window.toast.isVisible())
    click(window.toast.action_button)
    qtbot.waitUntil(lambda: is_starred(window))
    note = next(b for b in window.findChildren(IconButton) if b.accessibleName().startswith("批注 "))
    click(note)
    editor = editor_of(qtbot, window)
    type_text("外婆说过这盏灯")
    click(editor.save_button)
    qtbot.waitUntil(lambda: notes(window) == [("外婆说过这盏灯", ())])
    qtbot.waitUntil(lambda: window.findChild(BookmarkEditor) is None)

    window.controller.layout.pane.page.setFocus()
    press(Qt.Key.Key_P)
    press(a_window.BOOKMARKS, CTRL)
    assert focused() is view(window, "bookmarkList")
    press(Qt.Key.Key_Return)
    assert headline(window) == kept.article.title()
    press(Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not texts(view(window, "bookmarkList")))
    assert not is_starred(window)


def test_a_note_that_is_cancelled_was_never_there_and_one_that_is_left_is_stored(
    window: MainWindow, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_M)
    editor_of(qtbot, window)
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.findChild(BookmarkEditor) is None)
    assert window.controller.library.user_data.records().bookmarks == (), "nor was anything asked"
    assert not window.toast.isVisible()

    press(Qt.Key.Key_M)
    editor_of(qtbot, window)
    type_text("别丢了我")
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.findChild(BookmarkEditor) is None)
    qtbot.waitUntil(lambda: window.toast.label.text() == "没有存这条批注")
    assert notes(window) == []
    assert not is_starred(window)
    press(Qt.Key.Key_Z, CTRL)
    editor = editor_of(qtbot, window)
    assert editor.note.toPlainText() == "别丢了我"
    press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: notes(window) == [("别丢了我", ())])
    qtbot.waitUntil(lambda: window.findChild(BookmarkEditor) is None)

    page = window.controller.layout.pane.page
    page.setFocus()
    press(Qt.Key.Key_J)
    press(Qt.Key.Key_M)
    editor_of(qtbot, window)
    type_text("写到一半")
    click(page.viewport())
    qtbot.waitUntil(lambda: window.findChild(BookmarkEditor) is None)
    qtbot.waitUntil(lambda: ("写到一半", ()) in notes(window))

    page.setFocus()
    press(Qt.Key.Key_J)
    read = headline(window)
    press(Qt.Key.Key_M)
    editor_of(qtbot, window)
    type_text("jkpnbm")
    press(Qt.Key.Key_Tab)
    assert isinstance(focused(), QLineEdit)
    for tag in ("渡口，灯", "land reform", ""):
        type_text(tag)
        press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: ("jkpnbm", ("渡口，灯", "land reform")) in notes(window))
    assert headline(window) == read
    assert len(notes(window)) == 3


def test_given_a_bookmark_that_is_removed_while_its_note_is_written_when_it_is_saved_then_both_are_there(
    window: MainWindow, qtbot: QtBot
) -> None:
    keep(qtbot, window)
    press(Qt.Key.Key_M)
    editor = editor_of(qtbot, window)
    (kept,) = window.controller.library.notebook.bookmarks()
    window.controller.features.bookmarks.remove(kept)
    qtbot.waitUntil(lambda: window.controller.features.bookmarks.by_uuid(kept.uuid) is None)
    type_text("写到一半")
    click(editor.save_button)
    qtbot.waitUntil(lambda: notes(window) == [("写到一半", ())])
    qtbot.waitUntil(lambda: is_starred(window))


@pytest.mark.slow
def test_given_a_bookmark_when_its_file_is_gone_then_its_text_can_still_be_read(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot, root: Path
) -> None:
    keep(qtbot, window)
    text = layout.pane.page.toPlainText()
    (root / "19870703.txt").unlink()
    press(Qt.Key.Key_F5)
    a_window.settle(qtbot, window)
    assert "是磁盘没有接上吗" in layout.strip.label.text()
    qtbot.wait(DONE_MS)
    assert "是磁盘没有接上吗" in layout.strip.label.text()
    click(layout.strip.yes_button)
    qtbot.waitUntil(lambda: layout.strip.label.text() == "1 个文件已不在原处，正文仍可读")
    press(Qt.Key.Key_P)
    press(a_window.BOOKMARKS, CTRL)
    press(Qt.Key.Key_Return)
    assert layout.pane.page.toPlainText() == text
    assert is_starred(window)


def test_from_a_stored_text_one_goes_back_to_where_one_was(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot, root: Path
) -> None:
    press(Qt.Key.Key_P, times=2)
    keep(qtbot, window)
    first = headline(window)
    press(Qt.Key.Key_N)
    before = headline(window)
    (root / "19870605.txt").unlink()
    library = window.controller.library
    library.sync(accept_missing=True)
    library.forget_missing(["19870605.txt"])
    window.controller.show_changes()
    layout.pane.restore_scroll(0.25)
    place = window.controller.reading.place()
    bookmarks = window.controller.features.bookmarks
    qtbot.waitUntil(lambda: bookmarks.bookmarks[0].is_orphan)
    window.controller.features.bookmark_marks.open(bookmarks.bookmarks[0])
    assert headline(window) == first != before
    layout.pane.restore_scroll(0.75)
    assert window.controller.reading.place() == place
    layout.pane.page.setFocus()
    press(Qt.Key.Key_Left, a_window.ALT)
    assert headline(window) == before
    assert window.controller.reading.place() == place


def test_given_bookmarks_when_the_window_is_opened_again_then_they_are_there(
    window: MainWindow, qtbot: QtBot, root: Path
) -> None:
    keep(qtbot, window)
    window.close()
    again = a_window.open_on(qtbot, root)
    qtbot.waitUntil(lambda: is_starred(again))
    assert len(texts(view(again, "bookmarkList"))) == 1


def test_a_tag_is_renamed_on_all_bookmarks_and_that_is_undone_as_one(
    window: MainWindow, qtbot: QtBot
) -> None:
    library = window.controller.library
    issue = library.contents.newest_issue()
    assert issue is not None
    tags = [f"标签 {number}" for number in range(14)]
    for row in library.contents.articles(issue.id)[:2]:
        library.notebook.bookmark(row.id, "", tags)
    window.controller.features.bookmarks.read()
    pane = window.controller.layout.bookmarks
    qtbot.waitUntil(lambda: any("14" in each.text() for each in pane.findChildren(LinkButton)))
    next(each for each in pane.findChildren(LinkButton) if "14" in each.text()).click()
    dialog = window.findChild(TagDialog)
    assert isinstance(dialog, TagDialog)
    qtbot.waitUntil(lambda: len(dialog.listing.rows()) == 14)
    dialog.listing.view.selectAll()
    dialog.merge_button.click()
    (question,) = (each for each in dialog.findChildren(Question) if each.isVisible())
    a_window.answer(question, "合并", "一个，就够")
    qtbot.waitUntil(lambda: [tags for _, tags in notes(window)] == [("一个，就够",)] * 2)
    qtbot.waitUntil(lambda: len(dialog.listing.rows()) == 1)
    dialog.show_button.click()
    assert len(pane.listing.rows()) == 2
    window.controller.features.undo.undo()
    qtbot.waitUntil(lambda: [set(tags) for _, tags in notes(window)] == [{*tags}] * 2)
