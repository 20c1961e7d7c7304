"""Preparing the picture of a page for recognition: double pages are parted, uneven light is levelled, tilted pages are
straightened.
"""

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from reader.newspaper.line_place import Box, tilted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from reader.recognition.recognizer import Pixels

_LOOKED_AT = 1_000
"""The longer side, in pixels, of the copy by which light and tilt are judged."""
_LEAST_TILT, _MOST_TILT, _STEP = 0.15, 8.0, 0.1
"""Tilts in degrees: what is smaller stays; what is larger is no tilt; the step of the search."""
_UNEVEN = 24
"""The least difference, in shades of grey, between the paper's light and dark places that is levelled."""
_CELL, _DARKEST, _PAPER, _STRIP = 25, 40, 235, 256
"""The side of the cells whose paper is measured; the darkest paper; the shade it is given; rows done at once."""
_WIDE = 1.2
"""The least width of a double page, as a multiple of its height."""
_GUTTER, _WIDER, _MOST_INK = 0.015, 1.5, 0.004
"""The least width of the space between two pages, as a share of theirs and as a multiple of other spaces; the most ink
in it.
"""
_LEAST_INK, _MOST_POINTS = 500, 100_000
_CLEARER = 1.05
"""How much clearer lines must be when a page is straightened."""


@dataclass(frozen=True, slots=True)
class PagePart:
    """A page as it is recognised: the picture, turned by `tilt` degrees around its centre, from its column `left` on.

    `size` is the width and height of the picture. `what` tells what was done, in English, as it is kept with the text.
    """

    pixels: "Pixels"
    size: tuple[int, int]
    left: int = 0
    tilt: float = 0.0
    what: tuple[str, ...] = ()

    def in_picture(self, box: Box) -> Box:
        """Return the place of a box of this part in the picture: its middle is turned back, and it keeps its size."""
        moved = box[0] + self.left, box[1], box[2] + self.left, box[3]
        return tilted(moved, self.tilt, self.size)


def whole(pixels: "Pixels") -> PagePart:
    """Return a picture as it is."""
    return PagePart(pixels, (pixels.shape[1], pixels.shape[0]))


def parts_of(pixels: "Pixels") -> list[PagePart]:
    """Return the page of a picture, or the two of a double page, prepared."""
    return _halves(_straightened(_levelled(whole(pixels))))


def _small(pixels: "Pixels") -> "Pixels":
    step = max(1, min(-(-max(pixels.shape) // _LOOKED_AT), *pixels.shape))
    height, width = (side - side % step for side in pixels.shape)
    squares = pixels[:height, :width].reshape(height // step, step, width // step, step)
    small: Pixels = squares.mean(axis=(1, 3)).astype(np.uint8)
    return small


def _levelled(page: PagePart) -> PagePart:
    """Return a page with its paper equally light everywhere, if it is not."""
    from PIL import Image

    pixels = page.pixels
    small = _small(pixels)
    rows, columns = (max(1, side // _CELL) for side in small.shape)
    cells = small[: rows * _CELL, : columns * _CELL]
    if not cells.size or min(cells.shape) < 2 * _CELL:
        return page
    paper = np.percentile(cells.reshape(rows, _CELL, columns, _CELL), 90, axis=(1, 3))
    if np.percentile(paper, 95) - np.percentile(paper, 5) < _UNEVEN:
        return page
    paper = np.maximum(paper, _DARKEST).astype(np.uint8)
    height, width = pixels.shape
    light = np.asarray(Image.fromarray(paper).resize((width, height), Image.Resampling.BILINEAR))
    level = np.empty_like(pixels)
    for top in range(0, height, _STRIP):  # in strips, as the numbers in between are large
        strip = slice(top, top + _STRIP)
        level[strip] = np.minimum(pixels[strip].astype(np.uint16) * _PAPER // light[strip], 255)
    return replace(page, pixels=level, what=(*page.what, "light: levelled"))


def _halves(page: PagePart) -> list[PagePart]:
    """Return the two pages of a double page, parted where no ink is near its middle; else the page."""
    height, width = page.pixels.shape
    if width < _WIDE * height:
        return [page]
    small = _small(page.pixels)
    gaps = _gaps((small < _threshold(small)).mean(axis=0) > _MOST_INK)
    middle = [gap for gap in gaps if 0.44 < (gap[0] + gap[1]) / 2 / small.shape[1] < 0.56]
    gutter = max(middle, key=_length, default=(0, 0))
    others = max((_length(gap) for gap in gaps if gap != gutter), default=0)
    if _length(gutter) < max(_GUTTER * small.shape[1], _WIDER * others):
        return [page]
    at = round(sum(gutter) / 2 * width / small.shape[1])
    what = (*page.what, "double page: parted")
    return [
        replace(page, pixels=page.pixels[:, :at], what=what),
        replace(page, pixels=page.pixels[:, at:], left=at, what=what),
    ]


def _gaps(are_inked: "NDArray[np.bool_]") -> list[tuple[int, int]]:
    """Return begin and end of each run of columns without ink that has ink on both sides."""
    inked = np.flatnonzero(are_inked)
    return [(int(before) + 1, int(after)) for before, after in pairwise(inked) if after > before + 1]


def _length(gap: tuple[int, int]) -> int:
    return gap[1] - gap[0]


def _straightened(page: PagePart) -> PagePart:
    """Return a page turned so that its lines are level."""
    from PIL import Image

    tilt = tilt_of(_small(page.pixels))
    if abs(tilt) < _LEAST_TILT:
        return page
    paper = int(np.percentile(page.pixels[::8, ::8], 90))
    turned = Image.fromarray(page.pixels).rotate(tilt, Image.Resampling.BICUBIC, fillcolor=paper)
    return replace(page, pixels=np.asarray(turned), tilt=tilt, what=(*page.what, f"tilt: {tilt:.1f}"))


def tilt_of(small: "Pixels") -> float:
    """Return by how many degrees the lines of a page fall to the right, 0.0 if that can't be told.

    Along lines that are level, rows (or columns, of vertical lines) are full or empty of ink.
    """
    down, across = np.nonzero(small < _threshold(small))
    if down.size < _LEAST_INK:
        return 0.0
    chosen = slice(None, None, -(-down.size // _MOST_POINTS))
    down, across = down[chosen].astype(np.float32), across[chosen].astype(np.float32)

    def clearness(angle: float) -> float:
        slope = np.tan(np.radians(angle))
        of_rows = np.bincount((down - across * slope + small.shape[1]).astype(np.int64))
        of_columns = np.bincount((across + down * slope + small.shape[0]).astype(np.int64))
        return float(max((np.diff(each.astype(np.float64)) ** 2).sum() for each in (of_rows, of_columns)))

    coarse = max(np.arange(-_MOST_TILT, _MOST_TILT + 0.1, 0.5), key=clearness)
    best: float = max(np.arange(coarse - 0.5, coarse + 0.51, _STEP), key=clearness)
    return round(float(best), 2) if clearness(best) > _CLEARER * clearness(0.0) else 0.0


def _threshold(small: "Pixels") -> float:
    """Return the shade of grey between ink and paper."""
    dark, light = np.percentile(small, (2, 80))
    return float((dark + light) / 2)
