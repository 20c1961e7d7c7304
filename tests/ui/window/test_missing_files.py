"""Files that are gone: told in the strip, listed, and their texts removed when a person says so, and brought back."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from reader.ui.window.dialogs import MissingFiles
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
    window.controller.sync.begin(accept_missing=True)
    a_window.settle(qtbot, window)
    qtbot.waitUntil(window.controller.layout.strip.missing_button.isVisible)
    return window


def asked(window: MainWindow) -> MissingFiles:
    window.controller.layout.strip.missing_button.click()
    dialog = window.findChild(MissingFiles)
    assert isinstance(dialog, MissingFiles)
    return dialog


def keep_button(dialog: MissingFiles) -> QPushButton:
    button = a_window.button_of(dialog, "留着")
    assert isinstance(button, QPushButton)
    return button


def test_the_question_says_how_many_articles_go(window: MainWindow) -> None:
    dialog = asked(window)
    assert [file.path for file in dialog.ticked_rows()] == [GONE, OTHER]
    assert dialog.forget_button.text() == "移除 6 篇的文字"
    assert keep_button(dialog).isDefault()
    QTest.keyClick(dialog.view, Qt.Key.Key_Space)
    assert dialog.forget_button.text() == "移除 3 篇的文字"
    a_window.click_row(dialog.view, dialog.view.model().index(1, 0))
    assert not dialog.forget_button.isEnabled()


def test_keeping_them_changes_nothing(qtbot: QtBot, window: MainWindow) -> None:
    keep_button(asked(window)).click()
    qtbot.waitUntil(lambda: window.findChild(MissingFiles) is None)
    assert window.controller.library.contents.counts().articles == 9


def test_what_is_removed_is_kept_in_a_file_and_undo_brings_it_back(qtbot: QtBot, window: MainWindow) -> None:
    library = window.controller.library
    dialog = asked(window)
    a_window.click_row(dialog.view, dialog.view.model().index(1, 0))
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
