"""A query as a condition in SQL, on the rows of `article_text`.

Two of each: by the index (the grams), which bounds an answer, and by the text, which decides it. What SQL can't tell
(strings near each other, open characters, readings) is bounded by the text, too, and decided by who asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from whoosh.query import And, Not, Or
from whoosh.query import Query as Node

from reader.language.forms import search_form
from reader.room.gram_numbers import are_sure, grams_of_needle
from reader.room.stored_text import is_comparable
from reader.search.day_numbers import day_number
from reader.search.needles import strings_of
from reader.search.query import LINE_OF, Among, Exact, Field, Near, Newspaper, Page, Period
from reader.search.terms import ANY
from reader.search.tied_needles import is_tied


@dataclass(frozen=True, slots=True)
class Condition:
    """SQL with a place (%s) for each of its values; never null."""

    sql: str
    values: tuple[object, ...] = ()


ALWAYS, NEVER = Condition("true"), Condition("false")


def by_index(node: Node, newspapers: Sequence[str], *, may: bool = True) -> Condition:
    """Return the condition of what may match by the index alone, or of what surely does."""
    return _condition(node, newspapers, may=may, by_text=False)


def by_text(node: Node, newspapers: Sequence[str]) -> Condition:
    """Return the condition of what may match by the text; does match, where that `decides`."""
    return _condition(node, newspapers, may=True, by_text=True)


def index_decides(node: Node) -> bool:
    """Return whether the index alone tells what matches."""
    return all(_is_sure(leaf) for leaf in _strings(node))


def text_decides(node: Node) -> bool:
    """Return whether SQL alone tells what matches."""
    return all(_is_compared(leaf) for leaf in _strings(node))


def all_of(conditions: Iterable[Condition], word: str = " AND ") -> Condition:
    """Return the condition that all hold; or any, by another word."""
    parts = list(conditions)
    if len(parts) == 1:
        return parts[0]
    values = tuple(value for part in parts for value in part.values)
    return Condition("(" + word.join(part.sql for part in parts) + ")", values) if parts else ALWAYS


def holds_grams(needle: str, column: str = "grams") -> Condition:
    """Return the condition that a column of grams has those of a needle."""
    wanted = grams_of_needle(needle)
    return Condition(f"{column} @> %s::int4[]", (wanted,)) if wanted else ALWAYS


def _condition(node: Node, newspapers: Sequence[str], *, may: bool, by_text: bool) -> Condition:
    match node:
        case Exact():
            return _exact(node, may=may, by_text=by_text)
        case Near(first, second):
            if not may:
                return NEVER
            return all_of(_exact(each, may=True, by_text=by_text) for each in (first, second))
        case Newspaper(needle=needle):
            named = [name for name in newspapers if needle in search_form(name)]
            return Condition("newspaper = ANY(%s::text[])", (named,))
        case Page(label):
            return Condition("coalesce(page_label = %s, false)", (label,))
        case Period(first, last):
            begin = day_number(first) if first else 1
            ends = (Condition("day <= %s", (day_number(last),)),) if last else ()
            return all_of((Condition("day >= %s", (begin,)), *ends))
        case Among():
            return Condition("id = ANY(%s::int8[])", (sorted(node.ids),))
        case Not(query=part):
            inner = _condition(part, newspapers, may=not may, by_text=by_text)
            return Condition(f"NOT ({inner.sql})", inner.values)
        case And(subqueries=parts) | Or(subqueries=parts):
            word = " AND " if isinstance(node, And) else " OR "
            return all_of((_condition(p, newspapers, may=may, by_text=by_text) for p in parts), word)
        case _:
            raise TypeError(node)


def _exact(node: Exact, *, may: bool, by_text: bool) -> Condition:
    if _is_sure(node):
        return holds_grams(node.needle)
    if not by_text:
        return holds_grams(node.needle) if may else NEVER
    if _is_compared(node):
        return all_of((holds_grams(node.needle), _stands(node.needle, node.where)))
    if not may:
        return NEVER
    pieces = [piece for piece in node.needle.split(ANY) if is_comparable(piece) and not is_tied(piece)]
    return all_of((holds_grams(node.needle), *(_stands(p, node.where) for p in pieces if p)))


def _stands(needle: str, where: Field) -> Condition:
    text = "search" if where is Field.ANYWHERE else f"split_part(search, E'\\n', {LINE_OF[where] + 1})"
    return Condition(f"strpos({text}, %s) > 0", (needle,))


def _is_sure(node: Exact | Near) -> bool:
    return (
        type(node) is Exact and node.where is Field.ANYWHERE and are_sure(node.needle) and _is_compared(node)
    )


def _is_compared(node: Exact | Near) -> bool:
    """Return whether SQL tells what holds a string: a plain one, of characters that are stored as they are."""
    return (
        type(node) is Exact
        and ANY not in node.needle
        and strings_of(node.needle) == [node.needle]
        and not is_tied(node.needle)
        and is_comparable(node.needle)
    )


def _strings(node: Node) -> list[Exact | Near]:
    return [leaf for leaf in node.leaves() if isinstance(leaf, Exact | Near)]
