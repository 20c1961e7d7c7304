"""The searches behind the numbers of a card: what a click on each of them searches for."""

import datetime as dt
from collections.abc import Sequence

from whoosh.query import Query as Node

from reader.people.person import Companion, PersonCard
from reader.search.needles import needle_of
from reader.search.query import Exact, Field, Period, Query, all_of, any_of, as_typed, negated


def of_person(card: PersonCard) -> str:
    """Return the search for all articles with one of the person's spellings."""
    return _typed(_person(card.spellings))


def written_by(card: PersonCard) -> str:
    """Return the search for the articles that credit the person."""
    return _typed(_person(card.spellings, Field.CREDITS))


def about(card: PersonCard) -> str:
    """Return the search for the articles with the person that somebody else has written."""
    return _typed(_person(card.spellings), negated(_person(card.spellings, Field.CREDITS)))


def with_companion(card: PersonCard, other: Companion) -> str:
    """Return the search for the articles with both people."""
    return _typed(_person(card.spellings), _person(other.forms))


def on_days(card: PersonCard, first: dt.date | None, last: dt.date | None) -> str:
    """Return the search for the articles with the person of some days."""
    return _typed(_person(card.spellings), Period(first, last))


def query_of(card: PersonCard) -> Query:
    """Return the query for all articles with one of the person's spellings."""
    return Query(_person(card.spellings))


def _person(spellings: Sequence[str], where: Field = Field.ANYWHERE) -> Node:
    either = any_of(Exact(name, needle_of(name), where) for name in spellings)
    assert either is not None
    return either


def _typed(*parts: Node) -> str:
    return as_typed(Query(all_of(parts)))
