"""Queries on a room whose articles were loaded by an earlier version of the program, in its search form.

A string with characters that stand for more now (dashes, dots) is looked for in the stored texts with any characters in
their place; what SQL finds is tested here, in the present form. Radicals are not: for them, nearly all texts would have
to be read. `IgnoredPart.FORMER_TEXTS` tells so.
"""

from whoosh.query import And, Not, Or
from whoosh.query import Query as Node

from reader.language.forms import SEARCH_FORM, form_as_now, key_form
from reader.library.stories import STAMP
from reader.search.answering.index_versions import CHANGED_SIGNS
from reader.search.needles import needle_of
from reader.search.query import Exact, Near, Query
from reader.search.query.nodes import all_of, any_of, negated
from reader.search.terms import ANY, SIGNS

FORM = "search form "
"""The beginning of the key in `meta` of the version of a holding's search form; its name follows."""
IS_FORMER = (
    "SELECT count(*) FROM holding WHERE NOT EXISTS"
    f" (SELECT 1 FROM meta WHERE key = '{FORM}' || holding.name AND value = '{SEARCH_FORM}')"
)
"""SQL that counts the holdings whose texts are in a former search form."""
STITCHING = "stitching "
"""The beginning of the key in `meta` of the stamp of a holding's stitches; its name follows."""
IS_STITCHING_FORMER = (
    "SELECT count(*) FROM holding WHERE NOT EXISTS"
    f" (SELECT 1 FROM meta WHERE key = '{STITCHING}' || holding.name AND value = '{STAMP}')"
)
"""SQL that counts the holdings whose days were stitched by an earlier version."""


class _Former(Exact):
    """A string that is looked for with open characters, and tested in the present form."""

    def __init__(self, now: Exact, needle: str) -> None:
        super().__init__(now.text, needle, now.where, now.boost, is_word=now.is_word)
        self._now = now

    def test(self, text: str, article: int = 0) -> bool:
        return self._now.test(form_as_now(text), article)

    def _key(self) -> tuple[object, ...]:
        return *super()._key(), self._now


class _FormerNear(Near):
    """Two strings near each other, likewise."""

    def __init__(self, now: Near, first: Exact, second: Exact) -> None:
        super().__init__(first, second, now.within, now.boost)
        self._now = now

    def test(self, text: str, article: int = 0) -> bool:
        return self._now.test(form_as_now(text), article)

    def _key(self) -> tuple[object, ...]:
        return *super()._key(), self._now


def in_former_form(query: Query) -> Query:
    """Return a query that finds in texts of the former search form what this one finds."""
    if query.root is not None:
        return Query(_in_former(query.root), query.remarks)
    return query


def _in_former(node: Node) -> Node:
    match node:
        case Near(first, second):
            strings = _string(first), _string(second)
            if strings == (first, second):
                return node
            return _FormerNear(node, *strings)
        case Exact():
            return _string(node)
        case Not(query=part):
            return negated(_in_former(part))
        case And(subqueries=parts):
            return all_of(map(_in_former, parts)) or node
        case Or(subqueries=parts):
            return any_of(map(_in_former, parts)) or node
        case _:
            return node


def opened(needle: str) -> str:
    """Return a needle with open characters for the signs that stand for more than they did."""
    for sign in CHANGED_SIGNS:
        needle = needle.replace(sign, ANY)
    return needle


def _string(string: Exact) -> Exact:
    needle = opened(string.needle)
    if needle == string.needle or type(string) is not Exact:
        return string
    if not needle.strip(SIGNS):  # nothing is left to look for: as it was
        return Exact(string.text, needle_of(string.text, key_form), string.where, is_word=string.is_word)
    return _Former(string, needle)
