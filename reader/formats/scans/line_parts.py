"""Cuts recognized lines that extend over several columns into the parts printed in each column, by their words.

Where the gutter is narrow or a rule is not recognized, OCR programs join lines of neighbouring columns; where rows are
close, they draw one box around two of them. The boxes of the words show both errors.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from reader.newspaper.line_place import Box

Words = Sequence[tuple[str, Box]]

_WIDE = 2.5
"""White space that always divides a line, in sizes of the line's own type."""
_GUTTER = 0.6
"""Minimum width of a gutter, in sizes of the body's type."""
_HANGING = frozenset("，。、；：！？")
"""Punctuation that is printed beyond the end of a full line, where it may fill the gutter."""
_EDGE = 0.5
"""Maximum distance of a part's beginning from the left edge of its column, in sizes of the body's type."""
# Minimum number of lines with the same left edge that form a column, and the vertical distance in which they are
# counted, in sizes of the body's type.
_LEAST_EDGES, _NEAR = 4, 15.0
_THICKER = 1.3
"""A line's box this many times as thick as its words is considered wrong."""


class LineParts:
    """Finds the parts of the lines of one page, whose boxes are in reading direction (a vertical page is rotated).

    `are_joined`: they were joined of words, across gutters that a mark fills.
    """

    def __init__(
        self,
        lines: Sequence[tuple[Box, Words]],
        body: float,
        rules: Sequence[Box],
        *,
        are_joined: bool = False,
    ) -> None:
        self._body, self._are_joined = body, are_joined
        self._rules = [rule for rule in rules if rule[3] - rule[1] > 3 * max(body, rule[2] - rule[0])]
        begins = [
            box for box, _ in lines
        ]  # and those of parts, as all lines of a column may run on from the last
        begins += [
            right
            for _, words in lines
            for (_, left), (_, right) in pairwise(words)
            if right[0] - left[2] > _GUTTER * body
        ]
        self._edges = sorted((box[0], (box[1] + box[3]) / 2) for box in begins)

    def of(self, words: Words) -> list[range]:
        """Return the parts of a line as ranges of its words."""
        least = 0.2 * self._body
        begins = [0]
        end = words[0][1][2] if words else 0.0
        for at, (_, box) in enumerate(words):
            can_be_parted = at and (box[0] - end > least or words[at - 1][0][-1:] in _HANGING)
            if can_be_parted and self._is_parted(words, at):
                begins.append(at)
            end = box[2]
        return [range(begin, end) for begin, end in zip(begins, [*begins[1:], len(words)], strict=True)]

    def _is_parted(self, words: Words, at: int) -> bool:
        left, right = words[at - 1][1], words[at][1]
        gap = right[0] - left[2]
        size = min(max(left[3] - left[1], right[3] - right[1]), 4 * self._body)
        if gap > _WIDE * max(size, self._body):
            return True
        middle = (right[1] + right[3]) / 2
        for rule in self._rules:
            if (
                left[2] - 0.2 * self._body < (rule[0] + rule[2]) / 2 < right[0] + 0.2 * self._body
                and rule[1] < middle < rule[3]
            ):
                return True
        gap = max(gap, _with_mark(words[at - 1], gap) - 0.7 * self._body)
        is_gutter = gap > _GUTTER * self._body or (self._are_joined and words[at - 1][0][-1:] in _HANGING)
        return is_gutter and size < 2 * self._body and self._begins_column(right[0], middle)

    def _begins_column(self, left: float, middle: float) -> bool:
        slack = _EDGE * self._body
        begin, end = bisect_left(self._edges, (left - slack,)), bisect_right(self._edges, (left + slack,))
        near = (abs(down - middle) < _NEAR * self._body for _, down in self._edges[begin:end][:2_000])
        return sum(near) >= _LEAST_EDGES


def _with_mark(word: tuple[str, Box], gap: float) -> float:
    """Return the white space behind a word and the mark at its end, which may hang in it; 0 without a mark."""
    text, box = word
    return gap + (box[2] - box[0]) / len(text) if text[-1:] in _HANGING else 0.0


def tight_box(words: Words, box: Box) -> Box:
    """Return the box of a line, reduced to the height of its words if it is much thicker than most of these."""
    tops = [each[1] for word, each in words for _ in word[:9]]
    bottoms = [each[3] for word, each in words for _ in word[:9]]
    top, bottom = max(median(tops), box[1]), min(median(bottoms), box[3])
    return (box[0], top, box[2], bottom) if 0 < _THICKER * (bottom - top) < box[3] - box[1] else box
