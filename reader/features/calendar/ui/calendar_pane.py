"""The pane of the calendar: a year or a month of a newspaper, and the panel of the chosen day."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise

from msgspec import Struct
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from reader.features.calendar.day_papers import (
    DayPaper,
    is_of_every_year,
    papers_of,
    papers_of_every_year,
)
from reader.features.calendar.ui.calendar_header import GAP, CalendarHeader, HeaderActs, PaperRow
from reader.features.calendar.ui.day_panel import CalendarActs, DayPanel
from reader.features.calendar.ui.month_table import (
    HEAT,
    MONTH_WIDTH,
    DayActs,
    MonthBlock,
    MonthTable,
    Place,
    YearPage,
    draw_day_box,
    draw_dot,
    months_on,
    papers_with,
    place_to_show,
    weekday_row,
)
from reader.features.calendar.ui.year_list import YearList, tally_words
from reader.i18n import count, say
from reader.language.dates.calendar import Days
from reader.language.dates.date_expressions import days_of
from reader.library.contents import Contents
from reader.newspaper.coverage import Coverage, Day, last_day
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.controls import (
    LinkButton,
    Rule,
    Wide,
    column_layout,
    row_layout,
    stacked,
)
from reader.ui.widgets.when_shown import WhenShown

# The height of one row of signs, and of each further one, in pixels.
_HEIGHT = 38
_PITCH = 24
_LEFT = 24.0
_RIGHT = 16.0
_LEAST_GAP = 10.0


class _Sign(Struct, frozen=True):
    """A sign of the legend and its meaning; `hits` is a number of matches with this sign, None for no query."""

    day: Day
    words: str
    hits: int | None = None


class Legend(QWidget):
    """The legend of the signs of days, and while matches are shown also of the degrees of colour (heat)."""

    def __init__(self) -> None:
        super().__init__()
        self._absent = (
            _Sign(Day.MISSING, say("缺期")),
            _Sign(Day.MISSING_PERHAPS, say("可能缺期")),
            _Sign(Day.NO_PAPER, say("不出报")),
            _Sign(Day.UNKNOWN, say("无从知道")),
        )
        self._unread = (_Sign(Day.UNREAD, say("还没读到")),)
        self._signs: Sequence[_Sign] = ()
        self.show_heat(False)

    def show_heat(self, has_hits: bool, has_unread: bool = False) -> None:
        if not has_hits:
            self._signs = (_Sign(Day.HELD, say("有报")), *self._absent)
        else:
            degrees = [_Sign(Day.HELD, words, least) for least, words in zip(HEAT, _degrees(), strict=True)]
            self._signs = (_Sign(Day.HELD, say("有报，无命中"), 0), *degrees, *self._absent)
        self._signs = (*self._signs, *(self._unread if has_unread else ()))
        self.setAccessibleName(wording.listed(sign.words for sign in self._signs))
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = theme.sans(12)
        for number, row in enumerate(self._rows()):
            middle = _HEIGHT / 2 + number * _PITCH
            row_width = sum(map(_width_of, row))
            gap = max(
                _LEAST_GAP, min(24.0, (self.width() - _LEFT - _RIGHT - row_width) / max(1, len(row) - 1))
            )
            x = _LEFT
            for sign in row:
                box = QRectF(x, middle - 8, 16, 16)
                draw_day_box(painter, box, sign.day, sign.hits)
                if sign.day is Day.NO_PAPER:
                    draw_dot(painter, box)
                elif sign.day in (Day.UNKNOWN, Day.MISSING_PERHAPS):
                    text_painting.draw_words(painter, box, "1", font, "ink3", text_painting.CENTER)
                area = QRectF(x + 24, middle - _PITCH / 2, _width_of(sign) - 22, _PITCH)
                text_painting.draw_words(painter, area, sign.words, font, "ink2")
                x += _width_of(sign) + gap

    def _rows(self) -> list[list[_Sign]]:
        rows: list[list[_Sign]] = [[]]
        x = _LEFT
        for sign in self._signs:
            if rows[-1] and x + _width_of(sign) > self.width() - _RIGHT:
                rows.append([])
                x = _LEFT
            rows[-1].append(sign)
            x += _width_of(sign) + _LEAST_GAP
        return rows

    def _fit(self) -> None:
        self.setFixedHeight(_HEIGHT + (len(self._rows()) - 1) * _PITCH)


def _width_of(sign: _Sign) -> float:
    return 24 + text_painting.width_of(sign.words, theme.sans(12))


def _degrees() -> Iterator[str]:
    """Yield the degrees of heat in words: 1, 2–3, 4–7, 8 篇以上."""
    for fewest, next_fewest in pairwise(HEAT):
        yield str(fewest) if next_fewest == fewest + 1 else f"{fewest}–{next_fewest - 1}"
    yield say("{n} 篇以上", n=HEAT[-1])


def month_page(table: MonthTable) -> QWidget:
    page = QScrollArea()
    body = QWidget()
    column = column_layout(weekday_row(), Wide(table), of=body, margins=(24, 12, 24, 16), spacing=2)
    column.addStretch(0)
    page.setWidget(body)
    page.setWidgetResizable(True)
    page.setFrameShape(QFrame.Shape.NoFrame)
    theme.slim(page)
    page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    theme.tint(page, "paper")
    body.setAutoFillBackground(False)
    return page


def _tallies(
    coverage: Coverage, first: dt.date, last: dt.date, hits: Mapping[dt.date, int] | None
) -> list[str]:
    """Return the numbers of issues of these days, and of matches if there is a query, in words."""
    tallies = [tally_words(coverage.tally(first, last))]
    if hits is not None:
        match_count = sum(number for date, number in hits.items() if first <= date <= last)
        words = count(match_count, "命中 {n} 篇")
        tallies.append(say("目前 {number}", number=words) if coverage.unread else words)
    return tallies


class CalendarPane(QWidget):
    _asked = ""
    """The day that was asked for before the newspapers are known, as it was typed."""

    def __init__(self, years: YearList, acts: CalendarActs) -> None:
        """Make the calendar without the months of its year (`add_month`)."""
        super().__init__()
        self._years = years
        self._acts = acts
        years.yearChosen.connect(self.show_year)
        theme.tint(self, "paper")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(say("日历"))
        self.setObjectName("calendarView")
        self._show = WhenShown(self, self._show_now)
        self._contents: Contents | None = None
        self._papers: Mapping[str, Coverage] = {}
        self._newspaper = ""
        self._hits: Mapping[str, Mapping[dt.date, int]] | None = None
        self._year = 0
        self.chosen: dt.date | None = None
        self._anchor: dt.date | None = None
        """The day from which on days are chosen up to `chosen`; None for one day."""
        self._is_answer = False
        """Whether the panel answers the day field, and is shown also where there is no room beside the months."""
        self._is_yearly = False
        """Whether a day without a year was asked for, and the panel lists its papers of all years."""
        self._wanted: Place | None = None
        """The place to show as soon as the newspapers are known; None for none."""
        self.papers = PaperRow(self._choose_paper)
        self.header = CalendarHeader(
            HeaderActs(
                self._step, self._show_scale, self.go_to, self._list_days, acts.riffle, self._dismiss_hits
            )
        )
        self.legend = Legend()
        self.undated_link = LinkButton("", px=12, act=acts.list_undated)
        self.undated_link.hide()
        self._months: list[MonthBlock] = []
        self._day_acts = DayActs(self.choose, self.extend_to, self.open_day)
        self._month_table = MonthTable(self._day_acts, is_large=True)
        self._year_page = YearPage()
        self._pages = stacked(self._year_page, month_page(self._month_table))
        self.day_panel = DayPanel(acts, self.choose, self._choose_paper)
        self._days = QWidget()
        self._lay_out()

    def _lay_out(self) -> None:
        below = row_layout(
            Wide(self.legend), self.header.tally_below, self.undated_link, margins=(0, 0, 16, 0), spacing=GAP
        )
        column_layout(Wide(self._pages), Rule(), below, of=self._days, spacing=0)
        middle = row_layout(Wide(self._days), Rule(upright=True), self.day_panel, spacing=0)
        column_layout(self.header, Rule(), self.papers, Wide(middle), of=self, spacing=0)

    def add_month(self) -> bool:
        """Make the next of the twelve months; return False if all are made."""
        if len(self._months) == 12:
            return False
        block = MonthBlock(partial(self._open_month, len(self._months) + 1), self._day_acts)
        self._months.append(block)
        self._year_page.add(block)
        return True

    def show_papers(self, contents: Contents, papers: Mapping[str, Coverage]) -> None:
        """Set the coverage of newspapers, by their titles; the shown newspaper and day stay if they still exist."""
        self._contents = contents
        self._papers = papers
        if self._year:
            shown = Place(self._newspaper, self.chosen)
        else:
            shown = None
        self._show_place(place_to_show(papers, self._wanted, shown))
        self._wanted = None
        self._show.do()
        if self.hasFocus():
            self.focus_day()
        if self._asked:
            self.go_to(self._asked)

    def go_to_place(self, place: Place) -> None:
        """Show a newspaper and a day of it, at the latest when the newspapers are known."""
        if self._contents is None or place.newspaper not in self._papers:
            self._wanted = place
            return
        before = self._newspaper, self.chosen
        self._show_place(place_to_show(self._papers, place, Place(*before)))
        if (self._newspaper, self.chosen) != before:
            self._show.do()

    def place(self) -> Place:
        return Place(self._newspaper, self.chosen)

    def issue_of_day(self) -> int | None:
        """Return the id of the issue of the chosen day, or of the next issue; None if there is none."""
        coverage = self._coverage()
        if self.chosen:
            after = coverage.dates_within(self.chosen, dt.date.max)
        else:
            after = []
        if after:
            return coverage.issues_on(after[0])[0].id
        return None

    def _show_place(self, place: Place | None) -> None:
        self._newspaper = place.newspaper if place else ""
        self._anchor = None
        self.chosen = place.day if place else None
        self._year = self.chosen.year if self.chosen else 0

    def _choose_paper(self, newspaper: str) -> None:
        self._newspaper = newspaper
        self._show.do()

    def show_hits(
        self, query: str, hits: Mapping[str, Mapping[dt.date, int]] | None, undated: int = 0
    ) -> None:
        """Show how many articles match a query, by newspaper and day, as degrees of heat; None for no query.

        `undated` match, too, and are on no day, as theirs is not known.
        """
        self._hits = hits
        self.undated_link.setText(count(undated, "另有 {n} 篇日期不明"))
        self.undated_link.setVisible(undated > 0)
        self.header.hits_chip.show_query(query if hits is not None else "")
        self._show.do()

    def _dismiss_hits(self) -> None:
        had_focus = self.header.hits_chip.hasFocus()
        self.show_hits("", None)
        if had_focus:
            self.focus_day()
        self._acts.dismiss_hits()

    def _hits_of_paper(self) -> Mapping[dt.date, int] | None:
        if self._hits is None:
            return None
        return self._hits.get(self._newspaper, {})

    def show_year(self, newspaper: str, year: int) -> None:
        self._set_answer(False)
        self._newspaper = newspaper
        self._year = year
        self._anchor = None
        if self.chosen is not None:
            self.chosen = months_on(self.chosen, 12 * (year - self.chosen.year))
        self._show.do()

    def choose(self, date: dt.date) -> None:
        """Choose a day and show its year or month; if a day had the focus, it moves to the chosen one."""
        self._anchor = None
        self._choose(date)

    def extend_to(self, date: dt.date) -> None:
        """Choose the days from the one chosen before to a day, which may be earlier."""
        if self._anchor is None:
            self._anchor = self.chosen
        self._choose(date)

    def _choose(self, date: dt.date) -> None:
        had_focus = any(table.hasFocus() for table in self._tables())
        self._set_answer(False)
        is_new_year = date.year != self._year
        is_new_month = self.chosen is None or (date.year, date.month) != (self.chosen.year, self.chosen.month)
        self._year = date.year
        self.chosen = date
        if is_new_year or (is_new_month and self.header.is_month()):
            self._show.do()
        else:
            self._show_chosen_day()
        if had_focus:
            self.focus_day()

    def go_to(self, expression: str) -> None:
        """Go to the days that an expression like “去年春节” means; say so if it is not understood.

        If the newspapers are not known yet, it is done when they are.
        """
        if self._contents is None:
            self._asked = expression
            return
        self._asked = ""
        days = days_of(expression, dt.date.today(), self._coverage().last)
        if days is None:
            self._acts.message(
                say(
                    "没看懂“{said}”是哪天。可以写 1987-6-12、去年春节、民国三十五年五月。",
                    said=expression.strip()[:20],
                )
            )
            return
        self.header.date_field.set_text("")
        if is_of_every_year(expression):
            self._list_every_year(days.first)
        else:
            self.go_to_days(days)

    def _list_every_year(self, day: dt.date) -> None:
        """Choose the latest such day that has an issue, and list those of every year in the panel."""
        yearly = papers_of_every_year(self._papers, day)
        if yearly and not any(paper.newspaper == self._newspaper for paper in yearly):
            self._newspaper = yearly[0].newspaper
        own_days = [paper.issue.date for paper in yearly if paper.newspaper == self._newspaper]
        self.choose(max(own_days, default=day))
        self._set_answer(True, is_yearly=bool(yearly))
        self._show_chosen_day()
        self.focus_day()

    def _set_answer(self, is_answer: bool, *, is_yearly: bool = False) -> None:
        self._is_answer = is_answer
        self._is_yearly = is_yearly
        self._fit_panel()

    def step_back(self) -> bool:
        """Lead back from the papers that the day field has found to the months; return whether any were shown."""
        if not self._is_answer:
            return False
        self._set_answer(False)
        self._show_chosen_day()
        self.focus_day()
        return True

    def go_to_days(self, days: Days) -> None:
        """Choose the first of these days that has an issue, else the first; open the issue of a single day.

        If no newspaper has one of a single day, the panel lists the nearest ones.
        """
        day = days.first
        self._turn_to_paper_with(days.first, days.last)
        inside = self._coverage().dates_within(days.first, days.last)
        if inside:
            day = inside[0]
        self.choose(day)
        self.focus_day()
        if days.first != days.last:
            return
        if inside:
            self.open_day(day)
        else:
            self._set_answer(True)
            self.focus_day()

    def open_day(self, date: dt.date) -> None:
        """Open the issue of a day, of another newspaper if the shown one has none; say so if none has one."""
        self._turn_to_paper_with(date, date)
        issues = self._coverage().issues_on(date)
        if issues:
            self._acts.open_issue(issues[0].id)
        else:
            is_unread = any(paper.day(date) is Day.UNREAD for paper in self._papers.values())
            day = wording.day(date)
            self._acts.message(
                say("{day}的报还没读到。", day=day) if is_unread else say("{day}这里没有报纸。", day=day)
            )

    def _turn_to_paper_with(self, first: dt.date, last: dt.date) -> None:
        """Show another newspaper, if only that has an issue of these days, and say so."""
        others = papers_with(self._papers, first, last)
        if not others or self._newspaper in others:
            return
        before = self._newspaper
        self._newspaper = others[0]
        self._year = first.year
        self._show.do()
        self._acts.message(
            say(
                "《{before}》没有{day}的报，转到了《{paper}》。",
                before=wording.newspaper(before),
                day=wording.day(first) if first == last else say("这些天"),
                paper=wording.newspaper(others[0]),
            )
        )

    def focus_day(self) -> None:
        """Focus the chosen day; where the panel lists papers as the answer of the day field, the first of these."""
        if self._is_answer and self.day_panel.focus_paper():
            return
        for table in self._tables():
            if table.isVisibleTo(self) and table.currentIndex().isValid():
                table.setFocus(Qt.FocusReason.ShortcutFocusReason)
                self._year_page.ensureWidgetVisible(table)
                return
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _coverage(self) -> Coverage:
        return self._papers.get(self._newspaper) or Coverage(())

    def _chosen_month(self) -> int:
        if self.chosen:
            return self.chosen.month
        return 1

    def _tables(self) -> Sequence[MonthTable]:
        if self.header.is_month():
            return [self._month_table]
        return [block.table for block in self._months]

    def _show_now(self) -> None:
        coverage = self._coverage()
        year = self._year or dt.date.today().year
        hits = self._hits_of_paper()
        if self.header.is_month():
            title = say("{year}年{month}", year=year, month=wording.month(self._chosen_month()))
            first = dt.date(year, self._chosen_month(), 1)
            last = last_day(year, self._chosen_month())
            self._month_table.show_month(year, self._chosen_month(), coverage, hits)
        else:
            title = say("{year}年", year=year)
            first = dt.date(year, 1, 1)
            last = dt.date(year, 12, 31)
            for month, block in enumerate(self._months, 1):
                block.show_month(year, month, coverage, hits)
        self.legend.show_heat(self._hits is not None, bool(coverage.unread))
        self.papers.show_papers(tuple(self._papers), self._newspaper)
        paper = wording.newspaper(self._newspaper) if self._papers else ""
        self.header.show_words(paper, title, _tallies(coverage, first, last, hits), self.width())
        # Python's dates end there
        self.header.before.setEnabled(year > dt.MINYEAR)
        self.header.after.setEnabled(year < dt.MAXYEAR)
        self._years.select(self._newspaper, year)
        self._show_chosen_day()

    def _show_chosen_day(self) -> None:
        days = self.chosen_days()
        for table in (*(block.table for block in self._months), self._month_table):
            table.choose(self.chosen, days)
        self.header.name_list_button(days)
        hits = self._hits_of_paper()
        if hits and self.chosen:
            hit_count = hits.get(self.chosen, 0)
        else:
            hit_count = 0
        if self.chosen:
            others = papers_with(self._papers, self.chosen, self.chosen)
        else:
            others = []
        self.day_panel.show_day(
            self._contents,
            self._coverage(),
            self.chosen,
            hit_count,
            [name for name in others if name != self._newspaper],
            self._nearest(),
            self._every_year(),
        )

    def chosen_days(self) -> Days | None:
        """Return the days that are chosen, if they are several."""
        if self._anchor is None or self.chosen is None or self._anchor == self.chosen:
            return None
        return Days(min(self._anchor, self.chosen), max(self._anchor, self.chosen))

    def _days_listed(self) -> Days:
        """Return the days of which the articles are listed: the several chosen ones, else the year or month shown."""
        days = self.chosen_days()
        if days is not None:
            return days
        year = self._year or dt.date.today().year
        if self.header.is_month():
            month = self._chosen_month()
            return Days(dt.date(year, month, 1), last_day(year, month))
        return Days(dt.date(year, 1, 1), dt.date(year, 12, 31))

    def _list_days(self) -> None:
        days = self._days_listed()
        self._acts.list_days(self._newspaper, days.first, days.last)

    def _nearest(self) -> Sequence[DayPaper]:
        """Return the issues nearest to the chosen day; none if it has one of its own."""
        if self.chosen is None:
            return ()
        papers = papers_of(self._papers, Days(self.chosen, self.chosen))
        return [paper for paper in papers if paper.days_off]

    def _every_year(self) -> Sequence[DayPaper]:
        if self.chosen is None or not self._is_yearly:
            return ()
        return papers_of_every_year(self._papers, self.chosen)

    def _show_scale(self) -> None:
        self._set_answer(False)
        focused = self.window().focusWidget()  # also while another window is in front
        had_focus = focused is self or (focused is not None and self._pages.isAncestorOf(focused))
        if had_focus:  # a stack that moves the focus away from one of these tables has crashed in Qt 6.11
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._pages.setCurrentIndex(self.header.scale.current())
        self.header.name_step_buttons()
        self._show.do()
        if had_focus:
            self.focus_day()

    def _open_month(self, month: int) -> None:
        first = dt.date(self._year, month, 1)
        inside = self._coverage().dates_within(first, last_day(self._year, month))
        if self.chosen is None or (self.chosen.year, self.chosen.month) != (self._year, month):
            self.chosen = inside[0] if inside else first
            self._anchor = None
        self.header.scale.set_current(1)
        self._show_scale()

    def _step(self, by: int) -> None:
        date = self.chosen or dt.date(self._year or dt.date.today().year, 1, 1)
        self.choose(months_on(date, by if self.header.is_month() else 12 * by))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_panel()
        self.header.fit(self.width())

    def _fit_panel(self) -> None:
        """Show the panel beside the months where there is room; an answer of the day field, in their place."""
        is_roomy = self.width() >= DayPanel.WIDTH + 2 * MONTH_WIDTH + 96
        self.day_panel.setVisible(is_roomy or self._is_answer)
        self._days.setVisible(is_roomy or not self._is_answer)
        if is_roomy:
            self.day_panel.setFixedWidth(DayPanel.WIDTH)
        else:
            self.day_panel.setMinimumWidth(0)
            self.day_panel.setMaximumWidth(self.width())
