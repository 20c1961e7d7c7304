"""The queries for the articles of a person on a card."""

from collections.abc import Sequence

from whoosh.query import Query as Node

from reader.features.people.person import PersonCard
from reader.search.needles import needle_of
from reader.search.query import Exact, Field, Query, all_of, any_of


def query_of(card: PersonCard, *more: Node) -> Query:
    """Return the query for the articles with one of the person's spellings for which the others hold, too."""
    return Query(all_of([named(card.spellings), *more]))


def named(spellings: Sequence[str], where: Field = Field.ANYWHERE) -> Node:
    either = any_of(Exact(name, needle_of(name), where) for name in spellings)
    assert either is not None
    return either
