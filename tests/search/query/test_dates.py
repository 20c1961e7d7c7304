"""Periods, read from what people write."""

import datetime as dt

import pytest

from reader.language.dates.date_expressions import days_of
from reader.search.query import Exact, Period, Query, as_typed, parse_query

TODAY = dt.date(2026, 11, 20)
SAID = (
    "去年春节",
    "今年元宵",
    "甲辰年正月十三",
    "丁卯年",
    "民国三十五年五月",
    "光绪三十三年",
    "八十年代",
    "国庆前后",
    "1987年6月中旬",
    "前年冬天",
    "上周",
    "大年初一",
    "二〇二四年二月六日",
    "1 October 1949",
    "the 1980s",
    "last year spring festival",
)


@pytest.mark.parametrize("said", SAID)
def test_the_field_knows_every_day_that_can_be_named(said: str) -> None:
    days = days_of(said, TODAY)
    assert days is not None
    asked = parse_query(f"日期:{said}", today=TODAY)
    assert asked.root == Period(days.first, days.last)


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("other", SAID[:4])
def test_both_ends_of_a_range_may_be_named_so(said: str, other: str) -> None:
    one, two = days_of(said, TODAY), days_of(other, TODAY)
    assert one
    assert two
    asked = parse_query(f"日期:{said}..{other}", today=TODAY)
    assert asked.root == Period(min(one.first, two.first), max(one.last, two.last))


@pytest.mark.parametrize("said", SAID)
def test_what_was_understood_is_understood_as_the_same_another_day(said: str) -> None:
    asked = parse_query(f"日期:{said}", today=TODAY)
    later = dt.date(2031, 1, 1)
    assert parse_query(as_typed(Query(asked.root)), today=later) == asked


@pytest.mark.parametrize("typed", ["1951-02-29", "1900-2-29"])
def test_a_day_that_is_in_no_calendar_is_a_string_and_no_range(typed: str) -> None:
    """It would reach from that year to the last 29 February."""
    asked = parse_query(f'"{typed}"', today=TODAY)
    assert isinstance(asked.root, Exact)
    assert parse_query(typed, today=TODAY).root == asked.root.as_word()
    assert parse_query(f"日期:{typed}", today=TODAY).root is None
