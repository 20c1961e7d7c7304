"""Where the texts of an article are: the lines of its file, with excerpts of them, and boxes on its page's picture."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import chain
from statistics import median

from msgspec import Struct

from reader.formats.page_boxes import Box, LineBox
from reader.language.forms import search_form
from reader.newspaper.article import Article, LineSpan, is_in_spans

_WIDEST = 1.2
"""Maximum width of a line in one column, in median widths of the article's lines; headlines may span several."""
_FARTHEST = 2.5
"""Maximum distance between consecutive lines of a column, in line heights."""
_LEAST_BESIDE = 0.6
"""Minimum horizontal overlap of two lines of a column, as a share of the shorter one."""

Place = tuple[int, int]
"""A line of the file (from 1) and a character in it (from 0)."""


class Region(Struct, frozen=True):
    """A part of an article's outline: the bounding box of consecutive lines in one column.

    `are_vertical` is whether the lines are vertical, so that the column extends horizontally.
    """

    box: Box
    are_vertical: bool


def places_of(lines: Sequence[str], spans: Sequence[LineSpan], text: str) -> list[Place | None]:
    """Return for each character of a text its place in the lines of `spans`; None for those that are not found.

    White space is ignored.
    """
    line_signs = list(_signs_of(lines, spans))
    text_signs = [(at, sign) for at, sign in enumerate(text) if not sign.isspace()]
    places: list[Place | None] = [None] * len(text)
    without_spaces = "".join(sign for _, sign in text_signs)
    begin = "".join(sign for sign, _ in line_signs).find(without_spaces)
    if begin >= 0:
        for (at, _), (_, place) in zip(text_signs, line_signs[begin:], strict=False):
            places[at] = place
        return places
    done = 0
    for sign, place in line_signs:  # joining lines to a text may have dropped characters
        if done < len(text_signs) and text_signs[done][1] == sign:
            places[text_signs[done][0]] = place
            done += 1
    return places


def _signs_of(lines: Sequence[str], spans: Sequence[LineSpan]) -> Iterator[tuple[str, Place]]:
    """Yield the characters of the lines of `spans` that are no white space, with their places."""
    for a, b in spans:
        for number in range(a, min(b, len(lines)) + 1):
            for at, sign in enumerate(lines[number - 1]):
                if not sign.isspace():
                    yield sign, (number, at)


def places_in(lines: Sequence[str], article: Article, text: str, block: int | None) -> list[Place | None]:
    """Return for each character of a text of the article its place in the file; None for those that are not found.

    `block` is the index of the block with this text, needed as other blocks may contain it, too; None for a text of the
    head.
    """
    is_block = block is not None and block < len(article.blocks) and article.blocks[block].text == text
    if block is not None and is_block:
        spans = article.blocks[block].source_lines
    else:
        spans = None
    return places_of(lines, spans or spans_of_text(article, text), text)


def faint_spans(
    places: Sequence[Place | None], faint: Mapping[int, Sequence[tuple[int, int]]]
) -> list[tuple[int, int]]:
    """Return the spans [start, end) of a text that are faint in the lines of its file.

    `places` are those of the text's characters; `faint` has the spans of the lines by their numbers.
    """
    spans: list[tuple[int, int]] = []
    for at, place in enumerate(places):
        if place is None or not any(start <= place[1] < end for start, end in faint.get(place[0], ())):
            continue
        if spans and spans[-1][1] == at:
            spans[-1] = (spans[-1][0], at + 1)
        else:
            spans.append((at, at + 1))
    return spans


class PrintedLines:
    """The printed lines of a page with their boxes, by line number in the file."""

    def __init__(self, boxes: Sequence[LineBox] = ()) -> None:
        self._of_line: dict[int, list[LineBox]] = {}
        for box in boxes:
            self._of_line.setdefault(box.line, []).append(box)

    def boxes_at(self, places: Iterable[Place | None]) -> list[Box]:
        boxes = []
        for number, start, end in _runs(places):
            for line in self._of_line.get(number, ()):
                for box in _within(line, start, end):
                    boxes.append(box)
        return boxes

    def box_near(self, places: Sequence[Place | None], at: int) -> Box | None:
        """Return the box of the character at offset `at` in a text, whose characters are at `places`.

        If it has none, the box of the next character that has one, else of the nearest before; None without any.
        """
        for place in (*places[at:], *reversed(places[:at])):
            if place is not None and place[0] in self._of_line:
                return next(iter(self.boxes_at([place])), self._of_line[place[0]][0].box)
        return None

    def line_near(self, spans: Sequence[LineSpan], across: float, down: float) -> int | None:
        """Return the number of the line in `spans` that is printed nearest to a point; None if no line has a box."""
        near = []
        for number, boxes in self._of_line.items():
            if is_in_spans(number, spans):
                for line_box in boxes:
                    near.append((_distance(line_box.box, across, down), number))
        if near:
            return min(near)[1]
        return None


