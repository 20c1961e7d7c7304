"""Inferring the date of a file without a printed one from its text."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from reader.language.forms import HAN
from reader.language.numbers import NUMERAL
from reader.language.variants import simplified
from reader.newspaper.issue import DateWitness
from reader.parsing import datelines, fields, line_patterns, masthead_title
from reader.parsing.line_features import Line
from reader.parsing.path_hints import Origin
from reader.parsing.year_statements import YearStatement, year_told

_NEAR_DAYS = 45
_CLUSTER_DAYS = 10
_LEAD = 60
_LOOKED_THROUGH = 2000
_FIRST_WORDS = re.compile(f"\\s?{NUMERAL}{{1,2}}\\s?月\\s?{NUMERAL}{{1,3}}\\s?日")
_SHORTEST_PARAGRAPH = 20
_HOME_NEWS = re.compile(f"(?:{NUMERAL}{{1,2}}月{NUMERAL}{{1,3}}日)?讯")
_BRACKETS = "*()（）【】[]〔〕 　"
_OWN = "本报"
_BRACKET = re.compile(
    "[\\s*]{0,6}[【（(\\[［〔](?P<inside>[^【】（）()\\[\\]［］〔〕。]{6,40})[】）)\\]］〕]"
)
_BEHIND_DATE = re.compile("(?:综合|编译|特别)?(?:讯|电|消息|报[导道]|首发|专稿)?")
_SOURCE = re.compile(f"[{HAN}A-Za-z·]{{2,14}}")
_MEDIUM = re.compile(f"[{HAN}A-Za-z·]{{1,12}}(?:网|社|报|台|刊|在线|新闻|传媒)")
_SEVERAL = 2
_LAST_DAY = (12, 31)


@dataclass(frozen=True, slots=True)
class DateEvidence:
    """Dates found in the running text: the days on which its news happened, with the years printed beside them.

    `dates` are the full dates anywhere in it; `title` is the paper that several datelines name as theirs, and no
    other one, more often than “本报”. `lines` are all of the text; `stated` is the date of the dateline of a
    file's only article, if it has a year: media of the web print it, and it is their own day.
    """

    days: tuple[tuple[int, int], ...]
    years: tuple[int, ...]
    dates: tuple[tuple[int, int, int], ...]
    title: str | None
    lines: tuple[Line, ...] = ()
    stated: tuple[int, int, int] | None = None


def date_evidence(lines: Sequence[Line], *, is_one_article: bool = False) -> DateEvidence:
    """Return the dates in datelines and in the first words of paragraphs and captions."""
    days: list[tuple[int, int]] = []
    years: list[int] = []
    named: list[tuple[int, int, int]] = []
    titles: Counter[str] = Counter()
    stated: tuple[int, int, int] | None = None
    for line in lines:
        stated = stated or (dated_bracket(line.plain) if is_one_article else None)
        named.extend(fields.dates_in(line.plain[:_LOOKED_THROUGH]))
        dateline = datelines.dateline(line.plain)
        if dateline and dateline.source and _is_at_home(dateline):
            titles[simplified(dateline.source)] += 1
        lead = _lead(line.plain, dateline) if "月" in line.plain else ""
        day = (dateline.month_day if dateline else None) or fields.month_day_in(lead)
        if day:
            days.append(day)
            years.extend(year for year, month, number in fields.dates_in(lead) if (month, number) == day)
    return DateEvidence(tuple(days), tuple(years), tuple(named), _own_title(titles), tuple(lines), stated)


def dated_bracket(text: str) -> tuple[int, int, int] | None:
    """Return the date in the bracket that a text begins with, if it has a medium and a year."""
    found = _BRACKET.match(text) if "年" in text[:_LEAD] else None
    inside = "".join(found["inside"].split()) if found else ""
    dates = fields.dates_in(inside)
    if len(dates) != 1:
        return None
    source, _, behind = fields.without_date(inside).partition(" ")
    is_medium = _SOURCE if behind else _MEDIUM
    return dates[0] if is_medium.fullmatch(source) and _BEHIND_DATE.fullmatch(behind) else None


def _is_at_home(dateline: datelines.Dateline) -> bool:
    """Return whether a dateline may name the paper it is printed in: “雁桥日报讯”, not “据…”, “…北京1月2日电”."""
    source = dateline.source or ""
    if dateline.agency or not fields.is_title(source):
        return False
    behind = "".join(dateline.as_printed.strip(_BRACKETS).split()).removeprefix(source)
    return _HOME_NEWS.fullmatch(behind) is not None


def _own_title(titles: Counter[str]) -> str | None:
    named = [title for title in titles if title != _OWN]
    if len(named) != 1 or titles[named[0]] < _SEVERAL or titles[named[0]] <= titles[_OWN]:
        return None
    return named[0] if masthead_title.can_be_name(named[0]) else None


def _lead(text: str, dateline: datelines.Dateline | None) -> str:
    """Return the words of a line in which the day of its news may stand."""
    if dateline:
        return text[dateline.end : dateline.end + _LEAD]
    if line_patterns.is_caption(text):
        return text[:20]
    first = _FIRST_WORDS.match(text) if len(text) >= _SHORTEST_PARAGRAPH else None
    return first[0] if first else ""


def date_or_none(year: int, month: int, day: int) -> dt.date | None:
    """Return the date, or None if the calendar has none."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def date_or_none_of(ordinal: int) -> dt.date | None:
    """Return the date of a proleptic ordinal, or None beyond the calendar's ends."""
    return dt.date.fromordinal(ordinal) if 1 <= ordinal <= dt.date.max.toordinal() else None


