"""Preparing the picture of a page for recognition: flattening photographs, evening out the light, straightening, and
cutting double pages.
"""

from itertools import pairwise
from typing import TYPE_CHECKING, cast

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from reader.newspaper.line_place import Box, Corners, Slant, projection

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from reader.features.recognition.recognizer import Pixels

_LOOKED_AT = 1_000
"""The maximum of the longer side of the copy in which light, tilt and gutter are measured, in pixels."""
# Tilts in degrees: the smallest that is corrected, the largest that is searched for, and the step of the search.
_LEAST_TILT = 0.15
_MOST_TILT = 8.0
_STEP = 0.1
_UNEVEN = 24
"""The minimum difference of the paper's shade over a page (0 to 255) from which it is evened out."""
# The side of the cells in which the paper's shade is measured, in pixels of the small copy; the lower limit for that
# shade; the shade given to the paper; the number of rows processed at once.
_CELL = 25
_DARKEST = 40
_PAPER = 235
_STRIP = 256
_WIDE = 1.2
"""The minimum width of a double page, as a multiple of its height."""
# The minimum width of the gutter between two pages, as a share of the picture's width, and as a multiple of the widest
# other gap; the maximum share of ink in a column that counts as empty.
_GUTTER = 0.015
_WIDER = 1.5
_MOST_INK = 0.004
# The side of the squares in which paper is seen between ink, in pixels of the small copy; the minimum difference of the
# paper's shade from that of the ground (0 to 255); the minimum share of the picture that a page on a ground fills.
_INK_SIZE = 9
_CONTRAST = 40
_LEAST_PAGE = 0.3
_LEAST_INK = 500
_MOST_POINTS = 100_000
_CLEARER = 1.05
"""The factor by which turning must make the lines clearer; else the page is left as it is."""


class PagePart(Struct, frozen=True):
    """The picture of a page, or half of one, prepared for recognition.

    Attributes:
        pixels: the prepared part.
        slant: how the picture shows the page.
        left: the column of the level page at which the part begins.
        what: the steps of the preparation, in English, as they are stored with the text.
    """

    pixels: "Pixels"
    slant: Slant
    left: int = 0
    what: tuple[str, ...] = ()

    def in_picture(self, box: Box) -> Box:
        return self.slant.in_picture((box[0] + self.left, box[1], box[2] + self.left, box[3]))


def whole(pixels: "Pixels") -> PagePart:
    """Return a picture as a single part, without any preparation."""
    return PagePart(pixels, Slant((float(pixels.shape[1]), float(pixels.shape[0]))))


def parts_of(pixels: "Pixels") -> list[PagePart]:
    """Prepare a picture, and return it as one part, or as two if it is a double page."""
    page = _straightened(_levelled(_flattened(whole(pixels))))
    height, width = page.pixels.shape
    if width < _WIDE * height:
        return [page]
    small = _small(page.pixels)
    # the gaps, as ranges [begin, end): the runs of columns without ink that have columns with ink on both
    # sides
    inked = np.flatnonzero((small < _threshold(small)).mean(axis=0) > _MOST_INK)
    gaps = [(int(before) + 1, int(after)) for before, after in pairwise(inked) if after > before + 1]
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


