"""A line that was detected over several columns is cut at the gutters, and at nothing else."""

import numpy as np
import pytest
from numpy.typing import NDArray

from reader.features.recognition.rapid import parted

SIZE, LEADING, GUTTER = 12, 18, 14


def page(columns: int, *, measure: int = 10, rows: int = 12, gutter: int = GUTTER) -> NDArray[np.uint8]:
    """Columns of square characters with narrow gaps."""
    width = columns * measure * SIZE + (columns - 1) * gutter
    pixels = np.full((rows * LEADING + 40, width + 40), 240, np.uint8)
    for row in range(rows):
        for column in range(columns):
            for at in range(measure):
                left, top = 20 + column * (measure * SIZE + gutter) + at * SIZE, 20 + row * LEADING
                pixels[top : top + 11, left : left + 11] = 20
    return pixels


def over(pixels: NDArray[np.uint8], rows: int = 12) -> NDArray[np.float32]:
    """Lines over the whole width."""
    left, right = 16, pixels.shape[1] - 16
    tops = [20 + row * LEADING - 3 for row in range(rows)]
    corners = [[[left, top], [right, top], [right, top + 17], [left, top + 17]] for top in tops]
    return np.array(corners, np.float32)


@pytest.mark.parametrize("is_vertical", [False, True])
def test_lines_over_three_columns_become_three_lines_each(is_vertical: bool) -> None:
    pixels = page(3)
    corners = over(pixels)
    if is_vertical:
        pixels = np.ascontiguousarray(pixels.T)
        corners = corners[:, [0, 3, 2, 1], ::-1]
    parts = parted(pixels, corners)
    assert len(parts) == 36
    along = 1 if is_vertical else 0
    ends = sorted(
        {(round(float(part[:, along].min())), round(float(part[:, along].max()))) for part in parts}
    )
    assert ends == [(16, 146), (146, 280), (280, 412)]


def test_a_gutter_with_a_rule_may_be_narrow() -> None:
    pixels = page(2, gutter=8)
    pixels[10:-10, 20 + 120 + 3 : 20 + 120 + 5] = 20
    assert len({round(float(part[0, 0])) for part in parted(pixels, over(pixels))}) > 1


def test_a_gap_in_a_line_or_two_is_no_gutter() -> None:
    pixels = page(1, measure=24)
    for row in (2, 3, 9):
        pixels[20 + row * LEADING : 31 + row * LEADING, 120:140] = 240
    assert len(parted(pixels, over(pixels))) == 12


def test_a_headline_over_two_columns_is_whole() -> None:
    pixels = page(2, measure=14)
    pixels[20:74] = 240
    pixels[20:60, 60:300:50] = 20
    headline = [[[50, 15], [320, 15], [320, 65], [50, 65]]]
    parts = parted(pixels, np.concatenate([np.array(headline, np.float32), over(pixels)[3:]]))
    assert len(parts) == 1 + 2 * 9
