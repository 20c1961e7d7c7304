"""The order in which the blocks of a page are read."""

import itertools

import pytest

from reader.formats.scans.scanned_page import ScannedBlock, ScannedLine, ScannedPage, in_order, written
from reader.newspaper.line_place import Box

TOP = ("渡口新船下水", (100.0, 50.0, 700.0, 100.0))
SECOND = ("昨日午后两岸同贺", (200.0, 110.0, 600.0, 140.0))
RIGHT = ("本埠訊昨日午後渡口新船下水觀者", (760.0, 150.0, 790.0, 600.0))
MIDDLE = ("數百人皆稱其穩船主何渡生言此船", (700.0, 150.0, 730.0, 600.0))
LEFT = ("可載六十人往來兩岸只須一刻鐘較", (640.0, 150.0, 670.0, 600.0))
WITHIN = ("兩岸", (500.0, 160.0, 600.0, 190.0))
BESIDE = ("舊船快一倍票價仍舊不加鄉民大悅", (440.0, 40.0, 470.0, 600.0))


def block(text: str, box: Box) -> ScannedBlock:
    return ScannedBlock((ScannedLine(text, box),), box=box)


def read(*printed: tuple[str, Box]) -> list[str]:
    ordered = in_order(list(itertools.starmap(block, printed)), are_ordered=False)
    return [line.text for each in ordered for line in each.lines]


@pytest.mark.parametrize("at", range(4))
def test_on_a_vertical_page_what_is_printed_across_above_all_is_read_first(at: int) -> None:
    printed = [RIGHT, MIDDLE, LEFT]
    printed.insert(at, TOP)
    assert read(*printed) == [TOP[0], RIGHT[0], MIDDLE[0], LEFT[0]]


def test_several_lines_across_are_read_from_the_top() -> None:
    assert read(RIGHT, SECOND, MIDDLE, LEFT, TOP)[:3] == [TOP[0], SECOND[0], RIGHT[0]]


def test_among_the_columns_it_stays_where_the_file_has_it() -> None:
    printed = [RIGHT, MIDDLE, WITHIN, LEFT]
    assert read(*printed) == [text for text, _ in printed]


def test_beside_a_line_as_high_as_the_page_it_stays_too() -> None:
    printed = [RIGHT, MIDDLE, LEFT, BESIDE, TOP]
    assert read(*printed) == [text for text, _ in printed]


NAME = ScannedLine("青石日報", (400.0, 20.0, 700.0, 90.0))
DAY = ScannedLine("中華民國二十四年六月十二日", (100.0, 20.0, 380.0, 50.0))
ABOVE = ScannedLine("二版", (860.0, 20.0, 890.0, 90.0), whole=1)
"""A part of a line that stands beside the name of the paper; the others are below it."""
BELOW = ScannedLine("下水觀者數百人", (860.0, 160.0, 890.0, 600.0), whole=1)


def columns_of(*lines: ScannedLine) -> list[str]:
    others = [
        ScannedLine("皆稱其穩船主何渡生", (left, 160.0, left + 30.0, 600.0))
        for left in (680.0, 640.0, 600.0, 560.0)
    ]
    page = ScannedPage([ScannedBlock((*lines, *others))], 900.0, 640.0, is_ordered=True)
    return [line.text for line in written([page]) if line.text]


def test_the_parts_of_a_line_of_the_file_are_one_line_although_another_stands_between() -> None:
    above = ScannedLine(ABOVE.text, (760.0, 160.0, 790.0, 300.0), whole=1)
    below = ScannedLine(BELOW.text, (760.0, 320.0, 790.0, 600.0), whole=1)
    beside = ScannedLine("兩岸同賀", (720.0, 160.0, 750.0, 600.0))
    assert columns_of(above, beside, below)[:2] == [ABOVE.text + BELOW.text, "兩岸同賀"]


def test_the_rest_of_a_line_that_begins_in_the_masthead_joins_no_other_line() -> None:
    beside = ScannedLine("兩岸同賀", (720.0, 160.0, 750.0, 600.0))
    assert {"兩岸同賀", BELOW.text} <= set(columns_of(NAME, DAY, beside, ABOVE, BELOW))
