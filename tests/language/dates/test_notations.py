"""A day, a month and a year in each notation, told from what is another day."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.language.dates.calendar import Days, months, one_day
from reader.language.dates.date_expressions import days_of
from reader.language.dates.notations import Goes, notations_of
from reader.language.dates.printed_days import first_day


def texts(days: Days) -> set[str]:
    return {each.text for each in notations_of(days) if each.goes is Goes.NOWHERE}


@pytest.mark.parametrize(
    ("day", "some"),
    [
        (
            "1987-06-12",
            "1987年6月12日 一九八七年六月十二日 1987-6-12 1987/06/12 1987.6.12 19870612 1987年06月12号",
        ),
        (
            "1987-06-12",
            "民国七十六年六月十二日 民國76年6月12日 昭和六十二年六月十二日 一千九百八十七年六月十二日",
        ),
        ("2007-10-21", "二〇〇七年十月二十一日 二零零七年十月廿一日 二○○七年10月21日"),
        ("1912-05-30", "民国元年五月三十日 民国1年5月卅日 明治四十五年五月三十日"),
        ("1936-06-01", "康德三年六月一日 昭和十一年6月1日"),
        # the first and the last days of eras
        ("1873-01-01", "明治六年一月一日"),
        ("1912-01-01", "民国元年一月一日"),
        ("1912-07-30", "明治四十五年七月三十日 大正元年七月三十日"),
        ("1916-01-01", "洪宪元年一月一日"),
        ("1916-03-22", "洪宪元年三月二十二日"),
        ("1926-12-25", "大正十五年十二月二十五日 昭和元年十二月二十五日"),
        ("1932-03-01", "大同元年三月一日"),
        ("1934-02-28", "大同三年二月二十八日"),
        ("1934-03-01", "康德元年三月一日"),
        ("1945-08-18", "康德十二年八月十八日"),
        ("1989-01-07", "昭和六十四年一月七日"),
        ("1989-01-08", "平成元年一月八日"),
        ("2019-04-30", "平成三十一年四月三十日"),
        ("2019-05-01", "令和元年五月一日"),
    ],
)
def test_a_day_has_these_notations(day: str, some: str) -> None:
    assert {*some.split()} <= texts(one_day(dt.date.fromisoformat(day)))


def test_a_day_has_its_notations_in_english() -> None:
    day = texts(one_day(dt.date(1987, 9, 22)))
    assert {"september 22, 1987", "22 sept. 1987", "sep 22nd 1987", "22nd of september, 1987"} <= day


def test_a_month_and_a_year_are_in_their_days_too() -> None:
    june, year = months(1987, 6, 6), months(1987, 1, 12)
    assert {"1987年6月", "一九八七年六月", "1987-06", "1987.6", "june 1987"} <= texts(june)
    assert {"1987年", "一九八七年", "民国七十六年"} <= texts(year)
    assert "1987" not in texts(year)
    followed = {(each.text, each.goes) for each in (*notations_of(june), *notations_of(year))}
    assert {("198706", Goes.ON_WITH_DAY), ("1987", Goes.ON_WITH_MONTH)} <= followed


@given(st.dates(dt.date(1873, 1, 1), dt.date(2099, 12, 31)))
def test_each_notation_means_the_day_where_it_is_typed_and_where_it_is_printed(day: dt.date) -> None:
    """So that a form of the day that is added to what is found is understood everywhere else, too."""
    for text in texts(one_day(day)):
        printed = first_day(text)
        assert printed is not None, text
        assert printed[0] == day, text
        assert days_of(text, dt.date(2100, 1, 1)) == one_day(day), text


@given(st.dates(dt.date(1873, 1, 1), dt.date(2099, 12, 31)))
def test_each_notation_of_a_month_and_a_year_is_understood_where_it_is_typed(day: dt.date) -> None:
    for days in (months(day.year, day.month, day.month), months(day.year, 1, 12)):
        for text in texts(days):
            assert days_of(text, dt.date(2100, 1, 1)) == days, text


@pytest.mark.parametrize("days", [Days(dt.date(1987, 6, 1), dt.date(1987, 6, 2)), months(1987, 6, 7)])
def test_other_spans_have_none(days: Days) -> None:
    assert notations_of(days) == ()
