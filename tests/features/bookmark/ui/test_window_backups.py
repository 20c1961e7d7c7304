"""Backups, imports and earlier words in the window: what would change is told before, and can be undone after."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from reader.features.bookmark.ui.note_dialogs import BackupDialog
from reader.features.bookmark.ui.note_files import NoteFiles
from reader.library.library import Library
from reader.storage.backups import BackupKind
from reader.ui.widgets.dialog import Question
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL, press


def notes(window: MainWindow) -> list[str]:
    return sorted(bookmark.note for bookmark in window.controller.features.bookmarks.bookmarks)


def bookmarked(qtbot: QtBot, window: MainWindow, *words: str) -> None:
    """Bookmarks one article for each note."""
    library = window.controller.library
    issue = library.contents.newest_issue()
    assert issue is not None
    for row, note in zip(library.contents.articles(issue.id), words, strict=False):
        library.notebook.bookmark(row.id, note)
    window.controller.features.bookmarks.read()
    qtbot.waitUntil(lambda: notes(window) == sorted(words))


def test_a_backup_is_looked_at_restored_and_undone(qtbot: QtBot, window: MainWindow) -> None:
    bookmarked(qtbot, window, "旧的")
    library = window.controller.library
    assert library.user_data.backups.make() is not None
    (bookmark,) = window.controller.features.bookmarks.bookmarks
    library.user_data.edit_bookmark(bookmark.uuid, "改过的", [])
    window.controller.features.bookmarks.read()
    qtbot.waitUntil(lambda: notes(window) == ["改过的"])

    window.controller.features.parts.of(NoteFiles).show_backups()
    qtbot.waitUntil(lambda: window.findChild(BackupDialog) is not None)
    shown = window.findChild(BackupDialog)
    assert isinstance(shown, BackupDialog)
    assert shown.isVisible()
    qtbot.waitUntil(lambda: shown.restore_button.isEnabled())
    assert "改过的 → 旧的" in shown.changes.toPlainText()
    shown.restore_button.click()
    qtbot.waitUntil(lambda: notes(window) == ["旧的"])
    assert "已恢复" in window.toast.label.text()
    assert "批注：改变 1" in window.toast.label.text()
    press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: notes(window) == ["改过的"])


def test_a_backup_is_made_and_removed_and_what_changes_nothing_is_not_restored(
    qtbot: QtBot, window: MainWindow
) -> None:
    bookmarked(qtbot, window, "好的")
    library = window.controller.library
    window.controller.features.parts.of(NoteFiles).show_backups()
    qtbot.waitUntil(lambda: window.findChild(BackupDialog) is not None)
    shown = window.findChild(BackupDialog)
    assert isinstance(shown, BackupDialog)

    def of_reader() -> list[str]:
        """Beside them an automatic one may stand: the window looks for new papers once a minute."""
        return [words for words in a_window.texts(shown.listing.view) if words.endswith("您做的")]

    shown.make_button.click()
    qtbot.waitUntil(lambda: len(of_reader()) == 1)
    assert a_window.texts(shown.listing.view)[:1] == of_reader()
    qtbot.waitUntil(lambda: "没有什么不同" in shown.changes.toPlainText())
    assert not shown.restore_button.isEnabled()
    shown.remove_button.click()
    box = a_window.asked(window)
    assert "无法恢复" in box.explanation
    a_window.answer(box, "删除")
    qtbot.waitUntil(lambda: not of_reader())
    assert BackupKind.MADE not in [backup.kind for backup in library.user_data.backups.all()]
    shown.close()


def test_an_import_says_what_it_would_replace_and_asks(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bookmarked(qtbot, window, "这里的")
    brought = json.loads(window.controller.library.notebook.export_notes())
    brought["bookmarks"][0] |= {"note": "那里的", "modified": "2026-11-20T12:00:00+00:00"}
    brought["bookmarks"][0]["modified"] = brought["bookmarks"][0]["modified"].replace("2026", "2046")
    path = tmp_path / "带来.json"
    path.write_text(json.dumps(brought), encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))

    window.controller.features.parts.of(NoteFiles).import_some()
    qtbot.waitUntil(lambda: window.findChild(Question, "importPlan") is not None)
    box = a_window.asked(window)
    assert "这里的 → 那里的" in box.explanation
    assert notes(window) == ["这里的"]
    a_window.answer(box, "导入")
    qtbot.waitUntil(lambda: notes(window) == ["那里的"])

    (bookmark,) = window.controller.features.bookmarks.bookmarks
    window.controller.features.parts.of(NoteFiles).show_versions(bookmark)
    qtbot.waitUntil(lambda: window.findChild(QMenu, "versions") is not None)
    menu = window.findChild(QMenu, "versions")
    assert isinstance(menu, QMenu)
    (back,) = menu.actions()
    assert "这里的" in back.text()
    back.trigger()
    menu.close()
    qtbot.waitUntil(lambda: notes(window) == ["这里的"])


def test_closing_the_window_backs_up_what_was_changed(qtbot: QtBot, window: MainWindow, root: Path) -> None:
    bookmarked(qtbot, window, "记下的")
    window.close()
    library = Library.open(root)
    (newest, *_) = library.user_data.backups.all()
    plan = library.user_data.backups.plan_restore(newest)
    library.close()
    assert plan.size == 0
