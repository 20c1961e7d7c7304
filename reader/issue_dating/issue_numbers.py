"""How a newspaper numbers its issues: which of those held agree, and on which weekdays it comes out.

No paper counts two numbers on one day. So of two issues the later has the greater number, by no more than the days
between; and where every day on which the paper comes out was counted, a number tells its day, and a day its number.
"""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reader.language.dates.calendar import usual_weekdays
from reader.newspaper.holdings import IssueRow
from reader.newspaper.issue import DateOrigin

_BESIDE = 12
"""Number of issues considered on either side."""

_WEEKS_BESIDE = 40
"""Number of issues on either side from which the weekdays of publication are inferred."""

_TELLING = 3
"""Issues needed for each weekday: then the odds are nineteen to one that no weekday is overlooked."""

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Numbered:
    """An issue whose date and number are certain."""

    id: int
    date: dt.date
    number: int


class NumberSeries:
    """The issues of one newspaper, in any order."""

    def __init__(self, issues: Iterable[IssueRow]) -> None:
        dated = [(issue, issue.date) for issue in issues if issue.date is not None and is_sure(issue)]
        known = [Numbered(issue.id, date, issue.number) for issue, date in dated if issue.number]
        self._by_number = sorted(known, key=lambda each: (each.number, each.date))
        self._by_date = sorted(known, key=lambda each: (each.date, each.number))
        self._numbers = [each.number for each in self._by_number]
        self._dates = [each.date for each in self._by_date]
        self.first = min((date for _, date in dated), default=None)
        self.last = max((date for _, date in dated), default=None)

    def around_number(self, number: int, without: int) -> list[Numbered]:
        return _around(self._by_number, bisect_left(self._numbers, number), without)

    def around_date(self, date: dt.date, without: int) -> list[Numbered]:
        return _around(self._by_date, bisect_left(self._dates, date), without)

    def weekdays(self, date: dt.date) -> frozenset[int]:
        """Return the weekdays of publication at that time, Monday 0.

        All weekdays, unless so many issues are known that one on any other weekday would be among them.
        """
        at = bisect_left(self._dates, date)
        near = self._dates[max(at - _WEEKS_BESIDE, 0) : at + _WEEKS_BESIDE]
        found = usual_weekdays(near)
        return found if len(near) >= _TELLING * (len(found) + 1) else frozenset(range(7))

    def is_inconsistent(self, issue: IssueRow) -> bool:
        """Return whether a certain date and the number may contradict each other."""
        if issue.date is None or not issue.number:
            return False
        known = Numbered(issue.id, issue.date, issue.number)
        return not all(go_together(known, other) for other in _nearest(known, self))

    def ids_between(self, first: dt.date | None, last: dt.date | None) -> list[int]:
        """Return the ids of the numbered issues of these days, in order."""
        if first is None or last is None:
            return []
        at = bisect_left(self._dates, first), bisect_right(self._dates, last)
        return [each.id for each in self._by_date[slice(*at)]]


def _nearest(issue: Numbered, run: NumberSeries) -> list[Numbered]:
    """Return the two issues before its date and the two after it."""
    others = run.around_date(issue.date, issue.id)
    at = bisect_left([other.date for other in others], issue.date)
    return others[max(at - 2, 0) : at + 2]


def is_sure(issue: IssueRow) -> bool:
    """Return whether the issue's date was printed, corrected by a reader, or is in a file's name."""
    return issue.date is not None and issue.date_origin is not DateOrigin.INFERRED


def _around(issues: Sequence[Numbered], at: int, without: int) -> list[Numbered]:
    return [each for each in issues[max(at - _BESIDE, 0) : at + _BESIDE + 1] if each.id != without]


def agree(one: Numbered, other: Numbered) -> bool:
    """Return whether the first issue can have come out before the second."""
    return 0 < other.number - one.number <= (other.date - one.date).days


def go_together(one: Numbered, other: Numbered) -> bool:
    return agree(one, other) or agree(other, one)


def agreeing(issues: Iterable[Numbered]) -> list[Numbered]:
    """Return the largest set of issues that all agree with each other, in order.

    Of several such sets, the one closest together: a number that OCR has misread is not in it, and numbers from before
    and after a restart of the numbering are not mixed.
    """
    ordered = sorted(issues, key=lambda each: (each.number, each.date))
    best: list[tuple[int, int, int]] = []  # length, minus the days without a number, the issue before
    for at, issue in enumerate(ordered):
        ways = [
            (best[k][0] + 1, best[k][1] - (issue.date - one.date).days + issue.number - one.number, k)
            for k, one in enumerate(ordered[:at])
            if agree(one, issue)
        ]
        best.append(max(ways, default=(1, 0, -1)))
    at = max(range(len(best)), key=lambda each: best[each][:2], default=-1)
    chain = []
    while at >= 0:
        chain.append(ordered[at])
        at = best[at][2]
    return chain[::-1]


def is_regular(chain: Sequence[Numbered], weekdays: frozenset[int]) -> bool:
    """Return whether the paper came out on each of its weekdays, with consecutive numbers."""
    if len(chain) < 4:
        return False
    return days_counted(chain[0].date, chain[-1].date, weekdays) == chain[-1].number - chain[0].number


def days_counted(after: dt.date, until: dt.date, weekdays: frozenset[int]) -> int:
    """Return how many of these weekdays lie after `after`, up to and including `until`; negative if `until` is
    earlier.
    """
    if until < after:
        return -days_counted(until, after, weekdays)
    weeks, rest = divmod((until - after).days, 7)
    return weeks * len(weekdays) + sum((until - n * DAY).weekday() in weekdays for n in range(rest))


def stepped(day: dt.date, steps: int, weekdays: frozenset[int]) -> dt.date:
    """Return the day that is so many of these weekdays later, or earlier for negative `steps`."""
    if not steps:
        return day
    weeks, rest = divmod(abs(steps) - 1, len(weekdays))
    step = DAY if steps > 0 else -DAY
    day, rest = (
        day + 7 * weeks * step,
        rest + 1,
    )  # the last step ends on one of the weekdays wherever it begins
    while rest:
        day += step
        rest -= day.weekday() in weekdays
    return day
