"""Inferring the date of an issue without a year from the numbers and dates of its neighbours.

This is stricter than a suggestion: the issue must be between dated neighbours, its printed number, day and weekday
must be consistent with them, and no other date may be possible.
"""

import datetime as dt
from collections.abc import Collection

from msgspec import Struct

from reader.issue_dating.issue_numbers import NumberSeries
from reader.issue_dating.suggestions import (
    MOST_DAYS,
    NEWS_DAYS,
    DateReason,
    IssueInContext,
    PossibleDays,
    days_by_folder,
    days_by_number,
    fits,
    off_news,
)
from reader.language.dates.calendar import date_or_none
from reader.newspaper.issue import DateOrigin


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
        found = _placement(context, run)
    except OverflowError:  # A date beyond the range of datetime.date.
        return None
    return None if found is None or found.date.year in refused_years else found


def _placement(context: IssueInContext, run: NumberSeries) -> Placement | None:
    issue = context.issue
    days: PossibleDays | None = None
    reasons: list[DateReason] = []
    by_number = days_by_number(context, run) if issue.number else None
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
    return Placement(possible[0], tuple(reasons)) if len(possible) == 1 else None


def _is_enclosed(reason: DateReason, number: int | None) -> bool:
    """Return whether the evidence has issues on both sides of the number, or one with this number."""
    return len(reason.neighbours) > 1 or any(each.number == number for each in reason.neighbours)


def _possible(context: IssueInContext, days: PossibleDays) -> list[dt.date]:
    """Return the days of a period on which the issue may have come out, by its month and day."""
    if days.is_exact:
        return [days.first]
    month_day = context.issue.month_day
    if month_day is None or (days.last - days.first).days > MOST_DAYS:
        return []
    month, number = map(int, month_day.split("-"))
    years = range(days.first.year, days.last.year + 1)
    candidates = [day for year in years if (day := date_or_none(year, month, number))]
    inside = [day for day in candidates if days.first <= day <= days.last]
    if inside or context.issue.date_origin is not DateOrigin.INFERRED:
        return inside
    ends = {days.first, days.last}  # The news, and so the day inferred from it, may be older than the paper.
    return [end for end in ends if any(abs((end - day).days) <= NEWS_DAYS for day in candidates)]
