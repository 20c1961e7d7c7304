"""From an empty folder to a bookmark that is found again after a restart, through the window, as a person would."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QMainWindow, QTextBrowser
from pytestqt.qtbot import QtBot

from reader import app, assets
from reader.features.importing.ui import ImportingPart
from reader.ui.window.window import MainWindow
from tests import homes


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    homes.use(monkeypatch, tmp_path / "home")


def opened(qtbot: QtBot, root: Path) -> MainWindow:
    window = app.open_window(root)
    assert isinstance(window, MainWindow)
    qtbot.addWidget(window)
    window.resize(1440, 900)
    qtbot.waitUntil(lambda: window.controller.sync.process.is_running())
    qtbot.waitUntil(lambda: not window.controller.sync.process.is_running())
    return window


def view(window: QMainWindow, name: str) -> QAbstractItemView:
    found = window.findChild(QAbstractItemView, name)
    assert isinstance(found, QAbstractItemView)
    return found


def rows(window: QMainWindow, name: str) -> list[str]:
    model = view(window, name).model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def page(window: QMainWindow) -> QTextBrowser:
    found = window.findChild(QTextBrowser, "articlePane")
    assert isinstance(found, QTextBrowser)
    return found


@pytest.mark.child
def test_from_an_empty_folder_to_a_bookmark_after_a_restart(qtbot: QtBot, tmp_path: Path) -> None:
    root = tmp_path / "我的报纸"
    root.mkdir()
    window = opened(qtbot, root)
    assert window.controller.layout.is_welcome_shown()

    window.controller.features.parts.of(ImportingPart).import_files([assets.sample_library()])
    qtbot.waitUntil(lambda: bool(rows(window, "issueTree")))
    qtbot.waitUntil(lambda: rows(window, "issueTree") == ["报纸名不详", "雁桥日报"])
    qtbot.waitUntil(lambda: not window.controller.sync.process.is_running())
    assert rows(window, "issueTree") == ["报纸名不详", "雁桥日报"]
    assert (root / "1987" / "06" / "19870614.txt").exists()

    field = window.findChild(QLineEdit, "searchField")
    assert isinstance(field, QLineEdit)
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    field.insert("祝水芹")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(rows(window, "resultList")) > 10)
    qtbot.waitUntil(lambda: "祝水芹" in rows(window, "resultList")[0])

    QTest.keyClick(view(window, "resultList"), Qt.Key.Key_Home)
    headline = rows(window, "resultList")[0].split("\n")[1]
    QTest.keyClick(view(window, "resultList"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: headline in page(window).toPlainText())
    assert "祝水芹" in page(window).toPlainText()
    read = page(window).toPlainText()
    QTest.keyClick(page(window), Qt.Key.Key_B)
    shelf = view(window, "bookmarkList")
    qtbot.waitUntil(lambda: shelf.model().rowCount() == 1)
    window.close()

    again = opened(qtbot, root)
    assert page(again).toPlainText() == read
    qtbot.waitUntil(lambda: view(again, "bookmarkList").model().rowCount() == 1)
    again.close()
