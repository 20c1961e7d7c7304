"""The notations of a day, a month or a year: 1987年6月12日, 一九八七年六月十二日, 1987-06-12, 19870612, 民国七十六年.

Not among them, as they may be another day, or only part of one: lunar dates and the eras that count them
(光绪三十一年), days without their year (6月12日), 12/6/1987, and a year by itself (1987).
"""

import calendar
import datetime as dt
from collections.abc import Iterator
from enum import Enum, auto
from itertools import product

from msgspec import Struct

from reader.language.dates.calendar import SOLAR_ERAS, Days, months
from reader.language.numbers import spelled


class Goes(Enum):
    """What has to follow a notation in a text."""

    NOWHERE = auto()
    """Nothing: but the number at either end may not go on."""
    ON_WITH_MONTH = auto()
    """A month in figures (1987 in 1987-06 and 19870612)."""
    ON_WITH_DAY = auto()
    """A day in figures (198706 in 19870612)."""


class Notation(Struct, frozen=True):
    """A date as it may be printed, in search form."""

    text: str
    goes: Goes = Goes.NOWHERE


def notations_of(days: Days) -> tuple[Notation, ...]:
    """Return the notations of days that are one day, one month or one year; none for others.

    Those of a month are in its days, too: 1987-06 is in 1987-06-12.
    """
    first = days.first
    last = days.last
    if first == last:
        return tuple(dict.fromkeys(_of_day(first)))
    if days == months(first.year, first.month, first.month):
        return tuple(dict.fromkeys(_of_month(days)))
    if days == months(first.year, 1, 12):
        return tuple(dict.fromkeys(_of_year(days)))
    return ()


def _of_day(day: dt.date) -> Iterator[Notation]:
    rest = product(_years(Days(day, day)), _numbers(day.month), _numbers(day.day), "日号號")
    yield from (Notation(f"{year}年{month}月{number}{sign}") for year, month, number, sign in rest)
    for sign, month, number in product("-/.", _figures(day.month), _figures(day.day)):
        yield Notation(f"{day.year}{sign}{month}{sign}{number}")
    yield Notation(f"{day:%Y%m%d}")
    th = {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10 if day.day not in (11, 12, 13) else 0, "th")
    for month, number, comma in product(_month_names(day.month), (str(day.day), f"{day.day}{th}"), ("", ",")):
        yield Notation(f"{month} {number}{comma} {day.year}")
        yield Notation(f"{number} {month}{comma} {day.year}")
        yield Notation(f"{number} of {month}{comma} {day.year}")


def _of_month(days: Days) -> Iterator[Notation]:
    year = days.first.year
    month = days.first.month
    for year_text, number in product(_years(days), _numbers(month)):
        yield Notation(f"{year_text}年{number}月")
    for sign, number in product("-/.", _figures(month)):
        yield Notation(f"{year}{sign}{number}")
    yield Notation(f"{days.first:%Y%m}", Goes.ON_WITH_DAY)
    for name, comma in product(_month_names(month), ("", ",")):
        yield Notation(f"{name}{comma} {year}")


def _of_year(days: Days) -> Iterator[Notation]:
    for year in _years(days):
        yield Notation(f"{year}年")
    yield Notation(str(days.first.year), Goes.ON_WITH_MONTH)


def _years(days: Days) -> Iterator[str]:
    """Yield the year of these days in figures and in Han characters, also as that of an era with one of them."""
    year = days.first.year
    yield str(year)
    yield from _one_by_one(year)
    yield spelled(year)
    for name, era in SOLAR_ERAS.items():
        if era.may_date(days):
            count = year - era.year + 1
            for count_text in (
                *_in_han(count),
                str(count),
                *_one_by_one(count),
                *(["元"] if count == 1 else []),
            ):
                yield f"{name}{count_text}"
                if name == "民国":
                    yield f"民國{count_text}"


_IN_HAN = str.maketrans("123456789", "一二三四五六七八九")


def _one_by_one(number: int) -> Iterator[str]:
    """Yield a number of two figures or more, figure by figure, in Han characters."""
    figures = str(number)
    if len(figures) > 1:
        for zero in "〇○零" if "0" in figures else "〇":
            yield figures.translate(_IN_HAN).replace("0", zero)


def _numbers(number: int) -> list[str]:
    """Return the notations of a month or a day: 6, 06, 六; 21, 二十一, 廿一."""
    return [*_figures(number), *_in_han(number)]


def _in_han(number: int) -> list[str]:
    """Return the notations of a number below 100 in Han characters: 六; 二十一, 廿一."""
    short = {2: "廿", 3: "卅"}.get(number // 10)
    rest = spelled(number % 10) if number % 10 else ""
    return [spelled(number), *([short + rest] if short else [])]


def _figures(number: int) -> list[str]:
    return [*dict.fromkeys((str(number), f"{number:02}"))]


def _month_names(month: int) -> list[str]:
    name = calendar.month_name[month].casefold()
    short = ["sept", "sept."] if month == 9 else []
    return [*dict.fromkeys((name, name[:3], f"{name[:3]}.", *short))]
