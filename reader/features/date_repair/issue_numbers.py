"""The numbering of a newspaper's issues: which issues are consistent, and on which weekdays the paper comes out.

A paper has at most one number a day. So of two issues the later one has the greater number, and the difference is at
most that of the days. If a paper was numbered on all its weekdays, a day follows from a number, and vice versa.
"""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from operator import attrgetter

from msgspec import Struct

from reader.language.dates.calendar import usual_weekdays
from reader.newspaper.holdings import IssueRow

_BESIDE = 12
"""Number of issues considered on each side."""

_WEEKS_BESIDE = 40
"""Number of issues on each side from which the weekdays of publication are inferred."""

_TELLING = 3
"""Issues needed for each weekday; the probability of having overlooked one is then 5 %."""

DAY = dt.timedelta(days=1)


class Numbered(Struct, frozen=True):
    """An issue whose date and number are certain."""

    id: int
    date: dt.date
    number: int


class NumberSeries:
    """The issues of one newspaper whose dates and numbers are certain; they may be given in any order.

    `first` and `last` are the first and last certain dates, including issues without a number; None without any.
    """

    def __init__(self, issues: Iterable[IssueRow]) -> None:
        dated = [(issue, issue.date) for issue in issues if issue.date is not None and is_sure(issue)]
        numbered_issues = [Numbered(issue.id, date, issue.number) for issue, date in dated if issue.number]
        self._by_number = sorted(numbered_issues, key=attrgetter("number", "date"))
        self._by_date = sorted(numbered_issues, key=attrgetter("date", "number"))
        self._numbers = [numbered_issue.number for numbered_issue in self._by_number]
        self._dates = [numbered_issue.date for numbered_issue in self._by_date]
        self.first = min((date for _, date in dated), default=None)
        self.last = max((date for _, date in dated), default=None)

    def around_number(self, number: int, without: int) -> list[Numbered]:
        """Return the issues nearest to a number, ascending, without the one with the id `without`."""
        return _around(self._by_number, bisect_left(self._numbers, number), without)

    def around_date(self, date: dt.date, without: int) -> list[Numbered]:
        """Return the issues nearest to a date, ascending, without the one with the id `without`."""
        return _around(self._by_date, bisect_left(self._dates, date), without)

    def weekdays(self, date: dt.date) -> frozenset[int]:
        """Return the weekdays of publication around a date, Monday being 0.

        Return all weekdays if too few issues are known to exclude any.
        """
        at = bisect_left(self._dates, date)
        near = self._dates[max(at - _WEEKS_BESIDE, 0) : at + _WEEKS_BESIDE]
        found = usual_weekdays(near)
        if len(near) >= _TELLING * (len(found) + 1):
            return found
        return frozenset(range(7))

    def is_inconsistent(self, issue: IssueRow) -> bool:
        if issue.date is None or not issue.number:
            return False
        numbered_issue = Numbered(issue.id, issue.date, issue.number)
        return not all(go_together(numbered_issue, other) for other in _nearest(numbered_issue, self))

    def ids_between(self, first: dt.date | None, last: dt.date | None) -> list[int]:
        """Return the ids of the issues from `first` to `last`, both included, by date; [] if one of these is None."""
        if first is None or last is None:
            return []
        begin = bisect_left(self._dates, first)
        end = bisect_right(self._dates, last)
        return [issue.id for issue in self._by_date[begin:end]]


def _nearest(issue: Numbered, run: NumberSeries) -> list[Numbered]:
    """Return the two issues before an issue's date and the two after it."""
    others = run.around_date(issue.date, issue.id)
    at = bisect_left([other.date for other in others], issue.date)
    return others[max(at - 2, 0) : at + 2]


def is_sure(issue: IssueRow) -> bool:
    """Return whether an issue's date is certain: printed, corrected by a reader, stated, or in a file's name."""
    return issue.date is not None and not is_estimated(issue)


def is_estimated(issue: IssueRow) -> bool:
    """Return whether an issue's day follows from its text or from other issues."""
    return issue.date_origin is not None and issue.date_origin.is_estimated


def _around(issues: Sequence[Numbered], at: int, without: int) -> list[Numbered]:
    return [issue for issue in issues[max(at - _BESIDE, 0) : at + _BESIDE + 1] if issue.id != without]


def agree(one: Numbered, other: Numbered) -> bool:
    """Return whether the first issue can have come out before the second, by their dates and numbers."""
    return 0 < other.number - one.number <= (other.date - one.date).days


def go_together(one: Numbered, other: Numbered) -> bool:
    """Return whether the dates and numbers of two issues are consistent, in either order."""
    return agree(one, other) or agree(other, one)


def agreeing(issues: Iterable[Numbered]) -> list[Numbered]:
    """Return the largest set of issues whose dates and numbers are all consistent, in order.

    Of several such sets, return the one with the fewest days that have no number. It excludes misread numbers, and does
    not mix numbers from before and after a restart of the numbering.
    """
    ordered = sorted(issues, key=attrgetter("number", "date"))
    # For each issue as the last of a chain: length; the days without a number, negated; index of the issue before it.
    best: list[tuple[int, int, int]] = []
    for at, issue in enumerate(ordered):
        ways = [
            (best[k][0] + 1, best[k][1] - (issue.date - one.date).days + issue.number - one.number, k)
            for k, one in enumerate(ordered[:at])
            if agree(one, issue)
        ]
        best.append(max(ways, default=(1, 0, -1)))
    ranks = [(length, days) for length, days, _ in best]
    at = max(range(len(best)), key=ranks.__getitem__, default=-1)
    chain = []
    while at >= 0:
        chain.append(ordered[at])
        at = best[at][2]
    return chain[::-1]


def is_regular(chain: Sequence[Numbered], weekdays: frozenset[int]) -> bool:
    """Return whether the issues of a chain were numbered on all days of publication; false for fewer than four."""
    if len(chain) < 4:
        return False
    return days_counted(chain[0].date, chain[-1].date, weekdays) == chain[-1].number - chain[0].number


def days_counted(after: dt.date, until: dt.date, weekdays: frozenset[int]) -> int:
    """Return the number of days with these weekdays after `after`, up to and including `until`.

    It is negative if `until` is earlier.
    """
    if until < after:
        return -days_counted(until, after, weekdays)
    weeks, rest = divmod((until - after).days, 7)
    return weeks * len(weekdays) + sum((until - n * DAY).weekday() in weekdays for n in range(rest))


def stepped(day: dt.date, steps: int, weekdays: frozenset[int]) -> dt.date:
    """Return the day that is `steps` days of publication later, or earlier if negative; `weekdays` are those days."""
    if not steps:
        return day
    # one step at least is left for the loop, which ends on one of the weekdays even if `day` is none
    weeks, further_steps = divmod(abs(steps) - 1, len(weekdays))
    steps_left = further_steps + 1
    step = DAY if steps > 0 else -DAY
    day += 7 * weeks * step
    while steps_left:
        day += step
        if day.weekday() in weekdays:
            steps_left -= 1
    return day
