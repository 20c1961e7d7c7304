"""Whoosh's searcher for articles, with access to their texts, by which candidates are confirmed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import IndexReader
from whoosh.searching import SearchContext, Searcher

from reader.search.engine import Texts
from reader.search.index.gram_candidates import GramOrder
from reader.search.index.gram_codec import GramReader
from reader.search.index.matchers import DocsMatcher, cut
from reader.search.index.postings import Docs
from reader.search.index.segments import Segment
from reader.search.weighting import ArticleWeighting

_LEAST_CONFIRMED, _MOST_CONFIRMED = 32, 1024
"""Size of the first and of the largest batch of candidates whose texts are read together; each batch doubles."""


class Bound(StrEnum):
    """Which documents a matcher yields where only the text can decide: all candidates, or those that surely match."""

    MAYBE = "maybe"
    SURELY = "surely"

    @property
    def opposite(self) -> Bound:
        return Bound.SURELY if self is Bound.MAYBE else Bound.MAYBE


def bound_of(context: SearchContext | None) -> Bound | None:
    """Return the bound that a context asks for; None where matchers are to be exact."""
    return getattr(context, "bound", None)


def within_bound(context: SearchContext, bound: Bound | None) -> SearchContext:
    """Return a context that asks for a bound."""
    bounded: SearchContext = context.set(bound=bound)
    return bounded


class ArticleSearcher(Searcher):
    """A searcher over gram segments; the searchers of single segments share their parent's texts."""

    def __init__(
        self,
        reader: IndexReader,
        texts: Texts | None = None,
        *,
        parent: ArticleSearcher | None = None,
        fromindex: Any = None,
        **options: Any,
    ) -> None:
        """`texts` are those of `fromindex`, unless others are given."""
        options.setdefault("weighting", ArticleWeighting())
        # Before Whoosh's constructor, which makes the searchers of the segments.
        self.texts: Texts = parent.texts if parent else texts or fromindex.texts
        self.gram_order: GramOrder = parent.gram_order if parent else GramOrder(_segments(reader))
        super().__init__(reader, parent=parent, fromindex=fromindex, **options)

    @property
    def leaves(self) -> list[tuple[ArticleSearcher, int]]:
        """The searchers of the segments, each with the offset of its first document; of one segment, itself."""
        return [(self, 0)] if self.reader().is_atomic() else list(self.subsearchers or [])

    @property
    def spans(self) -> list[list[ArticleSearcher]]:
        """The leaves of each span of dates: the undated first, then ascending. Spans without segments are left out."""
        of_span: dict[int, list[ArticleSearcher]] = {}
        for leaf, _ in self.leaves:
            if leaf.segment is not None:
                of_span.setdefault(leaf.segment.span, []).append(leaf)
        return [of_span[first] for first in sorted(of_span)]

    @property
    def segment(self) -> Segment | None:
        """The segment of a leaf; None for any other searcher."""
        reader = self.reader()
        return reader.grams if isinstance(reader, GramReader) else None

    def confirmed(self, docs: Docs, test: Callable[[str, int], bool]) -> NDArray[np.bool_]:
        """Return a mask as long as `docs`: whether the text of each of these documents of this leaf passes the test."""
        segment = self.segment
        assert segment is not None
        ids: Sequence[int] = segment.ids[docs].tolist()
        found = {id for id, text in self.texts.texts(ids) if test(text, id)}
        return np.fromiter((id in found for id in ids), bool, len(ids))


def _segments(reader: IndexReader) -> list[Segment]:
    return [leaf.grams for leaf, _ in reader.leaf_readers() if isinstance(leaf, GramReader)]


class ConfirmedMatcher(DocsMatcher):
    """Steps over the confirmed candidates only. Candidates are confirmed in batches, before they are reached."""

    def __init__(
        self,
        candidates: Callable[[range], Docs],
        confirm: Callable[[Docs], NDArray[np.bool_]],
        boost: float = 1.0,
    ) -> None:
        super().__init__(candidates, boost=boost)
        self._confirm = confirm
        self._confirmed = 0
        self._batch = _LEAST_CONFIRMED

    @property
    def docs(self) -> Docs:
        """All confirmed documents, ascending; confirms every candidate left."""
        self._confirm_some(len(super().docs))
        return super().docs

    def docs_in(self, within: range) -> Docs:
        return cut(self.docs, within)

    def is_active(self) -> bool:
        docs = super().docs
        while self._at >= self._confirmed < len(docs):
            self._confirm_some(self._batch)
            self._batch = min(2 * self._batch, _MOST_CONFIRMED)
            docs = super().docs
        return self._at < len(docs)

    def id(self) -> int:
        self.is_active()
        return int(super().docs[self._at])

    def skip_to(self, id: int) -> None:
        while self.is_active() and self.id() < id:
            ahead = int(super().docs[self._at : self._confirmed].searchsorted(id))
            self._at += max(ahead, 1)

    def copy(self) -> ConfirmedMatcher:
        copied = ConfirmedMatcher(lambda _: super(ConfirmedMatcher, self).docs, self._confirm, self._boost)
        copied._at, copied._confirmed, copied._batch = self._at, self._confirmed, self._batch
        return copied

    def _confirm_some(self, count: int) -> None:
        docs, begin = super().docs, self._confirmed
        batch = docs[begin : begin + count]
        kept = batch[self._confirm(batch)] if len(batch) else batch
        self._docs = np.concatenate([docs[:begin], kept, docs[begin + len(batch) :]])
        self._confirmed = begin + len(kept)
