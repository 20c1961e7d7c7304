"""The bounds of an answer by the index alone: documents of a segment that surely match, and those that may."""

from __future__ import annotations

from dataclasses import dataclass

from whoosh.query import And, Or
from whoosh.query import Query as Node
from whoosh.searching import SearchContext

from reader.search.index.article_searcher import ArticleSearcher, Bound, within_bound
from reader.search.index.docsets import ALL, NONE
from reader.search.index.matchers import docs_of
from reader.search.index.postings import Docs
from reader.search.index.segments import damage_told
from reader.search.query import Exact, Near


@dataclass(frozen=True, slots=True)
class Bounds:
    """Documents, ascending: `surely` is a subset of `maybe`; the text decides on the rest of `maybe`."""

    surely: Docs
    maybe: Docs


def bounds(node: Node, leaf: ArticleSearcher, within: range = ALL) -> Bounds:
    """Return the bounds of a query for the documents of a segment, within a range, without removed ones.

    They are the documents of the query's matchers. Raises SegmentDamaged.
    """
    maybe = _docs(node, leaf, within, Bound.MAYBE)
    if all(string.decided_by_grams() for string in node.leaves() if isinstance(string, Exact | Near)):
        return Bounds(maybe, maybe)
    return Bounds(_docs(node, leaf, within, Bound.SURELY) if _is_ever_sure(node) else NONE, maybe)


def _docs(node: Node, leaf: ArticleSearcher, within: range, bound: Bound) -> Docs:
    segment = leaf.segment
    if segment is None:
        return NONE
    with damage_told(segment):
        matcher = node.matcher(leaf, within_bound(SearchContext(needs_current=True), bound))
        return segment.live(docs_of(matcher, within))


def _is_ever_sure(node: Node) -> bool:
    """Return whether any document can surely match."""
    match node:
        case Exact() | Near():
            return node.decided_by_grams()
        case And(subqueries=parts):
            return all(map(_is_ever_sure, parts))
        case Or(subqueries=parts):
            return any(map(_is_ever_sure, parts))
        case _:
            return True
