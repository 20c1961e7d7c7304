"""Cuts detected lines that extend over several columns, at the gutters: strips without ink along several lines."""

from collections.abc import Iterator, Sequence
from statistics import median
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from reader.features.recognition.recognizer import Pixels

# The minimum length of a line that is cut, as a multiple of its thickness; its maximum thickness, as a multiple of the
# median thickness.
_LEAST_LENGTH, _THICKEST = 5.0, 1.6
# The minimum width of a gutter without and with a rule within, and the length along which it is empty, as multiples of
# a line's thickness.
_WIDTH, _RULED, _ALONG = 0.53, 0.3, 6.0
# The width next to a gutter that is looked at, as a multiple of a line's thickness; the minimum share of its rows that
# have ink.
_BESIDE, _TEXT = 2.0, 0.5
# The maximum share of ink in an empty column of pixels; the minimum share in one of a rule.
_EMPTY, _RULE = 0.02, 0.9
# How far from a gutter other lines are cut at it, as a multiple of a line's thickness; how many lines must show it.
_NEAR, _LEAST_ALIKE = 60.0, 2


class _Line(Struct, frozen=True, eq=False):
    """A line in its direction: its corners, its ends, the edges along it, and whether it may be cut."""

    corners: "NDArray[np.float32]"
    is_vertical: bool
    begin: int
    end: int
    near: float
    far: float

    @property
    def thick(self) -> float:
        return self.far - self.near


def parted(small: "Pixels", corners: "NDArray[np.float32]") -> "list[NDArray[np.float32]]":
    """Return the corners of lines (four points each, clockwise from the upper left one, in `small`), those of lines
    over several columns cut; the lines of the picture are level.
    """
    dark, light = np.percentile(small, (2, 80))
    ink = small < (dark + light) / 2
    lines = [_line(each) for each in corners]
    thickness = median(line.thick for line in lines)
    found: list[NDArray[np.float32]] = []
    for is_vertical in (False, True):
        turned = ink.T if is_vertical else ink
        own = [line for line in lines if line.is_vertical == is_vertical]
        long = [
            line
            for line in own
            if line.end - line.begin > _LEAST_LENGTH * line.thick and line.thick < _THICKEST * thickness
        ]
        gutters = [(line, *gutter) for line in long for gutter in _runs(_gutters(turned, line))]
        for line in own:
            places = [
                (before, after)
                for other, before, after in gutters
                if abs(other.near - line.near) < _NEAR * thickness
            ]
            found += _parts(line, list(_cuts(turned, line, places)) if line in long else ())
    return found


def _line(corners: "NDArray[np.float32]") -> _Line:
    (left, top), (right, bottom) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
    if bottom - top > right - left:
        return _Line(corners, True, int(top), int(bottom), left, right)
    return _Line(corners, False, int(left), int(right), top, bottom)


def _gutters(ink: "NDArray[np.bool_]", line: _Line) -> "NDArray[np.bool_]":
    """Return for each place along the page whether the line shows a gutter there: one along which it is the first, the
    middle or the last line.
    """
    along = round(_ALONG * line.thick)
    gutters = np.zeros(ink.shape[1], bool)
    for share in (0.0, 0.5, 1.0):
        first = max(0, round(line.near - share * (along - line.thick)))
        window = ink[first : first + along, line.begin : line.end]
        if len(window) < 0.8 * along:
            continue
        of_columns = window.mean(axis=0)
        for before, after in _runs((of_columns < _EMPTY) | (of_columns > _RULE)):
            ruled = int((of_columns[before:after] > _RULE).sum())
            beside = round(_BESIDE * line.thick)
            sides = window[:, max(0, before - beside) : before], window[:, after : after + beside]
            gutters[line.begin + before : line.begin + after] |= (
                after - before >= (_RULED if ruled else _WIDTH) * line.thick
                and ruled <= 0.4 * (after - before)
                and all(side.size and float(side.any(axis=1).mean()) > _TEXT for side in sides)
            )
    return gutters


def _cuts(ink: "NDArray[np.bool_]", line: _Line, gutters: Sequence[tuple[int, int]]) -> Iterator[float]:
    """Yield the places, as shares of its length, at which a line is cut: its gaps that are in gutters."""
    of_columns = ink[max(0, round(line.near)) : round(line.far), line.begin : line.end].mean(axis=0)
    own = np.asarray((of_columns > 0) & (of_columns < _RULE))
    for before, after in _runs(~own):
        if before and after < len(own) and after - before >= _RULED * line.thick:
            middle = line.begin + (before + after) / 2
            if sum(begin <= middle < end for begin, end in gutters) >= _LEAST_ALIKE:
                yield (before + after) / 2 / len(own)


def _runs(flags: "NDArray[np.bool_]") -> Iterator[tuple[int, int]]:
    """Yield the ranges [begin, end) of flags that are set."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _parts(line: _Line, cuts: Sequence[float]) -> "Iterator[NDArray[np.float32]]":
    first, second, third, fourth = line.corners
    for begin, end in zip([0.0, *cuts], [*cuts, 1.0], strict=True):
        if line.is_vertical:
            left, right = fourth - first, third - second
            yield np.array(
                [first + begin * left, second + begin * right, second + end * right, first + end * left]
            )
        else:
            upper, lower = second - first, third - fourth
            yield np.array(
                [first + begin * upper, first + end * upper, fourth + end * lower, fourth + begin * lower]
            )
