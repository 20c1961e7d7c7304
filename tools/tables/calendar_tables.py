"""The lunar calendar of 1850 to 2100 and the solar terms of 1900 to 2100, by borax and lunar_python.

Only lunar_python reaches years before 1900. Of the two, borax has the days that were printed: its table gives the terms
of the calendars issued at the time, where lunar_python computes them for the 120th meridian.
docs/decisions/0011-calendar-and-characters-from-libraries.md says how that was found, and what else differs.
"""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from borax.calendars.lunardate import LCalendars, LunarDate, TermUtils
from lunar_python import Lunar, LunarYear, Solar

YEARS, EARLIER_YEARS = range(1900, 2101), range(1850, 1900)
TERMS = 24
COMPUTED_YEARS = {2089}
"""Lunar years taken from lunar_python: on 4 September 2089 the moon is new at 23:59, and borax begins the eighth month
the day after.
"""

_HEAD_OF_YEARS = """\
# The lunar years 1850-2100: year, its first day, the month after which a leap month stands (0: none), then every
# month in order, 1 with 30 days, 0 with 29. Written by `python -m tools.tables`: change nothing here.
"""
_HEAD_OF_TERMS = """\
# The solar terms of 1900-2100: year, then the day of the month of each term from 小寒 on, two to a month. Written by
# `python -m tools.tables`: change nothing here.
"""


class Month(NamedTuple):
    """A lunar month of a table, told by its first day."""

    month: int
    is_leap: bool
    first: dt.date
    days: int


def months_of_borax(year: int) -> Iterator[Month]:
    """The months of the lunar year that began in `year`, in order."""
    for month, days, leap in LCalendars.iter_year_month(year):
        yield Month(month, bool(leap), LunarDate(year, month, 1, leap).to_solar_date(), days)


def months_of_lunar_python(year: int) -> Iterator[Month]:
    """The same, as lunar_python computes them."""
    for each in LunarYear.fromYear(year).getMonthsInYear():
        first = Solar.fromJulianDay(each.getFirstJulianDay())
        day = dt.date(first.getYear(), first.getMonth(), first.getDay())
        yield Month(abs(each.getMonth()), each.getMonth() < 0, day, each.getDayCount())


def term_of_borax(year: int, term: int) -> dt.date:
    """The day of a solar term of `year`, counted from 小寒 (0)."""
    day: dt.date = TermUtils.nth_term_day(year, term)
    return day


def terms_of_lunar_python(year: int) -> list[dt.date]:
    """The days of all solar terms of `year`, as lunar_python computes them."""
    days = Lunar.fromYmd(year, 6, 1).getJieQiTable().values()  # of the years before and after, too
    return sorted({dt.date(year, day.getMonth(), day.getDay()) for day in days if day.getYear() == year})


def lunar_years() -> str:
    """The text of `lunar_years.txt`."""
    lines = []
    for year in (*EARLIER_YEARS, *YEARS):
        is_computed = year in EARLIER_YEARS or year in COMPUTED_YEARS
        months = list((months_of_lunar_python if is_computed else months_of_borax)(year))
        leap = next((each.month for each in months if each.is_leap), 0)
        lengths = "".join(str(each.days - 29) for each in months)
        lines.append(f"{year} {months[0].first:%m-%d} {leap} {lengths}\n")
    return _HEAD_OF_YEARS + "".join(lines)


def solar_terms() -> str:
    """The text of `solar_terms.txt`."""
    lines = []
    for year in YEARS:
        days = (f"{term_of_borax(year, term).day:2}" for term in range(TERMS))
        lines.append(f"{year} {' '.join(days)}\n")
    return _HEAD_OF_TERMS + "".join(lines)