def regions_of(boxes: Sequence[LineBox]) -> tuple[Region, ...]:
    """Return the outline of an article's lines, which are in order: a region for each run of lines in one column."""
    if not boxes:
        return ()
    are_vertical = sum(is_tall(line_box.box) for line_box in boxes) > len(boxes) / 2
    turned = []
    for line_box in boxes:
        if are_vertical:
            turned.append(_turned(line_box.box))
        else:
            turned.append(line_box.box)
    width = median(box.right - box.left for box in turned)
    height = median(box.bottom - box.top for box in turned)
    regions: list[Box] = []
    for box in turned:
        if regions and _is_in_column(regions[-1], box, width, height):
            regions[-1] = box_around(regions[-1], box)
        else:
            regions.append(box)
    if are_vertical:
        regions = [_turned(box) for box in regions]
    return tuple(Region(box, are_vertical) for box in regions)


def _is_in_column(column: Box, line: Box, width: float, height: float) -> bool:
    """Return whether a line continues a column; `width` and `height` are the median sizes of the lines."""
    widths = (column.right - column.left, line.right - line.left)
    overlap = min(column.right, line.right) - max(column.left, line.left)
    apart = max(line.top - column.bottom, column.top - line.bottom)
    return (
        max(widths) <= _WIDEST * max(width, min(widths))
        and overlap >= _LEAST_BESIDE * min(widths)
        and apart <= _FARTHEST * height
    )


def _runs(places: Iterable[Place | None]) -> Iterator[tuple[int, int, int]]:
    """Yield runs of consecutive characters in one line: the line's number, and the characters [start, end)."""
    run: tuple[int, int, int] | None = None
    for place in places:
        if place is None:
            continue
        number, at = place
        if run is not None and run[0] == number and run[2] <= at:
            run = (number, run[1], at + 1)
        else:
            if run is not None:
                yield run
            run = (number, at, at + 1)
    if run is not None:
        yield run


def _within(line: LineBox, start: int, end: int) -> Iterator[Box]:
    """Yield the box around characters [start, end) of a printed line, if it has boxes of words.

    The characters of a word are assumed to be equally wide.
    """
    outer_box: Box | None = None
    for word in line.words:
        first = max(start, word.start)
        last = min(end, word.end)
        if first < last:
            box = piece(word.box, first - word.start, last - word.start, word.end - word.start)
            if outer_box is not None:
                outer_box = box_around(outer_box, box)
            else:
                outer_box = box
    if outer_box is not None:
        yield outer_box


def piece(box: Box, start: int, end: int, count: int) -> Box:
    """Return the part of a box with characters [start, end) of `count` evenly spaced ones."""
    if is_tall(box) and count > 1:
        step = (box.bottom - box.top) / count
        return Box(box.left, box.top + start * step, box.right, box.top + end * step)
    step = (box.right - box.left) / count
    return Box(box.left + start * step, box.top, box.left + end * step, box.bottom)


def is_tall(box: Box) -> bool:
    return box.bottom - box.top > 1.5 * (box.right - box.left)


def _turned(box: Box) -> Box:
    """Return the box with its axes swapped, so that vertical lines are handled as horizontal ones."""
    return Box(box.top, box.left, box.bottom, box.right)


def box_around(one: Box, other: Box) -> Box:
    return Box(
        min(one.left, other.left),
        min(one.top, other.top),
        max(one.right, other.right),
        max(one.bottom, other.bottom),
    )


def _distance(box: Box, across: float, down: float) -> float:
    side_distance = max(box.left - across, 0.0, across - box.right)
    above = max(box.top - down, 0.0, down - box.bottom)
    return side_distance * side_distance + above * above


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
    spans = chain.from_iterable(block.source_lines for block in article.blocks)
    first_of_blocks = min((first for first, _ in spans), default=None)
    if first_of_blocks is None:
        return article.source_lines
    head = [(first, min(last, first_of_blocks - 1)) for first, last in article.source_lines]
    return tuple((first, last) for first, last in head if first <= last) or article.source_lines


def _touches(span: LineSpan, numbers: Sequence[int]) -> bool:
    first, last = span
    return any(first <= number <= last for number in numbers)


def excerpt(path: str, lines: Sequence[str], spans: Sequence[LineSpan], text: str) -> Excerpt:
    """Return an excerpt of a file with the lines of `spans`, which contain the text, and those between and around."""
    inside = list(chain.from_iterable(range(a, min(b, len(lines)) + 1) for a, b in spans))
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
    line_numbers = range(max(inside[0] - _AROUND, 1), min(inside[-1] + _AROUND, len(lines)) + 1)
    left = text
    excerpt_lines: list[ExcerptLine] = []
    text_numbers = set(inside)
    for number in line_numbers:
        line = lines[number - 1]
        if number in text_numbers:
            dropped, left = _dropped(line, left)
            excerpt_lines.append(ExcerptLine(number, line, LineRelation.IN, dropped))
        elif line.strip():
            is_between = inside[0] < number < inside[-1]
            excerpt_lines.append(
                ExcerptLine(number, line, LineRelation.ASIDE if is_between else LineRelation.AROUND)
            )
    joined = len([span for span in spans if _touches(span, inside)])
    has_changed = bool(search_form(left)) and not holds_text(inside)
    return Excerpt(path, tuple(_with_gaps_short(excerpt_lines)), joined, has_changed)


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
