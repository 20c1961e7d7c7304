"""The place of a line on its page, as far as the file states it."""

from collections.abc import Sequence
from functools import lru_cache
from math import cos, hypot, radians, sin

from msgspec import Struct

Box = tuple[float, float, float, float]
"""Left, top, right and bottom edge."""
Point = tuple[float, float]
Corners = tuple[Point, Point, Point, Point]
"""Upper left, upper right, lower right and lower left."""
_Matrix = tuple[tuple[float, float, float], ...]


def hull(boxes: Sequence[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


class LineOnPicture(Struct, frozen=True):
    """A printed line on a picture, by its corners, and its direction."""

    corners: Corners
    is_vertical: bool = False

    def scaled(self, across: float, down: float) -> "LineOnPicture":
        first, second, third, fourth = ((x * across, y * down) for x, y in self.corners)
        return LineOnPicture((first, second, third, fourth), self.is_vertical)


class SmallInk(Struct, frozen=True, array_like=True):
    """A small piece of ink in the picture of a line, with white space before and behind it.

    `middle` is where it is along the line, as a share of its length; below 0 and above 1 it is beside the line. The
    numbers of `shape` are alike of pieces of the same form at the same height of a line, in any size of type.
    """

    middle: float
    shape: tuple[float, ...]


class LineReading(Struct, frozen=True, array_like=True):
    """What is read in the picture of a line, and the confidence of each of its characters; "" if nothing is.

    `ink` are the small pieces of ink in the picture; None if it was not looked for.
    """

    text: str = ""
    confidences: tuple[float, ...] = ()
    ink: tuple[SmallInk, ...] | None = None


class LinePlace(Struct, frozen=True):
    """The place of a line on its page; lengths but those of `box` and `page_size` are in sizes of the body's type.

    “Above”, “left” and the like are meant in reading direction: on a page printed vertically, a line begins at the top
    and the next one is to its left.

    Attributes:
        page: The number of the page in the file, from 0.
        box: The bounding box of the line in the unit of the file.
        page_size: Width and height of the page in this unit, 0 if unknown.
        size: The size of the type.
        region: The number of the region on its page, from 0: a headline with what is printed below it.
        column: The number of the column in its region, from 0; -1 in the head of the region.
        columns: The number of columns that the line spans.
        indent: The distance of the line's beginning from that of the column.
        shortfall: The distance of the line's end from that of the column.
        gap: The white space above; 0 at the top of a column.
        has_rule_above: A rule is printed between this line and the one above.
        has_rule_beside: A rule is printed beside the region.
        is_head: It is in the head of the region, above all of its text.
        is_vertical: The page is printed vertically.
        is_opening: A mark at its begin, or a larger first character, tells that an article begins with it.
        is_over_columns: It may go on in the next column, as it is not known where its own ends.
    """

    page: int
    box: Box
    page_size: tuple[float, float]
    size: float
    region: int
    column: int
    columns: int = 1
    indent: float = 0.0
    shortfall: float = 0.0
    gap: float = 0.0
    has_rule_above: bool = False
    has_rule_beside: bool = False
    is_head: bool = False
    is_vertical: bool = False
    is_opening: bool = False
    is_over_columns: bool = False


def tilted(box: Box, degrees: float, size: tuple[float, float]) -> Box:
    """Return a box whose middle is moved as on a page of that size that is turned clockwise around its own middle.

    The box keeps its width and height: of a page that was turned a little, it is then where its character is.
    """
    cosine = cos(radians(degrees))
    sine = sin(radians(degrees))
    across = (box[0] + box[2] - size[0]) / 2
    down = (box[1] + box[3] - size[1]) / 2
    x = across * cosine - down * sine + size[0] / 2
    y = across * sine + down * cosine + size[1] / 2
    half = (box[2] - box[0]) / 2
    tall = (box[3] - box[1]) / 2
    return x - half, y - tall, x + half, y + tall


class Slant(Struct, frozen=True):
    """How a picture shows a page that is not level: its lines fall to the right by `tilt` degrees; in a photograph
    taken at an angle, `corners` are the places in it of the corners of the page as seen from above.

    `size` is the width and height of the page as seen from above; without `corners`, those of the picture.
    """

    size: tuple[float, float]
    tilt: float = 0.0
    corners: Corners | None = None

    def in_picture(self, box: Box) -> Box:
        tilt = tilted(box, self.tilt, self.size)
        if self.corners:
            return _moved(tilt, projection(self.corners, self.size))
        return tilt

    def level(self, box: Box) -> Box:
        if self.corners:
            box = _moved(box, _inverse(projection(self.corners, self.size)))
        return tilted(box, -self.tilt, self.size)


@lru_cache(maxsize=64)
def projection(corners: Corners, size: tuple[float, float]) -> _Matrix:
    """Return the matrix that moves points of a page of this size to where they are in a picture with these corners.

    Paul Heckbert, “Fundamentals of Texture Mapping and Image Warping”, 1989, 2.2.3.
    """
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = corners
    across = x0 - x1 + x2 - x3
    down = y0 - y1 + y2 - y3
    scale = (x1 - x2) * (y3 - y2) - (x3 - x2) * (y1 - y2) or 1.0
    g = (across * (y3 - y2) - (x3 - x2) * down) / scale
    h = ((x1 - x2) * down - across * (y1 - y2)) / scale
    width = max(size[0], 1.0)
    height = max(size[1], 1.0)
    return (
        ((x1 - x0 + g * x1) / width, (x3 - x0 + h * x3) / height, x0),
        ((y1 - y0 + g * y1) / width, (y3 - y0 + h * y3) / height, y0),
        (g / width, h / height, 1.0),
    )


@lru_cache(maxsize=64)
def _inverse(matrix: _Matrix) -> _Matrix:
    """Return the inverse of a projection, but for its scale."""
    (a, b, c), (d, e, f), (g, h, i) = matrix
    return (
        (e * i - f * h, c * h - b * i, b * f - c * e),
        (f * g - d * i, a * i - c * g, c * d - a * f),
        (d * h - e * g, b * g - a * h, a * e - b * d),
    )


def _at(x: float, y: float, matrix: _Matrix) -> Point:
    across, down, depth = (row[0] * x + row[1] * y + row[2] for row in matrix)
    if depth:
        return (across / depth, down / depth)
    return (across, down)


def _moved(box: Box, matrix: _Matrix) -> Box:
    """Return a box of which the middle is moved, and the sides are as long as the lines through it are then."""
    middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    left = _at(box[0], middle[1], matrix)
    right = _at(box[2], middle[1], matrix)
    top = _at(middle[0], box[1], matrix)
    bottom = _at(middle[0], box[3], matrix)
    x, y = _at(*middle, matrix)
    half = hypot(right[0] - left[0], right[1] - left[1]) / 2
    tall = hypot(bottom[0] - top[0], bottom[1] - top[1]) / 2
    is_on_side = abs(right[1] - left[1]) > abs(right[0] - left[0])
    if is_on_side:
        return x - tall, y - half, x + tall, y + half
    return x - half, y - tall, x + half, y + tall
