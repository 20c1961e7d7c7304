"""A window that is closed takes with it whatever could still come to it, at whatever moment it is closed."""

import gc
import sys
from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QProcess, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import delete, isValid

from reader import app
from reader.storage.platform_folders import places
from reader.ui.frame import place_by_face
from reader.ui.sync.sync_controller import SyncChild
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.window.window import MainWindow
from tests.living import nothing_excluded, objects_where
from tests.ui import a_window


def bringers() -> list[str]:
    """What may bring something later, by what it belongs to: timers, processes and queues; not the application's."""
    found = []
    with nothing_excluded():
        objects = objects_where(lambda item: isinstance(item, QTimer | QProcess | TaskQueue | SyncChild))
    for each in objects:
        assert isinstance(each, QObject)
        if isValid(each):
            owners = [each]
            while (above := QObject.parent(owners[-1])) is not None:
                owners.append(above)
            if owners[-1] is not QApplication.instance():
                found.append(" in ".join(type(owner).__name__ for owner in owners))
    return sorted(found)


def open_on(qtbot: QtBot, root: Path) -> MainWindow:
    """A window that the test itself closes and deletes."""
    window = app.open_window(root)
    assert isinstance(window, MainWindow)
    a_window.settle(qtbot, window)
    return window


@pytest.mark.slow
def test_whatever_may_still_bring_something_goes_with_the_window(qtbot: QtBot, root: Path) -> None:
    gc.collect()
    before = bringers()
    window = open_on(qtbot, root)
    window.controller.features.results.enter_query("渡口")
    for tab in place_by_face():
        window.controller.show_tab(tab)
        qtbot.wait(20)
    assert len(bringers()) > len(before) + 40
    window.close()
    delete(window)
    more = Counter(bringers()) - Counter(before)  # what an earlier test has left may go meanwhile
    assert not more


def test_a_window_that_is_closed_before_it_began_begins_nothing(qtbot: QtBot, root: Path) -> None:
    window = app.open_window(root)
    assert isinstance(window, MainWindow)
    qtbot.addWidget(window)
    process = window.controller.sync.process
    window.close()
    window.activateWindow()
    window.controller.sync.come_to_front()  # as the system may, a moment too late
    qtbot.wait(100)
    assert process not in a_window.begun


def test_a_fault_after_the_window_is_gone_is_written_down(
    qtbot: QtBot, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    window = open_on(qtbot, root)
    hook = sys.excepthook
    window.close()
    delete(window)
    try:
        hook(ValueError, ValueError("nobody is here"), None)
        [report] = (places().data / "faults").glob("*.txt")
        assert "nobody is here" in report.read_text(encoding="utf-8")
        report.unlink()
    finally:
        sys.excepthook = sys.__excepthook__
    assert "nobody is here" in capsys.readouterr().err
