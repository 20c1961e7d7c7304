"""Days as people name them."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.language.dates.calendar import (
    IMPERIAL_ERAS,
    SOLAR_ERAS,
    TERMS,
    Days,
    lunar_date,
    one_day,
    years_of_era,
)
from reader.language.dates.date_expressions import days_of
from reader.language.equality import in_traditional

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
        ("洪憲元年", "1916-01-01", "1916-12-31"),
        ("大同二年三月一日", "1933-03-01", "1933-03-01"),
        ("偽滿康德三年六月", "1936-06-01", "1936-06-30"),
        ("平成三年", "1991-01-01", "1991-12-31"),
        ("宣统三年八月十九", "1911-10-10", "1911-10-10"),
        ("光绪元年八月", "1875-08-31", "1875-09-28"),
        ("道光元年八月", "1821-01-01", "1821-12-31"),
        ("康熙元年", "1662-01-01", "1662-12-31"),
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
        ("大后天", "2026-11-23", "2026-11-23"),
        ("三天前", "2026-11-17", "2026-11-17"),
        ("十日以前", "2026-11-10", "2026-11-10"),
        ("本周", "2026-11-16", "2026-11-22"),
        ("上周三", "2026-11-11", "2026-11-11"),
        ("上上星期天", "2026-11-08", "2026-11-08"),
        ("下個禮拜一", "2026-11-23", "2026-11-23"),
        ("周五", "2026-11-20", "2026-11-20"),
        ("周六", "2026-11-14", "2026-11-14"),
        ("上周末", "2026-11-14", "2026-11-15"),
        ("两周前", "2026-11-02", "2026-11-08"),
        ("上月", "2026-10-01", "2026-10-31"),
        ("这个月初", "2026-11-01", "2026-11-10"),
        ("上个月15号", "2026-10-15", "2026-10-15"),
        ("三个月前", "2026-08-01", "2026-08-31"),
        ("半年前", "2026-05-01", "2026-05-31"),
        ("最近一周", "2026-11-14", "2026-11-20"),
        ("近三年", "2023-11-21", "2026-11-20"),
        ("过去半年", "2026-05-21", "2026-11-20"),
        ("今年清明", "2026-04-05", "2026-04-05"),
        ("前年中秋", "2024-09-17", "2024-09-17"),
        ("去年今天", "2025-11-20", "2025-11-20"),
        ("去年的今日", "2025-11-20", "2025-11-20"),
        ("三十年前", "1996-01-01", "1996-12-31"),
        ("三十年前的今天", "1996-11-20", "1996-11-20"),
        ("两年前春节", "2024-02-10", "2024-02-10"),
        ("谷雨", "2026-04-20", "2026-04-20"),
        ("1987年惊蛰", "1987-03-06", "1987-03-06"),
        ("去年大雪", "2025-12-07", "2025-12-07"),
        ("一九八八年立春", "1988-02-04", "1988-02-04"),
        ("2024年小滿", "2024-05-20", "2024-05-20"),
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
        ("June last year", "2025-06-01", "2025-06-30"),
        ("grain rain 1987", "1987-04-20", "1987-04-20"),
        ("yesterday", "2026-11-19", "2026-11-19"),
        ("the day before yesterday", "2026-11-18", "2026-11-18"),
        ("last Wednesday", "2026-11-18", "2026-11-18"),
        ("last Friday", "2026-11-13", "2026-11-13"),
        ("this Monday", "2026-11-16", "2026-11-16"),
        ("Friday", "2026-11-20", "2026-11-20"),
        ("last week", "2026-11-09", "2026-11-15"),
        ("next month", "2026-12-01", "2026-12-31"),
        ("3 days ago", "2026-11-17", "2026-11-17"),
        ("two months ago", "2026-09-01", "2026-09-30"),
        ("a year ago today", "2025-11-20", "2025-11-20"),
        ("this day last year", "2025-11-20", "2025-11-20"),
        ("the last 7 days", "2026-11-14", "2026-11-20"),
        ("past year", "2025-11-21", "2026-11-20"),
    ],
)
def test_days_that_are_named(said: str, first: str, last: str) -> None:
    assert days_of(said, TODAY) == Days(dt.date.fromisoformat(first), dt.date.fromisoformat(last))


@pytest.mark.parametrize(
    ("last", "year"),
    [
        *(("康熙六十一年", 1722), ("雍正十三年", 1735), ("乾隆六十年", 1795), ("嘉庆二十五年", 1820)),
        *(("道光三十年", 1850), ("咸丰十一年", 1861), ("同治十三年", 1874), ("光绪三十四年", 1908)),
    ],
)
def test_an_era_ends_the_year_before_the_next_begins(last: str, year: int) -> None:
    named = days_of(last, TODAY)
    assert named is not None
    assert named.first.year == year


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
        "周",
        "三月前",
        "9999年前的今天",
        "最近",
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


def test_of_a_leap_day_the_last_of_february_is_remembered() -> None:
    assert days_of("去年今天", dt.date(2024, 2, 29)) == one_day(dt.date(2023, 2, 28))


@pytest.mark.parametrize("year", [1949, 1987, 2024])
def test_the_solar_terms_stand_in_their_order_half_a_month_apart(year: int) -> None:
    named = [days_of(f"{year}年{term.name}", TODAY) for term in TERMS]
    days = [each.first for each in named[:-2] if each]
    assert len(days) == 22
    assert all(14 <= (after - before).days <= 16 for before, after in pairwise(days))


@given(st.dates(dt.date(1901, 3, 1), TODAY))
def test_a_lunar_date_as_it_is_printed_names_its_day(day: dt.date) -> None:
    printed = lunar_date(day)
    assert printed is not None
    assert days_of(printed, TODAY, near=day) == Days(day, day)


@given(st.text())
def test_whatever_is_said_raises_nothing(said: str) -> None:
    days = days_of(said, TODAY)
    assert days is None or days.first <= days.last


@pytest.mark.parametrize("era", [*IMPERIAL_ERAS, *SOLAR_ERAS])
def test_the_years_of_an_era_are_named_in_either_script(era: str) -> None:
    said = days_of(f"{era}元年", TODAY)
    assert said is not None
    assert days_of(f"{in_traditional(era)}元年", TODAY) == said


@pytest.mark.parametrize("era", [*IMPERIAL_ERAS, *SOLAR_ERAS])
def test_a_year_beyond_the_last_of_its_era_is_none(era: str) -> None:
    years = years_of_era(era)
    last = days_of(f"{era}{len(years)}年", TODAY)
    assert last is not None
    assert last.first.year == years[-1]
    assert days_of(f"{era}{len(years) + 1}年", TODAY) is None
    assert days_of(f"{era}零年", TODAY) is None


def test_months_that_another_moon_counted_are_not_told() -> None:
    assert days_of("明治三年", TODAY) is not None
    assert days_of("明治三年五月", TODAY) is None
    assert days_of("明治六年五月", TODAY) is not None
