"""The days that people name instead of dating them."""

import datetime as dt

import pytest

from reader.language.dates.calendar import NAMES, day_in_lunar_year, day_in_year, festivals_of_year


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("春节", "2024-02-10"),
        ("除夕", "2024-02-09"),
        ("元宵", "1987-02-12"),
        ("清明", "2024-04-04"),
        ("清明", "1987-04-05"),
        ("端午节", "2024-06-10"),
        ("中秋", "1987-10-07"),
        ("重阳", "2024-10-11"),
        ("冬至", "1980-12-22"),
        ("冬至", "2021-12-21"),
        ("腊八", "2024-01-18"),
        ("国庆节", "1949-10-01"),
    ],
)
def test_a_festival_in_a_year(name: str, day: str) -> None:
    expected = dt.date.fromisoformat(day)
    assert day_in_year(NAMES[name], expected.year) == expected
    assert NAMES[name].name in festivals_of_year(expected.year)[expected]


@pytest.mark.parametrize(
    ("name", "day"),
    [("惊蛰", "2014-03-06"), ("小暑", "2016-07-07"), ("大寒", "1979-01-21"), ("白露", "1927-09-08")],
)
def test_a_solar_term_near_midnight_is_on_the_day_that_calendars_print(name: str, day: str) -> None:
    expected = dt.date.fromisoformat(day)
    assert day_in_year(NAMES[name], expected.year) == expected


def test_the_eve_belongs_to_the_lunar_year_that_it_ends() -> None:
    assert day_in_lunar_year(NAMES["除夕"], 2024) == dt.date(2025, 1, 28)


def test_a_year_beyond_the_tables_keeps_the_days_of_the_common_calendar() -> None:
    assert festivals_of_year(1872)[dt.date(1872, 1, 1)] == ("元旦",)
    assert day_in_year(NAMES["中秋"], 1849) is None


@pytest.mark.parametrize(
    ("name", "first"), [("教师节", 1985), ("国庆节", 1949), ("儿童节", 1950), ("双十节", 1912)]
)
def test_a_day_has_its_festival_from_the_first_year_on(name: str, first: int) -> None:
    days = [day_in_year(NAMES[name], year) for year in (first - 1, first)]
    told = [name in festivals_of_year(day.year).get(day, ()) for day in days if day]
    assert told == [False, True]
