"""The punctuation of vertical lines, which a recognizer overlooks if it reads such a line lying on its side.

The marks are in those cells of the line that have ink but no recognised character. Small marks (。，、) are
distinguished by their shape; brackets, colons and others are read again, together with the upright characters
next to them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from reader.recognition.recognizer import Pixels

_TAKEN_FOR = {"’": "，", "'": "，", "‘": "，", "`": "，", "°": "。", "º": "。", "·": "·", ".": "."}
"""The characters as which small marks are misread, since they lie on their side, each with the mark that is likely."""
_LEAST_READ = 4
"""The minimum number of characters of a line from which the pitch, their distance, is computed."""
_GAP = 1.55
"""The minimum distance between two characters, as a multiple of the pitch, if another one is missing between them."""
_LEAST_INK, _SMALL = 0.006, 0.5
"""The minimum share of ink in a cell with a mark; the maximum width and height of a small mark, as a share of
the cell's.
"""
_SLANT = 0.35
"""The minimum correlation of a mark's rows and columns for 、, whose drop falls to the right."""
_ROUND = 0.2
"""The maximum of that correlation, in either direction, for 。, which is round."""
_CERTAIN = 0.6
"""The confidence assigned to the marks that are added."""


@dataclass(frozen=True, slots=True)
class ReadSign:
    """A character, its centre as a share of the line's length (0 to 1), and its confidence (0 to 1)."""

    text: str
    middle: float
    confidence: float


@dataclass(frozen=True, slots=True)
class LyingLine:
    """The picture of a vertical line lying on its side, its beginning at the left, and the characters read in it."""

    pixels: "Pixels"
    signs: Sequence[ReadSign]


@dataclass(frozen=True, slots=True)
class _Gap:
    """Cells of a line in which no character was read: the number of the character before them, and their
    centres.

    `after` is -1 before the first character; `middles` are in pixels from the beginning of the line.
    """

    after: int
    middles: tuple[float, ...]


def with_marks(
    lines: Sequence[LyingLine], read: Callable[[Sequence["Pixels"]], Sequence[str]]
) -> list[Sequence[ReadSign]]:
    """Return the characters of each line, in order, with the punctuation added.

    `read` is given pictures of horizontal lines, and returns their texts.
    """
    signs = [list(line.signs) for line in lines]
    asked: list[tuple[int, _Gap, Pixels]] = []
    for number, line in enumerate(lines):
        pitch = _pitch(line)
        if pitch is None:
            continue
        ink = _ink(line.pixels)
        signs[number] = [_reread(sign, ink, pitch) for sign in line.signs]
        for gap in _gaps(line, pitch):
            cells = [_cell(ink, middle, pitch) for middle in gap.middles]
            if not any(cell.mean() >= _LEAST_INK for cell in cells):
                continue
            marks = [_small_mark(cell) for cell in cells]
            if None not in marks:
                length = line.pixels.shape[1]
                signs[number] += [
                    ReadSign(mark, middle / length, _CERTAIN)
                    for mark, middle in zip(marks, gap.middles, strict=True)
                    if mark
                ]
            else:
                asked.append((number, gap, _upright(line, gap, pitch)))
    for (number, gap, _), text in zip(asked, read([each[2] for each in asked]) if asked else (), strict=True):
        signs[number] += _between(lines[number], gap, text)
    return [sorted(each, key=lambda sign: sign.middle) for each in signs]


def _reread(sign: ReadSign, ink: "NDArray[np.bool_]", pitch: float) -> ReadSign:
    """Return a character with the mark that its shape shows, else with the likely one; one not in `_TAKEN_FOR`
    unchanged.
    """
    if sign.text not in _TAKEN_FOR:
        return sign
    mark = _small_mark(_cell(ink, sign.middle * ink.shape[1], pitch))
    return replace(sign, text=mark or _TAKEN_FOR[sign.text])


def _pitch(line: LyingLine) -> float | None:
    """Return the median distance between the characters of a line, in pixels; None if too few were read."""
    middles = np.array([each.middle for each in line.signs]) * line.pixels.shape[1]
    return float(median(np.diff(middles).tolist())) if middles.size >= _LEAST_READ else None


