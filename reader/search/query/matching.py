"""Whether a document is found: decided by its text alone."""

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from whoosh.query import And, Not, Or
from whoosh.query import Query as Node

from reader.language.forms import search_form
from reader.search.query.nodes import Among, Newspaper, Page, Period, Query
from reader.search.query.string_nodes import Exact, Near
from reader.search.schema import page_label

if TYPE_CHECKING:
    from reader.search.engine import Document


def matches(query: Query, document: "Document") -> bool:
    return query.root is not None and _holds(query.root, document)


def _holds(node: Node, document: "Document") -> bool:
    match node:
        case Exact() | Near():
            return node.test(document.text)
        case Newspaper(needle=needle):
            return needle in search_form(document.newspaper)
        case Page(label):
            return document.page is not None and page_label(document.page) == label
        case Period():
            return in_period(node, document.date)
        case Among():
            return document.id in node.ids
        case Not(query=part):
            return not _holds(part, document)
        case And(subqueries=parts):
            return all(_holds(part, document) for part in parts)
        case Or(subqueries=parts):
            return any(_holds(part, document) for part in parts)
        case _:
            raise TypeError(node)


def text_test(query: Query) -> Callable[[str], bool] | None:
    """As `matches`, of the text alone, and the quick way to decide about many; None where not only the text decides."""
    return _test(query.root) if query.root is not None else None


def _test(node: Node) -> Callable[[str], bool] | None:
    match node:
        case Exact() | Near():
            return node.test
        case Not(query=part):
            inner = _test(part)
            return inner and (lambda text: not inner(text))
        case And(subqueries=parts) | Or(subqueries=parts):
            tests = [test for part in parts if (test := _test(part))]
            if len(tests) < len(parts):
                return None
            if isinstance(node, And):
                return lambda text: all(test(text) for test in tests)
            return lambda text: any(test(text) for test in tests)
        case _:
            return None


def in_period(period: Period, date: dt.date | None) -> bool:
    return (
        date is not None
        and (period.first is None or period.first <= date)
        and (period.last is None or date <= period.last)
    )
