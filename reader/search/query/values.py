"""The query nodes for values of an article that the index does not have: its length, its edition, its pictures.

Each kind is one class, which the catalogues of all kinds of libraries answer alike: by a column where they have one of
that name, else from the articles. And the readings of a value that its field does not understand: those that it does.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, product
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.matching import Matcher
from whoosh.reading import IndexReader
from whoosh.searching import SearchContext

from reader.i18n import later, say
from reader.language.dates.date_expressions import moving_days
from reader.language.equality import simplified
from reader.language.forms import search_form
from reader.language.numbers import NUMERAL, number_of
from reader.language.patterns import pattern
from reader.newspaper.article import Article
from reader.newspaper.holdings import ArticleValue, Between, Document, Example, OneOf, Option, ValueField
from reader.search import terms
from reader.search.documents import day_number
from reader.search.index.article_searcher import ArticleSearcher, ConfirmedMatcher
from reader.search.index.gram_fields import Docs
from reader.search.index.matchers import DocsMatcher
from reader.search.index.segments import Segment
from reader.search.query.nodes import Period
from reader.search.query.string_nodes import ColumnLeaf, SegmentLeaf, Spelling, Words


class ValueLeaf(SegmentLeaf, ColumnLeaf):
    """A query for articles whose `value` meets a condition (`column`)."""

    fieldname = None
    boost = 1.0
    value: ArticleValue

    @abstractmethod
    def condition(self) -> OneOf | Between:
        """Return the condition on the value."""

    def column(self, newspapers: Sequence[str]) -> OneOf | Between:
        return self.condition()

    def holds(self, document: Document) -> bool:
        return self.condition().holds(document.value(self.value))

    def estimate_size(self, ixreader: IndexReader) -> int:
        return int(ixreader.doc_count_all())

    def matcher_in(self, leaf: ArticleSearcher, segment: Segment, context: SearchContext | None) -> Matcher:
        """Return a matcher that asks the catalogue, for as few documents as the other parts of the query leave."""

        def confirm(docs: Docs) -> NDArray[np.bool_]:
            ids: list[int] = segment.ids[docs].tolist()
            having = leaf.texts.with_value(self.value, self.condition(), ids)
            return np.fromiter((id in having for id in ids), bool, len(ids))

        return ConfirmedMatcher(segment.within, confirm, self.boost)

    def _key(self) -> tuple[object, ...]:
        return (self.condition(),)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.condition()})"


EDITION = ArticleValue("edition")
"""The edition of the day; None for the ordinary one."""

_EDITIONS_IN_ENGLISH = {
    "morning": "晨刊",
    "noon": "午刊",
    "evening": "晚刊",
    "night": "夜刊",
    "extra": "号外",
    "supplement": "增刊",
}


class Edition(ValueLeaf):
    """A query for articles of the editions of this name: 晚刊, in simplified characters or not, or “evening”."""

    value = EDITION

    def __init__(self, text: str) -> None:
        self.text = text
        name = "".join(simplified(text).split())
        self.name = _EDITIONS_IN_ENGLISH.get(name.lower().removesuffix("edition"), name)

    def condition(self) -> OneOf:
        return OneOf(EDITION.name, (self.name,))

    def written(self, spelling: Spelling) -> str:
        return spelling.field("版次", spelling.quoted(self.text))

    def shown(self, words: Words) -> tuple[str, str]:
        return say("版次"), self.text


def _pictures(article: Article) -> int:
    return int(article.has_picture())


PICTURES = ArticleValue("pictures", _pictures)
"""Whether an article has a picture, 1 or 0."""


PICTURE_FIELD = ValueField(
    "图",
    "picture",
    PICTURES,
    (
        Option(1, ("有", "yes", "是", "y", "true", "1")),
        Option(0, ("无", "no", "没有", "没", "否", "n", "none", "false", "0")),
    ),
    later("图"),
    (Example("图:有", "picture:yes", later("有图的文章；图:无 是没有图的")),),
    spellings=("图片", "插图", "照片", "pictures", "photo"),
    almost=("配图", "摄影"),
)


class Choice(ValueLeaf):
    """A query for articles whose value is one of those of a field."""

    def __init__(self, field: ValueField, option: Option) -> None:
        self.chosen_in = field
        self.option = option
        self.value = field.value

    @classmethod
    def of(cls, field: ValueField, text: str) -> Choice | None:
        """Return the query that a value means; None if it is none of the field."""
        option = field.typed(simplified(search_form(text)))
        if option:
            return cls(field, option)
        return None

    def condition(self) -> OneOf:
        values: list[Any] = [self.option.value]
        return OneOf(self.value.name, values)

    def written(self, spelling: Spelling) -> str:
        return spelling.field(self.chosen_in.name, self.option.name)

    def shown(self, words: Words) -> tuple[str, str]:
        return self.chosen_in.label(), self.option.label

    def _key(self) -> tuple[object, ...]:
        return self.chosen_in.name, self.option.value


MONTH_DAY = ArticleValue("month_day")
"""Month and day of the article's issue, 06-12, also where its year is not known; None if they are not."""
_MonthDay = tuple[int, int]


