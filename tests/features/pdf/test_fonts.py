"""What a PDF's typefaces tell of their glyphs: joined letters, narrow ones, and glyphs of which nothing is told."""

import re
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QFont, QPainter, QPdfWriter

from reader import formats
from reader.features.pdf.overprint import drawn_again
from reader.features.pdf.process import _part_ligatures

LINES = (
    "The official will fill the little hill till all illicit",
    "bills lie still in the tilted file of his official",
    "affairs, filling it with lilies at the final flood.",
)


def written(path: Path, *, family: str = "DejaVu Sans") -> bytes:
    writer = QPdfWriter(str(path))
    writer.setResolution(72)
    painter = QPainter(writer)
    font = QFont(family)
    font.setPointSize(12)
    painter.setFont(font)
    for number, line in enumerate(LINES):
        painter.drawText(60, 100 + 20 * number, line)
    painter.end()
    return path.read_bytes()


@pytest.mark.usefixtures("qapp")
def test_narrow_letters_are_no_second_layer(tmp_path: Path) -> None:
    source = formats.decode(written(tmp_path / "1987-06-12.pdf"), "1987-06-12.pdf")
    text = " ".join(source.lines)
    for line in LINES:
        assert line in text
    assert source.reading is not None
    assert source.reading.left_out == ()


@pytest.mark.usefixtures("qapp")
def test_glyphs_of_which_it_is_not_told_what_they_are_are_no_text(tmp_path: Path) -> None:
    data = written(tmp_path / "1987-06-12.pdf")
    without = re.sub(rb"/ToUnicode \d+ 0 R", lambda match: b" " * len(match[0]), data)
    assert without != data
    with pytest.raises(formats.UnreadableFile, match="没有写明是哪些字"):
        formats.decode(without, "1987-06-12.pdf")


def test_the_letters_of_a_ligature_share_its_box() -> None:
    codes = np.array([*map(ord, "offic")], np.uint32)
    joined = [20.0, 0.0, 32.0, 10.0]
    boxes = np.array([[10.0, 0.0, 20.0, 10.0], joined, joined, joined, [32.0, 0.0, 40.0, 10.0]])
    _part_ligatures(codes, boxes)
    assert boxes[:, 0].tolist() == [10.0, 20.0, 24.0, 28.0, 32.0]
    assert boxes[:, 2].tolist() == [20.0, 24.0, 28.0, 32.0, 40.0]


def test_characters_at_the_same_place_stay_as_they_are() -> None:
    codes = np.array([*map(ord, "渡渡")], np.uint32)
    boxes = np.array([[10.0, 0.0, 20.0, 10.0]] * 2)
    _part_ligatures(codes, boxes)
    assert boxes[1].tolist() == [10.0, 0.0, 20.0, 10.0]


@pytest.mark.parametrize("step", [2.0, 3.0, 4.0])
def test_letters_that_are_much_narrower_than_high_are_all_kept(step: float) -> None:
    left = np.arange(200) * step
    boxes = np.stack([left, np.zeros(200), left + step, np.full(200, 12.0)], axis=1)
    assert not drawn_again(boxes).any()


def test_a_second_layer_of_them_is_left_out() -> None:
    left = np.arange(200) * 4.0
    boxes = np.stack([left, np.zeros(200), left + 4.0, np.full(200, 12.0)], axis=1)
    again = drawn_again(np.concatenate([boxes, boxes + 0.5]))
    assert again.tolist() == [False] * 200 + [True] * 200
