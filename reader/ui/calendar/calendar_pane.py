"""The calendar: a year or a month of a newspaper at a glance, and what is known of the day that is chosen."""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from reader.i18n import say
from reader.issue_dating.coverage import Coverage, last_day
from reader.language.dates.date_expressions import days_of
from reader.language.dates.days import Days
from reader.ui.calendar.day_panel import DayPanel, DaySource
from reader.ui.calendar.month_table import MonthTable, months_on
from reader.ui.calendar.year_list import tally_words
from reader.ui.calendar.year_page import _MONTH_WIDTH, Legend, YearPage, _MonthBlock, month_page
from reader.ui.search.search_field import QueryField
from reader.ui.widgets import fonts, theme, wording
from reader.ui.widgets.controls import IconButton, SegmentedControl
from reader.ui.widgets.labels import Label, Rule


class CalendarPane(QWidget):
    """Shows one newspaper's year; `issueActivated` and `articleActivated` when one of its issues is opened."""

    issueActivated = Signal(int)
    articleActivated = Signal(int)
    articleAside = Signal(int)
    yearShown = Signal(str, int)
    missed = Signal(str)

    def __init__(self) -> None:
        """A year without its months: before it is shown, `add_month` makes them."""
        super().__init__()
        theme.tint(self, "paper")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(say("日历"))
        self.setObjectName("calendarView")
        self._shelf: DaySource | None = None
        self._papers: Mapping[str, Coverage] = {}
        self._newspaper = ""
        self._year = 0
        self.chosen: dt.date | None = None
        self._title = Label("", fonts.serif(20, 700))
        self._tally = Label("", fonts.sans(13), "ink3")
        self.date_field = QueryField(say("到某一天"), say("到某一天，如“去年春节”"), "Ctrl+D", 30)
        self.date_field.setMaximumWidth(300)
        self.date_field.submitted.connect(self.go_to)
        self._scale = SegmentedControl(say("年或月"), [say("年"), say("月")])
        self._scale.setFixedWidth(max(96, self._scale.sizeHint().width()))
        self._scale.chosen.connect(self._show_scale)
        self._before = IconButton("back", say("上一年"))
        self._after = IconButton("forward", say("下一年"))
        self._before.clicked.connect(lambda: self._leaf(-1))
        self._after.clicked.connect(lambda: self._leaf(1))
        self._months: list[_MonthBlock] = []
        self._sheet = MonthTable(is_large=True)
        self._follow(self._sheet)
        self._year_page = YearPage()
        self._pages = QStackedWidget()
        self._pages.addWidget(self._year_page)
        self._pages.addWidget(month_page(self._sheet))
        self.day_panel = DayPanel()
        self.day_panel.issueActivated.connect(self.issueActivated)
        self.day_panel.articleActivated.connect(self.articleActivated)
        self.day_panel.articleAside.connect(self.articleAside)
        self.day_panel.dayWanted.connect(self.choose)
        self._lay_out()
        self._name_steps()

    def add_month(self) -> bool:
        """Makes the next of the twelve months; False when all are there."""
        if len(self._months) == 12:
            return False
        block = _MonthBlock(partial(self._open_month, len(self._months) + 1))
        self._follow(block.table)
        self._months.append(block)
        self._year_page.add(block)
        return True

    def _follow(self, table: MonthTable) -> None:
        table.dayWanted.connect(self.choose)
        table.dayActivated.connect(self.open_day)

    # -- what is shown

    def show_papers(self, shelf: DaySource, papers: Mapping[str, Coverage]) -> None:
        """Takes what is held; stays at the year looked at where there still is one."""
        self._shelf, self._papers = shelf, papers
        if self._newspaper not in papers:
            self._newspaper = next((name for name, held in papers.items() if held.last), "")
            self._year, self.chosen = 0, None
        held = self._held()
        if not self._year and held.last:
            self._year, self.chosen = held.last.year, held.last
        self._show()
        if self.hasFocus():
            self.focus_day()

    def show_year(self, newspaper: str, year: int) -> None:
        """Goes to a year; the day chosen stays the same day of it."""
        self._newspaper, self._year = newspaper, year
        if self.chosen is not None:
            self.chosen = months_on(self.chosen, 12 * (year - self.chosen.year))
        self._show()

    def choose(self, date: dt.date) -> None:
        """Goes to a day, and to its year if need be; the focus goes along."""
        had_focus = any(table.hasFocus() for table in self._tables())
        is_new_year = date.year != self._year
        is_new_sheet = self.chosen is None or (date.year, date.month) != (self.chosen.year, self.chosen.month)
        self._year, self.chosen = date.year, date
        if is_new_year or (is_new_sheet and self._is_month()):
            self._show()
        else:
            self._ring()
        if had_focus:
            self.focus_day()

    def go_to(self, said: str) -> None:
        """Goes to the days that are named; opens the issue where one day is meant that has one."""
        held = self._held()
        days = days_of(said, dt.date.today(), held.last)
        if days is None:
            self.missed.emit(
                say(
                    "没看懂“{said}”是哪天。可以写 1987-6-12、去年春节、民国三十五年五月。",
                    said=said.strip()[:20],
                )
            )
            return
        self.go_to_days(days)

    def go_to_days(self, days: Days) -> None:
        """Shows the first issue of these days, else the first of them; a single day with an issue is opened."""
        held = self._held()
        day = days.first
        inside = [issue.date for issue in held.issues if days.first <= issue.date <= days.last]
        if inside:
            day = inside[0]
        self.choose(day)
        self.focus_day()
        if days.first == days.last and inside:
            self.open_day(day)

    def open_day(self, date: dt.date) -> None:
        """Opens the issue of a day, or says that there is none."""
        issues = self._held().issues_on(date)
        if issues:
            self.issueActivated.emit(issues[0].id)
        else:
            self.missed.emit(say("{day}这里没有报纸。", day=wording.day(date)))

    def focus_day(self) -> None:
        """The focus on the chosen day, as soon as it is known."""
        for table in self._tables():
            if table.isVisibleTo(self) and table.currentIndex().isValid():
                table.setFocus(Qt.FocusReason.ShortcutFocusReason)
                self._year_page.ensureWidgetVisible(table)
                return
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # -- inside

    def _held(self) -> Coverage:
        return self._papers.get(self._newspaper) or Coverage(())

    def _is_month(self) -> bool:
        return self._scale.current() == 1

    def _month(self) -> int:
        return self.chosen.month if self.chosen else 1

    def _tables(self) -> Sequence[MonthTable]:
        return [self._sheet] if self._is_month() else [block.table for block in self._months]

    def _show(self) -> None:
        """Everything, from the newspaper, the year and the day."""
        held, year = self._held(), self._year or dt.date.today().year
        if self._is_month():
            self._title.setText(say("{year}年{month}", year=year, month=wording.month(self._month())))
            first, last = dt.date(year, self._month(), 1), last_day(year, self._month())
            self._sheet.show_month(year, self._month(), held)
        else:
            self._title.setText(say("{year}年", year=year))
            first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
            for month, block in enumerate(self._months, 1):
                block.show_month(year, month, held)
        self._tally.setText(tally_words(held.tally(first, last)))
        self._before.setEnabled(year > dt.MINYEAR)
        self._after.setEnabled(year < dt.MAXYEAR)
        self.yearShown.emit(self._newspaper, year)
        self._ring()

    def _ring(self) -> None:
        for table in (*(block.table for block in self._months), self._sheet):
            table.choose(self.chosen)
        self.day_panel.show_day(self._shelf, self._held(), self.chosen)

    def _show_scale(self) -> None:
        focused = self.window().focusWidget()  # also while another window is in front
        was_here = focused is self or (focused is not None and self._pages.isAncestorOf(focused))
        if was_here:  # a stack that takes the focus from one of these tables itself has crashed in Qt 6.11
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._pages.setCurrentIndex(self._scale.current())
        self._name_steps()
        self._show()
        if was_here:
            self.focus_day()

    def _open_month(self, month: int) -> None:
        held = self._held()
        first, last = dt.date(self._year, month, 1), last_day(self._year, month)
        inside = [issue.date for issue in held.issues if first <= issue.date <= last]
        if self.chosen is None or (self.chosen.year, self.chosen.month) != (self._year, month):
            self.chosen = inside[0] if inside else first
        self._scale.set_current(1)
        self._show_scale()

    def _leaf(self, by: int) -> None:
        date = self.chosen or dt.date(self._year or dt.date.today().year, 1, 1)
        self.choose(months_on(date, by if self._is_month() else 12 * by))

    def _name_steps(self) -> None:
        self._before.set_words(say("上一月") if self._is_month() else say("上一年"))
        self._after.set_words(say("下一月") if self._is_month() else say("下一年"))

    def _lay_out(self) -> None:
        head = QWidget()
        head.setFixedHeight(44)
        row = QHBoxLayout(head)
        row.setContentsMargins(24, 0, 16, 0)
        row.setSpacing(10)
        for widget in (self._title, self._tally):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.date_field, 8)
        for button in (self._before, self._after, self._scale):
            row.addWidget(button)
        days = QVBoxLayout()
        days.setSpacing(0)
        days.addWidget(self._pages, 1)
        days.addWidget(Rule())
        days.addWidget(Legend())
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addLayout(days, 1)
        middle.addWidget(Rule(upright=True))
        middle.addWidget(self.day_panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(Rule())
        column.addLayout(middle, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.day_panel.setVisible(self.width() >= DayPanel.WIDTH + 2 * _MONTH_WIDTH + 96)
        self._tally.setVisible(self.width() >= 760)
