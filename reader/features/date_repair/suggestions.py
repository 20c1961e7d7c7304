"""Suggestions for an issue's date and number, inferred from its neighbours in the library.

They include their reasons, and a person accepts or ignores them: nothing here changes an issue. They are inferred from
the numbers of other issues (`issue_numbers`), from the order of files in a folder, and from stories on several pages,
as these belong to the same day.

The `Placement` of an issue without a year is stricter than a suggestion: the issue must be between dated neighbours,
its printed number, day and weekday must be consistent with them, and no other date may be possible.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum
from operator import attrgetter

from msgspec import Struct
from msgspec.structs import replace

from reader.features.date_repair.issue_numbers import (
    DAY,
    Numbered,
    NumberSeries,
    agreeing,
    days_counted,
    go_together,
    is_estimated,
    is_regular,
    is_sure,
    stepped,
)
from reader.language.dates.calendar import date_or_none, lunar_date, same_lunar_date, weekday_of
from reader.newspaper.correction import CorrectionKind
from reader.newspaper.holdings import IssueRow
from reader.newspaper.issue import DateOrigin

MOST_DAYS = 366
"""Maximum number of possible days of a suggested date."""

_MOST_STEPS = 31
"""Maximum difference between a number and the nearest known one if there is none on the other side."""

_BREAK = 7
"""Maximum days without a paper between such a number and the nearest known one."""

NEWS_DAYS = 5
"""Maximum error of a date inferred from the news, in days."""


class EvidenceKind(StrEnum):
    NUMBER = "number"
    DAY = "day"
    FOLDER = "folder"
    JUMP = "jump"
    CALENDAR = "calendar"


class Neighbour(Struct, frozen=True):
    """A neighbouring issue used as evidence: its date, with its number or with a headline that identifies it."""

    date: dt.date
    number: int | None = None
    words: str = ""


class DateReason(Struct, frozen=True):
    """A reason for a suggestion; `neighbours` are the issues that are used as evidence.

    By `witness`, they are NUMBER: those with the same or the nearest numbers; DAY: those with the nearest dates;
    FOLDER: those of the files next to the issue's file; JUMP: one with the other part of a story. CALENDAR has none: it
    is the weekday, lunar date or month and day that the issue itself prints.
    """

    witness: EvidenceKind
    neighbours: tuple[Neighbour, ...] = ()


class Suggestion(Struct, frozen=True):
    """A suggested date or number of an issue.

    Attributes:
        kind: DATE or NUMBER.
        reasons: The reasons for it.
        date: The likeliest date.
        first: The first possible date.
        last: The last possible date.
        number: The suggested number; None if the suggestion only reports that the number is wrong.
        is_contradiction: The date and number of the issue contradict each other, and this is one way to resolve it.
    """

    kind: CorrectionKind
    reasons: tuple[DateReason, ...]
    date: dt.date | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    number: int | None = None
    is_contradiction: bool = False

    @property
    def is_exact(self) -> bool:
        return self.first == self.last


class IssueInContext(Struct, frozen=True):
    """An issue with the relevant fields of its masthead, and its surroundings.

    Attributes:
        issue: The issue.
        weekday: The printed weekday.
        lunar_date: The printed lunar date.
        before: The dates of the files before its file in the folder, the nearest first, None for an undated one.
        after: The dates of the files after it, likewise.
        stories: The dated issues with which it certainly shares a story.
    """

    issue: IssueRow
    weekday: str | None = None
    lunar_date: str | None = None
    before: tuple[dt.date | None, ...] = ()
    after: tuple[dt.date | None, ...] = ()
    stories: tuple[Neighbour, ...] = ()


def suggestions(context: IssueInContext, run: NumberSeries) -> tuple[Suggestion, ...]:
    """Return the suggestions for an issue, the likeliest first.

    There are suggestions for an uncertain date, an unknown number, or a date and number that contradict each other.
    Return () if the issue is consistent or nothing can be inferred. `run` are the issues of its newspaper.
    """
    try:
        issue = context.issue
        if issue.date is None or not is_sure(issue):
            date = _date(context, run)
            if date:
                return (date,)
            return ()
        if not issue.number:
            number = _number(issue.date, issue.id, run)
            if number:
                return (number,)
            return ()
        return tuple(_contradiction_suggestions(context, issue.date, issue.number, run))
    except OverflowError:  # A date beyond the range of datetime.date.
        return ()


# ---- days


class PossibleDays(Struct, frozen=True):
    """A range of possible days, both ends included, and the likeliest of them.

    `a & b` are the days in both ranges, None if there are none; the likeliest is that of `a`, moved into the range.
    """

    first: dt.date
    last: dt.date
    likely: dt.date

    @property
    def is_exact(self) -> bool:
        return self.first == self.last

    def __and__(self, other: "PossibleDays") -> "PossibleDays | None":
        first = max(self.first, other.first)
        last = min(self.last, other.last)
        if first <= last:
            return PossibleDays(first, last, min(max(self.likely, first), last))
        return None

    def days(self) -> list[dt.date]:
        return [self.first + n * DAY for n in range((self.last - self.first).days + 1)]


def _date(context: IssueInContext, run: NumberSeries) -> Suggestion | None:
    """Return the suggested date of an issue.

    Return None if no day or too many are possible, or if the likeliest of several is the issue's date already.
    """
    issue = context.issue
    common_days = None
    reasons = []
    for days, reason in _witnesses(context, run):
        both = days if common_days is None else common_days & days
        if both is not None:
            common_days = both
            reasons.append(reason)
    if common_days is None:
        common_days = _only_by_calendar(context, run)
        possible = [common_days.likely] if common_days else []
    elif (common_days.last - common_days.first).days <= MOST_DAYS:
        possible = common_days.days()
    else:
        possible = []
    fitting = [day for day in possible if fits(context, day)] or possible
    if not common_days or not fitting:
        return None
    if len(fitting) < len(possible) or not reasons:
        reasons.append(DateReason(EvidenceKind.CALENDAR))
    likely = min(fitting, key=lambda day: (off_news(issue, day), abs(day - common_days.likely), day))
    if likely == issue.date and len(fitting) > 1:
        return None
    return Suggestion(CorrectionKind.DATE, tuple(reasons), likely, fitting[0], fitting[-1])


def _witnesses(context: IssueInContext, run: NumberSeries) -> Iterable[tuple[PossibleDays, DateReason]]:
    """Yield the evidence for the date, the most reliable first."""
    for story in context.stories[:1]:
        yield PossibleDays(story.date, story.date, story.date), DateReason(EvidenceKind.JUMP, (story,))
    by_number = days_by_number(context, run)
    if by_number:
        yield by_number
    by_folder = days_by_folder(context)
    if by_folder:
        yield by_folder


def days_by_number(context: IssueInContext, run: NumberSeries) -> tuple[PossibleDays, DateReason] | None:
    """Return the possible days by the issue's number, and the reason; None if nothing follows from the number.

    If the numbering was restarted, so that there are two series with this number, the issue's other fields decide.
    """
    number = context.issue.number
    if not number:
        return None
    around = run.around_number(number, context.issue.id)
    chain = agreeing(around)
    chains = [chain]
    other = agreeing([issue for issue in around if issue not in chain])
    if 2 * len(other) > len(chain):
        chains.append(other)
    pairs = []
    for issues in chains:
        days_and_reason = _in_chain(number, issues, run)
        if days_and_reason is not None:
            pairs.append(days_and_reason)
    if len(pairs) > 1:
        pairs = [days for days in pairs if _may_be_of(context, days[0])]
    if len(pairs) == 1:
        return pairs[0]
    return None


def _may_be_of(context: IssueInContext, days: PossibleDays) -> bool:
    """Return whether the issue's date and printed fields are compatible with a range of days."""
    issue = context.issue
    near = issue.date is None or abs(days.likely - issue.date).days <= MOST_DAYS
    return near and (days.last - days.first).days <= MOST_DAYS and any(fits(context, d) for d in days.days())


