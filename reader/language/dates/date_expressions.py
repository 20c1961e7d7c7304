"""Parses dates as people write them: 1987年6月3日, 民国三十五年五月, 甲辰年正月十三, 去年春节, 上周三, June 1987.

An expression consists of a year, days within a year, or both. If the year is missing, the latest year is meant in which
these days are not in the future.
"""

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from functools import partial

from msgspec import Struct

from reader.language.dates.calendar import (
    ERA_COUNT,
    ERA_NAME,
    NAMES,
    SOLAR_ERAS,
    Days,
    LunarDay,
    SolarEra,
    date_of,
    day_in_lunar_year,
    day_in_year,
    lunar_month,
    lunar_year,
    month_from,
    months,
    one_day,
    same_day,
    stem_and_branch,
    year_of_era,
)
from reader.language.equality import simplified
from reader.language.numbers import NUMERAL, number_of
from reader.language.patterns import pattern


def days_of(text: str, today: dt.date, near: dt.date | None = None) -> Days | None:
    """Return the days that the whole text means; None if it is not a date.

    Relative dates (去年) refer to `today`. Dates that recur (甲辰年, 春节, 6月3日) are the latest ones that begin on or
    before `near`, such as the day of a library's newest issue; it defaults to `today`.
    """
    plain_text = _plain(text)
    if not plain_text or len(plain_text) > 40:
        return None
    try:
        return (
            _relative(plain_text, today)
            or _english(plain_text, today, near or today)
            or _chinese(plain_text, today, near or today)
        )
    except (ValueError, OverflowError):  # 2月30日, 10000年
        return None


def _plain(text: str) -> str:
    """Return `text` in simplified characters and small letters, without white space other than between Latin words."""
    plain_text = simplified(unicodedata.normalize("NFKC", text).casefold()).strip()
    return re.sub(r"\s+", " " if plain_text.isascii() else "", plain_text)


# ---- relative to today: 昨天, 上周三, 三个月前, 最近两年, last Wednesday, 3 days ago


_SHIFTS = {"上上": -2, "上": -1, "本": 0, "这": 0, "下": 1, "下下": 2}
"""Words before 周 and 月, each with the number of weeks or months from the current one."""

_SHIFT = f"({'|'.join(sorted(_SHIFTS, key=len, reverse=True))})"
_COUNT = f"({NUMERAL}{{1,3}}|[两半])"

_DAYS = {
    "大前天": -3, "前天": -2, "前日": -2, "day before yesterday": -2, "昨天": -1, "昨日": -1, "yesterday": -1,
    "今天": 0, "今日": 0, "today": 0, "明天": 1, "明日": 1, "tomorrow": 1, "后天": 2, "后日": 2,
    "day after tomorrow": 2, "大后天": 3,
}  # fmt: skip
_ENGLISH_SHIFTS = {"last": -1, "this": 0, "next": 1}
_WEEKDAYS = {**{sign: n for n, sign in enumerate("一二三四五六日")}, "天": 6}
_ENGLISH_WEEKDAYS = {name.casefold(): n for n, name in enumerate(calendar.day_name)}
_ENGLISH_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10,
}  # fmt: skip
_UNITS = {"天": "day", "日": "day", "周": "week", "星期": "week", "礼拜": "week", "月": "month", "年": "year"}

_WEEK = pattern(f"{_SHIFT}?个?(?:周|星期|礼拜)([一二三四五六日天末])?")
_UNIT = "(?:(天|日|年)|个?(周|星期|礼拜)|个(月))"
_AGO = pattern(f"{_COUNT}{_UNIT}[以之]?前")
_LATELY = pattern(f"(?:最近|近|过去|这){_COUNT}{_UNIT}(?:以?来)?")

