"""The calendar: a year or a month of a newspaper at a glance, and what is known of the day that is chosen."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from reader.i18n import say
from reader.issue_dating.coverage import Coverage, Day, Gap, last_day
from reader.language.dates.date_expressions import days_of
from reader.language.dates.days import Days
from reader.language.dates.festivals import festivals_of_year
from reader.newspaper.holdings import ArticleRow, IssueRow
from reader.ui.article import article_loading
from reader.ui.calendar.month_table import A_MONDAY, SMALL, MonthTable, draw_day_box, draw_dot, months_on
from reader.ui.calendar.year_list import tally_words
from reader.ui.search.search_field import QueryField
from reader.ui.widgets import fonts, text_painting, theme, wording
from reader.ui.widgets.controls import LINK_PADDING, IconButton, LinkButton, SegmentedControl
from reader.ui.widgets.labels import Label, Rule
from reader.ui.widgets.plain_text import plain

_MONTH_WIDTH = SMALL.width() * 7 + LINK_PADDING
_MARGIN = 24
_TITLES = 4
"""Headlines of the chosen issue that are shown."""


class DaySource(Protocol):
    """What the calendar asks of a library when a day is chosen."""

    def issue(self, issue_id: int) -> IssueRow | None: ...
    def articles(self, issue_id: int) -> list[ArticleRow]: ...


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
        self._year_page = _YearPage()
        self._pages = QStackedWidget()
        self._pages.addWidget(self._year_page)
        self._pages.addWidget(_month_page(self._sheet))
        self.day_panel = _DayPanel()
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
        days.addWidget(_Legend())
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
        self.day_panel.setVisible(self.width() >= _DayPanel.WIDTH + 2 * _MONTH_WIDTH + 96)
        self._tally.setVisible(self.width() >= 760)


class _MonthBlock(QWidget):
    """A month among the twelve: its name, which opens it large; what is held of it; its days."""

    def __init__(self, open_large: Callable[[], None]) -> None:
        super().__init__()
        self._name = LinkButton("", quiet=True, px=14)
        self._name.clicked.connect(open_large)
        self._name.setFont(fonts.serif(15, 700))
        self._held = Label("", fonts.sans(12), "ink3")
        self._missing = Label("", fonts.sans(12), "warn")
        self.table = MonthTable()
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 2, 0)
        head.setSpacing(8)
        head.addWidget(self._name)
        head.addStretch(1)
        head.addWidget(self._held)
        head.addWidget(self._missing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        days = QVBoxLayout()
        days.setContentsMargins(
            LINK_PADDING - 1, 0, 0, 0
        )  # so that the name stands above the first day's frame
        days.setSpacing(2)
        days.addWidget(_Weekdays(SMALL.width()))
        days.addWidget(self.table)
        column.addLayout(days)
        self.setFixedWidth(_MONTH_WIDTH)

    def show_month(self, year: int, month: int, held: Coverage) -> None:
        self.table.show_month(year, month, held)
        self._name.setText(wording.month(month))
        self._name.setAccessibleName(say("放大{year}年{month}", year=year, month=wording.month(month)))
        tally = held.tally(dt.date(year, month, 1), last_day(year, month))
        both = say("{n} 期　缺 {missing}", n=tally.held, missing=tally.missing)
        self._held.setText(wording.issues(tally.held) if tally.held and not tally.missing else "")
        self._missing.setText(both if tally.missing else "")
        for label in (self._held, self._missing):
            label.setToolTip(plain(tally_words(tally)))


class _Weekdays(QWidget):
    """一 二 三 四 五 六 日 above the columns, which are `width` wide, or share the whole of it."""

    def __init__(self, width: int = 0) -> None:
        super().__init__()
        self._width = width
        self.setFixedHeight(22)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        width = self._width or self.width() / 7
        for column in range(7):
            cell = QRectF(column * width, 0, width, self.height())
            name = wording.short_weekday(A_MONDAY + dt.timedelta(days=column)).removeprefix("周")[:2]
            text_painting.draw_words(painter, cell, name, fonts.sans(12), "ink3", text_painting.CENTER)


class _YearPage(QScrollArea):
    """Twelve months in as many columns as there is room for."""

    def __init__(self) -> None:
        super().__init__()
        self._months: list[QWidget] = []
        self._columns = 0
        body = QWidget()
        self._grid = QGridLayout(body)
        self._grid.setContentsMargins(_MARGIN, 18, _MARGIN, 18)
        self._grid.setHorizontalSpacing(_MARGIN)
        self._grid.setVerticalSpacing(22)
        self.setWidget(body)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        theme.slim(self)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.tint(self, "paper")
        body.setAutoFillBackground(False)
        self._arrange(4)

    def add(self, month: QWidget) -> None:
        self._place(len(self._months), month)
        self._months.append(month)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(max(1, min(4, (self.viewport().width() - _MARGIN) // (_MONTH_WIDTH + _MARGIN))))

    def minimumSizeHint(self) -> QSize:
        return QSize(_MONTH_WIDTH + 2 * _MARGIN, 200)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for place, month in enumerate(self._months):
            self._place(place, month)
        for column in range(4):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def _place(self, place: int, month: QWidget) -> None:
        row, column = divmod(place, self._columns)
        self._grid.addWidget(month, row, column, Qt.AlignmentFlag.AlignTop)


def _month_page(sheet: MonthTable) -> QWidget:
    page = QScrollArea()
    body = QWidget()
    column = QVBoxLayout(body)
    column.setContentsMargins(24, 12, 24, 16)
    column.setSpacing(2)
    column.addWidget(_Weekdays())
    column.addWidget(sheet, 1)
    column.addStretch(0)
    page.setWidget(body)
    page.setWidgetResizable(True)
    page.setFrameShape(QFrame.Shape.NoFrame)
    theme.slim(page)
    page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    theme.tint(page, "paper")
    body.setAutoFillBackground(False)
    return page


@dataclass(frozen=True, slots=True)
class _Sign:
    day: Day
    words: str


class _Legend(QWidget):
    """What the signs of the days mean."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(38)
        self._signs = (
            _Sign(Day.HELD, say("有报")),
            _Sign(Day.MISSING, say("缺期")),
            _Sign(Day.MISSING_PERHAPS, say("可能缺期")),
            _Sign(Day.NO_PAPER, say("休刊")),
            _Sign(Day.UNKNOWN, say("无从知道")),
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, middle = 24.0, self.height() / 2
        font = fonts.sans(12)
        taken = sum(24 + text_painting.width_of(sign.words, font) for sign in self._signs)
        gap = max(10.0, min(24.0, (self.width() - x - 8 - taken) / (len(self._signs) - 1)))
        for sign in self._signs:
            box = QRectF(x, middle - 8, 16, 16)
            draw_day_box(painter, box, sign.day)
            if sign.day is Day.NO_PAPER:
                draw_dot(painter, box)
            elif sign.day is Day.UNKNOWN:
                text_painting.draw_words(painter, box, "1", fonts.sans(12), "ink3", text_painting.CENTER)
            width = text_painting.width_of(sign.words, font)
            area = QRectF(x + 24, 0, width + 2, self.height())
            text_painting.draw_words(painter, area, sign.words, font, "ink2")
            x += 24 + width + gap


@dataclass(frozen=True, slots=True)
class _Known:
    """What is told of a day: its issues with their first articles, or why there is none; the days of other years."""

    date: dt.date
    issues: tuple[tuple[IssueRow, tuple[ArticleRow, ...]], ...]
    absence: str
    others: tuple[dt.date, ...]


def _known(shelf: DaySource, held: Coverage, date: dt.date) -> _Known:
    on_day = held.issues_on(date)
    rows = [row for issue in on_day if (row := shelf.issue(issue.id)) is not None]
    return _Known(
        date,
        tuple((row, tuple(shelf.articles(row.id)[:_TITLES])) for row in rows),
        "" if on_day else absence_words(held, date),
        tuple(issue.date for issue in held.on_this_day(date) if issue.date != date),
    )


class _DayPanel(QScrollArea):
    """What is known of a day: its names, its issue and the first headlines, the gap it lies in, other years."""

    WIDTH = 280

    issueActivated = Signal(int)
    articleActivated = Signal(int)
    articleAside = Signal(int)
    dayWanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(self.WIDTH)
        self.setFrameShape(QFrame.Shape.NoFrame)
        theme.slim(self)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(say("所选的一天"))
        theme.tint(self, "list")
        body = QWidget()
        self._place = QVBoxLayout(body)
        self._place.setContentsMargins(0, 0, 0, 0)
        self._told = QWidget()
        self._known: _Known | None = None
        self._place.addWidget(self._told)
        self.setWidget(body)
        body.setAutoFillBackground(False)

    def show_day(self, shelf: DaySource | None, held: Coverage, date: dt.date | None) -> None:
        """What was told goes when the event is over: a link of it may be what is clicked, or loses the focus."""
        known = _known(shelf, held, date) if shelf is not None and date is not None else None
        if known == self._known:
            return
        self._known = known
        before, self._told = self._told, QWidget()
        column = QVBoxLayout(self._told)
        column.setContentsMargins(20 - LINK_PADDING, 20, 16, 20)
        column.setSpacing(6)
        if known is not None:
            self._tell(column, known)
        column.addStretch(1)
        self._place.replaceWidget(before, self._told)
        before.hide()
        before.deleteLater()

    def _tell(self, column: QVBoxLayout, known: "_Known") -> None:
        date = known.date
        column.addWidget(_beside_links(Label(wording.day(date), fonts.serif(20, 700))))
        names = [wording.festival(name) for name in festivals_of_year(date.year).get(date, ())]
        column.addWidget(
            _lines(wording.GAP.join(filter(None, [wording.weekday(date), wording.lunar(date), *names])))
        )
        column.addSpacing(8)
        for row, articles in known.issues:
            self._tell_issue(column, row, articles)
        if known.absence:
            column.addWidget(_lines(known.absence))
        if known.others:
            column.addSpacing(14)
            column.addWidget(_beside_links(Label(say("历史上的今天"), fonts.sans(13, 700))))
            for other in known.others:
                link = LinkButton(
                    wording.GAP.join([wording.day(other), wording.short_weekday(other)]), quiet=True
                )
                link.clicked.connect(partial(self.dayWanted.emit, other))
                column.addWidget(link)

    def _tell_issue(self, column: QVBoxLayout, row: IssueRow, articles: Sequence[ArticleRow]) -> None:
        number = wording.issue_number(row.number) if row.number else ""
        origin = wording.date_origin(row.date_origin)
        column.addWidget(
            _lines(wording.GAP.join(filter(None, [number, wording.articles(row.article_count), origin])))
        )
        for article in articles:
            link = LinkButton(article.title, quiet=True)
            link.clicked.connect(partial(self.articleActivated.emit, article.id))
            link.aside.connect(partial(self.articleAside.emit, article.id))
            link.setProperty(article_loading.ARTICLE_PROPERTY, article.id)
            column.addWidget(link)
        button = LinkButton(say("打开这一期"))
        button.clicked.connect(partial(self.issueActivated.emit, row.id))
        column.addWidget(button)


def absence_words(held: Coverage, date: dt.date) -> str:
    """Why there is no issue of a day, as far as the issues around it tell."""
    gap = held.gap_around(date)
    if gap is None:
        return say("不在已有的报纸之间，无从知道这天有没有报。")
    around = _around(gap)
    if gap.missing is None:
        return say("{around}，期号不足以说明这天有没有报。", around=around)
    if gap.missing == 0:
        return say("{around}，期号相连：这几天没有出报。", around=around)
    if held.day(date) is Day.NO_PAPER:
        return say("{around}，按平常出报的日子，这天没有出报。", around=around)
    missing = wording.issues(gap.missing)
    if gap.without_paper == 0:
        return say("{around}，当中 {missing}这里都没有。", around=around, missing=missing)
    return say(
        "{around}，当中 {days} 天、{missing}：{rest} 天没有出报，其余的这里没有。",
        around=around,
        days=gap.days,
        missing=missing,
        rest=gap.without_paper,
    )


def _around(gap: Gap) -> str:
    """前有1月27日第23552期，后有2月22日第23570期"""
    before, after = (
        wording.day(issue.date) + (wording.issue_number(issue.number) if issue.number else "")
        for issue in (gap.before, gap.after)
    )
    return say("前有{before}，后有{after}", before=before, after=after)


def _lines(text: str) -> Label:
    label = Label(text, fonts.sans(13), "ink2")
    label.setWordWrap(True)
    return _beside_links(label)


def _beside_links(label: Label) -> Label:
    """Its words begin where those of links do."""
    label.setContentsMargins(LINK_PADDING, 0, 0, 0)
    return label
