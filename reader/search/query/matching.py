"""Evaluates queries on single documents."""

from whoosh.query import And, Not, Or
from whoosh.query import Query as Node

from reader.search.engine import Document
from reader.search.query.leaf import Leaf, TextTest
from reader.search.query.nodes import Query


def matches(query: Query, document: Document) -> bool:
    return query.root is not None and _holds(query.root, document)


def _holds(node: Node, document: Document) -> bool:
    match node:
        case Leaf():
            return node.holds(document)
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
        case Leaf():
            return node.text_test()
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
            raise TypeError(node)
