"""Execution of one query on one state of the index.

Articles are stored in spans of dates; the documents of each segment are sorted newest first. A search newest first
begins with the newest span. Its posting lists yield candidates (`bounds`), whose texts are verified in order
(`span_answer`) until the page is full; the posting lists of older spans are not read then. Oldest first works the same
way from the other end; undated articles are a span of their own, last in both orders. By relevance, the candidates of
all spans are sorted by a first guess from the index, then newest first; the texts of the first ones are read and
scored.

Counting needs the candidates of all spans. A count is exact when all candidates on which the index can't decide have
been verified. Verdicts are stored, so that successive pages and the count read each text only once.
"""

import itertools
import threading
from collections.abc import Callable, Container, Iterator, Sequence
from typing import TypeAlias

import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray
from whoosh.collectors import Collector

from reader.newspaper.holdings import Document
from reader.search.answering.span_answer import (
    BATCH,
    NO_MATCH,
    OPEN,
    SEEN,
    SURE,
    Cancelled,
    CandidateCounts,
    Match,
    Places,
    SpanAnswer,
    Stretch,
)
from reader.search.documents import BEYOND, UNDATED, Order, SearchCancelled
from reader.search.index.article_searcher import ArticleSearcher
from reader.search.index.segments import Segment
from reader.search.query import Query, strings, text_test
from reader.search.ranking import RankedTerm, best_first, weight

NEWEST = 4000
"""If the newest span has more documents and about this many may fill a page, these are queried first."""
# the number of matches to expect among the newest documents if these may fill a page
_PAGE = 50
SCORED = 400
"""The number of candidates that are scored for the order by relevance: those with the highest `first_guess`. All others
follow, sorted by `first_guess`. Of equal guesses, the newest come first."""
# The size of the smallest and the largest batch of candidates that are verified for a page.
_LEAST, _MOST = 16, 256
_COUNTED_AT_ONCE = 1024
"""The number of texts that are verified before a count is updated."""


