"""Pictures of the window in a state, for the README and for whoever changes the look."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from reader.library import Library
from reader.storage.settings import Settings
from reader.ui.rooms import Tab
from reader.ui.window import MainWindow

PATIENCE_SECONDS = 30.0


def take(library: Library, size: tuple[int, int], theme: str, view: str, query: str) -> QPixmap:
    """The window on a library that is up to date, in a `view` of the command line."""
    window = MainWindow(library, Settings(theme=theme), keep=lambda _: None)
    window.resize(*size)
    window.show()
    room = window.room
    _wait(lambda: room.updating.process.is_running())
    _wait(lambda: not room.updating.process.is_running())
    room.rooms.strip.show_idle()
    if view == "search":
        room.ask(query)
        _wait(lambda: bool(room.rooms.results.view.model().rowCount()))
        room.step_article(1)
    elif view == "typing":
        field = room.rooms.search
        field.begin()
        field.line.setText(query)
        _wait(lambda: bool(room.completing.popup.rows()) and room.completing.is_idle())
    elif view in set(Tab):
        room.show_tab(Tab(view))
    elif view == "welcome":
        room.rooms.show_welcome(True)
    elif query and (found := library.search(query, limit=1).ids):
        room.reading.open_article(found[0], query if view == "page" else "")
    if view == "page":
        room.pages.switch()
        _wait(lambda: room.rooms.is_whole_page_shown() and room.rooms.page_pane.view.is_set())
    _settle()
    picture = window.grab()
    window.close()
    return picture


def _wait(until: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not until() and time.monotonic() < end:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


def _settle() -> None:
    """Lets what was asked for come, and be painted."""
    end = time.monotonic() + 0.6
    _wait(lambda: time.monotonic() > end)
