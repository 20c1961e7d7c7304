"""The newspapers of the calendar, as chips of which one is chosen."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from reader.i18n import count, say
from reader.ui.widgets import wording
from reader.ui.widgets.controls import Chip
from reader.ui.widgets.flow_layout import FlowLayout
from reader.ui.widgets.menus import MenuChip

_MOST_CHIPS = 8
"""The maximum number of newspapers with a chip; others are in a menu."""


class PaperRow(QWidget):
    """The chips of the newspapers, hidden if there is only one; a click calls `choose` with the name."""

    def __init__(self, choose: Callable[[str], object]) -> None:
        super().__init__()
        self._choose = choose
        self.setAccessibleName(say("报纸"))
        self._flow = FlowLayout()
        self._flow.setContentsMargins(24, 6, 16, 6)
        self.setLayout(self._flow)
        self.names: tuple[str, ...] = ()
        self.chips: dict[str, Chip] = {}
        self._others: MenuChip | None = None
        self.hide()

    def show_papers(self, names: Sequence[str], current: str) -> None:
        if tuple(names) != self.names:
            self._make(tuple(names))
        for name, chip in self.chips.items():
            chip.setChecked(name == current)
        if self._others is not None:
            is_there = current in self.chips
            others = count(len(self.names) - len(self.chips), "另外 {n} 种")
            self._others.show_choice(others if is_there else wording.newspaper(current))
        self.setVisible(len(names) > 1)

    def _make(self, names: tuple[str, ...]) -> None:
        self._flow.clear()
        self.names = names
        self._others = None
        self.chips = {
            name: Chip(wording.newspaper(name), act=partial(self._choose, name))
            for name in names[:_MOST_CHIPS]
        }
        for chip in self.chips.values():
            self._flow.addWidget(chip)
        if len(names) > _MOST_CHIPS:
            self._others = MenuChip(say("报纸"))
            for name in names[_MOST_CHIPS:]:
                self._others.choices.addAction(wording.newspaper(name), partial(self._choose, name))
            self._flow.addWidget(self._others)
