"""Vertical lines as horizontal ones: their characters are cut apart and put next to each other, upright.

Recognizers are trained on horizontal lines: of a vertical line that lies on its side they overlook the punctuation.
Here small marks are moved to where horizontal lines have them, and brackets are turned.
"""

from collections.abc import Sequence
from itertools import pairwise
from operator import attrgetter
from statistics import median
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from reader.features.recognition.recognizer import Pixels

    Ink = NDArray[np.float32]
    """The share of ink of each pixel of a line that lies on its side, 0 to 1."""

_UNIT = 16
"""The size of a character in the copy of a line that is cut, in pixels."""
# The minimum length of a line that is cut; the length from which gaps across it are those to its neighbours; in
# characters.
_LEAST_LENGTH = 1.6
_SINGLE = 6
_INKED = 0.2
"""The minimum ink of a row of a line, as a share of its upper decile, that counts as part of its characters."""
# The minimum and maximum distance of two cuts, as a multiple of the pitch, the usual distance.
_SHORTEST = 0.6
_LONGEST = 1.4
_IRREGULAR = 3.0
"""The cost of a distance that differs from the pitch by all of it, in the ink of an average column."""
# The width of a cell and the height of the resulting line, as multiples of a character's size.
_CELL = 1.02
_HIGH = 1.7
# The maximum height and width of a small mark, and of a dot (·), which stays in the middle; the maximum height of 一;
# the maximum width of a dash; in characters.
_SMALL = 0.52
_DOT = 0.16
_FLAT = 0.14
_THIN = 0.2
_CERTAIN = 0.7
"""The confidence assigned to marks that are told by their shape."""


class ReadSign(Struct, frozen=True):
    """A character, its centre as a share of the line's length (0 to 1), and its confidence (0 to 1)."""

    text: str
    middle: float
    confidence: float


class UprightLine(Struct, frozen=True):
    """The picture of a line with its characters upright in cells; `middles` are their centres in the vertical line, as
    shares of its length; `marks` are those told by their shape, by the numbers of their cells, which are empty.
    """

    pixels: "Pixels"
    middles: Sequence[float]
    marks: Sequence[tuple[int, str]]

    def in_line(self, signs: Sequence[ReadSign]) -> list[ReadSign]:
        """Return the characters read in `pixels`, and the marks, with their places in the vertical line."""
        last = len(self.middles) - 1
        placed_signs = [
            replace(sign, middle=self.middles[min(last, max(0, int(sign.middle * (last + 2) - 0.5)))])
            for sign in signs
            if not sign.text.isspace()
        ]
        placed_signs += [ReadSign(mark, self.middles[at], _CERTAIN) for at, mark in self.marks]
        return sorted(placed_signs, key=attrgetter("middle"))


class _Column(Struct, frozen=True):
    """A line that lies on its side: its pixels, the rows of its characters, and its ink, reduced to `_UNIT` rows."""

    pixels: "Pixels"
    top: int
    bottom: int
    ink: "NDArray[np.float32]"

    @property
    def size(self) -> int:
        return self.bottom - self.top

    @property
    def scale(self) -> float:
        """The size of a pixel of `ink`, in those of the line."""
        return float(self.pixels.shape[1] / len(self.ink))


def upright_lines(lines: "Sequence[Pixels]") -> list[UprightLine | None]:
    """Return each line that lies on its side (its beginning at the left) with its characters upright; None if it is too
    short to be cut.
    """
    columns = [_column(line) for line in lines]
    pitches = [
        (column.size, _pitch(column.ink))
        for column in columns
        if column and len(column.ink) > _SINGLE * _UNIT
    ]
    upright_lines = []
    for line_column in columns:
        if line_column:
            upright_lines.append(_upright(line_column, pitches))
        else:
            upright_lines.append(None)
    return upright_lines


def _column(line: "Pixels") -> _Column | None:
    import cv2

    dark, light = np.percentile(line, (3, 85))
    ink: Ink = np.clip((light - line.astype(np.float32)) / max(light - dark, 1.0) * 1.25 - 0.25, 0, 1)
    top, bottom = _rows(ink)
    size = bottom - top
    if line.shape[1] < _LEAST_LENGTH * size or size < 6:
        return None
    small = cv2.resize(
        ink[top:bottom], (max(4, round(_UNIT * line.shape[1] / size)), _UNIT), interpolation=cv2.INTER_AREA
    )
    profile = small.mean(axis=0)
    return _Column(line, top, bottom, profile / max(float(np.percentile(profile, 80)), 1e-6))


def _rows(ink: "Ink") -> tuple[int, int]:
    """Return the range of rows with the characters of a line; those of its neighbours may be at its edges."""
    profile = ink.mean(axis=1)
    inked = np.flatnonzero(profile > _INKED * np.percentile(profile, 90))
    if not inked.size:
        return 0, len(ink)
    if ink.shape[1] > _SINGLE * len(ink):
        runs = np.split(inked, np.flatnonzero(np.diff(inked) > 1) + 1)
        longest = max(runs, key=len)
        centre = len(ink) / 2
        middle = [run for run in runs if run[0] <= centre <= run[-1]]
        if middle and len(middle[0]) > 0.5 * len(longest):
            inked = middle[0]
        else:
            inked = longest
    return int(inked[0]), int(inked[-1]) + 1


