"""The text of recognised pages with what is told of it: how sure its program was, and where its lines are printed."""

from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import chain
from operator import mul

from msgspec.structs import replace

from reader.formats.reading import NotAnIssue, SavedFile
from reader.formats.scans.scanned_page import (
    ScannedLine,
    ScannedPage,
    ScannedWord,
    WrittenLine,
    lines_of,
    written,
)
from reader.formats.scans.unknown_script import LineAsRead, is_unknown_script
from reader.i18n import say
from reader.newspaper.article import FAINT, SURE, Quality, Reading, SourceText
from reader.newspaper.line_place import LinePlace

_MOST_PASSED_OVER = 40
"""Maximum number of characters of a text line that are skipped to find the next word in it."""
# The certainty below which an OCR program was not certain of a word, and that from which on it was.
CERTAIN = 0.7
_SURE = 0.98


def source_of(file: SavedFile, encoding: str, pages: Iterable[ScannedPage]) -> SourceText:
    """Return the text of pages, with the lines of `written`. Raises NotAnIssue if they have no text."""
    pages = list(pages)
    lines = list(written(pages))
    if not lines:
        raise NotAnIssue(say("没有文字的识别结果"))
    texts = tuple(line.text for line in lines)
    reading = Reading("", 0.0, quality=quality_of(pages))
    printed: list[tuple[int, ScannedLine]] = []
    for number, line in enumerate(lines, 1):
        printed += [(number, printed_line) for printed_line in line.printed]
    source = SourceText(file.name, encoding, texts, reading=reading, certainty=certainty_of(texts, printed))
    return with_places(source, lines)


def with_quality(page: ScannedPage) -> ScannedPage:
    """Return a page with the quality of its words, if its file states how certain each is: not one for all."""
    lines = list(lines_of(page.blocks))
    words = list(chain.from_iterable(line.with_certainty() for line in lines))
    lengths = [len(word.text) for word in words]
    characters = sum(lengths)
    if not characters or len({word.certainty for word in words}) < 2:
        return page
    mean = sum(map(mul, (word.certainty for word in words), lengths)) / characters
    unsure = sum(len(word.text) for word in words if word.certainty < CERTAIN)
    quality = Quality(characters, round(mean, 4), unsure, CERTAIN)
    is_told = page.quality is not None and page.quality.unknown_script > 0
    if not is_told and is_unknown_script([_as_read(line) for line in lines]):
        quality = replace(quality, unknown_script=1)
    if page.quality is None:
        return replace(page, quality=quality)
    return replace(page, quality=quality.and_of(page.quality))


def _as_read(line: ScannedLine) -> LineAsRead:
    """Return a line without its box, which is that of a column in some files, and a guess in others."""
    return LineAsRead([(word.text, word.certainty) for word in line.with_certainty()])


def quality_of(pages: Iterable[ScannedPage]) -> Quality | None:
    """Return the quality of all pages that state one; None if none does."""
    qualities = [page.quality for page in pages if page.quality is not None]
    if qualities:
        return reduce(Quality.and_of, qualities)
    return None


def certainty_of(texts: Sequence[str], printed: Iterable[tuple[int, ScannedLine]]) -> tuple[str, ...]:
    """Return the marks of `SourceText.certainty`; none if the file states no certainties, or one for all words.

    `printed` are the printed lines, each with the number, from 1, of that of the `texts` which contains it.
    """
    words: list[tuple[int, ScannedWord]] = []
    for line_number, line in printed:
        words += [(line_number, line_word) for line_word in line.with_certainty()]
    if len({line_word.certainty for _, line_word in words}) < 2:
        return ()
    marks = [[" "] * len(text) for text in texts]
    ends = [0] * len(texts)
    for number, word in words:
        at = ends[number - 1]
        text = texts[number - 1]
        begin = text.find(word.text, at, at + len(word.text) + _MOST_PASSED_OVER)
        if begin >= 0:
            end = ends[number - 1] = begin + len(word.text)
            marks[number - 1][begin:end] = _mark_of(word) * len(word.text)
    return tuple(map("".join, marks))


def _mark_of(word: ScannedWord) -> str:
    if word.certainty < CERTAIN:
        return FAINT
    if word.certainty >= _SURE:
        return SURE
    return " "


def with_places(source: SourceText, lines: Sequence[WrittenLine | None]) -> SourceText:
    """Return a text with the places of its lines; `lines` has None for lines that are not printed."""
    places: list[LinePlace | None] = []
    misplaced = []
    over_columns = 0
    for number, line in enumerate(lines, 1):
        place = None
        if line is not None:
            place = line.place
            if line.is_misplaced:
                misplaced.append(number)
        if place is not None and place.is_over_columns:
            over_columns += 1
        places.append(place)
    if over_columns and source.reading is not None:
        quality = replace(source.reading.quality or Quality(), over_columns=over_columns)
        source = replace(source, reading=replace(source.reading, quality=quality))
    if not any(places):
        places = []
    return replace(source, places=tuple(places), misplaced=tuple(misplaced))
