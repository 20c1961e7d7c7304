"""Boxes on a tilted page."""

import cmath
from math import radians

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.newspaper.line_place import Box, tilted

LENGTHS = st.floats(-5000, 5000)


@given(st.tuples(LENGTHS, LENGTHS, LENGTHS, LENGTHS), st.floats(-180, 180), st.tuples(LENGTHS, LENGTHS))
def test_the_middle_of_a_box_is_turned_around_that_of_the_page_and_its_size_stays(
    box: Box, degrees: float, size: tuple[float, float]
) -> None:
    def middle(left: float, top: float, right: float, bottom: float) -> complex:
        return complex(left + right, top + bottom) / 2

    found, page = tilted(box, degrees, size), complex(*size) / 2
    assert middle(*found) == pytest.approx(
        (middle(*box) - page) * cmath.rect(1, radians(degrees)) + page, abs=1e-6
    )
    lengths, of_box = ((each[2] - each[0], each[3] - each[1]) for each in (found, box))
    assert lengths == pytest.approx(of_box, abs=1e-6)
