"""Dates relative to today: 昨天, 上周三, 三个月前, 最近两年, last Wednesday, 3 days ago.

Expressions must be normalized as in `date_expressions`: simplified characters and small letters, without white space
between Han characters.
"""

import calendar
import datetime as dt
import re

from reader.language.dates.calendar import Days, month_from, months, one_day, same_day
from reader.language.numbers import NUMERAL, number_of
from reader.language.patterns import pattern

SHIFTS = {"上上": -2, "上": -1, "本": 0, "这": 0, "下": 1, "下下": 2}
"""Words before 周 and 月, each with the number of weeks or months from the current one."""

SHIFT = f"({'|'.join(sorted(SHIFTS, key=len, reverse=True))})"
COUNT = f"({NUMERAL}{{1,3}}|[两半])"

_DAYS = {
    "大前天": -3, "前天": -2, "前日": -2, "day before yesterday": -2, "昨天": -1, "昨日": -1, "yesterday": -1,
    "今天": 0, "今日": 0, "today": 0, "明天": 1, "明日": 1, "tomorrow": 1, "后天": 2, "后日": 2,
    "day after tomorrow": 2, "大后天": 3,
}  # fmt: skip
_ENGLISH_SHIFTS = {"last": -1, "this": 0, "next": 1}
_WEEKDAYS = {**{sign: n for n, sign in enumerate("一二三四五六日")}, "天": 6}
_ENGLISH_WEEKDAYS = {name.casefold(): n for n, name in enumerate(calendar.day_name)}
_ENGLISH_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10,
}  # fmt: skip
_UNITS = {"天": "day", "日": "day", "周": "week", "星期": "week", "礼拜": "week", "月": "month", "年": "year"}

_WEEK = pattern(f"{SHIFT}?个?(?:周|星期|礼拜)([一二三四五六日天末])?")
_UNIT = "(?:(天|日|年)|个?(周|星期|礼拜)|个(月))"
_AGO = pattern(f"{COUNT}{_UNIT}[以之]?前")
_LATELY = pattern(f"(?:最近|近|过去|这){COUNT}{_UNIT}(?:以?来)?")

_ENGLISH_COUNT = f"([0-9]{{1,3}}|{'|'.join(_ENGLISH_NUMBERS)})"
_ENGLISH_DAY = pattern(f"(?:({'|'.join(_ENGLISH_SHIFTS)}) )?({'|'.join(_ENGLISH_WEEKDAYS)})")
_ENGLISH_WHOLE = pattern(f"({'|'.join(_ENGLISH_SHIFTS)}) (week|month)")
_ENGLISH_AGO = pattern(f"{_ENGLISH_COUNT} (day|week|month|year)s? ago( today)?")
_ENGLISH_LATELY = pattern(f"(?:the )?(?:last|past) (?:{_ENGLISH_COUNT} )?(day|week|month|year)s?")


def days_from(said: str, today: dt.date) -> Days | None:
    """Return the days that an expression means; None if it is not a relative date.

    Raises ValueError or OverflowError if they are beyond the ends of the calendar.
    """
    day = said.removeprefix("the ")
    if day in _DAYS:
        return one_day(today + dt.timedelta(days=_DAYS[day]))
    if said in ("this day last year", "today last year"):
        return one_day(same_day(today, -12))
    if found := _WEEK.fullmatch(said):
        return _in_week(found[2], SHIFTS.get(found[1] or ""), today)
    if (found := _AGO.fullmatch(said)) and not (found[1] != "半" and found[2] == "年"):
        return _ago(*_count(found), today)
    if found := _LATELY.fullmatch(said):
        return _lately(*_count(found), today)
    return _english(said, today)


def _english(said: str, today: dt.date) -> Days | None:
    if found := _ENGLISH_WHOLE.fullmatch(said):
        shift = _ENGLISH_SHIFTS[found[1]]
        return _ago(-shift, found[2], today)
    if found := _ENGLISH_DAY.fullmatch(said):
        monday, weekday = _monday(today), dt.timedelta(days=_ENGLISH_WEEKDAYS[found[2]])
        if found[1] in ("this", "next"):
            return one_day(monday + weekday + dt.timedelta(weeks=_ENGLISH_SHIFTS[found[1]]))
        latest = today - dt.timedelta(days=1) if found[1] else today
        return one_day(latest - (dt.timedelta(days=latest.weekday()) - weekday) % dt.timedelta(weeks=1))
    if found := _ENGLISH_AGO.fullmatch(said):
        count, unit = _ENGLISH_NUMBERS.get(found[1]) or int(found[1]), found[2]
        if not found[3]:
            return _ago(count, unit, today)
        by = {"month": -1, "year": -12}.get(unit, 0)
        days = {"day": 1, "week": 7}.get(unit, 0)
        return one_day(same_day(today, by * count) - dt.timedelta(days=days * count))
    if found := _ENGLISH_LATELY.fullmatch(said):
        return _lately(_ENGLISH_NUMBERS.get(found[1] or "a") or int(found[1]), found[2], today)
    return None


def _count(found: re.Match[str]) -> tuple[int, str]:
    """Return number and unit of a match (`COUNT`, `_UNIT`); half a year is six months, half a month fifteen days."""
    unit = _UNITS[found[2] or found[3] or found[4]]
    if found[1] == "半":
        return {"year": (6, "month"), "month": (15, "day")}.get(unit, (0, "day"))
    return number_of(found[1]) or 0, unit


def _ago(count: int, unit: str, today: dt.date) -> Days | None:
    """Return the whole day, week, month or year that is `count` units before the current one."""
    if unit == "day":
        return one_day(today - dt.timedelta(days=count))
    if unit == "week":
        first = _monday(today) - dt.timedelta(weeks=count)
        return Days(first, first + dt.timedelta(days=6))
    if unit == "year":
        return months(today.year - count, 1, 12)
    year, month = month_from(today, -count)
    return months(year, month, month)


def _lately(count: int, unit: str, today: dt.date) -> Days | None:
    """Return the `count` days, weeks, months or years that end today; None if `count` is 0."""
    by = {"month": 1, "year": 12}.get(unit)
    days = {"day": 1, "week": 7}.get(unit, 0) * count
    before = same_day(today, -by * count) if by else today - dt.timedelta(days=days)
    return Days(before + dt.timedelta(days=1), today) if count else None


def _in_week(said: str | None, shift: int | None, today: dt.date) -> Days | None:
    """Return the days of a week expression: a weekday (`said`), the weekend (末), or the whole week (None).

    `shift` is the number of weeks from the current one. Without it, a weekday is the latest one up to today, and a
    whole week has no meaning (None).
    """
    if said is None and shift is None:
        return None
    monday = _monday(today) + dt.timedelta(weeks=shift or 0)
    if said is None:
        return Days(monday, monday + dt.timedelta(days=6))
    first = monday + dt.timedelta(days=_WEEKDAYS.get(said, 5))
    if shift is None and first > today:
        first -= dt.timedelta(weeks=1)
    return Days(first, first + dt.timedelta(days=said == "末"))


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())
