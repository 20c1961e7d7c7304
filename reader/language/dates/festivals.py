"""Festivals and solar terms that people use instead of a date: 春节, 清明, 国庆节."""

import datetime as dt
from collections.abc import Mapping
from functools import cache, lru_cache

from msgspec import Struct

from reader import assets
from reader.language.dates.calendar import LunarDay, date_of, lunar_year

_FIRST_LONGITUDE = 285
"""The longitude of the sun, in degrees, on 小寒, the first term of a year."""
_DEGREES = 15
"""The difference in longitude between two terms."""


def day_of_longitude(year: int, longitude: int) -> dt.date | None:
    """Return the day of `year` on which the sun reaches `longitude`; None outside the years 1900 to 2100.

    The longitude is a multiple of 15 degrees from the spring equinox: 清明 is 15, 冬至 270.
    """
    days = _days_of_terms().get(year)
    if days is None:
        return None
    term = (longitude - _FIRST_LONGITUDE) % 360 // _DEGREES
    return dt.date(year, term // 2 + 1, days[term])


@cache
def _days_of_terms() -> dict[int, tuple[int, ...]]:
    """Return for each year the day of the month of each of its 24 terms; every month has two."""
    text = assets.resource("wordlists/solar_terms.txt").read_text(encoding="utf-8")
    rows = (line.split() for line in text.splitlines() if not line.startswith("#"))
    return {int(year): tuple(map(int, days)) for year, *days in rows}


class Festival(Struct, frozen=True):
    """A festival or solar term; its date is given by one of `solar`, `lunar` and `longitude`.

    The first of `names` is the Chinese name to show; the last ones are English.
    """

    names: tuple[str, ...]
    solar: tuple[int, int] | None = None
    """Month and day of the common calendar."""
    lunar: tuple[int, int] | None = None
    """Month and day of the lunar calendar."""
    longitude: int | None = None
    """The longitude of the sun, in degrees, for a solar term."""
    since: int = 0
    """The first year in which it was kept on that day in China."""

    @property
    def name(self) -> str:
        return self.names[0]


_EVE = (12, 0)
"""Stands for the last day of the lunar year, which may be the 29th or 30th of its last month."""

FESTIVALS = (
    Festival(("元旦", "新年", "new year"), solar=(1, 1)),
    Festival(("腊八节", "腊八", "laba festival"), lunar=(12, 8)),
    Festival(("小年", "little new year"), lunar=(12, 23)),
    Festival(("除夕", "大年三十", "年三十", "new year's eve"), lunar=_EVE),
    Festival(
        ("春节", "大年初一", "农历新年", "旧历年", "spring festival", "lunar new year", "chinese new year"),
        lunar=(1, 1),
    ),
    Festival(("元宵节", "元宵", "上元节", "lantern festival"), lunar=(1, 15)),
    Festival(("妇女节", "三八妇女节", "三八节", "women's day"), solar=(3, 8), since=1924),
    Festival(("植树节", "arbor day"), solar=(3, 12), since=1929),
    Festival(("清明节", "清明", "qingming", "tomb-sweeping day"), longitude=15),
    Festival(("劳动节", "五一劳动节", "五一节", "五一", "labour day", "may day"), solar=(5, 1), since=1920),
    Festival(("青年节", "五四青年节", "五四", "youth day"), solar=(5, 4), since=1939),
    Festival(("端午节", "端午", "dragon boat festival"), lunar=(5, 5)),
    Festival(("儿童节", "六一儿童节", "六一", "children's day"), solar=(6, 1), since=1950),
    Festival(("建党节", "七一", "party day"), solar=(7, 1), since=1941),
    Festival(("建军节", "八一建军节", "八一", "army day"), solar=(8, 1), since=1933),
    Festival(("七夕", "乞巧节", "qixi"), lunar=(7, 7)),
    Festival(("中元节", "中元", "ghost festival"), lunar=(7, 15)),
    Festival(("教师节", "teachers' day"), solar=(9, 10), since=1985),
    Festival(("中秋节", "中秋", "mid-autumn festival"), lunar=(8, 15)),
    Festival(("国庆节", "国庆", "十一", "national day"), solar=(10, 1), since=1949),
    Festival(("重阳节", "重阳", "double ninth festival"), lunar=(9, 9)),
    Festival(("双十节", "双十", "double ten day"), solar=(10, 10), since=1912),
    Festival(("冬至", "冬节", "winter solstice"), longitude=270),
    Festival(("圣诞节", "圣诞", "christmas"), solar=(12, 25)),
)

TERMS = tuple(
    Festival(names, longitude=(315 + 15 * n) % 360)
    for n, names in enumerate(
        (
            ("立春", "start of spring"), ("雨水", "rain water"), ("惊蛰", "启蛰", "awakening of insects"),
            ("春分", "spring equinox", "vernal equinox"), ("清明", "pure brightness"), ("谷雨", "grain rain"),
            ("立夏", "start of summer"), ("小满", "grain buds", "grain full"), ("芒种", "grain in ear"),
            ("夏至", "summer solstice"), ("小暑", "minor heat", "slight heat"), ("大暑", "major heat", "great heat"),
            ("立秋", "start of autumn"), ("处暑", "end of heat"), ("白露", "white dew"),
            ("秋分", "autumn equinox", "autumnal equinox"), ("寒露", "cold dew"), ("霜降", "frost's descent"),
            ("立冬", "start of winter"), ("小雪", "minor snow", "slight snow"), ("大雪", "major snow", "great snow"),
            ("冬至", "winter solstice"), ("小寒", "minor cold", "slight cold"), ("大寒", "major cold", "great cold"),
        )
    )
)  # fmt: skip
"""The twenty-four solar terms, beginning with 立春."""

NAMES: Mapping[str, Festival] = {name: each for each in (*TERMS, *FESTIVALS) for name in each.names}


def day_in_year(festival: Festival, year: int) -> dt.date | None:
    """Return the day of a festival in a year of the common calendar.

    除夕 and 腊八, at the end of a lunar year, are those in the given common year. None for a lunar date or solar term
    outside the years 1900 to 2100.
    """
    if festival.solar:
        return dt.date(year, *festival.solar)
    if festival.longitude is not None:
        return day_of_longitude(year, festival.longitude)
    assert festival.lunar is not None
    for begun in (year, year - 1):
        day = _lunar(festival.lunar, begun)
        if day is not None and day.year == year:
            return day
    return None


def day_in_lunar_year(festival: Festival, year: int) -> dt.date | None:
    """Return the day of a festival in the lunar year that began in `year`; None for a festival without a lunar date."""
    return _lunar(festival.lunar, year) if festival.lunar else None


@lru_cache(maxsize=256)
def festivals_of_year(year: int) -> Mapping[dt.date, tuple[str, ...]]:
    found: dict[dt.date, tuple[str, ...]] = {}
    for festival in (each for each in FESTIVALS if each.since <= year):
        for begun in (year - 1, year):
            day = _lunar(festival.lunar, begun) if festival.lunar else day_in_year(festival, year)
            if day is not None and day.year == year and festival.name not in found.get(day, ()):
                found[day] = (*found.get(day, ()), festival.name)
    return found


def _lunar(month_day: tuple[int, int], year: int) -> dt.date | None:
    if month_day == _EVE:
        days = lunar_year(year)
        return days[1] if days else None
    return date_of(LunarDay(year, month_day[0], False, month_day[1]))
