"""The list of names in the place of the article."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from reader.ui.desk import Desk

if TYPE_CHECKING:
    from reader.features.people.ui.name_list_pane import NameListPane


class NameListPlace:
    """Shows the list of names, which is made when it is first asked for, and the article again."""

    def __init__(self, desk: Desk, search: Callable[[str], object]) -> None:
        self._desk = desk
        self._search = search

    @cached_property
    def pane(self) -> NameListPane:
        """The pane, empty or with its last content."""
        from reader.features.people.ui.name_list_pane import NameListPane

        pane = NameListPane(self._desk.library, self._search, self.close)
        self._desk.frame.area.put_instead(pane, pane.face)
        self._desk.reading.opened.connect(self.close)
        return pane

    def show(self) -> None:
        frame = self._desk.frame
        frame.uncover()
        frame.show_welcome(False)
        frame.area.show_instead(self.pane)
        frame.close_drawer()
        self.pane.face().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def count(self, text: str) -> None:
        """Show a list of names that was pasted, and count their articles."""
        self.show()
        self.pane.take(text)

    def close(self) -> bool:
        """Show the article again instead of the list of names; return whether that was shown."""
        area = self._desk.frame.area
        if not self._is_made() or not area.is_instead_shown(self.pane):
            return False
        focused = self.pane.window().focusWidget()
        is_inside = focused is not None and self.pane.isAncestorOf(focused)
        area.show_instead(None)
        if is_inside:
            area.first_view().setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def finish(self) -> None:
        if self._is_made():
            self.pane.finish()

    def _is_made(self) -> bool:
        return "pane" in vars(self)
