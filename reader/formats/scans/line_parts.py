"""Cuts recognized lines that extend over several columns into the parts printed in each column, by their words.

Where the gutter is narrow or a rule is not recognized, OCR programs join lines of neighbouring columns; where rows are
close, they draw one box around two of them. The boxes of the words show both errors.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from reader.formats.scans.column_breaks import ColumnBreaks, Segment
from reader.newspaper.line_place import Box, hull

Words = Sequence[tuple[str, Box]]

_WIDE = 2.5
"""White space that always divides a line, in sizes of the line's own type."""
_GUTTER = 0.6
"""Minimum width of a gutter, in sizes of the body's type."""
_HANGING = frozenset("，。、；：！？”’）》】〕」』％,.;:!?)]%…")
"""Punctuation that is printed beyond the end of a full line, where it may fill the gutter."""
_SOFT = 0.2
"""Minimum white space at which a line may be cut where a column ends, in sizes of the body's type."""
# Minimum number of rows nearby in which a column ends there: at a gap as wide as a gutter, at a narrower one or a mark.
_LEAST_ROWS, _LEAST_SOFT = 3, 2
_HIGH = 1.6
"""The height of a character's box that is taken for its size, at most, as a multiple of its width."""
_EVEN = 0.6
"""Maximum indent of the row that tells where a line without a gutter is cut, in sizes of the body's type."""
_NARROWEST = 4.0
"""Minimum width of a column in sizes of the body's type: what is left of a narrower one is an indent."""
_THICKER = 1.3
"""A line's box this many times as thick as its words is considered wrong."""


class LineParts:
    """Finds the parts of the lines of one page, whose boxes are in reading direction (a vertical page is rotated)."""

    def __init__(self, lines: Sequence[tuple[Box, Words]], body: float, rules: Sequence[Box]) -> None:
        self._body = body
        self._rules = [rule for rule in rules if rule[3] - rule[1] > 3 * max(body, rule[2] - rule[0])]
        self._breaks = ColumnBreaks(
            (segment for box, words in lines for segment in self._segments(box, words)), body
        )

    def _segments(self, box: Box, words: Words) -> Iterator[Segment]:
        """Yield a line, cut at gaps as wide as a gutter."""
        begins = [at for at in range(1, len(words)) if _gap(words, at) > _GUTTER * self._body]
        for begin, end in pairwise([0, *begins, len(words)]) if words else ():
            soft = (words[at][1][0] for at in range(begin + 1, end) if self._may_be_cut(words, at))
            whole = hull([words[begin][1], words[end - 1][1]])
            length = sum(len(text) for text, _ in words[begin:end])
            yield Segment(whole, (whole[2] - whole[0]) / max(length, 1) / self._body, tuple(soft))
        if not words:
            yield Segment(box, (box[3] - box[1]) / self._body)

    def _may_be_cut(self, words: Words, at: int) -> bool:
        return _gap(words, at) > _SOFT * self._body or words[at - 1][0][-1:] in _HANGING

    def of(self, words: Words) -> list[range]:
        """Return the parts of a line as ranges of its words."""
        begins = [0]
        for at in range(1, len(words)):
            if self._may_be_cut(words, at) and self._is_parted(words, at):
                begins.append(at)
        return [range(begin, end) for begin, end in zip(begins, [*begins[1:], len(words)], strict=True)]

    def _is_parted(self, words: Words, at: int) -> bool:
        left, right = words[at - 1][1], words[at][1]
        gap = right[0] - left[2]
        # a line that is not quite level has high boxes, but no wide ones
        high, wide = (max(left[axis + 2] - left[axis], right[axis + 2] - right[axis]) for axis in (1, 0))
        size = min(high, _HIGH * wide, 4 * self._body)
        if gap > _WIDE * max(size, self._body):
            return True
        middle = (right[1] + right[3]) / 2
        for rule in self._rules:
            if (
                left[2] - 0.2 * self._body < (rule[0] + rule[2]) / 2 < right[0] + 0.2 * self._body
                and rule[1] < middle < rule[3]
            ):
                return True
        is_gutter = gap > _GUTTER * self._body
        if not is_gutter and right[0] - words[0][1][0] < _NARROWEST * self._body:
            return False
        if size >= 2 * self._body:
            return False
        if is_gutter:
            return self._breaks.is_break(right[0], middle, _LEAST_ROWS)
        return self._breaks.is_break(right[0], middle, _LEAST_SOFT, _EVEN)


def _gap(words: Words, at: int) -> float:
    return words[at][1][0] - words[at - 1][1][2]


def tight_box(words: Words, box: Box) -> Box:
    """Return the box of a line, reduced to the height of its words if it is much thicker than most of these."""
    tops = [each[1] for word, each in words for _ in word[:9]]
    bottoms = [each[3] for word, each in words for _ in word[:9]]
    top, bottom = max(median(tops), box[1]), min(median(bottoms), box[3])
    return (box[0], top, box[2], bottom) if 0 < _THICKER * (bottom - top) < box[3] - box[1] else box
