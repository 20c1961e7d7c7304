"""Finding the issues of a requested day or period, or else those nearest to it."""

import datetime as dt
from collections.abc import Mapping
from itertools import chain
from operator import attrgetter

from msgspec import Struct

from reader.language.dates.calendar import Days
from reader.newspaper.coverage import Coverage, HeldIssue


class DayPaper(Struct, frozen=True):
    """An issue found for the requested days.

    `days_off` is its distance from them: 0 if it is one of them, negative if it is before them.
    """

    newspaper: str
    issue: HeldIssue
    days_off: int

    @property
    def distance(self) -> tuple[int, int]:
        """The place among others, the nearest first; of two equally near issues, the earlier one."""
        return abs(self.days_off), self.days_off


def papers_of(papers: Mapping[str, Coverage], days: Days) -> tuple[DayPaper, ...]:
    """Return for each newspaper its issues of the first of the requested days that it has issues of, in order of date.

    If no newspaper has any, return the issues of each newspaper that are nearest to these days, the nearest first.

    Args:
        papers: The coverage of each newspaper, by its name.
        days: The requested days.
    """
    day_papers = []
    for name, coverage in papers.items():
        for date in coverage.dates_within(days.first, days.last)[:1]:
            for issue in coverage.issues_on(date):
                day_papers.append(DayPaper(name, issue, 0))
    if day_papers:
        return tuple(sorted(day_papers, key=attrgetter("issue.date")))
    nearest = list(chain.from_iterable(_nearest(name, coverage, days) for name, coverage in papers.items()))
    return tuple(sorted(nearest, key=attrgetter("distance")))


def papers_of_every_year(papers: Mapping[str, Coverage], day: dt.date) -> tuple[DayPaper, ...]:
    """Return the issues of the month and day of `day` in all years, the latest first."""
    day_papers = []
    for name, coverage in papers.items():
        for issue in reversed(coverage.on_this_day(day)):
            day_papers.append(DayPaper(name, issue, 0))
    return tuple(sorted(day_papers, key=attrgetter("issue.date"), reverse=True))


def _nearest(newspaper: str, coverage: Coverage, days: Days) -> list[DayPaper]:
    """Return the issues of the day nearest to these days; of two equally near days, the earlier one."""
    before = coverage.dates_within(dt.date.min, days.first)[-1:]
    after = coverage.dates_within(days.last, dt.date.max)[:1]
    away = [((date - days.first).days, date) for date in before]
    away += [((date - days.last).days, date) for date in after]
    if not away:
        return []
    _, days_off, date = min((abs(days_off), days_off, date) for days_off, date in away)
    return [DayPaper(newspaper, issue, days_off) for issue in coverage.issues_on(date)]


def is_of_every_year(expression: str) -> bool:
    """Return whether an expression is a day without a year, as 6月12日."""
    from reader.search.query import EveryYear

    days = EveryYear.of(expression)
    return days is not None and days.first == days.last
