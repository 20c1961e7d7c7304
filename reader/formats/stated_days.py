"""The day that a cell of a table, or a field of a download, states."""

import datetime as dt
import re
from collections.abc import Iterable

from reader.language.dates.calendar import date_or_none
from reader.language.dates.printed_days import first_day

_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.]((?:18|19|20)\d\d)(?!\d)")
_TIME = re.compile(r"(-?\d{9,10})(?:\.0+|000)?")
"""A time as pandas and crawlers write it, in seconds or milliseconds since 1970. A multiple of a whole day is
a date in UTC; any other is a moment, in the time of China.
"""
_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d)T16:00:00(?:\.0+)?Z")
"""Midnight in China, as databases write the beginning of the next day."""
_SECONDS_OF_DAY = 86_400
_CHINA = dt.timezone(dt.timedelta(hours=8))
# a greater number in a date can only be the day
_MONTHS = 12
_LONGEST = 100


def is_day_first(texts: Iterable[str]) -> bool | None:
    """Return whether dates with the year last (3/5/2024) begin with the day.

    None if no text shows it, or texts contradict each other.
    """
    found = [(int(date[1]), int(date[2])) for text in texts if (date := _YEAR_LAST.search(text[:_LONGEST]))]
    is_first = any(first > _MONTHS for first, _ in found)
    return None if is_first == any(second > _MONTHS for _, second in found) else is_first


def day_stated(text: str, day_first: bool | None = None) -> str:
    """Return the first day in a text as YYYY-MM-DD; "" if it has none. For `day_first` see `is_day_first`."""
    return cut_at_day(text, day_first)[1]


def cut_at_day(text: str, day_first: bool | None = None) -> tuple[str, str, str]:
    """Return the text above the first day in a text, that day as `day_stated` gives it, and the text behind it."""
    if chinese := _MIDNIGHT.search(text[:_LONGEST]):
        year, month, day = map(int, chinese[1].split("-"))
        if (before := date_or_none(year, month, day)) and before < dt.date.max:
            return text[: chinese.start()], (before + dt.timedelta(1)).isoformat(), text[chinese.end() :]
    if found := first_day(text[:_LONGEST], is_day_first=day_first):
        first, printed = found
        return text[: printed.start], first.isoformat(), text[printed.end :]
    moment = _TIME.fullmatch(text)
    day_of_moment = _day_of_moment(int(moment[1])) if moment else None
    return ("", day_of_moment.isoformat(), "") if day_of_moment else (text, "", "")


def _day_of_moment(seconds: int) -> dt.date | None:
    # a whole number of days is a date at midnight UTC; any other time is a moment, whose date is that in China
    zone = dt.UTC if seconds % _SECONDS_OF_DAY == 0 else _CHINA
    try:
        return dt.datetime.fromtimestamp(seconds, zone).date()
    except (ValueError, OverflowError, OSError):
        return None
