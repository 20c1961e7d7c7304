"""Geometry of the boxes of lines and rules: overlaps, and whether a box is plausible."""

import math
from collections.abc import Sequence

from reader.newspaper.line_place import Box

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


def covered(rules: Sequence[Box], whole: Box, axis: int) -> float:
    """Return the length of a box covered by rules along an axis; the rules may be broken or overlap."""
    length, end = 0.0, whole[axis]
    for rule in sorted(rules, key=lambda rule: rule[axis]):
        begin, stop = max(rule[axis], end), min(rule[axis + 2], whole[axis + 2])
        if stop > begin:
            length += stop - begin
            end = stop
    return length
