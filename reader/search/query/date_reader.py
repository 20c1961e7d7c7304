"""Dates as a reader types them in a query: the period that each means, and the words that are certainly one."""

import datetime as dt
import re
from functools import lru_cache
from itertools import chain

from msgspec import Struct

from reader.language.dates.calendar import ERA_COUNT, ERA_NAME, Days, date_or_none, one_day, weekday_of
from reader.language.dates.date_expressions import days_of
from reader.language.dates.notations import Notation, notations_of
from reader.language.dates.printed_days import may_have_day, printed_days
from reader.language.equality import in_simplified, simplified
from reader.language.forms import search_form
from reader.language.patterns import pattern
from reader.search.query.nodes import Period
from reader.search.query.values import date_readings, one_day_of

LONGEST = 80
"""The maximum length of a text that is parsed as a period."""


class DateReader(Struct, frozen=True):
    """Parses dates; 昨天 is relative to `today`, and a date without a year is the last one up to `near` (`days_of`)."""

    today: dt.date
    near: dt.date

    def period(self, text: str) -> Period | None:
        """Return the period that a text means; None if it is not a date.

        It may be a day, a month, a year, anything that `days_of` parses, or a range of these, which may be open.
        1987年以来 and >=1987 begin with that year, >1987 after it; 1990年以前 and <1990 end before it, <=1990 with it.
        A day may also be copied from a newspaper: 中華民國二十六年七月七日 星期三.
        """
        date_text = search_form(text[: LONGEST + 1])
        if len(date_text) > LONGEST:
            return None
        try:
            return (
                self._half_open(date_text)
                or self._whole(date_text)
                or self._range(date_text)
                or _as_printed(text)
            )
        except OverflowError:  # before the year 1, after the year 9999
            return None

    def end_of_value(self, text: str, at: int) -> int:
        """Return the end offset of the period at `at`; if there is none, that of the words that look like one."""
        pieces = _PIECES.match(text, at)
        if pieces is None:
            return at
        date_text = pieces[0]
        while date_text and not self.period(date_text):
            date_text = _LAST_PIECE.sub("", date_text)
        if date_text:
            return at + len(date_text)
        like_a_date = _LIKE_DATES.match(text, at)
        if like_a_date:
            return like_a_date.end()
        return at

    def readings(self, text: str) -> list[str]:
        return date_readings(text, self.period, self.near)

    def _whole(self, date_text: str) -> Period | None:
        days = self._days(date_text)
        if days:
            return Period(days.first, days.last)
        return None

    def _half_open(self, date_text: str) -> Period | None:
        for form, is_beginning, is_included in _HALF_OPEN:
            match = form.fullmatch(date_text)
            if not match:
                continue
            days = self._days(next(filter(None, match.groups())))
            if days is None:
                continue
            if is_beginning:
                return _from(days, is_included=is_included)
            return _up_to(days, is_included=is_included)
        return None

    def _range(self, date_text: str) -> Period | None:
        if _LIKE_A_DAY.fullmatch(date_text):
            return None
        bracketed = _BRACKETED.fullmatch(date_text)
        if bracketed:
            date_text = "..".join(end.strip("* ") for end in bracketed.groups() if end)
        for sign in chain.from_iterable(form.finditer(date_text) for form in _DAY_RANGE):
            first = date_text[: sign.start()].strip()
            last = date_text[sign.end() :].strip()
            if last in _NOW:
                last = ""
            begin = self._days(_FROM.sub("", first))
            end = self._days(_in_full(last, first)) or self._days(last)
            if (first and not begin) or (last and not end):
                continue
            if begin and end:
                return Period(min(begin.first, end.first), max(begin.last, end.last))
            if begin:
                return Period(begin.first, None)
            if end:
                return Period(None, end.last)
        return None

    def _days(self, date_text: str) -> Days | None:
        if date_text.endswith(("-", "/", ".")):
            return None
        day = one_day_of(date_text)
        if day:
            return one_day(day)
        month = _COMPACT_MONTH.fullmatch(date_text)
        if month:
            date_text = f"{month[1]}-{month[2]}"
        return days_of(date_text, self.today, self.near)


def _as_printed(text: str) -> Period | None:
    """Return the days of an issue as a newspaper prints them, with nothing but its other fields beside them.

    None if they contradict each other or the weekday.
    """
    if not may_have_day(text):
        return None
    from reader.parsing import masthead_fields

    plain = simplified(text)
    fields = masthead_fields(plain)
    first = date_or_none(*fields.date) if fields.date else None
    if first is None or fields.rest or fields.weekday not in (None, weekday_of(first)):
        return None
    if any(printed_day.day != fields.date for printed_day in printed_days(plain)):
        return None
    last = date_or_none(*fields.last) if fields.last else first
    return Period(first, last) if last is not None else None


def _from(days: Days, *, is_included: bool) -> Period:
    if is_included:
        return Period(days.first, None)
    return Period(days.last + _DAY, None)


def _up_to(days: Days, *, is_included: bool) -> Period:
    if is_included:
        return Period(None, days.last)
    return Period(None, days.first - _DAY)


