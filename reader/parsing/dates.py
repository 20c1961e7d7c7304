"""Inferring the date of a file without a printed one from its text."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reader.language.forms import HAN
from reader.language.numbers import NUMERAL, number_of
from reader.language.variants import simplified
from reader.newspaper.issue import DateWitness
from reader.parsing import datelines, fields, line_patterns, masthead_lines
from reader.parsing.line_features import Line
from reader.parsing.path_hints import Origin

# The year in which a text was written, as several of its statements tell it: “2023年，…”, “去年…”; an anniversary.
#
# A single statement may be quoted, or be about another time; several that agree, and none that disagrees, are
# evidence.


_MOST_YEARS = 150
_SEVERAL_STATEMENTS = 2
_REVIEW_MONTHS = 3
_LONGEST = 4000
_SERIES = 3
_COMPARISON = "comparison"
_SERIES_MONTHS = 13

_YEAR = "(?<![0-9])(?P<year>(?:1[89]|20)[0-9]{2}|[一二][〇零○八九][〇零○一二三四五六七八九]{2})"
_RELATIVE = {"今年": 0, "去年": 1, "前年": 2, "明年": -1}
_WORD = f"(?P<word>{'|'.join(_RELATIVE)})"
_THAT_IS = "(?:[（(]|，?(?:即|也就是|就是))"
_EQUATED = (re.compile(f"{_WORD}{_THAT_IS}{_YEAR}年?"), re.compile(f"{_YEAR}年?{_THAT_IS}{_WORD}"))
_COMPARED = re.compile(f"(?:与|比|较|同){_YEAR}年(?:同期|同比|相比|全年)")
_SO_FAR = re.compile(
    f"{_YEAR}年(?:[第前]?[一二三1-3]个?季度|上半年|[1一](?:月份?)?[至到—–-]{NUMERAL}{{1,2}}月)[^。]{{0,60}}(?:比|较)去年同期"
)
_EVENTS = {
    "建国": 1949,
    "中华人民共和国成立": 1949,
    "新中国成立": 1949,
    "国庆": 1949,
    "建党": 1921,
    "中国共产党成立": 1921,
    "建军": 1927,
    "五四运动": 1919,
    "辛亥革命": 1911,
    "红军长征胜利": 1936,
    "抗战胜利": 1945,
    "抗日战争胜利": 1945,
    "改革开放": 1978,
    "香港回归": 1997,
    "澳门回归": 1999,
    "毛泽东同志诞辰": 1893,
}
_TIMES = f"(?P<count>{NUMERAL}{{1,4}})\\s?周年(?![时前那后])"
_OF_EVENT = re.compile(f"(?P<event>{'|'.join(_EVENTS)})[^。，；]{{0,6}}?{_TIMES}")
_FOUNDED = re.compile(f"(?:始建|成立|创[建办刊立]|建[成校厂立]|诞生|出生|生)于{_YEAR}年")
_ANNIVERSARY = re.compile(_TIMES)
_REVIEWED = re.compile(f"{_YEAR}年(?:[,，]|度|全年|底)")
_NAMED_MONTH = re.compile(f"{_YEAR}年\\s?(?P<month>{NUMERAL}{{1,2}})\\s?月")
_LAST_YEAR = re.compile("去年(?!同期)")
_TO_COME = re.compile(
    "将|计划|力争|规划|目标|预计|确保|(?<!截)[到至](?=(?:1[89]|20)[0-9]{2}年)|年底?[以之]?前"
)
_SENTENCES = re.compile("[。！？；]")


@dataclass(frozen=True, slots=True)
class YearStatement:
    """A statement by which a text was written in `year`; `line` is its line's number, `kind` what it rests on."""

    year: int
    line: int
    kind: str
    words: str


def year_told(lines: Iterable[tuple[int, str]], day: tuple[int, int]) -> tuple[YearStatement, ...]:
    """Return statements that agree on the year, at least two; none if fewer do, or one disagrees.

    `lines` are numbered, in simplified characters; `day` is the month and the day of the latest news.
    """
    texts = [(number, text[:_LONGEST]) for number, text in lines if "年" in text]
    months = _months_named(texts)
    found = [*_by_words(texts), *_by_reviews(texts, day), *_by_series(months, day)]
    # many compare this year with the same one, which need not be the last
    several = {(each.kind, 0 if each.kind == _COMPARISON else each.line) for each in found}
    agree = len({each.year for each in found}) == 1 and len(several) >= _SEVERAL_STATEMENTS
    return tuple(found) if agree and max(months, default=(0, 0)) <= (found[0].year, day[0]) else ()


