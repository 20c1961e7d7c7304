"""What a query is made of, once it is understood."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum, StrEnum, auto

from reader.language.forms import search_form
from reader.language.numbers import number_of
from reader.search.terms import CREDITS_LINE, HEADLINE_LINE, SECTION_LINE


class Field(StrEnum):
    """Where a phrase is looked for: anywhere, or on one line of the search text."""

    ANYWHERE = ""
    HEADLINE = "标题"
    CREDITS = "记者"
    SECTION = "栏目"


LINE_OF = {Field.HEADLINE: HEADLINE_LINE, Field.SECTION: SECTION_LINE, Field.CREDITS: CREDITS_LINE}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A string to find; `needle` is what `needles.needle_of` makes of it, never empty."""

    text: str
    needle: str
    field: Field = Field.ANYWHERE


@dataclass(frozen=True, slots=True)
class Newspaper:
    """The newspaper's name holds `needle`, a search form."""

    text: str
    needle: str


@dataclass(frozen=True, slots=True)
class Page:
    """The page's label is `label`, as `page_label` writes it."""

    label: str


@dataclass(frozen=True, slots=True)
class Period:
    """Issues from `first` to `last`, both included, either open; an undated issue is in none."""

    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True, slots=True)
class Not:
    part: "Node"


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: "tuple[Node, ...]"


Leaf = Phrase | Newspaper | Page | Period
Node = Leaf | Not | AllOf | AnyOf


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
    """All of the nodes: flat, without doubles, a single one as it is; None for none."""
    parts = dict.fromkeys(
        part for node in nodes for part in (node.parts if isinstance(node, AllOf) else (node,))
    )
    return next(iter(parts)) if len(parts) == 1 else AllOf(tuple(parts)) if parts else None


def any_of(nodes: Iterable[Node]) -> Node | None:
    """Any of the nodes, as `all_of`."""
    parts = dict.fromkeys(
        part for node in nodes for part in (node.parts if isinstance(node, AnyOf) else (node,))
    )
    return next(iter(parts)) if len(parts) == 1 else AnyOf(tuple(parts)) if parts else None


def negated(node: Node) -> Node:
    return node.part if isinstance(node, Not) else Not(node)


def phrases(query: Query) -> Iterator[Phrase]:
    """The phrases that are not under a NOT, from left to right."""

    def walk(node: Node) -> Iterator[Phrase]:
        match node:
            case Phrase():
                yield node
            case AllOf(parts) | AnyOf(parts):
                for part in parts:
                    yield from walk(part)
            case _:
                return

    return walk(query.root) if query.root else iter(())


def needles(query: Query) -> tuple[str, ...]:
    """What is to be marked in what is found: the needles of all phrases that are not under a NOT."""
    return tuple(dict.fromkeys(phrase.needle for phrase in phrases(query)))


def page_label(text: str) -> str:
    """A page's label in one spelling: 第01版, １, 第一版 and 1 are "1", A04版 is "a4"."""
    label = re.sub("^第+|版+$", "", search_form(text)).strip()
    number = re.fullmatch("([a-z]*)0*([0-9]+)", label)
    if number:
        return number[1] + number[2]
    spelled = number_of(label)
    return label if spelled is None else str(spelled)
