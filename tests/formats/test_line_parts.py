"""A recognised line that extends over two columns is cut in the gutter, also where a mark hangs in it; no other is."""

import pytest

from reader.formats.scans.printed_lines import LineParts, Words
from reader.newspaper.line_place import Box, hull

BODY, LEADING = 28.0, 40.0
FULL = 10
"""The characters of a full line."""


def characters(text: str, left: float, top: float) -> list[tuple[str, Box]]:
    return [
        (sign, (left + at * BODY, top, left + (at + 1) * BODY, top + BODY)) for at, sign in enumerate(text)
    ]


@pytest.mark.parametrize(
    ("left", "gutter", "parts"),
    [
        ("桥" * FULL, 40.0, 2),
        ("桥" * FULL + "，", 40.0, 2),
        ("桥" * FULL + "，", 30.0, 2),
        ("桥" * FULL + "）", 30.0, 2),
        ("桥" * 4 + "，" + "桥" * 5, 0.0, 1),
    ],
)
def test_a_line_over_two_columns_is_cut_in_the_gutter(left: str, gutter: float, parts: int) -> None:
    column = FULL * BODY + gutter
    line: Words = [*characters(left, 0, 0), *characters("船" * FULL, column, 0)]
    below = [characters("船" * FULL, column, LEADING * row) for row in range(1, 8)]
    tell = LineParts(
        [((each[0][1][0], each[0][1][1], 900, each[0][1][3]), each) for each in [line, *below]], BODY, ()
    )
    assert len(tell.of(line)) == parts


def test_a_mark_above_a_gutter_is_in_its_line_where_other_lines_go_on() -> None:
    left = characters("桥" * FULL + "，" + "桥" * FULL, 0, 0)
    over = [characters("桥" * 2 * FULL, 0, -LEADING * row) for row in range(1, 4)]
    column = [characters("船" * FULL, FULL * BODY + 30, LEADING * row) for row in range(3, 8)]
    lines = [(hull([box for _, box in each]), each) for each in [left, *over, *column]]
    assert len(LineParts(lines, BODY, ()).of(left)) == 1
