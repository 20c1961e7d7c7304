"""The leaves of a query: its strings, and the pairs of strings that stand near each other."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from whoosh.query import And, Not, Or
from whoosh.query import Query as Node

from reader.search.query import Exact, Near, Query, all_of, any_of, negated

Leaf: TypeAlias = Exact | Near


def leaves_of(node: Node) -> Iterator[Leaf]:
    match node:
        case Not():
            return
        case Exact() | Near():
            yield node
        case And(subqueries=parts) | Or(subqueries=parts):
            for part in parts:
                yield from leaves_of(part)


def strings_of(leaf: Leaf) -> tuple[Exact, ...]:
    if isinstance(leaf, Near):
        return (leaf.first, leaf.second)
    return (leaf,)


def replaced(node: Node, leaf: Callable[[Leaf], Node], without: Callable[[Node], Node]) -> Node:
    """Return the query with each leaf, and each NOT, replaced by what the functions return for it.

    `without` gets what is under the NOT.
    """
    match node:
        case Not(query=part):
            return without(part)
        case Exact() | Near():
            return leaf(node)
        case And(subqueries=parts):
            return all_of(replaced(part, leaf, without) for part in parts) or node
        case Or(subqueries=parts):
            return any_of(replaced(part, leaf, without) for part in parts) or node
        case _:
            return node


def as_words(query: Query) -> Query:
    """Return the query with all its strings as words, also those in quotation marks."""
    if query.root is not None:
        return Query(_as_words(query.root), query.remarks)
    return query


def _as_words(node: Node) -> Node:
    return replaced(node, _leaf_as_words, _without_words)


def _without_words(excluded: Node) -> Node:
    return negated(_as_words(excluded))


def _leaf_as_words(leaf: Leaf) -> Node:
    if isinstance(leaf, Near):
        return leaf.with_strings(Exact.as_word)
    return leaf.as_word()
