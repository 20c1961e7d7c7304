"""In a room a question for days asks also for the issues of which only the year is known, where there are such."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.features.room.known_years import KnownYear, with_known_years
from reader.newspaper.holdings import Document
from reader.search.query import Query, matches, parse_query
from reader.search.query.nodes import YEAR

TYPED = [
    "日期:1950",
    "-日期:1950",
    "渡船 日期:1949-06..1951-03",
    "渡船 或 日期:1950..",
    "日期:1950-06-12",
    "-(渡船 或 -日期:1950)",
]


def an_article(date: dt.date | None, year: int | None = None, text: str = "渡船") -> Document:
    return Document(1, "渡口报", date, None, text, {YEAR.name: year})


def never_asked() -> bool:
    raise AssertionError("a room is asked for years only where days are asked for")


@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize("text", ["渡船", ""])
def test_what_is_asked_finds_what_it_found_on_the_disk(typed: str, text: str) -> None:
    query = parse_query(typed)
    in_room = with_known_years(query, lambda: True)
    assert in_room != query or typed == "日期:1950-06-12"
    for year in (1948, 1949, 1950, 1951, 1952):
        for article in (an_article(None, year, text), an_article(dt.date(year, 6, 12), None, text)):
            assert matches(in_room, article) is matches(query, article)
    assert matches(in_room, an_article(None, None, text)) is matches(query, an_article(None, None, text))


@pytest.mark.parametrize("typed", ["", "渡船", "版:3", "每年:06-12"])
def test_a_room_is_not_asked_for_years_without_a_question_for_days(typed: str) -> None:
    query = parse_query(typed)
    assert with_known_years(query, never_asked) is query


@pytest.mark.parametrize("typed", TYPED)
def test_a_room_without_such_issues_is_asked_as_it_was(typed: str) -> None:
    query = parse_query(typed)
    assert with_known_years(query, lambda: False) is query


def test_remarks_stay() -> None:
    query = parse_query("日期:1950 和")
    assert query.remarks
    assert with_known_years(query, lambda: True).remarks == query.remarks


@given(st.integers(1948, 1952), st.integers(1948, 1952), st.integers(1947, 1953))
def test_a_known_year_is_one_of_its_years_and_of_no_known_day(first: int, last: int, year: int) -> None:
    leaf = KnownYear(first, last)
    assert leaf.holds(an_article(None, year)) is (first <= year <= last)
    assert not leaf.holds(an_article(dt.date(year, 1, 1), year))
    assert leaf.column([]).holds(year) is leaf.holds(an_article(None, year))
    assert (KnownYear(first, last) == KnownYear(first, last + 1)) is False
    assert Query(KnownYear(first, last)) == Query(KnownYear(first, last))