_ENGLISH_COUNT = f"([0-9]{{1,3}}|{'|'.join(_ENGLISH_NUMBERS)})"
_ENGLISH_DAY = pattern(f"(?:({'|'.join(_ENGLISH_SHIFTS)}) )?({'|'.join(_ENGLISH_WEEKDAYS)})")
_ENGLISH_WHOLE = pattern(f"({'|'.join(_ENGLISH_SHIFTS)}) (week|month)")
_ENGLISH_AGO = pattern(f"{_ENGLISH_COUNT} (day|week|month|year)s? ago( today)?")
_ENGLISH_LATELY = pattern(f"(?:the )?(?:last|past) (?:{_ENGLISH_COUNT} )?(day|week|month|year)s?")


def _relative(plain_text: str, today: dt.date) -> Days | None:
    """Return the days that an expression means; None if it is not a relative date.

    Raises ValueError or OverflowError if they are beyond the ends of the calendar.
    """
    day = plain_text.removeprefix("the ")
    if day in _DAYS:
        return one_day(today + dt.timedelta(days=_DAYS[day]))
    if plain_text in ("this day last year", "today last year"):
        return one_day(same_day(today, -12))
    match = _WEEK.fullmatch(plain_text)
    if match:
        return _in_week(match[2], _SHIFTS.get(match[1] or ""), today)
    match = _AGO.fullmatch(plain_text)
    if match and not (match[1] != "半" and match[2] == "年"):
        return _ago(*_count(match), today)
    match = _LATELY.fullmatch(plain_text)
    if match:
        return _lately(*_count(match), today)
    return _relative_in_english(plain_text, today)


def _relative_in_english(plain_text: str, today: dt.date) -> Days | None:
    match = _ENGLISH_WHOLE.fullmatch(plain_text)
    if match:
        shift = _ENGLISH_SHIFTS[match[1]]
        return _ago(-shift, match[2], today)
    match = _ENGLISH_DAY.fullmatch(plain_text)
    if match:
        monday = _monday(today)
        weekday = dt.timedelta(days=_ENGLISH_WEEKDAYS[match[2]])
        if match[1] in ("this", "next"):
            return one_day(monday + weekday + dt.timedelta(weeks=_ENGLISH_SHIFTS[match[1]]))
        latest = today - dt.timedelta(days=1) if match[1] else today
        return one_day(latest - (dt.timedelta(days=latest.weekday()) - weekday) % dt.timedelta(weeks=1))
    match = _ENGLISH_AGO.fullmatch(plain_text)
    if match:
        count = _ENGLISH_NUMBERS.get(match[1]) or int(match[1])
        unit = match[2]
        if not match[3]:
            return _ago(count, unit, today)
        by = {"month": -1, "year": -12}.get(unit, 0)
        days = {"day": 1, "week": 7}.get(unit, 0)
        return one_day(same_day(today, by * count) - dt.timedelta(days=days * count))
    match = _ENGLISH_LATELY.fullmatch(plain_text)
    if match:
        return _lately(_ENGLISH_NUMBERS.get(match[1] or "a") or int(match[1]), match[2], today)
    return None


def _count(match: re.Match[str]) -> tuple[int, str]:
    """Return number and unit of a match (`_COUNT`, `_UNIT`); half a year is six months, half a month fifteen days."""
    unit = _UNITS[match[2] or match[3] or match[4]]
    if match[1] == "半":
        return {"year": (6, "month"), "month": (15, "day")}.get(unit, (0, "day"))
    return number_of(match[1]) or 0, unit


def _ago(count: int, unit: str, today: dt.date) -> Days | None:
    """Return the whole day, week, month or year that is `count` units before the current one."""
    if unit == "day":
        return one_day(today - dt.timedelta(days=count))
    if unit == "week":
        first = _monday(today) - dt.timedelta(weeks=count)
        return Days(first, first + dt.timedelta(days=6))
    if unit == "year":
        return months(today.year - count, 1, 12)
    year, month = month_from(today, -count)
    return months(year, month, month)


