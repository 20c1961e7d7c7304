"""Coverage of a newspaper: which days are held, which are missing, and on which no paper came out.

In the gap between two held issues, the days are compared with the issue numbers. If the gap has as many numbers as
days, an issue of every day is missing; if it has no number, no paper came out. If it has fewer numbers than days, the
weekdays of publication decide which days are missing, provided that they are as many as the numbers.
"""

import calendar
import datetime as dt
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from itertools import chain, pairwise, starmap
from operator import attrgetter

from msgspec import Struct

from reader.language.dates.calendar import usual_weekdays

DAY = dt.timedelta(days=1)

_LONGEST_GAP = 366
"""In a gap of more days, single days are not classified, because the paper may have been suspended."""
_AROUND = 60
"""Number of held issues on either side of a gap from which the weekdays of publication are inferred."""


class Day(StrEnum):
    HELD = "held"
    MISSING = "missing"
    MISSING_PERHAPS = "missing perhaps"
    """Some issues are missing in the gap around this day, but it is unknown whether on this day."""
    NO_PAPER = "no paper"
    UNKNOWN = "unknown"
    UNREAD = "unread"
    """Files of around this day are not read yet: nothing is told of an issue that is not held."""


class HeldIssue(Struct, frozen=True):
    """An issue that the library holds. `id` is its id in the catalogue; `number` is None if none was printed.

    `is_estimated`: its day is neither printed nor corrected by a reader.
    """

    id: int
    date: dt.date
    number: int | None
    is_estimated: bool = False


class Gap(Struct, frozen=True):
    """The days between two consecutive held issues; `missing` is the number of missing issues, None if unknown."""

    before: HeldIssue
    after: HeldIssue
    missing: int | None

    @property
    def days(self) -> int:
        return (self.after.date - self.before.date).days - 1

    @property
    def without_paper(self) -> int | None:
        """The number of days in the gap on which no paper came out, None if unknown."""
        if self.missing is None:
            return None
        return self.days - self.missing

    def dates(self) -> Iterator[dt.date]:
        """Return the days in the gap, in order."""
        return (self.before.date + DAY * n for n in range(1, self.days + 1))

    def missing_within(self, first: dt.date, last: dt.date) -> tuple[int, int]:
        """Return the minimum and the maximum number of issues missing on the days from `first` to `last`."""
        inside = (min(last, _last_day(self)) - max(first, _first_day(self))).days + 1
        missing = self.missing or 0
        return max(0, missing - (self.days - inside)), min(missing, inside)


class DayCounts(Struct, frozen=True):
    """The numbers of a period, such as a month.

    Attributes:
        held: Issues that are held.
        missing: Issues that are certainly missing in the period.
        no_paper: Days on which certainly no paper came out.
        unknown: Days about which nothing is known.
        undecided: Days on which an issue is missing or no paper came out: the gap extends beyond the period.
        unread: Days without a held issue of which files are not read yet.
    """

    held: int
    missing: int
    no_paper: int
    unknown: int
    undecided: int = 0
    unread: int = 0

    @property
    def share(self) -> float | None:
        """The share of held issues among those that came out, from 0 to 1; None if none is known.

        It is a lower bound, because undecided days count as missing issues.
        """
        issued = self.held + self.missing + self.undecided
        if issued:
            return self.held / issued
        return None

    @property
    def is_mostly_known(self) -> bool:
        """Whether at most a tenth of the days are unknown or undecided; otherwise `share` is not meaningful."""
        unknown = self.unknown + self.undecided
        return unknown * 10 <= self.held + self.missing + self.no_paper + unknown


