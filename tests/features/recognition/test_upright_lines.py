"""The characters of a vertical line are put upright next to each other, with marks as in horizontal lines."""

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

pytest.importorskip("cv2", reason="没有装 yuebao-reader[ocr]")

from reader.features.recognition.upright_lines import ReadSign, UprightLine, upright_lines

CELL = 40


def lying(cells: str) -> NDArray[np.uint8]:
    """A vertical line on its side: 字 is a square with a hole near its top, 。 a ring at the right, 「 in the lower
    half of its cell, 」 in the upper half, “ and ” are two strokes.
    """
    page = Image.new("L", (CELL + 16, CELL * len(cells)), 245)
    pen = ImageDraw.Draw(page)
    for at, sign in enumerate(cells):
        top = CELL * at
        match sign:
            case "。":
                pen.ellipse((32, top + 3, 43, top + 14), outline=20, width=3)
            case "「":
                pen.line([(18, top + 26), (42, top + 26), (42, top + 36)], fill=20, width=3)
            case "」":
                pen.line([(14, top + 3), (14, top + 13), (38, top + 13)], fill=20, width=3)
            case "“":
                for left in (34, 41):
                    pen.line([(left + 4, top + 27), (left, top + 37)], fill=20, width=3)
            case "”":
                for left in (10, 17):
                    pen.line([(left + 4, top + 3), (left, top + 13)], fill=20, width=3)
            case _:
                pen.rectangle((11, top + 3, 44, top + 36), fill=20)
                pen.rectangle((24, top + 6, 32, top + 12), fill=245)
    return np.ascontiguousarray(np.rot90(np.asarray(page)))


def upright(cells: str) -> UprightLine:
    (line,) = upright_lines([lying(cells)])
    assert line is not None
    return line


def cell(line: UprightLine, at: int) -> NDArray[np.bool_]:
    """The ink of a cell; half a cell is empty before the first."""
    width = line.pixels.shape[1] / (len(line.middles) + 1)
    return line.pixels[:, round((at + 0.5) * width) : round((at + 1.5) * width)] < 128


def centre(ink: NDArray[np.bool_]) -> tuple[float, float]:
    down, across = np.nonzero(ink)
    return float(down.mean() / ink.shape[0]), float(across.mean() / ink.shape[1])


def test_each_character_has_a_cell_in_which_it_is_upright() -> None:
    line = upright("字" * 12)
    assert line.middles == pytest.approx([(at + 0.5) / 12 for at in range(12)], abs=0.01)
    for at in range(12):
        ink = cell(line, at)
        down, across = np.nonzero(ink)
        hole = ~ink[down.min() : down.max() + 1, across.min() : across.max() + 1]
        assert centre(ink)[1] == pytest.approx(0.5, abs=0.05)
        assert centre(hole)[0] < 0.4


def test_a_small_mark_is_moved_to_where_horizontal_lines_have_it() -> None:
    down, across = centre(cell(upright("字字字字。字字字"), 4))
    assert down > 0.6
    assert across < 0.4


def test_brackets_are_turned() -> None:
    line = upright("字字「字字字」字")
    for at in (2, 6):
        down, across = np.nonzero(cell(line, at))
        assert np.ptp(down) > 1.5 * np.ptp(across)


def test_quotation_marks_are_told_by_their_shape() -> None:
    line = upright("字字“字字字”字")
    assert line.marks == [(2, "“"), (6, "”")]
    assert not cell(line, 2).any()
    read = [ReadSign("字", (at + 1) / 9, 0.9) for at in (0, 1, 3, 4, 5, 7)]
    signs = line.in_line([*read, ReadSign(" ", 0.5, 0.4)])
    assert "".join(sign.text for sign in signs) == "字字“字字字”字"
    assert [sign.middle for sign in signs] == pytest.approx([(at + 0.5) / 8 for at in range(8)], abs=0.01)


def test_the_neighbours_at_the_edges_of_a_line_are_no_part_of_it() -> None:
    own = lying("字字字字。" * 5)
    between = np.full((12, own.shape[1]), 245, np.uint8)
    (line,) = upright_lines([np.vstack([own[30:], between, own[8:48], between, own[:20]])])
    assert line is not None
    assert len(line.middles) == 25


@pytest.mark.parametrize("shape", [(1, 1), (40, 30), (40, 400), (400, 41)])
def test_what_has_no_ink_and_what_is_too_short_is_not_cut(shape: tuple[int, int]) -> None:
    (line,) = upright_lines([np.full(shape, 240, np.uint8)])
    assert line is None or not (line.pixels < 128).any()
