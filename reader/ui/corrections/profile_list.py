"""The dialog of newspapers' habits: what the issues of each have in common, to be refused and allowed again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QMenu, QStyleOptionViewItem, QWidget

from reader.i18n import count, say
from reader.library.library import Library
from reader.library.profiles import ListedTrait, NewspaperProfile, kind_in_words
from reader.ui.widgets import fonts, text_painting, wording
from reader.ui.widgets.controls import LinkButton, Wide
from reader.ui.widgets.dialog import ListDialog
from reader.ui.widgets.row_list import Index, RowDelegate, RowModel
from reader.ui.widgets.text_painting import RIGHT
from reader.ui.widgets.undo_stack import FAULTS

if TYPE_CHECKING:
    from reader.ui.corrections.profile_controller import ProfileController


class HabitHeading(Struct, frozen=True):
    """The heading of a newspaper's habits of one kind; `is_refused` as in `NewspaperProfile`."""

    newspaper: str
    words: str
    is_refused: bool


class Habit(Struct, frozen=True):
    """A habit of a newspaper; `is_refused`: it alone, or all of the newspaper."""

    newspaper: str
    listed: ListedTrait
    is_refused: bool


Row = HabitHeading | Habit


def rows_of(profiles: Iterable[NewspaperProfile]) -> list[Row]:
    """Return the habits of the newspapers, below a heading for each kind."""
    rows: list[Row] = []
    for profile in profiles:
        for kind in dict.fromkeys(each.trait.kind for each in profile.traits):
            words = wording.listed(
                [profile.newspaper, kind_in_words(kind), say("整份不用") if profile.is_refused else ""]
            )
            rows.append(HabitHeading(profile.newspaper, words, profile.is_refused))
            rows += [
                Habit(profile.newspaper, each, each.is_refused or profile.is_refused)
                for each in profile.traits
                if each.trait.kind is kind
            ]
    return rows


class _Model(RowModel[Row]):
    def is_heading(self, row: Row) -> bool:
        return isinstance(row, HabitHeading)

    def words(self, row: Row) -> str:
        if isinstance(row, HabitHeading):
            return row.words
        issues = count(row.listed.trait.issues, "{n} 期")
        return wording.listed([row.listed.trait.text, issues, say("不用") if row.is_refused else ""])


class _Delegate(RowDelegate[_Model]):
    """Paints a habit, and at the right the number of its issues, or that it is refused."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        height = 40 if isinstance(self._model.row(index), HabitHeading) else 36
        return QSize(self._view.viewport().width(), height)

    def paint_row(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        row = self._model.row(index)
        if isinstance(row, HabitHeading):
            text_painting.draw_words(
                painter, rect.adjusted(16, 8, -16, 0), row.words, fonts.sans(12, 700), "ink2"
            )
            return
        inside = rect.adjusted(self.margin, 0, -self.margin, 0)
        ink = "ink3" if row.is_refused else "ink"
        told = say("不用") if row.is_refused else count(row.listed.trait.issues, "{n} 期")
        width = text_painting.draw_words(painter, inside, told, fonts.sans(12), "ink3", RIGHT)
        text = row.listed.trait.text
        text_painting.draw_words(painter, inside.adjusted(0, 0, -width - 12, 0), text, fonts.serif(14), ink)


class ProfileList(ListDialog[_Model]):
    """The list of habits; opened with `open()`."""

    def __init__(self, parent: QWidget, library: Library, deciding: ProfileController) -> None:
        super().__init__(parent, say("各份报的惯例"), "profileList", _Model(), _Delegate)
        self._library = library
        self._deciding = deciding
        self.view.menuOpening.connect(self._offer)
        self.view.selectionModel().currentChanged.connect(lambda *_: self._enable())
        self.state.show_state(
            say("还看不出惯例"),
            say("同一份报至少要三期，才看得出哪些是栏目、哪些是版名、哪个记号开头的是一条。"),
        )
        self.one_button = LinkButton("", act=self.turn_current)
        self.all_button = LinkButton("", act=self.turn_newspaper)
        self.lay_out_list(
            (self.one_button, self.all_button, Wide()), (Wide(self.message),), has_heading=False
        )
        deciding.decided.connect(self._show_decided)
        self.view.setFocus()
        self.read()

    def current(self) -> Habit | None:
        index = self.view.currentIndex()
        row = self.model.row(index) if index.isValid() else None
        return row if isinstance(row, Habit) else None

    def read(self) -> None:
        """Read the habits of all newspapers."""

        def read() -> list[Row]:
            return rows_of(self._library.profiles.all())

        self.tasks.run(read, self._show, lambda error: self.message.setText(str(error)), FAULTS)

    def turn_current(self) -> None:
        """Refuse the current habit, or allow it again."""
        habit = self.current()
        if habit is not None and not self._is_refused(habit.newspaper):
            self._turn(habit.newspaper, habit.listed.trait.text, is_allowed=habit.is_refused)

    def turn_newspaper(self) -> None:
        """Refuse all habits of the current one's newspaper, or allow them again."""
        habit = self.current()
        if habit is not None:
            self._turn(habit.newspaper, "", is_allowed=self._is_refused(habit.newspaper))

    def _turn(self, newspaper: str, text: str, *, is_allowed: bool) -> None:
        self.message.setText(say("正在重新读有关的各期……"))
        self._deciding.turn(newspaper, text, is_allowed=is_allowed)

    def _show_decided(self, is_applied: bool) -> None:
        later = say("已记下；资料库正在更新，更新后就照此显示。")
        self.message.setText(say("有关的各期已重新读过。") if is_applied else later)
        self.read()

    def _is_refused(self, newspaper: str) -> bool:
        return any(
            isinstance(row, HabitHeading) and row.newspaper == newspaper and row.is_refused
            for row in self.model.rows()
        )

    def _show(self, rows: list[Row]) -> None:
        place = self.view.currentIndex().row()
        with self.view.chooser.quietly():
            self.model.set_rows(rows)
            if rows:
                self.view.setCurrentIndex(self.model.index(max(min(place, len(rows) - 1), 1), 0))
        self.stack.setCurrentWidget(self.view if rows else self.state)
        self._enable()

    def _enable(self) -> None:
        habit = self.current()
        is_refused = habit is not None and self._is_refused(habit.newspaper)
        self.one_button.setText(say("又用这一条") if habit and habit.is_refused else say("不用这一条"))
        self.all_button.setText(say("这份报的又都用") if is_refused else say("这份报的都不用"))
        self.one_button.setEnabled(habit is not None and not is_refused)
        self.all_button.setEnabled(habit is not None)

    def _offer(self, menu: QMenu) -> None:
        if self.current() is not None:
            menu.addAction(self.one_button.text(), self.turn_current).setEnabled(self.one_button.isEnabled())
            menu.addAction(self.all_button.text(), self.turn_newspaper)
