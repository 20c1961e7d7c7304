"""Text belongs to the headline under which it stands, in columns and beside rules, and no line of a page is lost."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.features.page_cutting import page_regions
from reader.features.page_cutting.page_piece import Piece, Rules
from reader.features.page_cutting.page_regions import regions_of
from reader.formats.scans.boxes import CutLine, PageRegion, Stretch
from reader.newspaper.line_place import Box

BODY = 10.0
STEP = 12.0
WIDTH = 100.0
LEFT, MIDDLE, RIGHT = 0.0, 110.0, 220.0
"""Where three columns begin."""


def column(first: int, left: float, top: float, rows: int = 6) -> list[CutLine]:
    """The lines of a column, numbered from `first`."""
    lines = []
    for row in range(rows):
        upper = top + STEP * row
        lines.append(CutLine(first + row, (left, upper, left + WIDTH, upper + BODY), 10))
    return lines


def headline(at: int, left: float, right: float, top: float) -> CutLine:
    return CutLine(at, (left, top, right, top + 2 * BODY), (right - left) / (2 * BODY), 2.0)


def over(at: int, left: float, top: float) -> CutLine:
    """A headline in the middle above a column."""
    return headline(at, left + 20, left + 80, top)


def piece_of(*lines: CutLine, across: Sequence[Box] = (), down: Sequence[Box] = ()) -> Piece:
    return Piece([*lines], Rules(across, down, BODY))


def told(regions: Sequence[PageRegion]) -> list[tuple[list[int], list[int]]]:
    """The numbers of the lines of each region: those of its headline, and those of its text."""
    numbers = []
    for region in regions:
        head = [line.at for row in region.head for line in row]
        text = [line.at for stretch in region.text for line in stretch.lines]
        numbers.append((head, text))
    return numbers


def test_a_headline_has_the_column_below_it() -> None:
    piece = piece_of(headline(0, LEFT, WIDTH, 0), *column(1, LEFT, 30))
    assert told(regions_of(piece)) == [([0], [1, 2, 3, 4, 5, 6])]


def test_headlines_beside_each_other_have_each_their_column() -> None:
    piece = piece_of(
        over(0, LEFT, 0),
        over(20, MIDDLE, 0),
        *column(1, LEFT, 30),
        *column(21, MIDDLE, 30),
    )
    assert told(regions_of(piece)) == [([0], [1, 2, 3, 4, 5, 6]), ([20], [21, 22, 23, 24, 25, 26])]


def test_headlines_below_each_other_have_each_the_text_down_to_the_next() -> None:
    piece = piece_of(
        headline(0, LEFT, WIDTH, 0),
        *column(1, LEFT, 30),
        headline(20, LEFT, WIDTH, 120),
        *column(21, LEFT, 150),
    )
    assert told(regions_of(piece)) == [([0], [1, 2, 3, 4, 5, 6]), ([20], [21, 22, 23, 24, 25, 26])]


def test_a_wide_headline_has_all_columns_below_it_from_the_left() -> None:
    piece = piece_of(
        headline(0, LEFT, RIGHT + WIDTH, 0),
        *column(20, MIDDLE, 30),
        *column(30, RIGHT, 30),
        *column(10, LEFT, 30),
    )
    ((head, text),) = told(regions_of(piece))
    assert head == [0]
    assert text == [*range(10, 16), *range(20, 26), *range(30, 36)]


def test_a_headline_over_its_first_column_has_the_next_ones_too_if_nothing_else_has() -> None:
    piece = piece_of(headline(0, LEFT, WIDTH, 0), *column(1, LEFT, 30), *column(20, MIDDLE, 0, 8))
    assert told(regions_of(piece)) == [([0], [*range(1, 7), *range(20, 28)])]


def test_the_border_of_two_headlines_is_the_gutter_under_which_both_are_centred() -> None:
    """The first one stands over two columns, the second one over the third."""
    piece = piece_of(
        headline(0, LEFT + 40, MIDDLE + 70, 0),
        headline(50, RIGHT + 10, RIGHT + 90, 0),
        *column(10, LEFT, 30),
        *column(20, MIDDLE, 30),
        *column(60, RIGHT, 30),
    )
    assert told(regions_of(piece)) == [([0], [*range(10, 16), *range(20, 26)]), ([50], [*range(60, 66)])]


@pytest.mark.parametrize("end", [WIDTH, MIDDLE + 80])
def test_a_headline_at_the_left_of_its_columns_leaves_the_next_one_what_that_is_centred_over(
    end: float,
) -> None:
    piece = piece_of(
        headline(0, LEFT, end, 0),
        headline(50, RIGHT + 10, RIGHT + 90, 0),
        *column(10, LEFT, 30),
        *column(20, MIDDLE, 30),
        *column(60, RIGHT, 30),
    )
    assert told(regions_of(piece)) == [([0], [*range(10, 16), *range(20, 26)]), ([50], [*range(60, 66)])]


def test_text_without_a_headline_comes_before_the_articles() -> None:
    piece = piece_of(*column(1, LEFT, 0), headline(20, LEFT, WIDTH, 100), *column(21, LEFT, 130))
    assert told(regions_of(piece)) == [([], [1, 2, 3, 4, 5, 6]), ([20], [21, 22, 23, 24, 25, 26])]


def test_text_without_a_headline_comes_below_a_masthead() -> None:
    piece = piece_of(
        headline(0, LEFT, RIGHT + WIDTH, -60),
        *column(1, LEFT, 0, 8),
        headline(20, MIDDLE, RIGHT + WIDTH, 0),
        *column(21, MIDDLE, 30),
        *column(31, RIGHT, 30),
    )
    heads = [head for head, _ in told(regions_of(piece))]
    assert heads == [[0], [20]]
    piece.heads.pop(0)
    assert [head for head, _ in told(regions_of(piece))] == [[], [20]]


@pytest.mark.parametrize("apart", [-0.1, 0.0, 0.1])
def test_on_a_turned_page_headlines_of_one_height_have_each_the_text_below_them(apart: float) -> None:
    rules = Rules([], [], BODY, are_turned=True)
    lines = [
        headline(0, LEFT, 60, 0),
        *column(1, LEFT, 30),
        headline(20, 150, 290, apart),
        *column(21, MIDDLE, 30),
        *column(31, RIGHT, 30),
    ]
    regions = told(regions_of(Piece(lines, rules)))
    assert regions == [([0], [*range(1, 7)]), ([20], [*range(21, 27), *range(31, 37)])]


def test_a_piece_without_headlines_is_one_region() -> None:
    piece = piece_of(*column(20, MIDDLE, 0), *column(1, LEFT, 0))
    assert told(regions_of(piece)) == [([], [*range(1, 7), *range(20, 26)])]


@pytest.mark.parametrize(("left", "is_ruled"), [(105.0, True), (125.0, False), (160.0, False)])
def test_a_vertical_rule_along_a_region_is_told(left: float, is_ruled: bool) -> None:
    piece = piece_of(headline(0, LEFT, WIDTH, 0), *column(1, LEFT, 30))
    rule = (left, 0.0, left + 1, 102.0)
    piece.rules = Rules((), (rule,), BODY)
    (region,) = regions_of(piece)
    assert region.has_rule_beside is is_ruled


@pytest.mark.parametrize(("length", "is_ruled"), [(45.0, False), (60.0, True)])
def test_a_rule_is_beside_what_it_is_half_as_high_as(length: float, is_ruled: bool) -> None:
    piece = piece_of(headline(0, LEFT, WIDTH, 0), *column(1, LEFT, 30))
    piece.rules = Rules((), ((104.0, 0.0, 105.0, length),), BODY)
    (region,) = regions_of(piece)
    assert region.has_rule_beside is is_ruled


@pytest.mark.parametrize("is_ruled", [True, False])
def test_below_a_rule_the_text_of_the_column_to_the_left_goes_on(is_ruled: bool) -> None:
    """Without a rule it is the text above that goes on."""
    rules = [(MIDDLE, 109.0, MIDDLE + WIDTH, 110.0)] if is_ruled else []
    piece = piece_of(
        over(0, LEFT, 0),
        *column(1, LEFT, 30, 14),
        over(20, MIDDLE, 0),
        *column(21, MIDDLE, 30),
        *column(41, MIDDLE, 116),
        across=rules,
    )
    first, second = told(regions_of(piece))
    assert (41 in first[1]) is is_ruled
    assert (41 in second[1]) is not is_ruled


def test_below_much_white_space_the_text_of_the_column_to_the_left_goes_on() -> None:
    """The space is that of a picture, or of an advertisement."""
    piece = piece_of(
        over(0, LEFT, 0),
        *column(1, LEFT, 30, 20),
        over(30, MIDDLE, 0),
        *column(31, MIDDLE, 30, 3),
        *column(41, MIDDLE, 110),
    )
    first, second = told(regions_of(piece))
    assert first == ([0], [*range(1, 21), *range(41, 47)])
    assert second == ([30], [31, 32, 33])


def test_on_a_page_of_very_many_stretches_no_headline_has_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_regions, "_MOST_STRETCHES", 2)
    piece = piece_of(headline(0, LEFT, RIGHT + WIDTH, 0), *column(1, LEFT, 30), *column(20, MIDDLE, 30))
    assert told(regions_of(piece)) == [([0], [*range(1, 7), *range(20, 26)])]
    piece = piece_of(
        headline(0, LEFT, RIGHT + WIDTH, 0),
        *column(1, LEFT, 30),
        *column(20, MIDDLE, 30),
        *column(30, RIGHT, 30),
    )
    assert sorted(told(regions_of(piece))) == [
        ([], [*range(1, 7), *range(20, 26), *range(30, 36)]),
        ([0], []),
    ]


PLACES = st.tuples(
    st.integers(0, 60), st.integers(0, 60), st.integers(2, 30), st.sampled_from([1.0, 1.0, 1.2, 2.0])
)


def placed(at: int, place: tuple[int, int, int, float]) -> CutLine:
    across, below, count, size = place
    left = across * 5.0
    top = below * 5.0
    return CutLine(at, (left, top, left + count * size * BODY, top + size * BODY), count, size)


@given(
    st.lists(PLACES, min_size=1, max_size=14),
    st.lists(st.tuples(st.integers(0, 60), st.booleans()), max_size=3),
)
def test_wherever_lines_and_rules_are_each_line_is_in_one_region(
    places: list[tuple[int, int, int, float]], rules: list[tuple[int, bool]]
) -> None:
    lines = [placed(at, place) for at, place in enumerate(places)]
    across = [(0.0, 5.0 * at, 400.0, 5.0 * at + 1) for at, is_across in rules if is_across]
    down = [(5.0 * at, 0.0, 5.0 * at + 1, 400.0) for at, is_across in rules if not is_across]
    regions = regions_of(piece_of(*lines, across=across, down=down))
    numbers = [number for head, text in told(regions) for number in (*head, *text)]
    assert sorted(numbers) == [*range(len(lines))]


@given(st.lists(PLACES, min_size=1, max_size=14))
def test_the_box_of_a_region_is_around_its_lines(places: list[tuple[int, int, int, float]]) -> None:
    lines = [placed(at, place) for at, place in enumerate(places)]
    for region in regions_of(piece_of(*lines)):
        parts = [line.box for row in region.head for line in row]
        parts += [stretch.box for stretch in region.text]
        left, top, right, bottom = zip(*parts, strict=True)
        assert region.box == (min(left), min(top), max(right), max(bottom))


def test_a_stretch_that_no_headline_is_over_has_none() -> None:
    piece = piece_of(headline(0, LEFT, WIDTH, 60), *column(1, LEFT, 90))
    above = column(20, LEFT, 0, 3)
    piece.stretches.append(Stretch(above, (LEFT, 0, LEFT + WIDTH, 34)))
    assert told(regions_of(piece)) == [([], [20, 21, 22]), ([0], [1, 2, 3, 4, 5, 6])]
