"""A query as conditions in SQL, on the rows of `article_text`.

The index of grams narrows, and the text decides; by the text alone a walk along the dates decides. What SQL can't tell
(strings near each other, readings) is narrowed by the text, too, and decided by who asks.

Grams stand only where the index answers them: as a filter on rows they would be made anew for each.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from whoosh.query import And, Not, Or
from whoosh.query import Query as Node

from reader.language.forms import search_form
from reader.room.grams import are_sure, grams_of
from reader.room.open_characters import is_told, like_pattern, regular_expression
from reader.room.stored_text import is_comparable
from reader.search.day_numbers import BEYOND, day_number
from reader.search.needles import strings_of
from reader.search.query import LINE_OF, Among, Exact, Field, Near, Newspaper, Page, Period
from reader.search.terms import ANY
from reader.search.tied_needles import is_tied


@dataclass(frozen=True, slots=True)
class Condition:
    """SQL with a place (%s) for each of its values; never null."""

    sql: str
    values: tuple[object, ...] = ()


Days: TypeAlias = Callable[[int, int], Condition]
_Grams: TypeAlias = Mapping[str, Sequence[str]]

ALWAYS, NEVER = Condition("true"), Condition("false")
TEXT, HEADLINE = "search", "split_part(search, chr(10), 1)"
"""What there are indexes of the grams of."""
_MOST_ALTERNATIVES = 64


def by_index(node: Node, newspapers: Sequence[str]) -> Condition:
    """Return the condition of what may match by the index and the columns; does match, where `index_decides`."""
    days = days_beside_grams if is_narrowed(node) else days_by_index
    return all_of((_narrowing(node), _telling(node, newspapers, days, may=True, by_text=False)))


def by_text(node: Node, newspapers: Sequence[str], *, walks: bool = False) -> Condition:
    """Return the condition of what may match by the text; does match, where `text_decides`.

    Where one `walks` along the dates it is decided without the index.
    """
    if walks:
        return _telling(node, newspapers, days_by_index, may=True, by_text=True)
    days = days_beside_grams if is_narrowed(node) else days_by_index
    return all_of((_narrowing(node), _deciding(node, newspapers, days)))


def index_decides(node: Node) -> bool:
    """Return whether the index and the columns alone tell what matches."""
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
            return True


@dataclass(frozen=True, slots=True)
class Difference:
    """What matches `whole` and not `part`, which matches it, too: None for all. The index decides both."""

    whole: Node | None
    part: Node


def difference(node: Node) -> Difference | None:
    """Return a query that refuses something as a difference; None where the index does not decide both."""
    nodes = list(node.subqueries) if isinstance(node, And) else [node]
    refused = [each.query for each in nodes if isinstance(each, Not)]
    wanted = [each for each in nodes if not isinstance(each, Not)]
    if not refused:
        return None
    any_refused = together(refused, Or)
    whole = together(wanted, And) if wanted else None
    part = any_refused if whole is None else And([*wanted, any_refused])
    return Difference(whole, part) if index_decides(part) else None


@dataclass(frozen=True, slots=True)
class Union:
    """What matches `sure`, which the index decides, and what matches `beside`, which does not match that."""

    sure: Node
    beside: Node


def union(node: Node) -> Union | None:
    """Return a query for any of several as a union; None where the index decides none or all of them."""
    if not isinstance(node, Or):
        return None
    sure = [each for each in node.subqueries if isinstance(each, Exact) and index_decides(each)]
    others = [each for each in node.subqueries if each not in sure]
    if not sure or not others:
        return None
    of_sure = together(sure, Or)
    return Union(of_sure, And([together(others, Or), Not(of_sure)]))


def together(nodes: Sequence[Node], kind: type[And] | type[Or]) -> Node:
    """Return nodes, of which there is one at least, as one."""
    return kind(nodes) if len(nodes) > 1 else nodes[0]


def is_narrowed(node: Node) -> bool:
    """Return whether the index of grams leaves articles out."""
    return _narrowing(node) != ALWAYS


def text_decides(node: Node) -> bool:
    """Return whether SQL alone tells what matches."""
    return all(_is_compared(leaf) for leaf in strings_in(node))


def strings_in(node: Node) -> list[Exact | Near]:
    """Return what a query looks for in the texts."""
    return [leaf for leaf in node.leaves() if isinstance(leaf, Exact | Near)]


def all_of(conditions: Iterable[Condition], word: str = " AND ") -> Condition:
    """Return the condition that all hold; or any, by another word."""
    parts = [each for each in conditions if word != " AND " or each != ALWAYS]
    if word == " OR " and ALWAYS in parts:
        return ALWAYS
    if len(parts) == 1:
        return parts[0]
    values = tuple(value for part in parts for value in part.values)
    return Condition("(" + word.join(part.sql for part in parts) + ")", values) if parts else ALWAYS


def days_by_index(first: int, beyond: int) -> Condition:
    """Return the condition of being of these days, as numbers, which PostgreSQL looks up."""
    return Condition("day >= %s AND day < %s", (first, beyond))


def days_beside_grams(first: int, beyond: int) -> Condition:
    """Return the same, told of rows that the index of grams names: the index of days can't be taken instead.

    The planner would, for less than a year, and make the grams of each text of these days.
    """
    begins, ends = first >> 9, (beyond - 1 >> 9) + 1
    whole_years = days_by_index(begins << 9, ends << 9)
    if (first, beyond) == whole_years.values:
        return whole_years
    return all_of((whole_years, Condition("day + 0 >= %s AND day + 0 < %s", (first, beyond))))


def holds_grams(needle: str, text: str = TEXT) -> Condition:
    """Return the condition that a text has the grams of a needle."""
    return _has({text: grams_of(needle)})


def _has(grams: _Grams) -> Condition:
    """Return the condition that texts have the grams that they are given with."""
    return all_of(Condition(f"grams({text}) @> %s::text[]", (held,)) for text, held in grams.items() if held)


def _narrowing(node: Node) -> Condition:
    """Return what the index of grams can tell of the matches; ALWAYS where that is nothing.

    It is made of whole alternatives: of (A and B) or (A and C) the planner would make A and (B or C), look A up, and
    make the grams of each text that has it.
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
    """Return the grams of the texts that a match has: these or those; None where there are too many alternatives."""
    match node:
        case Exact():
            return [{HEADLINE if node.where is Field.HEADLINE else TEXT: grams_of(node.needle)}]
        case Near(first, second):
            return _alternatives(And([first, second]))
        case And(subqueries=parts):
            of_parts = [_alternatives(part) for part in parts]
            number = math.prod(len(each or ()) for each in of_parts)
            if not 0 < number <= _MOST_ALTERNATIVES:
                return None
            return [_joined(each) for each in itertools.product(*(some or () for some in of_parts))]
        case Or(subqueries=parts):
            some: list[_Grams] = []
            for part in parts:
                if (each := _alternatives(part)) is None:
                    return None
                some += each
            return some
        case _:
            return [{}]


