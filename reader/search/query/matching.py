"""Whether a document is found: decided by its text alone."""

import datetime as dt
from typing import TYPE_CHECKING

from reader.language.forms import search_form
from reader.search.needles import holds
from reader.search.query.nodes import (
    LINE_OF,
    AllOf,
    AnyOf,
    Field,
    Newspaper,
    Node,
    Not,
    Page,
    Period,
    Phrase,
    Query,
    page_label,
)

if TYPE_CHECKING:
    from reader.search.engine import Document


def matches(query: Query, document: "Document") -> bool:
    return query.root is not None and _holds(query.root, document)


def _holds(node: Node, document: "Document") -> bool:
    match node:
        case Phrase(needle=needle, field=Field.ANYWHERE):
            return holds(document.text, needle)
        case Phrase(needle=needle, field=where):
            number = LINE_OF[where]
            lines = document.text.split("\n", number + 1)
            return number < len(lines) and holds(lines[number], needle)
        case Newspaper(needle=needle):
            return needle in search_form(document.newspaper)
        case Page(label):
            return document.page is not None and page_label(document.page) == label
        case Period():
            return in_period(node, document.date)
        case Not(part):
            return not _holds(part, document)
        case AllOf(parts):
            return all(_holds(part, document) for part in parts)
        case AnyOf(parts):
            return any(_holds(part, document) for part in parts)


def is_of_texts_alone(query: Query) -> bool:
    """Whether nothing but its text decides about a document."""
    return query.root is not None and _asks_texts_alone(query.root)


def _asks_texts_alone(node: Node) -> bool:
    match node:
        case Not(part):
            return _asks_texts_alone(part)
        case AllOf(parts) | AnyOf(parts):
            return all(map(_asks_texts_alone, parts))
        case _:
            return isinstance(node, Phrase)


def in_period(period: Period, date: dt.date | None) -> bool:
    return (
        date is not None
        and (period.first is None or period.first <= date)
        and (period.last is None or date <= period.last)
    )
