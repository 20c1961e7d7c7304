"""Which newspaper and day the calendar shows, and the row of newspapers to choose from."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from reader.i18n import count, say
from reader.issue_dating.coverage import Coverage
from reader.ui.widgets.controls import Chip, MenuChip
from reader.ui.widgets.flow_layout import FlowLayout

_MOST_CHIPS = 8
"""Of more newspapers the others stand in a menu."""


@dataclass(frozen=True, slots=True)
class Place:
    """A newspaper and a day of it, None where no day is known."""

    newspaper: str
    day: dt.date | None = None


def place_to_show(papers: Mapping[str, Coverage], wanted: Place | None, shown: Place | None) -> Place | None:
    """Return where the calendar opens: at `wanted`, else where it stood, else at the newest issue of a newspaper.

    A place without a day has the day of its newspaper's newest issue, or the one shown. None where nothing has a date.
    """
    for place in (wanted, shown):
        if place is not None and place.newspaper in papers:
            stands = shown.day if shown and shown.newspaper == place.newspaper else None
            day = place.day or stands or papers[place.newspaper].last
            if day is not None:
                return Place(place.newspaper, day)
    dated = (Place(name, held.last) for name, held in papers.items() if held.last)
    return next(dated, None)


def papers_with(papers: Mapping[str, Coverage], first: dt.date, last: dt.date) -> list[str]:
    """Return the newspapers that have an issue from one day to another, both included."""
    return [name for name, held in papers.items() if held.dates_within(first, last)]


def name_of(newspaper: str) -> str:
    return newspaper or say("报名不详")


class PaperRow(QWidget):
    """The newspapers to choose from, hidden where there is only one; `chosen` has a name when another is clicked."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(say("报纸"))
        self._flow = FlowLayout()
        self._flow.setContentsMargins(24, 6, 16, 6)
        self.setLayout(self._flow)
        self._names: tuple[str, ...] = ()
        self._chips: dict[str, Chip] = {}
        self._others: MenuChip | None = None
        self.hide()

    def show_papers(self, names: Sequence[str], current: str) -> None:
        """Show these newspapers with one of them as chosen."""
        if tuple(names) != self._names:
            self._make(tuple(names))
        for name, chip in self._chips.items():
            chip.setChecked(name == current)
        if self._others is not None:
            is_there = current in self._chips
            others = count(len(self._names) - len(self._chips), "另外 {n} 种")
            self._others.show_choice(others if is_there else name_of(current))
        self.setVisible(len(names) > 1)

    def names(self) -> tuple[str, ...]:
        return self._names

    def chips(self) -> Mapping[str, Chip]:
        return self._chips

    def _make(self, names: tuple[str, ...]) -> None:
        self._flow.clear()
        self._names, self._others = names, None
        self._chips = {name: Chip(name_of(name)) for name in names[:_MOST_CHIPS]}
        for name, chip in self._chips.items():
            chip.clicked.connect(lambda _=False, name=name: self.chosen.emit(name))
            self._flow.addWidget(chip)
        if len(names) > _MOST_CHIPS:
            self._others = MenuChip(say("报纸"))
            for name in names[_MOST_CHIPS:]:
                self._others.menu_of_choices().addAction(name_of(name), partial(self.chosen.emit, name))
            self._flow.addWidget(self._others)
