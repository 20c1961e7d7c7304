"""What day an issue is of, and which number it has, as far as its neighbours in the library tell.

Suggestions, with their reasons, for a person to take or leave: nothing here changes an issue. What they rest on: no
paper counts two numbers on one day, so that two known numbers bound the day of every number between them; a paper
comes out on the same days of every week; files stand in a folder as the days follow each other; a story is continued
on the day on which it begins.
"""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from reader.language.calendar import lunar_date, same_lunar_date, usual_weekdays, weekday_of
from reader.newspaper.correction import CorrectionKind
from reader.newspaper.holdings import IssueRow
from reader.newspaper.issue import DateOrigin

_BESIDE = 12
"""Issues looked at on either side."""

_WEEKS_BESIDE = 40
"""Issues on either side that tell on which weekdays the paper comes out."""

_TELLING = 3
"""With so many issues for each weekday, the odds are nineteen to one that none is overlooked."""

_MOST_DAYS = 366
"""A suggestion that is vaguer helps nobody."""

_MOST_STEPS = 31
"""Numbers that are counted on from the last known one."""

_BREAK = 7
"""Days without a paper that may lie between such a number and the last known one."""

_NEWS = 5
"""Days that a date inferred from the news may be off."""

_DAY = dt.timedelta(days=1)


