"""The interface of a query's leaves, and those for strings: `Exact` for one, `Near` for two near each other.

Each kind of leaf is a subclass of `Leaf`, which defines how it is printed and shown, which documents match, and which
values of a column it requires. There is no other list of the kinds. Only `Exact`, `Near` and `Period` are treated
specially in other modules: where texts or grams are read, and where a search is restricted to days.
"""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import partial
from typing import Protocol

from whoosh.matching import Matcher, MultiMatcher, NullMatcher
from whoosh.query import Query as Node
from whoosh.reading import IndexReader
from whoosh.searching import SearchContext, Searcher

from reader.i18n import say
from reader.newspaper.holdings import Between, Document, OneOf
from reader.search import terms
from reader.search.index.article_searcher import (
    ArticleSearcher,
    Bound,
    ConfirmedMatcher,
    bound_of,
    within_bound,
)
from reader.search.index.gram_codec import GramReader
from reader.search.index.gram_fields import Docs
from reader.search.index.matchers import DocsMatcher, both, docs_of
from reader.search.index.segments import Segment, candidates
from reader.search.needles import holds, near_needle
from reader.search.terms import CREDITS_LINE, HEADLINE_LINE, SECTION_LINE, grams


class TextTest(Protocol):
    """A test whether the search text of an article (`article` is its id) matches."""

    def __call__(self, text: str, article: int = 0, /) -> bool: ...


class Spelling(Protocol):
    """Prints parts of a query with the field names of a language: `field` prints name and value, `quoted` a string.

    `quoted` leaves out the quotation marks where a word without them means the same; `as_printed` never does.
    `unknown` prints what asks for the articles of which the value of a field isn't known.
    """

    def field(self, name: str, value: str, /) -> str: ...

    def quoted(self, text: str, /) -> str: ...

    def as_printed(self, text: str, /) -> str: ...

    def unknown(self, name: str, /) -> str: ...


def spelled(text: str, spelling: Spelling, *, is_word: bool) -> str:
    """Return a string as it is typed: a word without quotation marks where these change nothing."""
    if is_word:
        return spelling.quoted(text)
    return spelling.as_printed(text)


class Days(Protocol):
    """The first and the last day of a period; None is an open end."""

    first: dt.date | None
    last: dt.date | None

    def spelled(self) -> str: ...


class Words(Protocol):
    """Returns the texts by which the window shows pages and periods."""

    def page(self, label: str | None, /) -> str: ...

    def period(self, days: Days, /) -> str: ...


class Leaf(Node, ABC):
    """A leaf of a query: a condition without subqueries."""

    def is_leaf(self) -> bool:
        return True

    @abstractmethod
    def written(self, spelling: Spelling) -> str:
        """Return the leaf as text that parses as the same leaf."""

    @abstractmethod
    def shown(self, words: Words) -> tuple[str, str]:
        """Return label and text of the chip in the window that shows the leaf.

        The label is "" for a string in any field. The text is "" if the chip has to show the leaf as it is typed.
        """

    @abstractmethod
    def holds(self, document: Document) -> bool:
        """Return whether the leaf matches a document."""

    def text_test(self) -> TextTest | None:
        """Return `holds` as a test of text and id alone; None if it depends on anything else."""
        return None


class ColumnLeaf(Leaf):
    """A leaf that depends on a single column of a document; columns have the same names in the index and in SQL."""

    @abstractmethod
    def column(self, newspapers: Sequence[str]) -> OneOf | Between:
        """Return the condition on the column; `newspapers` are the titles of the library's newspapers."""


class Field(StrEnum):
    """Where a string is looked for: anywhere, or in one line of the search text. The value is the name to type."""

    ANYWHERE = ""
    HEADLINE = "标题"
    CREDITS = "记者"
    SECTION = "栏目"

    def label(self) -> str:
        names = {
            Field.ANYWHERE: say("标题与正文"),
            Field.HEADLINE: say("标题"),
            Field.CREDITS: say("署名"),
            Field.SECTION: say("栏目"),
        }
        return names[self]


LINE_OF = {Field.HEADLINE: HEADLINE_LINE, Field.SECTION: SECTION_LINE, Field.CREDITS: CREDITS_LINE}

