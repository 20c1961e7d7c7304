"""What is recognised has its place in the picture, whatever the resolution in which it was read."""

from typing import TYPE_CHECKING

import numpy as np
import pytest

from reader import formats
from reader.features.recognition.alto_page import alto_of
from reader.features.recognition.orientation import Orientation
from reader.features.recognition.page_recognition import recognized_page
from reader.features.recognition.recognizer import Direction, RecognizedCharacter, RecognizedLine

if TYPE_CHECKING:
    from reader.features.recognition.recognizer import Pixels

BOX = (3.0, 5.0, 11.0, 20.0)


class OneLine:
    """Reads one character, at the same place of any picture."""

    name = "one line"

    def lines_of(self, pixels: "Pixels", direction: Direction) -> list[RecognizedLine]:
        return [RecognizedLine((RecognizedCharacter("江", BOX, 0.9),), BOX, is_vertical=False)]


def test_boxes_are_those_in_the_picture_of_which_a_smaller_copy_was_read() -> None:
    page = recognized_page(OneLine(), np.full((30, 40), 245, np.uint8), (80, 90), is_prepared=False)
    (line,) = page.lines
    assert line.box == line.characters[0].box == (6.0, 15.0, 22.0, 60.0)


LINES = [f"{words}渡口的灯亮到后半夜，老船工还在等" for words in "一二三四五六七八"]


class OnItsSide:
    """Reads level lines from the top of a page that is upright after so many quarter turns."""

    name = "on its side"

    def __init__(self, turns: int) -> None:
        self._turns = turns

    def orientation_of(self, pixels: "Pixels") -> Orientation:
        return Orientation(self._turns)

    def lines_of(self, pixels: "Pixels", direction: Direction) -> list[RecognizedLine]:
        assert pixels.shape == (300, 500)  # upright
        lines = []
        for row, text in enumerate(LINES):
            top = 20.0 + 30 * row
            signs = [
                RecognizedCharacter(sign, (20.0 + 20 * at, top, 40.0 + 20 * at, top + 20), 0.9)
                for at, sign in enumerate(text)
            ]
            lines.append(RecognizedLine(tuple(signs), (20.0, top, 20.0 + 20 * len(text), top + 20)))
        return lines


@pytest.mark.parametrize("turns", range(4))
def test_a_turned_page_is_read_as_an_upright_one_and_its_places_are_in_the_picture(turns: int) -> None:
    shape = (500, 300) if turns % 2 else (300, 500)
    height, width = shape
    page = recognized_page(OnItsSide(turns), np.full(shape, 245, np.uint8), (width, height))
    first = page.lines[0].box
    assert (first[2] - first[0] < first[3] - first[1]) is (turns % 2 == 1)
    source = formats.decode(alto_of(page), "19870612.xml")
    assert [line for line in source.lines if line] == LINES
