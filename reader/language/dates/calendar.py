"""Weekdays and lunar dates in the notation of mastheads; ranges of days, and arithmetic with months; festivals and
solar terms that people use instead of a date: 春节, 清明, 国庆节.
"""

import calendar
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from msgspec import Struct

from reader import assets
from reader.language.numbers import NUMERAL, number_of


class Days(Struct, frozen=True):
    """The days from `first` to `last`, both included."""

    first: dt.date
    last: dt.date


def one_day(day: dt.date) -> Days:
    return Days(day, day)


def date_or_none(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def day_written(text: str | None) -> dt.date | None:
    """Return the day of a text like 1987-06-12; None for any other text."""
    try:
        if text:
            return dt.date.fromisoformat(text)
        return None
    except ValueError:
        return None


def months(year: int, first: int, last: int) -> Days:
    """Return the period from month `first` to month `last` of a year. Raises ValueError if there are no such months."""
    begin = dt.date(year, first, 1)
    return Days(begin, dt.date(year, last, calendar.monthrange(year, last)[1]))


def month_from(day: dt.date, by: int) -> tuple[int, int]:
    """Return year and month `by` months after those of a day. Raises ValueError if the calendar has no such month."""
    year, month = divmod(day.year * 12 + day.month - 1 + by, 12)
    return dt.date(year, month + 1, 1).year, month + 1


def same_day(day: dt.date, by: int) -> dt.date:
    """Return the same day of the month `by` months later, or that month's last day. Raises what `month_from` raises."""
    year, month = month_from(day, by)
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


LUNAR_YEARS = range(1850, 2101)
WEEKDAYS = "一二三四五六日"
# on rarer weekdays, only special issues come out
_USUAL = 0.25
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_MONTHS = ("正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_DIGITS = "一二三四五六七八九十"


IMPERIAL_ERAS = {
    "洪武": 1368,
    "建文": 1399,
    "永乐": 1403,
    "洪熙": 1425,
    "宣德": 1426,
    "正统": 1436,
    "景泰": 1450,
    "天顺": 1457,
    "成化": 1465,
    "弘治": 1488,
    "正德": 1506,
    "嘉靖": 1522,
    "隆庆": 1567,
    "万历": 1573,
    "泰昌": 1620,
    "天启": 1621,
    "崇祯": 1628,
    "顺治": 1644,
    "康熙": 1662,
    "雍正": 1723,
    "乾隆": 1736,
    "嘉庆": 1796,
    "道光": 1821,
    "咸丰": 1851,
    "同治": 1862,
    "光绪": 1875,
    "宣统": 1909,
}
"""The first year of each imperial era; dates with such a year are lunar."""


_LATEST_NEWS = dt.timedelta(days=60)
"""For how long after the end of an era a paper may still be dated by it: it was set before the news came."""


class SolarEra(NamedTuple):
    """An era whose years begin on 1 January; `year` is its first, `first` and `last` its days."""

    year: int
    first: dt.date
    last: dt.date = dt.date.max

    @property
    def last_dated(self) -> dt.date:
        """The last day that may be dated by the era."""
        if self.last > dt.date.max - _LATEST_NEWS:
            return self.last
        return self.last + _LATEST_NEWS

    def may_date(self, days: Days) -> bool:
        """Return whether one of the days may be dated by the era, as printed, as typed and as searched for."""
        return self.first <= days.last and days.first <= self.last_dated


SOLAR_ERAS = {
    "民国": SolarEra(1912, dt.date(1912, 1, 1)),
    "洪宪": SolarEra(1916, dt.date(1916, 1, 1), dt.date(1916, 3, 22)),
    "大同": SolarEra(1932, dt.date(1932, 3, 1), dt.date(1934, 2, 28)),
    "康德": SolarEra(1934, dt.date(1934, 3, 1), dt.date(1945, 8, 18)),
    "明治": SolarEra(1868, dt.date(1873, 1, 1), dt.date(1912, 7, 30)),
    "大正": SolarEra(1912, dt.date(1912, 7, 30), dt.date(1926, 12, 25)),
    "昭和": SolarEra(1926, dt.date(1926, 12, 25), dt.date(1989, 1, 7)),
    "平成": SolarEra(1989, dt.date(1989, 1, 8), dt.date(2019, 4, 30)),
    "令和": SolarEra(2019, dt.date(2019, 5, 1)),
}
"""Eras whose months and days are those of the common calendar, by their names in simplified characters."""
_LAST_IMPERIAL_YEAR = 1911
_TRADITIONAL = {
    "永乐": "永樂",
    "宣德": "宣德",
    "正统": "正統",
    "天顺": "天順",
    "隆庆": "隆慶",
    "万历": "萬曆|萬歷|萬厯",
    "天启": "天啟|天啓",
    "崇祯": "崇禎",
    "顺治": "順治",
    "嘉庆": "嘉慶",
    "咸丰": "咸豐",
    "光绪": "光緒",
    "宣统": "宣統",
    "民国": "民國",
    "洪宪": "洪憲",
}
ERA_NAME = "|".join([*SOLAR_ERAS, *IMPERIAL_ERAS])
"""A pattern of the name of an era, in simplified characters."""
ERA_NAME_IN_PRINT = "|".join([ERA_NAME, *_TRADITIONAL.values()])
"""A pattern of the name of an era, as printed: also in traditional characters."""
ERA_BEGINS = "".join(sorted({name[0] for name in (*SOLAR_ERAS, *IMPERIAL_ERAS)}))
"""The first characters of the names, in simplified characters."""
ERA_COUNT = f"(?:元|{NUMERAL}{{1,6}})"
"""A pattern of the number of a year in its era."""


def years_of_era(name: str) -> range:
    """Return the common years in which the years of an era begin; the last one may be the first of the next era.

    Raises KeyError if there is no such era. The republic's go on.
    """
    solar = SOLAR_ERAS.get(name)
    if solar is not None:
        return range(solar.year, solar.last_dated.year + 1)
    first = IMPERIAL_ERAS[name]
    later = [year for year in IMPERIAL_ERAS.values() if year > first]
    return range(first, min(later, default=_LAST_IMPERIAL_YEAR) + 1)


def year_of_era(name: str, count: str) -> int | None:
    """Return the common year in which a year of an era begins, 1905 for 光绪 and 三十一; None if the era has none such.

    Raises KeyError if there is no such era.
    """
    number = 1 if count == "元" else number_of(count)
    if number is None or number < 1:
        return None
    years = years_of_era(name)
    return years[number - 1] if number <= len(years) else None


class LunarDay(NamedTuple):
    """A day of the lunar calendar; `year` is the common year in which its lunar year began."""

    year: int
    month: int
    is_leap: bool
    day: int


class _LunarMonth(NamedTuple):
    first: dt.date
    month: int
    is_leap: bool
    days: int


def weekday_of(date: dt.date) -> str:
    """Return the weekday of a date in Chinese, such as “星期四”."""
    return f"星期{WEEKDAYS[date.weekday()]}"


def usual_weekdays(dates: Iterable[dt.date]) -> frozenset[int]:
    """Return the weekdays (Monday 0) that are at least a quarter as frequent as the most frequent one."""
    count_by_weekday = Counter(date.weekday() for date in dates)
    most = max(count_by_weekday.values(), default=0)
    return frozenset(weekday for weekday, count in count_by_weekday.items() if count >= most * _USUAL)


def stem_and_branch(year: int) -> str:
    """Return the name of the lunar year that began in `year`: “甲辰” for 2024."""
    return _STEMS[(year - 4) % 10] + _BRANCHES[(year - 4) % 12]


def lunar_day(date: dt.date) -> LunarDay | None:
    """Return the lunar day of a date; None outside the years 1850 to 2100."""
    for year in (date.year, date.year - 1):
        for month in _lunar_year(year):
            day = (date - month.first).days
            if 0 <= day < month.days:
                return LunarDay(year, month.month, month.is_leap, day + 1)
    return None


def _day_of_month(day: int) -> str:
    tens, ones = divmod(day, 10)
    if day <= 10:
        return f"初{_DIGITS[day - 1]}"
    if ones == 0:
        return f"{_DIGITS[tens - 1]}十"
    return "十廿"[tens - 1] + _DIGITS[ones - 1]


def lunar_date(date: dt.date) -> str | None:
    """Return the lunar date in words, “甲辰年正月十三”; None outside the years 1850 to 2100."""
    day = lunar_day(date)
    if day is None:
        return None
    leap = "闰" if day.is_leap else ""
    return f"{stem_and_branch(day.year)}年{leap}{_MONTHS[day.month - 1]}月{_day_of_month(day.day)}"


def date_of(day: LunarDay) -> dt.date | None:
    """Return the date of a lunar day; None if there is no such day, or outside the years 1850 to 2100."""
    for month in _lunar_year(day.year):
        if (month.month, month.is_leap) == (day.month, day.is_leap) and 1 <= day.day <= month.days:
            return month.first + dt.timedelta(days=day.day - 1)
    return None


def lunar_month(year: int, month: int, is_leap: bool = False) -> tuple[dt.date, dt.date] | None:
    """Return the first and last day of a month of the lunar year that began in `year`; None if it has no such month."""
    for month_row in _lunar_year(year):
        if (month_row.month, month_row.is_leap) == (month, is_leap):
            return month_row.first, month_row.first + dt.timedelta(days=month_row.days - 1)
    return None


def lunar_year(year: int) -> tuple[dt.date, dt.date] | None:
    """Return the first and last day of the lunar year that began in `year`; None outside the years 1850 to 2100."""
    months = _lunar_year(year)
    if not months:
        return None
    return months[0].first, months[-1].first + dt.timedelta(days=months[-1].days - 1)


def same_lunar_date(one: str, other: str) -> bool:
    """Return whether two notations of a lunar date mean the same day.

    廿 equals 二十, and 冬月 equals 十一月; `other` is compared without its year if `one` has none.
    """
    first = _plain(one)
    second = _plain(other)
    if "年" not in first:
        second = second.split("年")[-1]
    return first == second


@lru_cache(1_000)
def _plain(text: str) -> str:
    """Return a lunar date in a normalized notation, with the day as a number."""
    for written, plain in (("冬月", "十一月"), ("腊月", "十二月"), ("一月", "正月"), ("十正月", "十一月")):
        text = text.replace(written, plain)
    for era, first_year in IMPERIAL_ERAS.items():
        if text.startswith(era):
            text = _without_era(text.removeprefix(era), first_year)
            break
    if text[2:3] not in ("", "年") and text[0] in _STEMS:
        text = f"{text[:2]}年{text[2:]}"
    month, mark, day = text.rpartition("月")
    value = number_of(day.replace("初", ""))
    if value is None:
        return text
    return f"{month}{mark}{value}"


def _without_era(dated: str, first_year: int) -> str:
    """Return a date behind the name of its era, with the stem and branch of its year in place of the number."""
    if dated[:1] in tuple(_STEMS):  # 同治壬申四月初五
        return dated
    number, mark, month_and_day = dated.partition("年")
    if number == "元":
        year = first_year
    else:
        year = first_year + (number_of(number) or 0) - 1
    return stem_and_branch(year) + mark + month_and_day[-6:].lstrip(_STEMS + _BRANCHES + "岁次")


@cache
def _lunar_years() -> dict[int, str]:
    """Return for each year the lunar new year's day, the leap month (0 for none) and the lengths of the months."""
    text = assets.resource("wordlists/lunar_years.txt").read_text(encoding="utf-8")
    return {int(line[:4]): line[5:] for line in text.splitlines() if not line.startswith("#")}


@cache
def _lunar_year(year: int) -> tuple[_LunarMonth, ...]:
    """Return the months of the lunar year that began in `year`; an empty tuple outside the years 1850 to 2100."""
    if year not in _lunar_years():
        return ()
    new_year, leap, lengths = _lunar_years()[year].split()
    first = dt.date.fromisoformat(f"{year}-{new_year}")
    numbers = [(month, False) for month in range(1, 13)]
    if int(leap):
        numbers.insert(int(leap), (int(leap), True))
    months = []
    for (month, is_leap), length in zip(numbers, lengths, strict=True):
        days = 29 + int(length)
        months.append(_LunarMonth(first, month, is_leap, days))
        first += dt.timedelta(days=days)
    return tuple(months)


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

NAMES: Mapping[str, Festival] = {
    name: festival for festival in (*TERMS, *FESTIVALS) for name in festival.names
}
"""The terms and festivals by all their names; where two have one name, it is the festival's."""


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
    if festival.lunar:
        return _lunar(festival.lunar, year)
    return None


@lru_cache(maxsize=256)
def festivals_of_year(year: int) -> Mapping[dt.date, tuple[str, ...]]:
    """Return the Chinese names of the festivals by their days in a year of the common calendar."""
    names_by_day: dict[dt.date, tuple[str, ...]] = {}
    for festival in FESTIVALS:
        if festival.since > year:
            continue
        for day in _days_in_year(festival, year):
            names_by_day[day] = (*names_by_day.get(day, ()), festival.name)
    return names_by_day


def _days_in_year(festival: Festival, year: int) -> list[dt.date]:
    """Return the days of a festival in a common year: two if lunar years hold it at the beginning and at the end."""
    if festival.lunar:
        days = [_lunar(festival.lunar, year - 1), _lunar(festival.lunar, year)]
    else:
        days = [day_in_year(festival, year)]
    return [day for day in days if day is not None and day.year == year]


def _lunar(month_day: tuple[int, int], year: int) -> dt.date | None:
    if month_day == _EVE:
        days = lunar_year(year)
        if days:
            return days[1]
        return None
    return date_of(LunarDay(year, month_day[0], False, month_day[1]))
