"""Places in any order, grouped and folded: against lists that are sorted by hand."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.features.concordance import place_table
from reader.features.concordance.place_table import Group, Grouping, PlaceTable, Sort
from reader.search.answering.places import places
from reader.search.query import parse_query

QUERY = parse_query("渡")


def table_of(*texts: str) -> PlaceTable:
    table = PlaceTable()
    for number, text in enumerate(texts):
        table.add(number, 1980 + number if number else 0, text, places(text, QUERY))
    return table


def beside(texts: list[str], sort: Sort) -> list[tuple[str, int]]:
    """The characters beside each place, the nearest first, by brute force; with the number of the place."""
    found = []
    for text in texts:
        for at, c in enumerate(text):
            if c == "渡":
                before = text[:at].rsplit("\n", 1)[-1][::-1]
                after = text[at + 1 :].split("\n", 1)[0]
                found.append((before if sort.is_left else after)[: sort.reach])
    return [(key, number) for number, key in enumerate(found)]


BODIES = st.text(st.sampled_from("渡口船灯\n"), max_size=20).map(lambda body: "\n\n\n" + body)
"""Search texts without a headline, a section and credits, whose words may stand in the body, too."""


@given(
    st.lists(BODIES, max_size=4),
    st.sampled_from([sort for sort in Sort if sort is not Sort.DATE]),
)
def test_places_are_sorted_by_the_characters_beside_them_the_nearest_first(
    texts: list[str], sort: Sort
) -> None:
    expected = beside(texts, sort)
    table = table_of(*texts)
    assert table.ordered(sort, is_folded=False).tolist() == [number for _, number in sorted(expected)]
    counts = Counter(key[::-1] if sort.is_left else key for key, _ in expected)
    groups = table.groups(sort, is_folded=False)
    assert {group.key: group.count for group in groups} == dict(counts)
    assert all(one.count >= two.count for one, two in pairwise(groups))


@given(
    st.lists(
        st.tuples(st.sampled_from(("甲报", "乙报", "")), st.sampled_from((0, 1987, 1990)), BODIES), max_size=5
    )
)
def test_a_group_has_the_places_of_its_newspaper_or_year(articles: list[tuple[str, int, str]]) -> None:
    table = PlaceTable()
    for number, (newspaper, year, text) in enumerate(articles):
        table.add(number, year, text, places(text, QUERY), newspaper)
    of_places = [article for article in articles for _ in places(article[2], QUERY)]
    assert [articles[table[number].article_id] for number in range(len(table))] == of_places
    assert table.articles == len(articles)
    for by, keys in (
        (Grouping.NEWSPAPER, [newspaper for newspaper, _, _ in of_places]),
        (Grouping.YEAR, [str(year or "") for _, year, _ in of_places]),
    ):
        groups = table.grouped(by, is_folded=False)
        assert {group.key: group.count for group in groups} == dict(Counter(keys))
        for wanted in {*keys, "丙报" if by is Grouping.NEWSPAPER else "1950"}:
            expected = [number for number, key in enumerate(keys) if key == wanted]
            assert table.ordered(is_folded=False, within=(by, wanted)).tolist() == expected


def test_by_date_they_stand_as_they_came_and_are_counted_by_year() -> None:
    table = table_of("渡", "渡和渡", "", "渡")
    assert table.ordered(is_folded=False).tolist() == [0, 1, 2, 3]
    assert table.groups(Sort.DATE, is_folded=False) == [Group("1981", 2), Group("1983", 1), Group("", 1)]
    assert table.articles == 4
    assert (table[2].article_id, table[2].begin, table[2].end) == (1, 2, 3)


LONG = "一二三四五六七八九十"


def test_places_of_the_same_text_are_folded_to_the_first() -> None:
    same = f"{LONG}渡{LONG}"
    table = table_of(same, f"另{LONG}渡{LONG}", same, "短渡", "短渡")
    assert table.same_text().tolist() == [2, 1, 2, 1, 1]
    assert table.ordered().tolist() == [0, 1, 3, 4]
    assert sum(group.count for group in table.groups(Sort.L1)) == 4


def test_what_is_beyond_twenty_characters_makes_no_other_text() -> None:
    table = table_of(f"甲{LONG}{LONG}渡{LONG}", f"乙{LONG}{LONG}渡{LONG}", f"乙{LONG}渡{LONG}")
    assert table.same_text().tolist() == [2, 2, 1]


def test_so_many_are_kept_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place_table, "MOST_PLACES", 3)
    table = table_of("渡渡", "渡渡", "渡")
    assert (len(table), table.is_full) == (3, True)
    assert table.groups(Sort.R1, is_folded=False) == [Group("渡", 2), Group("", 1)]
