"""The issues in a book (EPUB, Word): one, or several that are read like the files of a container."""

import datetime as dt
from collections.abc import Mapping, Sequence

import msgspec

from reader.formats.headed_text import HeadedArticle
from reader.formats.page_names import NamedDay
from reader.formats.reading import DayFile, SavedFile, SeveralDays, UnreadableFile
from reader.formats.text_builder import TextBuilder
from reader.i18n import say
from reader.newspaper.article import LinePart, LineSpan, Reading, SourceText, StatedIssue

_MARK = b'{"yuebao":"day"'


class _Day(msgspec.Struct, frozen=True, tag="day", tag_field="yuebao", omit_defaults=True):
    """The text of one day with the structure that the book states; `left_out` as in `Reading`, the rest as in
    `SourceText`.
    """

    encoding: str
    lines: tuple[str, ...]
    stated: StatedIssue = msgspec.field(name="told")  # these bytes are digested: the name stays as it was
    left_out: tuple[str, ...]
    aside: int = 0
    spans: tuple[LineSpan, ...] = ()


_DECODER, _ENCODER = msgspec.json.Decoder(_Day), msgspec.json.Encoder()


class DayOfBook:
    """The format of one day in a book of several days, as `encoded` writes it."""

    name = "day-of-book"

    def certainty(self, file: SavedFile) -> float:
        return 0.9 if file.data.startswith(_MARK) else 0.0

    def read(self, file: SavedFile) -> SourceText:
        try:
            day = _DECODER.decode(file.data)
        except (ValueError, RecursionError):
            raise not_a_day() from None
        numbers = [number for article in day.stated.articles for number, _ in article.lines]
        is_whole = numbers == sorted(set(numbers)) and numbers[:1] > [0] and numbers[-1] <= len(day.lines)
        if not is_whole or any("\n" in line for line in day.lines):
            raise not_a_day()
        reading = Reading("", 0.0, day.left_out)
        is_sound = len(day.spans) in (0, len(day.lines)) and 0 <= day.aside <= len(day.lines) - numbers[-1]
        return SourceText(
            file.name,
            day.encoding,
            day.lines,
            day.stated,
            reading,
            aside=day.aside if is_sound else 0,
            spans=day.spans if is_sound else (),
        )


def not_a_day() -> UnreadableFile:
    return UnreadableFile(say("这不是合订本里的一天。"))


def encoded(source: SourceText) -> bytes:
    """Return one day of a book as the bytes of a file of the format `DayOfBook`."""
    left_out = source.reading.left_out if source.reading else ()
    stated = source.stated or StatedIssue(())
    return _ENCODER.encode(
        _Day(source.encoding, source.lines, stated, left_out, aside=source.aside, spans=source.spans)
    )


def only(sources: Sequence[SourceText]) -> SourceText:
    """Return the only issue of a book. Raises SeveralDays if it has several."""
    if len(sources) > 1:
        raise SeveralDays([_day_file(source) for source in sources])
    return sources[0]


def _day_file(source: SourceText) -> DayFile:
    stated = source.stated or StatedIssue(())
    return DayFile(stated.title or "", stated.date.isoformat() if stated.date else "", encoded(source))


def days_in(articles: Sequence[HeadedArticle]) -> list[NamedDay | None]:
    """Return the distinct days of a book's articles in order of appearance, None for articles without one.

    If there is at most one dated day, all articles belong to it: the list has one item, which may be None.
    """
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
    """Return the issues of a book, one for each day; days without articles are omitted.

    Args:
        name: The path of the book in the library.
        articles: All articles of the book.
        head: The lines of the masthead for each day.
        title: The newspaper's name as the book states it; a heading with another name takes precedence.
        date: The date of the book, for a book of one day whose headings have no date.
        left_out: What of the book was not read, in words.
    """
    days = days_in(articles)
    of_whole = [say("整个合订本里的{what}", what=say("、").join(left_out))] if left_out else ()
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
                left_out=left_out if is_alone else of_whole,
            )
        )
    return [source for source in found if source.stated and source.stated.articles] or found[:1]
