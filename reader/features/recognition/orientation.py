"""How a page lies in its picture: upright, upside down, or on one of its sides.

A few lines are read in the four ways. The way is told by how sure the recogniser is of the characters, and by what the
lines then say: upside down, it is sure of characters that no text has.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from reader.language.equality import simplified
from reader.language.letter_costs import beyond_ascii, fewest_bits
from reader.language.words import chance_of_best_cut
from reader.newspaper.line_place import Corners, Point, Slant

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

Readings = Callable[[Sequence["Pixels"]], Sequence[tuple[str, float]]]
"""Returns the text of each picture of a line, and how sure that is, 0 to 1; of one that is taller than wide, from top
to bottom.
"""

_LEAST = 0.45
_BETTER = 1.02
"""The minimum score of a page that is told to lie in some way; how many times as much it has as upright, at least."""
# The bits of a character in running text and in one of chance (`language.letter_costs`).
_OF_TEXT = 11.0
_OF_CHANCE = 15.0
_MOST_SAMPLES = 6
_LINES_OF_SAMPLE = 30
"""A line is read for each so many of the page, so that upright pages take little longer."""
# The least length of such a line, and the most of it that is read, in thicknesses.
_SHORTEST = 5.0
_LONGEST = 14.0
# What a letter in a little word, and such a pair, say of the order; the same as a step of the chance of words.
_LITTLE_WORD = 3.0
_PAIR = 4.0
_LITTLE_WORDS = """
the of and to in a is that was for it on as with his he be at by had not are but from or have an they which
le la les de des du et un une que qui dans est il pour en au par sur ce ne pas der die das und von zu den mit
ist ein eine auf dem nicht im für el los las y del se con por su al lo di che è non per sono att som av det
"""
_LITTLE = frozenset(_LITTLE_WORDS.split())
"""Words that any sentence of a language of Europe is full of."""
_ENDINGS = (
    "った した して です ます から こと ある いる れた する には では である 습니 니다 하는 에서 으로 했다"
)
_PAIRS = tuple(_ENDINGS.split())
"""Endings that texts in Japanese and Korean are full of."""


class Orientation(Struct, frozen=True):
    """How many quarter turns to the left make a page upright; whether that could be told."""

    turns: int
    is_certain: bool = True

    @property
    def words(self) -> str:
        """The step of the preparation, as it is stored with the text; "" for none."""
        if not self.is_certain:
            return "orientation: undecided"
        if self.turns:
            return f"turned: {90 * self.turns}"
        return ""


def orientation_of(lines: Sequence["Pixels"], read: Readings) -> Orientation:
    """Return how the page lies of which some lines are cut out as they lie in its picture."""
    samples = _samples(lines)
    if not samples:
        return Orientation(0)
    scores = [_score(samples, turns, read) for turns in range(4)]
    best = max(range(4), key=scores.__getitem__)
    if scores[best] < _LEAST:
        return Orientation(0, is_certain=False)
    if scores[best] < scores[0] * _BETTER:
        return Orientation(0)
    return Orientation(best)


def _samples(lines: Sequence["Pixels"]) -> Sequence["Pixels"]:
    """Return pieces of some lines, from all over the page: of those that are long enough to say something."""
    count = min(_MOST_SAMPLES, max(2, len(lines) // _LINES_OF_SAMPLE))
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


def _score(samples: Sequence["Pixels"], turns: int, read: Readings) -> float:
    """Return how much the lines are like text where the picture is turned so often, 0 to 1."""
    readings = read([np.ascontiguousarray(np.rot90(sample, turns)) for sample in samples])
    likely = sum(certainty * likeness(text) for text, certainty in readings) / len(samples)
    return likely * order_of([text for text, _ in readings])


def likeness(text: str) -> float:
    """Return how much the characters of a line are those of running text, 0 to 1."""
    if not text.strip():
        return 0.0
    count = beyond_ascii(text)
    if not count:
        return 1.0
    bits = fewest_bits(text) / count
    return min(1.0, max(0.0, (_OF_CHANCE - bits) / (_OF_CHANCE - _OF_TEXT)))


def order_of(texts: Sequence[str]) -> float:
    """Return how much lines make words when they are read from their begin, and not from their end, 0 to 1."""
    gain = 0.0
    length = 0
    for text in texts:
        plain = simplified("".join(text.split()))
        length += len(plain)
        if text.isascii():
            gain += _LITTLE_WORD * (_in_little_words(text) - _in_little_words(text[::-1]))
        elif plain:
            gain += chance_of_best_cut(plain) - chance_of_best_cut(plain[::-1])
            gain += _PAIR * sum(text.count(pair) - text[::-1].count(pair) for pair in _PAIRS)
    return min(1.0, max(0.0, 0.5 + gain / max(1, length)))


def _in_little_words(text: str) -> int:
    return sum(len(word) for word in text.lower().split() if word.strip(".,;:!?") in _LITTLE)


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
