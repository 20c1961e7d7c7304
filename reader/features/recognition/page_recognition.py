"""Recognising a page: its picture is prepared, its lines are read, and its rules are found."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, cast

import numpy as np
from msgspec.structs import replace

from reader.features.recognition import preparation
from reader.features.recognition.alto_page import RecognizedPage
from reader.features.recognition.orientation import Orientation, slant_in_picture
from reader.features.recognition.recognizer import Direction, RecognizedLine, Recognizer, TellsOrientation
from reader.newspaper.line_place import Box, Corners, Slant

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from reader.features.recognition.recognizer import Pixels

_LOOKED_AT = 1_700
"""The maximum of the longer side of the copy in which rules are looked for, in pixels."""
# The minimum length of a rule, as a share of the longer side; the minimum share of ink in it.
_SHORTEST = 0.04
_DARK = 0.92
# The maximum thickness of a rule, in pixels of the copy; the minimum share of it with paper on each side.
_THICKEST = 5
_FREE = 0.75
_GAP = 2.0
"""The maximum gap between two parts of a rule, as a multiple of the shortest rule."""
_MOST = 300


def rules_of(pixels: "Pixels") -> list[Box]:
    """Return the boxes of the rules of a page whose lines are level; the longest, if there are very many."""
    step = max(1, -(-max(pixels.shape) // _LOOKED_AT))
    height, width = (side // step for side in pixels.shape)
    if min(height, width) < 4 * _THICKEST:
        return []
    small = pixels[: height * step, : width * step].reshape(height, step, width, step).min(axis=(1, 3))
    dark, light = np.percentile(small, (2, 85))
    ink = small < dark + 0.6 * (light - dark)
    shortest = round(_SHORTEST * max(height, width))
    level = _level_rules(ink, shortest)
    upright = [(top, left, bottom, right) for left, top, right, bottom in _level_rules(ink.T, shortest)]
    rules = sorted((*level, *upright), key=lambda box: min(box[0] - box[2], box[1] - box[3]))
    return [
        (left * step, top * step, right * step, bottom * step) for left, top, right, bottom in rules[:_MOST]
    ]


def without_strokes(rules: Iterable[Box], lines: Sequence[Box]) -> list[Box]:
    """Return the rules that are not within one of the lines, such as strokes of its characters."""
    return [rule for rule in rules if not any(_is_stroke(rule, line) for line in lines)]


def _is_stroke(rule: Box, line: Box) -> bool:
    """Return whether a rule is within a line, or a fifth of its thickness beside it."""
    left, top, right, bottom = line
    slack = 0.2 * min(right - left, bottom - top)
    is_between_sides = left - slack < rule[0] and rule[2] < right + slack
    return is_between_sides and top - slack < rule[1] and rule[3] < bottom + slack


def _level_rules(ink: "NDArray[np.bool_]", shortest: int) -> list[Box]:
    ink = np.ascontiguousarray(ink)
    height, width = ink.shape
    if width <= shortest or height <= 2 * _THICKEST:
        return []
    of_rows = _sums(ink, shortest) >= _DARK * shortest
    above = np.zeros_like(of_rows)
    below = np.zeros_like(of_rows)
    paper = _sums(~ink, shortest) >= _FREE * shortest
    for away in range(2, _THICKEST):  # as thick as the rule may be, and up to the paper beside it
        above[away:] |= paper[:-away]
        below[:-away] |= paper[away:]
    boxes: list[list[int]] = []
    open_ones: list[list[int]] = []
    for row in np.flatnonzero((of_rows & above & below).any(axis=1)).tolist():
        open_ones = [box for box in open_ones if box[3] >= row - 2]
        edges = np.flatnonzero(
            np.diff(np.concatenate([[0], (of_rows[row] & above[row] & below[row]).astype(np.int8), [0]]))
        )
        for left, right in list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)):
            end = right + shortest - 1
            for box in open_ones:
                if left < box[2] + _GAP * shortest and box[0] < end + _GAP * shortest:
                    box[0], box[2], box[3] = min(box[0], left), max(box[2], end), row + 1
                    break
            else:
                boxes.append([left, row, end, row + 1])
                open_ones.append(boxes[-1])
    return [
        (float(left), float(top), float(right), float(bottom))
        for left, top, right, bottom in boxes
        if bottom - top <= _THICKEST + 0.004 * (right - left)
    ]


def _sums(flags: "NDArray[np.bool_]", length: int) -> "NDArray[np.int32]":
    """Return for each place of each row how many of the next `length` flags are set."""
    sums = np.cumsum(flags, axis=1, dtype=np.int32)
    return sums[:, length - 1 :] - np.pad(sums, ((0, 0), (1, 0)))[:, : sums.shape[1] - length + 1]


def recognized_page(
    recognizer: Recognizer,
    pixels: "Pixels",
    size: tuple[int, int],
    direction: Direction = Direction.AUTO,
    *,
    is_prepared: bool = True,
) -> RecognizedPage:
    """Recognise a page; `size` is the width and height of its picture, of which `pixels` may be a smaller copy.

    With `is_prepared`, the picture is first prepared by `preparation.parts_of`. Raises RecognitionError.
    """
    height, width = pixels.shape
    orientation = Orientation(0)
    if is_prepared:
        parts = preparation.parts_of(pixels)
        orientation = _orientation(recognizer, parts[0].pixels)
        if orientation.turns:
            parts = _turned_parts(pixels, orientation.turns)
        steps = filter(None, (orientation.words, *parts[0].what))
    else:
        parts = [preparation.whole(pixels)]
        steps = filter(None, parts[0].what)
    del pixels  # the prepared ones take as much memory
    scale = size[0] / width, size[1] / height
    lines = []
    for part in parts:
        for line in recognizer.lines_of(part.pixels, direction):
            lines.append(_moved(line, part, scale))
    settings = "; ".join([f"direction: {direction}", *steps])
    rules = [_scaled(part.in_picture(rule), scale) for part in parts for rule in rules_of(part.pixels)]
    read = [line for line in lines if line.characters]
    separators = without_strokes(rules, [line.box for line in read])
    separators += [
        _scaled(part.in_picture((-1.0, 0.0, 1.0, float(part.pixels.shape[0]))), scale) for part in parts[1:]
    ]
    slant = parts[0].slant
    across, down = scale
    corners = slant.corners and cast(Corners, tuple((x * across, y * down) for x, y in slant.corners))
    return RecognizedPage(
        read,
        *size,
        recognizer.name,
        settings,
        Slant((slant.size[0] * across, slant.size[1] * down), slant.tilt, corners),
        separators,
        is_undecided=not orientation.is_certain,
        unread=[line.box for line in lines if not line.characters],
    )


def _orientation(recognizer: Recognizer, pixels: "Pixels") -> Orientation:
    if isinstance(recognizer, TellsOrientation):
        return recognizer.orientation_of(pixels)
    return Orientation(0)


def _turned_parts(pixels: "Pixels", turns: int) -> list[preparation.PagePart]:
    """Return the parts of a page that is turned upright; how they lie in the picture is in their slants."""
    height, width = pixels.shape
    parts = preparation.parts_of(np.ascontiguousarray(np.rot90(pixels, turns)))
    return [replace(part, slant=slant_in_picture(part.slant, turns, (width, height))) for part in parts]


def _moved(line: RecognizedLine, part: preparation.PagePart, scale: tuple[float, float]) -> RecognizedLine:
    characters = tuple(
        replace(character, box=_scaled(part.in_picture(character.box), scale))
        for character in line.characters
    )
    return replace(line, characters=characters, box=_scaled(part.in_picture(line.box), scale))


def _scaled(box: Box, scale: tuple[float, float]) -> Box:
    return box[0] * scale[0], box[1] * scale[1], box[2] * scale[0], box[3] * scale[1]
