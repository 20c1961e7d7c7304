"""What is recognised has its place in the picture, whatever the resolution in which it was read."""

from typing import TYPE_CHECKING

import numpy as np

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
