"""Corpora: texts whose words, or characters, have their classes beside them; read without these.

A corpus whose lines begin with day, page, article and paragraph (19980305-01-002-003) tells its articles.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from reader.formats.books import only
from reader.formats.text_builder import TextBuilder
from reader.language.dates.calendar import day_written
from reader.language.patterns import pattern
from reader.newspaper.article import LinePart, LineSpan, SourceText
from reader.newspaper.facts import Rule

_CLASS = pattern(r"[/_#|][A-Za-z]{1,5}[0-9]?$")
_OF_SEVERAL = pattern(r"\][/_]?[A-Za-z]{0,5}$")
_PLACE = pattern(
    r"((?:18|19|20)\d\d)-?(\d\d)-?(\d\d)-(\d{1,3})-(\d{1,4})(?:-(\d{1,4}))?(?:[/_#|][A-Za-z]+)?$"
)
_LONGEST_HEADLINE = 40
_ENDS_OF_SENTENCES = "。！？!?；;，,"
_LATIN = pattern(r"[A-Za-zÀ-ɏЀ-ӿ0-9]")


class _Place(Struct, frozen=True):
    """Where a paragraph of a corpus is from; `day` is YYYY-MM-DD."""

    day: str
    page: str
    article: str


class _Paragraph(Struct, frozen=True):
    number: int
    text: str
    place: _Place


def without_classes(source: SourceText) -> SourceText:
    """Return a text without the classes of its words: cut into days and articles where the lines tell these."""
    paragraphs = [*_placed(source.lines)]
    printed = sum(bool(line.strip()) for line in source.lines)
    if paragraphs and len(paragraphs) == printed:
        return only(_issues(source, paragraphs))
    return replace(source, lines=tuple(_plain(line.split()) for line in source.lines))


def _placed(lines: Sequence[str]) -> Iterator[_Paragraph]:
    """Yield the paragraphs of the lines that begin with their place."""
    for number, line in enumerate(lines, 1):
        words = line.split()
        match = _PLACE.match(words[0]) if words else None
        if match is not None:
            day = f"{match[1]}-{match[2]}-{match[3]}"
            yield _Paragraph(number, _plain(words[1:]), _Place(day, str(int(match[4])), match[5]))


def _plain(words: Sequence[str]) -> str:
    """Return words without their classes, and without the brackets around names of several words."""
    return _joined([_CLASS.sub("", _OF_SEVERAL.sub("", word.lstrip("[") or word)) for word in words])


def _joined(words: Sequence[str]) -> str:
    """Return words as a text: with spaces only between those of letters that are parted so."""
    text = ""
    for word in words:
        is_parted = bool(text) and _LATIN.match(text[-1]) is not None and _LATIN.match(word) is not None
        if is_parted:
            text += " "
        text += word
    return text


def _issues(source: SourceText, paragraphs: Sequence[_Paragraph]) -> list[SourceText]:
    """Return the text of each day: an article of each number on its page, the first short line its headline."""
    issues = []
    for day, of_day in groupby(sorted(paragraphs, key=_day_of), key=_day_of):
        issues.append(_issue(source, day_written(day), [*of_day]))
    return issues


def _day_of(paragraph: _Paragraph) -> str:
    return paragraph.place.day


def _place_of(paragraph: _Paragraph) -> _Place:
    return paragraph.place


def _issue(source: SourceText, date: dt.date | None, paragraphs: Sequence[_Paragraph]) -> SourceText:
    builder = TextBuilder()
    builder.add_masthead(date)
    spans: list[LineSpan] = [(0, 0)] * len(builder.lines)
    for place, of_article in groupby(paragraphs, key=_place_of):
        printed = [paragraph for paragraph in of_article if paragraph.text]
        if not printed:
            continue
        spans += [(0, 0)] * bool(builder.lines)
        builder.add_article(_parts(printed), place.page)
        spans += [(paragraph.number, paragraph.number) for paragraph in printed]
    text = builder.source(
        source.path, source.encoding, title=None, date=date, is_dated_by_address=False, rule=Rule.RECORD
    )
    return replace(text, spans=tuple(spans), encoding_fact=source.encoding_fact)


def _parts(paragraphs: Sequence[_Paragraph]) -> Iterator[tuple[LinePart, str]]:
    first, *rest = paragraphs
    is_headline = len(first.text) <= _LONGEST_HEADLINE and not first.text.endswith(tuple(_ENDS_OF_SENTENCES))
    if is_headline and rest:
        yield LinePart.HEADLINE, first.text
    else:
        yield LinePart.PARAGRAPH, first.text
    for paragraph in rest:
        yield LinePart.PARAGRAPH, paragraph.text


_NUMBER = re.compile(r"\d{1,4}")


def joined_words(source: SourceText) -> SourceText:
    """Return a text with a word or a character a line as one whose lines are the runs between blank lines."""
    lines: list[str] = []
    spans: list[LineSpan] = []
    numbered = enumerate(source.lines, 1)
    for is_blank, run in groupby(numbered, key=_is_blank):
        of_run = [*run]
        if is_blank:
            lines.append("")
            spans.append((0, 0))
        else:
            lines.append(_joined([_word_of(line) for _, line in of_run]))
            spans.append((of_run[0][0], of_run[-1][0]))
    return replace(source, lines=tuple(lines), spans=tuple(spans))


def _is_blank(numbered: tuple[int, str]) -> bool:
    return not numbered[1].strip()


def _word_of(line: str) -> str:
    """Return the word of a line: its first column, or the second where the first one counts the words."""
    columns = line.split()
    if len(columns) > 2 and _NUMBER.fullmatch(columns[0]):
        return columns[1]
    return columns[0]
