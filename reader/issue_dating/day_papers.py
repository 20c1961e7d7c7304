"""The paper of a day: the issues of the days that somebody asks for, or else those nearest to them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from reader.issue_dating.coverage import Coverage, HeldIssue
from reader.language.dates.calendar import Days


@dataclass(frozen=True, slots=True)
class DayPaper:
    """An issue that answers to a day. `days_off` is 0 for one of the days asked for, negative for one before them."""

    newspaper: str
    issue: HeldIssue
    days_off: int


def papers_of(papers: Mapping[str, Coverage], days: Days) -> tuple[DayPaper, ...]:
    """Return the issues of the first day of these that a newspaper holds, for each newspaper that holds one.

    Where none does, the nearest issues of each, the nearest first, of two as near the earlier.
    """
    held = [
        DayPaper(name, issue, 0)
        for name, coverage in papers.items()
        for date in coverage.dates_within(days.first, days.last)[:1]
        for issue in coverage.issues_on(date)
    ]
    if held:
        return tuple(sorted(held, key=lambda each: each.issue.date))
    nearest = [each for name, coverage in papers.items() for each in _nearest(name, coverage, days)]
    return tuple(sorted(nearest, key=lambda each: (abs(each.days_off), each.days_off)))


def _nearest(newspaper: str, coverage: Coverage, days: Days) -> list[DayPaper]:
    before = coverage.dates_within(dt.date.min, days.first)[-1:]
    after = coverage.dates_within(days.last, dt.date.max)[:1]
    away = [((date - days.first).days, date) for date in before]
    away += [((date - days.last).days, date) for date in after]
    if not away:
        return []
    days_off, date = min(away, key=lambda each: (abs(each[0]), each[0]))
    return [DayPaper(newspaper, issue, days_off) for issue in coverage.issues_on(date)]