def with_year_of(origin: Origin, month_day: tuple[int, int]) -> tuple[dt.date | None, str]:
    """Return a day in the year that the file's path names, and its “MM-DD”."""
    date = date_or_none(origin.year, *month_day) if origin.year else None
    return date, f"{month_day[0]:02}-{month_day[1]:02}"


@dataclass(frozen=True, slots=True)
class InferredDate:
    """A date told by the text, if a year can be derived; and the “MM-DD”.

    `statements` are what the year was derived from, if several statements of the text agree on it.
    """

    date: dt.date | None = None
    month_day: str | None = None
    statements: tuple[YearStatement, ...] = ()
    witness: DateWitness | None = None


def inferred_date(evidence: DateEvidence, origin: Origin) -> InferredDate:
    """Return the date by the text and the path. A paper comes out on the day after its latest news."""
    stated = date_or_none(*evidence.stated) if evidence.stated else None
    if stated is not None:
        return InferredDate(stated, f"{stated:%m-%d}", witness=DateWitness.DATELINE)
    day = _latest(evidence.days)
    if day is None:
        return InferredDate()
    fits = origin.month is None or origin.month in (day[0], day[0] % 12 + 1)
    by_path = origin.year if fits else None
    year = by_path or _year(evidence, day)
    witness = DateWitness.PATH if by_path else DateWitness.NEWS
    statements: tuple[YearStatement, ...] = ()
    if year is None:
        statements = year_told(((line.number, line.plain) for line in evidence.lines), day)
        year = statements[0].year - (day == _LAST_DAY) if statements else None
        witness = DateWitness.STATEMENTS
    news = date_or_none(year, *day) if year else None
    after = date_or_none_of(news.toordinal() + 1) if news else None
    if after is not None:
        return InferredDate(after, f"{after:%m-%d}", statements, witness)
    any_year = dt.date(2024 if day == (2, 29) else 2023, *day) + dt.timedelta(days=1)
    return InferredDate(None, f"{any_year:%m-%d}")


def _latest(days: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """Return the latest of the days that are close to the most of the others."""
    count = Counter(
        date.timetuple().tm_yday for month, day in days if (date := date_or_none(2024, month, day))
    )
    if not count:
        return None

    def after(a: int, b: int) -> int:
        return (b - a + 183) % 366 - 183

    def crowd(a: int) -> int:
        return sum(times for b, times in count.items() if abs(after(a, b)) <= _CLUSTER_DAYS)

    centre = max(count, key=crowd)
    latest = max((b for b in count if abs(after(centre, b)) <= _CLUSTER_DAYS), key=lambda b: after(centre, b))
    date = dt.date(2024, 1, 1) + dt.timedelta(days=latest - 1)
    return date.month, date.day


def _year(evidence: DateEvidence, day: tuple[int, int]) -> int | None:
    """Return the year printed beside the news' days.

    Else the year in which several dates close to them are named, more than of any other, and no later one: a single
    full date in the text may as well be an anniversary.
    """
    if evidence.years:
        return Counter(evidence.years).most_common(1)[0][0]
    named = {date for numbers in evidence.dates if (date := date_or_none(*numbers))}
    near: Counter[int] = Counter()
    for date in named:
        news = date_or_none(date.year, *day)
        if news and abs((date - news).days) <= _NEAR_DAYS:
            near[date.year] += 1
    (year, count), (_, next_count) = [*near.most_common(2), (0, 0), (0, 0)][:2]
    is_told = count > max(1, next_count)
    return year if is_told and year == max(date.year for date in named) else None
