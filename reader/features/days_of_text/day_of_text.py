"""The format of a day in a text of several days, and the division of a text into such files."""

import datetime as dt
from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from reader.features.days_of_text import dividing
from reader.formats.books import not_a_day
from reader.formats.decoding import decoded_otherwise, guessed, guesses_of, told_encoding
from reader.formats.reading import DayFile, SavedFile, SeveralDays
from reader.newspaper.article import LinePart, Reading, SourceText, StatedHead
from reader.newspaper.correction import Correction, CorrectionKind
from reader.newspaper.facts import Rule, fact_by
from reader.newspaper.issue import DateOrigin
from reader.newspaper.logical_clock import order_of
from reader.parsing import front_matter, parse, resolve

_MARK = b'{"yuebao":"text"'
_LEVELS = {LinePart.HEADLINE: "## ", LinePart.SUBHEAD: "### "}


class _Day(msgspec.Struct, frozen=True, tag="text", tag_field="yuebao"):
    """The lines of a section of a text, `above` lines below its beginning; `reading` is that of the whole text.

    `guesses` are those of its encoding.
    """

    encoding: str
    above: int
    head: StatedHead
    lines: tuple[str, ...]
    aside: int
    reading: Reading | None
    guesses: tuple[str, ...] = ()


_DECODER = msgspec.json.Decoder(_Day)
_ENCODER = msgspec.json.Encoder()


class DayOfText:
    """The format of one day in a text of several days, as `only_issue` writes it."""

    name = "day-of-text"

    def certainty(self, file: SavedFile) -> float:
        if file.data.startswith(_MARK):
            return 0.9
        return 0.0

    def read(self, file: SavedFile) -> SourceText:
        try:
            day = _DECODER.decode(file.data)
        except (ValueError, RecursionError):
            raise not_a_day() from None
        is_whole = 0 <= day.aside <= len(day.lines) and 0 <= day.above < 1 << 31
        if not is_whole or any("\n" in line for line in day.lines):
            raise not_a_day()
        encoding = day.encoding
        lines = day.lines
        encoding_fact = guessed(day.guesses)
        told = told_encoding(file.corrections)
        if told is not None:
            lines = tuple(decoded_otherwise(line, encoding, told) for line in lines)
            encoding = told
            encoding_fact = fact_by(Rule.CONFIRMED, told)
        return SourceText(
            file.name,
            encoding,
            lines,
            reading=day.reading,
            head=day.head,
            aside=day.aside,
            lines_above=day.above,
            encoding_fact=encoding_fact,
        )


def only_issue(source: SourceText, corrections: Sequence[Correction] = ()) -> SourceText:
    """See `formats.reading.only_issue`."""
    starts = _starts(source, corrections)
    if source.stated is not None and len(source.stated.articles) > 1 and not starts:
        return source
    first, lines = _printed(source)
    front = front_matter.end_of(source)
    text = []
    for at, line in enumerate(lines[: len(lines) - source.aside]):
        if at < front:
            text.append("")
        else:
            text.append(line)
    division = dividing.divide(text[first:])
    # the first day may stand only in the lines that repeat the markup
    full_division = dividing.divide(text) if first else division
    if len(full_division.sections) > sum(section.date is not None for section in division.sections):
        first = 0
        division = full_division
    sections = division.sections
    if starts:
        sections = sections or (_undivided(source, first, len(text), min(starts), division.doubted < 0),)
        sections = dividing.with_starts(sections, {at - first: date for at, date in starts.items()})
    if sections:
        raise SeveralDays([_file_of(source, lines, first, section) for section in sections], source)
    if division.doubted < 0 or source.stated is not None:
        return source
    head = source.head or StatedHead()
    return replace(source, head=replace(head, date=None, doubted=first + division.doubted + 1))


def _starts(source: SourceText, corrections: Sequence[Correction]) -> dict[int, dt.date]:
    """Return the dates of the days that begin at lines as the user has said, by the indices of these lines."""
    of_days = [correction for correction in corrections if correction.claim.kind is CorrectionKind.DAY]
    dates = {
        day_correction.uuid: day_correction.claim.date for day_correction in sorted(of_days, key=order_of)
    }
    lines = resolve(of_days, source).lines
    return {lines[uuid] - 1: date for uuid, date in dates.items() if uuid in lines and date}


def _undivided(source: SourceText, first: int, end: int, start: int, is_plain: bool) -> dividing.Section:
    """Return a text that names one day at most as a section, with paper and day as printed above the line `start`."""
    head = parse(replace(source, lines=source.lines[:start], stated=None, aside=0)).masthead
    if is_plain and head.date_origin is DateOrigin.PRINTED:
        date = head.date
    else:
        date = None
    heads: list[int] = []
    for begin, last in head.source_lines:
        heads += range(begin - 1 - first, last - first)
    return dividing.Section(0, end - first, date, head.title, tuple(heads), is_plain=is_plain)


def _printed(source: SourceText) -> tuple[int, Sequence[str]]:
    """Return the number of lines that only repeat the markup, and the lines, with headings that the markup states."""
    if source.stated is None:
        return source.head.line_count if source.head else 0, source.lines
    lines = [*source.lines]
    numbers = [number for article in source.stated.articles for number, _ in article.lines]
    for article in source.stated.articles:
        for number, part in article.lines:
            lines[number - 1] = _LEVELS.get(part, "") + lines[number - 1]
    return min(numbers, default=1) - 1, lines


def _file_of(source: SourceText, lines: Sequence[str], above: int, section: dividing.Section) -> DayFile:
    """Return a section as a file; the first one has the lines that only repeat the markup, the last one those aside."""
    is_last = section.end == len(lines) - above - source.aside
    first = section.first + above if section.first else 0
    end = len(lines) if is_last else section.end + above
    heads = [at + above - first + 1 for at in section.heads]
    numbers = source.head.page_lines if source.head else ()
    page_lines = [number - first for number in numbers if first < number <= end]
    paper = section.paper
    date = section.date
    date_of_reader = None
    if section.is_said:
        date_of_reader = date
        date = None
    if section.is_of_picture:
        paper = None
        date = None
    head = StatedHead(
        paper,
        date,
        line_count=0 if section.first else above,
        lines=tuple(heads),
        doubted=0 if section.date or section.month_day or section.is_plain else 1,
        said=date_of_reader,
        page_lines=tuple(page_lines),
    )
    aside = source.aside if is_last else 0
    guesses = guesses_of(source.encoding_fact)
    day = _Day(source.encoding, first, head, tuple(lines[first:end]), aside, source.reading, guesses)
    if section.date:
        about_day = section.date.isoformat()
    else:
        about_day = section.month_day
    return DayFile(section.paper or "", about_day, _ENCODER.encode(day))
