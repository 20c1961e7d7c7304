"""White space in a line is that of a mark where one character is missing, and only there."""

import pytest

from reader.features.proofread.printed_line import Cell, Line
from reader.features.proofread.white_space import lost_in_white
from reader.formats.page_boxes import Box
from reader.library.character_places import CharacterPlace
from reader.library.printed_places import box_around
from reader.newspaper.article import Where

EM = 40
TEXT = "渡口的灯亮到天明老人"
"""The characters of a full line."""


def box(at: float, number: int, *, is_vertical: bool) -> Box:
    """The box of the character that is so far along its line, in characters."""
    along = round(at * EM)
    across = 60 * number
    if is_vertical:
        return Box(across, along, across + EM, along + EM)
    return Box(along, across, along + EM, across + EM)


def line(
    number: int,
    text: str = TEXT,
    gap: int = -1,
    *,
    white: float = 1.0,
    block: int = 0,
    is_vertical: bool = False,
) -> Line:
    """A line of a page; with `gap`, white space stands behind that character."""
    cells = []
    for at, sign in enumerate(text):
        behind = white if 0 <= gap < at else 0.0
        place = CharacterPlace(Where.BLOCK, block, 100 * number + at)
        cells.append(Cell(sign, box(at + behind, number, is_vertical=is_vertical), 1.0, 0, place))
    return Line(box_around(cells[0].box, cells[-1].box), tuple(cells))


def page(changed: Line, *, is_vertical: bool = False) -> list[Line]:
    """Seven lines; the fourth is the changed one."""
    lines = [line(number, is_vertical=is_vertical) for number in range(7)]
    lines[3] = changed
    return lines


def told(lines: list[Line]) -> list[list[str]]:
    return [[each.read_as for each in readings] for _, readings in lost_in_white(lines)]


@pytest.mark.parametrize("is_vertical", [False, True])
def test_a_line_that_goes_on_and_is_short_by_one_character_has_lost_a_mark(is_vertical: bool) -> None:
    short = line(3, TEXT[:-1], is_vertical=is_vertical)
    assert told(page(short, is_vertical=is_vertical)) == [["老，", "老。"]]


@pytest.mark.parametrize("is_vertical", [False, True])
def test_white_space_of_a_character_within_a_line_is_that_of_a_mark(is_vertical: bool) -> None:
    wide = line(3, TEXT[:-1], 4, is_vertical=is_vertical)
    assert told(page(wide, is_vertical=is_vertical)) == [["亮，", "亮。"]]


def test_full_lines_have_lost_nothing() -> None:
    assert told(page(line(3))) == []


@pytest.mark.parametrize("text", [TEXT[:-2], TEXT[:-2] + "。", TEXT[:-2] + "A"])
def test_what_is_shorter_or_ends_with_a_mark_or_a_letter_has_lost_none(text: str) -> None:
    assert told(page(line(3, text))) == []


def test_the_last_line_of_a_paragraph_may_be_short() -> None:
    lines = [line(number, block=number // 4) for number in range(8)]
    lines[3] = line(3, TEXT[:-1])
    assert told(lines) == []


def test_a_line_that_is_set_wide_tells_nothing() -> None:
    cells = [
        Cell(sign, box(at + at // 2, 3, is_vertical=False), 1.0, 0, CharacterPlace(Where.BLOCK, 0, 300 + at))
        for at, sign in enumerate(TEXT[:8])
    ]
    assert told(page(Line(box_around(cells[0].box, cells[-1].box), tuple(cells)))) == []


@pytest.mark.parametrize("white", [0.3, 2.0])
def test_less_white_space_or_more_is_not_that_of_a_mark(white: float) -> None:
    assert told(page(line(3, TEXT, 4, white=white))) == []


def test_where_lines_are_of_all_lengths_none_is_short() -> None:
    lines = [line(number, (TEXT * 2)[: 9 + number % 5 * 2]) for number in range(10)]
    assert told(lines) == []
