"""Evaluates queries on single documents."""

import datetime as dt
from typing import TYPE_CHECKING, Protocol

from whoosh.query import And, Not, Or
from whoosh.query import Query as Node

from reader.language.forms import search_form
from reader.search.query.nodes import Among, Newspaper, Page, Period, Query
from reader.search.query.string_nodes import Exact, Near
from reader.search.schema import page_label

if TYPE_CHECKING:
    from reader.search.engine import Document


class TextTest(Protocol):
    """A test of the search text of the article with an id."""

    def __call__(self, text: str, article: int = 0, /) -> bool: ...


def matches(query: Query, document: "Document") -> bool:
    return query.root is not None and _holds(query.root, document)


def _holds(node: Node, document: "Document") -> bool:
    match node:
        case Exact() | Near():
            return node.test(document.text, document.id)
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


def text_test(query: Query) -> TextTest | None:
    """Return `matches` as a test of text and id alone, which is quick for many documents.

    None where a part of the query needs other fields.
    """
    return _test(query.root) if query.root is not None else None


def _test(node: Node) -> TextTest | None:
    match node:
        case Exact() | Near():
            return node.test
        case Not(query=part):
            inner = _test(part)
            return inner and (lambda text, article=0: not inner(text, article))
        case And(subqueries=parts) | Or(subqueries=parts):
            tests = [test for part in parts if (test := _test(part))]
            if len(tests) < len(parts):
                return None
            if isinstance(node, And):
                return lambda text, article=0: all(test(text, article) for test in tests)
            return lambda text, article=0: any(test(text, article) for test in tests)
        case _:
            return None


def in_period(period: Period, date: dt.date | None) -> bool:
    return (
        date is not None
        and (period.first is None or period.first <= date)
        and (period.last is None or date <= period.last)
    )
