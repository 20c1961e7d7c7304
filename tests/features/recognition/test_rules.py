"""The rules of a page are found; strokes of characters and edges of pictures are none."""

import numpy as np
import pytest
from numpy.typing import NDArray

from reader.features.recognition.page_recognition import rules_of, without_strokes


def page() -> NDArray[np.uint8]:
    """Lines of square characters."""
    pixels = np.full((1600, 1200), 240, np.uint8)
    for top in range(120, 1500, 40):
        for left in range(100, 1080, 24):
            pixels[top : top + 18, left : left + 20] = 20
    return pixels


def test_a_page_without_rules_has_none() -> None:
    assert rules_of(page()) == []


@pytest.mark.parametrize("is_upright", [False, True])
def test_a_rule_between_lines_is_found(is_upright: bool) -> None:
    pixels = page().T.copy() if is_upright else page()
    rule = (400.0, 146.0, 403.0, 900.0) if is_upright else (200.0, 146.0, 900.0, 149.0)
    left, top, right, bottom = map(int, rule)
    pixels[:, left - 5 : right + 5] = 240 if is_upright else pixels[:, left - 5 : right + 5]
    pixels[top:bottom, left:right] = 30
    (found,) = rules_of(pixels)
    assert found == pytest.approx(rule, abs=6)


def test_a_rule_that_is_broken_and_a_little_tilted_is_one() -> None:
    pixels = page()
    for at in range(200, 900):
        if at % 200 > 8:
            pixels[144 + at // 300 : 147 + at // 300, at] = 30
    (found,) = rules_of(pixels)
    assert found[2] - found[0] > 680


def test_a_thick_bar_is_no_rule() -> None:
    pixels = page()
    pixels[780:830, 200:900] = 30
    assert rules_of(pixels) == []


def test_a_stroke_within_a_line_is_no_rule() -> None:
    stroke, rule = (120.0, 140.0, 260.0, 146.0), (100.0, 300.0, 800.0, 303.0)
    assert without_strokes([stroke, rule], [(100.0, 100.0, 800.0, 200.0)]) == [rule]


@pytest.mark.parametrize("shape", [(1, 1), (3, 4000), (500, 500)])
def test_an_empty_picture_has_no_rules(shape: tuple[int, int]) -> None:
    assert rules_of(np.full(shape, 255, np.uint8)) == []
