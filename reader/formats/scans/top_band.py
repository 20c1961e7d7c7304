"""The band across the top of a page, with the paper's name and its day, which is read before the columns below it."""

from collections.abc import Iterator, Sequence
from itertools import chain

from reader.formats.scans.boxes import CutLine, PageRegion, Stretch
from reader.language.equality import simplified
from reader.newspaper.line_place import Box, hull

_MOST_LINES = 24
"""Maximum number of lines of a band."""
_MOST_ROWS = 8
"""Maximum number of its rows."""
_LEAST_BELOW = 4
"""Minimum number of lines below it."""
_MOST_OF_PAGE = 0.34
"""Maximum share of the lines' extent that the band takes."""
_CLOSE = 0.25
"""Overlap of rows, in heights of a line, that a skewed scan may have."""
_LARGE = 1.6
"""Minimum size of its type that is larger than running text."""
_WORD_SPACE = 0.7
"""Maximum white space within a line, in its height; parts farther apart are lines of their own."""


def band_of(texts: Sequence[str], boxes: Sequence[Box | None]) -> list[list[int]]:
    """Return the lines of the band at the top of a page, row by row, as lists of the parts of each; [] without a band.

    It ends at white space across the whole page; its day shows that it is a masthead, and it has no line of a text.
    `texts` and `boxes` are those of the lines of the page; the lists have their numbers from 0.
    """
    from reader.parsing import masthead_place  # a window that starts reads no page

    placed = [(box[1], at) for at, box in enumerate(boxes) if box is not None]
    ordered = [at for _, at in sorted(placed)]
    above: list[list[int]] = []
    for row, is_apart in _rows(ordered, boxes):
        above.append(row)
        count = sum(map(len, above))
        if count > _MOST_LINES or len(above) > _MOST_ROWS or len(ordered) - count < _LEAST_BELOW:
            return []
        lines = list(chain.from_iterable(_lines(row_above, boxes) for row_above in above))
        words = [" ".join(texts[at] for at in line) for line in lines]
        if any(masthead_place.is_text(simplified(text)) for text in words):
            return []
        if is_apart and _are_of_masthead(words):
            if _is_at_top(row, ordered, boxes):
                return lines
            return []
    return []


def region_of(lines: Sequence[Sequence[tuple[Box, float]]], first: int, body: float) -> PageRegion:
    """Return the region of a band: its larger lines are the head.

    Args:
        lines: The lines of the band, as the boxes and the numbers of characters of their parts.
        first: The number of the first part among the lines of the page.
        body: The size of the page's running text.
    """
    rows: list[list[CutLine]] = []
    number = first
    for parts in lines:
        row = []
        for box, breadth in parts:
            row.append(CutLine(number, box, breadth, (box[2] - box[0]) / max(breadth, 1.0) / body))
            number += 1
        rows.append(row)
    head = [row for row in rows if max(line.size for line in row) >= _LARGE]
    texts = [
        Stretch(row, hull([line.box for line in row]), rule_above=True) for row in rows if row not in head
    ]
    return PageRegion(head, texts, hull([line.box for line in chain.from_iterable(rows)]))


def _rows(ordered: Sequence[int], boxes: Sequence[Box | None]) -> Iterator[tuple[list[int], bool]]:
    """Yield the lines, from the top, in rows, each with whether white space is between it and all lines below."""
    row: list[int] = []
    top = 0.0
    bottom = 0.0
    deepest = float("-inf")
    for at in ordered:
        box = boxes[at]
        if box is None:
            continue
        overlap = _CLOSE * (bottom - top)
        if row and box[1] > bottom - overlap:
            yield row, box[1] > deepest - overlap
            row = []
        if not row:
            top = box[1]
            bottom = box[3]
        row.append(at)
        bottom = min(bottom, box[3])
        deepest = max(deepest, box[3])
    if row:
        yield row, True


def _lines(row: Sequence[int], boxes: Sequence[Box | None]) -> list[list[int]]:
    """Return a row, from the left, as lines of parts that are close to each other."""
    lines: list[list[int]] = []
    end = 0.0
    for box, at in sorted((box, at) for at in row if (box := boxes[at]) is not None):
        if not lines or box[0] - end > _WORD_SPACE * (box[3] - box[1]):
            lines.append([])
        lines[-1].append(at)
        end = box[2]
    return lines


def _are_of_masthead(texts: Sequence[str]) -> bool:
    """Return whether a line has a day as mastheads have it."""
    from reader.parsing import decoration, fields, latin_mastheads

    names_paper = any(map(latin_mastheads.is_name_of_paper, texts))
    for plain in map(simplified, texts):
        if not fields.masthead_fields(plain).has_year:
            continue
        if decoration.is_decoration(plain) or latin_mastheads.is_line_of_masthead(plain):
            return True
        if names_paper and latin_mastheads.is_day_of_place(plain):
            return True
    return False


def _is_at_top(row: Sequence[int], ordered: Sequence[int], boxes: Sequence[Box | None]) -> bool:
    placed_boxes = []
    for at in ordered:
        box = boxes[at]
        if box is not None:
            placed_boxes.append(box)
    top = min(box[1] for box in placed_boxes)
    bottom = max(box[3] for box in placed_boxes)
    end = max(box[3] for at in row if (box := boxes[at]) is not None)
    return end - top <= _MOST_OF_PAGE * (bottom - top)
