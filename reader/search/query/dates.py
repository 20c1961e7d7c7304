"""Periods: parsing what people write."""

import datetime as dt
import re
from dataclasses import dataclass

from reader.language.dates.calendar import Days
from reader.language.dates.date_expressions import days_of
from reader.language.forms import search_form
from reader.search.query.nodes import Period

LONGEST = 80
"""Characters of the longest text that is parsed as a period."""


@dataclass(frozen=True, slots=True)
class DateReader:
    """Parses dates as of the day `today`; a date without a year is the last such day up to `near`, as in `days_of`."""

    today: dt.date
    near: dt.date

    def period(self, text: str) -> Period | None:
        """Return the period that a text names; None where it names none.

        It may be a day, a month, a year, anything `days_of` knows, or a range of these, which may be open. 1987年以来
        and >=1987 begin with the year, >1987 after it; 1990年以前 and <1990 end before it, <=1990 with it.
        """
        said = search_form(text[: LONGEST + 1])
        if len(said) > LONGEST:
            return None
        try:
            return self._half_open(said) or self._whole(said) or self._range(said)
        except OverflowError:  # before the year 1, after the year 9999
            return None

    def end_of_period(self, text: str, at: int) -> int:
        """Return the end of the longest period that begins at `at`; `at` where there is none.

        It may contain spaces (1987-06 .. 1987-08).
        """
        found = _PIECES.match(text, at)
        said = found[0] if found else ""
        while said and not self.period(said):
            said = _LAST_PIECE.sub("", said)
        return at + len(said)

    def _whole(self, said: str) -> Period | None:
        days = self._days(said)
        return Period(days.first, days.last) if days else None

    def _half_open(self, said: str) -> Period | None:
        for pattern, is_beginning, is_included in _HALF_OPEN:
            found = pattern.fullmatch(said)
            days = self._days(found[1]) if found else None
            if days and is_beginning:
                return Period(days.first if is_included else days.last + _DAY, None)
            if days:
                return Period(None, days.last if is_included else days.first - _DAY)
        return None

    def _range(self, said: str) -> Period | None:
        if _LIKE_A_DAY.fullmatch(said):
            return None
        if bracketed := _BRACKETED.fullmatch(said):
            said = "..".join(end.strip("* ") for end in bracketed.groups())
        for sign in (found for pattern in _RANGE for found in pattern.finditer(said)):
            first, last = said[: sign.start()].strip(), said[sign.end() :].strip()
            last = "" if last in _NOW else last
            begin = self._days(first.lstrip("自从"))
            end = self._days(_in_full(last, first)) or self._days(last)
            if (first and not begin) or (last and not end):
                continue
            if begin and end:
                return Period(min(begin.first, end.first), max(begin.last, end.last))
            if begin or end:
                return Period(begin.first if begin else None, end.last if end else None)
        return None

    def _days(self, said: str) -> Days | None:
        if said.endswith(("-", "/", ".")):
            return None
        month = _COMPACT_MONTH.fullmatch(said)
        return days_of(f"{month[1]}-{month[2]}" if month else said, self.today, self.near)


_DAY = dt.timedelta(days=1)
_PIECES = re.compile(r"[^\s|｜()（）]+(?:\s+[^\s|｜()（）]+){0,4}")
_LAST_PIECE = re.compile(r"\s*\S+$")
_COMPACT_MONTH = re.compile("([0-9]{4})(0[1-9]|1[0-2])")
_LIKE_A_DAY = re.compile("[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")
"""A day, or one that no calendar has: 1951-02-29 is not from 1951 to a 29 February."""
_RANGE = (
    re.compile(r"\.{2,}|。{2,}"),
    re.compile(r"[~至到—–]+|\bto\b"),
    re.compile(r"(?<! )-+(?! )|(?<= )-+(?= )"),
)
"""Separators between the ends of a range, the most reliable first."""
_NOW = ("今", "现在", "now", "today")
_BRACKETED = re.compile(r"[\[{](.+?) to (.+?)[\]}]")
_HALF_OPEN = (
    (re.compile(">= ?(.+)"), True, True),
    (re.compile("> ?(.+)"), True, False),
    (re.compile("<= ?(.+)"), False, True),
    (re.compile("< ?(.+)"), False, False),
    (re.compile("[自从]?(.+?)(?:以来|以后|之后|起)"), True, True),
    (re.compile("(.+?)(?:以前|之前)"), False, False),
    (re.compile("至?(.+?)(?:为止|止)"), False, True),
)
"""The pattern of the date; whether the period begins with it (else it ends); whether the date is part of it."""

_N = "[0-9〇零○一二三四五六七八九十廿卅]{1,3}"
_DATE = (
    f"(?:(?:[0-9]{{4}}|[〇零○一二三四五六七八九]{{4}}|民[国國](?:元|{_N}))年(?:{_N}月(?:{_N}[日号])?)?"
    r"|[0-9]{4}(?:-[0-9]{1,2}-|/[0-9]{1,2}/|\.[0-9]{1,2}\.)[0-9]{1,2}"
    "|(?:1[6-9]|20)[0-9]{6})"
)
_YEAR = "(?:1[6-9]|20)[0-9]{2}"
_YEAR_OR_MONTH = "[0-9]{4}(?:[-/.][0-9]{1,2})?"
_WRITTEN = re.compile(
    rf"{_DATE}(?:(?:\.\.|[~至到—–-])(?:{_DATE}|{_N}月(?:{_N}[日号])?|{_N}[日号]))?|{_YEAR_OR_MONTH}\.\.{_YEAR_OR_MONTH}|{_YEAR}[~至到—–-]{_YEAR}"
)


def _in_full(last: str, first: str) -> str:
    """Return the end of a range, completed from its beginning: 8月 after 1987年6月 is 1987年8月."""
    year = re.match(".+?年|[0-9]{4}[-/.]", first)
    if not year:
        return last
    rest = first[year.end() :]
    month = re.match(f"{_N}[月/.-]", rest)
    day = rest[month.end() :] if month else ""
    if re.match(f"{_N}月", last):
        return year[0] + last
    if month and re.fullmatch(f"{_N}[日号]" if not day else f"{_N}[日号]?", last):
        return year[0] + month[0] + last
    return year[0] + last if rest and re.fullmatch(_N, last) else last


def written_period(text: str) -> Period | None:
    """Return the period that a word without a field certainly means (1987年6月, 1987-06-12, 1985..1990); else None."""
    is_written = _WRITTEN.fullmatch(search_form(text[: LONGEST + 1]))
    return DateReader(dt.date.max, dt.date.max).period(text) if is_written else None
