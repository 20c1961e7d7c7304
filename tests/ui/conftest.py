"""Real widgets, drawn offscreen, dressed as the program dresses them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader import i18n
from reader.features.recognition.second_reading import LinesReadAgain
from reader.ui.layout.window_layout import WindowLayout
from reader.ui.sync.sync_controller import SyncChild
from reader.ui.widgets import theme
from reader.ui.widgets.services import chosen_folders
from reader.ui.window.window import MainWindow
from tests import homes, once
from tests.ui import a_window, typeface


@pytest.fixture(autouse=True)
def dressed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every test begins in the paper theme, whatever the one before it wore, and in the typeface of the tests."""
    if "ui" not in request.path.parts and "qapp" not in request.fixturenames:  # of a feature's other parts
        yield
        return
    qapp: QApplication = request.getfixturevalue("qapp")
    qapp.setStyle("Fusion")
    typeface.wear(monkeypatch)
    qapp.setFont(theme.sans(13))
    theme.use("paper")
    yield
    theme._families.cache_clear()
    # What pytest-qt has closed waits to be deleted, and would be dressed again with every change of theme.
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    theme.use("paper")
    # Qt deletes what was copied last when Python is gone already: an object of Python's would end the run with a crash.
    qapp.clipboard().clear()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing of a test is kept where a person's own things stand; and no fault of the program is left there."""
    home = homes.use(monkeypatch, tmp_path / "home")
    yield
    faults = [path.read_text(encoding="utf-8") for path in (home / "data" / "faults").glob("*.txt")]
    assert not faults, "\n".join(faults)


@pytest.fixture(autouse=True)
def no_folders_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chosen_folders, "now", {})


@pytest.fixture(autouse=True)
def reads(monkeypatch: pytest.MonkeyPatch) -> None:
    once.read(monkeypatch)


@pytest.fixture(autouse=True)
def once_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """No page that is proofread is recognised a second time, which takes many seconds, unless a test says so."""
    monkeypatch.setattr(LinesReadAgain, "is_there", lambda _: False)


@pytest.fixture(autouse=True)
def syncs(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A window syncs in this process, unless the test is marked `child`: for it the process is the point."""
    start = SyncChild.start if request.node.get_closest_marker("child") else a_window.sync_here

    def counted(child: SyncChild, *, accept_missing: bool = False, by_names: bool = False) -> None:
        if not child.is_running():
            a_window.begun[child] = a_window.begun.get(child, 0) + 1
        start(child, accept_missing=accept_missing, by_names=by_names)

    monkeypatch.setattr(SyncChild, "start", counted)


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


@pytest.fixture
def free_language(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody has told the program its language; the system is Chinese."""
    monkeypatch.setattr(i18n, "_put", None)
    monkeypatch.delenv("READER_LANGUAGE")
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    i18n.language.cache_clear()
    yield
    i18n.choose(i18n.SYSTEM)
    monkeypatch.undo()
    i18n.language.cache_clear()
