"""Where the columns of a page end: breaks between neighbours in a row that the rows above and below have, too.

A single line tells nothing: a detector joins lines over a gutter that a mark fills, and a line may be recognised in
parts. What several rows near each other agree on is a gutter.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from math import inf
from operator import attrgetter

from msgspec import Struct

from reader.newspaper.line_place import Box

# Sizes are multiples of that of the body's type.
# How far two rows' breaks may be apart; by how much the line behind one may be indented.
_ALIKE = 0.6
_INDENT = 2.4
_WIDEST = 3.0
"""Maximum white space between neighbours in a row."""
# Maximum vertical distance of rows that agree, and of the row after the next one.
_NEAR = 15.0
_NEXT = 3.0
_COVERED = 1.5
"""A line over a break is over this much on each side of it."""
_LARGE = 1.4
"""Minimum size of a headline, which may be over any columns."""
_NEAREST = 8
"""The number of rows, those nearest to a line, that decide."""
_MOST_OVER = 0.25
"""Maximum share of these that have a line over the break."""
_MOST = 2_000
"""Maximum number of lines that one is compared with."""


class Segment(Struct, frozen=True):
    """A line, or a part of one, in reading direction; `soft` are places in it at which it may have to be cut.

    `size` is that of its type: boxes of lines that are not quite level are higher.
    """

    box: Box
    size: float
    soft: tuple[float, ...] = ()

    @property
    def down(self) -> float:
        return (self.box[1] + self.box[3]) / 2


class ColumnBreaks:
    """The breaks of a page; `body` is the size of its type."""

    def __init__(self, segments: Iterable[Segment], body: float) -> None:
        self._body = body
        self._segments = sorted(segments, key=attrgetter("down"))
        self._downs = [segment.down for segment in self._segments]
        self._breaks = sorted(self._found())

    def _found(self) -> Iterator[tuple[float, float, float]]:
        """Yield where each line begins, the height, and where the line before it in the row ends, -inf without one."""
        rows: dict[int, list[Box]] = {}
        for segment in self._segments:
            rows.setdefault(int(segment.down // self._body), []).append(segment.box)
        ends = {at: sorted(box[2] for box in row) for at, row in rows.items()}
        for line_segment in self._segments:
            row_number = int(line_segment.down // self._body)
            left = line_segment.box[0]
            before = [
                ends[at][last - 1]
                for at in (row_number - 1, row_number, row_number + 1)
                if at in ends and (last := bisect_right(ends[at], left + _ALIKE * self._body))
            ]
            end = max(before, default=-inf)
            yield left, line_segment.down, end if left - end < _WIDEST * self._body else -inf

    def is_break(self, left: float, down: float, least: int, indent: float = _INDENT) -> bool:
        """Return whether a column begins at `left` in the row at the height `down`: at least so many rows nearby say
        so, one of them without a larger indent than `indent`, and few lines are over it.
        """
        agreeing = self._agreeing(left, down)
        if len(agreeing) < least or (indent < _INDENT and not self._agreeing(left, down, indent)):
            return False
        votes = [*((away, False) for away in agreeing), *((away, True) for away in self._over(left, down))]
        nearest = sorted(votes)[:_NEAREST]
        return sum(is_over for _, is_over in nearest) <= _MOST_OVER * len(nearest)

    def _agreeing(self, left: float, down: float, indent: float = _INDENT) -> list[float]:
        """Return how far the rows are that break there."""
        body = self._body
        begin = bisect_left(self._breaks, (left - _ALIKE * body,))
        end = bisect_right(self._breaks, (left + indent * body,))
        return [
            abs(other - down)
            for begins, other, ends in self._breaks[begin:end][:_MOST]
            if 0.5 * body < abs(other - down) < _NEAR * body
            and ends < left + _ALIKE * body
            and (begins < left + _ALIKE * body or ends > left - 2 * body)
        ]

    def _over(self, left: float, down: float) -> list[float]:
        """Return how far the lines are that are over it."""
        body = self._body
        begin = bisect_left(self._downs, down - _NEAR * body)
        end = bisect_right(self._downs, down + _NEAR * body)
        return [
            abs(segment.down - down)
            for segment in self._segments[begin:end][:_MOST]
            if abs(segment.down - down) > 0.5 * body
            and segment.box[0] < left - _COVERED * body
            and segment.box[2] > left + _COVERED * body
            and segment.size < _LARGE
            and not any(abs(soft - left) < _ALIKE * body for soft in segment.soft)
        ]

    def first_within(self, box: Box, least: int) -> float | None:
        """Return where the second of the columns begins that a line with this box is over; None if it is in one, does
        not begin where others do, or the row above or below is over the same place.
        """
        body = self._body
        down = (box[1] + box[3]) / 2
        if not self._agreeing(box[0], down) and not self._agreeing(box[0] - 2 * body, down):
            return None
        begins = self._begins_between(box[0] + 2 * body, box[2] - _COVERED * body, down, _NEXT)
        for begin in begins:
            if self.is_break(begin, down, least) and min(self._over(begin, down), default=inf) > _NEXT * body:
                return begin
        return None

    def are_between(self, left: float, right: float, down: float, least: int) -> bool:
        """Return whether a column begins between two places in the row at the height `down`."""
        begins = self._begins_between(left, right, down, _NEAR)
        return any(self.is_break(begin, down, least) for begin in begins)

    def _begins_between(self, left: float, right: float, down: float, near: float) -> list[float]:
        """Return where lines begin in the rows up to `near` sizes of the body away, each place once."""
        begin = bisect_left(self._breaks, (left,))
        end = bisect_right(self._breaks, (right,))
        line_begins: list[float] = []
        for begins, other, _ in self._breaks[begin : max(begin, end)][:_MOST]:
            is_new = not line_begins or begins - line_begins[-1] > 0.3 * self._body
            if is_new and abs(other - down) < near * self._body:
                line_begins.append(begins)
        return line_begins