class EveryYear(ValueLeaf):
    """A query for the articles of the days from `first` to `last` (month and day, both inclusive) of every year."""

    value = MONTH_DAY

    def __init__(self, first: _MonthDay, last: _MonthDay) -> None:
        self.first = first
        self.last = last

    @classmethod
    def of(cls, text: str) -> EveryYear | None:
        """Return the query that a value means: 6月12日, 06-12, June 12, 6月, 6月10日..6月20日; None if it is none.

        A lunar day is none, as it is another day each year (`MovingDays`), and 廿 is only written in these.
        """
        if "廿" not in text:
            date_text = _in_figures(search_form(text))
        else:
            date_text = ""
        first, sign, last = _YEARLY_RANGE.sub("..", date_text).partition("..")
        begin = _month_days(first)
        if begin is None or not sign:
            return begin and cls(*begin)
        month = re.match(r"[0-9]{1,2}月", first)
        end = _month_days(last) or (_month_days(month[0] + last) if month else None)
        if end:
            return cls(begin[0], end[1])
        return None

    def condition(self) -> OneOf:
        days = [(day.month, day.day) for day in _LEAP_YEAR]
        within = self.first <= self.last
        month_days = [
            f"{month:02}-{day:02}"
            for month, day in days
            if ((month, day) >= self.first, (month, day) <= self.last).count(True) > within
        ]
        return OneOf(MONTH_DAY.name, tuple(month_days))

    def holds(self, document: Document) -> bool:
        of_date = document.date.isoformat()[5:] if document.date else document.value(self.value)
        return self.condition().holds(of_date)

    def written(self, spelling: Spelling) -> str:
        return spelling.field("每年", self.spelled())

    def shown(self, words: Words) -> tuple[str, str]:
        return say("每年"), self.spelled()

    def spelled(self) -> str:
        """Return the shortest notation: 06-12, 6月, 06-10..06-20."""
        month, day = self.first
        last_month, last_day = self.last
        if (month, day, last_day) == (last_month, 1, calendar.monthrange(_LEAP, month)[1]):
            return f"{month}月"
        begin = f"{month:02}-{day:02}"
        end = f"{last_month:02}-{last_day:02}"
        if begin == end:
            return begin
        return f"{begin}..{end}"


class MovingDays(SegmentLeaf, ColumnLeaf):
    """A query for a lunar day or month, or a festival, of every year; undated issues don't match."""

    fieldname = None
    boost = 1.0

    def __init__(self, said: str, days: Sequence[dt.date]) -> None:
        self.said = said
        self._numbers = [day_number(day) for day in days]

    @classmethod
    def of(cls, text: str) -> MovingDays | None:
        """Return the query that a value means: 五月初五, 农历六月廿一, 腊月, 端午; None if it is none."""
        days = moving_days(text)
        if days:
            return cls(text.strip(), days)
        return None

    def holds(self, document: Document) -> bool:
        return document.date is not None and day_number(document.date) in self._numbers

    def column(self, newspapers: Sequence[str]) -> OneOf:
        return OneOf(terms.DAY, self._numbers)

    def estimate_size(self, ixreader: IndexReader) -> int:
        return 0

    def matcher_in(self, leaf: ArticleSearcher, segment: Segment, context: SearchContext | None) -> Matcher:
        def inside(within: range) -> Docs:
            docs = segment.within(within)
            matching_docs: Docs = docs[np.isin(segment.dates_of(docs), self._numbers)]
            return matching_docs

        return DocsMatcher(inside, boost=self.boost)

    def written(self, spelling: Spelling) -> str:
        return spelling.field("每年", self.said)

    def shown(self, words: Words) -> tuple[str, str]:
        return say("每年"), self.said

    def _key(self) -> tuple[object, ...]:
        return tuple(self._numbers)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.said})"


