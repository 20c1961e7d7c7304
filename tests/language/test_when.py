"""Days as people name them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.language.calendar import lunar_date
from reader.language.when import Days, days_of

TODAY = dt.date(2026, 11, 20)


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("2024-2-6", "2024-02-06", "2024-02-06"),
        ("2024.02.06", "2024-02-06", "2024-02-06"),
        ("20240206", "2024-02-06", "2024-02-06"),
        ("２０２４年２月６日", "2024-02-06", "2024-02-06"),
        ("二〇二四年二月六日", "2024-02-06", "2024-02-06"),
        ("1987", "1987-01-01", "1987-12-31"),
        ("一九八七年", "1987-01-01", "1987-12-31"),
        ("1987-6", "1987-06-01", "1987-06-30"),
        ("1987年6月上旬", "1987-06-01", "1987-06-10"),
        ("1988年2月下旬", "1988-02-21", "1988-02-29"),
        ("1987年春天", "1987-03-01", "1987-05-31"),
        ("1987年冬", "1987-12-01", "1988-02-29"),
        ("1987年第二季度", "1987-04-01", "1987-06-30"),
        ("1987年上半年", "1987-01-01", "1987-06-30"),
        ("民国三十五年五月", "1946-05-01", "1946-05-31"),
        ("中華民國元年", "1912-01-01", "1912-12-31"),
        ("宣统三年八月十九", "1911-10-10", "1911-10-10"),
        ("光绪二十年八月", "1894-01-01", "1894-12-31"),
        ("昭和十二年七月七日", "1937-07-07", "1937-07-07"),
        ("八十年代", "1980-01-01", "1989-12-31"),
        ("20世纪30年代", "1930-01-01", "1939-12-31"),
        ("甲辰年正月十三", "2024-02-22", "2024-02-22"),
        ("甲辰年", "2024-02-10", "2025-01-28"),
        ("丁卯年闰六月", "1987-07-26", "1987-08-23"),
        ("丁卯年除夕", "1988-02-16", "1988-02-16"),
        ("2024年腊月廿三", "2025-01-22", "2025-01-22"),
        ("1987年端午", "1987-05-31", "1987-05-31"),
        ("1980年冬至", "1980-12-22", "1980-12-22"),
        ("1987年清明前后", "1987-03-29", "1987-04-12"),
        ("去年春节", "2025-01-29", "2025-01-29"),
        ("前年国庆", "2024-10-01", "2024-10-01"),
        ("去年6月", "2025-06-01", "2025-06-30"),
        ("昨天", "2026-11-19", "2026-11-19"),
        ("上周", "2026-11-09", "2026-11-15"),
        ("上个月", "2026-10-01", "2026-10-31"),
        ("6月3日", "2026-06-03", "2026-06-03"),
        ("12月25日", "2025-12-25", "2025-12-25"),
        ("2月29日", "2024-02-29", "2024-02-29"),
        ("六月初三", "2026-07-16", "2026-07-16"),
        ("五一", "2026-05-01", "2026-05-01"),
        ("3 June 1987", "1987-06-03", "1987-06-03"),
        ("June 3rd, 1987", "1987-06-03", "1987-06-03"),
        ("Sept. 1987", "1987-09-01", "1987-09-30"),
        ("the 1980s", "1980-01-01", "1989-12-31"),
        ("spring 1987", "1987-03-01", "1987-05-31"),
        ("last year spring festival", "2025-01-29", "2025-01-29"),
        ("Mid-Autumn Festival 2024", "2024-09-17", "2024-09-17"),
        ("yesterday", "2026-11-19", "2026-11-19"),
    ],
)
def test_days_that_are_named(said: str, first: str, last: str) -> None:
    assert days_of(said, TODAY) == Days(dt.date.fromisoformat(first), dt.date.fromisoformat(last))


@pytest.mark.parametrize(
    "said",
    [
        "",
        "张威",
        "2024-02-30",
        "1987年13月",
        "6",
        "二十",
        "1998年洪水",
        "正月三十一",
        "June 31, 1987",
        "0年",
        "年" * 99,
    ],
)
def test_what_names_no_day(said: str) -> None:
    assert days_of(said, TODAY) is None


def test_what_comes_again_is_the_last_that_the_library_holds() -> None:
    held = dt.date(1987, 9, 30)
    assert days_of("丁卯年", TODAY, held) == Days(dt.date(1987, 1, 29), dt.date(1988, 2, 16))
    assert days_of("中秋", TODAY, held) == Days(dt.date(1986, 9, 18), dt.date(1986, 9, 18))
    assert days_of("去年", TODAY, held) == Days(dt.date(2025, 1, 1), dt.date(2025, 12, 31))


@given(st.dates(dt.date(1901, 3, 1), TODAY))
def test_a_lunar_date_as_it_is_printed_names_its_day(day: dt.date) -> None:
    printed = lunar_date(day)
    assert printed is not None
    assert days_of(printed, TODAY, near=day) == Days(day, day)


@given(st.text())
def test_whatever_is_said_raises_nothing(said: str) -> None:
    days = days_of(said, TODAY)
    assert days is None or days.first <= days.last
