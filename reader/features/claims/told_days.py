"""The days that a book's sentence states, counted from those that were told above it: 次日, 是月, 翌年三月."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from msgspec import Struct

from reader.language.dates.calendar import ERA_COUNT, ERA_NAME, Days, date_or_none, months, one_day
from reader.language.dates.date_expressions import days_of
from reader.language.numbers import NUMERAL, number_of
from reader.language.patterns import pattern
from reader.newspaper.facts import Fact, Rule, fact_by, unknown
from reader.parsing import mentioned_days

_YEAR = pattern(
    rf"(?:公元)?[12１２][0-9０-９]{{3}}年|(?<!{NUMERAL})[一][〇零○一二三四五六七八九]{{3}}年"
    rf"|二[〇零○][〇零○一二三四五六七八九]{{2}}年|(?:{ERA_NAME}){ERA_COUNT}年"
)
_NEXT = "(?:次|翌|越|第二|后一)"
_LAST = "(?:前一|上一|先一)"
_SAME = "[同是当该此]"
_RELATIVE = pattern(
    rf"(?<![{NUMERAL[1:-1]}首再每多屡依其层历几])(?:"
    rf"(?P<year>{_SAME}|[本那这]|{_NEXT}|{_LAST}|去|上)年(?![级代龄终限度纪轻产])"
    rf"(?:(?P<month>{NUMERAL}{{1,3}})月份?(?:(?P<day>初?{NUMERAL}{{1,3}})[日号])?)?"
    rf"|(?P<of_month>{_SAME}|本|{_NEXT}|{_LAST}|下|上)个?月(?![饼台球票薪刊])(?:(?P<day_of_month>初?{NUMERAL}{{1,3}})[日号])?"
    rf"|(?P<of_day>{_SAME}|{_NEXT}|{_LAST})(?:[日天](?![本报语记常])|(?<=[是当同该次翌])[晨晚夜]))"
)
"""Words that count from the day, the month or the year that was told last above them."""
_STEPS = {
    "次": 1,
    "翌": 1,
    "越": 1,
    "第二": 1,
    "后一": 1,
    "下": 1,
    "前一": -1,
    "上一": -1,
    "先一": -1,
    "去": -1,
    "上": -1,
}
"""How many days, months or years it is from there; 0 for any other word."""
_OF_PAPER = pattern("[昨今明前后即本上下][日天晚夜晨早周星个月年]|[周星]|礼拜")
"""Words that count from the day of a paper, which a sentence of a book has none of."""
_MONTH_DAY = pattern(
    rf"(?<!{NUMERAL})(?:(?P<month>{NUMERAL}{{1,3}})月(?:份|[初底末上中下]旬?)?)?(?:(?P<day>{NUMERAL}{{1,3}})[日号])?"
)
_HAS_MONTH = pattern(f"{NUMERAL}月|[正冬腊]月")
_LAST_MONTH = 12
_LAST_DAY = 31


class Above(Struct, frozen=True):
    """What was told last above some words: a year, a month of it, a day of that; None for what was not."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def date(self) -> dt.date | None:
        if self.year is None or self.month is None or self.day is None:
            return None
        return date_or_none(self.year, self.month, self.day)

    def then(self, stated_day: StatedDay) -> Above:
        """Return what was told last behind a day that is stated."""
        days = stated_day.days
        if days is None:
            return Above(self.year, stated_day.month or self.month, stated_day.day)
        if days.first.year != days.last.year:
            return self
        if days.first.month != days.last.month:
            return Above(days.first.year)
        if days.first != days.last:
            return Above(days.first.year, days.first.month)
        return Above(days.first.year, days.first.month, days.first.day)


class StatedDay(Struct, frozen=True):
    """A day or days at the characters [start, end); without a year, only its month is known, or its day."""

    start: int
    end: int
    words: str
    days: Days | None
    month: int | None = None
    day: int | None = None


def stated_days(plain: str, above: Above) -> Iterator[StatedDay]:
    """Yield the days that a sentence in simplified characters states, in order; `above` was told before it."""
    at = 0
    while at < len(plain):
        stated_day = _first_from(plain, at, above)
        if stated_day is None:
            return
        yield stated_day
        above = above.then(stated_day)
        at = max(stated_day.end, at + 1)


