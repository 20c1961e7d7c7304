"""What stands between four corners of a picture becomes a rectangle, upright and of the size that is asked for."""

import numpy as np
import pytest
from numpy.typing import NDArray

from reader.features.recognition.straightening import straightened

CORNERS = np.array([[10, 10], [50, 10], [50, 30], [10, 30]], np.float32)


def picture() -> NDArray[np.uint8]:
    """White, with a black block whose right edge is in the middle of the part between the corners."""
    pixels = np.full((40, 60), 255, np.uint8)
    pixels[5:35, 5:30] = 0
    return pixels


@pytest.mark.parametrize("size", [(40, 20), (80, 40), (20, 10)])
def test_a_part_has_the_size_that_is_asked_for(size: tuple[int, int]) -> None:
    part = straightened(picture(), CORNERS, *size)
    assert part.shape == (size[1], size[0])
    assert part[:, : size[0] // 2 - 2].max() < 30
    assert part[:, size[0] // 2 + 2 :].min() > 225


def test_the_first_corner_becomes_the_top_left_one() -> None:
    turned = straightened(picture(), np.roll(CORNERS, -2, axis=0), 40, 20)
    assert turned[:, :18].min() > 225
    assert turned[:, 22:].max() < 30


def test_what_lies_beyond_the_picture_repeats_its_edge() -> None:
    outside = straightened(picture(), CORNERS + np.float32(40), 40, 20)
    assert outside.min() == 255
