"""What an article is made of."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reader.newspaper.article import spans_of


@given(st.sets(st.integers(1, 30)).map(sorted))
def test_spans_are_the_lines_and_as_few_as_can_be(lines: list[int]) -> None:
    spans = spans_of(lines)
    assert [line for first, last in spans for line in range(first, last + 1)] == lines
    assert all(last + 1 < first for (_, last), (first, _) in pairwise(spans))