_DAY = dt.timedelta(days=1)
_PIECES = pattern(r"[^\s|｜()（）]+(?:\s+[^\s|｜()（）]+){0,7}")
_LAST_PIECE = pattern(r"(?:(?<!\s)\s+|(?<!\S))\S+$")
_LIKE_A_DATE = (
    r"(?:[0-9０-９]{1,4}(?:st|nd|rd|th)?,?|[qh][1-4]|since|from|until|till|to|of|in|the|before|after|between|and|early|mid|late"
    r"|(?:first|second|third|fourth|last)|quarter|half|spring|summer|autumn|winter|[第]?[0-9一二三四五六七八九十上下]+[年月日号季初底末]\S*"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?)"
)
_LIKE_DATES = pattern(rf"{_LIKE_A_DATE}(?:\s+{_LIKE_A_DATE}(?![^\s|｜()（）]))+", re.IGNORECASE)
"""Matches several words that look like a date."""
_COMPACT_MONTH = pattern("([0-9]{4})(0[1-9]|1[0-2])")
_LIKE_A_DAY = pattern("[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")
"""Matches a day, even one that does not exist: 1951-02-29 must not be parsed as a range that begins with 1951."""
_DAY_RANGE = (
    pattern(r"\.{2,}|。{2,}"),
    pattern(r"[~至到—–]+|\bto\b"),
    pattern(r"(?<! )-+(?! )|(?<= )-+(?= )"),
)
"""Separators between the ends of a range, the most reliable first."""
_FROM = pattern("^(?:[自从]+|from |since )")
_NOW = ("今", "现在", "now", "today")
_BRACKETED = pattern(r"(?:[\[{](.+?) to (.+?)[\]}]|between (.+?) and (.+)|(.+?)[和与](.+?)之间)")
_HALF_OPEN = (
    (pattern(">= ?(.+)"), True, True),
    (pattern("> ?(.+)"), True, False),
    (pattern("<= ?(.+)"), False, True),
    (pattern("< ?(.+)"), False, False),
    (pattern("[自从]?(.+?)(?:以来|以后|之后|起)"), True, True),
    (pattern("(.+?)(?:以前|之前)"), False, False),
    (pattern("至?(.+?)(?:为止|止)"), False, True),
    (pattern("(?:since|from|starting|as of) (.+)|[自从](.+)|(.+) (?:on|onwards?)"), True, True),
    (pattern("after (.+)"), True, False),
    (pattern("before (.+)"), False, False),
    (pattern("(?:until|till|up to|through|by) (.+)|(?:直到|截至)(.+)"), False, True),
)
"""Patterns of half-open periods. Each has the date as its only group that matches, then whether the period begins with
the date (or ends with it), and whether it includes the date."""

_ERA = f"(?:中华)?(?:{ERA_NAME})"
_N = "[0-9〇零○一二三四五六七八九十廿卅]{1,3}"
_DATE = (
    f"(?:(?:[0-9]{{4}}|[〇零○一二三四五六七八九]{{4}}|{_ERA}{ERA_COUNT})年(?:{_N}月(?:{_N}[日号])?)?"
    r"|[0-9]{4}(?:-[0-9]{1,2}-|/[0-9]{1,2}/|\.[0-9]{1,2}\.)[0-9]{1,2}"
    "|(?:1[6-9]|20)[0-9]{6})"
)
_YEAR = "(?:1[6-9]|20)[0-9]{2}"
_YEAR_OR_MONTH = "[0-9]{4}(?:[-/.][0-9]{1,2})?"
_WRITTEN = pattern(
    rf"{_DATE}(?:(?:\.\.|[~至到—–-])(?:{_DATE}|{_N}月(?:{_N}[日号])?|{_N}[日号]))?|{_YEAR_OR_MONTH}\.\.{_YEAR_OR_MONTH}|{_YEAR}[~至到—–-]{_YEAR}"
)


def _in_full(last: str, first: str) -> str:
    """Return the end of a range, completed by its beginning: 8月 after 1987年6月 becomes 1987年8月."""
    year = re.match(".+?年|[0-9]{4}[-/.]", first)
    if not year:
        return last
    if re.match(f"{_N}月", last):
        return year[0] + last
    rest = first[year.end() :]
    month = re.match(f"{_N}[月/.-]", rest)
    if month and _is_day_beside(rest[month.end() :], last):
        return year[0] + month[0] + last
    if rest and re.fullmatch(_N, last):
        return year[0] + last
    return last


def _is_day_beside(first_day: str, text: str) -> bool:
    """Return whether a text is a day: with its sign, which may be left out beside another day of the month."""
    if first_day:
        return re.fullmatch(f"{_N}[日号]?", text) is not None
    return re.fullmatch(f"{_N}[日号]", text) is not None


def written_period(text: str) -> Period | None:
    """Return the period of a word that is certainly a date (1987年6月, 1987-06-12, 1985..1990); None for others."""
    return _period_of(text, _WRITTEN)


@lru_cache(maxsize=64)
def other_notations(text: str) -> tuple[Notation, ...]:
    """Return the notations of a day, month or year that is written so (1987年6月); none for other texts.

    None for 六月廿一日 either, which may be a lunar day.
    """
    if "廿" not in text.partition("月")[2]:
        period = _period_of(text, _ONE_DATE)
    else:
        period = None
    if period and period.first and period.last:
        return notations_of(Days(period.first, period.last))
    return ()


def _period_of(text: str, form: re.Pattern[str]) -> Period | None:
    is_written = form.fullmatch(in_simplified(search_form(text[: LONGEST + 1])))
    if is_written:
        return DateReader(dt.date.max, dt.date.max).period(text)
    return None


_ONE_DATE = pattern(_DATE)