def _joined(each: Iterable[_Grams]) -> _Grams:
    held: dict[str, dict[str, None]] = {}
    for grams in each:
        for text, some in grams.items():
            held.setdefault(text, {}).update(dict.fromkeys(some))
    return {text: [*some] for text, some in held.items()}


def _deciding(node: Node, newspapers: Sequence[str], days: Days) -> Condition:
    """Return what decides on the rows that the index has narrowed the query to."""
    match node:
        case And(subqueries=parts):
            return all_of(_deciding(part, newspapers, days) for part in parts)
        case Exact() | Or() if index_decides(node):
            return ALWAYS
        case _:
            return _telling(node, newspapers, days, may=True, by_text=True)


def _telling(node: Node, newspapers: Sequence[str], days: Days, *, may: bool, by_text: bool) -> Condition:
    """Return what the columns tell, and the text, too, or without it: of what may match, or surely does."""

    def of(part: Node, may: bool = may) -> Condition:
        return _telling(part, newspapers, days, may=may, by_text=by_text)

    match node:
        case Exact() if by_text:
            return _stands_in_text(node, may=may)
        case Near(first, second) if by_text and may:
            return all_of(map(of, (first, second)))
        case Exact() | Near():
            return ALWAYS if may else NEVER
        case Not(query=part):
            inner = of(part, not may)
            return Condition(f"NOT ({inner.sql})", inner.values)
        case And(subqueries=parts) | Or(subqueries=parts):
            return all_of(map(of, parts), " AND " if isinstance(node, And) else " OR ")
        case _:
            return _column_tells(node, newspapers, days)


def _column_tells(node: Node, newspapers: Sequence[str], days: Days) -> Condition:
    match node:
        case Newspaper(needle=needle):
            named = [name for name in newspapers if needle in search_form(name)]
            return Condition("newspaper = ANY(%s::text[])", (named,))
        case Page(label):
            return Condition("coalesce(page_label = %s, false)", (label,))
        case Period(first, last):
            return days(day_number(first) if first else 1, day_number(last) + 1 if last else BEYOND)
        case Among():
            return Condition("id = ANY(%s::int8[])", (sorted(node.ids),))
        case _:
            raise TypeError(node)


def _stands_in_text(node: Exact, *, may: bool) -> Condition:
    if _is_compared(node):
        return _stands(node.needle, node.where)
    if not may:
        return NEVER
    pieces = [piece for piece in node.needle.split(ANY) if is_comparable(piece) and not is_tied(piece)]
    return all_of(_stands(piece, node.where) for piece in pieces if piece)


def _stands(needle: str, where: Field) -> Condition:
    text = "search" if where is Field.ANYWHERE else f"split_part(search, E'\\n', {LINE_OF[where] + 1})"
    if ANY in needle:  # as a number, or the planner takes LIKE for cheap and asks it before the days
        patterns = (like_pattern(needle), regular_expression(needle))
        return Condition(f"({text} LIKE %s AND {text} ~ %s)::int = 1", patterns)
    return Condition(f"strpos({text}, %s) > 0", (needle,))


def _is_sure(node: Exact | Near) -> bool:
    return (
        type(node) is Exact and node.where is Field.ANYWHERE and are_sure(node.needle) and _is_compared(node)
    )


def _is_compared(node: Exact | Near) -> bool:
    """Return whether SQL tells what holds a string: one by itself, of characters that are stored as they are."""
    return (
        type(node) is Exact
        and (ANY not in node.needle or is_told(node.needle))
        and strings_of(node.needle) == [node.needle]
        and not is_tied(node.needle)
        and is_comparable(node.needle)
    )
