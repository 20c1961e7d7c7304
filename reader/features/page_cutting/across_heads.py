"""Horizontal headlines of a vertical page, and the columns below them.

A vertical page is turned before it is cut (`page_cut.py`), so that headlines are above their text. A horizontal
headline is above its text as the page is printed. So the boxes are transposed: right becomes left, down stays down.
"""

from collections.abc import Sequence
from itertools import pairwise

from msgspec import structs

from reader.features.page_cutting.page_piece import LARGE, Head, Piece, Rules
from reader.features.page_cutting.page_regions import regions_of
from reader.formats.scans.boxes import middle, shared
from reader.formats.scans.regions import CutLine, PageRegion, Stretch
from reader.newspaper.line_place import Box, hull

# The minimum width of a horizontal line, as a multiple of its height; the maximum height of a single character, as a
# multiple of its width.
_WIDE, _SQUARE = 1.2, 1.5
# The maximum distance of a single character from the line that it is part of, in its size; the maximum white space
# below a headline, in sizes of the body's type.
_NEXT, _BELOW = 2.0, 3.0
_MOST_ACROSS = 300


def transposed(box: Box) -> Box:
    """Return a box of a turned page as it is on the page as printed, seen in a mirror; and the other way round."""
    return box[1], box[0], box[3], box[2]


def mark_across(lines: Sequence[CutLine]) -> None:
    """Mark the horizontal lines of a page that is turned, and the single characters that were read apart from them."""
    for line in lines:
        wide, high = line.box[3] - line.box[1], line.box[2] - line.box[0]
        line.is_across = line.count > 1 and wide > _WIDE * high
    across = [line for line in lines if line.is_across][:_MOST_ACROSS]
    for line in lines:
        high = line.box[2] - line.box[0]
        if line.count <= 1 and high <= _SQUARE * (line.box[3] - line.box[1]):
            line.is_across = any(
                shared(line.box, other.box, 0) > 0.7 * max(high, other.box[2] - other.box[0])
                and -shared(line.box, other.box, 1) < _NEXT * high
                for other in across
            )


def regions_across(
    lines: list[CutLine], rules: Rules, *, is_leftward: bool
) -> tuple[list[PageRegion], list[CutLine]]:
    """Return the regions of horizontal headlines, in reading order, and the lines that are in none.

    `is_leftward`: the headlines run from right to left. The boxes of lines in headlines are transposed.
    """
    heads = [line for line in lines if line.is_across and line.size >= LARGE]
    texts = [line for line in lines if not line.is_across and line.size < LARGE]
    if not heads or not texts:
        return [], lines
    small = [line for line in lines if line.is_across and line.size < LARGE]
    columns = [_transposed(each) for each in Piece(texts, rules).stretches]
    piece = Piece(
        [structs.replace(line, box=transposed(line.box)) for line in (*heads, *small)],
        Rules(
            [transposed(rule) for rule in rules.down], [transposed(rule) for rule in rules.across], rules.body
        ),
        columns,
    )
    piece.stretches = [part for each in piece.stretches for part in _split(each, piece.heads, rules.body)]
    regions = [region for region in regions_of(piece) if region.head and region.text]
    for region in regions:
        region.text = [_transposed(each) for each in region.text]
        if not is_leftward:
            region.head = [row[::-1] for row in region.head]
    used = {line.at for region in regions for row in region.head for line in row}
    used |= {line.at for region in regions for each in region.text for line in each.lines}
    return regions, [line for line in lines if line.at not in used]


def _transposed(stretch: Stretch) -> Stretch:
    lines = [structs.replace(line, box=transposed(line.box)) for line in stretch.lines]
    return Stretch(lines, transposed(stretch.box), stretch.rule_above)


def _split(stretch: Stretch, heads: Sequence[Head], body: float) -> list[Stretch]:
    """Return the columns of a stretch that are below one headline each, if there are two or more above it."""
    above = [
        head
        for head in heads
        if shared(head.box, stretch.box, 0) > body and -body < stretch.box[1] - head.box[3] < _BELOW * body
    ]
    above.sort(key=lambda head: head.box[0])
    parts = [stretch]
    for left, right in pairwise(above):
        lines = parts[-1].lines

        def misfit(
            at: int, left: Head = left, right: Head = right, lines: Sequence[CutLine] = lines
        ) -> float:
            ours, theirs = (
                (lines[0].box[0] + lines[at - 1].box[2]) / 2,
                (lines[at].box[0] + lines[-1].box[2]) / 2,
            )
            return abs(middle(left.box, 0) - ours) + abs(middle(right.box, 0) - theirs)

        if len(lines) < 2:
            break
        at = min(range(1, len(lines)), key=misfit)
        parts[-1:] = [
            Stretch(some, hull([line.box for line in some]), each)
            for some, each in ((lines[:at], parts[-1].rule_above), (lines[at:], False))
        ]
    return parts
