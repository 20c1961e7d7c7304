"""Excerpts of a source file: the lines of a text, the lines around, and the characters that the text left out."""

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from reader.language.forms import search_form
from reader.newspaper.article import Article, LineSpan

_AROUND = 12
"""Number of lines before and after the text that are shown, except blank ones."""

_MOST_BETWEEN = 12
"""Maximum number of lines shown between two parts of a text; of a longer gap, only both ends are shown."""


class LineRelation(StrEnum):
    IN = "in"
    """A line of the text."""
    ASIDE = "aside"
    """A line between two parts of the text that does not belong to it."""
    AROUND = "around"
    """A line before or after the text."""
    SKIPPED = "skipped"
    """A placeholder for several lines that are not shown."""


class ExcerptLine(Struct, frozen=True):
    """Line `number` of the file, unchanged; `dropped` has the spans [start, end) that the text lacks.

    `faint` are those of which the OCR program was not certain.
    """

    number: int
    text: str
    standing: LineRelation
    dropped: tuple[tuple[int, int], ...] = ()
    faint: tuple[tuple[int, int], ...] = ()


class Excerpt(Struct, frozen=True):
    """The lines of a source file with a text.

    `joined` is the number of parts from which the text was joined. `has_changed` is whether the file seems to have
    changed since the text was read, so that the lines may be wrong.
    """

    path: str
    lines: tuple[ExcerptLine, ...]
    joined: int
    has_changed: bool = False


def spans_of_text(article: Article, text: str) -> tuple[LineSpan, ...]:
    """Return the lines of a text of the article: those of the block that contains it, else those above all blocks."""
    for block in article.blocks:
        if text and (block.text == text or text in block.text):
            return block.source_lines
    first = min((a for block in article.blocks for a, _ in block.source_lines), default=None)
    head = [(a, b if first is None else min(b, first - 1)) for a, b in article.source_lines]
    return tuple((a, b) for a, b in head if a <= b) or article.source_lines


def excerpt(path: str, lines: Sequence[str], spans: Sequence[LineSpan], text: str) -> Excerpt:
    """Return an excerpt of a file with the lines of `spans`, which contain the text, and those between and around."""
    inside = [number for a, b in spans for number in range(a, min(b, len(lines)) + 1)]
    if not inside:
        return Excerpt(path, (), 0, has_changed=True)
    wanted_form = search_form(text)

    def holds_text(numbers: Sequence[int]) -> bool:
        return wanted_form in search_form("".join(lines[n - 1] for n in numbers))

    if wanted_form:  # the lines of a head are those of all its storeys
        while holds_text(inside[1:]):
            del inside[0]
        while holds_text(inside[:-1]):
            del inside[-1]
    shown = range(max(inside[0] - _AROUND, 1), min(inside[-1] + _AROUND, len(lines)) + 1)
    left = text
    found: list[ExcerptLine] = []
    wanted = set(inside)
    for number in shown:
        line = lines[number - 1]
        if number in wanted:
            dropped, left = _dropped(line, left)
            found.append(ExcerptLine(number, line, LineRelation.IN, dropped))
        elif line.strip():
            is_between = inside[0] < number < inside[-1]
            found.append(ExcerptLine(number, line, LineRelation.ASIDE if is_between else LineRelation.AROUND))
    joined = sum(any(a <= number <= b for number in inside) for a, b in spans)
    has_changed = bool(search_form(left)) and not holds_text(inside)
    return Excerpt(path, tuple(_with_gaps_short(found)), joined, has_changed)


def _dropped(line: str, text: str) -> tuple[tuple[tuple[int, int], ...], str]:
    """Return the spans of characters in the line that the text lacks, and the rest of the text after this line."""
    spans: list[tuple[int, int]] = []
    at = 0
    for place, character in enumerate(line):
        while at < len(text) and text[at].isspace() and not character.isspace():
            at += 1
        if at < len(text) and text[at] == character:
            at += 1
        elif spans and spans[-1][1] == place:
            spans[-1] = (spans[-1][0], place + 1)
        else:
            spans.append((place, place + 1))
    return tuple(spans), text[at:]


def _with_gaps_short(lines: Sequence[ExcerptLine]) -> list[ExcerptLine]:
    """Return the lines with a placeholder for the middle of long runs of `ASIDE` lines."""
    short: list[ExcerptLine] = []
    run: list[ExcerptLine] = []
    for line in [*lines, None]:
        if line is not None and line.standing is LineRelation.ASIDE:
            run.append(line)
            continue
        if len(run) > _MOST_BETWEEN:
            half = _MOST_BETWEEN // 2
            skipped = ExcerptLine(run[half].number, "", LineRelation.SKIPPED)
            run = [*run[:half], skipped, *run[-half:]]
        short += run
        run = []
        if line is not None:
            short.append(line)
    return short
