"""Spans of consecutive days."""

import calendar
import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Days:
    """The days from `first` to `last`, both included."""

    first: dt.date
    last: dt.date


def one_day(day: dt.date) -> Days:
    return Days(day, day)


def months(year: int, first: int, last: int) -> Days:
    """Return the days of whole months of a year. Raises ValueError where the calendar has no such months."""
    begin = dt.date(year, first, 1)
    return Days(begin, dt.date(year, last, calendar.monthrange(year, last)[1]))


def month_from(day: dt.date, by: int) -> tuple[int, int]:
    """Return year and month `by` months after a day's. Raises ValueError where the calendar has no such month."""
    year, month = divmod(day.year * 12 + day.month - 1 + by, 12)
    return dt.date(year, month + 1, 1).year, month + 1


def same_day(day: dt.date, by: int) -> dt.date:
    """Return the same day `by` months later, or the last of that month. Raises ValueError as `month_from`."""
    year, month = month_from(day, by)
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
