"""Marks that the picture of a page shows: ones that no reading has, and ones that are read as another mark.

What a mark looks like is told by the page itself: by the ink of those marks of it that were recognised with certainty.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from reader.features.proofread.printed_line import Cell, Line
from reader.features.proofread.second_reading import MIDDLE_DOTS, is_lost_mark
from reader.formats.scans.page_source import CERTAIN
from reader.i18n import say
from reader.library.answers import LikelyCharacter
from reader.newspaper.line_place import SmallInk

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

_MARKS = "，。、：；“”"
"""The marks that are small."""
_QUOTES = "“”"
"""Two that have the same shape at the same height; which one it is, the text tells."""
_LEAST_CELLS = 4
"""The minimum number of characters of a line of which the distance is known."""
_LEAST_OF_MARK = 3
"""The minimum number of times a mark is on a page that tells what it looks like."""
# In distances of characters: how far ink may be from the middle of the mark that it is; from what on it is none of a
# character beside it; how far it may be before a line, behind it, and behind a mark behind it; the distance of two
# characters that have a mark between them.
_OF_MARK = 0.6
_BESIDE = 0.5
_BEFORE = (0.75, 1.6)
_BEHIND = 1.35
_BEHIND_MARK = 2.6
_APART = 1.4
# The distance from the usual shape of a mark, squared, in that of one such mark from another: within which ink is
# probably that mark; surely that mark; and what two marks must be apart to be told from each other.
_ALIKE = 60.0
_SAME = 25.0
_DISTINCT = 9.0
_GRAIN = 0.05
"""How much the numbers of a shape differ at least, if the page has no two that differ."""
_MOST_APART = 3.0
"""How much one number counts at most, in its usual difference, for what is usual."""
_OWN = 0.7
"""The share of what a page tells of how numbers of shapes go together; the rest is that they don't."""


class _Shapes:
    """The shapes of the marks of a page."""

    def __init__(self, samples: Sequence[tuple[Cell, SmallInk]]) -> None:
        certain: dict[str, list[Numbers]] = defaultdict(list)
        seen: dict[str, list[Numbers]] = defaultdict(list)
        for cell, ink in samples:
            if cell.sign in _MARKS:
                seen[cell.sign].append(np.array(ink.shape))
                if cell.certainty >= CERTAIN:
                    certain[cell.sign].append(np.array(ink.shape))
        known = {mark: shapes for mark, shapes in certain.items() if len(shapes) >= _LEAST_OF_MARK}
        self._usual: dict[str, Numbers] = {}
        self._learn(known)
        others = {
            mark: shapes
            for mark, shapes in seen.items()
            if mark not in known and len(shapes) >= _LEAST_OF_MARK
        }
        distinct = {mark: shapes for mark, shapes in others.items() if self._are_distinct(shapes)}
        if distinct:
            self._learn({**known, **distinct})

    def _learn(self, shapes_by_mark: dict[str, list[Numbers]]) -> None:
        self._usual = {mark: np.median(shapes, axis=0) for mark, shapes in shapes_by_mark.items()}
        if not self._usual:
            return
        rests = np.concatenate([shapes - self._usual[mark] for mark, shapes in shapes_by_mark.items()])
        self._unit = 1.4826 * np.median(np.abs(rests), axis=0) + _GRAIN
        units = np.clip(rests / self._unit, -_MOST_APART, _MOST_APART)
        together = _OWN * units.T @ units / len(units) + (1 - _OWN) * np.eye(len(self._unit))
        self._weights: Numbers = np.linalg.inv(together)

    def _are_distinct(self, shapes: Sequence[Numbers]) -> bool:
        """Return whether marks that were recognised without certainty do not look like one of the certain ones."""
        usual = np.median(shapes, axis=0)
        return all(self._distance(usual, mark) > _DISTINCT for mark in self._usual)

    def _distance(self, shape: Numbers, mark: str) -> float:
        units = (shape - self._usual[mark]) / self._unit
        return float(units @ self._weights @ units)

    def of(self, ink: SmallInk) -> list[tuple[float, str]]:
        """Return the marks, the most alike first, each with the square of the distance from its usual shape."""
        return sorted((self._distance(np.array(ink.shape), mark), mark) for mark in self._usual)


class _Lost(Struct, frozen=True):
    """Ink of a mark that is not among the characters of a line: behind one of these, or before it."""

    at: int
    ink: tuple[SmallInk, ...]
    is_before: bool = False


