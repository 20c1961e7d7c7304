"""Where several rows near each other begin a line at one place, a column begins; a single line tells nothing."""

import pytest

from reader.formats.scans.column_breaks import ColumnBreaks, Segment
from reader.newspaper.line_place import Box

BODY = 10.0
LEFT = (0.0, 108.0)
RIGHT = (120.0, 220.0)


def line(row: int, sides: tuple[float, float], size: float = 1.0, soft: tuple[float, ...] = ()) -> Segment:
    top = 12.0 * row
    box: Box = (sides[0], top, sides[1], top + BODY)
    return Segment(box, size, soft)


def columns(rows: range, *sides: tuple[float, float]) -> list[Segment]:
    return [line(row, each) for row in rows for each in sides]


def down(row: int) -> float:
    return 12.0 * row + 5


TWO_COLUMNS = columns(range(6), LEFT, RIGHT)


def test_a_column_begins_where_the_rows_nearby_begin() -> None:
    breaks = ColumnBreaks(TWO_COLUMNS, BODY)
    for row in range(6):
        assert breaks.is_break(120, down(row), 2)
        assert breaks.is_break(0, down(row), 2)
        assert not breaks.is_break(60, down(row), 1)
    assert breaks.are_between(105, 130, down(3), 2)
    assert not breaks.are_between(20, 105, down(3), 1)


@pytest.mark.parametrize("least", range(1, 8))
def test_as_many_rows_must_agree_as_are_asked_for(least: int) -> None:
    """The row itself does not count."""
    assert ColumnBreaks(TWO_COLUMNS, BODY).is_break(120, down(3), least) is (least <= 5)


def test_rows_far_away_say_nothing() -> None:
    breaks = ColumnBreaks(TWO_COLUMNS, BODY)
    assert not breaks.is_break(120, down(5) + 200, 1)


def test_an_indent_is_one_of_the_same_column_but_where_none_is_asked_for() -> None:
    breaks = ColumnBreaks(columns(range(6), LEFT, (135.0, 220.0)), BODY)
    assert breaks.is_break(120, down(2), 2)
    assert not breaks.is_break(120, down(2), 2, indent=0.5)


@pytest.mark.parametrize("size", [1.0, 2.0], ids=["one line", "a headline"])
def test_a_single_line_over_a_gutter_or_a_headline_does_not_hide_it(size: float) -> None:
    over = line(3, (0, 220), size)
    lines = [*columns(range(3), LEFT, RIGHT), over, *columns(range(4, 7), LEFT, RIGHT)]
    assert ColumnBreaks(lines, BODY).is_break(120, down(2), 2)


@pytest.mark.parametrize(
    ("size", "soft", "is_break"),
    [(1.0, (), False), (2.0, (), True), (1.0, (119.0,), True)],
    ids=["lines", "headlines", "lines that may be cut there"],
)
def test_many_lines_over_a_place_make_it_none(size: float, soft: tuple[float, ...], is_break: bool) -> None:
    lines = columns(range(3), LEFT, RIGHT)
    lines += [line(row, (0, 220), size, soft) for row in range(3, 8)]
    assert ColumnBreaks(lines, BODY).is_break(120, down(2), 1) is is_break


def test_a_line_over_two_columns_is_cut_where_the_second_begins() -> None:
    lines = [*columns(range(3), LEFT, RIGHT), line(3, (0, 220)), *columns(range(4, 7), LEFT, RIGHT)]
    breaks = ColumnBreaks(lines, BODY)
    top = 36.0
    assert breaks.first_within((0, top, 220, top + BODY), 2) == 120
    assert breaks.first_within((0, top, 100, top + BODY), 2) is None, "it is in one column"
    assert breaks.first_within((50, top, 220, top + BODY), 2) is None, "nothing else begins where it does"


def test_a_line_below_another_that_is_over_the_same_place_is_not_cut() -> None:
    lines = [*columns(range(3), LEFT, RIGHT), line(3, (0, 220)), line(4, (0, 220))]
    lines += columns(range(5, 9), LEFT, RIGHT)
    assert ColumnBreaks(lines, BODY).first_within((0, 36, 220, 46), 2) is None


def test_a_page_without_lines_has_no_columns() -> None:
    breaks = ColumnBreaks([], BODY)
    assert not breaks.is_break(0, 0, 1)
    assert breaks.first_within((0, 0, 100, 10), 1) is None
