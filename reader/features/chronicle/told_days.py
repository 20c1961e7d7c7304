"""The days that a sentence tells: 2月21日, 本月3日, 16日, 昨日, 去年十二月, 正月十三, 民国三十五年五月三日.

What an expression means is decided by `language.dates`; here it is found in a text, and what it says nothing of is
added: the month of “16日”, the year of “2月21日”.
"""

import datetime as dt
import re
from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from reader.i18n import say
from reader.language.dates.calendar import Days, date_or_none, one_day
from reader.language.dates.date_expressions import days_of
from reader.language.numbers import NUMERAL, number_of
from reader.language.patterns import pattern


class Basis(StrEnum):
    """How the day of an event is known."""

    STATED = "stated"
    """The text tells it, with its month."""
    INFERRED = "inferred"
    """From words that tell it only together with the day of the paper: 昨日, 本月3日, 16日."""
    NOT_TOLD = "not told"
    """The text does not tell it; known is only the day of the paper."""
    BY_READER = "by the reader"

    def words(self, said: str) -> str:
        match self:
            case Basis.STATED:
                return ""
            case Basis.INFERRED:
                return say("据“{words}”推", words=said)
            case Basis.BY_READER:
                return say("自己定的日子")
        return say("文中没说哪天，按见报的日子排")


class ToldDay(Struct, frozen=True):
    """A day or days that the characters from `start` to `end` of a text tell.

    `days` is None where the expression has no day: it can't exist, or which one is meant is not certain.
    """

    start: int
    end: int
    days: Days | None
    basis: Basis = Basis.STATED


_N, _TO = f"{NUMERAL}{{1,3}}", "(?:[-－—–~～至到]|——)"
_YEAR = (
    f"(?:(?:(?:公元|民国|光绪|宣统|昭和|大正)?{NUMERAL}{{1,4}}"
    "|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]|[今去前本明后上]|大前)年)"
)
_LUNAR = "(?:农历|阴历|旧历|夏历)"
_PART = "(?:上旬|中旬|下旬|初|底|末)"
_FORMS = pattern(
    rf"(?<!{NUMERAL})(?P<year>{_YEAR})?(?P<lunar>{_LUNAR}?(?:闰?[正冬腊]月|(?:闰?{_N}月)(?=[初廿]))"
    rf"(?:初?{NUMERAL}{{1,3}}日?)?|{_LUNAR}(?:闰?{_N}月){NUMERAL}{{1,3}}日?)"
    rf"|(?<!{NUMERAL})(?P<y>{_YEAR})?(?P<month>{_N}月份?|[本上下当]个?月)(?P<day>{_N})[日号]?(?=[日号]|{_TO}{_N}[日号])(?:[日号])?"
    rf"(?:{_TO}(?P<to_month>{_N}月)?(?P<to>{_N})[日号])?"
    rf"|(?<!{NUMERAL})(?P<ym>{_YEAR}?(?:(?:{_N})月(?:份|{_PART})?|[本上下]个?月))(?P<mto>{_TO}{_N}月)?(?!{NUMERAL})"
    rf"|(?<![{NUMERAL[1:-1]}.．·第/月])(?P<bare>{_N})[日号](?:{_TO}(?P<bto>{_N})[日号])?(?![{NUMERAL[1:-1]}报楼线院元楼])"
    r"|(?P<rel>(?:大?前|昨|今|明|后)[天日](?!之|的?[我你他她]|地|里红)|昨(?=[晚夜晨])|今(?=[晚夜晨早])|今(?=起)|即日(?=起))"
    r"|(?P<week>(?:上上|上|本|这|下)?个?(?:周|星期|礼拜)[一二三四五六日天])(?![至到岁年刊报]|、)"
    rf"|(?P<only>(?:{_YEAR}))(?:春节|元旦|年初|年底|[春夏秋冬]季?)?"
)
_DIGITS = str.maketrans("０１２３４５６７８９○Ｏ", "0123456789〇〇")
_NEAR = dt.timedelta(days=190)
"""How far from the paper's day one without a year may be."""


def told_days(text: str, paper: dt.date) -> Iterator[ToldDay]:
    """Yield what a text of a paper of this day tells of days, in order.

    A whole year (去年) is no day: it is left out.
    """
    plain = text.translate(_DIGITS)
    latest: Days | None = None
    for found in _FORMS.finditer(plain):
        if found["only"]:
            continue
        try:
            days = _days(found, paper, latest)
        except (ValueError, OverflowError):
            days = None
        if days is not None and (found["day"] or found["bare"]):
            latest = days
        yield ToldDay(found.start(), found.end(), days, _basis(found))


def _basis(found: re.Match[str]) -> Basis:
    if found["lunar"]:
        return Basis.STATED
    is_stated = (
        found["day"]
        and found["month"][0] not in "本上下当"
        and (found["y"] or " ")[0] not in "今去前本明后上大"
    )
    return Basis.STATED if is_stated else Basis.INFERRED


def _days(found: re.Match[str], paper: dt.date, latest: Days | None) -> Days | None:
    """Return the days that a match of `_FORMS` means. Raises ValueError or OverflowError if the calendar lacks them."""
    if found["lunar"]:
        moon = days_of(found[0], paper, paper + dt.timedelta(days=30))
        return moon if moon is not None and moon.first == moon.last else None
    if found["day"]:
        days = _of_month(found["y"] or "", found["month"], found["day"], paper)
        return _until(days, found["to_month"] or "", found["to"]) if days and found["to"] else days
    if found["ym"]:
        return None if found["mto"] else days_of(found["ym"].replace("月份", "月"), paper)
    if found["bare"]:
        return _bare(found["bare"], found["bto"], paper, latest)
    return days_of(found["week"] or _SAID_SHORT.get(found["rel"], found["rel"]), paper)


_SAID_SHORT = {"昨": "昨日", "今": "今日", "即日": "今日"}


def _of_month(year: str, month: str, day: str, paper: dt.date) -> Days | None:
    """Return the day with this number; without a year, in the one in which it is nearest to the paper's day."""
    if year or month[0] in "本上下当":
        return days_of(f"{year}{month.replace('当', '本').removesuffix('份')}{day}日", paper)
    near = (
        date_or_none(paper.year + by, number_of(month.rstrip("月份")) or 0, number_of(day) or 0)
        for by in (0, -1, 1)
    )
    days = [each for each in near if each is not None and abs(each - paper) <= _NEAR]
    return one_day(min(days, key=lambda each: abs(each - paper))) if days else None


def _until(days: Days, month: str, day: str) -> Days | None:
    number = number_of(month.rstrip("月")) if month else days.first.month
    year = days.first.year + (1 if (number or 0) < days.first.month else 0)
    last = date_or_none(year, number or 0, number_of(day) or 0)
    return Days(days.first, last) if last and last >= days.first else None


def _bare(day: str, to: str | None, paper: dt.date, latest: Days | None) -> Days | None:
    """Return the day of a number alone: of the month told just before, else the latest up to the paper's day."""
    number = number_of(day) or 0
    base = latest.first if latest is not None else paper
    first = date_or_none(base.year, base.month, number)
    if latest is None and (first is None or first > paper):
        before = paper.replace(day=1) - dt.timedelta(days=1)
        first = date_or_none(before.year, before.month, number)
        if first is not None and (paper - first).days > 25:
            return None
    if first is None:
        return None
    return _until(one_day(first), "", to) if to else one_day(first)