def _small(pixels: "Pixels") -> "Pixels":
    step = max(1, min(-(-max(pixels.shape) // _LOOKED_AT), *pixels.shape))
    height, width = (side - side % step for side in pixels.shape)
    squares = pixels[:height, :width].reshape(height // step, step, width // step, step)
    small: Pixels = squares.mean(axis=(1, 3)).astype(np.uint8)
    return small


def _flattened(page: PagePart) -> PagePart:
    """Return the page that lies on a dark ground, cropped and as seen from above; the page itself if none is seen."""
    from PIL import Image

    small = _small(page.pixels)
    small_corners = _corners(small)
    if small_corners is None:
        return page
    scale = page.pixels.shape[1] / small.shape[1]
    upper_left, upper_right, lower_right, lower_left = corners = small_corners * scale
    across = np.linalg.norm(upper_right - upper_left), np.linalg.norm(lower_right - lower_left)
    down = np.linalg.norm(lower_left - upper_left), np.linalg.norm(lower_right - upper_right)
    size = round(float(sum(across)) / 2), round(float(sum(down)) / 2)
    places = cast(Corners, tuple((round(float(x), 1), round(float(y), 1)) for x, y in corners))
    first, second, third = projection(places, size)
    flat = Image.fromarray(page.pixels).transform(
        size, Image.Transform.PERSPECTIVE, (*first, *second, *third[:2]), Image.Resampling.BICUBIC
    )
    slant = Slant((float(size[0]), float(size[1])), 0.0, places)
    return replace(
        page, pixels=np.asarray(flat), slant=slant, what=(*page.what, "page: cropped and flattened")
    )


def _corners(small: "Pixels") -> "NDArray[np.float64] | None":
    """Return the corners of a page on a dark ground, clockwise from the upper left one; None if there is none."""
    from PIL import Image, ImageFilter

    height, width = small.shape
    if min(height, width) < 20 * _INK_SIZE:
        return None
    light = np.asarray(Image.fromarray(small).filter(ImageFilter.MaxFilter(_INK_SIZE)))  # without ink
    edge = max(2, round(0.02 * min(height, width)))
    ground = np.median(
        np.concatenate(
            [light[:edge].ravel(), light[-edge:].ravel(), light[:, :edge].ravel(), light[:, -edge:].ravel()]
        )
    )
    paper = np.percentile(light[height // 4 : -(height // 4), width // 4 : -(width // 4)], 30)
    if paper - ground < _CONTRAST:
        return None
    is_page = light > (paper + ground) / 2
    sides = [_edge(is_page), _edge(is_page.T), _edge(is_page[:, ::-1]), _edge(is_page.T[:, ::-1])]
    if any(side is None for side in sides):
        return None
    left, top, right, bottom = (side for side in sides if side is not None)
    right = (width - right[0], -right[1])
    bottom = (height - bottom[0], -bottom[1])
    corners = np.array(
        [_crossing(x, y) for x, y in ((left, top), (right, top), (right, bottom), (left, bottom))]
    )
    following = np.roll(corners, -1, axis=0)
    area = 0.5 * float((corners[:, 0] * following[:, 1] - following[:, 0] * corners[:, 1]).sum())
    inside = (
        corners.min() > -edge and corners[:, 0].max() < width + edge and corners[:, 1].max() < height + edge
    )
    is_filled = 0.9 < float(is_page.sum()) / max(area, 1.0) < 1.1
    if inside and is_filled and area > _LEAST_PAGE * width * height:
        return corners
    return None


def _edge(is_page: "NDArray[np.bool_]") -> tuple[float, float] | None:
    """Return the left edge of the page as (start, slope): its column is start + slope * row; None if it is no line."""
    rows = np.flatnonzero(is_page.mean(axis=1) > 0.3)
    rows = rows[len(rows) // 8 : len(rows) - len(rows) // 8]
    if len(rows) < 20:
        return None
    columns = is_page[rows].argmax(axis=1).astype(np.float64)
    near = np.ones(len(rows), bool)
    for _ in range(4):
        slope, start = np.polyfit(rows[near], columns[near], 1)
        away = np.abs(columns - start - slope * rows)
        near = away <= max(2.0, 2 * float(np.median(away)))
    if near.mean() > 0.6:
        return (float(start) + _INK_SIZE / 2, float(slope))
    return None


def _crossing(upright: tuple[float, float], level: tuple[float, float]) -> tuple[float, float]:
    """Return where the lines x = start + slope * y and y = start + slope * x meet."""
    x = (upright[0] + upright[1] * level[0]) / (1 - upright[1] * level[1])
    return x, level[0] + level[1] * x


def _levelled(page: PagePart) -> PagePart:
    """Return the page with the shade of its paper evened out; the page itself if it is even enough."""
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


def _length(gap: tuple[int, int]) -> int:
    return gap[1] - gap[0]


def _straightened(page: PagePart) -> PagePart:
    """Return the page turned so that its lines are level; the page itself if they are level enough."""
    from PIL import Image

    tilt = tilt_of(_small(page.pixels))
    if abs(tilt) < _LEAST_TILT:
        return page
    paper = int(np.percentile(page.pixels[::8, ::8], 90))
    turned = Image.fromarray(page.pixels).rotate(tilt, Image.Resampling.BICUBIC, fillcolor=paper)
    return replace(
        page,
        pixels=np.asarray(turned),
        slant=replace(page.slant, tilt=tilt),
        what=(*page.what, f"tilt: {tilt:.1f}"),
    )


def tilt_of(small: "Pixels") -> float:
    """Return the angle by which the lines of a page fall to the right, in degrees; 0.0 if it can't be
    determined.

    It is the angle along which rows (for vertical lines: columns) differ most in ink from the next ones: in a
    level page each is either within a line or between two lines.
    """
    down, across = np.nonzero(small < _threshold(small))
    if down.size < _LEAST_INK:
        return 0.0
    chosen = slice(None, None, -(-down.size // _MOST_POINTS))
    down = down[chosen].astype(np.float32)
    across = across[chosen].astype(np.float32)

    def clearness(angle: float) -> float:
        slope = np.tan(np.radians(angle))
        of_rows = np.bincount((down - across * slope + small.shape[1]).astype(np.int64))
        of_columns = np.bincount((across + down * slope + small.shape[0]).astype(np.int64))
        return float(max((np.diff(sums.astype(np.float64)) ** 2).sum() for sums in (of_rows, of_columns)))

    coarse = max(np.arange(-_MOST_TILT, _MOST_TILT + 0.1, 0.5), key=clearness)
    best: float = max(np.arange(coarse - 0.5, coarse + 0.51, _STEP), key=clearness)
    if clearness(best) > _CLEARER * clearness(0.0):
        return round(float(best), 2)
    return 0.0


def _threshold(small: "Pixels") -> float:
    """Return the shade of grey that separates ink from paper."""
    dark, light = np.percentile(small, (2, 80))
    return float((dark + light) / 2)
