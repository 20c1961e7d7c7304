"""Periods, read from what people write."""

import datetime as dt
from pathlib import Path

import pytest

from reader.language.dates.date_expressions import days_of
from reader.search.query import Exact, Period, Query, as_typed, parse_query
from reader.search.query.date_reader import DateReader

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


DAY_FORMS = Path(__file__).parents[2] / "parsing" / "day_forms.txt"


def _printed_days() -> list[tuple[str, dt.date]]:
    """The second lines of the mastheads whose day is known whole, and that day."""
    lines = []
    for row in DAY_FORMS.read_text(encoding="utf-8").splitlines():
        form, _, told = row.rpartition(" → ")
        day = told.partition(" · ")[0]
        _, is_masthead, line = form.partition("⏎")
        if not row.startswith("#") and is_masthead and "⏎" not in line and len(day) == len("1986-03-05"):
            lines.append((line, dt.date.fromisoformat(day)))
    return lines


@pytest.mark.parametrize(("printed", "day"), _printed_days())
def test_a_day_copied_from_a_newspaper_is_never_taken_for_another(printed: str, day: dt.date) -> None:
    period = DateReader(TODAY, TODAY).period(printed)
    assert period is None or period.first == day


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("一九八六年十二月廿一日", "1986-12-21"),
        ("中华民国卅八年一月廿一日", "1949-01-21"),
        ("中華民國二十六年七月七日 星期三", "1937-07-07"),
        ("1986年3月5日 星期三 第23570期", "1986-03-05"),
        ("Sunday, Dec. 17, 1905", "1905-12-17"),
        ("【1986年3月5日】", "1986-03-05"),
        ("檀紀4288年6月12日", "1955-06-12"),
    ],
)
def test_a_day_is_asked_as_a_newspaper_prints_it(printed: str, day: str) -> None:
    date = dt.date.fromisoformat(day)
    assert parse_query(f'日期:"{printed}"', today=TODAY).root == Period(date, date)


def test_both_days_of_an_issue_for_two_are_asked() -> None:
    two_days = Period(dt.date(1986, 3, 11), dt.date(1986, 3, 12))
    assert DateReader(TODAY, TODAY).period("1986年3月11日—12日合刊") == two_days


@pytest.mark.parametrize(
    "said", ["1986年3月5日 星期二", "1986年3月5日前后三天的", "1986年2月30日 星期三", "光绪五十四年"]
)
def test_a_day_with_something_that_is_not_understood_beside_it_is_none(said: str) -> None:
    assert DateReader(TODAY, TODAY).period(said) is None
