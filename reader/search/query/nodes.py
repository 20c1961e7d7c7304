"""The queries of this program beside Whoosh's own: what a person's words become once they are understood.

A query is a tree of `whoosh.query` objects: `And`, `Or`, `Not`, and the leaves of this module, each of which is a
Whoosh query on a field of `search.schema`. A tree is never changed.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, StrEnum, auto
from functools import reduce

from whoosh.matching import InverseMatcher, Matcher, MultiMatcher, NullMatcher
from whoosh.query import And, MultiTerm, Not, NullQuery, NumericRange, Or, Term
from whoosh.query import Query as Node
from whoosh.reading import IndexReader
from whoosh.searching import SearchContext, Searcher

from reader.language.forms import search_form
from reader.search import schema
from reader.search.day_numbers import BEYOND, UNDATED, day_number
from reader.search.index.article_searcher import (
    ArticleSearcher,
    Bound,
    ConfirmedMatcher,
    bound_of,
    within_bound,
)
from reader.search.index.docsets import numbers_of
from reader.search.index.gram_candidates import are_sure, candidates
from reader.search.index.gram_codec import GramReader
from reader.search.index.matchers import DocsMatcher, LateIntersection
from reader.search.index.postings import Docs
from reader.search.index.segments import Segment
from reader.search.needles import holds
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

    def decided_by_grams(self) -> bool:
        """Return whether the index alone tells which documents match."""
        return are_sure(self.needle)

    def test(self, text: str) -> bool:
        """Return whether a search text holds the string."""
        return holds(text if self.where is Field.ANYWHERE else _line(text, LINE_OF[self.where]), self.needle)

    def estimate_size(self, ixreader: IndexReader) -> int:
        leaves = [leaf for leaf, _ in ixreader.leaf_readers()]
        return sum(
            leaf.frequency_of(self.field(), self.needle) for leaf in leaves if isinstance(leaf, GramReader)
        )

    def estimate_min_size(self, ixreader: IndexReader) -> int:
        return self.estimate_size(ixreader) if self.decided_by_grams() else 0

    def matcher(self, searcher: Searcher, context: SearchContext | None = None) -> Matcher:
        """Return a matcher in two phases: the documents that have all the grams, each confirmed by its text.

        Where the grams decide, nothing is confirmed; nor where the context asks for a `Bound`. Raises TypeError where
        the searcher is no `ArticleSearcher`: another knows no texts.
        """
        return _of_leaves(searcher, context, self._leaf_matcher)

    def _leaf_matcher(
        self, leaf: ArticleSearcher, segment: Segment, context: SearchContext | None
    ) -> Matcher:
        bound = bound_of(context)
        if bound is Bound.SURELY and not self.decided_by_grams():
            return NullMatcher

        def maybe(within: range) -> Docs:
            return candidates(segment, self.field(), self.needle, leaf.gram_order, within)

        boost = self.boost
        if context is not None and context.weighting is not None:
            scorer = context.weighting.scorer(leaf, self.field(), self.needle)
            boost *= scorer.max_quality()
        if bound or self.decided_by_grams():
            return DocsMatcher(maybe, boost=boost)
        return ConfirmedMatcher(maybe, lambda docs: leaf.confirmed(docs, self.test), boost)

    def _key(self) -> tuple[object, ...]:
        return self.text, self.needle, self.where, self.boost

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self._key() == other._key()

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


class CheapestFirst(And):
    """Documents for which all queries hold; what is left of one is what the next is asked of.

    Whoosh's own asks the largest first.
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
    """Documents for which any query holds, however many there are: as a tree of matchers, never stepped ahead."""

    matcher_type = Or.DEFAULT_MATCHER


class Without(Not):
    """Documents for which a query does not hold; where only the text can tell, the bounds of the two are opposite."""

    def matcher(self, searcher: Searcher, context: SearchContext | None = None) -> Matcher:
        bound = bound_of(context)
        inner = within_bound(searcher.boolean_context(), bound and bound.opposite)
        reader = searcher.reader()
        return InverseMatcher(
            self.query.matcher(searcher, inner), reader.doc_count_all(), missing=reader.is_deleted
        )


class Period(NumericRange):
    """Documents of issues from `first` to `last`, both included, either open; an undated issue is in none."""

    __match_args__ = ("first", "last")

    def __init__(self, first: dt.date | None, last: dt.date | None, boost: float = 1.0) -> None:
        begin = day_number(first) if first else UNDATED + 1
        super().__init__(schema.DAY, begin, day_number(last) if last else None, boost=boost)
        self.first = first
        self.last = last

    def estimate_size(self, ixreader: IndexReader) -> int:
        """Return 0: days are asked first, for they cost nothing and often leave nothing."""
        return 0

    def matcher(self, searcher: Searcher, context: SearchContext | None = None) -> Matcher:
        """Return a matcher of successive documents: those of a segment stand in the order of their days."""
        return _of_leaves(searcher, context, self._leaf_matcher)

    def _leaf_matcher(
        self, leaf: ArticleSearcher, segment: Segment, context: SearchContext | None
    ) -> Matcher:
        first = day_number(self.first) if self.first else UNDATED + 1
        begin, end = segment.between(first, day_number(self.last) if self.last else BEYOND)

        def inside(within: range) -> Docs:
            return segment.live(numbers_of(range(max(begin, within.start), min(end, within.stop))))

        return DocsMatcher(inside, boost=self.boost)


def _of_leaves(
    searcher: Searcher,
    context: SearchContext | None,
    leaf_matcher: Callable[[ArticleSearcher, Segment, SearchContext | None], Matcher],
) -> Matcher:
    """Return the matcher of a leaf, or of all leaves one behind the other."""
    if not isinstance(searcher, ArticleSearcher):
        raise TypeError(f"{searcher!r} knows no texts: open the index by `open_index`")
    if not searcher.reader().is_atomic():
        leaves = searcher.leaves
        return MultiMatcher(
            [_of_leaves(leaf, context, leaf_matcher) for leaf, _ in leaves], [at for _, at in leaves]
        )
    segment = searcher.segment
    return NullMatcher if segment is None else leaf_matcher(searcher, segment, context)


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
    return _normalized(CheapestFirst(list(nodes)))


def any_of(nodes: Iterable[Node]) -> Node | None:
    """Return the query for any of the nodes, as `all_of`."""
    return _normalized(Either(list(nodes)))


def _normalized(node: Node) -> Node | None:
    node = node.normalize()
    return None if node is NullQuery else node


def negated(node: Node) -> Node:
    return node.query if isinstance(node, Not) else Without(node)


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


def _line(text: str, number: int) -> str:
    lines = text.split("\n", number + 1)
    return lines[number] if number < len(lines) else ""