class QueryExecution:
    """The execution of a query on one state of the index; it may be used by several threads at once.

    Methods raise SearchCancelled soon after `cancelled()` has become true, SegmentDamaged if a segment can't be read.
    """

    def __init__(self, query: Query, searcher: ArticleSearcher, *, is_paged: bool = True) -> None:
        """With `is_paged`, the candidates for the first page may be looked up before all others."""
        self.searcher = searcher
        self._query = query
        self._total = searcher.doc_count()
        spans = searcher.spans
        undated = [_whole(span) for span in spans if _is_undated(span)]
        dated = [_whole(span) for span in spans if not _is_undated(span)]
        if is_paged and dated and _is_common(query, dated[-1]):
            dated[-1:] = _parted(dated[-1])
        self._dated = [SpanAnswer(stretches, query) for stretches in dated]
        self._undated = [SpanAnswer(stretches, query) for stretches in undated]
        self._newest_first = [*reversed(self._dated), *self._undated]
        self._ranking = threading.Lock()
        self._ranked: _Ranked | None = None

    def run(self, collector: Collector) -> None:
        assert self._query.root is not None
        self.searcher.search_with_collector(self._query.root, collector)

    def page(self, order: Order, offset: int, limit: int, cancelled: Cancelled) -> list[Match]:
        """Return `limit` matches from `offset` on. Articles that are no longer in the catalogue are left out."""
        is_ranked = order is Order.RELEVANCE and bool(self._newest_first) and any(strings(self._query))
        page, passed, seen = self._best(offset, limit, cancelled) if is_ranked and limit else ([], 0, 0)
        if len(page) >= limit:
            return page
        queue = _Queue(self._unscored(cancelled) if is_ranked else self._by_date(order, cancelled))
        while len(page) < limit and (
            batches := queue.take(offset + limit - passed, (passed + 1) / (seen + 1))
        ):
            seen += sum(len(places) for _, places in batches)
            left = sum(np.count_nonzero(span.verdict[places] >= OPEN) for span, places in batches)
            if passed + left > offset:  # those that are sure to stand before it are only counted
                _note(batches, SURE, self.searcher.texts.known)
            self._decide(batches, cancelled)
            for span, places in batches:
                places = places[span.verdict[places] > OPEN]
                page += span.matches_at(places[max(offset - passed, 0) :])
                passed += len(places)
        return page[:limit]

    def decide(self, cancelled: Cancelled) -> Iterator[None]:
        """Verify all undecided candidates, newest first; yield None after every `_COUNTED_AT_ONCE` of them."""
        for span in self._newest_first:
            span.ask(cancelled)
            undecided = np.flatnonzero(span.verdict == OPEN)
            for at in range(0, len(undecided), _COUNTED_AT_ONCE):
                self._decide([(span, undecided[at : at + _COUNTED_AT_ONCE])], cancelled)
                yield

    def tally(self, cancelled: Cancelled) -> tuple[CandidateCounts, bool]:
        """Return the counts of the candidates that are not ruled out yet, and whether these counts are exact."""
        for span in self._newest_first:
            span.ask(cancelled)
        is_exact = all((span.verdict != OPEN).all() for span in self._newest_first)
        return CandidateCounts.of([span.tally() for span in self._newest_first]), is_exact

    def matches(self) -> NDArray[np.uint32]:
        """Return the ids of the candidates that are not ruled out yet."""
        found = [span.ids_of(np.flatnonzero(span.verdict > NO_MATCH)) for span in self._newest_first]
        return np.concatenate([np.empty(0, np.uint32), *found])

    def _decide(self, batches: "_Batches", cancelled: Cancelled) -> None:
        """Read the texts of those of the candidates whose verdict is OPEN, which becomes SEEN or NO_MATCH."""
        if cancelled():
            raise SearchCancelled
        test = text_test(self._query)
        if test is None:
            for span, places in batches:
                for _ in span.read(places[span.verdict[places] == OPEN], cancelled):
                    pass
            return

        def matching(ids: Sequence[int]) -> set[int]:
            found: set[int] = set()
            texts = self.searcher.texts.search_texts(ids)
            while some := list(itertools.islice(texts, BATCH)):
                found |= {id for id, text in some if test(text, id)}
                if cancelled():
                    raise SearchCancelled
            return found

        _note(batches, OPEN, matching)

    def _by_date(self, order: Order, cancelled: Cancelled) -> Iterator[tuple[SpanAnswer, Places]]:
        """Yield the candidates in order, in batches: a span, and places of its candidates."""
        for span in [*self._dated, *self._undated] if order is Order.OLDEST else self._newest_first:
            span.ask(cancelled)
            is_turned = order is Order.OLDEST and span not in self._undated
            yield span, span.oldest_first() if is_turned else np.arange(len(span))

    def _best(self, offset: int, limit: int, cancelled: Cancelled) -> tuple[list[Match], int, int]:
        """Return up to `limit` of the scored candidates that match, from `offset` on, best first.

        Also return how many up to there match, and how many had to be read to find these.
        """
        with self._ranking:
            if self._ranked is None:
                spans = self._newest_first
                for span in spans:
                    span.ask(cancelled)
                sought = self._sought(cancelled)
                begins = np.append(0, np.cumsum([len(span) for span in spans]))
                promising = self._most_promising(sought, begins, cancelled)
                matches: list[Match] = []
                documents: list[Document] = []
                for number, span in enumerate(spans):
                    is_here = (promising >= begins[number]) & (promising < begins[number + 1])
                    found = dict(span.read(promising[is_here] - begins[number], cancelled))
                    matches += span.matches_at(np.array([*found], np.int64))
                    documents += found.values()
                self._ranked = _Ranked(matches, best_first(documents, sought), sought, begins, promising)
            ranked, end = self._ranked, offset + limit
            ranked.best += itertools.islice(ranked.next_best, max(end - len(ranked.best), 0))
            best = ranked.best[:end]
            return [ranked.matches[at] for at in best[offset:]], len(best), len(ranked.promising)

    def _most_promising(self, sought: Sequence[RankedTerm], begins: Places, cancelled: Cancelled) -> Places:
        """Return up to `SCORED` places with the highest first guesses, ascending, counted through all spans.

        They are chosen span by span, since the guesses of all spans together would need much memory.
        """
        if begins[-1] <= SCORED:
            return np.arange(begins[-1])
        highest, values = np.empty(0, np.int64), np.empty(0, np.float32)
        least = -np.inf
        for begin, span in zip(begins, self._newest_first, strict=False):
            guess = span.first_guess(sought, cancelled)
            better = np.flatnonzero(guess > least)
            highest, values = np.append(highest, begin + better), np.append(values, guess[better])
            if len(values) >= SCORED:
                kept = _highest(values, SCORED)
                highest, values = highest[kept], values[kept]
                least = values.min()
        return highest

    def _unscored(self, cancelled: Cancelled) -> Iterator[tuple[SpanAnswer, Places]]:
        """Yield the candidates that are not scored, by first guess. Sorted on demand: few people read so many pages."""
        ranked = self._ranked
        assert ranked is not None
        if ranked.others is None:
            others = np.delete(np.arange(ranked.begins[-1]), ranked.promising)
            if len(others):
                guesses = [span.first_guess(ranked.sought, cancelled) for span in self._newest_first]
                others = others[np.argsort(-np.concatenate(guesses)[others], kind="stable")]
            ranked.others = others
        numbers = ranked.begins.searchsorted(ranked.others, "right") - 1
        ends = np.flatnonzero(np.diff(numbers, append=-1)) + 1
        for begin, end in itertools.pairwise([0, *ends.tolist()]):
            number = numbers[begin]
            yield self._newest_first[number], ranked.others[begin:end] - ranked.begins[number]

    def _sought(self, cancelled: Cancelled) -> list[RankedTerm]:
        spans, total = self._newest_first, self._total
        return [
            RankedTerm(needle, weight(sum(span.frequency(needle, cancelled) for span in spans), total))
            for needle in dict.fromkeys(phrase.needle for phrase in strings(self._query))
        ]


