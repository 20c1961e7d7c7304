"""The picture of a page shows marks that no reading has, and what a mark is: the other marks of the page tell it."""

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from reader.features.proofread.marks_in_picture import marks_in_picture
from reader.features.proofread.page import _with_lost_marks
from reader.features.proofread.printed_line import Line
from reader.newspaper.line_place import SmallInk
from tests.features.proofread.test_white_space import EM, line

SHAPES = {"，": (2.0, 3.0, 0.5, 0.9, 0.3), "。": (3.2, 2.8, 1.4, 1.4, 0.0), "·": (1.5, 2.0, 0.4, 0.4, 0.0)}
"""Invented shapes, each far from the others."""
TEXT = "渡口，灯亮到天明。老人"


def ink(mark: str, at: float, length: int, change: float = 0.0) -> SmallInk:
    """The ink of a mark that is so far along a line of that many characters."""
    return SmallInk((at + 0.5) / length, tuple(number + change for number in SHAPES[mark]))


def printed(number: int, text: str = TEXT, *more: SmallInk, shown: str = "", certainty: float = 0.9) -> Line:
    """A line with the ink of its marks, or of those of `shown`; `more` is ink beside these."""
    plain = line(number, text)
    change = 0.02 * (number % 3)
    own = [ink(mark, at, len(text), change) for at, mark in enumerate(shown or text) if mark in SHAPES]
    cells = tuple(replace(cell, certainty=certainty) for cell in plain.cells)
    return replace(plain, cells=cells, ink=tuple(sorted([*own, *more], key=lambda one: one.middle)))


def page(*lines: Line) -> list[Line]:
    return [*(printed(number) for number in range(6)), *lines]


def told(lines: Sequence[Line]) -> list[list[str]]:
    return [[each.read_as for each in readings] for _, readings in marks_in_picture(lines)]


def moved(one: Line, behind: int, white: float) -> Line:
    """A line with white space behind that character."""
    cells = []
    for at, cell in enumerate(one.cells):
        shift = round(white * EM) if at > behind else 0
        box = cell.box.__class__(cell.box.left + shift, cell.box.top, cell.box.right + shift, cell.box.bottom)
        cells.append(replace(cell, box=box))
    last = cells[-1].box
    return replace(one, cells=tuple(cells), box=one.box.__class__(0, one.box.top, last.right, one.box.bottom))


def test_marks_that_look_as_they_are_read_are_not_told() -> None:
    assert told(page()) == []


@pytest.mark.parametrize(("read", "shown"), [("，", "。"), ("。", "，"), ("、", "，"), ("：", "。")])
def test_a_mark_that_looks_like_another_is_told(read: str, shown: str) -> None:
    wrong = printed(6, f"渡口{read}灯亮到天明老人", shown=f"渡口{shown}灯亮到天明老人")
    assert told(page(wrong)) == [[shown]]


def test_a_dot_that_looks_like_a_full_stop_is_told_but_not_in_a_name() -> None:
    dot = printed(6, "船靠了岸·老人上船了", shown="船靠了岸。老人上船了")
    name = printed(7, "诗人罗伯特·史密斯说", shown="诗人罗伯特。史密斯说")
    assert told(page(dot, name)) == [["。"]]


@pytest.mark.parametrize(("mark", "other"), [("，", "。"), ("。", "，")])
@pytest.mark.parametrize(
    ("at", "read_as"), [(9.8, "人{mark}"), (-1.2, "{mark}渡")], ids=["behind the line", "before it"]
)
def test_ink_of_a_mark_beside_a_line_is_a_lost_mark(at: float, read_as: str, mark: str, other: str) -> None:
    text = "渡口的灯亮到天明老人"
    (readings,) = told(page(printed(6, text, ink(mark, at, len(text)))))
    assert readings[0] == read_as.format(mark=mark)
    assert readings[1:] in ([], [read_as.format(mark=other)])


def test_ink_of_a_mark_in_white_space_of_a_line_is_a_lost_mark() -> None:
    text = "渡口的灯亮到天明老人"
    wide = moved(line(6, text), 3, 1.0)
    (readings,) = told(page(replace(wide, ink=(ink("，", 4.0, len(text) + 1),))))
    assert readings[0] == "灯，"


def test_two_marks_behind_a_line_are_told_together() -> None:
    text = "渡口的灯亮到天明老人"
    lost = [ink("。", 9.9, len(text)), ink("，", 10.9, len(text))]
    (readings,) = told(page(printed(6, text, *lost)))
    assert readings[0] == "人。，"


@pytest.mark.parametrize("at", [4.3, 11.5, -2.5])
def test_ink_within_a_character_or_far_from_the_line_is_no_mark(at: float) -> None:
    text = "渡口的灯亮到天明老人"
    assert told(page(printed(6, text, ink("，", at, len(text))))) == []


def test_ink_that_is_like_no_mark_of_the_page_is_none() -> None:
    text = "渡口的灯亮到天明老人"
    strange = SmallInk(10.3 / len(text), (9.0, -4.0, 5.0, 0.1, 3.0))
    assert told(page(printed(6, text, strange))) == []


def test_a_page_with_few_marks_tells_nothing() -> None:
    text = "渡口的灯亮到天明老人"
    assert told([printed(0), printed(1), printed(2, text, ink("，", 9.8, len(text)))]) == []


def test_a_mark_that_was_recognised_without_certainty_each_time_may_be_another() -> None:
    """What looks like a comma of which the page is certain is none, though it was read as something else often."""
    doubtful = [
        printed(number, "渡口、灯亮到天明老人", shown="渡口，灯亮到天明老人", certainty=0.6)
        for number in (8, 11, 14)
    ]
    assert told(page(*doubtful)) == [["，"]] * 3


def test_a_line_in_which_no_ink_was_looked_for_tells_nothing() -> None:
    assert told([replace(each, ink=None) for each in page()]) == []


@pytest.mark.parametrize(("is_own", "told_of"), [(True, 1), (False, 0)])
def test_the_picture_is_asked_on_pages_that_were_recognised_here(is_own: bool, told_of: int) -> None:
    """Other programs say less exactly where characters are, so that ink of one may seem to be beside it."""
    text = "渡口的灯亮到天明老人"
    lines = page(printed(6, text, ink("，", 9.8, len(text))))
    (likely,) = _with_lost_marks([()], lines, is_own=is_own)
    assert len({character.place for character in likely}) == told_of
