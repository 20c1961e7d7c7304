"""The issues that a book holds (EPUB, Word): one, or one a day, each of which lies in the book as in a container."""

import datetime as dt
from collections.abc import Mapping, Sequence

import msgspec

from reader.formats.packages.headed_text import HeadedArticle
from reader.formats.page_names import NamedDay
from reader.formats.reading import NotAnIssue, SavedFile, UnreadableFile
from reader.formats.told_text import TextBuilder
from reader.i18n import say
from reader.newspaper.article import LinePart, Reading, SourceText, Told

_MARK = b'{"yuebao":"day"'


class _Day(msgspec.Struct, frozen=True, tag="day", tag_field="yuebao"):
    """The text of a day, what is told of it, and what of the book is not in it."""

    encoding: str
    lines: tuple[str, ...]
    told: Told
    left_out: tuple[str, ...]


_DECODER, _ENCODER = msgspec.json.Decoder(_Day), msgspec.json.Encoder()


class DayOfBook:
    """The format of what lies in a book of several days."""

    name = "day-of-book"

    def certainty(self, file: SavedFile) -> float:
        return 0.9 if file.data.startswith(_MARK) else 0.0

    def read(self, file: SavedFile) -> SourceText:
        try:
            day = _DECODER.decode(file.data)
        except (msgspec.DecodeError, RecursionError):
            raise _not_a_day() from None
        numbers = [number for article in day.told.articles for number, _ in article.lines]
        is_whole = numbers == sorted(set(numbers)) and numbers[:1] > [0] and numbers[-1] <= len(day.lines)
        if not is_whole or any("\n" in line for line in day.lines):
            raise _not_a_day()
        return SourceText(file.name, day.encoding, day.lines, day.told, Reading("", 0.0, day.left_out))


def _not_a_day() -> UnreadableFile:
    return UnreadableFile(say("这不是合订本里的一天。"))


def encoded(source: SourceText) -> bytes:
    """Return a day of a book as bytes."""
    left_out = source.reading.left_out if source.reading else ()
    return _ENCODER.encode(_Day(source.encoding, source.lines, source.told or Told(()), left_out))


def only(sources: Sequence[SourceText]) -> SourceText:
    """Return the issue of a book that holds but one. Raises NotAnIssue: several are read by themselves."""
    if len(sources) > 1:
        raise NotAnIssue(what_it_is())
    return sources[0]


def what_it_is() -> str:
    """Return what a book of several days is, in few words, by which it is counted."""
    return say("合订本（每天另计）")


def days_in(articles: Sequence[HeadedArticle]) -> list[NamedDay | None]:
    """Return the days of a book's articles, in their order; one, if no heading tells two apart."""
    days = list(dict.fromkeys(article.day for article in articles))
    if len(days) > 2 or (len(days) == 2 and None not in days):
        return days
    return [next((day for day in days if day is not None), None)]


def sources_of(
    name: str,
    articles: Sequence[HeadedArticle],
    head: Mapping[NamedDay | None, Sequence[str]],
    *,
    title: str | None,
    date: dt.date | None,
    left_out: Sequence[str],
) -> list[SourceText]:
    """Return the issues of a book, a day each; `title` and `date` are those of the book, `head` what stands above."""
    days = days_in(articles)
    found = []
    for day in days:
        is_alone = len(days) == 1
        builder = TextBuilder()
        for line in [line for of in head if is_alone or of == day for line in head[of]]:
            builder.add_masthead(line)
        for article in articles:
            if is_alone or article.day == day:
                notes = ((LinePart.PARAGRAPH, note) for note in article.notes)
                builder.add_article([*article.parts, *notes], article.page)
        found.append(
            builder.source(
                name,
                "utf-8",
                title=(day.paper if day else None) or title,
                date=day.date if day else date if is_alone else None,
                is_dated_by_address=False,
                left_out=left_out if is_alone or not left_out else [_of_whole(left_out)],
            )
        )
    return [source for source in found if source.told and source.told.articles] or found[:1]


def _of_whole(left_out: Sequence[str]) -> str:
    return say("整个合订本里的{what}", what=say("、").join(left_out))