_LEAP = 2000
_LEAP_YEAR = [dt.date(_LEAP, 1, 1) + dt.timedelta(days=at) for at in range(366)]
_YEARLY_RANGE = pattern(r"\.{2,}|[~至到—–]+|(?<=[日月号])-| - ")
_MONTH = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?"
_YEARLY = (
    pattern("(?P<month>[0-9]{1,2})(?:月|[-./](?=[0-9]))(?:(?P<day>[0-9]{1,2})[日号]?)?"),
    pattern(f"(?P<name>{_MONTH})(?: ?(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?)?"),
    pattern(f"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)? ?(?P<name>{_MONTH})"),
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def _month_days(date_text: str) -> tuple[_MonthDay, _MonthDay] | None:
    """Return the first and the last day that a month and day, or a month alone, mean; None if they mean none."""
    match = next(filter(None, (form.fullmatch(date_text.strip()) for form in _YEARLY)), None)
    if match is None:
        return None
    parts = match.groupdict()
    if parts.get("name"):
        month = _MONTHS.index(parts["name"][:3]) + 1
    else:
        month = int(parts["month"])
    if parts["day"] is None:
        if 0 < month <= 12:
            return ((month, 1), (month, calendar.monthrange(_LEAP, month)[1]))
        return None
    day = int(parts["day"])
    if _has(_LEAP, month, day):
        return ((month, day), (month, day))
    return None


MOST_READINGS = 3
"""The maximum number of readings of a value."""
_SEPARATOR = "[-/.年月]"
_DAY_LAST = pattern("([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4}|[0-9]{2})")
_DAY_FIRST = pattern(
    f"([0-9]{{4}}|[4-9][0-9]|3[2-9]){_SEPARATOR}([0-9]{{1,2}}){_SEPARATOR}([0-9]{{1,2}})[日号]?"
)
_COMPACT_DAY = pattern("([0-9]{4})([0-9]{2})([0-9]{2})")
_ENDS = pattern(r"(.+?)(?:\.\.+|[~至到—–]| to | - )(.+)")
_NUMBER = pattern(f"{NUMERAL}+")
_YEAR = pattern(rf"(?<![0-9])((?:1[6-9]|20)[0-9]{{2}})(?:{_SEPARATOR}([0-9]{{1,2}}))?(?![0-9])")

PeriodOf = Callable[[str], Period | None]


def one_day_of(text: str) -> dt.date | None:
    """Return the day of a date that ends with a year of four digits; None if day and month may be confused."""
    match = _DAY_LAST.fullmatch(text)
    days = {*_with_day_last(match[1], match[2], int(match[3]))} if match and len(match[3]) == 4 else {None}
    if len(days) == 1:
        return days.pop()
    return None


def date_readings(text: str, period: PeriodOf, near: dt.date) -> list[str]:
    """Return the likeliest periods that a text may mean, as `Period.spelled`; `period` parses a text as a period."""
    date_text = _in_figures(search_form(text))
    period_texts = dict.fromkeys(
        period_text for period_text in _periods(date_text, period, near) if period(period_text)
    )
    return [
        *islice(
            dict.fromkeys(
                meant_period.spelled() for meant_period in map(period, period_texts) if meant_period
            ),
            MOST_READINGS,
        )
    ]


def _in_figures(text: str) -> str:
    """Return a text with its Chinese numbers in Arabic figures."""
    return _NUMBER.sub(_figures_of, text)


def _figures_of(number: re.Match[str]) -> str:
    value = number_of(number[0])
    if number[0].isascii() or value is None:
        return number[0]
    return str(value)


def _periods(date_text: str, period: PeriodOf, near: dt.date) -> Iterator[str]:
    ends = _ENDS.fullmatch(date_text)
    if ends:
        either = []
        for end in ends.groups():
            if period(end):
                either.append([end])
            else:
                either.append([*_periods(end, period, near)])
        yield from ("..".join(end_texts) for end_texts in product(*either))
    match = _DAY_LAST.fullmatch(date_text)
    if match:
        for year in _years(match[3], near):
            yield from map(str, _with_day_last(match[1], match[2], year))
    match = _DAY_FIRST.fullmatch(date_text) or _COMPACT_DAY.fullmatch(date_text)
    if match:
        for year in _years(match[1], near):
            yield from map(str, _near_day(year, int(match[2]), int(match[3])))
    words = date_text.split()
    if len(words) > 1:
        yield from (" ".join(words[:at] + words[at + 1 :]) for at in range(len(words)))
    match = _YEAR.search(date_text)
    if match:
        yield f"{match[1]}-{match[2]}"
        yield match[1]


def _years(year: str, near: dt.date) -> list[int]:
    """Return the years that two or four figures may mean, the latest first."""
    if len(year) == 4:
        return [int(year)]
    this_century = near.year // 100 * 100
    return [
        full_year
        for full_year in (this_century + int(year), this_century - 100 + int(year))
        if full_year <= near.year
    ]


def _with_day_last(one: str, other: str, year: int) -> Iterator[dt.date]:
    for day, month in dict.fromkeys(((int(one), int(other)), (int(other), int(one)))):
        if _has(year, month, day):
            yield dt.date(year, month, day)


def _near_day(year: int, month: int, day: int) -> Iterator[dt.date]:
    """Yield the days that one may mean by a day that does not exist: in a month that is too short, or is the day."""
    if _has(year, month, day):
        yield dt.date(year, month, day)
    elif _has(year, month, 1) and 28 < day <= 31:
        last = calendar.monthrange(year, month)[1]
        yield dt.date(year, month, last)
        yield dt.date(year, month, last) + dt.timedelta(days=day - last)
    elif _has(year, day, month):
        yield dt.date(year, day, month)


def _has(year: int, month: int, day: int) -> bool:
    return 0 < year < 9999 and 0 < month <= 12 and 0 < day <= calendar.monthrange(year, month)[1]
