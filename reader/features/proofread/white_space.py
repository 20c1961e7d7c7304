"""Marks that were lost: the type leaves white space for them, behind a character or at the end of its line.

Small marks are what detectors miss. Characters stand side by side; where the next one is a character's width away, or a
line that goes on ends so much before the others of its column, a mark is most likely printed there.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from reader.features.proofread.printed_line import Cell, Line
from reader.i18n import say
from reader.library.answers import LikelyCharacter

_LEAST_CELLS = 8
"""The minimum number of characters of a line that is compared with others."""
_BESIDE = 6
"""The number of lines before and behind one that tell how long its column is."""
_LEAST_FULL = 4
"""The minimum number of these that end where the column ends."""
# In widths of a character: how far the ends of full lines, and the begins of lines of a column, may be apart; how much
# white space a mark leaves at the end of a line; how far the middles of characters are apart that have a mark between.
_LEVEL = 0.35
_MARK = (0.6, 1.4)
_APART = (1.5, 2.2)
_MARKS = "，。"
_MOST_WIDE = 0.1
"""The maximum share of wide white space in a line; where there is more, it is set wide."""


def lost_in_white(lines: Sequence[Line]) -> Iterator[tuple[Cell, Sequence[LikelyCharacter]]]:
    """Yield the characters behind which a mark was lost, with what they most likely are with it."""
    long = [line for line in lines if len(line.cells) >= _LEAST_CELLS]
    for number, line in enumerate(long):
        for cell in _before_white(line):
            yield from _with_marks(cell)
        near = [*long[max(0, number - _BESIDE) : number], *long[number + 1 : number + 1 + _BESIDE]]
        after = long[number + 1 : number + 2]
        if after and _goes_on(line.cells[-1], after[0].cells[0]) and _is_short_by_a_mark(line, near):
            yield from _with_marks(line.cells[-1])


def _with_marks(cell: Cell) -> Iterator[tuple[Cell, Sequence[LikelyCharacter]]]:
    if cell.place is not None and _is_han(cell):
        because = say("字后空着一个字的地方，大约有标点没有认出")
        yield cell, [LikelyCharacter(cell.place, cell.sign + mark, because) for mark in _MARKS]


def _is_han(cell: Cell) -> bool:
    return cell.sign.isalpha() and not cell.sign.isascii()


def _before_white(line: Line) -> list[Cell]:
    """Return the characters of a line that are a character's width away from the next one."""
    least, most = _APART
    wide = _width(line)
    before_white = []
    for cell, after in pairwise(line.cells):
        apart = (_middle(after, line) - _middle(cell, line)) / wide
        is_between = _is_han(cell) and _is_han(after) and not after.has_space
        if is_between and least < apart < most:
            before_white.append(cell)
    if len(before_white) > max(1, _MOST_WIDE * len(line.cells)):
        return []
    return before_white


def _width(line: Line) -> float:
    """Return the usual distance between the middles of characters next to each other."""
    middles = [_middle(cell, line) for cell in line.cells]
    return max(median(after - before for before, after in pairwise(middles)), 1.0)


def _middle(cell: Cell, line: Line) -> float:
    if line.is_vertical:
        return (cell.box.top + cell.box.bottom) / 2
    return (cell.box.left + cell.box.right) / 2


def _goes_on(last: Cell, first: Cell) -> bool:
    """Return whether a paragraph goes on from the last character of a line to the first one of another."""
    if last.place is None or first.place is None or last.article != first.article:
        return False
    return (last.place.where, last.place.index) == (first.place.where, first.place.index)


def _is_short_by_a_mark(line: Line, near: Sequence[Line]) -> bool:
    begin, end = _ends(line)
    wide = _width(line)
    full_ends = []
    for other in near:
        other_begin, other_end = _ends(other)
        if other.is_vertical == line.is_vertical and abs(other_begin - begin) < _LEVEL * wide:
            full_ends.append(other_end)
    full = max(full_ends, default=end)
    if sum(full - other_end < _LEVEL * wide for other_end in full_ends) < _LEAST_FULL:
        return False
    least, most = _MARK
    return least * wide < full - end < most * wide


def _ends(line: Line) -> tuple[float, float]:
    """Return where a line begins and ends in reading direction."""
    if line.is_vertical:
        return line.box.top, line.box.bottom
    return line.box.left, line.box.right