def _gaps(line: LyingLine, pitch: float) -> Iterator[_Gap]:
    length = line.pixels.shape[1]
    middles = [each.middle * length for each in line.signs]
    if middles[0] >= 1.2 * pitch:
        yield _Gap(-1, (middles[0] - pitch,))
    for number, (before, after) in enumerate(pairwise(middles)):
        if after - before >= _GAP * pitch:
            missing = max(1, round((after - before) / pitch) - 1)
            step = (after - before) / (missing + 1)
            yield _Gap(number, tuple(before + step * at for at in range(1, missing + 1)))
    if length - middles[-1] >= 0.9 * pitch:
        yield _Gap(len(middles) - 1, (middles[-1] + pitch,))


def _ink(pixels: "Pixels") -> "NDArray[np.bool_]":
    """Return for each pixel whether it is ink, without specks."""
    import cv2

    smooth = cv2.medianBlur(np.ascontiguousarray(pixels), 3)
    dark, light = np.percentile(smooth, (3, 85))
    return np.asarray(smooth < (dark + light) / 2)


def _cell(ink: "NDArray[np.bool_]", middle: float, pitch: float) -> "NDArray[np.bool_]":
    """Return the ink of the cell at a centre, turned upright; centre and pitch are in pixels."""
    begin = max(0, round(middle - pitch / 2))
    return np.rot90(ink[:, begin : max(begin + 1, round(middle + pitch / 2))], -1)


def _small_mark(cell: "NDArray[np.bool_]") -> str | None:
    """Return the mark in a cell: 。, ， or 、; "" if the cell is empty, None if it holds anything else."""
    down, across = np.nonzero(cell)
    if cell.mean() < _LEAST_INK:
        return ""
    size = max(1, min(cell.shape))
    height, width = np.ptp(down) + 1, np.ptp(across) + 1
    if max(height, width) > _SMALL * size:
        return None
    mark = cell[down.min() : down.max() + 1, across.min() : across.max() + 1]
    inner = mark[height * 3 // 8 : height * 5 // 8 + 1, width * 3 // 8 : width * 5 // 8 + 1]
    slant = float(np.corrcoef(down, across)[0, 1]) if height > 2 and width > 2 else 0.0
    if inner.mean() < 0.5 or (abs(slant) < _ROUND and abs(height - width) <= 0.25 * max(height, width)):
        return "。"
    return "、" if slant > _SLANT else "，"


def _upright(line: LyingLine, gap: _Gap, pitch: float) -> "Pixels":
    """Return a picture to be read again: the characters next to a gap, upright, with the cells of the gap
    between them.

    The cells stay as they lie, since brackets of vertical lines are those of horizontal lines, turned by 90
    degrees.
    """
    length = line.pixels.shape[1]
    beside = [at for at in (gap.after, gap.after + 1) if 0 <= at < len(line.signs)]
    side = line.pixels.shape[0]
    paper = int(np.percentile(line.pixels, 85))
    strip = np.full((side, (len(beside) + len(gap.middles)) * side), paper, np.uint8)
    places = [(line.signs[at].middle * length, True) for at in beside]
    places += [(middle, False) for middle in gap.middles]
    for number, (middle, is_read) in enumerate(sorted(places)):
        begin = max(0, round(middle - pitch / 2))
        cell = line.pixels[:, begin : round(middle + pitch / 2)]
        cell = np.rot90(cell, -1) if is_read else cell
        height, width = min(side, cell.shape[0]), min(side, cell.shape[1])
        top, left = (side - height) // 2, number * side + (side - width) // 2
        strip[top : top + height, left : left + width] = cell[:height, :width]
    return strip


def _between(line: LyingLine, gap: _Gap, text: str) -> Iterator[ReadSign]:
    """Yield the characters of a gap from the text read in its picture (`_upright`).

    Yields none unless the text has the known characters at its ends, and one character for each cell between
    them.
    """
    before = line.signs[gap.after].text if gap.after >= 0 else ""
    after = line.signs[gap.after + 1].text if gap.after + 1 < len(line.signs) else ""
    inner = "".join(text.split())
    if inner.startswith(before) and inner.endswith(after):
        inner = inner[len(before) : len(inner) - len(after)]
        if len(inner) == len(gap.middles):
            for sign, middle in zip(inner, gap.middles, strict=True):
                yield ReadSign(_TAKEN_FOR.get(sign, sign), middle / line.pixels.shape[1], _CERTAIN)
