"""Parses dates as people write them: 1987年6月3日, 民国三十五年五月, 甲辰年正月十三, 去年春节, 上周三, June 1987.

An expression consists of a year, days within a year, or both. If the year is missing, the latest year is meant in which
these days are not in the future.
"""

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Callable

from msgspec import Struct

from reader.language.dates.calendar import (
    IMPERIAL_ERAS,
    SOLAR_ERAS,
    Days,
    LunarDay,
    date_of,
    lunar_month,
    lunar_year,
    month_from,
    months,
    one_day,
    same_day,
    stem_and_branch,
)
from reader.language.dates.festivals import NAMES, Festival, day_in_lunar_year, day_in_year
from reader.language.dates.relative_dates import COUNT, SHIFT, SHIFTS, days_from
from reader.language.numbers import NUMERAL, number_of
from reader.language.patterns import pattern
from reader.language.variants import simplified


def days_of(text: str, today: dt.date, near: dt.date | None = None) -> Days | None:
    """Return the days that the whole text means; None if it is not a date.

    Relative dates (去年) refer to `today`. Dates that recur (甲辰年, 春节, 6月3日) are the latest ones that begin on or
    before `near`, such as the day of a library's newest issue; it defaults to `today`.
    """
    said = _plain(text)
    if not said or len(said) > 40:
        return None
    try:
        return (
            days_from(said, today)
            or _english(said, today, near or today)
            or _chinese(said, today, near or today)
        )
    except (ValueError, OverflowError):  # 2月30日, 10000年
        return None


def _plain(text: str) -> str:
    """Return `text` in simplified characters and small letters, without white space other than between Latin words."""
    said = simplified(unicodedata.normalize("NFKC", text).casefold()).strip()
    return re.sub(r"\s+", " " if said.isascii() else "", said)


# ---- in Chinese


class _Year(Struct, frozen=True):
    """A year of a date expression: a common year, or the lunar year that began in the common year `begun`."""

    begun: int
    is_lunar: bool = False


