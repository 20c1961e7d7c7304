"""The year in which a text was written, as several of its statements tell it: “2023年，…”, “去年…”; an anniversary.

A single statement may be quoted, or be about another time; several that agree, and none that disagrees, are evidence.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reader.language.numbers import NUMERAL, number_of

_MOST_YEARS = 150
_SEVERAL = 2
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
    agree = len({each.year for each in found}) == 1 and len(several) >= _SEVERAL
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
    last = max((_year(found) for _, found in reviewed), default=0)
    of_last = {number: found for number, found in reviewed if _year(found) == last}
    speaking = [number for number, text in texts if _LAST_YEAR.search(text)]
    is_only = all(_year(found) != last - 1 for _, found in reviewed)
    if is_only and len(speaking) >= _SEVERAL:
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
                        named[_year(found), month] = YearStatement(_year(found), number, "series", found[0])
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
    return YearStatement(_year(found) + after, line, kind, found[0])


def _year(found: re.Match[str]) -> int:
    return number_of(found["year"]) or 0
