"""Functions that edit one part of a query and return the edited query.

The parts of a query are the operands of its topmost AND, or else the whole query. The argument `at` is a part's index.
"""

import re
from collections.abc import Callable, Sequence
from enum import Enum, auto

from whoosh.query import And, Not, Or
from whoosh.query import Query as Node

from reader.search.needles import needle_of
from reader.search.query.nodes import Newspaper, Page, Period, Query, all_of, any_of, negated
from reader.search.query.printing import bare_or_quoted, can_be_bare, written_date
from reader.search.query.string_nodes import Exact, Field, Near
from reader.search.query.values import Edition


def parts_of(query: Query) -> tuple[Node, ...]:
    return (
        tuple(query.root.subqueries) if isinstance(query.root, And) else (query.root,) if query.root else ()
    )


def of_parts(parts: Sequence[Node]) -> Query:
    return Query(all_of(parts))


def without(query: Query, at: int) -> Query:
    return _with(query, at, ())


def turned(query: Query, at: int) -> Query:
    """Return the query with a part negated; a negated part loses its NOT."""
    return _with(query, at, (negated(parts_of(query)[at]),))


def field_of(node: Node) -> Field | None:
    """Return the field in which all strings of a part are looked for; None if they differ in it, or without strings."""
    fields = {phrase.where for phrase in _strings(node)}
    return fields.pop() if len(fields) == 1 else None


def in_field(node: Node, field: Field) -> Node:
    """Return a part with all its strings looked for in `field`."""
    match node:
        case Exact():
            return node.in_field(field)
        case Near():
            return node.with_strings(lambda string: string.in_field(field))
        case Or() if (date := written_date(node)) and field is not Field.ANYWHERE:
            return Exact(date, needle_of(date), field, is_word=True)
        case Or(subqueries=parts):
            return any_of(in_field(part, field) for part in parts) or node
        case And(subqueries=parts):
            return all_of(in_field(part, field) for part in parts) or node
        case Not(query=part):
            return negated(in_field(part, field))
        case _:
            return node


def with_field(query: Query, at: int, field: Field) -> Query:
    return _with(query, at, (in_field(parts_of(query)[at], field),))


def words_of(node: Node) -> tuple[Exact, ...]:
    """Return the words of a string as queries; an empty tuple if it is a single word, or the node is not a string."""
    if not isinstance(node, Exact):
        return ()
    texts = [*dict.fromkeys(filter(needle_of, _BETWEEN_WORDS.split(node.text)))]
    return tuple(bare_or_quoted(text, node.where) for text in texts) if texts != [node.text] else ()


_BETWEEN_WORDS = re.compile(r"[\s、，,;；。！!：:“”\"‘’「」『』（）()《》〈〉【】\[\]/／…—]+")


def can_be_word(node: Node) -> bool:
    """Return whether a part is a string that can be typed both with and without quotation marks."""
    return isinstance(node, Exact) and can_be_bare(node.text)


def as_word(query: Query, at: int, *, is_word: bool) -> Query:
    """Return the query with a string without quotation marks (other shapes count, too), or with them."""
    part = parts_of(query)[at]
    assert isinstance(part, Exact)
    return _with(query, at, (part.as_word() if is_word else _as_printed(part),))


def _as_printed(string: Exact) -> Exact:
    return Exact(string.text, string.needle, string.where)


def with_string(query: Query, at: int, text: str) -> Query:
    part = parts_of(query)[at]
    assert isinstance(part, Exact)
    return _with(query, at, (Exact(text, needle_of(text), part.where),))


def split(query: Query, at: int) -> Query:
    return _with(query, at, words_of(parts_of(query)[at]))


def can_join(query: Query, at: int) -> bool:
    """Return whether a part and the next one are strings in the same field."""
    pair = parts_of(query)[at : at + 2]
    return (
        len(pair) == 2
        and all(isinstance(part, Exact) for part in pair)
        and len(set(map(field_of, pair))) == 1
    )


def joined(query: Query, at: int) -> Query:
    parts = parts_of(query)
    first, second = parts[at : at + 2]
    if not (isinstance(first, Exact) and isinstance(second, Exact)):
        return query
    text = f"{first.text} {second.text}"
    return of_parts([*parts[:at], Exact(text, needle_of(text), first.where), *parts[at + 2 :]])


def as_text(query: Query, at: int) -> Query:
    """Return the query with a date that was typed as a word (`written_date`) replaced by its string, as printed."""
    return _of_date(query, at, lambda part: _as_printed(part) if isinstance(part, Exact) else None)


def as_period(query: Query, at: int) -> Query:
    """Return the query with a date that was typed as a word (`written_date`) replaced by its period."""
    return _of_date(query, at, lambda part: part if isinstance(part, Period) else None)


def _of_date(query: Query, at: int, meant_by: Callable[[Node], Node | None]) -> Query:
    part = parts_of(query)[at]
    inner = part.query if isinstance(part, Not) else part
    meant = [each for each in map(meant_by, inner.subqueries) if each] if isinstance(inner, Or) else [inner]
    return _with(query, at, [negated(each) for each in meant] if isinstance(part, Not) else meant)


def period_of(query: Query) -> Period | None:
    return next((part for part in parts_of(query) if isinstance(part, Period)), None)


Narrowing = Edition | Newspaper | Page | Period
"""The kinds of parts by which the window narrows a query."""


def narrowed(query: Query, kind: type[Narrowing], part: Node | None) -> Query:
    """Return the query with `part` in place of all parts of a `kind`; None removes these parts."""
    others = [each for each in parts_of(query) if not isinstance(each, kind)]
    return of_parts([*others, part] if part else others)


def _with(query: Query, at: int, instead: Sequence[Node]) -> Query:
    parts = parts_of(query)
    return of_parts([*parts[:at], *instead, *parts[at + 1 :]])


def _strings(node: Node) -> list[Exact]:
    match node:
        case Exact():
            return [node]
        case Near(first, second):
            return [first, second]
        case Not(query=part):
            return _strings(part)
        case And(subqueries=parts) | Or(subqueries=parts):
            return [phrase for part in parts for phrase in _strings(part)]
        case _:
            return []


class Attempt(Enum):
    OTHERWISE = auto()
    """In any other way than the following."""
    WIDER_DATES = auto()
    """Only the dates are others."""
    FEWER_WORDS = auto()
    """Parts of the query are left out, and nothing else is changed."""


def attempt(asked: Query, suggested: Query) -> Attempt:
    """Return how a suggestion changes the query `asked`."""
    is_of_other_dates = period_of(asked) != period_of(suggested)
    if is_of_other_dates and narrowed(asked, Period, None) == narrowed(suggested, Period, None):
        return Attempt.WIDER_DATES
    if set(parts_of(suggested)) < set(parts_of(asked)):
        return Attempt.FEWER_WORDS
    return Attempt.OTHERWISE