def _pitch(profile: "NDArray[np.float32]") -> float:
    """Return the distance of the characters of a line, by the autocorrelation of its ink, in pixels of `profile`."""
    rest = profile - profile.mean()
    length = len(profile)
    spectrum = np.fft.rfft(rest, 2 * length)
    likeness = np.fft.irfft(spectrum * np.conj(spectrum))[:length] / np.arange(length, 0, -1)
    lags = np.arange(round(0.85 * _UNIT), round(1.6 * _UNIT))
    pitch = float(lags[np.argmax(likeness[lags])])
    for times in (2, 4, 8):  # a multiple of the distance tells it more exactly
        around = np.arange(round(times * pitch) - times // 2 - 1, round(times * pitch) + times // 2 + 2)
        if around[-1] >= 0.8 * length:
            break
        pitch = float(around[np.argmax(likeness[around])]) / times
    return float(pitch)


def _cuts(profile: "NDArray[np.float32]", pitch: float) -> list[int]:
    """Return the places at which a line is cut, of the least ink at about the same distance (dynamic programming)."""
    length = len(profile)
    steps = np.arange(max(1, int(_SHORTEST * pitch)), int(_LONGEST * pitch) + 2)
    costs = _IRREGULAR * (steps / pitch - 1) ** 2
    edge = np.concatenate([[0], (profile[:-1] + profile[1:]) / 2, [0]])
    lost = 0.5 * np.concatenate([[0], np.cumsum(profile)])
    best = np.full(length + 1, np.inf)
    before = np.full(length + 1, -1)
    best[: int(pitch)] = lost[: int(pitch)]
    for at in range(int(steps[0]), length + 1):
        near = steps[: np.searchsorted(steps, at, "right")]
        sums = best[at - near] + costs[: len(near)]
        chosen = int(np.argmin(sums))
        if sums[chosen] + edge[at] < best[at]:
            best[at] = sums[chosen] + edge[at]
            before[at] = at - near[chosen]
    first = max(0, length - int(pitch))
    at = first + int(np.argmin((best + lost[-1] - lost)[first:]))
    cuts = [at]
    while (at := int(before[at])) >= 0:
        cuts.append(at)
    return cuts[::-1]


def _upright(column: _Column, pitches: Sequence[tuple[int, float]]) -> UprightLine | None:
    near = [pitch for size, pitch in pitches if 0.85 < size / column.size < 1.18]
    if near:
        column_pitch = median(near)
    elif len(column.ink) > 3.3 * _UNIT:
        column_pitch = _pitch(column.ink)
    else:
        column_pitch = float(_UNIT)
    cuts = _cuts(column.ink, column_pitch)
    if len(cuts) < 3:
        return None
    size = max(column.size, round(median(end - begin for begin, end in pairwise(cuts)) * column.scale))
    width = round(_CELL * size)
    height = round(_HIGH * size)
    paper = int(np.percentile(column.pixels, 85))
    strip = np.full((height, width * len(cuts)), paper, np.uint8)  # half a cell is empty at each end
    marks: list[tuple[int, str]] = []
    top = max(0, round((column.top + column.bottom - width) / 2))
    for number, (begin, end) in enumerate(pairwise(round(cut * column.scale) for cut in cuts)):
        cell = np.rot90(column.pixels[top : top + width, begin:end], -1)
        upright = _set_upright(cell, paper, size)
        if isinstance(upright, str):
            marks.append((number, upright))
            continue
        high = min(upright.shape[0], height)
        wide = min(upright.shape[1], width)
        y = (height - high) // 2
        x = number * width + (2 * width - wide) // 2
        strip[y : y + high, x : x + wide] = upright[:high, :wide]
    length = len(column.ink)
    return UprightLine(strip, [(begin + end) / 2 / length for begin, end in pairwise(cuts)], marks)


def _set_upright(cell: "Pixels", paper: int, size: int) -> "Pixels | str":
    """Return the character of a cell as horizontal lines have it, or the quotation mark that its shape shows.

    “ is in the lower right corner of its cell, ” in the upper left one; other small marks are in the upper right or in
    the middle; brackets are turned: those that open are in the lower half.
    """
    if np.ptp(cell) > 60:
        ink = cell < (paper + max(int(np.percentile(cell, 2)), 0)) / 2
    else:
        ink = np.zeros_like(cell, bool)
    down, across = (_extent(ink.sum(axis=axis) >= max(1, size // 36)) for axis in (1, 0))
    if down is None or across is None:
        return cell
    high = (down[1] - down[0]) / size
    wide = (across[1] - across[0]) / size
    y = (down[0] + down[1]) / 2 / cell.shape[0]
    x = (across[0] + across[1]) / 2 / cell.shape[1]
    if high <= _SMALL and wide <= _SMALL:
        is_double = _parts(ink[slice(*down), slice(*across)]) > 1
        if x > 0.55 and y > 0.6:
            if is_double:
                return "“"
            return "‘"
        if x < 0.45 and y < 0.4:
            if is_double:
                return "”"
            return "’"
        if max(high, wide) > _DOT:
            # a cell with its mark in the lower left corner
            moved = np.full_like(cell, paper)
            bottom = round(0.93 * cell.shape[0])
            left = round(0.08 * cell.shape[1])
            high = down[1] - down[0]
            wide = across[1] - across[0]
            moved[bottom - high : bottom, left : left + wide] = cell[slice(*down), slice(*across)]
            return moved
        return cell
    if (high <= _SMALL and wide > 0.5 and high > _FLAT and abs(y - 0.5) > 0.14) or (
        wide < _THIN and high > 0.9
    ):
        return np.rot90(cell)
    return cell


def _extent(inked: "NDArray[np.bool_]") -> tuple[int, int] | None:
    at = np.flatnonzero(inked)
    if at.size:
        return (int(at[0]), int(at[-1]) + 1)
    return None


def _parts(ink: "NDArray[np.bool_]") -> int:
    """Return the number of connected parts of a mark, without specks."""
    import cv2

    _, _, statistics, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8))
    areas = statistics[1:, cv2.CC_STAT_AREA]
    return int((areas > 0.3 * areas.max(initial=0)).sum())
