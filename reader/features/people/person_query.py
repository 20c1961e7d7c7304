"""The queries for the articles of a person on a card."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from whoosh.query import Query as Node

from reader.features.people.person import PersonCard
from reader.library.article_set import Shapes
from reader.search.needles import needle_of
from reader.search.query import Exact, Field, Query, all_of, any_of

if TYPE_CHECKING:
    from reader.library.library import Library


def query_of(card: PersonCard, *more: Node) -> Query:
    """Return the query for the articles with one of the person's spellings for which the others hold, too."""
    return Query(all_of([named(card.spellings), *more]))


def named(spellings: Sequence[str], where: Field = Field.ANYWHERE) -> Node:
    either = any_of(Exact(name, needle_of(name), where) for name in spellings)
    assert either is not None
    return either


def articles_with(library: Library, typed: str, shapes: Shapes = Shapes.OF_WORDS) -> int:
    """Return the number of articles that a search for the typed words finds; a name need not be recognised in them.

    Raises LibraryError if index or catalogue are damaged.
    """
    asked = library.sets.of_text(typed, shapes)
    return library.searcher.search(asked, limit=0, exact=True, with_suggestions=False).total