def _first_from(plain: str, at: int, above: Above) -> StatedDay | None:
    """Return the day that is stated first from a place on; of several that begin there, the longest."""
    candidates = [
        *_mentioned(plain, at, above),
        *_relative(plain, at, above),
        *_years(plain, at),
    ]
    return min(candidates, key=_place, default=None)


def _place(stated_day: StatedDay) -> tuple[int, int]:
    return stated_day.start, -stated_day.end


# -- words that count from what was told above


def _relative(plain: str, at: int, above: Above) -> Iterator[StatedDay]:
    for match in _RELATIVE.finditer(plain, at):
        days = _days_of(match, above)
        if days is not None:
            yield StatedDay(match.start(), match.end(), match[0], days)
            return


def _days_of(match: re.Match[str], above: Above) -> Days | None:
    """Return the days that such words mean; None if they count from what was not told, or don't exist."""
    try:
        if match["year"]:
            return _in_year(match, above)
        if match["of_month"]:
            return _in_month(match, above)
        return _by_day(match, above)
    except (ValueError, OverflowError):
        return None


def _in_year(match: re.Match[str], above: Above) -> Days | None:
    if above.year is None:
        return None
    year = above.year + _STEPS.get(match["year"], 0)
    if match["month"]:
        return _in_that_month(year, number_of(match["month"]), match["day"])
    return months(year, 1, _LAST_MONTH)


def _in_month(match: re.Match[str], above: Above) -> Days | None:
    if above.year is None or above.month is None:
        return None
    number = above.year * _LAST_MONTH + above.month - 1 + _STEPS.get(match["of_month"], 0)
    year, month = divmod(number, _LAST_MONTH)
    return _in_that_month(year, month + 1, match["day_of_month"])


def _in_that_month(year: int, month: int | None, day: str | None) -> Days | None:
    if month is None:
        return None
    if not day:
        return months(year, month, month)
    date = date_or_none(year, month, number_of(day.removeprefix("初")) or 0)
    return one_day(date) if date is not None else None


def _by_day(match: re.Match[str], above: Above) -> Days | None:
    date = above.date
    if date is None:
        return None
    return one_day(date + dt.timedelta(days=_STEPS.get(match["of_day"], 0)))


# -- days that are stated, with or without their year


def _mentioned(plain: str, at: int, above: Above) -> Iterator[StatedDay]:
    base = _base_of(plain[at:], above)
    for mention in mentioned_days(plain[at:], base):
        start = at + mention.start
        end = at + mention.end
        words = plain[start:end]
        if _OF_PAPER.match(words) or _RELATIVE.match(plain, start):
            continue
        if mention.days is not None:
            yield StatedDay(start, end, words, mention.days)
            return
        partial_day = _without_year(start, words)
        if partial_day is not None:
            yield partial_day
            return


def _base_of(text: str, above: Above) -> Fact[dt.date]:
    """Return a day in the year and month that was told above: the middle of a year for a month without one."""
    if above.year is None:
        return unknown()
    if above.month is None or _HAS_MONTH.search(text):
        return fact_by(Rule.OWN_WORDS, dt.date(above.year, 7, 1))
    return fact_by(Rule.OWN_WORDS, months(above.year, above.month, above.month).last)


def _without_year(start: int, words: str) -> StatedDay | None:
    """Return a month, or a day of it, that is stated alone; None for one that no year has: 17月, 40日."""
    match = _MONTH_DAY.fullmatch(words)
    if match is None or not words:
        return None
    month = number_of(match["month"] or "")
    day = number_of(match["day"] or "")
    is_in_year = month in (None, *range(1, _LAST_MONTH + 1)) and day in (None, *range(1, _LAST_DAY + 1))
    if not is_in_year:
        return None
    return StatedDay(start, start + len(words), words, None, month, day)


def _years(plain: str, at: int) -> Iterator[StatedDay]:
    for start, end, year in years_in(plain):
        if start >= at:
            yield StatedDay(start, end, plain[start:end], months(year, 1, _LAST_MONTH))
            return


def years_in(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield the years that a text states in full: where they begin and end, and which they are."""
    for match in _YEAR.finditer(text):
        days = days_of(match[0], dt.date.today())
        if days is not None:
            yield match.start(), match.end(), days.first.year