INDEXED_AS = {
    Field.ANYWHERE: terms.TEXT,
    Field.HEADLINE: terms.HEADLINE,
    Field.CREDITS: terms.CREDITS,
    Field.SECTION: terms.SECTION,
}
"""For each field, the field of the index that contains its grams."""


class SegmentLeaf(Leaf):
    """A leaf with a matcher of its own for each segment of the index."""

    boost: float

    @abstractmethod
    def matcher_in(self, leaf: ArticleSearcher, segment: Segment, context: SearchContext | None) -> Matcher:
        """Return the matcher of the documents of a segment."""

    def matcher(self, searcher: Searcher, context: SearchContext | None = None) -> Matcher:
        """Return the matcher of a searcher's segment, or a MultiMatcher over all its segments.

        Raises TypeError if the searcher is not an `ArticleSearcher`, since other searchers have no texts.
        """
        if not isinstance(searcher, ArticleSearcher):
            raise TypeError(f"{searcher!r} knows no texts: open the index by `open_index`")
        if not searcher.reader().is_atomic():
            leaves = searcher.leaves
            matchers = [self.matcher(leaf, context) for leaf, _ in leaves]
            return MultiMatcher(matchers, [at for _, at in leaves])
        segment = searcher.segment
        if segment is None:
            return NullMatcher
        return self.matcher_in(searcher, segment, context)

    def estimate_min_size(self, ixreader: IndexReader) -> int:
        return 0

    def with_boost(self, boost: float) -> Node:
        # Whoosh would copy each of hundreds of alternatives deeply, though nobody changes one
        if boost == self.boost:
            return self
        return super().with_boost(boost)

    @abstractmethod
    def _key(self) -> tuple[object, ...]:
        """Return what distinguishes leaves of this kind."""

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())


class _TextLeaf(SegmentLeaf):
    """A leaf that is tested on the search text alone: `needle` is looked for in the field `where`."""

    where: Field
    needle: str

    def test(self, text: str, article: int = 0) -> bool:
        """Return whether the search text of an article (`article` is its id) has the needle in its field."""
        return holds(text if self.where is Field.ANYWHERE else _line(text, LINE_OF[self.where]), self.needle)

    def text_test(self) -> TextTest:
        return self.test

    def holds(self, document: Document) -> bool:
        return self.test(document.text, document.id)

    def needle_in(self, article: int | None) -> str:
        """Return the needle to mark in a matching article (an id; None: in any article); "" if nothing is marked."""
        return self.needle


class Exact(_TextLeaf):
    """A query for documents that contain a string.

    Attributes:
        text: the string as it was typed.
        needle: the needle for it (`needles.needle_of`); never empty.
        where: the field in which it is looked for.
        is_word: whether it was typed without quotation marks, so that other shapes of its characters are meant, too;
            the query itself only matches the string as typed (`ladder.with_shapes` adds the shapes).
    """

    def __init__(
        self,
        text: str,
        needle: str,
        where: Field = Field.ANYWHERE,
        boost: float = 1.0,
        *,
        is_word: bool = False,
    ) -> None:
        self.text = text
        self.needle = needle
        self.where = where
        self.boost = boost
        self.is_word = is_word

    def in_field(self, where: Field) -> Exact:
        return Exact(self.text, self.needle, where, is_word=self.is_word)

    def as_word(self) -> Exact:
        """Return the same string as if it had been typed without quotation marks."""
        return Exact(self.text, self.needle, self.where, self.boost, is_word=True)

    def field(self) -> str:
        return INDEXED_AS[self.where]

    def decided_by_grams(self) -> bool:
        """Return whether the index alone decides which documents match."""
        return grams(self.needle) == (self.needle,)

    def estimate_size(self, ixreader: IndexReader) -> int:
        leaves = [leaf for leaf, _ in ixreader.leaf_readers()]
        return sum(
            leaf.frequency_of(self.field(), self.needle) for leaf in leaves if isinstance(leaf, GramReader)
        )

    def estimate_min_size(self, ixreader: IndexReader) -> int:
        if self.decided_by_grams():
            return self.estimate_size(ixreader)
        return 0

    def matcher_in(self, leaf: ArticleSearcher, segment: Segment, context: SearchContext | None) -> Matcher:
        """Return a matcher of the documents with all grams of the string whose texts contain it.

        Texts are not read if the grams decide, or if the context requests a `Bound`.
        """
        bound = bound_of(context)
        is_decided = self.decided_by_grams() and segment.is_sure(self.needle)
        if bound is Bound.SURELY and not is_decided:
            return NullMatcher

        def maybe(within: range) -> Docs:
            return candidates(segment, self.field(), self.needle, leaf.gram_order, within)

        boost = self.boost
        if context is not None and context.weighting is not None:
            scorer = context.weighting.scorer(leaf, self.field(), self.needle)
            boost *= scorer.max_quality()
        if bound or is_decided:
            return DocsMatcher(maybe, boost=boost)
        return ConfirmedMatcher(maybe, partial(leaf.confirmed, test=self.test), boost)

    def written(self, spelling: Spelling) -> str:
        text = spelled(self.text, spelling, is_word=self.is_word)
        if self.where:
            return spelling.field(self.where.value, text)
        return text

    def shown(self, words: Words) -> tuple[str, str]:
        label = self.where.label() if self.where else ""
        if self.is_word:
            return label, self.text
        return label, f"“{self.text}”"

    def _key(self) -> tuple[object, ...]:
        return self.text, self.needle, self.where, self.boost, self.is_word

    def __repr__(self) -> str:
        return f"Exact({self.field()!r}, {self.needle!r})"


