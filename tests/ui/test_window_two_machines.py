"""What another machine has written into the folder is seen in the window while it is open."""

import shutil
from pathlib import Path

from pytestqt.qtbot import QtBot

from reader.storage.user_data import UserData
from reader.ui.window.window import MainWindow


def look_twice(window: MainWindow, qtbot: QtBot) -> None:
    """What its timer has it do in six seconds."""
    for _ in range(2):
        window.controller.features.following.look()
        qtbot.waitUntil(window.controller.features.following.is_idle)


def notes(window: MainWindow) -> set[str]:
    return {each.note for each in window.controller.features.bookmarks.bookmarks}


def test_a_bookmark_of_another_machine_arrives_without_a_restart(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    library = window.controller.library
    look_twice(window, qtbot)
    folder = library.user_data.folder
    there = UserData(shutil.copytree(folder, tmp_path / "there"))
    first, second = library.searcher.search("老船工").ids[:2]
    library.notebook.bookmark(first, "这边写的", ())
    look_twice(window, qtbot)
    stored = library.articles.article(second)
    assert stored is not None
    there.add_bookmark(stored, "那边写的", [])
    shutil.copyfile(there.path, folder / "syncing.tmp")
    (folder / "syncing.tmp").replace(folder / "user.sqlite")
    look_twice(window, qtbot)
    qtbot.waitUntil(lambda: notes(window) == {"这边写的", "那边写的"})


def test_a_conflict_copy_arrives_too(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    library = window.controller.library
    look_twice(window, qtbot)
    folder = library.user_data.folder
    there = UserData(shutil.copytree(folder, tmp_path / "there"))
    stored = library.articles.article(library.searcher.search("老船工").ids[0])
    assert stored is not None
    there.add_bookmark(stored, "那边写的", [])
    shutil.copyfile(there.path, folder / "user (冲突副本).sqlite")
    look_twice(window, qtbot)
    qtbot.waitUntil(lambda: notes(window) == {"那边写的"})


def test_a_file_put_over_a_note_just_written_takes_nothing_away_and_it_is_said(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    library = window.controller.library
    look_twice(window, qtbot)
    folder = library.user_data.folder
    there = UserData(shutil.copytree(folder, tmp_path / "there"))
    first, second = library.searcher.search("老船工").ids[:2]
    stored = library.articles.article(second)
    assert stored is not None
    there.add_bookmark(stored, "那边写的", [])
    library.notebook.bookmark(first, "这边写的", ())
    shutil.copyfile(there.path, folder / "user.sqlite")
    look_twice(window, qtbot)
    qtbot.waitUntil(lambda: notes(window) == {"这边写的", "那边写的"})
    assert "已经并回去了" in window.toast.label.text()