_STEM_AND_BRANCH = "[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]"
_COMMON_YEAR = pattern(
    r"(?:公元|西元)?([0-9]{4}|[〇零○一二三四五六七八九]{4})(?:年|(?=[-/.上下第qh]|[一二三四1-4]季)|$)"
)
_COMPACT = pattern(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_ERA_YEAR = pattern(
    f"(?:中华|大?[明清]|伪满(?:洲国)?|日本)?({'|'.join([*SOLAR_ERAS, *IMPERIAL_ERAS])})(元|{NUMERAL}{{1,4}})年?"
)
_CYCLE_YEAR = pattern(f"({_STEM_AND_BRANCH})年?")
_DECADE = pattern(r"(?:(?:(20|二十|19|十九|21|二十一)世纪)?([1-9一二三四五六七八九])[0十]|([0-9]{3})0)年代")
_LUNAR = "(?:农历|阴历|旧历|夏历)?"
_YEARS_FROM_TODAY = {
    "今年": 0, "本年": 0, "去年": -1, "上年": -1, "前年": -2, "大前年": -3, "明年": 1, "后年": 2
}  # fmt: skip
_YEAR_FROM_TODAY = pattern(f"(?:({'|'.join(_YEARS_FROM_TODAY)})|{COUNT}年[以之]?前)的?")
_MONTH_FROM_TODAY = pattern(f"{SHIFT}个?月份?的?")
_THIS_DAY = ("今天", "今日", "这天", "这一天", "此日", "同日", "本日")


def _chinese(said: str, today: dt.date, near: dt.date) -> Days | None:
    decade = _DECADE.fullmatch(said)
    if decade:
        return _decade(decade, near)
    compact = _COMPACT.fullmatch(said)
    if compact:
        return one_day(dt.date(int(compact[1]), int(compact[2]), int(compact[3])))
    year, rest = _year(said, today, near)
    if year is not None:
        return _in_year(rest, year)
    if number_of(rest) is not None and rest not in NAMES:
        return None
    return _latest(lambda each: _in_year(rest, each), near)


def _year(said: str, today: dt.date, near: dt.date) -> tuple[_Year | None, str]:
    """Return the year at the beginning of an expression (None without one), and the rest of the expression."""
    if found := _YEAR_FROM_TODAY.match(said):
        years = _YEARS_FROM_TODAY[found[1]] if found[1] else -(number_of(found[2]) or 0)
        return _on_this_day(said[found.end() :], same_day(today, 12 * years))
    if found := _MONTH_FROM_TODAY.match(said):
        year, month = month_from(today, SHIFTS[found[1]])
        return _Year(year), f"{month}月{said[found.end() :]}"
    if found := _COMMON_YEAR.match(said):
        return _Year(number_of(found[1]) or 0), said[found.end() :].lstrip("-/.")
    if found := _ERA_YEAR.match(said):
        is_lunar = found[1] in IMPERIAL_ERAS
        first = IMPERIAL_ERAS[found[1]] if is_lunar else SOLAR_ERAS[found[1]].year
        count = 1 if found[2] == "元" else number_of(found[2]) or 0
        return _Year(first + count - 1, is_lunar), said[found.end() :].lstrip("-/.")
    if found := _CYCLE_YEAR.match(said):
        for begun in range(near.year, near.year - 60, -1):
            days = lunar_year(begun)
            if stem_and_branch(begun) == found[1] and (days is None or days[0] <= near):
                return _Year(begun, is_lunar=True), said[found.end() :]
    return None, said


def _on_this_day(rest: str, day: dt.date) -> tuple[_Year, str]:
    """Return the year of `day`, and the rest of an expression like 去年今天 with that day in place of 今天."""
    return _Year(day.year), f"{day.month}月{day.day}日" if rest in _THIS_DAY else rest


def _decade(found: re.Match[str], near: dt.date) -> Days:
    if found[3]:
        first = int(found[3]) * 10
    else:
        tens = number_of(found[2]) or 0
        century = number_of(found[1]) if found[1] else None
        first = (century - 1) * 100 + tens * 10 if century else near.year - near.year % 100 + tens * 10
        if century is None and first > near.year:
            first -= 100
    return Days(dt.date(first, 1, 1), dt.date(first + 9, 12, 31))


_MONTH_AND_DAY = pattern(f"({NUMERAL}{{1,3}})(?:月份?|[-/.])(?:({NUMERAL}{{1,3}})[日号]?)?")
_PART_OF_MONTH = pattern(f"({NUMERAL}{{1,3}})月(上旬|中旬|下旬|初|中|底|末)")
_LUNAR_DAY = pattern(
    f"({_LUNAR})(闰?)(正|冬|腊|{NUMERAL}{{1,3}})月(初[一二三四五六七八九十]|{NUMERAL}{{1,3}})?日?"
)
_PARTS_OF_MONTH = {
    "上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "初": (1, 10), "中": (11, 20), "底": (21, 31), "末": (21, 31)
}  # fmt: skip
_PARTS_OF_YEAR = {
    "": (1, 12), "全年": (1, 12), "上半年": (1, 6), "下半年": (7, 12), "年初": (1, 2), "初": (1, 2), "年底": (11, 12),
    "底": (11, 12), "年末": (11, 12), "末": (11, 12), "春": (3, 5), "夏": (6, 8), "秋": (9, 11),
} | {
    f"{'第' * with_sign}{digits[quarter]}{end}": (quarter * 3 + 1, quarter * 3 + 3)
    for quarter in range(4) for digits in ("一二三四", "1234") for with_sign in (0, 1) for end in ("季度", "季")
} | {"q1": (1, 3), "q2": (4, 6), "q3": (7, 9), "q4": (10, 12), "h1": (1, 6), "h2": (7, 12)}  # fmt: skip
_LUNAR_MONTHS = {"正": 1, "冬": 11, "腊": 12}
_AROUND = pattern("(?:期间|前后|前夕)$")


def _in_year(rest: str, year: _Year) -> Days | None:
    """Return the days that the rest of an expression means in a year; None if it means none."""
    rest = rest.removeprefix("的")
    if year.is_lunar and rest in ("", "全年"):
        days = lunar_year(year.begun)
        return Days(*days) if days else months(year.begun, 1, 12)
    season = re.sub("[天季]$", "", rest)
    if season == "冬":
        return Days(dt.date(year.begun, 12, 1), dt.date(year.begun + 1, 3, 1) - dt.timedelta(days=1))
    for part in (rest, season):
        if part in _PARTS_OF_YEAR:
            return months(year.begun, *_PARTS_OF_YEAR[part])
    name = _AROUND.sub("", rest)
    if name in NAMES:
        day = _festival(NAMES[name], year)
        week = dt.timedelta(days=7 if name != rest else 0)
        return Days(day - week, day + week) if day else None
    return _lunar(rest, year) or _solar(rest, year)


def _festival(festival: Festival, year: _Year) -> dt.date | None:
    return (year.is_lunar and day_in_lunar_year(festival, year.begun)) or day_in_year(festival, year.begun)


def _lunar(rest: str, year: _Year) -> Days | None:
    found = _LUNAR_DAY.fullmatch(rest)
    if not found:
        return None
    is_said = (
        year.is_lunar
        or found[1]
        or found[2]
        or found[3] in _LUNAR_MONTHS
        or (found[4] or "")[:1] in ("初", "廿")
    )
    if not is_said:
        return None
    if lunar_year(year.begun) is None:
        return months(year.begun, 1, 12)
    month = _LUNAR_MONTHS.get(found[3]) or number_of(found[3]) or 0
    if not found[4]:
        days = lunar_month(year.begun, month, bool(found[2]))
        return Days(*days) if days else None
    number = number_of(found[4].removeprefix("初")) or 0
    day = date_of(LunarDay(year.begun, month, bool(found[2]), number))
    return one_day(day) if day else None


def _solar(rest: str, year: _Year) -> Days | None:
    if part := _PART_OF_MONTH.fullmatch(rest):
        month = number_of(part[1]) or 0
        whole = months(year.begun, month, month)
        first, last = _PARTS_OF_MONTH[part[2]]
        return Days(whole.first.replace(day=first), whole.first.replace(day=min(last, whole.last.day)))
    found = _MONTH_AND_DAY.fullmatch(rest) or re.fullmatch(f"({NUMERAL}{{1,2}})()", rest)
    if not found:
        return None
    month = number_of(found[1]) or 0
    if not found[2]:
        return months(year.begun, month, month)
    return one_day(dt.date(year.begun, month, number_of(found[2]) or 0))


def _latest(named_in: Callable[[_Year], Days | None], near: dt.date) -> Days | None:
    """Return the days that an expression means in the latest year in which they begin on or before `near`.

    `named_in` returns the days in a given year. None if there are no such days.
    """
    for begun in range(near.year, near.year - 9, -1):  # a 29 February is at most eight years back
        try:
            days = named_in(_Year(begun))
        except ValueError:
            continue
        if days is not None and days.first <= near:
            return days
    return None


# ---- in English

_MONTH_NAMES = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
_MONTH_NAMES |= {name[:3]: number for name, number in _MONTH_NAMES.items()} | {"sept": 9}
_ENGLISH_MONTH = "|".join(sorted(_MONTH_NAMES, key=len, reverse=True))
_ENGLISH_DATES = tuple(
    pattern(regex.replace("MONTH", f"(?P<month>{_ENGLISH_MONTH})\\.?"))
    for regex in (
        r"(?:(?P<day>[0-9]{1,2})(?:st|nd|rd|th)? )?(?:of )?MONTH(?:,? (?P<year>[0-9]{4}))?",
        r"MONTH (?P<day>[0-9]{1,2})(?:st|nd|rd|th)?(?:,? (?P<year>[0-9]{4}))?",
    )
)
_ENGLISH_DECADE = pattern(r"(?:the )?([0-9]{3})0'?s")
_QUARTER_AND_YEAR = pattern("(?<=^[qh][1-4])-")
_ENGLISH_YEARS = {"last year": -1, "this year": 0, "next year": 1}
_SAID_YEAR = f"({'|'.join(_ENGLISH_YEARS)}|[0-9]{{4}})"
_ENGLISH_YEAR = pattern(f"(.*?) ?\\b(?:of )?(?:in )?{_SAID_YEAR}|{_SAID_YEAR} (.*)")
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_ENGLISH_PARTS = (
    {"spring": "春", "summer": "夏", "autumn": "秋", "fall": "秋", "winter": "冬"}
    | {f"{ordinal} quarter": f"q{number}" for ordinal, number in _ORDINALS.items()}
    | {f"{ordinal} half": f"h{number}" for ordinal, number in _ORDINALS.items() if number <= 2}
    | {part: part for part in _PARTS_OF_YEAR if part[1:].isdigit() and part.isascii()}
)
"""Parts of a year, each as a Chinese expression calls it (`_PARTS_OF_YEAR`)."""


def _english(said: str, today: dt.date, near: dt.date) -> Days | None:
    if not said.isascii():
        return None
    if decade := _ENGLISH_DECADE.fullmatch(said):
        return Days(dt.date(int(decade[1]) * 10, 1, 1), dt.date(int(decade[1]) * 10 + 9, 12, 31))
    for form in _ENGLISH_DATES:
        if found := form.fullmatch(said):
            return _english_date(found, near)
    said = _QUARTER_AND_YEAR.sub(" ", said)
    year, name = None, said
    if found := _ENGLISH_YEAR.fullmatch(said):
        when, name = found[2] or found[3], found[1] or found[4] or ""
        year = _Year(today.year + _ENGLISH_YEARS[when] if when in _ENGLISH_YEARS else int(when))
        for form in _ENGLISH_DATES:
            if (found := form.fullmatch(name)) and not found["year"]:
                return _english_date(found, near, year)
    rest = _ENGLISH_PARTS.get(name.removeprefix("the "), name)
    if rest not in NAMES and rest not in _ENGLISH_PARTS.values() and (rest or year is None):
        return None
    return _in_year(rest, year) if year else _latest(lambda each: _in_year(rest, each), near)


def _english_date(found: re.Match[str], near: dt.date, year: _Year | None = None) -> Days | None:
    month = _MONTH_NAMES[found["month"]]

    def in_year(year: _Year) -> Days:
        if found["day"]:
            return one_day(dt.date(year.begun, month, int(found["day"])))
        return months(year.begun, month, month)

    year = _Year(int(found["year"])) if found["year"] else year
    return in_year(year) if year else _latest(in_year, near)
