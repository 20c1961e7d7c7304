"""The format of a day in a text of several days, and the division of a text into such files."""

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from reader.formats.reading import DayFile, SavedFile, SeveralDays, UnreadableFile
from reader.i18n import say
from reader.newspaper.article import LinePart, Reading, SourceText, StatedHead
from reader.parsing import days_of_text, front_matter

_MARK = b'{"yuebao":"text"'
_LEVELS = {LinePart.HEADLINE: "## ", LinePart.SUBHEAD: "### "}


class _Day(msgspec.Struct, frozen=True, tag="text", tag_field="yuebao"):
    """The lines of a section of a text, `above` lines below its beginning; `reading` is that of the whole text."""

    encoding: str
    above: int
    head: StatedHead
    lines: tuple[str, ...]
    aside: int
    reading: Reading | None


_DECODER, _ENCODER = msgspec.json.Decoder(_Day), msgspec.json.Encoder()


class DayOfText:
    """The format of one day in a text of several days, as `only` writes it."""

    name = "day-of-text"

    def certainty(self, file: SavedFile) -> float:
        return 0.9 if file.data.startswith(_MARK) else 0.0

    def read(self, file: SavedFile) -> SourceText:
        try:
            day = _DECODER.decode(file.data)
        except (ValueError, RecursionError):
            raise _not_a_day() from None
        is_whole = 0 <= day.aside <= len(day.lines) and 0 <= day.above < 1 << 31
        if not is_whole or any("\n" in line for line in day.lines):
            raise _not_a_day()
        return SourceText(
            file.name,
            day.encoding,
            day.lines,
            reading=day.reading,
            head=day.head,
            aside=day.aside,
            lines_above=day.above,
        )


def _not_a_day() -> UnreadableFile:
    return UnreadableFile(say("这不是合订本里的一天。"))


def only(source: SourceText) -> SourceText:
    """Return a text of one issue, with the note that its day is in doubt if it names several.

    Raises SeveralDays if it can be divided into days.
    """
    if source.stated is not None and len(source.stated.articles) > 1:
        return source
    first, lines = _printed(source)
    front = front_matter.end_of(source)
    text = ["" if at < front else line for at, line in enumerate(lines[: len(lines) - source.aside])]
    division = days_of_text.divide(text[first:])
    # the first day may stand only in the lines that repeat the markup
    whole = days_of_text.divide(text) if first else division
    if len(whole.sections) > sum(section.date is not None for section in division.sections):
        first, division = 0, whole
    if division.sections:
        days = [_file_of(source, lines, first, section) for section in division.sections]
        raise SeveralDays(days, source)
    if division.doubted < 0 or source.stated is not None:
        return source
    head = source.head or StatedHead()
    return replace(source, head=replace(head, date=None, doubted=first + division.doubted + 1))


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


def _file_of(source: SourceText, lines: Sequence[str], above: int, section: days_of_text.Section) -> DayFile:
    """Return a section as a file; the first one has the lines that only repeat the markup, the last one those aside."""
    is_last = section.end == len(lines) - above - source.aside
    first = section.first + above if section.first else 0
    end = len(lines) if is_last else section.end + above
    head = StatedHead(
        None if section.is_of_picture else section.paper,
        None if section.is_of_picture else section.date,
        0 if section.first else above,
        tuple(at + above - first + 1 for at in section.heads),
        0 if section.date or section.month_day else 1,
    )
    aside = source.aside if is_last else 0
    day = _Day(source.encoding, first, head, tuple(lines[first:end]), aside, source.reading)
    date = section.date.isoformat() if section.date else section.month_day
    return DayFile(section.paper or "", date, _ENCODER.encode(day))