def _in_chain(
    number: int, chain: Sequence[Numbered], run: NumberSeries
) -> tuple[PossibleDays, DateReason] | None:
    same = next((issue for issue in chain if issue.number == number), None)
    if same:
        return PossibleDays(same.date, same.date, same.date), DateReason(
            EvidenceKind.NUMBER, (_neighbour(same),)
        )
    before = max((issue for issue in chain if issue.number < number), key=attrgetter("number"), default=None)
    after = min((issue for issue in chain if issue.number > number), key=attrgetter("number"), default=None)
    if before and after:
        days = _between(before, after, number, run.weekdays(before.date))
        return days, DateReason(EvidenceKind.NUMBER, (_neighbour(before), _neighbour(after)))
    neighbour = before or after
    if not neighbour:
        return None
    steps = number - neighbour.number
    weekdays = run.weekdays(neighbour.date)
    if abs(steps) > _MOST_STEPS or not is_regular(chain, weekdays):
        return None
    likely = stepped(neighbour.date, steps, weekdays)
    nearest = neighbour.date + steps * DAY
    farthest = likely + (_BREAK if steps > 0 else -_BREAK) * DAY
    days = PossibleDays(min(nearest, farthest), max(nearest, farthest), likely)
    return days, DateReason(EvidenceKind.NUMBER, (_neighbour(neighbour),))


