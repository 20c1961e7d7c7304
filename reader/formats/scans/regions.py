"""The regions into which a page is cut, each a headline with its text."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct, field

from reader.formats.scans.boxes import middle, shared
from reader.newspaper.line_place import Box, hull

MOST_LINES = 5_000
"""Maximum number of lines of a page that is cut."""
# Minimum number of characters of parts of a row, and minimum white space between them, in sizes of the body's type,
# that may be of two columns.
_LONG, _APART = 6, 0.6


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