def marks_in_picture(lines: Sequence[Line]) -> Iterator[tuple[Cell, Sequence[LikelyCharacter]]]:
    """Yield the characters where the picture shows a mark, with what they most likely are; the likeliest first."""
    marked = [_inked_marks(line) for line in lines]
    samples = [
        (line.cells[at], ink)
        for line, ink_by_mark in zip(lines, marked, strict=True)
        for at, ink in ink_by_mark.items()
    ]
    shapes = _Shapes(samples)
    for line, ink_by_mark in zip(lines, marked, strict=True):
        for at, ink in ink_by_mark.items():
            cell = line.cells[at]
            mark = _other_mark(line, at, shapes.of(ink))
            if mark and cell.place is not None:
                because = say("图上这个标点的样子像“{mark}”", mark=mark)
                yield cell, [LikelyCharacter(cell.place, mark, because)]
        for lost in _lost(line, list(ink_by_mark.values())):
            cell = line.cells[lost.at]
            readings = _with_marks(cell, lost, shapes)
            if readings:
                yield cell, readings


def _pitch(line: Line) -> tuple[list[float], float]:
    """Return the middles of the characters of a line as shares of its length, and their usual distance."""
    if line.is_vertical:
        begin = line.box.top
        length = line.box.bottom - begin
        middles = [((cell.box.top + cell.box.bottom) / 2 - begin) / length for cell in line.cells]
    else:
        begin = line.box.left
        length = line.box.right - begin
        middles = [((cell.box.left + cell.box.right) / 2 - begin) / length for cell in line.cells]
    return middles, median(after - before for before, after in pairwise(middles))


def _may_be_looked_at(line: Line) -> bool:
    return bool(line.ink) and len(line.cells) >= _LEAST_CELLS


def _inked_marks(line: Line) -> dict[int, SmallInk]:
    """Return the ink of the marks of a line, by their indexes: the largest piece of those nearest to a mark."""
    if not _may_be_looked_at(line):
        return {}
    middles, pitch = _pitch(line)
    ink_by_mark: dict[int, SmallInk] = {}
    for ink in line.ink or ():
        at = _nearest(middles, ink)
        is_mark = line.cells[at].sign in _MARKS or line.cells[at].sign in MIDDLE_DOTS
        if not is_mark or abs(ink.middle - middles[at]) > _OF_MARK * pitch:
            continue
        before = ink_by_mark.get(at)
        if before is None or before.shape[0] < ink.shape[0]:
            ink_by_mark[at] = ink
    return ink_by_mark


def _nearest(middles: Sequence[float], ink: SmallInk) -> int:
    return min(range(len(middles)), key=lambda at: abs(middles[at] - ink.middle))


def _other_mark(line: Line, at: int, alike: Sequence[tuple[float, str]]) -> str | None:
    """Return the mark that the ink of a recognised one is more like; None if there is none."""
    sign = line.cells[at].sign
    if not alike:
        return None
    distance, mark = alike[0]
    if mark == sign or mark in _QUOTES or sign in _QUOTES:
        return None
    most = _ALIKE
    if sign in MIDDLE_DOTS:
        if not is_lost_mark(sign, (line.recognised[:at], line.recognised[at + 1 :])):
            return None
    elif all(other != sign for _, other in alike):
        most = _SAME
    if distance < most:
        return mark
    return None


def _lost(line: Line, of_marks: Sequence[SmallInk]) -> list[_Lost]:
    """Return the ink of a line that is of none of its characters, where there is room for a mark."""
    if not _may_be_looked_at(line):
        return []
    middles, pitch = _pitch(line)
    last = len(middles) - 1
    lost: list[_Lost] = []
    for ink in line.ink or ():
        if ink in of_marks:
            continue
        at = _nearest(middles, ink)
        off = (ink.middle - middles[at]) / pitch
        least, most = _BEFORE
        if not at and -most < off < -least:
            lost.append(_Lost(0, (ink,), is_before=True))
        elif at == last and lost and lost[-1].at == last and not lost[-1].is_before and off < _BEHIND_MARK:
            lost[-1] = _Lost(last, (*lost[-1].ink, ink))
        elif at == last and _BESIDE < off < _BEHIND:
            lost.append(_Lost(last, (ink,)))
        elif abs(off) > _BESIDE:
            before = at - (off < 0)
            if 0 <= before < last and middles[before + 1] - middles[before] > _APART * pitch:
                lost.append(_Lost(before, (ink,)))
    return lost


def _with_marks(cell: Cell, lost: _Lost, shapes: _Shapes) -> list[LikelyCharacter]:
    """Return what a character is with the marks beside it that their ink may be, at most two."""
    if cell.place is None or cell.sign.isascii():
        return []
    alike = [[mark for distance, mark in shapes.of(ink) if distance < _ALIKE][:2] for ink in lost.ink]
    if not all(alike[:1]):
        return []
    rest = "".join(marks[0] for marks in alike[1:] if marks)
    because = say("图上这个字旁边有标点，没有认出")
    readings = []
    for mark in alike[0]:
        marks = mark + rest
        if lost.is_before:
            read_as = marks + cell.sign
        else:
            read_as = cell.sign + marks
        readings.append(LikelyCharacter(cell.place, read_as, because))
    return readings