def _between(before: Numbered, after: Numbered, number: int, weekdays: frozenset[int]) -> PossibleDays:
    """Return the possible days of a number between two issues: one if all days of publication are numbered."""
    if days_counted(before.date, after.date, weekdays) == after.number - before.number:
        day = stepped(before.date, number - before.number, weekdays)
        return PossibleDays(day, day, day)
    first = before.date + (number - before.number) * DAY
    last = after.date - (after.number - number) * DAY
    share = (number - before.number) / (after.number - before.number)
    likely = before.date + round((after.date - before.date).days * share) * DAY
    return PossibleDays(first, last, min(max(likely, first), last))


def days_by_folder(context: IssueInContext) -> tuple[PossibleDays, DateReason] | None:
    """Return the days between the nearest dated files in the folder, and the reason.

    Return None unless the dated files around the issue are in order of date and on both sides.
    """
    days = [day for day in (*reversed(context.before), *context.after) if day is not None]
    before = next(((n, day) for n, day in enumerate(context.before) if day is not None), None)
    after = next(((n, day) for n, day in enumerate(context.after) if day is not None), None)
    if before is None or after is None or days != sorted(days):
        return None
    undated_before, first = before
    undated_after, last = after
    share = (undated_before + 1) / (undated_before + undated_after + 2)
    likely = first + round((last - first).days * share) * DAY
    return PossibleDays(first, last, likely), DateReason(
        EvidenceKind.FOLDER, (Neighbour(first), Neighbour(last))
    )


def _only_by_calendar(context: IssueInContext, run: NumberSeries) -> PossibleDays | None:
    """Return the printed day in the only year in which it has the printed weekday and lunar date, else None.

    The years are those of the held issues, and one more at each end.
    """
    if run.first is None or run.last is None or not context.issue.month_day:
        return None
    if context.issue.date_origin is not DateOrigin.PRINTED or not (context.weekday or context.lunar_date):
        return None
    month, number = map(int, context.issue.month_day.split("-"))
    years = range(max(run.first.year - 1, 1), min(run.last.year + 1, 9999) + 1)
    days = []
    for year in years:
        day = date_or_none(year, month, number)
        if day and fits(context, day):
            days.append(day)
    if len(days) == 1:
        return PossibleDays(days[0], days[0], days[0])
    return None


def fits(context: IssueInContext, day: dt.date) -> bool:
    """Return whether a day agrees with the printed month and day, weekday and lunar date, if they are printed."""
    issue = context.issue
    is_printed = issue.date_origin is DateOrigin.PRINTED
    if is_printed and issue.date is None and issue.month_day not in (None, f"{day:%m-%d}"):
        return False
    return _votes(context, day) == (context.weekday is not None) + (context.lunar_date is not None)


