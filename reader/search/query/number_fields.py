"""The fields for numbers of articles (字数:>500): which numbers a value means, and the query for them.

A field is a `NumberField`, whose values are compared by the catalogues of all kinds of libraries alike. The core has
one, the length of an article; features bring others by their plugs.
"""

from __future__ import annotations

import re
from functools import cache

from reader.i18n import later, say
from reader.language.forms import search_form
from reader.language.numbers import NUMERAL, number_of
from reader.language.patterns import pattern
from reader.newspaper.article import Article
from reader.newspaper.holdings import ArticleValue, Between, Example, NumberField
from reader.search.query.string_nodes import Spelling, Words
from reader.search.query.values import MOST_READINGS, ValueLeaf

# larger than any number of an article
_BEYOND_NUMBERS = 1 << 40
_LARGEST = 999_999_998
"""The largest number in a query. It is printed as `<` and the next number, which `_bound` must still match."""


def _length(article: Article) -> int:
    return sum(len(block.text) for block in article.blocks)


LENGTH_FIELD = NumberField(
    "字数",
    "length",
    ArticleValue("length", _length),
    later("字数"),
    (Example("字数:>500", "length:>500", later("超过五百字的文章；还有 字数:<300、字数:100-500")),),
    unit="字",
)
"""The number of characters of an article's blocks, as shown."""


class NumberRange(ValueLeaf):
    """A query for articles with a number from `least` to `most`, both inclusive; `most` is None for no upper limit."""

    def __init__(self, field: NumberField, least: int, most: int | None) -> None:
        self.asked = field
        self.value = field.value
        self.least = least
        self.most = most

    @classmethod
    def of(cls, field: NumberField, text: str) -> NumberRange | None:
        """Return the query that a value means: >500, <=300, 100-500, 100.., 500, 五百字以上; None if it is no range."""
        typed = _with_signs(search_form(text))
        one_bound = _bound(field.unit).fullmatch(typed)
        if one_bound:
            return _up_to_a_bound(field, one_bound[1], int(one_bound[2]))
        two_bounds = _range(field.unit).fullmatch(typed)
        if not two_bounds or not (two_bounds[1] or two_bounds[3]):
            return None
        if two_bounds[2] and not two_bounds[3]:
            return cls(field, int(two_bounds[1]), None)
        first = min(int(two_bounds[1] or 0), _LARGEST)
        last = min(int(two_bounds[3] or two_bounds[1]), _LARGEST)
        return cls(field, min(first, last), max(first, last))

    def condition(self) -> Between:
        if self.most is None:
            return Between(self.value.name, self.least, _BEYOND_NUMBERS)
        return Between(self.value.name, self.least, self.most + 1)

    def written(self, spelling: Spelling) -> str:
        return spelling.field(self.asked.name, self._spelled())

    def shown(self, words: Words) -> tuple[str, str]:
        return self.asked.label(), self._spelled()

    def _spelled(self) -> str:
        if self.most is None:
            if self.least:
                return f">{self.least - 1}"
            return "0.."
        if not self.least:
            return f"<{self.most + 1}"
        if self.least == self.most:
            return str(self.most)
        return f"{self.least}-{self.most}"


def _up_to_a_bound(field: NumberField, sign: str, number: int) -> NumberRange | None:
    match sign:
        case ">":
            return NumberRange(field, number + 1, None)
        case ">=" | "≥":
            return NumberRange(field, number, None)
        case "<" if not number:
            return None
        case "<":
            return NumberRange(field, 0, min(number - 1, _LARGEST))
        case _:
            return NumberRange(field, 0, min(number, _LARGEST))


def number_readings(text: str) -> list[str]:
    """Return the values that a text may mean: more and less than each number in it."""
    numbers: dict[int, None] = {}
    for numeral in _NUMERAL.findall(search_form(text)):
        number = number_of(numeral)
        if number:
            numbers[number] = None
    readings = []
    for number in numbers:
        readings += [f">{number}", f"<{number}"]
    return readings[:MOST_READINGS]


def end_of_number(field: NumberField, text: str, at: int) -> int:
    """Return the end of a value at `at` that has a space behind its sign; `at` if it has none."""
    spaced = _spaced_bound(field.unit).match(text, at)
    if spaced:
        return spaced.end()
    return at


def wanted_numbers(field: NumberField) -> str:
    return say("{field}写成 >500、<300、100-500 都行", field=field.label())


def _with_signs(typed: str) -> str:
    """Return a value with a sign in place of a word (500字以上), and its numbers in figures."""
    typed = _KILO.sub("000", _THOUSANDS.sub("", typed))
    for words, sign in _BOUND_WORDS:
        bound = words.fullmatch(typed)
        if bound:
            typed = sign + next(filter(None, bound.groups()))
            break
    return _SPOKEN.sub(_in_figures, typed)


def _in_figures(numeral: re.Match[str]) -> str:
    return str(number_of(numeral[0]) or numeral[0])


_NUMERAL = pattern(f"{NUMERAL}+")
_THOUSANDS = pattern("(?<=[0-9])[,，](?=[0-9]{3})")
_KILO = pattern("(?<=[0-9])[k千]")
_SPOKEN = pattern(f"{NUMERAL[:-1]}两]+")
_BOUND_WORDS = (
    (pattern("(?:超过|多于|大于)(.+)|(.+)多字"), ">"),
    (pattern("(?:不到|少于|小于|不足)(.+)"), "<"),
    (pattern(r"(?:至少|不少于)(.+)|(.+)以上|(.+)\+"), ">="),
    (pattern("(?:最多|至多|不超过)(.+)|(.+)(?:以下|以内)"), "<="),
)
"""Words for the bounds of a number."""


@cache
def _bound(unit: str) -> re.Pattern[str]:
    return re.compile(f"([<>]=?|[≤≥]) ?([0-9]{{1,9}})(?:{re.escape(unit)})?")


@cache
def _spaced_bound(unit: str) -> re.Pattern[str]:
    return re.compile(rf"[<>＜＞≤≥]=?\s+[0-9０-９]+(?:{re.escape(unit)})?")


@cache
def _range(unit: str) -> re.Pattern[str]:
    last = rf"(-|–|—|~|至|到|\.\.)([0-9]{{1,9}})?(?:{re.escape(unit)})?"
    return re.compile(f"([0-9]{{1,9}})?(?:{re.escape(unit)})?(?:{last})?")
