"""Files that are gone: told in the strip, listed, and their texts removed when a person says so, and brought back."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reader.ui.sync.missing_files_dialog import MissingFiles
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import DAYS

GONE, OTHER = (f"{date:%Y%m%d}.txt" for date in DAYS[:2])


@pytest.fixture
def window(qtbot: QtBot, root: Path) -> MainWindow:
    """A library of three files, two of which are gone."""
    window = a_window.open_on(qtbot, root)
    for name in (GONE, OTHER):
        (root / name).unlink()
    window.controller.updating.begin(accept_missing=True)
    a_window.settle(qtbot, window)
    qtbot.waitUntil(window.controller.layout.strip.missing_button.isVisible)
    return window


def asked(window: MainWindow) -> MissingFiles:
    window.controller.layout.strip.missing_button.click()
    dialog = window.findChild(MissingFiles)
    assert isinstance(dialog, MissingFiles)
    return dialog


def test_the_question_says_how_many_articles_go(window: MainWindow) -> None:
    dialog = asked(window)
    assert [file.path for file in dialog.chosen()] == [GONE, OTHER]
    assert dialog.forget_button.text() == "移除 6 篇的文字"
    assert dialog.keep_button.isDefault()
    dialog.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert dialog.forget_button.text() == "移除 3 篇的文字"
    dialog.list.item(1).setCheckState(Qt.CheckState.Unchecked)
    assert not dialog.forget_button.isEnabled()


def test_keeping_them_changes_nothing(qtbot: QtBot, window: MainWindow) -> None:
    asked(window).keep_button.click()
    qtbot.waitUntil(lambda: window.findChild(MissingFiles) is None)
    assert window.controller.library.contents.counts().articles == 9


def test_what_is_removed_is_kept_in_a_file_and_undo_brings_it_back(qtbot: QtBot, window: MainWindow) -> None:
    library = window.controller.library
    dialog = asked(window)
    dialog.list.item(1).setCheckState(Qt.CheckState.Unchecked)
    dialog.forget_button.click()
    qtbot.waitUntil(lambda: library.contents.counts().articles == 6)
    qtbot.waitUntil(lambda: "移除了 1 个文件的文字（3 篇）" in window.toast.label.text())
    (kept,) = (library.folder.user_folder / "removed").rglob("*.txt")
    assert kept.name == GONE
    window.toast.action_button.click()
    qtbot.waitUntil(lambda: library.contents.counts().articles == 9)
    assert [file.path for file in library.missing_files()] == [OTHER]


def test_where_all_files_are_there_it_is_said(qtbot: QtBot, root: Path) -> None:
    window = a_window.open_on(qtbot, root)
    assert not window.controller.layout.strip.missing_button.isVisible()
    window.files.show_missing()
    assert window.toast.label.text() == "所有文件都在。"
