"""A table of which nobody knows the text: told in the list of files not read, asked about, and then read."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QTableWidget
from pytestqt.qtbot import QtBot

from reader.features.tables.ui import ColumnsDialog
from reader.newspaper.field_names import ColumnField
from reader.ui.widgets.controls import PushButton
from reader.ui.window.window import MainWindow
from tests.ui import a_window

BOAT = "船来了又走了，走了又来了。" * 5


@pytest.fixture
def window(qtbot: QtBot, root: Path) -> MainWindow:
    (root / "坏了.txt").write_bytes(b"\0" * 4096)
    (root / "旧报.csv").write_text(f"headline,哪天,story\n渡口,2024-03-05,{BOAT}\n", encoding="utf-8")
    return a_window.open_on(qtbot, root)


def asked(qtbot: QtBot, window: MainWindow) -> ColumnsDialog:
    a_window.click(window.controller.layout.strip.failures_button)
    (listed,) = [each for each in window.findChildren(QDialog) if each.isVisible()]
    table, button = listed.findChild(QTableWidget), listed.findChild(PushButton, "askColumns")
    assert isinstance(table, QTableWidget)
    assert isinstance(button, PushButton)
    assert button.isEnabled()  # its row is the current one
    table.setCurrentCell(0, 0)
    assert not button.isEnabled()  # the other file is no table
    table.setCurrentCell(1, 0)
    a_window.click(button)
    qtbot.waitUntil(lambda: window.findChild(ColumnsDialog) is not None)
    dialog = window.findChild(ColumnsDialog)
    assert isinstance(dialog, ColumnsDialog)
    assert dialog.isVisible()
    return dialog


def choose(dialog: ColumnsDialog, field: ColumnField, name: str) -> None:
    chip = dialog.chips[field]
    next(each for each in chip.choices.actions() if each.text() == name).trigger()


def test_what_is_said_is_kept_and_the_table_is_read(qtbot: QtBot, window: MainWindow, root: Path) -> None:
    library = window.controller.library
    before = library.contents.counts().articles
    dialog = asked(qtbot, window)
    assert {field for field, chip in dialog.chips.items() if chip.key} == {
        ColumnField.TEXT,
        ColumnField.TITLE,
    }
    assert dialog.chips[ColumnField.TEXT].accessibleName() == "正文 story"  # proposed, being the longest
    choose(dialog, ColumnField.TEXT, "没有")
    assert not dialog.keep_button.isEnabled()
    choose(dialog, ColumnField.TEXT, "story")
    choose(dialog, ColumnField.DATE, "哪天")
    a_window.click(dialog.keep_button)
    a_window.settle(qtbot, window)
    qtbot.waitUntil(lambda: library.contents.counts().articles == before + 1)
    assert [failure.path for failure in library.contents.failures(9)] == ["坏了.txt"]
    assert "story" in (root / ".reader" / "columns.json").read_text(encoding="utf-8")


def test_nothing_is_kept_of_a_question_that_is_cancelled(
    qtbot: QtBot, window: MainWindow, root: Path
) -> None:
    asked(qtbot, window).reject()
    qtbot.waitUntil(lambda: window.findChild(ColumnsDialog) is None)
    assert not (root / ".reader" / "columns.json").exists()
