"""The notebook in the window: nothing removed is lost, and all of it can be taken along."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from reader.export.forms import NoteFormat
from reader.features.bookmark.ui.note_dialogs import RemovedDialog
from reader.features.bookmark.ui.note_files import NoteFiles
from reader.library.library import Library
from reader.ui.notebook.bookmark_editor import BookmarkEditor
from reader.ui.notebook.bookmark_list import BookmarkPane
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.window.window import MainWindow
from tests.shelf import fill, small_disk
from tests.ui import a_window
from tests.ui.a_window import CTRL, press


def mark(qtbot: QtBot, window: MainWindow, words: str) -> str:
    """Marks words on the page; the uuid."""
    page = window.controller.layout.pane.page
    before = {bookmark.uuid for bookmark in window.controller.features.bookmarks.bookmarks}
    page.setFocus()
    found = page.document().find(words)
    assert found.hasSelection()
    page.setTextCursor(found)
    press(Qt.Key.Key_H)
    qtbot.waitUntil(lambda: len(window.controller.features.bookmarks.bookmarks) > len(before))
    return next(b.uuid for b in window.controller.features.bookmarks.bookmarks if b.uuid not in before)


def shelf_of(window: MainWindow) -> BookmarkPane:
    return window.controller.layout.bookmarks


def told(window: MainWindow) -> str:
    return window.toast.label.text()


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What a person answers whenever the window asks for a file."""
    path = tmp_path / "带走.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    return path


def test_what_was_removed_comes_back_after_a_restart(qtbot: QtBot, window: MainWindow, root: Path) -> None:
    uuids = [mark(qtbot, window, "老船工说"), mark(qtbot, window, "3日第2段。")]
    shelf_of(window).listing.view.selectAll()
    shelf_of(window).remove_button.click()
    qtbot.waitUntil(lambda: not window.controller.features.bookmarks.bookmarks)
    assert told(window) == "已删除 2 条"
    window.close()
    again = a_window.open_on(qtbot, root)
    shelf = shelf_of(again)
    qtbot.waitUntil(lambda: shelf.removed_button.text() == "最近删除 2 条")
    shelf.removed_button.click()
    removed = again.findChild(RemovedDialog)
    assert isinstance(removed, RemovedDialog)
    assert removed.isVisible()
    removed.listing.select(uuids[1])
    removed.restore_button.click()
    qtbot.waitUntil(lambda: [b.uuid for b in again.controller.features.bookmarks.bookmarks] == uuids[1:])
    assert [b.uuid for b in removed.listing.rows()] == uuids[:1]
    removed.all_button.click()
    qtbot.waitUntil(lambda: len(again.controller.features.bookmarks.bookmarks) == 2)
    qtbot.waitUntil(lambda: again.findChild(RemovedDialog) is None)
    assert not shelf.removed_button.isVisible()
    press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: len(again.controller.features.bookmarks.bookmarks) == 1)


def test_what_is_listed_is_written_with_its_citation(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "带走.md"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "带走"), ""))
    mark(qtbot, window, "老船工说")
    shelf = shelf_of(window)
    window.controller.features.parts.of(NoteFiles).export(shelf.listing.rows(), NoteFormat.MARKDOWN)
    qtbot.waitUntil(target.exists)
    text = target.read_text(encoding="utf-8")
    assert "> 老船工说" in text
    assert "[N\\]. 雁桥日报, 1987-07-03." in text
    qtbot.waitUntil(lambda: told(window) == f"已存为 {target.name}")


@pytest.mark.parametrize("form", ["markdown", "all"])
def test_an_ending_that_is_not_served_is_refused_and_asked_for_again(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    typed, titles = iter([str(tmp_path / "带走.docx"), ""]), []

    def typing(_: QWidget, title: str, *__: str) -> tuple[str, str]:
        titles.append(title)
        return next(typed), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", typing)
    mark(qtbot, window, "老船工说")
    before = {*tmp_path.iterdir()}
    shelf = shelf_of(window)
    files = window.controller.features.parts.of(NoteFiles)
    if form == "all":
        files.export_all()
    else:
        files.export(shelf.listing.rows(), NoteFormat(form))
    assert len(titles) == 2
    assert "不能存成 .docx，只有 " in titles[1]
    qtbot.waitUntil(lambda: all(queue.is_idle() for queue in window.findChildren(TaskQueue)))
    assert {*tmp_path.iterdir()} == before


def test_all_that_was_told_is_taken_into_another_library(
    qtbot: QtBot, window: MainWindow, target: Path, tmp_path: Path
) -> None:
    uuid = mark(qtbot, window, "老船工说")
    window.controller.features.parts.of(NoteFiles).export_all()
    qtbot.waitUntil(target.exists)
    assert json.loads(target.read_text(encoding="utf-8"))["format"] == "reader notes"
    other = Library.open(a_window.write_issues(tmp_path / "别处"))
    other.notebook.import_notes(target)
    other.user_data.edit_bookmark(uuid, "别处写的", [])
    target.write_text(other.notebook.export_notes(), encoding="utf-8")
    other.close()
    window.controller.features.parts.of(NoteFiles).import_some()
    qtbot.waitUntil(lambda: window.controller.features.bookmarks.bookmarks[0].note == "别处写的")
    assert told(window) == "读入了：批注：增加 1"
    target.write_text("不是它", encoding="utf-8")
    window.controller.features.parts.of(NoteFiles).import_some()
    qtbot.waitUntil(lambda: "未作任何改动" in told(window))


def test_on_a_full_disk_a_note_stays_in_the_editor_and_what_was_written_out_before_stays(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_disk(tmp_path / "disk", "4m") as disk:
        window = a_window.open_on(qtbot, a_window.write_issues(disk / "旧报"))
        uuid = mark(qtbot, window, "老船工说")
        target = disk / "带走.md"
        target.write_text("上次的", encoding="utf-8")
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
        shelf = shelf_of(window)
        editor = shelf.edit(uuid)
        assert editor is not None
        note = "别丢了我" * 4000
        editor.note.setPlainText(note)
        filler = fill(disk)
        editor.save_button.click()
        qtbot.waitUntil(lambda: "磁盘满了" in told(window))
        qtbot.waitUntil(lambda: any(each.isVisible() for each in window.findChildren(BookmarkEditor)))
        again = next(each for each in window.findChildren(BookmarkEditor) if each.isVisible())
        assert again.note.toPlainText() == note
        window.controller.features.parts.of(NoteFiles).export(shelf.listing.rows(), NoteFormat.MARKDOWN)
        qtbot.waitUntil(lambda: told(window).startswith("没有存上。磁盘满了"))
        assert target.read_text(encoding="utf-8") == "上次的"
        filler.unlink()
        again.save_button.click()
        qtbot.waitUntil(lambda: window.controller.features.bookmarks.bookmarks[0].note == note)
        window.close()


def test_the_menu_exports_the_chosen_bookmarks_or_else_those_listed(qtbot: QtBot, window: MainWindow) -> None:
    mark(qtbot, window, "老船工说")
    mark(qtbot, window, "3日第2段。")
    shelf = shelf_of(window)
    shelf.listing.view.clearSelection()
    menu = shelf.more_menu()
    assert menu.actions()[0].text() == "导出列出的 2 条"
    menu.close()
    shelf.listing.view.selectAll()
    menu = shelf.more_menu()
    assert [action.text() for action in menu.actions()[:2]] == ["导出选中的 2 条", "导出列出的 2 条"]
    menu.close()
