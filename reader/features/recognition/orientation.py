"""How a page lies in its picture: upright, upside down, or on one of its sides.

A few lines are read in the four ways. The way is told by how sure the recogniser is of the characters, and by what the
lines then say: upside down, it is sure of characters that no text has.
"""

import math
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from reader.language.running_text import likeness, order_of
from reader.newspaper.line_place import Corners, Point, Slant

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

Readings = Callable[[Sequence["Pixels"]], Sequence[tuple[str, float]]]
"""Returns the text of each picture of a line, and how sure that is, 0 to 1; of one that is taller than wide, from top
to bottom.
"""

_LEAST = 0.45
"""The minimum likeness of a page, its order counted, that is told to lie in some way."""
# What counts as one reason for a way against another: so many times the likeness, or so much more order.
_LIKELIER = 1.3
_MORE_ORDER = 0.3
_REASONS = 1.3
"""How many reasons it takes to turn a page: most stand upright."""
_LEAST_LIKENESS = 0.01
# The minimum certainty, and order, of lines that are told to be upright without reading them in the other ways. Of
# turned ones that had such an order, the recogniser was at most 0.63 sure.
_CERTAIN = 0.9
_IN_ORDER = 0.9
_IN_WORDS = 0.8
"""The minimum order of lines that are told to be columns by their words."""
_AS_GOOD = 0.25
"""How many reasons one way may have less than another that is as good."""
_MOST_SAMPLES = 6
_LINES_OF_SAMPLE = 30
"""A line is read for each so many of the page, so that upright pages take little longer."""
# The least length of such a line, and the most of it that is read, in thicknesses.
_SHORTEST = 5.0
_LONGEST = 14.0


class Orientation(Struct, frozen=True):
    """How many quarter turns to the left make a page upright, most probably; whether that could be told."""

    turns: int
    is_certain: bool = True

    @property
    def words(self) -> str:
        """The step of the preparation, as it is stored with the text; "" for none."""
        steps = []
        if not self.is_certain:
            steps.append("orientation: undecided")
        if self.turns:
            steps.append(f"turned: {90 * self.turns}")
        return "; ".join(steps)


def orientation_of(lines: Sequence["Pixels"], read: Readings) -> Orientation:
    """Return how the page lies of which some lines are cut out as they lie in its picture.

    A few lines tell it of most pages; where they don't, more are read.
    """
    few = min(_MOST_SAMPLES, max(2, len(lines) // _LINES_OF_SAMPLE))
    first_answer = _told_by(_samples(lines, few), read)
    if first_answer.is_certain or few >= min(_MOST_SAMPLES, len(lines)):
        return first_answer
    return _told_by(_samples(lines, _MOST_SAMPLES), read)


def _told_by(samples: Sequence["Pixels"], read: Readings) -> Orientation:
    if not samples:
        return Orientation(0)
    upright = _way(samples, 0, read)
    if _is_settled(upright) and (upright.is_in_columns or _is_far_from(upright, _way(samples, 3, read))):
        return Orientation(0)
    ways = [upright, *(_way(samples, turns, read) for turns in (1, 2, 3))]
    best = max(ways, key=attrgetter("reasons"))
    if best.likeness * max(best.order, 0.5) < _LEAST:
        return Orientation(0, is_certain=False)
    if _is_on_its_side(best, ways):
        best = ways[(best.turns - 1) % 4]
    if best.reasons - upright.reasons < _REASONS and not _is_on_its_side(upright, ways):
        best = upright
    rivals = [way for way in ways if way.reasons > best.reasons - _AS_GOOD]
    on_its_side = ways[(best.turns + 1) % 4]
    if best.is_in_columns and on_its_side in rivals:
        rivals.remove(on_its_side)
    return Orientation(best.turns, is_certain=rivals == [best])


def _is_settled(way: "_Way") -> bool:
    """Return whether lines say so much in this way that it is the page's, but for columns that lie on their side."""
    return way.certainty >= _CERTAIN and way.likeness >= _LEAST and way.order >= _IN_ORDER


def _is_far_from(way: "_Way", other: "_Way") -> bool:
    return way.reasons - other.reasons >= _REASONS


def _is_on_its_side(way: "_Way", ways: Sequence["_Way"]) -> bool:
    """Return whether lines are columns that lie on their side in this way: they are read as well upright."""
    upended = ways[(way.turns - 1) % 4]
    return upended.is_in_columns and upended.order > _IN_WORDS and upended.reasons > way.reasons - _AS_GOOD


class _Way(Struct, frozen=True):
    """How much lines are like text in a picture that is turned so often to the left, and whether words run forwards."""

    turns: int
    likeness: float
    order: float
    is_in_columns: bool
    certainty: float

    @property
    def reasons(self) -> float:
        """How many reasons there are for this way, beside those for others."""
        likeness = max(self.likeness, _LEAST_LIKENESS)
        return math.log(likeness, _LIKELIER) + self.order / _MORE_ORDER


def _way(samples: Sequence["Pixels"], turns: int, read: Readings) -> _Way:
    pictures = [np.ascontiguousarray(np.rot90(sample, turns)) for sample in samples]
    readings = read(pictures)
    likely = sum(certainty * likeness(text) for text, certainty in readings) / len(samples)
    tall = sum(picture.shape[0] > picture.shape[1] for picture in pictures)
    certain = sum(certainty for _, certainty in readings) / len(samples)
    return _Way(turns, likely, order_of([text for text, _ in readings]), 2 * tall > len(pictures), certain)


def _samples(lines: Sequence["Pixels"], count: int) -> Sequence["Pixels"]:
    """Return pieces of so many lines, from all over the page: of those that are long enough to say something."""
    long = [line for line in lines if _length(line) > _SHORTEST] or [*lines]
    step = max(1, len(long) // count)
    return [_middle(line) for line in long[step // 2 :: step][:count]]


def _length(line: "Pixels") -> float:
    height, width = line.shape
    length: float = max(height, width) / max(1, min(height, width))
    return length


def _middle(line: "Pixels") -> "Pixels":
    """Return the middle of a long line, as long as is read at once."""
    height, width = line.shape
    most = round(_LONGEST * min(height, width))
    left = max(0, (width - most) // 2)
    top = max(0, (height - most) // 2)
    return line[top : top + max(most, min(height, width)), left : left + max(most, min(height, width))]


def slant_in_picture(slant: Slant, turns: int, size: tuple[int, int]) -> Slant:
    """Return how a picture of this width and height shows a page, of which `slant` is that in the turned picture."""
    if not turns:
        return slant
    width, height = slant.size
    corners = slant.corners or ((0.0, 0.0), (width, 0.0), (width, height), (0.0, height))
    first, second, third, fourth = (_before_turning(corner, turns, size) for corner in corners)
    new_corners: Corners = (first, second, third, fourth)
    return Slant(slant.size, slant.tilt, new_corners)


def _before_turning(point: Point, turns: int, size: tuple[int, int]) -> Point:
    """Return where a point of a turned picture is in the picture of this width and height."""
    x, y = point
    width, height = size
    match turns:
        case 1:
            return width - y, x
        case 2:
            return width - x, height - y
        case _:
            return y, height - x
