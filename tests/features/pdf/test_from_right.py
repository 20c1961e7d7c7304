"""Words from right to left are read in order, in whatever order a PDF file has them."""

import numpy as np
import pytest

from reader.features.pdf import layout
from reader.features.pdf.layout import PdfLine

READ = "信中写着：ياخشىمۇسىز، 1987-يىلى، 12.5 يىل。再见"
SEEN = "信中写着：لىي 12.5 ،ىلىي-1987 ،زىسۇمىشخاي。再见"
"""The same from left to right, as it stands on the page."""


def boxes(count: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.array([[10.0 * at, 0, 10.0 * at + 10, 10] for at in range(count)])


@pytest.mark.parametrize("written", [SEEN, READ], ids=["as printed", "as read"])
def test_the_order_of_the_file_makes_no_difference(written: str) -> None:
    signs = SEEN.replace(" ", "")
    place = {at: number for number, at in enumerate(_reading(signs))} if written is READ else None
    order = sorted(range(len(signs)), key=lambda at: place[at]) if place else list(range(len(signs)))
    codes = np.array([ord(signs[at]) for at in order], np.uint32)
    found, where, _ = layout.in_reading_order(codes, boxes(len(signs))[order], np.zeros(len(signs), bool))
    assert "".join(map(chr, found.tolist())) == signs
    assert where.tolist() == boxes(len(signs)).tolist()


def _reading(signs: str) -> list[int]:
    """The places of the characters in the order of reading, told by the boxes that go along."""
    line = PdfLine(signs, 0, 0, 0, 0, 10, [boxes(len(signs))])
    return [round(box[0] / 10) for box in layout.as_read(line).boxes[0].tolist()]


def test_a_line_is_read_with_its_numbers_and_its_boxes() -> None:
    signs = SEEN.replace(" ", "")
    line = layout.as_read(PdfLine(SEEN, 0, 0, 0, 0, 10, [boxes(len(signs))]))
    assert line.text == READ
    at = [round(box[0] / 10) for box in line.boxes[0].tolist()]
    assert "".join(signs[number] for number in at) == READ.replace(" ", "")


def test_a_line_without_such_words_is_left_alone() -> None:
    line = PdfLine("灯 3.14 end", 0, 0, 0, 0, 10, [boxes(8)])
    assert layout.as_read(line) is line