class Coverage:
    """The coverage of one newspaper.

    The issues may be given in any order, with several on one day. `unread` are the first and last day of each period of
    which files are not read yet.
    """

    def __init__(self, issues: Sequence[HeldIssue], unread: Sequence[tuple[dt.date, dt.date]] = ()) -> None:
        self.unread = unread
        self.issues = tuple(sorted(issues, key=attrgetter("date", "id")))
        self._dates = [issue.date for issue in self.issues]

    @property
    def first(self) -> dt.date | None:
        """The date of the first held issue, None without any."""
        if self._dates:
            return self._dates[0]
        return None

    @property
    def last(self) -> dt.date | None:
        """The date of the last held issue, None without any."""
        if self._dates:
            return self._dates[-1]
        return None

    def issues_on(self, date: dt.date) -> tuple[HeldIssue, ...]:
        return self.issues[bisect_left(self._dates, date) : bisect_right(self._dates, date)]

    def dates_within(self, first: dt.date, last: dt.date) -> list[dt.date]:
        """Return the dates of the held issues from `first` to `last`, both included; one for each issue, ascending."""
        return self._dates[bisect_left(self._dates, first) : bisect_right(self._dates, last)]

    def on_this_day(self, date: dt.date) -> tuple[HeldIssue, ...]:
        """Return the held issues of the same month and day in any year, the oldest first."""
        return self._by_month_day.get((date.month, date.day), ())

    def gap_around(self, date: dt.date) -> Gap | None:
        """Return the gap that contains a day; None for a held day, or one before the first or after the last issue."""
        after = bisect_left(self._dates, date)
        if after in (0, len(self._dates)) or self._dates[after] == date:
            return None
        return _gap(self.issues[after - 1], self.issues[after])

    def day(self, date: dt.date) -> Day:
        """Return the status of a day; UNKNOWN before the first and after the last issue."""
        day = self._days.get(date, Day.UNKNOWN)
        is_unread = day not in (Day.HELD, Day.NO_PAPER) and any(
            first <= date <= last for first, last in self.unread
        )
        if is_unread:
            return Day.UNREAD
        return day

    @property
    def years(self) -> list[int]:
        """The years of which an issue is held, or files are not read yet."""
        unread = chain.from_iterable(range(first.year, last.year + 1) for first, last in self.unread)
        return sorted({*(date.year for date in self._dates), *unread})

    def tally(self, first: dt.date, last: dt.date) -> DayCounts:
        """Return the counts of the days from `first` to `last`, both included."""
        days = Counter(self.day(first + DAY * n) for n in range((last - first).days + 1))
        begin = bisect_left(self._gaps, first, key=_last_day)
        end = bisect_right(self._gaps, last, key=_first_day)
        undecided = [
            gap.missing_within(first, last)
            for gap in self._gaps[begin:end]
            if self.day(_last_day(gap)) is Day.MISSING_PERHAPS
        ]
        least = sum(bound for bound, _ in undecided)
        most = sum(bound for _, bound in undecided)
        return DayCounts(
            len(self.dates_within(first, last)),
            days[Day.MISSING] + least,
            days[Day.NO_PAPER] + days[Day.MISSING_PERHAPS] - most,
            days[Day.UNKNOWN],
            most - least,
            days[Day.UNREAD],
        )

    def compute(self) -> "Coverage":
        """Compute the status of all days now instead of on first use, and return self.

        It takes some time for large holdings, so it is called in the background.
        """
        _ = self._by_month_day, self._days
        return self

    @cached_property
    def _by_month_day(self) -> Mapping[tuple[int, int], tuple[HeldIssue, ...]]:
        issues_by_day: dict[tuple[int, int], list[HeldIssue]] = {}
        for issue in self.issues:
            issues_by_day.setdefault((issue.date.month, issue.date.day), []).append(issue)
        return {month_day: tuple(issues) for month_day, issues in issues_by_day.items()}

    @cached_property
    def _gaps(self) -> tuple[Gap, ...]:
        neighbours = pairwise(self.issues)
        apart = ((before, after) for before, after in neighbours if after.date - before.date > DAY)
        return tuple(gap for gap in starmap(_gap, apart) if gap.days <= _LONGEST_GAP)

    @cached_property
    def _days(self) -> Mapping[dt.date, Day]:
        days = dict.fromkeys(self._dates, Day.HELD)
        for gap in self._gaps:
            days.update(self._days_of(gap))
        return days

    def _days_of(self, gap: Gap) -> Mapping[dt.date, Day]:
        dates = list(gap.dates())
        if gap.missing is None:
            return dict.fromkeys(dates, Day.UNKNOWN)
        if gap.missing in (0, gap.days):
            return dict.fromkeys(dates, Day.MISSING if gap.missing else Day.NO_PAPER)
        at = bisect_right(self._dates, gap.before.date)
        weekdays = usual_weekdays(self._dates[max(at - _AROUND, 0) : at + _AROUND])
        usual = [date for date in dates if date.weekday() in weekdays]
        if len(usual) != gap.missing:
            return dict.fromkeys(dates, Day.MISSING_PERHAPS)
        return dict.fromkeys(dates, Day.NO_PAPER) | dict.fromkeys(usual, Day.MISSING)


def _first_day(gap: Gap) -> dt.date:
    return gap.before.date + DAY


def _last_day(gap: Gap) -> dt.date:
    return gap.after.date - DAY


def _gap(before: HeldIssue, after: HeldIssue) -> Gap:
    """Return the gap between two issues; `missing` is None if their numbers can't be those of consecutive issues."""
    days = (after.date - before.date).days - 1
    if before.number is None or after.number is None:
        return Gap(before, after, None)
    missing = after.number - before.number - 1
    return Gap(before, after, missing if 0 <= missing <= days else None)


def last_day(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])