class Witness(StrEnum):
    """What speaks for a day or a number."""

    NUMBER = "number"
    DAY = "day"
    FOLDER = "folder"
    JUMP = "jump"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A neighbour that speaks: the issue's day, with its number, or with the words it is known by (a headline)."""

    date: dt.date
    number: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """NUMBER: the neighbours' numbers stand around the issue's; DAY: their days stand around its day; FOLDER: their
    files around its file; JUMP: they begin or end a story of the issue; CALENDAR: nothing but what the issue itself
    prints of weekday, lunar date or day of the month."""

    witness: Witness
    neighbours: tuple[Neighbour, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A DATE (`date` is the likeliest day, from `first` to `last` are possible) or a NUMBER.

    `is_contradiction`: the issue has a date and a number that don't go together, and this is one way to mend it; a
    NUMBER without `number` says no more than that.
    """

    kind: CorrectionKind
    reasons: tuple[Reason, ...]
    date: dt.date | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    number: int | None = None
    is_contradiction: bool = False

    @property
    def is_exact(self) -> bool:
        return self.first == self.last


@dataclass(frozen=True, slots=True)
class Asked:
    """An issue, with what its masthead prints, and what stands around it.

    `before` and `after` are the days of the files beside its own in the folder, the nearest first, None for an
    undated one. `stories` are dated issues with which it surely shares a story.
    """

    issue: IssueRow
    weekday: str | None = None
    lunar_date: str | None = None
    before: tuple[dt.date | None, ...] = ()
    after: tuple[dt.date | None, ...] = ()
    stories: tuple[Neighbour, ...] = ()


@dataclass(frozen=True, slots=True)
class _Known:
    """An issue whose day and number are sure."""

    id: int
    date: dt.date
    number: int

    @property
    def neighbour(self) -> Neighbour:
        return Neighbour(self.date, self.number)


class Run:
    """The issues of one newspaper, any number of them, in any order."""

    def __init__(self, issues: Iterable[IssueRow]) -> None:
        dated = [(issue, issue.date) for issue in issues if issue.date is not None and is_sure(issue)]
        known = [_Known(issue.id, date, issue.number) for issue, date in dated if issue.number]
        self._by_number = sorted(known, key=lambda each: (each.number, each.date))
        self._by_date = sorted(known, key=lambda each: (each.date, each.number))
        self._numbers = [each.number for each in self._by_number]
        self._dates = [each.date for each in self._by_date]
        self.first = min((date for _, date in dated), default=None)
        self.last = max((date for _, date in dated), default=None)

    def around_number(self, number: int, without: int) -> list[_Known]:
        return _around(self._by_number, bisect_left(self._numbers, number), without)

    def around_date(self, date: dt.date, without: int) -> list[_Known]:
        return _around(self._by_date, bisect_left(self._dates, date), without)

    def weekdays(self, date: dt.date) -> frozenset[int]:
        """Those on which the paper came out at that time, Monday 0: all of them, unless so many issues are known that
        one on any other weekday would be among them."""
        at = bisect_left(self._dates, date)
        near = self._dates[max(at - _WEEKS_BESIDE, 0) : at + _WEEKS_BESIDE]
        found = usual_weekdays(near)
        return found if len(near) >= _TELLING * (len(found) + 1) else frozenset(range(7))

    def is_odd(self, issue: IssueRow) -> bool:
        """Whether a sure date and a number may not go together."""
        if issue.date is None or not issue.number:
            return False
        known = _Known(issue.id, issue.date, issue.number)
        return not all(_go_together(known, other) for other in _nearest(known, self))

    def ids_between(self, first: dt.date | None, last: dt.date | None) -> list[int]:
        """The issues of these days, of which a number is known, in order."""
        if first is None or last is None:
            return []
        at = bisect_left(self._dates, first), bisect_right(self._dates, last)
        return [each.id for each in self._by_date[slice(*at)]]


def _nearest(issue: _Known, run: Run) -> list[_Known]:
    """The two issues before its day and the two after it."""
    others = run.around_date(issue.date, issue.id)
    at = bisect_left([other.date for other in others], issue.date)
    return others[max(at - 2, 0) : at + 2]


def is_sure(issue: IssueRow) -> bool:
    """Whether its date was printed, told, or is in a file's name."""
    return issue.date is not None and issue.date_origin is not DateOrigin.INFERRED


def suggestions(asked: Asked, run: Run) -> tuple[Suggestion, ...]:
    """What the neighbours tell of an issue whose date is not sure, whose number is not known, or in which the two
    contradict each other; the likeliest first, nothing where all is well or nobody knows."""
    try:
        return _suggestions(asked, run)
    except OverflowError:  # at the ends of the calendar
        return ()


def _suggestions(asked: Asked, run: Run) -> tuple[Suggestion, ...]:
    issue = asked.issue
    if issue.date is None or not is_sure(issue):
        date = _date(asked, run)
        return (date,) if date else ()
    if not issue.number:
        number = _number(issue.date, issue.id, run)
        return (number,) if number else ()
    return tuple(_mending(asked, issue.date, issue.number, run))


# ---- days


@dataclass(frozen=True, slots=True)
class _Days:
    """The days that are possible, and the likeliest of them."""

    first: dt.date
    last: dt.date
    likely: dt.date

    def __and__(self, other: "_Days") -> "_Days | None":
        first, last = max(self.first, other.first), min(self.last, other.last)
        return _Days(first, last, min(max(self.likely, first), last)) if first <= last else None

    def days(self) -> list[dt.date]:
        return [self.first + n * _DAY for n in range((self.last - self.first).days + 1)]


def _date(asked: Asked, run: Run) -> Suggestion | None:
    issue, found, reasons = asked.issue, None, []
    for days, reason in _witnesses(asked, run):
        both = days if found is None else found & days
        if both is not None:
            found = both
            reasons.append(reason)
    if found is None:
        found = _only_by_calendar(asked, run)
        possible = [found.likely] if found else []
    else:
        possible = found.days() if (found.last - found.first).days <= _MOST_DAYS else []
    fitting = [day for day in possible if _fits(asked, day)] or possible
    if not found or not fitting:
        return None
    if len(fitting) < len(possible) or not reasons:
        reasons.append(Reason(Witness.CALENDAR))
    likely = min(fitting, key=lambda day: (_off_news(issue, day), abs(day - found.likely), day))
    if likely == issue.date and len(fitting) > 1:
        return None
    return Suggestion(CorrectionKind.DATE, tuple(reasons), likely, fitting[0], fitting[-1])


def _witnesses(asked: Asked, run: Run) -> Iterable[tuple[_Days, Reason]]:
    """The surest first."""
    for story in asked.stories[:1]:
        yield _Days(story.date, story.date, story.date), Reason(Witness.JUMP, (story,))
    if by_number := _by_number(asked, run):
        yield by_number
    if by_folder := _by_folder(asked):
        yield by_folder


def _by_number(asked: Asked, run: Run) -> tuple[_Days, Reason] | None:
    """Where a paper has begun to count anew, a number was given twice: then the issue has to tell which it is."""
    number = asked.issue.number
    if not number:
        return None
    around = run.around_number(number, asked.issue.id)
    chain = _chain(around)
    other = _chain([each for each in around if each not in chain])
    found = [
        days
        for one in (chain, other if 2 * len(other) > len(chain) else [])
        if (days := _in_chain(number, one, run)) is not None
    ]
    if len(found) > 1:
        found = [days for days in found if _may_be_of(asked, days[0])]
    return found[0] if len(found) == 1 else None


def _may_be_of(asked: Asked, days: _Days) -> bool:
    issue = asked.issue
    near = issue.date is None or abs(days.likely - issue.date).days <= _MOST_DAYS
    return near and (days.last - days.first).days <= _MOST_DAYS and any(_fits(asked, d) for d in days.days())


def _in_chain(number: int, chain: Sequence[_Known], run: Run) -> tuple[_Days, Reason] | None:
    same = next((each for each in chain if each.number == number), None)
    if same:
        return _Days(same.date, same.date, same.date), Reason(Witness.NUMBER, (same.neighbour,))
    before = max((each for each in chain if each.number < number), key=lambda e: e.number, default=None)
    after = min((each for each in chain if each.number > number), key=lambda e: e.number, default=None)
    if before and after:
        days = _between(before, after, number, run.weekdays(before.date))
        return days, Reason(Witness.NUMBER, (before.neighbour, after.neighbour))
    beside = before or after
    if not beside:
        return None
    steps, weekdays = number - beside.number, run.weekdays(beside.date)
    if abs(steps) > _MOST_STEPS or not _is_regular(chain, weekdays):
        return None
    likely = _stepped(beside.date, steps, weekdays)
    nearest = beside.date + steps * _DAY
    farthest = likely + (_BREAK if steps > 0 else -_BREAK) * _DAY
    days = _Days(min(nearest, farthest), max(nearest, farthest), likely)
    return days, Reason(Witness.NUMBER, (beside.neighbour,))


def _between(before: _Known, after: _Known, number: int, weekdays: frozenset[int]) -> _Days:
    if _count(before.date, after.date, weekdays) == after.number - before.number:
        day = _stepped(before.date, number - before.number, weekdays)
        return _Days(day, day, day)
    first = before.date + (number - before.number) * _DAY
    last = after.date - (after.number - number) * _DAY
    share = (number - before.number) / (after.number - before.number)
    likely = before.date + round((after.date - before.date).days * share) * _DAY
    return _Days(first, last, min(max(likely, first), last))


def _by_folder(asked: Asked) -> tuple[_Days, Reason] | None:
    """Between the dated files beside the issue's own, where the files around it stand in the order of their days."""
    days = [day for day in (*reversed(asked.before), *asked.after) if day is not None]
    before = next(((n, day) for n, day in enumerate(asked.before) if day is not None), None)
    after = next(((n, day) for n, day in enumerate(asked.after) if day is not None), None)
    if before is None or after is None or days != sorted(days):
        return None
    (undated_before, first), (undated_after, last) = before, after
    share = (undated_before + 1) / (undated_before + undated_after + 2)
    likely = first + round((last - first).days * share) * _DAY
    return _Days(first, last, likely), Reason(Witness.FOLDER, (Neighbour(first), Neighbour(last)))


def _only_by_calendar(asked: Asked, run: Run) -> _Days | None:
    """The one year around those held in which the printed day has the weekday and the lunar date that are printed."""
    if run.first is None or run.last is None or not asked.issue.month_day:
        return None
    if asked.issue.date_origin is not DateOrigin.PRINTED or not (asked.weekday or asked.lunar_date):
        return None
    month, number = map(int, asked.issue.month_day.split("-"))
    years = range(max(run.first.year - 1, 1), min(run.last.year + 1, 9999) + 1)
    days = [day for year in years if (day := _existing(year, month, number)) and _fits(asked, day)]
    return _Days(days[0], days[0], days[0]) if len(days) == 1 else None


def _existing(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _fits(asked: Asked, day: dt.date) -> bool:
    """Whether the day is what the masthead prints, as far as it prints anything."""
    issue = asked.issue
    is_printed = issue.date_origin is DateOrigin.PRINTED
    if is_printed and issue.date is None and issue.month_day not in (None, f"{day:%m-%d}"):
        return False
    return _votes(asked, day) == (asked.weekday is not None) + (asked.lunar_date is not None)


def _votes(asked: Asked, day: dt.date) -> int:
    """How many of weekday and lunar date, as printed, the day has."""
    lunar = lunar_date(day) if asked.lunar_date else None
    is_lunar = bool(asked.lunar_date and lunar and same_lunar_date(asked.lunar_date, lunar))
    return (asked.weekday == weekday_of(day)) + is_lunar


def _off_news(issue: IssueRow, day: dt.date) -> int:
    """How far a day is from the one that was inferred from the news; days that are far are all alike."""
    if issue.date_origin is not DateOrigin.INFERRED or not issue.month_day:
        return 0
    month, number = map(int, issue.month_day.split("-"))
    years = (issue.date.year,) if issue.date else (day.year - 1, day.year, day.year + 1)
    told = [date for year in years if (date := _existing(year, month, number))]
    return min([abs((day - date).days) for date in told] + [_NEWS + 1])


# ---- numbers


def _number(date: dt.date, issue_id: int, run: Run) -> Suggestion | None:
    """The number that a day has by those before and after it; only one that is sure to the last digit helps."""
    chain, before, after = _around_day(date, issue_id, run)
    number, weekdays = None, run.weekdays(date)
    if before and after:
        number = _number_between(before, after, date, weekdays)
    elif (beside := before or after) and _is_regular(chain, weekdays):
        number = _number_beyond(beside, date, weekdays)
    if number is None or number < 1:
        return None
    return Suggestion(CorrectionKind.NUMBER, (_reason_of_day(before, after),), number=number)


def _around_day(date: dt.date, issue_id: int, run: Run) -> tuple[list[_Known], _Known | None, _Known | None]:
    """The issues around a day that agree, and the nearest before and after it."""
    chain = _chain(run.around_date(date, issue_id))
    before = max((each for each in chain if each.date < date), key=lambda e: e.date, default=None)
    after = min((each for each in chain if each.date > date), key=lambda e: e.date, default=None)
    return chain, before, after


def _reason_of_day(before: _Known | None, after: _Known | None) -> Reason:
    return Reason(Witness.DAY, tuple(each.neighbour for each in (before, after) if each))


def _number_between(before: _Known, after: _Known, date: dt.date, weekdays: frozenset[int]) -> int | None:
    low = max(before.number + 1, after.number - (after.date - date).days)
    high = min(after.number - 1, before.number + (date - before.date).days)
    if low == high:
        return low
    is_whole = _count(before.date, after.date, weekdays) == after.number - before.number
    return (
        before.number + _count(before.date, date, weekdays)
        if is_whole and date.weekday() in weekdays
        else None
    )


def _number_beyond(beside: _Known, date: dt.date, weekdays: frozenset[int]) -> int | None:
    is_near = abs((date - beside.date).days) <= _BREAK
    return (
        beside.number + _count(beside.date, date, weekdays)
        if is_near and date.weekday() in weekdays
        else None
    )


def _mending(asked: Asked, date: dt.date, number: int, run: Run) -> Iterable[Suggestion]:
    """Where date and number contradict each other among the neighbours': the date by the number, or the number by the
    date, or both, as the printed weekday and lunar date speak for the one or the other."""
    issue = asked.issue
    found = _by_number(asked, run)
    day, reason = found if found else (None, None)
    if day is not None and (day.first != day.last or day.likely == date):
        day = None
    here, there = _votes(asked, date), _votes(asked, day.likely) - _misread(date, day.likely) if day else -9
    is_contradicted = _is_contradicted(_Known(issue.id, date, number), run)
    if not is_contradicted and there <= here:
        return
    if day and reason and issue.date_origin is not DateOrigin.CORRECTED and there >= here:
        reasons = (reason, Reason(Witness.CALENDAR)) if there > here else (reason,)
        yield Suggestion(CorrectionKind.DATE, reasons, day.likely, day.first, day.last, is_contradiction=True)
    by_date = _number(date, issue.id, run)
    if by_date and by_date.number != number and here >= there:
        yield replace(by_date, is_contradiction=True)
    elif is_contradicted and here > there:
        _, before, after = _around_day(date, issue.id, run)
        yield Suggestion(CorrectionKind.NUMBER, (_reason_of_day(before, after),), is_contradiction=True)


def _misread(one: dt.date, other: dt.date) -> int:
    """What of year, month and day differs beyond the one that OCR may have misread."""
    return sum(a != b for a, b in zip(one.timetuple()[:3], other.timetuple()[:3], strict=True)) - 1


def _is_contradicted(issue: _Known, run: Run) -> bool:
    """Whether at least four neighbours agree with each other, and half of them not with the issue."""
    others = run.around_date(issue.date, issue.id)
    agreeing = _chain([other for other in others if _go_together(issue, other)])
    most = len(_chain(others))
    return most >= 4 and 2 * (len(agreeing) + 1) <= most


# ---- issues that go together


def _around(issues: Sequence[_Known], at: int, without: int) -> list[_Known]:
    return [each for each in issues[max(at - _BESIDE, 0) : at + _BESIDE + 1] if each.id != without]


def _agree(one: _Known, other: _Known) -> bool:
    """Whether the one can have come out before the other."""
    return 0 < other.number - one.number <= (other.date - one.date).days


def _go_together(one: _Known, other: _Known) -> bool:
    return _agree(one, other) or _agree(other, one)


def _chain(issues: Iterable[_Known]) -> list[_Known]:
    """The most issues that all agree with each other, in order; of several such, those closest together: a number
    that OCR has misread is not among them, and a paper that began to count anew is not mixed with what it was."""
    ordered = sorted(issues, key=lambda each: (each.number, each.date))
    best: list[tuple[int, int, int]] = []  # length, minus the days without a number, the issue before
    for at, issue in enumerate(ordered):
        ways = [
            (best[k][0] + 1, best[k][1] - (issue.date - one.date).days + issue.number - one.number, k)
            for k, one in enumerate(ordered[:at])
            if _agree(one, issue)
        ]
        best.append(max(ways, default=(1, 0, -1)))
    at = max(range(len(best)), key=lambda each: best[each][:2], default=-1)
    chain = []
    while at >= 0:
        chain.append(ordered[at])
        at = best[at][2]
    return chain[::-1]


def _is_regular(chain: Sequence[_Known], weekdays: frozenset[int]) -> bool:
    """Whether the paper came out on each of its weekdays, and counted on each time."""
    if len(chain) < 4:
        return False
    return _count(chain[0].date, chain[-1].date, weekdays) == chain[-1].number - chain[0].number


def _count(after: dt.date, until: dt.date, weekdays: frozenset[int]) -> int:
    """How many of these weekdays lie after the one day, up to the other; negative where this is the earlier."""
    if until < after:
        return -_count(until, after, weekdays)
    weeks, rest = divmod((until - after).days, 7)
    return weeks * len(weekdays) + sum((until - n * _DAY).weekday() in weekdays for n in range(rest))


def _stepped(day: dt.date, steps: int, weekdays: frozenset[int]) -> dt.date:
    """So many of these weekdays on, or back."""
    weeks, rest = divmod(abs(steps), len(weekdays))
    step = _DAY if steps > 0 else -_DAY
    day += 7 * weeks * step
    while rest:
        day += step
        rest -= day.weekday() in weekdays
    return day
