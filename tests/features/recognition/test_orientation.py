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


@pytest.mark.parametrize("turns", range(4))
def test_columns_that_are_read_on_their_side_too_stand_upright(turns: int) -> None:
    """Of a column that lies on its side, recognisers read the same words."""
    upright = np.full((200, 20), 255, np.uint8)
    upright[:30, :10] = 0

    def read(pictures: "Sequence[Pixels]") -> list[tuple[str, float]]:
        readings = []
        for picture in pictures:
            stands = picture.shape[0] > picture.shape[1] and picture[0, 0] == 0
            lies = picture.shape[1] > picture.shape[0] and picture[-1, 0] == 0
            if stands:
                readings.append((TEXT, 0.93))
            elif lies:
                readings.append((TEXT, 0.95))
            else:
                readings.append((TEXT[::-1], 0.5))
        return readings

    columns = [np.ascontiguousarray(np.rot90(upright, -turns)) for _ in range(8)]
    assert orientation_of(columns, read) == Orientation(turns)


def counted(read: object, pictures_read: list[int]) -> object:
    """What reads the same, and notes how many pictures it was given."""

    def read_and_count(pictures: "Sequence[Pixels]") -> Sequence[tuple[str, float]]:
        pictures_read.append(len(pictures))
        return read(pictures)  # type: ignore[operator, no-any-return]

    return read_and_count


def test_a_page_that_says_enough_as_it_stands_is_read_in_one_other_way_at_most() -> None:
    """Columns may lie on their side in a page of lines; lines can't be columns that stand."""
    read: list[int] = []
    assert orientation_of(lines(0), counted(read_as(TEXT), read)) == Orientation(0)  # type: ignore[arg-type]
    assert len(read) == 2
    read.clear()
    assert orientation_of(lines(2), counted(read_as(TEXT), read)) == Orientation(2)  # type: ignore[arg-type]
    assert len(read) == 4


def test_lines_that_make_words_are_columns_on_their_side_where_those_nearly_make_them_too() -> None:
    """Columns that are read a little worse as they stand: it is not told that they lie."""

    def read(pictures: "Sequence[Pixels]") -> list[tuple[str, float]]:
        readings = []
        for picture in pictures:
            if picture.shape[0] > picture.shape[1] and picture[0, 0] == 0:
                readings.append((TEXT, 0.87))
            elif picture.shape[1] > picture.shape[0] and picture[-1, 0] == 0:
                readings.append((TEXT, 0.92))
            else:
                readings.append((TEXT[::-1], 0.5))
        return readings

    upright = np.full((200, 20), 255, np.uint8)
    upright[:30, :10] = 0
    columns = [np.ascontiguousarray(np.rot90(upright)) for _ in range(8)]
    assert orientation_of(columns, read) == Orientation(3)


@pytest.mark.parametrize("turns", [0, 2])
def test_where_a_few_lines_do_not_tell_it_more_are_read(turns: int) -> None:
    """Figures alone say nothing; there is text in other lines of the page."""
    read: list[int] = []
    as_text = read_as(TEXT)

    def figures_first(pictures: "Sequence[Pixels]") -> Sequence[tuple[str, float]]:
        read.append(len(pictures))
        if len(pictures) == 2:
            return [("1069 8961", 0.9)] * 2
        return as_text(pictures)  # type: ignore[operator, no-any-return]

    assert orientation_of(lines(turns), figures_first) == Orientation(turns)
    assert read[:4] == [2] * 4
    assert read[4] > 2


@pytest.mark.parametrize(
    ("upside_down", "told"),
    [
        (0.97, Orientation(0, is_certain=False)),
        (1.0, Orientation(0, is_certain=False)),
        (0.85, Orientation(0)),
        (0.5, Orientation(0)),
    ],
)
def test_figures_stay_and_are_undecided_where_they_are_as_sure_upside_down(
    upside_down: float, told: Orientation
) -> None:
    def read(pictures: "Sequence[Pixels]") -> list[tuple[str, float]]:
        sureness = [0.95 if picture[0, 0] == 0 else upside_down for picture in pictures]
        return [("83.18", sure) for sure in sureness]

    assert orientation_of(lines(0), read) == told


def test_a_little_that_looks_like_words_does_not_turn_a_page_that_stands_upright() -> None:
    """A table of prices, of which a few figures make a word from the other side."""

    def read(pictures: "Sequence[Pixels]") -> list[tuple[str, float]]:
        readings = []
        for number, picture in enumerate(pictures):
            if picture[0, 0] == 0 and picture.shape[1] > picture.shape[0]:
                readings.append(("3.20 3.35 4.10 4.02 5.60 7.00", 0.8))
            elif picture.shape[0] > picture.shape[1]:
                word = "of" if number == 0 else "00"
                readings.append((f"{word} 3.20 4.10 5.60 7.00 8.20", 0.88))
            else:
                readings.append(("05", 0.4))
        return readings

    assert orientation_of(lines(0), read).turns == 0


def test_figures_that_are_a_little_surer_in_one_of_three_ways_are_turned_and_said_to_be_undecided() -> None:
    def read(pictures: "Sequence[Pixels]") -> list[tuple[str, float]]:
        readings = []
        for picture in pictures:
            is_wide = picture.shape[1] > picture.shape[0]
            if not is_wide:
                readings.append(("8", 0.5))
            elif picture[0, 0] == 0:
                readings.append(("83.18", 1.0))
            else:
                readings.append(("81.38", 0.95))
        return readings

    assert orientation_of(lines(1), read) == Orientation(1, is_certain=False)


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
