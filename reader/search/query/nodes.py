"""The queries of this program beside Whoosh's own: what a person's words become once they are understood.

A query is a tree of `whoosh.query` objects: `And`, `Or`, `Not`, and the leaves of this module, each of which is a
Whoosh query on a field of `search.schema`. A tree is never changed.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum, StrEnum, auto

from whoosh.query import And, MultiTerm, Not, NullQuery, NumericRange, Or, Term
from whoosh.query import Query as Node
from whoosh.reading import IndexReader

from reader.language.forms import search_form
from reader.language.numbers import number_of
from reader.search import schema
from reader.search.day_numbers import UNDATED, day_number
from reader.search.terms import CREDITS_LINE, HEADLINE_LINE, SECTION_LINE


class Field(StrEnum):
    """Where a string is looked for: anywhere, or on one line of the search text. The value is what a person types."""

    ANYWHERE = ""
    HEADLINE = "标题"
    CREDITS = "记者"
    SECTION = "栏目"


LINE_OF = {Field.HEADLINE: HEADLINE_LINE, Field.SECTION: SECTION_LINE, Field.CREDITS: CREDITS_LINE}

INDEXED_AS = {
    Field.ANYWHERE: schema.TEXT,
    Field.HEADLINE: schema.HEADLINE,
    Field.CREDITS: schema.CREDITS,
    Field.SECTION: schema.SECTION,
}
"""The field of the index in which the grams of each stand."""


class Exact(Node):
    """Documents that hold a string.

    Attributes:
        text: the string as it was typed.
        needle: what `needles.needle_of` makes of it; never empty.
        where: the field it is looked for in.
    """

    def __init__(self, text: str, needle: str, where: Field = Field.ANYWHERE, boost: float = 1.0) -> None:
        self.text = text
        self.needle = needle
        self.where = where
        self.boost = boost

    def in_field(self, where: Field) -> "Exact":
        """Return the same string, looked for in another field."""
        return Exact(self.text, self.needle, where)

    def field(self) -> str:
        return INDEXED_AS[self.where]

    def is_leaf(self) -> bool:
        return True

    def _key(self) -> tuple[object, ...]:
        return self.text, self.needle, self.where, self.boost

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Exact) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        return f"Exact({self.field()!r}, {self.needle!r})"


class Newspaper(MultiTerm):
    """Documents of newspapers whose name holds `needle`, a search form; `text` is as it was typed."""

    def __init__(self, text: str, needle: str, boost: float = 1.0) -> None:
        self.fieldname = schema.NEWSPAPER
        self.text = text
        self.needle = needle
        self.boost = boost

    def _btexts(self, ixreader: IndexReader) -> Iterator[bytes]:
        names = ixreader.lexicon(self.fieldname)
        return (name for name in names if self.needle in search_form(name.decode()))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Newspaper) and (self.text, self.needle) == (other.text, other.needle)

    def __hash__(self) -> int:
        return hash((self.text, self.needle))

    def __repr__(self) -> str:
        return f"Newspaper({self.needle!r})"


class Page(Term):
    """Documents of the page with this label, as `page_label` writes it."""

    __match_args__ = ("label",)

    def __init__(self, label: str, boost: float = 1.0) -> None:
        super().__init__(schema.PAGE, label, boost)
        self.label = label


class Period(NumericRange):
    """Documents of issues from `first` to `last`, both included, either open; an undated issue is in none."""

    __match_args__ = ("first", "last")

    def __init__(self, first: dt.date | None, last: dt.date | None, boost: float = 1.0) -> None:
        begin = day_number(first) if first else UNDATED + 1
        super().__init__(schema.DAY, begin, day_number(last) if last else None, boost=boost)
        self.first = first
        self.last = last


class IgnoredPart(Enum):
    """Why something that was typed is not looked for."""

    QUESTION_MARK = auto()
    STAR = auto()
    NEARNESS = auto()
    OF_THE_WEB = auto()
    OPERATOR = auto()


@dataclass(frozen=True, slots=True)
class QueryRemark:
    """`text` was typed and passed over; `why` tells what for."""

    why: IgnoredPart
    text: str


@dataclass(frozen=True, slots=True)
class Query:
    """`root` is None where there is nothing to look for; then nothing is found.

    `remarks` tell what was typed and is not looked for; they are no part of what is asked.
    """

    root: Node | None = None
    remarks: tuple[QueryRemark, ...] = field(default=(), compare=False)


def all_of(nodes: Iterable[Node]) -> Node | None:
    """Return the query for all of the nodes, normalized by Whoosh: flat, without doubles; None for none."""
    return _normalized(And(list(nodes)))


def any_of(nodes: Iterable[Node]) -> Node | None:
    """Return the query for any of the nodes, as `all_of`."""
    return _normalized(Or(list(nodes)))


def _normalized(node: Node) -> Node | None:
    node = node.normalize()
    return None if node is NullQuery else node


def negated(node: Node) -> Node:
    return node.query if isinstance(node, Not) else Not(node)


def strings(query: Query) -> Iterator[Exact]:
    """Return the strings that are not under a NOT, from left to right."""

    def walk(node: Node) -> Iterator[Exact]:
        match node:
            case Exact():
                yield node
            case And(subqueries=parts) | Or(subqueries=parts):
                for part in parts:
                    yield from walk(part)
            case _:
                return

    return walk(query.root) if query.root else iter(())


def needles(query: Query) -> tuple[str, ...]:
    """Return what is marked in what is found: the needles of all strings that are not under a NOT."""
    return tuple(dict.fromkeys(string.needle for string in strings(query)))


def page_label(text: str) -> str:
    """A page's label in one spelling: 第01版, １, 第一版 and 1 are "1", A04版 is "a4"."""
    label = re.sub("^第+|版+$", "", search_form(text)).strip()
    number = re.fullmatch("([a-z]*)0*([0-9]+)", label)
    if number:
        return number[1] + number[2]
    spelled = number_of(label)
    return label if spelled is None else str(spelled)
