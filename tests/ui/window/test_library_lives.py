"""What was closed stays nowhere: of all libraries and windows that were opened, the open ones alone live."""

import gc
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from reader import app
from reader.library.library import Library
from reader.ui.frame import place_by_face
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.window.library_controller import LibraryController
from reader.ui.window.window import MainWindow
from tests.living import objects_where
from tests.ui import a_window

REOPENED = 5
COUNTED = (MainWindow, LibraryController, Library, TaskQueue)


def in_memory() -> list[object]:
    """The objects of the kinds counted, and the top-level widgets, when all that was dropped is collected.

    What is excluded from the collection are the tests, since they were collected: the program excludes nothing then.
    """
    for _ in range(3):
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
    gc.collect()
    objects = objects_where(lambda item: type(item) in COUNTED)
    windows = [widget for widget in QApplication.topLevelWidgets() if type(widget) not in COUNTED]
    return [*objects, *windows]


def living(strangers: list[object]) -> dict[str, int]:
    """Count, by kind, what is in memory; what other tests of this process left behind is not counted."""
    excluded = {id(item) for item in strangers}
    objects = [item for item in in_memory() if id(item) not in excluded]
    counts = {kind.__name__: sum(type(item) is kind for item in objects) for kind in COUNTED}
    counts["top-level widgets"] = sum(isinstance(item, QWidget) and item.isWindow() for item in objects)
    return counts


def look_around(qtbot: QtBot, window: MainWindow) -> None:
    """Wait for the library of a window, and have all made that may be made later: each tab, the list of results."""
    a_window.settle(qtbot, window)
    assert window.controller.layout.results.is_empty()
    for tab in place_by_face():
        window.controller.layout.show_tab(tab)


@pytest.mark.usefixtures("free_language")
def test_of_what_was_opened_only_what_is_open_lives(qtbot: QtBot, root: Path) -> None:
    strangers = in_memory()
    window = app.open_window(root)
    qtbot.addWidget(window)
    look_around(qtbot, window)
    window.services.message("……")  # it lies over a pane of this library
    before = living(strangers)
    assert before["LibraryController"] == before["Library"] == 1
    for _ in range(REOPENED):
        window.open_library(root)
        look_around(qtbot, window)
    assert living(strangers) == before
    for language in ("en", "zh"):
        window.speak(language)
        look_around(qtbot, window)
    other = app.open_window(root)
    look_around(qtbot, other)
    other.close()
    other.deleteLater()
    del other
    assert living(strangers) == before