def _lately(count: int, unit: str, today: dt.date) -> Days | None:
    """Return the `count` days, weeks, months or years that end today; None if `count` is 0."""
    by = {"month": 1, "year": 12}.get(unit)
    days = {"day": 1, "week": 7}.get(unit, 0) * count
    if by:
        before = same_day(today, -by * count)
    else:
        before = today - dt.timedelta(days=days)
    if count:
        return Days(before + dt.timedelta(days=1), today)
    return None


def _in_week(week_part: str | None, shift: int | None, today: dt.date) -> Days | None:
    """Return the days of a week expression: a weekday (`week_part`), the weekend (末), or the whole week (None).

    `shift` is the number of weeks from the current one. Without it, a weekday is the latest one up to today, and a
    whole week has no meaning (None).
    """
    if week_part is None and shift is None:
        return None
    monday = _monday(today) + dt.timedelta(weeks=shift or 0)
    if week_part is None:
        return Days(monday, monday + dt.timedelta(days=6))
    first = monday + dt.timedelta(days=_WEEKDAYS.get(week_part, 5))
    if shift is None and first > today:
        first -= dt.timedelta(weeks=1)
    return Days(first, first + dt.timedelta(days=week_part == "末"))


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


# ---- in Chinese


class _Year(Struct, frozen=True):
    """A year of a date expression: a common year, or the lunar year that began in the common year `begun`.

    `era` is the era that the year is counted in, if the sun's.
    """

    begun: int
    is_lunar: bool = False
    era: SolarEra | None = None


