"""What the core asks of the feature that draws the years of what was found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from reader.export.timeline import Timeline
from reader.library.read_share import ReadSoFar

if TYPE_CHECKING:
    from reader.search.query import Period


class Years(QWidget):
    """The years of articles; without that feature, nothing is drawn.

    Signals: `chosen` has the chosen `Period`, None for all.
    """

    chosen = Signal(object)

    def show_counts(self, by_month: Mapping[int, int]) -> None:
        """Show the numbers of articles by month (`month_number`)."""

    def show_read(self, read: ReadSoFar) -> None:
        """Show of which times the library is not read yet."""

    def show_timeline(self, timeline: Timeline | None) -> None:
        """Show lines by month with the held articles; None for the counts of `show_counts`."""

    def show_wanted(self, period: Period | None) -> None:
        """Show the dates to which the query is narrowed."""

    def has_choice(self) -> bool:
        return False

    def periods(self) -> Iterable[tuple[Period, int]]:
        """Return the periods of the bars, with their numbers of articles."""
        return ()


class YearsPanel(QWidget):
    """The years above the results, and what can be changed there; seen when their view is chosen."""

    years: Years
    action = ""
    """The action that shows them; "" without a feature that draws them."""

    def __init__(self) -> None:
        super().__init__()
        self.years = Years(self)

    def show_timeline(self, timeline: Timeline | None) -> None:
        """Show lines by month, that of the results first; None while they are not known."""

    def clear(self) -> None:
        """Show nothing any more."""
