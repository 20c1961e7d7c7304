"""The punctuation of a vertical line is found in the cells that were passed over."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from reader.recognition.vertical_marks import LyingLine, ReadSign, with_marks

pytest.importorskip("cv2", reason="没有装 yuebao-reader[ocr]")
CELL = 40


def lying(cells: str) -> LyingLine:
    """A line on its side; a Han character is a square with a hole near its top that was read; the rest is ink alone."""
    page = Image.new("L", (CELL, CELL * len(cells)), 245)
    pen = ImageDraw.Draw(page)
    for at, sign in enumerate(cells):
        top = CELL * at
        match sign:
            case "。":
                pen.ellipse((24, top + 4, 35, top + 15), outline=20, width=2)
            case "，":
                pen.polygon([(31, top + 4), (34, top + 6), (27, top + 17), (25, top + 16)], fill=20)
            case "、":
                pen.polygon([(24, top + 4), (26, top + 3), (35, top + 15), (32, top + 16)], fill=20)
            case "（":
                pen.arc((3, top + 22, 37, top + 60), 200, 340, fill=20, width=3)
            case "　":
                pass
            case _:
                pen.rectangle((4, top + 4, 35, top + 35), fill=20)
                pen.rectangle((16, top + 6, 24, top + 12), fill=245)
    pixels: NDArray[np.uint8] = np.ascontiguousarray(np.rot90(np.asarray(page)))
    read = [
        ReadSign(sign, (at + 0.5) / len(cells), 0.9)
        for at, sign in enumerate(cells)
        if sign not in "。，、（　"
    ]
    return LyingLine(pixels, read)


def nothing(pictures: Sequence[NDArray[np.uint8]]) -> list[str]:
    return [""] * len(pictures)


@pytest.mark.parametrize(
    "text", ["昨夜江上有雾，渡船停了半日。", "桥、渡口、茶摊都在", "一二三四五。，六七", "没有标点的一行"]
)
def test_small_marks_are_told_by_their_shape(text: str) -> None:
    (signs,) = with_marks([lying(text)], nothing)
    assert "".join(each.text for each in signs) == text
    middles = [each.middle for each in signs]
    assert middles == pytest.approx([(at + 0.5) / len(text) for at in range(len(text))], abs=0.01)
    assert all(each.confidence < 0.9 for each in signs if each.text in "。，、")


def test_a_bracket_is_read_between_its_neighbours() -> None:
    asked = list[NDArray[np.uint8]]()

    def read(pictures: Sequence[NDArray[np.uint8]]) -> list[str]:
        asked.extend(pictures)
        return ["雾（渡"]

    (signs,) = with_marks([lying("昨夜江上有雾（渡船停了")], read)
    assert "".join(each.text for each in signs) == "昨夜江上有雾（渡船停了"
    assert [picture.shape for picture in asked] == [(CELL, 3 * CELL)]
    for neighbour in (asked[0][:, :CELL], asked[0][:, -CELL:]):
        assert neighbour[9, 20] > 200 > neighbour[30, 20], "upright"


@pytest.mark.parametrize(("text", "seen"), [("（昨夜有雾", "（昨"), ("昨夜有雾（", "雾（")])
def test_a_bracket_at_an_end_is_read_beside_its_one_neighbour(text: str, seen: str) -> None:
    asked = list[NDArray[np.uint8]]()

    def read(pictures: Sequence[NDArray[np.uint8]]) -> list[str]:
        asked.extend(pictures)
        return [seen]

    (signs,) = with_marks([lying(text)], read)
    assert "".join(each.text for each in signs) == text
    assert [picture.shape for picture in asked] == [(CELL, 2 * CELL)]


def test_what_is_read_otherwise_than_its_neighbours_say_is_not_believed() -> None:
    (signs,) = with_marks([lying("昨夜江上有雾（渡船停了")], lambda pictures: ["上（渡"])
    assert "".join(each.text for each in signs) == "昨夜江上有雾渡船停了"


def test_an_empty_cell_and_a_short_line_are_left_as_they_are() -> None:
    for text in ("昨夜江上　渡船停了", "两个", ""):
        (signs,) = with_marks(
            [lying(text)] if text else [LyingLine(np.full((9, 9), 255, np.uint8), [])], nothing
        )
        assert "".join(each.text for each in signs) == text.replace("　", "")


@pytest.mark.parametrize(("taken_for", "mark"), [("’", "，"), ("°", "。")])
def test_a_mark_that_was_taken_for_another_is_put_right(taken_for: str, mark: str) -> None:
    line = lying("昨夜江上有雾" + mark + "渡船停了")
    wrong = ReadSign(taken_for, 6.5 / 11, 0.7)
    (signs,) = with_marks([LyingLine(line.pixels, [*line.signs[:6], wrong, *line.signs[6:]])], nothing)
    assert "".join(each.text for each in signs) == "昨夜江上有雾" + mark + "渡船停了"
