"""Small pieces of ink in the picture of a line, with white space around them: most of them are marks.

What a recognizer overlooks, or takes for another mark, is there nevertheless: where it stands and what shape it has is
told here, and what it is by whoever knows the other marks of the page.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from reader.features.recognition.straightening import straightened
from reader.newspaper.line_place import LineOnPicture, SmallInk

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from reader.features.recognition.recognizer import Pixels

    Ink = NDArray[np.float32]
    """The share of ink of each pixel, 0 to 1."""

_BEYOND = 1.3
"""How far before and behind a line is looked, in its thickness."""
_AROUND = 0.06
"""What is looked at above and below a line, as a share of its thickness."""
_LEAST_SIZE = 6
"""The minimum size of type in which marks have a shape, in pixels."""
_UNIT = 24
"""The size of a character in the copy of a line in which shapes are measured, in pixels."""
_HIGH = 26
"""The height of that copy, in pixels: a character, and what stands out of it."""
_INKED = 0.2
"""The minimum ink of a row of a line, as a share of its upper decile, that counts as part of its characters."""
_FAINT = 0.25
"""The minimum share of ink of a pixel that belongs to a piece."""
_SMALL = 0.7
"""The maximum width and height of a small piece, in characters."""
_LEAST_INK = 2.5
"""The minimum ink of a piece, in full pixels of the copy; less is grain."""


def small_ink(pixels: "Pixels", line: LineOnPicture) -> tuple[SmallInk, ...]:
    """Return the small pieces of ink in and beside a line, whose corners are in pixels, in reading direction."""
    strip, length = _strip(pixels, line)
    if strip is None:
        return ()
    ink = _ink(strip)
    top, bottom = _rows(ink)
    if bottom - top < _LEAST_SIZE:
        return ()
    scale = _UNIT / (bottom - top)
    copy = _copy(ink, (top + bottom) / 2, scale)
    begin = (strip.shape[1] - length) / 2
    pieces = []
    for left, right in _runs(copy.max(axis=0) > _FAINT):
        piece = copy[:, left:right]
        rows = np.flatnonzero(piece.max(axis=1) > _FAINT)
        is_small = max(right - left, rows[-1] - rows[0] + 1) < _SMALL * _UNIT
        if is_small and float(piece.sum()) > _LEAST_INK:
            middle = ((left + right) / 2 / scale - begin) / length
            pieces.append(SmallInk(round(float(middle), 4), _shape(piece)))
    return tuple(pieces)


def _strip(pixels: "Pixels", line: LineOnPicture) -> "tuple[Pixels | None, float]":
    """Return the picture of a line and of what is before and behind it, from left to right, and the line's length."""
    corners = np.array(line.corners, np.float32)
    if line.is_vertical:
        corners = np.roll(corners, -1, axis=0)
    along = (corners[1] - corners[0] + corners[2] - corners[3]) / 2
    across = (corners[3] - corners[0] + corners[2] - corners[1]) / 2
    length = float(np.linalg.norm(along))
    thickness = float(np.linalg.norm(across))
    if thickness < _LEAST_SIZE or length < thickness:
        return None, length
    beyond = along / length * _BEYOND * thickness
    around = across * _AROUND
    first, second, third, fourth = corners
    outer = np.array(
        [
            first - beyond - around,
            second + beyond - around,
            third + beyond + around,
            fourth - beyond + around,
        ],
        np.float32,
    )
    width = round(length + 2 * _BEYOND * thickness)
    height = round(thickness * (1 + 2 * _AROUND))
    return straightened(pixels, outer, width, height), length


def _ink(strip: "Pixels") -> "Ink":
    dark, light = np.percentile(strip, (3, 85))
    share = (light - strip.astype(np.float32)) / max(light - dark, 1.0)
    return np.asarray(np.clip(share * 1.25 - 0.25, 0, 1), np.float32)


def _rows(ink: "Ink") -> tuple[int, int]:
    """Return the range of rows with characters."""
    profile = ink.mean(axis=1)
    inked = np.flatnonzero(profile > _INKED * np.percentile(profile, 90))
    if not inked.size:
        return 0, 0
    return int(inked[0]), int(inked[-1]) + 1


def _copy(ink: "Ink", middle: float, scale: float) -> "Ink":
    """Return the line around its middle row in one size of type, softened, so that grain is no ink."""
    import cv2

    height, width = ink.shape
    size = max(1, round(width * scale)), max(1, round(height * scale))
    large = cv2.resize(ink, size, interpolation=cv2.INTER_CUBIC)
    margin = _HIGH
    padded = cv2.copyMakeBorder(large, margin, margin, 0, 0, cv2.BORDER_CONSTANT, value=0.0)
    top = round(middle * scale) - _HIGH // 2 + margin
    soft = cv2.GaussianBlur(padded[top : top + _HIGH], (0, 0), 1.0)
    return np.asarray(soft, np.float32)


def _shape(piece: "Ink") -> tuple[float, ...]:
    """Return of a piece its ink, its height on the line, how far it extends in both directions, and how it leans; how
    dark it is, and whether it is hollow.
    """
    weight = np.clip(piece - 0.1, 0, None)
    total = float(weight.sum()) + 1e-6
    rows, columns = np.mgrid[0 : weight.shape[0], 0 : weight.shape[1]]
    x = float((weight * columns).sum()) / total
    y = float((weight * rows).sum()) / total
    wide = float((weight * (columns - x) ** 2).sum()) / total
    high = float((weight * (rows - y) ** 2).sum()) / total
    lean = float((weight * (columns - x) * (rows - y)).sum()) / total
    darkest = float(weight.max())
    centre = weight[max(0, int(y) - 1) : int(y) + 2, max(0, int(x) - 1) : int(x) + 2]
    shape = (
        np.log(total),
        4 * y / _UNIT,
        np.log(wide + 0.3),
        np.log(high + 0.3),
        lean / max(np.sqrt(wide * high), 0.3),
        darkest,
        float(centre.mean()) / max(darkest, 0.1),
    )
    return tuple(round(float(number), 3) for number in shape)


def _runs(flags: "NDArray[np.bool_]") -> Iterator[tuple[int, int]]:
    """Yield the ranges [begin, end) of flags that are set."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
