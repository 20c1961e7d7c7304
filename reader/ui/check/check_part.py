"""The tab To check: its place is made when it is first opened."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from reader.newspaper.holdings import Bookmark, IssueRow
from reader.ui.desk import Desk, Part
from reader.ui.frame import Tab
from reader.ui.widgets.services import Change

if TYPE_CHECKING:
    from reader.ui.check.check_place import CheckPlace


class CheckPart(Part):
    """Opens and leaves the place with its tab, and has it follow the library while it is shown."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        desk.frame.tabShown.connect(self._follow_tab)
        desk.reading.opened.connect(self._leave_evidence)
        if desk.frame.tab == Tab.CHECK:
            self.place.open()

    @cached_property
    def place(self) -> CheckPlace:
        from reader.ui.check.check_place import CheckPlace

        return CheckPlace(self.desk, self)

    def is_made(self) -> bool:
        return "place" in vars(self)

    def show_decided(self, feature: str) -> None:
        self.place.show_decided(feature)

    def show_mark(self, bookmark: Bookmark) -> None:
        self.place.show_mark(bookmark)

    def show_day(self, issue: IssueRow) -> None:
        self.place.show_day(issue)

    def refresh(self, change: Change) -> None:
        if self.is_made():
            self.place.follow(change)

    def step_back(self) -> bool:
        return self.is_made() and self.place.step_back()

    def _follow_tab(self, tab: str) -> None:
        if tab == Tab.CHECK:
            self.place.open()
        elif self.is_made():
            self.place.leave()

    def _leave_evidence(self) -> None:
        if self.is_made():
            self.place.hide_evidence()
