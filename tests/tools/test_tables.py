"""What is made of libraries is what they say; where two of them differ, what is right is written down here."""

import datetime as dt
from collections.abc import Callable, Iterator

import pytest

from reader import assets
from reader.language.dates.calendar import TERMS, LunarDay, date_of, day_of_longitude, lunar_day
from tests import rotation
from tools.tables.__main__ import TABLES
from tools.tables.box_typeface import box_typeface
from tools.tables.calendar_tables import (
    YEARS,
    Month,
    months_of_borax,
    months_of_lunar_python,
    term_of_borax,
    terms_of_lunar_python,
)

pytestmark = pytest.mark.slow

NEW_MOONS_AT_MIDNIGHT: dict[Callable[[int], Iterator[Month]], dict[dt.date, dt.date]] = {
    months_of_borax: {dt.date(2089, 9, 5): dt.date(2089, 9, 4)},
    months_of_lunar_python: {dt.date(2097, 8, 7): dt.date(2097, 8, 8)},
}
"""Of a library, the first days of months where it is alone, and the day that is ours."""

PRINTED_TERMS = {
    (1912, "小雪"): dt.date(1912, 11, 23),
    (1913, "秋分"): dt.date(1913, 9, 24),
    (1917, "大雪"): dt.date(1917, 12, 7),
    (1927, "白露"): dt.date(1927, 9, 8),
    (1928, "夏至"): dt.date(1928, 6, 21),
    (1979, "大寒"): dt.date(1979, 1, 21),
}
"""The days that the calendars of the time gave, where lunar_python has another."""


@pytest.mark.parametrize("name", rotation.in_turn(TABLES, days=2))
def test_a_table_is_what_its_libraries_make(name: str) -> None:
    assert assets.resource(f"wordlists/{name}").read_text(encoding="utf-8") == TABLES[name]()


def test_the_typeface_of_boxes_is_what_is_made() -> None:
    assert assets.resource("pdf/box.ttf").read_bytes() == box_typeface()


@pytest.mark.parametrize("months_of", [months_of_borax, months_of_lunar_python])
def test_every_lunar_month_begins_on_the_day_that_a_library_has(
    months_of: Callable[[int], Iterator[Month]],
) -> None:
    otherwise = NEW_MOONS_AT_MIDNIGHT[months_of]
    for year in YEARS:
        for each in months_of(year):
            told = LunarDay(year, each.month, each.is_leap, 1)
            first = otherwise.get(each.first, each.first)
            assert (date_of(told), lunar_day(first)) == (first, told)


def test_the_fourth_month_of_1906_begins_as_the_calendar_of_the_court_had_it() -> None:
    assert lunar_day(dt.date(1906, 4, 23)) == (1906, 3, False, 30)
    assert lunar_day(dt.date(1906, 4, 24)) == (1906, 4, False, 1)
    assert lunar_day(dt.date(1906, 5, 22)) == (1906, 4, False, 29)
    assert lunar_day(dt.date(1906, 5, 23)) == (1906, 4, True, 1)


def test_every_solar_term_is_on_the_day_that_libraries_have() -> None:
    for year in YEARS:
        computed = terms_of_lunar_python(year)
        for number in range(24):
            term = TERMS[(number - 2) % 24]  # a year begins with 小寒, the last but one from spring on
            assert term.longitude is not None
            ours = day_of_longitude(year, term.longitude)
            assert ours == term_of_borax(year, number)
            printed = PRINTED_TERMS.get((year, term.name), computed[number])
            assert ours == printed
            assert ((year, term.name) in PRINTED_TERMS) == (ours != computed[number])


@pytest.mark.parametrize("year", [1899, 2101])
def test_outside_the_tables_no_term_is_told(year: int) -> None:
    assert day_of_longitude(year, 15) is None
