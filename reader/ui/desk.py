"""The desk: what the window gives to the features, and what a feature's part of the window is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from reader.library.library import Library
from reader.plugs import Value
from reader.ui.calendar.calendar_controller import CalendarFrame
from reader.ui.issues.reading_controller import ReadingController
from reader.ui.notebook.bookmark_display import NotebookFrame
from reader.ui.search.results_controller import ResultsController
from reader.ui.search.search_controller import SearchController
from reader.ui.side_by_side.second_article import SecondArticle
from reader.ui.sync.sync_controller import SyncController
from reader.ui.widgets.services import LibraryFeature, Services
from reader.ui.widgets.undo_stack import UndoStack


class DeskFrame(CalendarFrame, NotebookFrame, Protocol):
    """The layout of the window, as far as features know it."""

    def put_above_tree(self, pane: QWidget, view: QWidget) -> None:
        """Add a pane above the tree of issues; its `view` takes the focus."""


class Desk:
    """The open library, and the parts of its window that features use."""

    services: Services
    library: Library
    frame: DeskFrame
    reading: ReadingController
    updating: SyncController
    results: ResultsController
    searching: SearchController
    undoing: UndoStack
    beside: SecondArticle
    parent: QObject


SettingOfPart = tuple[Callable[[], Value], Callable[[Any], object]]
"""The functions that return and set the value of a setting."""


class Part(LibraryFeature):
    """A feature's part of the window."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.services, desk.library, desk.parent)
        self.desk = desk

    def prepare(self) -> None:
        """Do what may wait until the window has nothing to do; not called for a part that is made later."""

    def settings(self) -> Mapping[str, SettingOfPart]:
        """Return the settings that are not only read from the stored `Settings`, by name."""
        return {}

    def step_back(self) -> bool:
        """Go one step back, as Esc does; return whether there was one."""
        return False
