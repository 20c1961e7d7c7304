"""The sentences of a text that is to be checked, each with the year and month that the text is about."""

import datetime as dt
import re
from collections.abc import Iterator

from msgspec import Struct

from reader.language.dates.date_expressions import days_of
from reader.language.numbers import NUMERAL, number_of
from reader.language.patterns import pattern

LONGEST = 400
"""The most characters of a sentence; a longer one is checked in pieces."""
_MARKUP = pattern(
    r"^[ \t　]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+|\[\^[^\]]{1,20}\]:[ \t]*)+|\*\*|__|\[\^[^\]]{1,20}\]"
)
"""Signs of Markdown that are no words: heads, quotes, lists, emphasis, footnotes."""
_ENDS = pattern(r"[。！？!?]+[”’」』）)]*|[；;](?=.{8})|\n+")
_YEAR = pattern(
    rf"(?:公元)?[12１２][0-9０-９]{{3}}年|(?<!{NUMERAL})[一][〇零○一二三四五六七八九]{{3}}年"
    rf"|二[〇零○][〇零○一二三四五六七八九]{{2}}年|(?:民国|光绪|宣统){NUMERAL}{{1,3}}年"
)
_MONTH = pattern(rf"(?<!{NUMERAL})({NUMERAL}{{1,2}})月")
_LAST_MONTH = 12


class Sentence(Struct, frozen=True):
    """A sentence, where it stands in the whole text, and the year and month that were told last above it."""

    text: str
    start: int
    year: int | None = None
    month: int | None = None

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def without_markup(text: str) -> str:
    """Return a text without the signs of Markdown, and with one kind of line end."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_MARKUP.sub("", line) for line in lines)


def sentences_of(text: str, year: int | None = None) -> Iterator[Sentence]:
    """Yield the sentences of a text in order; `year` is the one that it is about before it tells one itself."""
    month: int | None = None
    for start, words in _pieces(text):
        yield Sentence(words, start, year, month)
        told_year = _last_year(words)
        told_month = _last_month(words)
        if told_year is not None:
            year = told_year
            month = None
        if told_month is not None:
            month = told_month


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Yield the sentences with their places, without the white space around them."""
    begin = 0
    for match in _ENDS.finditer(text):
        yield from _bounded(text, begin, match.end())
        begin = match.end()
    yield from _bounded(text, begin, len(text))


def _bounded(text: str, begin: int, end: int) -> Iterator[tuple[int, str]]:
    for first in range(begin, end, LONGEST):
        words = text[first : min(first + LONGEST, end)]
        stripped = words.strip(" \t\n　")
        if stripped:
            yield first + words.index(stripped), stripped


def _last_year(text: str) -> int | None:
    years = [year for year in map(year_of, _YEAR.finditer(text)) if year is not None]
    return years[-1] if years else None


def year_of(match: re.Match[str]) -> int | None:
    days = days_of(match[0], dt.date.today())
    if days is None:
        return None
    return days.first.year


def years_in(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield the years that a text states in full: where they begin and end, and which they are."""
    for match in _YEAR.finditer(text):
        year = year_of(match)
        if year is not None:
            yield match.start(), match.end(), year


def _last_month(text: str) -> int | None:
    numbers = [number_of(match[1]) for match in _MONTH.finditer(text)]
    months = [number for number in numbers if number is not None and 1 <= number <= _LAST_MONTH]
    return months[-1] if months else None
