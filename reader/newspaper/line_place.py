"""The place of a line on its page, as far as the file states it."""

from math import cos, radians, sin

from msgspec import Struct

Box = tuple[float, float, float, float]
"""Left, top, right and bottom edge."""


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


def tilted(box: Box, degrees: float, size: tuple[float, float]) -> Box:
    """Return a box whose middle is moved as on a page of that size that is turned clockwise around its own middle.

    The box keeps its width and height: of a page that was turned a little, it is then where its character is.
    """
    cosine, sine = cos(radians(degrees)), sin(radians(degrees))
    across, down = (box[0] + box[2] - size[0]) / 2, (box[1] + box[3] - size[1]) / 2
    x, y = across * cosine - down * sine + size[0] / 2, across * sine + down * cosine + size[1] / 2
    half, tall = (box[2] - box[0]) / 2, (box[3] - box[1]) / 2
    return x - half, y - tall, x + half, y + tall
