"""The face of the people with their offices: what it shows is made when it is first opened."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from reader.ui.desk import Desk, Part
from reader.ui.widgets.services import Change

if TYPE_CHECKING:
    from reader.features.offices.ui.offices_part import OfficesPart

TAB = "offices"


class OfficesFace(Part):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        desk.frame.tabShown.connect(self._follow_tab)
        if desk.frame.tab == TAB:
            self.offices.open()

    @cached_property
    def offices(self) -> OfficesPart:
        from reader.features.offices.ui.offices_part import OfficesPart

        offices = OfficesPart(self.desk)
        self.desk.frame.put_in_tab(TAB, offices.pane.listed, offices.body_view)
        return offices

    def is_made(self) -> bool:
        return "offices" in vars(self)

    def refresh(self, change: Change) -> None:
        if self.is_made():
            self.offices.refresh(change)

    def step_back(self) -> bool:
        return self.is_made() and self.offices.step_back()

    def _follow_tab(self, tab: str) -> None:
        if tab == TAB:
            self.offices.open()
        elif self.is_made():
            self.offices.close()
