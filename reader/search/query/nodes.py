"""The query classes of this program, beside Whoosh's own.

A query is a tree of `whoosh.query` objects: `And`, `Or`, `Not`, and the leaves of this module, each of which is a
Whoosh query on a field of `search.schema`. Trees are immutable.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import reduce

import numpy as np
from whoosh.matching import InverseMatcher, Matcher
from whoosh.query import And, MultiTerm, Not, NullQuery, NumericRange, Or, Term
from whoosh.query import Query as Node
from whoosh.reading import IndexReader
from whoosh.searching import SearchContext, Searcher

from reader.language.forms import search_form
from reader.search import schema
from reader.search.day_numbers import BEYOND, UNDATED, day_number
from reader.search.index.article_searcher import ArticleSearcher, bound_of, within_bound
from reader.search.index.docsets import cut, numbers_of
from reader.search.index.matchers import DocsMatcher, LateIntersection
from reader.search.index.postings import Docs
from reader.search.index.segments import Segment
from reader.search.query.string_nodes import Exact, Near, of_leaves


class Newspaper(MultiTerm):
    """Documents of newspapers whose name contains `needle`, a search form; `text` is as it was typed."""

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
    """Documents of the page with this label, in the spelling of `page_label`."""

    __match_args__ = ("label",)

    def __init__(self, label: str, boost: float = 1.0) -> None:
        super().__init__(schema.PAGE, label, boost)
        self.label = label


class CheapestFirst(And):
    """Documents that match all subqueries, intersected from the one with the smallest estimate on.

    As soon as no document is left, the other subqueries are not evaluated. Whoosh's `And` begins with the largest.
    """

    def _matcher(self, subs: Sequence[Node], searcher: Searcher, context: SearchContext | None) -> Matcher:
        reader = searcher.reader()
        first, *others = sorted(subs, key=lambda query: query.estimate_size(reader))
        return reduce(
            LateIntersection,
            (query.matcher(searcher, context) for query in others),
            first.matcher(searcher, context),
        )


class Either(Or):
    """Documents that match any subquery: a tree of matchers for any number of these, and none that reads ahead."""

    matcher_type = Or.DEFAULT_MATCHER


class Without(Not):
    """Documents that do not match the subquery; where only the text can decide, its bound is the opposite one."""

    def matcher(self, searcher: Searcher, context: SearchContext | None = None) -> Matcher:
        bound = bound_of(context)
        inner = within_bound(searcher.boolean_context(), bound and bound.opposite)
        reader = searcher.reader()
        return InverseMatcher(
            self.query.matcher(searcher, inner), reader.doc_count_all(), missing=reader.is_deleted
        )


class Period(NumericRange):
    """Documents of issues from `first` to `last`, both inclusive, None for an open end; undated issues never match."""

    __match_args__ = ("first", "last")

    def __init__(self, first: dt.date | None, last: dt.date | None, boost: float = 1.0) -> None:
        begin = day_number(first) if first else UNDATED + 1
        super().__init__(schema.DAY, begin, day_number(last) if last else None, boost=boost)
        self.first = first
        self.last = last

    def estimate_size(self, ixreader: IndexReader) -> int:
        """Return 0: days are evaluated first, since they cost nothing and often leave nothing."""
        return 0

    def matcher(self, searcher: Searcher, context: SearchContext | None = None) -> Matcher:
        """Return a matcher of a range of documents per segment: these are ordered by day."""
        return of_leaves(searcher, context, self._leaf_matcher)

    def _leaf_matcher(
        self, leaf: ArticleSearcher, segment: Segment, context: SearchContext | None
    ) -> Matcher:
        first = day_number(self.first) if self.first else UNDATED + 1
        begin, end = segment.between(first, day_number(self.last) if self.last else BEYOND)

        def inside(within: range) -> Docs:
            return segment.live(numbers_of(range(max(begin, within.start), min(end, within.stop))))

        return DocsMatcher(inside, boost=self.boost)


class Among(Node):
    """Documents of the articles with these ids; there is no syntax for it."""

    def __init__(self, ids: Iterable[int]) -> None:
        self.fieldname = None
        self.ids = frozenset(ids)
        self.boost = 1.0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Among) and self.ids == other.ids

    def __hash__(self) -> int:
        return hash(self.ids)

    def __repr__(self) -> str:
        return f"Among({len(self.ids)})"

    def is_leaf(self) -> bool:
        return True

    def leaves(self) -> Iterator[Node]:
        yield self

    def normalize(self) -> Node:
        return self

    def estimate_size(self, ixreader: IndexReader) -> int:
        return len(self.ids)

    def estimate_min_size(self, ixreader: IndexReader) -> int:
        return 0

    def matcher(self, searcher: Searcher, context: SearchContext | None = None) -> Matcher:
        return of_leaves(searcher, context, self._leaf_matcher)

    def _leaf_matcher(
        self, leaf: ArticleSearcher, segment: Segment, context: SearchContext | None
    ) -> Matcher:
        wanted = np.fromiter(self.ids, np.uint32, len(self.ids))
        documents = np.flatnonzero(np.isin(segment.ids, wanted)).astype(np.int32)
        return DocsMatcher(lambda within: segment.live(cut(documents, within)), boost=self.boost)


class IgnoredPart(Enum):
    """Why something that was typed is not looked for."""

    QUESTION_MARK = auto()
    STAR = auto()
    NEARNESS = auto()
    OF_THE_WEB = auto()
    OPERATOR = auto()


@dataclass(frozen=True, slots=True)
class QueryRemark:
    """`text` was typed and ignored, because of `why`."""

    why: IgnoredPart
    text: str


@dataclass(frozen=True, slots=True)
class Query:
    """A query; `root` is None where there is nothing to look for, and then nothing is found.

    `remarks` list what was typed and is not looked for; they do not count in comparisons.
    """

    root: Node | None = None
    remarks: tuple[QueryRemark, ...] = field(default=(), compare=False)


def all_of(nodes: Iterable[Node]) -> Node | None:
    """Return the query for all nodes, normalized by Whoosh (flat, without duplicates); None for no nodes."""
    return _normalized(CheapestFirst(list(nodes)))


def any_of(nodes: Iterable[Node]) -> Node | None:
    """Return the query for any of the nodes, normalized as in `all_of`."""
    return _normalized(Either(list(nodes)))


def _normalized(node: Node) -> Node | None:
    node = node.normalize()
    return None if node is NullQuery else node


def negated(node: Node) -> Node:
    return node.query if isinstance(node, Not) else Without(node)


def strings(query: Query) -> Iterator[Exact]:
    """Yield the strings that are not under a NOT, from left to right, the two of each `Near` included."""
    for leaf in places_asked(query):
        if isinstance(leaf, Near):
            yield leaf.first
            yield leaf.second
        else:
            yield leaf


def places_asked(query: Query) -> Iterator[Exact | Near]:
    """Return the leaves that have places in a text, from left to right: strings and `Near` that are not under a NOT."""

    def walk(node: Node) -> Iterator[Exact | Near]:
        match node:
            case Exact() | Near():
                yield node
            case And(subqueries=parts) | Or(subqueries=parts):
                for part in parts:
                    yield from walk(part)
            case _:
                return

    return walk(query.root) if query.root else iter(())


def needles(query: Query, article: int | None = None) -> tuple[str, ...]:
    """Return the needles to mark in the results: those of all strings that are not under a NOT.

    Strings that have to be near each other are marked only where they are. `article`: return those for this article,
    where they depend on the article.
    """
    marked = dict.fromkeys(leaf.needle_in(article) for leaf in places_asked(query))
    return tuple(needle for needle in marked if needle)
