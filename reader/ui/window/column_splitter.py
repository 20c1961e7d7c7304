"""The columns of the window side by side: sidebar, list, reading area or calendar, with handles between them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from reader.ui.window.columns import COLUMNS, LEAST_COLUMN, SIDEBAR, Column
from reader.ui.window.list_column import ListColumn
from reader.ui.window.reading_area import ReadingArea
from reader.ui.window.sidebar import Sidebar


class ColumnSplitter(QSplitter):
    """The splitter of the columns. `widths` are the widths last chosen, in pixels, by the names in `COLUMNS`."""

    def __init__(self, sidebar: Sidebar, listing: ListColumn, area: ReadingArea) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._sidebar = sidebar
        self._list = listing
        self._calendar: QWidget = QWidget()
        """A placeholder until the calendar is made."""
        self._calendar.hide()
        self.widths = {name: column.usual for name, column in COLUMNS.items()}
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        for widget in (sidebar, listing, area, self._calendar):
            self.addWidget(widget)
        self.setStretchFactor(2, 1)
        self.setStretchFactor(3, 1)

    def sidebar_width(self) -> int:
        """Return the width chosen for the sidebar in pixels, the same for all its tabs."""
        return self.widths[SIDEBAR]

    def set_calendar(self, calendar: QWidget) -> None:
        """Put the calendar into its place, hidden."""
        calendar.hide()
        self.replaceWidget(self.indexOf(self._calendar), calendar)
        self._calendar.deleteLater()
        self._calendar = calendar

    def take_back(self) -> None:
        """Move sidebar and list from the drawer back beside the page."""
        self.insertWidget(0, self._sidebar)
        self.insertWidget(1, self._list)

    def set_limits(self, list_limits: Column) -> None:
        """Set the minimum and maximum widths of the sidebar, the same for all its tabs, and of the list."""
        for widget, limits in ((self._sidebar, COLUMNS[SIDEBAR]), (self._list, list_limits)):
            widget.setMinimumWidth(limits.least)
            widget.setMaximumWidth(limits.most)

    def leave_space(self, space: int) -> None:
        """Limit the widths of sidebar and list to at most `space` px each, but not to less than `LEAST_COLUMN`."""
        most = max(space, LEAST_COLUMN)
        for widget in (self._sidebar, self._list):
            widget.setMinimumWidth(min(widget.minimumWidth(), most))
            widget.setMaximumWidth(min(widget.maximumWidth(), most))

    def share_width(self, left: int, middle: int, *, is_calendar: bool) -> None:
        """Set the widths of sidebar and list in pixels (0: hidden); the reading area or the calendar takes the rest."""
        rest = max(self.width() - left - middle - 2, 1)
        self.setSizes([left, middle, 0, rest] if is_calendar else [left, middle, rest, 0])

    def remember_widths(self, *, of_list: bool) -> int:
        """Store the widths chosen with the handles, that of the list if `of_list`; return that of the sidebar."""
        left, middle, *_ = self.sizes()
        if left:
            self.widths[SIDEBAR] = left
        if middle and of_list:
            self.widths[self._list.name()] = middle
        return left