def _votes(context: IssueInContext, day: dt.date) -> int:
    """Return how many of the printed weekday and lunar date a day has: 0, 1 or 2."""
    lunar = lunar_date(day) if context.lunar_date else None
    is_lunar = bool(context.lunar_date and lunar and same_lunar_date(context.lunar_date, lunar))
    return (context.weekday == weekday_of(day)) + is_lunar


def off_news(issue: IssueRow, day: dt.date) -> int:
    """Return the days between a day and the date inferred from the news, at most `NEWS_DAYS` + 1; 0 without one."""
    if not is_estimated(issue) or not issue.month_day:
        return 0
    month, number = map(int, issue.month_day.split("-"))
    years = (issue.date.year,) if issue.date else (day.year - 1, day.year, day.year + 1)
    dates = []
    for year in years:
        date = date_or_none(year, month, number)
        if date:
            dates.append(date)
    return min([abs((day - date).days) for date in dates] + [NEWS_DAYS + 1])


# ---- numbers


def _number(date: dt.date, issue_id: int, run: NumberSeries) -> Suggestion | None:
    """Return the suggested number of the issue of a day, if the issues around it determine exactly one; else None."""
    chain, before, after = _around_day(date, issue_id, run)
    number = None
    weekdays = run.weekdays(date)
    if before and after:
        number = _number_between(before, after, date, weekdays)
    elif (neighbour := before or after) and is_regular(chain, weekdays):
        number = _number_beyond(neighbour, date, weekdays)
    if number is None or number < 1:
        return None
    return Suggestion(CorrectionKind.NUMBER, (_reason_of_day(before, after),), number=number)


def _neighbour(issue: Numbered) -> Neighbour:
    return Neighbour(issue.date, issue.number)


def _around_day(
    date: dt.date, issue_id: int, run: NumberSeries
) -> tuple[list[Numbered], Numbered | None, Numbered | None]:
    """Return the consistent issues around a day, and the nearest of them before and after it, each or None."""
    chain = agreeing(run.around_date(date, issue_id))
    before = max((issue for issue in chain if issue.date < date), key=attrgetter("date"), default=None)
    after = min((issue for issue in chain if issue.date > date), key=attrgetter("date"), default=None)
    return chain, before, after


def _reason_of_day(before: Numbered | None, after: Numbered | None) -> DateReason:
    return DateReason(EvidenceKind.DAY, tuple(_neighbour(issue) for issue in (before, after) if issue))


def _number_between(before: Numbered, after: Numbered, date: dt.date, weekdays: frozenset[int]) -> int | None:
    """Return the number of a day between two issues if only one is possible, else None."""
    low = max(before.number + 1, after.number - (after.date - date).days)
    high = min(after.number - 1, before.number + (date - before.date).days)
    if low == high:
        return low
    is_whole = days_counted(before.date, after.date, weekdays) == after.number - before.number
    if is_whole and date.weekday() in weekdays:
        return before.number + days_counted(before.date, date, weekdays)
    return None


def _number_beyond(beside: Numbered, date: dt.date, weekdays: frozenset[int]) -> int | None:
    """Return the number of a day up to a week before or after the issue `beside`; None for any other day."""
    is_near = abs((date - beside.date).days) <= _BREAK
    if is_near and date.weekday() in weekdays:
        return beside.number + days_counted(beside.date, date, weekdays)
    return None


def _contradiction_suggestions(
    context: IssueInContext, date: dt.date, number: int, run: NumberSeries
) -> Iterable[Suggestion]:
    """Yield suggestions for an issue whose date and number are inconsistent with its neighbours.

    They are the date by the number, the number by the date, or both, depending on which is supported by the printed
    weekday and lunar date.
    """
    issue = context.issue
    day_and_reason = days_by_number(context, run)
    day, reason = day_and_reason if day_and_reason else (None, None)
    if day is not None and (day.first != day.last or day.likely == date):
        day = None
    date_votes = _votes(context, date)
    number_votes = _votes(context, day.likely) - _misread(date, day.likely) if day else -9
    is_contradicted = _is_contradicted(Numbered(issue.id, date, number), run)
    if not is_contradicted and number_votes <= date_votes:
        return
    if day and reason and issue.date_origin is not DateOrigin.CORRECTED and number_votes >= date_votes:
        reasons = (reason, DateReason(EvidenceKind.CALENDAR)) if number_votes > date_votes else (reason,)
        yield Suggestion(CorrectionKind.DATE, reasons, day.likely, day.first, day.last, is_contradiction=True)
    by_date = _number(date, issue.id, run)
    if by_date and by_date.number != number and date_votes >= number_votes:
        yield replace(by_date, is_contradiction=True)
    elif is_contradicted and date_votes > number_votes:
        _, before, after = _around_day(date, issue.id, run)
        yield Suggestion(CorrectionKind.NUMBER, (_reason_of_day(before, after),), is_contradiction=True)


