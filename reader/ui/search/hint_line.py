"""A single line of buttons for what else a search offers; those that do not fit are in a menu at its end."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from reader.i18n import say
from reader.ui.widgets.controls import MenuChip

_GAP, _HEIGHT = 6, 24
"""The distance of two buttons, and the height of the line, in pixels."""


class HintLine(QWidget):
    """Shows the offered buttons in their order, the most useful first; without an offer it is hidden."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._offers: tuple[QPushButton, ...] = ()
        self.more = MenuChip(say("更多"))
        """The menu of the offers that do not fit."""
        self.more.setParent(self)
        self.more.show_choice("…")
        self.more.choice_menu().aboutToShow.connect(self._fill)
        self.hide()

    def offer(self, buttons: Sequence[QPushButton]) -> None:
        """Show these buttons and no others."""
        for each in self._offers:
            if each not in buttons:
                each.hide()
        self._offers = tuple(buttons)
        for each in buttons:
            each.setParent(self)
        self.setVisible(bool(buttons))
        self._arrange()

    def offers(self) -> Sequence[QPushButton]:
        """Return the offered buttons, those in the menu included."""
        return self._offers

    def sizeHint(self) -> QSize:
        return QSize(200, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, _HEIGHT)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # a button has other words
            self._arrange()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def shown(self) -> Sequence[QPushButton]:
        """Return the buttons that fit; at least the first."""
        widths = [each.sizeHint().width() + _GAP for each in self._offers]
        if sum(widths) - _GAP <= self.width():
            return self._offers
        room = self.width() - self.more.sizeHint().width()
        fitting = (at for at in range(len(widths), 0, -1) if sum(widths[:at]) <= room)
        return self._offers[: next(fitting, 1)]

    def _arrange(self) -> None:
        shown, x = self.shown(), 0
        for each in self._offers:
            each.setVisible(each in shown)
        self.more.setVisible(len(shown) < len(self._offers))
        room = self.width() - (self.more.sizeHint().width() + _GAP if self.more.isVisibleTo(self) else 0)
        for each in (*shown, self.more):
            width = min(each.sizeHint().width(), max(room - x, 0)) if each is not self.more else 0
            width = width or each.sizeHint().width()
            each.setGeometry(x, 0, width, _HEIGHT)
            x += width + _GAP

    def _fill(self) -> None:
        menu = self.more.choice_menu()
        menu.clear()
        for each in self._offers[len(self.shown()) :]:
            action = menu.addAction(each.text().replace("&", "&&"), partial(each.click))
            action.setToolTip(each.toolTip())
            action.setCheckable(each.isCheckable())
            action.setChecked(each.isChecked())
