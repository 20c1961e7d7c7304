"""The figures of a text: numbers with their units, in any notation, and whether two of them agree (三千余, 3,126)."""

import math
import re
from collections.abc import Iterator

from msgspec import Struct

from reader.language.forms import HAN
from reader.language.numbers import number_of
from reader.language.patterns import pattern

_HAN_DIGITS = "零〇○一二三四五六七八九十百千廿卅两"
_WIDE = str.maketrans("０１２３４５６７８９．，％", "0123456789.,%")
_UNITS = (
    "平方公里|平方米|立方米|公里|千米|公斤|千克|公顷|厘米|毫米|英里|小时|分钟|个月|周年|周岁|人次|美元|元钱|"
    "秒钟|海里|市斤|华里|英尺"
)
_MYRIADS = {"万": 10_000, "亿": 100_000_000, "百": 100, "千": 1000, "十": 10}
_FIGURE = pattern(
    rf"(?P<rank>第)?"
    rf"(?P<about>约|近|逾|超过|不到|不下|将近|大约|约计)?"
    rf"(?P<number>(?:百分之)?(?:[0-9０-９][0-9０-９.．,，]{{0,24}}(?<![.．,，])|[{_HAN_DIGITS}]{{1,16}})"
    rf"(?:(?!千[米克瓦])[万亿百千十](?:[0-9０-９.．{_HAN_DIGITS}]{{1,12}}[万千百]?)?)*)"
    rf"(?P<more>[余多几来])?(?P<myriads>[万亿]{{0,2}})(?P<more_behind>[余多])?"
    rf"(?P<unit>{_UNITS}|[%％‰]|[{HAN}])?"
)
_SAME_UNITS = {
    "名": "人",
    "位": "人",
    "个人": "人",
    "株": "棵",
    "周岁": "岁",
    "千米": "公里",
    "千克": "公斤",
    "％": "%",
    "间": "间",
}
_NO_UNITS = frozenset("月日号")
"""What follows the number of a date, which is no figure."""
_YEAR = pattern("1[0-9]{3}|20[0-9]{2}|一[零〇○一二三四五六七八九]{3}|二[零〇○][零〇○一二三四五六七八九]{2}")
_OF_DATE = frozenset("代度初底末春夏秋冬级正腊0123456789" + _HAN_DIGITS)
"""What follows 年 in a date. Any other number of years, but one like 1987, is a length of time (任期五十五年)."""
_NO_FIGURE = frozenset("一十百千零〇○")
"""Numbers that are part of words (统一, 一座, 百货) if nothing stands beside them."""
_WITHIN = {"约": 0.05, "大约": 0.05, "约计": 0.05, "近": 0.1, "将近": 0.1, "不到": 0.1}
"""By how much of itself what is said with such a word may be another number."""
_PERCENT = "百分之"


class Figure(Struct, frozen=True):
    """A number with its unit at the characters [start, end) of a text; between `low` and `high` it may be."""

    start: int
    end: int
    words: str
    value: float
    low: float
    high: float
    unit: str

    def agrees(self, other: "Figure") -> bool:
        """Return whether two figures of one unit can be one: one of them is within what the other says."""
        if self.unit != other.unit:
            return False
        is_mine = self.low <= other.value <= self.high
        is_other = other.low <= self.value <= other.high
        return is_mine or is_other


def figures_in(text: str) -> Iterator[Figure]:
    """Yield the figures of a text in simplified characters, in order; dates and 一 by itself are none."""
    for match in _FIGURE.finditer(text):
        figure = _figure(match)
        if figure is not None:
            yield figure


def _figure(match: re.Match[str]) -> Figure | None:
    number = match["number"].translate(_WIDE)
    printed_unit = (match["unit"] or "").translate(_WIDE)
    if number in _NO_FIGURE and not (match["myriads"] or match["more"] or match["rank"] or match["about"]):
        return None
    is_of_date = printed_unit in _NO_UNITS or (printed_unit == "年" and _is_year(number, match))
    if is_of_date and not match["rank"]:
        return None
    value = value_of(number + match["myriads"])
    if value is None:
        return None
    end = match.end()
    unit = _SAME_UNITS.get(printed_unit, printed_unit)
    if number.startswith(_PERCENT):
        unit = "%"
        end = match.end() - len(match["unit"] or "")
    if match["rank"]:
        unit = "第" + unit
    low, high = _bounds(value, number + match["myriads"], match)
    return Figure(match.start(), end, match.string[match.start() : end], value, low, high, unit)


def _is_year(number: str, match: re.Match[str]) -> bool:
    behind = match.string[match.end() : match.end() + 1].translate(_WIDE)
    return (bool(behind) and behind in _OF_DATE) or _YEAR.fullmatch(number) is not None


def _bounds(value: float, number: str, match: re.Match[str]) -> tuple[float, float]:
    """Return between which values a figure may be that is said to be about so much, or more."""
    if match["more"] or match["more_behind"] or match["about"] in ("逾", "超过", "不下"):
        return value, value + _last_place(value)
    within = _WITHIN.get(match["about"] or "", 0.0)
    if match["about"] in ("近", "将近", "不到"):
        return value * (1 - within), value
    return value * (1 - within), value * (1 + within)


def _last_place(value: float) -> float:
    """Return the size of the last figure that is not 0: 1,000 of 3,000. What is 三千余 is below 4,000."""
    if value <= 0 or value != int(value):
        return 1.0
    size = 1
    while int(value) % (size * 10) == 0:
        size *= 10
    return float(size) * 0.999


def value_of(number: str) -> float | None:
    """Return the value of a number in any notation: 3,200, 三千二百, 3.2万, 一亿二千万, 百分之五; None if none."""
    number = number.removeprefix(_PERCENT).replace(",", "").replace("，", "")
    total = 0.0
    for size_sign in ("亿", "万"):
        before, sign, after = number.rpartition(size_sign)
        if sign:
            part = value_of(before)
            if part is None:
                return None
            total += part * _MYRIADS[size_sign]
            number = after
            if not number:
                return total
    part = _below_myriad(number)
    if part is None or not math.isfinite(part):
        return None
    return total + part


def _below_myriad(number: str) -> float | None:
    digits = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)([百千十]?)", number)
    if digits is not None:
        return float(digits[1]) * _MYRIADS.get(digits[2], 1)
    whole = number_of(number)
    if whole is None:
        return None
    return float(whole)
