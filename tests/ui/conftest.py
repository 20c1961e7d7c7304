"""Real widgets, drawn offscreen, dressed as the program dresses them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.ui.widgets import fonts, theme
from reader.ui.window.layout import WindowLayout
from reader.ui.window.window import MainWindow
from tests.ui import a_window


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    """Every test begins in the paper theme, whatever the one before it wore."""
    qapp.setStyle("Fusion")
    qapp.setFont(fonts.sans(13))
    theme.use("paper")
    yield
    # What pytest-qt has closed waits to be deleted, and would be dressed again with every change of theme.
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    theme.use("paper")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of a test is kept where a person's own things stand."""
    monkeypatch.setenv("READER_HOME", str(tmp_path / "home"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with three issues of 雁桥日报, in two months."""
    return a_window.write_issues(tmp_path / "旧报")


@pytest.fixture
def window(qtbot: QtBot, root: Path) -> MainWindow:
    return a_window.open_on(qtbot, root)


@pytest.fixture
def layout(window: MainWindow) -> WindowLayout:
    return window.controller.layout
