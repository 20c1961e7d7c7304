"""Geometry of the boxes of lines and rules; the reading order of the blocks or lines of a page (recursive XY cut); the
regions into which a page is cut, each a headline with its text.

A page is cut at gaps that cross it completely: into columns, or if there is only one, into rows; then each piece again.
For vertical Chinese the boxes are rotated first: bands from the top, in each the lines from the right.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, product
from typing import Protocol

from msgspec import Struct, field

from reader.newspaper.line_place import Box, hull

_FARTHEST = 1e7


def is_sound(box: Box, size: tuple[float, float] = (0.0, 0.0)) -> bool:
    """Return whether a box has a finite extent and is on the page; `size` may be unknown."""
    if not all(map(math.isfinite, box)) or box[2] <= box[0] or box[3] <= box[1]:
        return False
    width, height = size
    is_on_page = (
        box[0] > -0.1 * width and box[1] > -0.1 * height and box[2] < 1.1 * width and box[3] < 1.1 * height
    )
    return max(map(abs, box)) < _FARTHEST and (is_on_page or not width or not height)


def turned(box: Box) -> Box:
    """Return a box of a vertical page as it is after rotating the page, so that vertical lines become horizontal."""
    return box[1], -box[2], box[3], -box[0]


def shared(one: Box, other: Box, axis: int) -> float:
    """Return the length of the overlap of two boxes along an axis (0: horizontal, 1: vertical); a gap is negative."""
    return min(one[axis + 2], other[axis + 2]) - max(one[axis], other[axis])


def middle(box: Box, axis: int) -> float:
    """Return the middle of a box along the horizontal (0) or vertical (1) axis."""
    return (box[axis] + box[axis + 2]) / 2


def covered(rules: Sequence[Box], outer_box: Box, axis: int) -> float:
    """Return the length of a box covered by rules along an axis; the rules may be broken or overlap."""
    length = 0.0
    end = outer_box[axis]
    for rule in sorted(rules, key=lambda rule: rule[axis]):
        begin = max(rule[axis], end)
        stop = min(rule[axis + 2], outer_box[axis + 2])
        if stop > begin:
            length += stop - begin
            end = stop
    return length


# limits the recursion on pages with nonsensical boxes
_DEEPEST = 40
# Maximum numbers of boxes and rows in a group for joining rows; more are a page's lines, not blocks.
_MOST_JOINED = 1_000
_MOST_ROWS = 60
OVERLAP = 0.15
"""The share of a box that may overlap its neighbour: OCR programs draw boxes generously."""


def is_tall(box: Box) -> bool:
    """Return whether a line with this box is vertical."""
    return box[3] - box[1] > 1.5 * (box[2] - box[0])


def runs_rightward(boxes: Sequence[Box]) -> bool:
    """Return whether consecutive boxes at the same height go more often to the right than to the left."""
    steps = 0
    for before, after in pairwise(boxes):
        if after[1] < before[3] and before[1] < after[3]:
            across = after[0] + after[2]
            back = before[0] + before[2]
            steps += (across > back) - (across < back)
    return steps > 0


def reading_order(boxes: Sequence[Box], *, is_vertical: bool) -> list[int]:
    """Return the indexes of the boxes in reading order."""
    if is_vertical:
        boxes = [turned(box) for box in boxes]
    ordered: list[int] = []
    # groups of boxes that are still to be cut, each with how often it was: the next one is the last
    uncut: list[tuple[list[int], int]] = [(list(range(len(boxes))), 0)]
    while uncut:
        group, depth = uncut.pop()
        pieces: list[list[int]] = []
        if len(group) > 1 and depth < _DEEPEST:
            pieces = _pieces(boxes, group, is_vertical)
        if len(pieces) > 1:
            uncut += [(piece, depth + 1) for piece in reversed(pieces)]
        else:
            ordered += sorted(group, key=lambda at: (boxes[at][1], boxes[at][0]))
    return ordered


def _pieces(boxes: Sequence[Box], group: Sequence[int], is_vertical: bool) -> list[list[int]]:
    """Return the columns of a group. A single column is cut into rows, and adjacent rows that can be cut into
    common columns are joined again.
    """
    columns = _cut(boxes, group, 0, is_vertical)
    if len(columns) > 1:
        return columns
    rows = _cut(boxes, group, 1, is_vertical)
    if len(group) > _MOST_JOINED or len(rows) > _MOST_ROWS:
        return rows
    joined = rows[:1]
    for row in rows[1:]:
        together = joined[-1] + row
        columns = _cut(boxes, together, 0, is_vertical)
        if len(columns) > 1 and _are_level(boxes, columns):
            joined[-1] = together
        else:
            joined.append(row)
    return joined


def _cut(boxes: Sequence[Box], group: Sequence[int], axis: int, is_vertical: bool) -> list[list[int]]:
    """Return a group cut at all gaps along an axis (0: into columns from left to right, 1: into rows).

    A gap may be hidden by a small overlap, a share of the length of the box behind it; on a vertical page, whose lines
    are of very different lengths, also a share of what lies before it.
    """
    pieces: list[list[int]] = []
    begin = end = 0.0
    for at in sorted(group, key=lambda at: boxes[at][axis]):
        edge = boxes[at][axis]
        slack = OVERLAP * (boxes[at][axis + 2] - edge)
        if is_vertical:
            hidden = min(slack, OVERLAP * (end - begin))
        else:
            hidden = slack
        if not pieces or edge + hidden >= end:
            pieces.append([])
            begin = edge
            end = boxes[at][axis + 2] - slack
        else:
            end = max(end, boxes[at][axis + 2] - slack)
        pieces[-1].append(at)
    return pieces


class Boxed(Protocol):
    """What has a place on a page: a line, a headline, a stretch of lines, a region."""

    @property
    def box(self) -> Box: ...


def left_edge(boxed: Boxed) -> float:
    return boxed.box[0]


def upper_edge(boxed: Boxed) -> float:
    return boxed.box[1]


def upper_left(boxed: Boxed) -> tuple[float, float]:
    """Return the place that puts lines in order from the top, and beside each other from the left."""
    return boxed.box[1], boxed.box[0]


def _are_level(boxes: Sequence[Box], columns: Sequence[Sequence[int]]) -> bool:
    """Return whether boxes of neighbouring columns are beside each other: a short last line is beside nothing."""
    for left, right in pairwise(columns):
        pairs = product(left, right)
        if not any(boxes[a][1] < boxes[b][3] and boxes[b][1] < boxes[a][3] for a, b in pairs):
            return False
    return True


MOST_LINES = 5_000
"""Maximum number of lines of a page that is cut."""
# Minimum number of characters of parts of a row, and minimum white space between them, in sizes of the body's type,
# that may be of two columns.
_LONG = 6
_APART = 0.6


class CutLine(Struct):
    """A line to be placed: its box in reading direction, its number of characters, its size relative to the body.

    `is_across`: a horizontal line of a vertical page. `is_crossing`: the line is over several columns, its box over the
    first.
    """

    at: int
    box: Box
    count: float
    size: float = 1.0
    is_across: bool = False
    is_crossing: bool = False

    @property
    def thickness(self) -> float:
        return self.box[3] - self.box[1]


def hull_of(lines: Iterable[CutLine]) -> Box:
    """Return the box around lines."""
    return hull([line.box for line in lines])


class Stretch(Struct):
    """Rows of text below each other in one column; a row has several lines if it was recognized in parts."""

    lines: list[CutLine]
    box: Box
    rule_above: bool = False

    def add(self, line: CutLine) -> None:
        self.lines.append(line)
        self.box = hull((self.box, line.box))


class PageRegion(Struct):
    """A headline (rows of lines, from the top; empty if there is none), and the stretches of its text, in order.

    `is_opened`: a mark at the begin of its text tells that it is an article.
    """

    head: list[list[CutLine]] = field(default_factory=list)
    text: list[Stretch] = field(default_factory=list)
    box: Box = (0.0, 0.0, 0.0, 0.0)
    has_rule_beside: bool = False
    is_opened: bool = False


class CutPage(Struct, frozen=True):
    """The regions of a page in reading order; `body` is the size of its running text in the unit of the boxes.

    `has_column_heads`: it is divided at headings that are no larger.
    """

    regions: tuple[PageRegion, ...]
    body: float
    is_vertical: bool
    has_column_heads: bool = False


def rows_of(lines: Sequence[CutLine]) -> Iterator[list[CutLine]]:
    """Yield the rows that lines form, from the top, the lines of each from the left."""
    row: list[CutLine] = []
    for line in sorted(lines, key=lambda line: middle(line.box, 1)):
        if row and shared(row[-1].box, line.box, 1) < 0.5 * min(row[-1].thickness, line.thickness):
            yield sorted(row, key=lambda line: line.box[0])
            row = []
        row.append(line)
    if row:
        yield sorted(row, key=lambda line: line.box[0])


def is_over_columns(row: Sequence[CutLine], body: float) -> bool:
    """Return whether a row of text may be of several columns: a line is, or long parts are far from each other."""
    return any(line.is_crossing for line in row) or any(
        min(left.count, right.count) >= _LONG and right.box[0] - left.box[2] > _APART * body
        for left, right in pairwise(row)
    )


def neighbours(region: PageRegion, column: int, count: int) -> list[Box]:
    """Return the boxes of longer stretches above or below a short one, which show the edges of its column.

    `column` is the place of the stretch in the text of its region, `count` its number of rows; a long one shows its
    edges itself.
    """
    if count > 2:
        return []
    column_box = region.text[column].box
    return [
        stretch.box
        for stretch in region.text
        if len(stretch.lines) > 2
        and stretch.box[0] - (column_box[2] - column_box[0]) < column_box[0]
        and stretch.box[0] < column_box[2]
        and column_box[0] < stretch.box[2]
    ]
