"""What a value may mean that its field does not understand: values that the field does understand."""

import calendar
import datetime as dt
from collections.abc import Callable, Iterator
from itertools import islice, product

from reader.language.forms import search_form
from reader.language.numbers import NUMERAL, number_of
from reader.language.patterns import pattern
from reader.search.query.nodes import Period

MOST_READINGS = 3
"""The maximum number of readings of a value."""
_SEPARATOR = "[-/.年月]"
_DAY_LAST = pattern("([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4}|[0-9]{2})")
_DAY_FIRST = pattern(
    f"([0-9]{{4}}|[4-9][0-9]|3[2-9]){_SEPARATOR}([0-9]{{1,2}}){_SEPARATOR}([0-9]{{1,2}})[日号]?"
)
_COMPACT_DAY = pattern("([0-9]{4})([0-9]{2})([0-9]{2})")
_ENDS = pattern(r"(.+?)(?:\.\.+|[~至到—–]| to | - )(.+)")
_NUMBER = pattern(f"{NUMERAL}+")
_YEAR = pattern(rf"(?<![0-9])((?:1[6-9]|20)[0-9]{{2}})(?:{_SEPARATOR}([0-9]{{1,2}}))?(?![0-9])")

PeriodOf = Callable[[str], Period | None]


def one_day_of(text: str) -> dt.date | None:
    """Return the day of a date that ends with a year of four digits; None if day and month may be confused."""
    found = _DAY_LAST.fullmatch(text)
    days = {*_with_day_last(found[1], found[2], int(found[3]))} if found and len(found[3]) == 4 else {None}
    return days.pop() if len(days) == 1 else None


def date_readings(text: str, period: PeriodOf, near: dt.date) -> list[str]:
    """Return the likeliest periods that a text may mean, as `Period.spelled`; `period` parses a text as a period."""
    said = _NUMBER.sub(lambda number: _in_figures(number[0]), search_form(text))
    found = dict.fromkeys(each for each in _periods(said, period, near) if period(each))
    return [*islice(dict.fromkeys(each.spelled() for each in map(period, found) if each), MOST_READINGS)]


def _in_figures(number: str) -> str:
    value = number_of(number)
    return number if number.isascii() or value is None else str(value)


def _periods(said: str, period: PeriodOf, near: dt.date) -> Iterator[str]:
    if ends := _ENDS.fullmatch(said):
        either = [[end] if period(end) else [*_periods(end, period, near)] for end in ends.groups()]
        yield from ("..".join(each) for each in product(*either))
    if found := _DAY_LAST.fullmatch(said):
        for year in _years(found[3], near):
            yield from map(str, _with_day_last(found[1], found[2], year))
    if found := _DAY_FIRST.fullmatch(said) or _COMPACT_DAY.fullmatch(said):
        for year in _years(found[1], near):
            yield from map(str, _near_day(year, int(found[2]), int(found[3])))
    words = said.split()
    if len(words) > 1:
        yield from (" ".join(words[:at] + words[at + 1 :]) for at in range(len(words)))
    if found := _YEAR.search(said):
        yield f"{found[1]}-{found[2]}"
        yield found[1]


def _years(year: str, near: dt.date) -> list[int]:
    """Return the years that two or four figures may mean, the latest first."""
    if len(year) == 4:
        return [int(year)]
    this_century = near.year // 100 * 100
    return [each for each in (this_century + int(year), this_century - 100 + int(year)) if each <= near.year]


def _with_day_last(one: str, other: str, year: int) -> Iterator[dt.date]:
    for day, month in dict.fromkeys(((int(one), int(other)), (int(other), int(one)))):
        if _has(year, month, day):
            yield dt.date(year, month, day)


def _near_day(year: int, month: int, day: int) -> Iterator[dt.date]:
    """Yield the days that one may mean by a day that does not exist: in a month that is too short, or is the day."""
    if _has(year, month, day):
        yield dt.date(year, month, day)
    elif _has(year, month, 1) and 28 < day <= 31:
        last = calendar.monthrange(year, month)[1]
        yield dt.date(year, month, last)
        yield dt.date(year, month, last) + dt.timedelta(days=day - last)
    elif _has(year, day, month):
        yield dt.date(year, day, month)


def _has(year: int, month: int, day: int) -> bool:
    return 0 < year < 9999 and 0 < month <= 12 and 0 < day <= calendar.monthrange(year, month)[1]


def length_readings(text: str) -> list[str]:
    """Return the lengths that a text may mean: more and fewer characters than each number in it."""
    numbers = dict.fromkeys(each for run in _NUMBER.findall(search_form(text)) if (each := number_of(run)))
    return [*islice((f"{sign}{number}" for number in numbers for sign in "><"), MOST_READINGS)]
