"""The desk: what the window gives to the features, and what a feature's part of the window is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject

from reader.library.library import Library
from reader.plugs import Value
from reader.ui.calendar.calendar_controller import CalendarFrame
from reader.ui.issues.reading_controller import ReadingController
from reader.ui.search.results_controller import ResultsController
from reader.ui.side_by_side.second_article import SecondArticle
from reader.ui.widgets.services import LibraryFeature, Services


class Desk(QObject):
    """The open library, and the parts of its window that features use."""

    def __init__(
        self,
        services: Services,
        library: Library,
        frame: CalendarFrame,
        reading: ReadingController,
        results: ResultsController,
        second: SecondArticle,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.services = services
        self.library = library
        self.frame = frame
        self.reading = reading
        self.results = results
        self.searching = results.searching
        self.second = second


SettingOfPart = tuple[Callable[[], Value], Callable[[Any], object]]
"""The functions that return and set the value of a setting."""


class Part(LibraryFeature):
    """A feature's part of the window; a child of the desk."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.services, desk.library, desk)
        self.desk = desk

    def settings(self) -> Mapping[str, SettingOfPart]:
        """Return the settings that are not only read from the stored `Settings`, by name."""
        return {}

    def step_back(self) -> bool:
        """Go one step back, as Esc does; return whether there was one."""
        return False
