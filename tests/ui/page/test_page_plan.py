"""How the articles of a page stand side by side."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.ui.page.page_plan import LONGEST_LEG, Extent, Rank, bands, estimated_height, ranks

extents = st.builds(Extent, st.sampled_from(Rank), st.integers(0, 40), st.integers(0, 4), st.integers(0, 400))


@given(st.lists(extents, max_size=25), st.integers(1, 4), st.integers(10, 40))
def test_every_article_has_its_place_and_every_band_fills_the_page(
    articles: list[Extent], columns: int, measure: int
) -> None:
    plan = bands(articles, columns, measure)
    assert sum(map(len, plan)) == len(articles)
    assert all(sum(spans) == columns and min(spans) >= 1 for spans in plan)


def test_short_articles_stand_beside_each_other() -> None:
    brief = Extent(Rank.BRIEF, 8, 0, 10)
    assert bands([brief] * 6, 3, 15) == [(1, 1, 1), (1, 1, 1)]


def test_a_longer_article_takes_more_columns_than_the_short_one_beside_it() -> None:
    assert bands([Extent(Rank.MINOR, 8, 0, 24), Extent(Rank.BRIEF, 8, 0, 12)], 3, 15) == [(2, 1)]


def test_the_lead_is_over_more_than_one_column() -> None:
    lead, brief = Extent(Rank.LEAD, 8, 1, 12), Extent(Rank.BRIEF, 8, 0, 12)
    assert bands([lead, brief, brief, brief], 3, 15)[0][0] > 1


def test_a_text_longer_than_the_page_stands_alone() -> None:
    long = Extent(Rank.MAJOR, 12, 0, 6 * LONGEST_LEG)
    brief = Extent(Rank.BRIEF, 8, 0, 10)
    assert (3,) in bands([brief, long, brief], 3, 15)


def test_in_one_column_everything_stands_below_each_other() -> None:
    assert bands([Extent(Rank.BRIEF, 8, 0, 10)] * 3, 1, 30) == [(1,), (1,), (1,)]


@given(extents, st.integers(1, 4), st.integers(10, 40))
def test_over_more_columns_nothing_is_higher(extent: Extent, span: int, measure: int) -> None:
    assert estimated_height(extent, span + 1, measure) <= estimated_height(extent, span, measure)


@pytest.mark.parametrize(
    ("lengths", "are_headed", "expected"),
    [
        ([500, 900, 100], [True, True, True], [Rank.LEAD, Rank.MAJOR, Rank.BRIEF]),
        ([300, 900, 100], [True, True, True], [Rank.MINOR, Rank.LEAD, Rank.BRIEF]),
        ([900, 500], [False, True], [Rank.MAJOR, Rank.LEAD]),
        ([900, 500], [False, False], [Rank.MAJOR, Rank.MINOR]),
        ([900], [True], [Rank.MAJOR]),
        ([], [], []),
    ],
)
def test_the_lead_is_the_first_of_the_long_ones_with_a_headline(
    lengths: list[int], are_headed: list[bool], expected: list[Rank]
) -> None:
    assert ranks(lengths, are_headed) == expected
