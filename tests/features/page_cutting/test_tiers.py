"""A column that was cut behind a mark is one again, but not at the end of a tier; text goes on below its headline."""

import pytest

from reader.features.page_cutting.page_piece import Head
from reader.features.page_cutting.tiers import head_before, join_cut_columns
from reader.formats.scans.boxes import CutLine, Stretch, hull_of

BODY = 10.0


def column(at: int, row: int, begin: float, end: float, size: float = 1.0) -> CutLine:
    """A column of a turned page: rows are columns from right to left, `begin` and `end` are its upper and lower end."""
    return CutLine(at, (begin, 12.0 * row, end, 12.0 * row + BODY), (end - begin) / BODY, size)


def stretch_of(*lines: CutLine) -> Stretch:
    return Stretch([*lines], hull_of(lines))


def numbers(stretches: list[Stretch]) -> list[list[int]]:
    return [[line.at for line in stretch.lines] for stretch in stretches]


UPPER = [column(row, row, 0, 100) for row in range(4)]


@pytest.mark.parametrize(
    ("space", "is_joined"), [(0.0, True), (2.0, True), (-2.0, True), (4.0, False), (20.0, False)]
)
def test_what_stands_right_behind_one_column_is_its_end(space: float, is_joined: bool) -> None:
    rest = column(9, 1, 100 + space, 150 + space)
    stretches = join_cut_columns([stretch_of(*UPPER), stretch_of(rest)], BODY)
    assert numbers(stretches) == ([[0, 1, 9, 2, 3]] if is_joined else [[0, 1, 2, 3], [9]])


def test_the_boxes_are_those_of_the_lines_afterwards() -> None:
    rests = stretch_of(column(9, 1, 100, 150), column(10, 7, 160, 300))
    upper, lower = join_cut_columns([stretch_of(*UPPER), rests], BODY)
    assert upper.box == (0, 0, 150, 46)
    assert lower.box == (160, 84, 300, 94)


def test_where_white_space_is_before_most_columns_a_tier_begins() -> None:
    """A mark at the height of one column may hang over the end of the tier."""
    lower = [column(10 + row, row, 104, 200) for row in (0, 2, 3)]
    touching = column(11, 1, 102, 200)
    stretches = join_cut_columns([stretch_of(*UPPER), stretch_of(*lower, touching)], BODY)
    assert numbers(stretches) == [[0, 1, 2, 3], [10, 11, 12, 13]]


@pytest.mark.parametrize(
    "part",
    [column(9, 1, 100, 150, size=2.0), column(9, 9, 100, 150)],
    ids=["a headline", "at another height"],
)
def test_a_headline_or_what_stands_elsewhere_is_no_end_of_a_column(part: CutLine) -> None:
    assert numbers(join_cut_columns([stretch_of(*UPPER), stretch_of(part)], BODY)) == [[0, 1, 2, 3], [9]]


def test_a_few_characters_are_no_column_that_tells() -> None:
    upper = stretch_of(column(0, 0, 0, 50))
    assert numbers(join_cut_columns([upper, stretch_of(column(9, 0, 50, 150))], BODY)) == [[0], [9]]


def head(begin: float, end: float, top: float) -> Head:
    return Head([], (begin, top, end, top + 20), 2.0)


@pytest.mark.parametrize(
    ("heads", "number"),
    [
        ([], -1),
        ([head(0, 80, 0)], 0),
        ([head(0, 80, 0), head(0, 80, 30)], 1),
        ([head(0, 80, 30), head(0, 80, 0)], 0),
        ([head(0, 80, 60)], -1),
        ([head(0, 120, 0)], -1),
        ([head(0, 80, 0), head(120, 180, 0)], -1),
        ([head(0, 80, 0), head(220, 280, 0)], 0),
    ],
    ids=[
        "none",
        "one above",
        "the last above",
        "whatever their order",
        "one that begins after it",
        "one that goes on beside it",
        "one in its own tier",
        "one in the next tier",
    ],
)
def test_a_stretch_goes_on_with_the_last_headline_before_it_in_the_tier_above(
    heads: list[Head], number: int
) -> None:
    stretch = Stretch([], (100, 40, 200, 90))
    assert head_before(stretch, heads, BODY) == number
