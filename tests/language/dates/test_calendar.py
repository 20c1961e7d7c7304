"""Days as a masthead prints them."""

import datetime as dt

import pytest

from reader.language.dates.calendar import lunar_date, lunar_day, same_lunar_date, weekday_of


@pytest.mark.parametrize(
    ("date", "weekday", "lunar"),
    [
        (dt.date(2024, 2, 10), "星期六", "甲辰年正月初一"),
        (dt.date(2024, 2, 9), "星期五", "癸卯年十二月三十"),
        (dt.date(1987, 6, 12), "星期五", "丁卯年五月十七"),
        (dt.date(1987, 7, 26), "星期日", "丁卯年闰六月初一"),
        (dt.date(1949, 10, 1), "星期六", "己丑年八月初十"),
        (dt.date(1978, 9, 17), "星期日", "戊午年八月十五"),
        (dt.date(2033, 12, 22), "星期四", "癸丑年闰十一月初一"),
        (dt.date(1898, 9, 21), "星期三", "戊戌年八月初六"),
    ],
)
def test_days(date: dt.date, weekday: str, lunar: str) -> None:
    assert (weekday_of(date), lunar_date(date)) == (weekday, lunar)


def test_every_day_of_two_centuries_follows_the_one_before() -> None:
    before = lunar_day(dt.date(1900, 1, 31))
    assert before == (1900, 1, False, 1)
    for ordinal in range(dt.date(1900, 2, 1).toordinal(), dt.date(2099, 1, 1).toordinal()):
        day = lunar_day(dt.date.fromordinal(ordinal))
        assert day is not None
        assert before is not None
        assert day.day == before.day + 1 or (day.day == 1 and before.day in (29, 30))
        before = day


@pytest.mark.parametrize("date", [dt.date(1850, 2, 11), dt.date(2150, 1, 1), dt.date.min, dt.date.max])
def test_outside_the_table_nothing_is_told(date: dt.date) -> None:
    assert lunar_date(date) is None


@pytest.mark.parametrize(
    ("printed", "told", "same"),
    [
        ("甲辰年正月十三", "甲辰年正月十三", True),
        ("癸卯年十一月二十一", "癸卯年十一月廿一", True),
        ("癸卯年腊月初十", "癸卯年十二月初十", True),
        ("正月十三", "甲辰年正月十三", True),
        ("癸卯年正月十三", "甲辰年正月十三", False),
        ("甲辰年正月十四", "甲辰年正月十三", False),
        ("一月初三", "甲辰年十一月初三", False),
        ("十二月初三", "甲辰年二月初三", False),
        ("闰二月初三", "甲辰年二月初三", False),
        ("同治壬申四月初五", "壬申年四月初五", True),
        ("壬申四月初五", "壬申年四月初五", True),
    ],
)
def test_ways_to_write_a_day(printed: str, told: str, same: bool) -> None:
    assert same_lunar_date(printed, told) is same
