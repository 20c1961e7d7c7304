"""What a query for days leaves out: what has no known day, may be meant, and is not found; that, and nothing else."""

import datetime as dt
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from whoosh.query import Query as Node

from reader.newspaper.holdings import Document
from reader.search.query import Query, matches, parse_query, undated_of
from reader.search.query.nodes import YEAR, EveryArticle, Period, all_of, any_of, negated
from reader.search.query.values import MONTH_DAY, EveryYear, MovingDays

MONTH_DAYS = [(1, 1), (1, 2), (6, 12), (12, 30), (12, 31)]
YEARS = [1950, 1951, 1952]
DAYS = [dt.date(year, *month_day) for year, month_day in product(YEARS, MONTH_DAYS)]
"""All the days there are: periods begin and end with one of them."""
ENDS = st.sampled_from([None, *DAYS])


def an_article(date: dt.date | None = None, known: str | int | None = None, text: str = "") -> Document:
    """An article of a day, or of one of which only month and day are known ("06-12"), or only the year."""
    values = {
        MONTH_DAY.name: known if isinstance(known, str) else None,
        YEAR.name: known if isinstance(known, int) else None,
    }
    return Document(1, "渡口报", date, None, text, values)


def days_of(article: Document) -> list[dt.date]:
    """The days of which an article without a known one may be."""
    month_day = article.values[MONTH_DAY.name] or ""
    year = article.values[YEAR.name] or ""
    return [
        day
        for day in DAYS
        if day.isoformat().endswith(str(month_day)) and day.isoformat().startswith(str(year))
    ]


def is_meant(query: Query, article: Document) -> bool:
    """Whether an article, of which the day isn't known, has a day on which a query finds it."""
    return any(matches(query, replace(article, date=day, values={})) for day in days_of(article))


def is_left_out(query: Query, article: Document) -> bool:
    """Whether it is counted as left out, in a library where each part of a day may be what is known."""
    undated = undated_of(query, with_month_days=True, with_years=True)
    return undated is not None and matches(undated, article)


def in_order(ends: tuple[dt.date | None, dt.date | None]) -> bool:
    first, last = ends
    return (first or last) is not None and (first or dt.date.min) <= (last or dt.date.max)


PERIODS = st.tuples(ENDS, ENDS).filter(in_order).map(lambda ends: Period(*ends))
YEARLY = st.builds(EveryYear, st.sampled_from(MONTH_DAYS), st.sampled_from(MONTH_DAYS))
KNOWN = st.sampled_from([None, *YEARS, *(f"{month:02}-{day:02}" for month, day in MONTH_DAYS)])
UNDATED = st.builds(an_article, st.none(), KNOWN, st.sampled_from(["", "渡船"]))


@given(PERIODS | YEARLY, UNDATED)
def test_a_question_for_days_leaves_out_what_is_meant_and_not_found(leaf: Node, article: Document) -> None:
    query = Query(leaf)
    is_expected = is_meant(query, article) and not matches(query, article)
    assert is_left_out(query, article) is is_expected


def _joined(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    pairs = st.tuples(nodes, nodes)
    return nodes.map(negated) | pairs.map(_both) | pairs.map(_either)


def _both(nodes: tuple[Node, Node]) -> Node:
    return all_of(nodes) or EveryArticle()


def _either(nodes: tuple[Node, Node]) -> Node:
    return any_of(nodes) or EveryArticle()


SHIP = parse_query("渡船").root or Node()
QUERIES = st.recursive(st.one_of(PERIODS, YEARLY, st.just(SHIP)), _joined, max_leaves=5).map(Query)


@given(QUERIES, UNDATED)
def test_whatever_is_asked_nothing_that_is_meant_and_not_found_is_passed_over(
    query: Query, article: Document
) -> None:
    if is_meant(query, article) and not matches(query, article):
        assert is_left_out(query, article)


@given(QUERIES, st.one_of(UNDATED, st.builds(an_article, st.sampled_from(DAYS), st.none(), st.just("渡船"))))
def test_nothing_is_left_out_that_has_a_day_or_is_found(query: Query, article: Document) -> None:
    if article.date is not None or matches(query, article):
        assert not is_left_out(query, article)


@pytest.mark.parametrize("typed", ["", "渡船", "版:3", "渡船 -麦田", "-渡船"])
def test_a_question_for_no_days_leaves_out_none(typed: str) -> None:
    assert undated_of(parse_query(typed), with_month_days=True, with_years=True) is None


@pytest.mark.parametrize("typed", ["-日期:1950", "渡船 -日期:1950", "渡船 或 -日期:1950"])
def test_what_finds_all_that_has_no_day_leaves_out_none(typed: str) -> None:
    query = parse_query(typed)
    for known in (None, 1950, "06-12"):
        assert not is_left_out(query, an_article(known=known, text="渡船"))


def test_what_asks_for_undated_articles_and_a_year_at_once_leaves_out_those_of_an_unknown_year() -> None:
    query = parse_query("日期:不详 日期:1950")
    assert is_left_out(query, an_article())
    assert not is_left_out(query, an_article(known=1950)), "which is found"
    assert not is_left_out(query, an_article(known=1949))


def test_what_asks_for_undated_articles_of_other_words_leaves_out_the_rest() -> None:
    query = parse_query("日期:1950 或 (日期:不详 渡船)")
    assert is_left_out(query, an_article())
    assert not is_left_out(query, an_article(text="渡船")), "which is found"


def test_a_lunar_day_may_be_any() -> None:
    query = Query(MovingDays("端午", [dt.date(1950, 6, 19)]))
    assert is_left_out(query, an_article())
    assert is_left_out(query, an_article(known="01-01"))
    assert not is_left_out(query, an_article(dt.date(1950, 6, 18)))


@pytest.mark.parametrize(
    ("with_month_days", "with_years", "leaves"),
    [(False, False, 0), (True, False, 1), (False, True, 2), (True, True, 3)],
)
def test_no_more_is_asked_than_there_is_in_the_library(
    with_month_days: bool, with_years: bool, leaves: int
) -> None:
    query = parse_query("日期:1950-06-12")
    undated = undated_of(query, with_month_days=with_month_days, with_years=with_years)
    assert undated is not None
    assert undated.root is not None
    assert len([leaf for leaf in undated.root.leaves() if isinstance(leaf, Period | EveryYear)]) == leaves


@pytest.mark.parametrize(("first", "last"), [((1, 1), (12, 31)), ((6, 12), (6, 11))])
def test_a_question_for_every_day_of_the_year_may_mean_all(
    first: tuple[int, int], last: tuple[int, int]
) -> None:
    query = Query(EveryYear(first, last))
    assert is_left_out(query, an_article())
    assert not is_left_out(query, an_article(known="06-12"))


def test_what_was_passed_over_in_typing_is_remarked_of_what_is_left_out_too() -> None:
    query = parse_query("日期:1950 和")
    undated = undated_of(query, with_month_days=False)
    assert query.remarks
    assert undated is not None
    assert undated.remarks == query.remarks
