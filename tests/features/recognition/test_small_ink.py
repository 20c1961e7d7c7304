"""Small pieces of ink in a line and beside it are told by their place and their shape, in any size and direction."""

import numpy as np
import pytest
from numpy.typing import NDArray

from reader.features.recognition.small_ink import small_ink
from reader.newspaper.line_place import LineOnPicture, SmallInk

Pixels = NDArray[np.uint8]

PAPER = 235
INK = 30
MARGIN = 60
COUNT = 12
"""The number of characters for which a line has room."""


def page(marks: dict[float, tuple[float, float, float, float]], em: int = 24) -> tuple[Pixels, LineOnPicture]:
    """Return a picture of a line, and the place of its characters: dark blocks, one in each place but those of marks.

    `marks` are the left, top, right and bottom edge of each mark in its place, in sizes of the type, by these places.
    """
    pixels = np.full((2 * MARGIN + em, 2 * MARGIN + COUNT * em), PAPER, np.uint8)
    placed = [at for at in range(COUNT) if at not in marks and at not in range(*_outside(marks))]
    for at in placed:
        left = MARGIN + at * em
        pixels[MARGIN : MARGIN + em, left + em // 12 : left + em - em // 12] = INK
    for place, (near, top, far, bottom) in marks.items():
        rows = slice(round(MARGIN + top * em), round(MARGIN + bottom * em))
        columns = slice(round(MARGIN + (place + near) * em), round(MARGIN + (place + far) * em))
        pixels[rows, columns] = INK
    begin = MARGIN + placed[0] * em
    end = MARGIN + (placed[-1] + 1) * em
    edges = ((begin, MARGIN), (end, MARGIN), (end, MARGIN + em), (begin, MARGIN + em))
    first, second, third, fourth = ((float(x), float(y)) for x, y in edges)
    return pixels, LineOnPicture((first, second, third, fourth))


def _outside(marks: dict[float, tuple[float, float, float, float]]) -> tuple[int, int]:
    return (0, 1) if 0 in marks else (COUNT, COUNT)


COMMA = (0.1, 0.7, 0.3, 1.0)
STOP = (0.1, 0.6, 0.5, 1.0)
HIGH = (0.3, 0.05, 0.5, 0.35)


def found(marks: dict[float, tuple[float, float, float, float]], em: int = 24) -> tuple[SmallInk, ...]:
    return small_ink(*page(marks, em))


def apart(one: SmallInk, other: SmallInk) -> float:
    return float(np.abs(np.array(one.shape) - np.array(other.shape)).sum())


def test_characters_are_no_small_ink() -> None:
    assert found({}) == ()


@pytest.mark.parametrize(("at", "middle"), [(5, 5.2 / 12), (11, 11.2 / 11), (0, -0.8 / 11)])
def test_ink_within_a_line_behind_it_and_before_it_is_found_at_its_place(at: int, middle: float) -> None:
    (ink,) = found({at: COMMA})
    assert ink.middle == pytest.approx(middle, abs=0.01)


def test_ink_far_from_a_line_is_not_its_own() -> None:
    pixels, line = page({11: COMMA})
    pixels[MARGIN + 18 : MARGIN + 24, -MARGIN // 2 : -MARGIN // 2 + 5] = INK
    assert len(small_ink(pixels, line)) == 1


def test_grain_is_no_ink() -> None:
    pixels, line = page({5: (0.4, 0.4, 0.44, 0.44)})
    grain = np.random.default_rng(1).normal(0, 6, pixels.shape)
    assert small_ink((pixels + grain).clip(0, 255).astype(np.uint8), line) == ()


@pytest.mark.parametrize("em", [16, 24, 60])
def test_the_shape_of_a_mark_is_the_same_in_all_sizes_and_differs_from_others(em: int) -> None:
    (comma,) = found({5: COMMA})
    (same,) = found({7: COMMA}, em)
    for other in (STOP, HIGH):
        (different,) = found({7: other}, em)
        assert apart(comma, different) > 2 * apart(comma, same)


def test_a_vertical_line_is_looked_at_from_the_top() -> None:
    pixels, line = page({5: COMMA})
    turned = np.rot90(pixels, -1)
    width = float(turned.shape[1])
    left, top = width - line.corners[2][1], line.corners[0][0]
    right, bottom = width - line.corners[0][1], line.corners[1][0]
    vertical = LineOnPicture(((left, top), (right, top), (right, bottom), (left, bottom)), is_vertical=True)
    (lying,) = small_ink(pixels, line)
    (upright,) = small_ink(np.ascontiguousarray(turned), vertical)
    assert upright.middle == pytest.approx(lying.middle, abs=0.01)
    assert apart(upright, lying) < 0.5


@pytest.mark.parametrize("corners", [((5.0, 5.0),) * 4, ((0.0, 0.0), (3.0, 0.0), (3.0, 2.0), (0.0, 2.0))])
def test_a_line_without_extent_has_none(corners: tuple[tuple[float, float], ...]) -> None:
    first, second, third, fourth = corners
    assert small_ink(page({})[0], LineOnPicture((first, second, third, fourth))) == ()