_Batches: TypeAlias = Sequence[tuple[SpanAnswer, Places]]
"""Places of candidates in several spans."""


class _Queue:
    """The candidates of spans, in order; a span is begun only when it is needed."""

    def __init__(self, spans: Iterator[tuple[SpanAnswer, Places]]) -> None:
        self._spans = spans
        self._begun: tuple[SpanAnswer, Places] | None = None

    def take(self, least: int, share: float) -> _Batches:
        """Return the next candidates, as many as `least` matches may need if such a share of them match."""
        taken: list[tuple[SpanAnswer, Places]] = []
        most = int(min(max(least / share, _LEAST), _MOST))
        least = min(least, most)
        while least > 0 and (begun := self._begun or next(self._spans, None)):
            span, places = begun
            taken.append((span, places[:most]))
            self._begun = (span, places[most:]) if len(places) > most else None
            least, most = least - len(places), most - len(places)
        return taken


def _note(batches: _Batches, verdict: int, found: Callable[[Sequence[int]], Container[int]]) -> None:
    """Decide the candidates that have this verdict; those match whose ids `found` returns, given the ids of all."""
    some = [(span, places[span.verdict[places] == verdict]) for span, places in batches]
    ids = [span.ids_of(places).tolist() for span, places in some]
    matching = found([*itertools.chain.from_iterable(ids)]) if any(ids) else ()
    for (span, places), of_span in zip(some, ids, strict=True):
        span.verdict[places] = [SEEN if id in matching else NO_MATCH for id in of_span]


def _is_undated(span: Sequence[ArticleSearcher]) -> bool:
    return all(_segment(leaf).span == UNDATED for leaf in span)


def _whole(span: Sequence[ArticleSearcher]) -> list[Stretch]:
    return [Stretch(leaf, range(_segment(leaf).entry.documents)) for leaf in span]


def _is_common(query: Query, span: Sequence[Stretch]) -> bool:
    """Return whether the newest documents of a span may contain a full page of matches. Raises SegmentDamaged."""
    assert query.root is not None
    largest = max(span, key=lambda stretch: len(stretch.documents))
    size: int = query.root.estimate_size(largest.leaf.reader())
    return size * NEWEST >= _PAGE * len(largest.documents)


def _parted(span: Sequence[Stretch]) -> list[list[Stretch]]:
    """Return the span; a large one is split in two, and the second part has the documents of the newest days."""
    days = [int(_segment(each.leaf).dates_of(NEWEST)) for each in span if len(each.documents) > NEWEST]
    if not days:
        return [list(span)]
    ends = [_segment(each.leaf).between(max(days), BEYOND)[1] for each in span]
    return [
        [Stretch(each.leaf, each.documents[end:]) for each, end in zip(span, ends, strict=True)],
        [Stretch(each.leaf, each.documents[:end]) for each, end in zip(span, ends, strict=True)],
    ]


def _segment(leaf: ArticleSearcher) -> Segment:
    assert leaf.segment is not None
    return leaf.segment


class _Ranked(Struct):
    """The scored candidates, which are sorted as far as needed.

    `matches` are the scored candidates that match, `next_best` yields indices of them, best first; `best` are those
    yielded so far. All other places are counted through all spans from the newest: `begins` has the first place of each
    span, `promising` the scored ones, `others` the rest (None until they are needed).
    """

    matches: Sequence[Match]
    next_best: Iterator[int]
    sought: Sequence[RankedTerm]
    begins: Places
    promising: Places
    others: Places | None = None
    best: list[int] = field(default_factory=list)


def _highest(values: NDArray[np.float32], count: int) -> Places:
    """Return the indices of the `count` highest values, ascending; of equal values, the first are taken."""
    if len(values) <= count:
        return np.arange(len(values))
    least = np.partition(values, len(values) - count)[len(values) - count]
    above = np.flatnonzero(values > least)
    return np.sort(np.concatenate([above, np.flatnonzero(values == least)[: count - len(above)]]))
