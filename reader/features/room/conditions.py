"""Translating a query into SQL conditions on the rows of `article_text`.

The index of grams selects candidates, and the text decides; a walk along the dates uses the text alone. What SQL can't
decide (strings near each other, readings) is narrowed by the text, too, and decided by the caller.

Conditions on grams stand only where the index answers them: as a filter, they would compute the grams of each row.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import TypeAlias

from msgspec import Struct
from whoosh.query import And, Not, Or
from whoosh.query import Query as Node

from reader.features.room.known_years import YEAR_OF_FILE
from reader.features.room.texts import UNSTORED, is_comparable
from reader.newspaper.holdings import Between, OneOf
from reader.search.needles import (
    has_signs,
    is_tied,
    parts_between_signs,
    regular_expression,
    strings_of,
    unbounded,
)
from reader.search.query import LINE_OF, Exact, Field, Near
from reader.search.query.string_nodes import ColumnLeaf
from reader.search.query.values import ValueLeaf
from reader.search.terms import ANY, NO_GRAM, SIGNS

_GAPS = re.compile(f"[{re.escape(NO_GRAM + SIGNS)}{UNSTORED}]")


def grams_of(needle: str) -> list[str]:
    """Return grams that every text with the needle has: its pairs, and characters without a neighbour."""
    grams: dict[str, None] = {}
    for word in _GAPS.split(needle):
        pairs = [word[at : at + 2] for at in range(len(word) - 1)]
        grams.update(dict.fromkeys(pairs or [*word]))
    return list(grams)


def are_sure(needle: str) -> bool:
    """Return whether every text with the grams of the needle holds the needle, which is then a gram itself."""
    return 0 < len(needle) <= 2 and not _GAPS.search(needle)


# Translating a needle with open characters (`ANY`) into patterns of PostgreSQL.
#
# They match the stored text, in which a stand-in replaces each character that can't be stored (`texts`). An open
# character matches the stand-in, as it matches that character in the text itself.


_LONGEST = 100
"""The maximum length of a needle that is translated, in characters: servers compile long expressions slowly."""
_SIGN_OF_LIKE = re.compile(r"([\\%_])")


def like_pattern(needle: str) -> str:
    """Return a LIKE pattern for a needle; all texts with the needle match it.

    Where the needle has an `ANY`, texts with the end of a run in its place match, too.
    """
    return "%" + _SIGN_OF_LIKE.sub(r"\\\1", unbounded(needle)).replace(ANY, "_") + "%"


class Condition(Struct, frozen=True):
    """SQL with a placeholder (%s) for each of its values; never null."""

    sql: str
    values: tuple[object, ...] = ()


Days: TypeAlias = Callable[[int, int], Condition]
_Grams: TypeAlias = Mapping[str, Sequence[str]]

ALWAYS = Condition("true")
NEVER = Condition("false")
# The SQL expressions whose grams are indexed.
TEXT = "search"
HEADLINE = "split_part(search, chr(10), 1)"
_MOST_ALTERNATIVES = 64


def by_index(node: Node, newspapers: Sequence[str]) -> Condition:
    """Return the condition that the index and the columns can check; all matches of the query meet it.

    Where `index_decides`, no other rows meet it.
    """
    days = days_with_grams if is_narrowed(node) else days_by_index
    return all_of((_narrowing(node), _condition_on(node, newspapers, days, may=True, by_text=False)))


def by_text(node: Node, newspapers: Sequence[str], *, walks: bool = False) -> Condition:
    """Return the condition that compares the text, too; all matches of the query meet it.

    Where `text_decides`, no other rows meet it. If the query `walks` along the dates, the condition does not use
    the index.
    """
    if walks:
        return _condition_on(node, newspapers, days_by_index, may=True, by_text=True)
    days = days_with_grams if is_narrowed(node) else days_by_index
    return all_of((_narrowing(node), _deciding(node, newspapers, days)))


def index_decides(node: Node) -> bool:
    """Return whether index and columns alone decide what matches."""
    match node:
        case Exact() | Near():
            return _is_sure(node)
        case Not():
            return False
        case And(subqueries=parts):
            return all(map(index_decides, parts))
        case Or(subqueries=parts):
            return all(type(part) is Exact and _is_sure(part) for part in parts)
        case _:
            return has_column(node)


def difference(node: Node) -> tuple[Node | None, Node] | None:
    """Return two queries, so that those of a query with a NOT are the matches of the first (None: all articles) without
    those of the second, a subset; None if the index does not decide both.
    """
    if isinstance(node, And):
        nodes = list(node.subqueries)
    else:
        nodes = [node]
    refused = [subnode.query for subnode in nodes if isinstance(subnode, Not)]
    required = [subnode for subnode in nodes if not isinstance(subnode, Not)]
    if not refused:
        return None
    any_refused = together(refused, Or)
    all_required = together(required, And) if required else None
    if all_required is None:
        part = any_refused
    else:
        part = And([*required, any_refused])
    return (all_required, part) if index_decides(part) else None


def union(node: Node) -> tuple[Node, Node] | None:
    """Return an OR as two queries without a common match, of which the index decides the first; None if it decides none
    or all of its parts.
    """
    if not isinstance(node, Or):
        return None
    sure = [
        subquery for subquery in node.subqueries if isinstance(subquery, Exact) and index_decides(subquery)
    ]
    others = [part for part in node.subqueries if part not in sure]
    if not sure or not others:
        return None
    of_sure = together(sure, Or)
    return of_sure, And([together(others, Or), Not(of_sure)])


def together(nodes: Sequence[Node], kind: type[And] | type[Or]) -> Node:
    """Return nodes, at least one, as one node."""
    return kind(nodes) if len(nodes) > 1 else nodes[0]


def is_narrowed(node: Node) -> bool:
    """Return whether the index of grams excludes any articles."""
    return _narrowing(node) != ALWAYS


def text_decides(node: Node) -> bool:
    """Return whether SQL alone decides what matches."""
    return all(map(_is_compared, strings_in(node))) and all(map(has_column, node.leaves()))


def strings_in(node: Node) -> list[Exact | Near]:
    """Return the leaves of a query that are strings to be found in texts."""
    return [leaf for leaf in node.leaves() if isinstance(leaf, Exact | Near)]


def all_of(conditions: Iterable[Condition], word: str = " AND ") -> Condition:
    """Return the condition that all hold; with " OR ", that any does."""
    parts = [condition for condition in conditions if word != " AND " or condition != ALWAYS]
    if word == " OR " and ALWAYS in parts:
        return ALWAYS
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return ALWAYS
    values = tuple(chain.from_iterable(part.values for part in parts))
    return Condition("(" + word.join(part.sql for part in parts) + ")", values)


def days_by_index(first: int, beyond: int) -> Condition:
    """Return the condition of being within these days (`day_numbers`), for which PostgreSQL uses the index of days."""
    return Condition("day >= %s AND day < %s", (first, beyond))


def days_with_grams(first: int, beyond: int) -> Condition:
    """Return the same condition for rows that the index of grams selects, which the index of days can't answer.

    For less than a year, the planner would use that, and compute the grams of each text of these days.
    """
    begins = first >> 9
    ends = (beyond - 1 >> 9) + 1
    whole_years = days_by_index(begins << 9, ends << 9)
    if (first, beyond) == whole_years.values:
        return whole_years
    return all_of((whole_years, Condition("day + 0 >= %s AND day + 0 < %s", (first, beyond))))


def holds_grams(needle: str, text: str = TEXT) -> Condition:
    return _has({text: grams_of(needle)})


def _has(grams: _Grams) -> Condition:
    return all_of(
        Condition(f"grams({text}) @> %s::text[]", (text_grams,))
        for text, text_grams in grams.items()
        if text_grams
    )


def _narrowing(node: Node) -> Condition:
    """Return the condition that the index of grams can answer; ALWAYS if there is none.

    It is in disjunctive form: PostgreSQL's planner would turn (A and B) or (A and C) into A and (B or C), use the index
    for A alone, and compute the grams of every text that has A.
    """
    if (alternatives := _alternatives(node)) is not None:
        return all_of(map(_has, alternatives), " OR ")
    match node:
        case And(subqueries=parts):
            return all_of(map(_narrowing, parts))
        case Or(subqueries=parts):
            return all_of(map(_narrowing, parts), " OR ")
        case _:
            raise TypeError(node)


def _alternatives(node: Node) -> list[_Grams] | None:
    """Return the query as alternatives, each with the grams that a match has by text expression; None if too many."""
    match node:
        case Exact():
            return [{HEADLINE if node.where is Field.HEADLINE else TEXT: grams_of(node.needle)}]
        case Near(first, second):
            return _alternatives(And([first, second]))
        case And(subqueries=parts):
            of_parts = [_alternatives(part) for part in parts]
            number = math.prod(len(alternatives or ()) for alternatives in of_parts)
            if not 0 < number <= _MOST_ALTERNATIVES:
                return None
            return list(map(_joined, itertools.product(*filter(None, of_parts))))
        case Or(subqueries=parts):
            some: list[_Grams] = []
            for part in parts:
                if (part_alternatives := _alternatives(part)) is None:
                    return None
                some += part_alternatives
            if {} in some:  # a match need have none of the grams
                return [{}]
            return some
        case _:
            return [{}]


def _joined(gram_sets: Iterable[_Grams]) -> _Grams:
    grams_by_text: dict[str, dict[str, None]] = {}
    for grams in gram_sets:
        for text, some in grams.items():
            grams_by_text.setdefault(text, {}).update(dict.fromkeys(some))
    return {text: [*some] for text, some in grams_by_text.items()}


def _deciding(node: Node, newspapers: Sequence[str], days: Days) -> Condition:
    """Return the condition that decides on the rows that the index selects."""
    match node:
        case And(subqueries=parts):
            return all_of(_deciding(part, newspapers, days) for part in parts)
        case Exact() | Or() if index_decides(node):
            return ALWAYS
        case _:
            return _condition_on(node, newspapers, days, may=True, by_text=True)


def _condition_on(
    node: Node, newspapers: Sequence[str], days: Days, *, may: bool, by_text: bool
) -> Condition:
    """Return the condition on the columns and, with `by_text`, on the text.

    With `may`, all matches meet it, and perhaps other rows; without, only matches meet it, and perhaps not all
    of them.
    """

    def of(part: Node, may: bool = may) -> Condition:
        return _condition_on(part, newspapers, days, may=may, by_text=by_text)

    match node:
        case Exact() if by_text:
            if _is_compared(node):
                return _stands(node.needle, node.where)
            if not may:
                return NEVER
            pieces = [piece for piece in parts_between_signs(node.needle) if is_comparable(piece)]
            return all_of(_stands(piece, node.where) for piece in pieces if not is_tied(piece))
        case Near(first, second) if by_text and may:
            return all_of(map(of, (first, second)))
        case Exact() | Near():
            return ALWAYS if may else NEVER
        case Not(query=part):
            inner = of(part, not may)
            return Condition(f"NOT ({inner.sql})", inner.values)
        case And(subqueries=parts) | Or(subqueries=parts):
            return all_of(map(of, parts), " AND " if isinstance(node, And) else " OR ")
        case _ if not has_column(node):
            return ALWAYS if may else NEVER
        case _:
            return _column_condition(node, newspapers, days)


def _column_condition(node: Node, newspapers: Sequence[str], days: Days) -> Condition:
    if not isinstance(node, ColumnLeaf):
        raise TypeError(node)
    match node.column(newspapers):
        case Between("day", first, beyond):
            return days(first, beyond)
        case Between(column, first, beyond):
            return Condition(f"{_SQL_OF[column][0]} BETWEEN %s AND %s", (first, beyond - 1))
        case OneOf(column, values):
            sql, kind = _SQL_OF[column]
            return Condition(f"{sql} = ANY(%s::{kind}[])", (list(values),))


def has_column(node: Node) -> bool:
    return not isinstance(node, ValueLeaf) or node.value.name in VALUES


VALUES = {
    "length": "(SELECT article.length FROM article WHERE article.id = article_text.id)",
    "month_day": (
        "(SELECT coalesce(substr(issue.date, 6), issue.month_day) FROM article"
        " JOIN issue ON issue.id = article.issue_id WHERE article.id = article_text.id)"
    ),
    "edition": (
        "(SELECT issue.edition FROM article JOIN issue ON issue.id = article.issue_id"
        " WHERE article.id = article_text.id)"
    ),
    "year": (
        f"CASE WHEN day = 0 THEN (SELECT max({YEAR_OF_FILE}) FROM article JOIN source s"
        " ON s.issue_id = article.issue_id WHERE article.id = article_text.id) END"
    ),
}
"""SQL for those values of articles that have a column."""
_SQL_OF = {
    "newspaper": ("newspaper", "text"),
    "day": ("day", "int8"),
    "page": ("coalesce(page_label, '')", "text"),
    "id": ("id", "int8"),
    "length": (f"coalesce({VALUES['length']}, -1)", "int8"),
    "month_day": (f"coalesce({VALUES['month_day']}, '')", "text"),
    "edition": (f"coalesce({VALUES['edition']}, '')", "text"),
    "year": (f"coalesce({VALUES['year']}, 0)", "int8"),
}
"""The SQL expression of each column, and the type of its values."""


def _stands(needle: str, where: Field) -> Condition:
    if where is Field.ANYWHERE:
        text = "search"
    else:
        text = f"split_part(search, E'\\n', {LINE_OF[where] + 1})"
    if has_signs(needle):  # as a number, or the planner takes LIKE for cheap and asks it before the days
        patterns = (like_pattern(needle), regular_expression(needle))
        return Condition(f"({text} LIKE %s AND {text} ~ %s)::int = 1", patterns)
    return Condition(f"strpos({text}, %s) > 0", (needle,))


def _is_sure(node: Exact | Near) -> bool:
    return (
        type(node) is Exact and node.where is Field.ANYWHERE and are_sure(node.needle) and _is_compared(node)
    )


def _is_compared(node: Exact | Near) -> bool:
    """Return whether SQL alone decides which texts contain a string, as it compares its characters as they are."""
    return (
        type(node) is Exact
        and (not has_signs(node.needle) or (len(node.needle) <= _LONGEST))
        and strings_of(node.needle) == [node.needle]
        and not is_tied(node.needle)
        and is_comparable(node.needle)
    )
