"""The tiers of a vertical page: text that goes on below a headline, in its tier or the one below.

A headline may be shorter than its tier; then columns of its text stand below it, before those that fill the tier.

Pages are turned (`page_cut.py`): a tier is a column here, and what is printed below stands to the right.
"""

from collections.abc import Sequence
from itertools import chain, pairwise

from reader.features.page_cutting.page_piece import LARGE, Head
from reader.formats.scans.boxes import (
    CutLine,
    Stretch,
    hull_of,
    rows_of,
    upper_left,
)

_RUNNING = 6
"""Minimum number of characters of a column of text that tells where its tier begins and ends."""
# In sizes of the body's type: how far the begins of the columns of a tier may be apart; the maximum white space between
# two tiers.
_ALIKE = 0.5
_WIDEST = 3.0
_MOST_CUT = 400
"""Maximum number of columns that were cut behind a mark; with more the boxes are nonsensical."""
_NO_SPACE = 0.3
"""Maximum white space between the parts of a column, in sizes of the body's type."""


def _is_running(line: CutLine) -> bool:
    return line.count >= _RUNNING and line.size < LARGE and not line.is_across


def join_cut_columns(stretches: Sequence[Stretch], body: float) -> list[Stretch]:
    """Return the stretches of a piece; the parts of a column that was cut behind a mark are in one again.

    Where text stands below a headline, a mark at its height may seem to hang over the end of a tier.
    """
    home_by_line: dict[int, int] = {}
    for number, stretch in enumerate(stretches):
        for line in stretch.lines:
            home_by_line[line.at] = number
    parts = _parts_of_columns(list(chain.from_iterable(stretch.lines for stretch in stretches)), body)
    cut = [(left, right) for left, right in parts if _is_cut(left, right, body)]
    if not 0 < len(cut) <= _MOST_CUT:
        return list(stretches)
    for left, right in cut:
        if not _is_end_of_tier(right.box[0], parts, body):
            home_by_line[right.at] = home_by_line[left.at]
    lines_by_stretch: list[list[CutLine]] = [[] for _ in stretches]
    for line in chain.from_iterable(stretch.lines for stretch in stretches):
        lines_by_stretch[home_by_line[line.at]].append(line)
    joined = []
    for stretch, lines in zip(stretches, lines_by_stretch, strict=True):
        if lines:
            joined.append(Stretch(sorted(lines, key=upper_left), hull_of(lines), stretch.rule_above))
    return joined


def _parts_of_columns(lines: Sequence[CutLine], body: float) -> list[tuple[CutLine, CutLine]]:
    """Return the columns of text with what stands near behind them at their height."""
    parts = []
    for row in rows_of(lines):
        for left, right in pairwise(row):
            if _is_running(left) and right.box[0] - left.box[2] < _WIDEST * body:
                parts.append((left, right))
    return parts


def _is_cut(left: CutLine, right: CutLine, body: float) -> bool:
    return right.size < LARGE and abs(right.box[0] - left.box[2]) < _NO_SPACE * body


def _is_end_of_tier(begin: float, parts: Sequence[tuple[CutLine, CutLine]], body: float) -> bool:
    """Return whether there is white space before most of the columns that begin at a place."""
    level = [(left, right) for left, right in parts if abs(right.box[0] - begin) < _ALIKE * body]
    cut_count = sum(_is_cut(left, right, body) for left, right in level)
    return 2 * cut_count <= len(level)


def head_before(stretch: Stretch, heads: Sequence[Head], body: float) -> int:
    """Return the number of the headline whose article goes on in a stretch below it, the last that begins before that;
    -1 if there is none, or the tier of the stretch has headlines of its own.
    """
    begin, top, end, _ = stretch.box
    last = -1
    for number, head in enumerate(heads):
        if begin - body < head.box[0] < end:
            return -1
        is_above = head.box[2] < begin + _ALIKE * body and head.box[1] < top + _ALIKE * body
        if is_above and (last < 0 or head.box[1] > heads[last].box[1]):
            last = number
    return last