def _by_words(texts: Sequence[tuple[int, str]]) -> Iterator[YearStatement]:
    """Yield what sentences say by themselves: 去年（2022年）, 今年…比2022年同期, 建国五十周年."""
    for number, text in texts:
        for sentence in _SENTENCES.split(text):
            for pattern in _EQUATED:
                for found in pattern.finditer(sentence):
                    yield _stated(found, _RELATIVE[found["word"]], number, "relation")
            if "今年" in sentence:
                compared = list(_COMPARED.finditer(sentence))
                if len(compared) == 1:
                    yield _stated(compared[0], 1, number, _COMPARISON)
            for found in _SO_FAR.finditer(sentence):
                yield _stated(found, 0, number, _COMPARISON)
            yield from _by_anniversary(number, sentence)


def _by_anniversary(number: int, sentence: str) -> Iterator[YearStatement]:
    if "周年" not in sentence:
        return
    for found in _OF_EVENT.finditer(sentence):
        count = number_of(found["count"])
        if count and count <= _MOST_YEARS:
            yield YearStatement(_EVENTS[found["event"]] + count, number, "anniversary", found[0])
    founded, times = list(_FOUNDED.finditer(sentence)), list(_ANNIVERSARY.finditer(sentence))
    if len(founded) == len(times) == 1:
        count = number_of(times[0]["count"])
        if count and count <= _MOST_YEARS:
            yield _stated(founded[0], count, number, "anniversary")


def _by_reviews(texts: Sequence[tuple[int, str]], day: tuple[int, int]) -> Iterator[YearStatement]:
    """Yield the year before as named, with 去年 beside it, in the first months of a year: “2023年，…”, “去年，…”."""
    if day[0] > _REVIEW_MONTHS:
        return
    reviewed = [
        (number, found)
        for number, text in texts
        for sentence in _SENTENCES.split(text)
        if not _TO_COME.search(sentence)
        for found in _REVIEWED.finditer(sentence)
    ]
    last = max((_stated_year(found) for _, found in reviewed), default=0)
    of_last = {number: found for number, found in reviewed if _stated_year(found) == last}
    speaking = [number for number, text in texts if _LAST_YEAR.search(text)]
    is_only = all(_stated_year(found) != last - 1 for _, found in reviewed)
    if is_only and len(speaking) >= _SEVERAL_STATEMENTS:
        for number, found in of_last.items():
            yield _stated(found, 1, number, "review")


def _months_named(texts: Sequence[tuple[int, str]]) -> dict[tuple[int, int], YearStatement]:
    """Return the months that are named with their year and are not still to come."""
    named: dict[tuple[int, int], YearStatement] = {}
    for number, text in texts:
        for sentence in _SENTENCES.split(text):
            if not _TO_COME.search(sentence):
                for found in _NAMED_MONTH.finditer(sentence):
                    month = number_of(found["month"])
                    if month and month <= 12:
                        named[_stated_year(found), month] = YearStatement(
                            _stated_year(found), number, "series", found[0]
                        )
    return named


def _by_series(
    named: Mapping[tuple[int, int], YearStatement], day: tuple[int, int]
) -> Iterator[YearStatement]:
    """Yield the latest of several months that are named, none of them long before the news."""
    if not named:
        return
    latest, month = max(named)
    year = latest if month <= day[0] else latest + 1
    near = [at for at in named if 0 <= (year - at[0]) * 12 + day[0] - at[1] <= _SERIES_MONTHS]
    if len(near) >= _SERIES:
        for at in near:
            yield YearStatement(year, named[at].line, "series", named[at].words)


def _stated(found: re.Match[str], after: int, line: int, kind: str) -> YearStatement:
    return YearStatement(_stated_year(found) + after, line, kind, found[0])


def _stated_year(found: re.Match[str]) -> int:
    return number_of(found["year"]) or 0


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
    return named[0] if masthead_lines.can_be_name(named[0]) else None


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
