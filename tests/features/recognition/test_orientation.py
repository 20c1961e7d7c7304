"""How a page lies in its picture is told by what a few of its lines say in each of the four ways."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pytest

from reader.features.recognition.orientation import (
    Orientation,
    orientation_of,
    slant_in_picture,
)
from reader.language.running_text import likeness, order_of
from reader.newspaper.line_place import Slant

if TYPE_CHECKING:
    from reader.features.recognition.recognizer import Pixels

TEXT = "昨日上午渡口使用了三十一年的浮桥正式拆除，两岸村民前来送行"
LATIN = "the old bridge at the ferry was closed and people came from both banks of the river"


def lines(turns: int) -> "list[Pixels]":
    """Lines whose upright pictures have their corner marked, as they lie in a picture turned so often to the right."""
    upright = np.full((20, 200), 255, np.uint8)
    upright[:10, :30] = 0
    return [np.ascontiguousarray(np.rot90(upright, -turns)) for _ in range(8)]


def read_as(text: str, backwards: float = 0.98, lying: float = 0.9) -> object:
    """Return what reads `text` of an upright line, it from its end of one upside down, and gibberish of others."""

    def read(pictures: "Sequence[Pixels]") -> list[tuple[str, float]]:
        readings = []
        for picture in pictures:
            is_wide = picture.shape[1] > picture.shape[0]
            if not is_wide:
                readings.append((text[::-1], lying))
            elif picture[0, 0] == 0:
                readings.append((text, 0.97))
            else:
                readings.append((text[::-1], backwards))
        return readings

    return read


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("text", [TEXT, LATIN])
def test_the_way_is_told_in_which_the_lines_make_words(turns: int, text: str) -> None:
    assert orientation_of(lines(turns), read_as(text)) == Orientation(turns)  # type: ignore[arg-type]


def test_a_page_of_which_no_way_says_anything_is_undecided_and_stays() -> None:
    told = orientation_of(lines(0), lambda pictures: [("龘鱻麤", 0.4) for _ in pictures])
    assert told == Orientation(0, is_certain=False)
    assert told.words == "orientation: undecided"


def test_a_page_without_lines_stays() -> None:
    assert orientation_of([], lambda pictures: []) == Orientation(0)


def test_text_is_likelier_than_chance_and_from_its_begin() -> None:
    assert likeness(TEXT) > 0.8 > likeness("龘鱻麤齉爨")
    assert order_of([TEXT]) > 0.9
    assert order_of([TEXT[::-1]]) < 0.1
    assert order_of([LATIN]) > 0.9 > 0.1 > order_of([LATIN[::-1]])


@pytest.mark.parametrize("turns", [1, 2, 3])
@pytest.mark.parametrize("tilt", [0.0, 1.5])
def test_a_box_on_the_turned_page_is_found_in_the_picture_and_back(turns: int, tilt: float) -> None:
    pixels = np.zeros((300, 200), np.uint8)
    pixels[40:60, 30:130] = 1
    turned = np.rot90(pixels, turns)
    rows, columns = np.nonzero(turned)
    box = float(columns.min()), float(rows.min()), float(columns.max() + 1), float(rows.max() + 1)
    size = float(turned.shape[1]), float(turned.shape[0])
    slant = slant_in_picture(Slant(size, tilt), turns, (200, 300))
    if not tilt:
        assert slant.in_picture(box) == pytest.approx((30.0, 40.0, 130.0, 60.0))
    assert slant.level(slant.in_picture(box)) == pytest.approx(box, abs=0.5)