def _misread(one: dt.date, other: dt.date) -> int:
    """Return how many of year, month and day differ, minus the one that OCR may have misread."""
    return sum(a != b for a, b in zip(one.timetuple()[:3], other.timetuple()[:3], strict=True)) - 1


def _is_contradicted(issue: Numbered, run: NumberSeries) -> bool:
    """Return whether at least four neighbours are consistent, and at most half as many together with the issue."""
    others = run.around_date(issue.date, issue.id)
    with_it = agreeing([other for other in others if go_together(issue, other)])
    most = len(agreeing(others))
    return most >= 4 and 2 * (len(with_it) + 1) <= most


class Placement(Struct, frozen=True):
    date: dt.date
    reasons: tuple[DateReason, ...]


def placement(
    context: IssueInContext, run: NumberSeries, refused_years: Collection[int] = ()
) -> Placement | None:
    """Return the only possible date of an issue without one; None if no date or several are possible.

    Args:
        context: The issue, which must have its number or its month and day.
        run: The issues of its newspaper.
        refused_years: The years that a reader has ruled out.
    """
    try:
        only_placement = _placement(context, run)
    except OverflowError:  # A date beyond the range of datetime.date.
        return None
    if only_placement is None or only_placement.date.year in refused_years:
        return None
    return only_placement


def _placement(context: IssueInContext, run: NumberSeries) -> Placement | None:
    issue = context.issue
    days: PossibleDays | None = None
    reasons: list[DateReason] = []
    if issue.number:
        by_number = days_by_number(context, run)
    else:
        by_number = None
    if by_number is not None and _is_enclosed(by_number[1], issue.number):
        days = by_number[0]
        reasons.append(by_number[1])
    by_folder = days_by_folder(context) if issue.month_day else None
    if by_folder is not None:
        both = by_folder[0] if days is None else days & by_folder[0]
        if both is None:
            return None  # The number or the order of the folder is wrong, and it is unknown which.
        if days is None or not days.is_exact:
            reasons.append(by_folder[1])
        days = both
    if days is None:
        return None
    possible = [
        day for day in _possible(context, days) if fits(context, day) and off_news(issue, day) <= NEWS_DAYS
    ]
    if len(possible) == 1:
        return Placement(possible[0], tuple(reasons))
    return None


def _is_enclosed(reason: DateReason, number: int | None) -> bool:
    """Return whether the evidence has issues on both sides of the number, or one with this number."""
    return len(reason.neighbours) > 1 or any(neighbour.number == number for neighbour in reason.neighbours)


def _possible(context: IssueInContext, days: PossibleDays) -> list[dt.date]:
    """Return the days of a period on which the issue may have come out, by its month and day."""
    if days.is_exact:
        return [days.first]
    month_day = context.issue.month_day
    if month_day is None or (days.last - days.first).days > MOST_DAYS:
        return []
    month, number = map(int, month_day.split("-"))
    years = range(days.first.year, days.last.year + 1)
    candidates = []
    for year in years:
        day = date_or_none(year, month, number)
        if day:
            candidates.append(day)
    inside = [day for day in candidates if days.first <= day <= days.last]
    if inside or not is_estimated(context.issue):
        return inside
    possible = []
    for end in {days.first, days.last}:
        # the news, and so the day inferred from it, may be older than the paper
        if any(abs((end - day).days) <= NEWS_DAYS for day in candidates):
            possible.append(end)
    return possible