class Near(_TextLeaf):
    """A query for documents in which two strings are near each other.

    They have at most `within` characters of the search form between them, in either order, and do not overlap. Both are
    in one paragraph, in the headline group, in the section or in the credits.
    """

    __match_args__ = ("first", "second", "within")

    def __init__(self, first: Exact, second: Exact, within: int, boost: float = 1.0) -> None:
        """Both strings must be looked for in the same field."""
        assert first.where is second.where
        self.first = first
        self.second = second
        self.where = first.where
        self.needle = near_needle(first.needle, second.needle, within)
        self.within = within
        self.boost = boost

    def with_strings(self, change: Callable[[Exact], Node]) -> Node:
        """Return the query with `change` applied to both strings.

        Returns the query itself if the results are not two strings in the same field.
        """
        first = change(self.first)
        second = change(self.second)
        if isinstance(first, Exact) and isinstance(second, Exact) and first.where is second.where:
            return Near(first, second, self.within, self.boost)
        return self

    def field(self) -> str:
        return self.first.field()

    def decided_by_grams(self) -> bool:
        """Return False: the index does not store positions."""
        return False

    def estimate_size(self, ixreader: IndexReader) -> int:
        return min(self.first.estimate_size(ixreader), self.second.estimate_size(ixreader))

    def matcher_in(self, leaf: ArticleSearcher, segment: Segment, context: SearchContext | None) -> Matcher:
        """Return a matcher of the documents that match; texts are read under the same conditions as in `Exact`."""
        bound = bound_of(context)
        if bound is Bound.SURELY:
            return NullMatcher
        may_have = within_bound(SearchContext(), Bound.MAYBE)
        first, second = (string.matcher(leaf, may_have) for string in (self.first, self.second))

        def maybe(within: range) -> Docs:
            docs = docs_of(first, within)
            if len(docs):
                return both(docs, docs_of(second, within))
            return docs

        if bound:
            return DocsMatcher(maybe, boost=self.boost)
        return ConfirmedMatcher(maybe, partial(leaf.confirmed, test=self.test), self.boost)

    def written(self, spelling: Spelling) -> str:
        return f"{self.first.written(spelling)} /{self.within} {self.second.written(spelling)}"

    def shown(self, words: Words) -> tuple[str, str]:
        return say("相隔 {n} 字以内", n=self.within), ""

    def _key(self) -> tuple[object, ...]:
        return self.first, self.second, self.within, self.boost

    def __repr__(self) -> str:
        return f"Near({self.first!r}, {self.second!r}, {self.within})"


def _line(text: str, number: int) -> str:
    lines = text.split("\n", number + 1)
    if number < len(lines):
        return lines[number]
    return ""