_STEM_AND_BRANCH = "[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]"
_COMMON_YEAR = pattern(
    r"(?:公元|西元)?(?:([0-9]{4}|[〇零○一二三四五六七八九]{4})(?:年|(?=[-/.上下第qh]|[一二三四1-4]季)|$)"
    f"|([一二]千{NUMERAL}{{0,6}})年)"
)
_COMPACT = pattern(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_ERA_YEAR = pattern(f"(?:中华|大?[明清]|伪满(?:洲国)?|日本)?({ERA_NAME})({ERA_COUNT})年?")
_CYCLE_YEAR = pattern(f"({_STEM_AND_BRANCH})年?")
_DECADE = pattern(r"(?:(?:(20|二十|19|十九|21|二十一)世纪)?([1-9一二三四五六七八九])[0十]|([0-9]{3})0)年代")
_LUNAR_NAMES = ("农历", "阴历", "旧历", "夏历", "废历", "古历")
_LUNAR = f"(?:{'|'.join(_LUNAR_NAMES)})?"
_YEARS_FROM_TODAY = {
    "今年": 0, "本年": 0, "去年": -1, "上年": -1, "前年": -2, "大前年": -3, "明年": 1, "后年": 2
}  # fmt: skip
_YEAR_FROM_TODAY = pattern(f"(?:({'|'.join(_YEARS_FROM_TODAY)})|{_COUNT}年[以之]?前)的?")
_MONTH_FROM_TODAY = pattern(f"{_SHIFT}个?月份?的?")
_THIS_DAY = ("今天", "今日", "这天", "这一天", "此日", "同日", "本日")


def _chinese(plain_text: str, today: dt.date, near: dt.date) -> Days | None:
    decade = _DECADE.fullmatch(plain_text)
    if decade:
        if decade[3]:
            first = int(decade[3]) * 10
        else:
            tens = number_of(decade[2]) or 0
            century = number_of(decade[1]) if decade[1] else None
            if century:
                first = (century - 1) * 100 + tens * 10
            else:
                first = near.year - near.year % 100 + tens * 10
            if century is None and first > near.year:
                first -= 100
        return Days(dt.date(first, 1, 1), dt.date(first + 9, 12, 31))
    compact = _COMPACT.fullmatch(plain_text)
    if compact:
        return one_day(dt.date(int(compact[1]), int(compact[2]), int(compact[3])))
    year, rest = _year(plain_text, today, near)
    if year is not None:
        days = _in_year(rest, year)
        if rest and days is not None and year.era is not None and not year.era.may_date(days):
            raise ValueError(f"{plain_text}: the era has no such days")
        return days
    if number_of(rest) is not None and rest not in NAMES:
        return None
    return _latest(partial(_in_year, rest), near)


def _year(plain_text: str, today: dt.date, near: dt.date) -> tuple[_Year | None, str]:
    """Return the year at the beginning of an expression (None without one), and the rest of the expression."""
    match = _YEAR_FROM_TODAY.match(plain_text)
    if match:
        if match[1]:
            years = _YEARS_FROM_TODAY[match[1]]
        else:
            years = -(number_of(match[2]) or 0)
        rest = plain_text[match.end() :]
        day = same_day(today, 12 * years)
        return _Year(day.year), f"{day.month}月{day.day}日" if rest in _THIS_DAY else rest
    match = _MONTH_FROM_TODAY.match(plain_text)
    if match:
        year, month = month_from(today, _SHIFTS[match[1]])
        return _Year(year), f"{month}月{plain_text[match.end() :]}"
    match = _COMMON_YEAR.match(plain_text)
    if match:
        return _Year(number_of(match[1] or match[2]) or 0), plain_text[match.end() :].lstrip("-/.")
    match = _ERA_YEAR.match(plain_text)
    if match:
        return _year_of_era(match), plain_text[match.end() :].lstrip("-/.")
    match = _CYCLE_YEAR.match(plain_text)
    if match:
        for begun in range(near.year, near.year - 60, -1):
            days = lunar_year(begun)
            if stem_and_branch(begun) == match[1] and (days is None or days[0] <= near):
                return _Year(begun, is_lunar=True), plain_text[match.end() :]
    return None, plain_text


def _year_of_era(match: re.Match[str]) -> _Year:
    """Return the year of a match of `_ERA_YEAR`.

    Raises ValueError if the era has no such year.
    """
    begun = year_of_era(match[1], match[2])
    if begun is None:
        raise ValueError(f"{match[0]}: the era has no such year")
    era = SOLAR_ERAS.get(match[1])
    return _Year(begun, is_lunar=era is None, era=era)


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
        if days:
            return Days(*days)
        return months(year.begun, 1, 12)
    season = re.sub("[天季]$", "", rest)
    if season == "冬":
        return Days(dt.date(year.begun, 12, 1), dt.date(year.begun + 1, 3, 1) - dt.timedelta(days=1))
    for part in (rest, season):
        if part in _PARTS_OF_YEAR:
            return months(year.begun, *_PARTS_OF_YEAR[part])
    name = _AROUND.sub("", rest)
    if name in NAMES:
        festival = NAMES[name]
        day = (year.is_lunar and day_in_lunar_year(festival, year.begun)) or day_in_year(festival, year.begun)
        week = dt.timedelta(days=7 if name != rest else 0)
        if day:
            return Days(day - week, day + week)
        return None
    return _lunar(rest, year) or _solar(rest, year)


def _lunar(rest: str, year: _Year) -> Days | None:
    match = _LUNAR_DAY.fullmatch(rest)
    if not match:
        return None
    is_said = (
        year.is_lunar
        or match[1]
        or match[2]
        or match[3] in _LUNAR_MONTHS
        or (match[4] or "")[:1] == "初"
        # papers print 廿一日 for days of the sun, too
        or ((match[4] or "")[:1] == "廿" and not rest.endswith("日"))
    )
    if not is_said:
        return None
    if lunar_year(year.begun) is None:
        return months(year.begun, 1, 12)
    month = _LUNAR_MONTHS.get(match[3]) or number_of(match[3]) or 0
    if not match[4]:
        days = lunar_month(year.begun, month, bool(match[2]))
        if days:
            return Days(*days)
        return None
    number = number_of(match[4].removeprefix("初")) or 0
    day = date_of(LunarDay(year.begun, month, bool(match[2]), number))
    if day:
        return one_day(day)
    return None


def moving_days(text: str) -> list[dt.date]:
    """Return the days of a lunar day or month (五月初五, 腊月), or a festival (端午), in all years from 1850 to 2100.

    None for other texts, and for 六月廿一日, as papers wrote days of the common calendar so, too.
    """
    plain_text = _plain(text)
    if "廿" in plain_text and plain_text.endswith("日") and not plain_text.startswith(_LUNAR_NAMES):
        return []
    all_days: list[dt.date] = []
    for begun in range(1850, 2101):
        if lunar_year(begun) is None:
            continue
        year = _Year(begun)
        if plain_text in NAMES:
            day = day_in_year(NAMES[plain_text], begun)
        else:
            day = None
        days = one_day(day) if day else _lunar(plain_text, year)
        if days is not None and days.first is not None and days.last is not None:
            all_days += [days.first + dt.timedelta(days=n) for n in range((days.last - days.first).days + 1)]
    return all_days


def _solar(rest: str, year: _Year) -> Days | None:
    part = _PART_OF_MONTH.fullmatch(rest)
    if part:
        month = number_of(part[1]) or 0
        full_month = months(year.begun, month, month)
        first, last = _PARTS_OF_MONTH[part[2]]
        return Days(
            full_month.first.replace(day=first), full_month.first.replace(day=min(last, full_month.last.day))
        )
    match = _MONTH_AND_DAY.fullmatch(rest) or re.fullmatch(f"({NUMERAL}{{1,2}})()", rest)
    if not match:
        return None
    month = number_of(match[1]) or 0
    if not match[2]:
        return months(year.begun, month, month)
    return one_day(dt.date(year.begun, month, number_of(match[2]) or 0))


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
_SEASONS = {"spring": "春", "summer": "夏", "autumn": "秋", "fall": "秋", "winter": "冬"}
_QUARTERS = {f"{ordinal} quarter": f"q{number}" for ordinal, number in _ORDINALS.items()}
_HALVES = {f"{ordinal} half": f"h{number}" for ordinal, number in _ORDINALS.items() if number <= 2}
_ENGLISH_PARTS = (
    _SEASONS
    | _QUARTERS
    | _HALVES
    | {part: part for part in _PARTS_OF_YEAR if part[1:].isdigit() and part.isascii()}
)
"""Parts of a year, each as a Chinese expression calls it (`_PARTS_OF_YEAR`)."""


def _english(plain_text: str, today: dt.date, near: dt.date) -> Days | None:
    if not plain_text.isascii():
        return None
    decade = _ENGLISH_DECADE.fullmatch(plain_text)
    if decade:
        return Days(dt.date(int(decade[1]) * 10, 1, 1), dt.date(int(decade[1]) * 10 + 9, 12, 31))
    for form in _ENGLISH_DATES:
        match = form.fullmatch(plain_text)
        if match:
            return _english_date(match, near)
    plain_text = _QUARTER_AND_YEAR.sub(" ", plain_text)
    year = None
    name = plain_text
    match = _ENGLISH_YEAR.fullmatch(plain_text)
    if match:
        when = match[2] or match[3]
        name = match[1] or match[4] or ""
        year = _Year(today.year + _ENGLISH_YEARS[when] if when in _ENGLISH_YEARS else int(when))
        for form in _ENGLISH_DATES:
            match = form.fullmatch(name)
            if match and not match["year"]:
                return _english_date(match, near, year)
    rest = _ENGLISH_PARTS.get(name.removeprefix("the "), name)
    if rest not in NAMES and rest not in _ENGLISH_PARTS.values() and (rest or year is None):
        return None
    if year:
        return _in_year(rest, year)
    return _latest(partial(_in_year, rest), near)


def _english_date(match: re.Match[str], near: dt.date, year: _Year | None = None) -> Days | None:
    month = _MONTH_NAMES[match["month"]]

    def in_year(year: _Year) -> Days:
        if match["day"]:
            return one_day(dt.date(year.begun, month, int(match["day"])))
        return months(year.begun, month, month)

    year = _Year(int(match["year"])) if match["year"] else year
    if year:
        return in_year(year)
    return _latest(in_year, near)
