"""The day that a cell of a table, or a field of a download, states."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from reader.language.dates.date_expressions import days_of

_MONTH = "(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}[.]?"
_FIGURES = re.compile(
    r"(?<!\d)(1[89]\d\d|20\d\d)(?:\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)\s*[日号號]?|(\d\d)(\d\d)(?!\d))"
)
_IN_WORDS = re.compile(
    rf"(?<![a-z]){_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s(?:1[89]|20)\d\d(?!\d)"
    rf"|(?<!\d)\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH},?\s(?:1[89]|20)\d\d(?!\d)"
    r"|(?:民[国國]|令和|平成|昭和|大正|明治|[一二])[\d元〇零一二三四五六七八九十百\s]{1,8}年[\d元一二三四五六七八九十\s]{1,5}月"
    r"[\d一二三四五六七八九十\s]{1,5}日",
    re.IGNORECASE,
)
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.]((?:18|19|20)\d\d)(?!\d)")
_TIME = re.compile(r"(-?\d{9,10})(?:\.0+|000)?")
"""A time as pandas and crawlers write it, in seconds or milliseconds since 1970. A multiple of a whole day is
a date in UTC; any other is a moment, in the time of China.
"""
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
    return next((day for _, day in _days(text[:_LONGEST], day_first)), "")


def cut_at_day(text: str) -> tuple[str, str, str]:
    """Return the text above the first day in a text, that day as `day_stated` gives it, and the text behind it."""
    (begin, end), day = next(_days(text[:_LONGEST], None), ((len(text), len(text)), ""))
    return text[:begin], day, text[end:]


def _days(text: str, day_first: bool | None) -> Iterator[tuple[tuple[int, int], str]]:
    for found in (*_FIGURES.finditer(text), *_IN_WORDS.finditer(text), *_YEAR_LAST.finditer(text)):
        if (day := _day(found, day_first)) is not None:
            yield found.span(), day.isoformat()
    if (moment := _TIME.fullmatch(text)) and (day := _day_of_moment(int(moment[1]))) is not None:
        yield moment.span(), day.isoformat()


def _day(found: re.Match[str], day_first: bool | None) -> dt.date | None:
    try:
        if found.re is _FIGURES:
            return dt.date(int(found[1]), int(found[2] or found[4]), int(found[3] or found[5]))
        if found.re is _IN_WORDS:
            days = days_of(re.sub(r"(?<=\d)(?:st|nd|rd|th)|[.]", "", found[0]), dt.date.max)
            return days.first if days is not None and days.first == days.last else None
        month, day = (2, 1) if day_first else (1, 2)
        return None if day_first is None else dt.date(int(found[3]), int(found[month]), int(found[day]))
    except (ValueError, OverflowError):
        return None


def _day_of_moment(seconds: int) -> dt.date | None:
    # a whole number of days is a date at midnight UTC; any other time is a moment, whose date is that in China
    zone = dt.UTC if seconds % _SECONDS_OF_DAY == 0 else _CHINA
    try:
        return dt.datetime.fromtimestamp(seconds, zone).date()
    except (ValueError, OverflowError, OSError):
        return None
