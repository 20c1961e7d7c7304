"""Execution of one query on one state of the index.

Articles are stored in spans of dates; the documents of each segment are sorted newest first. A search newest first
begins with the newest span. Its posting lists yield candidates (`bounds`), whose texts are verified in order
(`SpanAnswer`) until the page is full; the posting lists of older spans are not read then. Oldest first works the same
way from the other end; undated articles are a span of their own, last in both orders. By relevance, the candidates of
all spans are sorted by a first guess from the index, then newest first; the texts of the first ones are read and
scored.

Counting needs the candidates of all spans. A count is exact when all candidates on which the index can't decide have
been verified. Verdicts are stored, so that successive pages and the count read each text only once.
"""

from __future__ import annotations

import itertools
import threading
from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from itertools import chain
from typing import TypeAlias

import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray
from whoosh.collectors import Collector
from whoosh.query import And, Or
from whoosh.query import Query as Node
from whoosh.searching import SearchContext

from reader.newspaper.holdings import Document
from reader.search.documents import BEYOND, UNDATED, Order, SearchCancelled
from reader.search.index.article_searcher import ArticleSearcher, Bound, first_guess, within_bound
from reader.search.index.gram_fields import Docs
from reader.search.index.matchers import ALL, NONE, docs_of, in_any, is_in
from reader.search.index.segments import Segment, candidates, reporting_damage
from reader.search.needles import unbounded
from reader.search.query import Exact, Field, Near, Query, matches, strings, text_test
from reader.search.ranking import RankedTerm, best_first, date_keys, ranked_terms
from reader.search.terms import HEADLINE, NEWSPAPER, PAGE, TEXT, WORDS


class Bounds(Struct, frozen=True):
    """Two sets of documents, ascending: those that surely match, and all that may match, which include the former."""

    surely: Docs
    maybe: Docs


def bounds(node: Node, leaf: ArticleSearcher, within: range = ALL) -> Bounds:
    """Return the documents of a segment, within a range, that surely match and that may match, without removed ones.

    They come from the query's matchers, without reading texts. Raises SegmentDamaged.
    """
    segment = leaf.segment
    if segment is None:
        return Bounds(NONE, NONE)
    parts = node.subqueries if isinstance(node, Or) else [node]
    strings = [part for part in parts if type(part) is Exact]
    if len(strings) == len(parts):
        return _bounds_of_any(strings, leaf, segment, within)
    maybe = _docs(node, leaf, within, Bound.MAYBE)
    query_strings = [string for string in node.leaves() if isinstance(string, Exact | Near)]
    if all(string.decided_by_grams() and segment.is_sure(string.needle) for string in query_strings):
        return Bounds(maybe, maybe)
    return Bounds(_docs(node, leaf, within, Bound.SURELY) if _is_ever_sure(node) else NONE, maybe)


def _docs(node: Node, leaf: ArticleSearcher, within: range, bound: Bound) -> Docs:
    segment = leaf.segment
    if segment is None:
        return NONE
    with reporting_damage(segment):
        matcher = node.matcher(leaf, within_bound(SearchContext(needs_current=True), bound))
        return segment.live(docs_of(matcher, within))


_STRINGS_A_TEXT = 3
"""With so many strings or more for each document of a segment, all its texts are read.

That takes less time than to ask for one string a document, but makes the estimates of counts worse.
"""


def _bounds_of_any(
    strings: Sequence[Exact], leaf: ArticleSearcher, segment: Segment, within: range
) -> Bounds:
    """Return what the matchers of an OR of strings find; for many strings, these take far longer to be made."""
    if segment.entry.documents * _STRINGS_A_TEXT <= len(strings):
        return Bounds(NONE, segment.within(within))
    surely = [NONE]
    maybe = [NONE]
    for string in strings:
        docs = candidates(segment, string.field(), string.needle, leaf.gram_order, within)
        maybe.append(docs)
        if string.decided_by_grams() and segment.is_sure(string.needle):
            surely.append(docs)
    maybe_docs = in_any(maybe) if len(strings) > 1 else maybe[-1]
    return Bounds(maybe_docs if len(surely) == len(maybe) else in_any(surely), maybe_docs)


def _is_ever_sure(node: Node) -> bool:
    """Return whether the index alone may be sure that some document matches."""
    match node:
        case Exact() | Near():
            return node.decided_by_grams()
        case And(subqueries=parts):
            return all(map(_is_ever_sure, parts))
        case Or(subqueries=parts):
            return any(map(_is_ever_sure, parts))
        case _:
            return True


BATCH = 64
"""The number of texts that are verified between two checks of `cancelled`."""
_KEYED_AT_ONCE = 1 << 13
"""The number of documents whose sort keys are computed at a time; the keys of a whole span would take several MB."""

# The verdict on a candidate. SEEN: it matches and is in the catalogue. SURE: it matches according to the index. OPEN:
# its text has to be read. NO_MATCH: it does not match, or is no longer in the catalogue.
SEEN = 2
SURE = 1
OPEN = 0
NO_MATCH = -1

Places: TypeAlias = NDArray[np.int64]
"""Indices of candidates, which are ordered newest first."""
NO_PLACES: Places = np.empty(0, np.int64)
Cancelled: TypeAlias = Callable[[], bool]


class CandidateCounts(Struct, frozen=True):
    """The number of candidates that are not ruled out, in total and by month, page and newspaper."""

    total: int
    by_month: Mapping[int, int]
    by_page: Mapping[str, int]
    by_newspaper: Mapping[str, int]

    @classmethod
    def of(cls, tallies: Sequence[CandidateCounts]) -> CandidateCounts:
        total = 0
        by_month: Counter[int] = Counter()
        by_page: Counter[str] = Counter()
        by_newspaper: Counter[str] = Counter()
        for tally in tallies:
            total += tally.total
            by_month.update(tally.by_month)
            by_page.update(tally.by_page)
            by_newspaper.update(tally.by_newspaper)
        return cls(total, dict(by_month), dict(by_page), dict(by_newspaper))


class Match(Struct, frozen=True):
    leaf: ArticleSearcher
    document: int
    id: int


class Stretch(Struct, frozen=True):
    """Consecutive documents of a segment, and the searcher of the segment."""

    leaf: ArticleSearcher
    documents: range


class SpanAnswer:
    """The candidates of a span, newest first, and the verdicts on them. `ask` has to be called before anything else.

    Several threads may use it at once. Methods with the argument `cancelled` raise SearchCancelled soon after it has
    become true. All methods that read the index may raise SegmentDamaged.
    """

    def __init__(self, stretches: Sequence[Stretch], query: Query) -> None:
        """`stretches` are the documents of the span by segment, at least one."""
        self._stretches = stretches
        self._query = query
        self._texts = stretches[0].leaf.texts
        self._asking = threading.Lock()
        self._candidates: _Candidates | None = None
        self._tally: CandidateCounts | None = None

    def ask(self, cancelled: Cancelled) -> None:
        """Look up the candidates in the index, unless that has been done."""
        with self._asking:
            if self._candidates is None:
                self._candidates = self._look_up(cancelled)

    def __len__(self) -> int:
        return len(self._looked_up.docs)

    @property
    def verdict(self) -> NDArray[np.int8]:
        """The verdict on each candidate: SEEN, SURE, OPEN or NO_MATCH."""
        return self._looked_up.verdict

    def oldest_first(self) -> Places:
        return np.argsort(self._keys(self._looked_up.of, self._looked_up.docs, Order.OLDEST), kind="stable")

    def ids_of(self, places: Places) -> NDArray[np.uint32]:
        stretch_numbers = self._looked_up.of[places]
        docs = self._looked_up.docs[places]
        ids = np.empty(len(places), np.uint32)
        for segment, segment_places in self._parts(stretch_numbers):
            with reporting_damage(segment):
                ids[segment_places] = segment.ids[docs[segment_places]]
        return ids

    def matches_at(self, places: Places) -> list[Match]:
        """Return the candidates at `places` as documents of their segments."""
        stretch_numbers = self._looked_up.of[places].tolist()
        docs = self._looked_up.docs[places].tolist()
        ids = self.ids_of(places).tolist()
        return [
            Match(self._stretches[number].leaf, doc, id)
            for number, doc, id in zip(stretch_numbers, docs, ids, strict=True)
        ]

    def first_guess(self, terms: Sequence[RankedTerm], cancelled: Cancelled) -> NDArray[np.float32]:
        """Return `first_guess` of each candidate, less what all of them have."""
        root = self._query.root
        parts = root.subqueries if isinstance(root, And) else (root,)
        sure = {part.needle for part in parts if isinstance(part, Exact)}
        needles = [term.needle for term in terms]
        guess = np.empty(len(self), np.float32)
        for stretch, (segment, segment_places) in zip(
            self._stretches, self._parts(self._looked_up.of), strict=True
        ):
            if cancelled():
                raise SearchCancelled
            docs_by_field: dict[str, list[Docs]] = {TEXT: [], HEADLINE: []}
            for needle in needles:
                # what all candidates have does not distinguish them
                docs_by_field[TEXT].append(
                    NONE if needle in sure else _docs_with_grams(stretch, TEXT, needle)
                )
                docs_by_field[HEADLINE].append(_docs_with_grams(stretch, HEADLINE, needle))
            if segment.words is not None:
                with reporting_damage(segment):
                    docs_by_field[WORDS] = [segment.words.docs(unbounded(needle)) for needle in needles]
            of_all_documents = first_guess(segment.entry.documents, terms, docs_by_field)
            guess[segment_places] = of_all_documents.take(self._looked_up.docs[segment_places])
        return guess

    def frequency(self, needle: str, cancelled: Cancelled) -> int:
        """Return an upper bound of the number of documents that contain the needle."""
        match self._query.root:
            case Exact(needle=of_query, where=Field.ANYWHERE) if of_query == needle:
                return len(self)
        if cancelled():
            raise SearchCancelled
        return sum(len(_docs_with_grams(stretch, TEXT, needle)) for stretch in self._stretches)

    def read(self, places: Places, cancelled: Cancelled) -> Iterator[tuple[int, Document]]:
        """Read the candidates at `places`; yield place and document of those that match."""
        for at in range(0, len(places), BATCH):
            if cancelled():
                raise SearchCancelled
            batch = places[at : at + BATCH]
            ids = self.ids_of(batch).tolist()
            is_sure = dict(zip(ids, self.verdict[batch] > OPEN, strict=True))
            document_by_id = {
                id: document
                for id, document in self._texts.texts(ids).items()
                if is_sure[id] or matches(self._query, document)
            }
            self.verdict[batch] = _verdicts(ids, document_by_id)
            for place, id in zip(batch.tolist(), ids, strict=True):
                if id in document_by_id:
                    yield place, document_by_id[id]

    def tally(self) -> CandidateCounts:
        """Return the counts of the candidates that are not ruled out yet."""
        counts = self._tally  # other threads may replace it meanwhile
        is_left = self.verdict > NO_MATCH
        total = np.count_nonzero(is_left)
        if counts is None or counts.total != total:
            tallies = []
            for segment, segment_places in self._parts(self._looked_up.of):
                docs = self._looked_up.docs[segment_places]
                if total < len(is_left):
                    docs = docs.compress(is_left[segment_places])
                with reporting_damage(segment):
                    tallies.append(
                        CandidateCounts(
                            len(docs),
                            segment.count_months(docs),
                            segment.count_labels(PAGE, docs),
                            segment.count_labels(NEWSPAPER, docs),
                        )
                    )
            counts = CandidateCounts.of(tallies)
            self._tally = counts
        return counts

    @property
    def _looked_up(self) -> _Candidates:
        assert self._candidates is not None, "not asked yet"
        return self._candidates

    def _look_up(self, cancelled: Cancelled) -> _Candidates:
        assert self._query.root is not None
        all_bounds = []
        for stretch in self._stretches:
            if cancelled():
                raise SearchCancelled
            all_bounds.append(bounds(self._query.root, stretch.leaf, stretch.documents))
        verdicts = [
            is_in(segment_bounds.maybe, segment_bounds.surely).astype(np.int8)
            for segment_bounds in all_bounds
        ]
        if len(all_bounds) == 1:
            docs = all_bounds[0].maybe
            # takes no memory, unlike an array of zeros
            return _Candidates(np.broadcast_to(np.uint16(0), len(docs)), docs, verdicts[0])
        stretch_numbers = np.repeat(
            np.arange(len(all_bounds), dtype=np.uint16),
            [len(segment_bounds.maybe) for segment_bounds in all_bounds],
        )
        docs = np.concatenate([segment_bounds.maybe for segment_bounds in all_bounds])
        # the order of candidates that stand segment by segment, each newest first. Only segments whose days
        # overlap are sorted together: others are put one after the other.
        ends = np.flatnonzero(np.diff(stretch_numbers, prepend=-1, append=-1))
        runs = [(int(begin), int(end)) for begin, end in itertools.pairwise(ends)]
        corners = np.array(list(chain.from_iterable((begin, end - 1) for begin, end in runs)), np.intp)
        keys = self._keys(stretch_numbers[corners], docs[corners], Order.NEWEST).reshape(-1, 2).tolist()
        groups: list[list[tuple[int, int]]] = []
        last = -1
        for (newest, oldest), run in sorted(zip(keys, runs, strict=True)):
            if newest > last:
                groups.append([])
            groups[-1].append(run)
            last = max(last, oldest)
        order = np.concatenate([NO_PLACES, *(self._merged(stretch_numbers, docs, group) for group in groups)])
        return _Candidates(stretch_numbers[order], docs[order], np.concatenate(verdicts)[order])

    def _merged(
        self, stretch_numbers: NDArray[np.uint16], docs: Docs, runs: Sequence[tuple[int, int]]
    ) -> Places:
        places = np.concatenate([np.arange(begin, end) for begin, end in runs])
        if len(runs) == 1:
            return places
        return places[
            np.argsort(self._keys(stretch_numbers[places], docs[places], Order.NEWEST), kind="stable")
        ]

    def _keys(self, stretch_numbers: NDArray[np.uint16], docs: Docs, order: Order) -> NDArray[np.uint64]:
        keys = np.empty(len(docs), np.uint64)
        for segment, segment_places in self._parts(stretch_numbers):
            places = np.arange(len(keys))[segment_places]
            for at in range(0, len(places), _KEYED_AT_ONCE):
                some = places[at : at + _KEYED_AT_ONCE]
                keyed = docs[some]
                with reporting_damage(segment):
                    keys[some] = date_keys(
                        order, segment.dates_of(keyed), segment.places_of(keyed), segment.ids[keyed]
                    )
        return keys

    def _parts(self, stretch_numbers: NDArray[np.uint16]) -> Iterator[tuple[Segment, slice | Places]]:
        """Yield the segments, each with the places of its candidates; `stretch_numbers` is the column of that name."""
        for number, stretch in enumerate(self._stretches):
            assert stretch.leaf.segment is not None
            is_only = len(self._stretches) == 1
            yield stretch.leaf.segment, slice(None) if is_only else np.flatnonzero(stretch_numbers == number)


class _Candidates(Struct, frozen=True):
    """The candidates as columns: index of the stretch (`of`), document number in its segment, verdict."""

    of: NDArray[np.uint16]
    docs: Docs
    verdict: NDArray[np.int8]


def _docs_with_grams(stretch: Stretch, fieldname: str, needle: str) -> Docs:
    """Return the documents of a stretch whose field has all grams of the needle, however the index is cut."""
    leaf = stretch.leaf
    assert leaf.segment is not None
    return candidates(leaf.segment, fieldname, needle, leaf.gram_order, stretch.documents, by_all_grams=True)


NEWEST = 4000
"""If the newest span has more documents and about this many may fill a page, these are queried first."""
# the number of matches to expect among the newest documents if these may fill a page
_PAGE = 50
SCORED = 400
"""The number of candidates that are scored for the order by relevance: those with the highest `first_guess`. All others
follow, sorted by `first_guess`. Of equal guesses, the newest come first."""
# The size of the smallest and the largest batch of candidates that are verified for a page.
_LEAST = 16
_MOST = 256
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
            candidate_count = sum(np.count_nonzero(span.verdict[places] >= OPEN) for span, places in batches)
            if passed + candidate_count > offset:  # those that are sure to stand before it are only counted
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
        id_arrays = [span.ids_of(np.flatnonzero(span.verdict > NO_MATCH)) for span in self._newest_first]
        return np.concatenate([np.empty(0, np.uint32), *id_arrays])

    def _decide(self, batches: _Batches, cancelled: Cancelled) -> None:
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
            matching_ids: set[int] = set()
            texts = self.searcher.texts.search_texts(ids)
            while some := list(itertools.islice(texts, BATCH)):
                matching_ids |= {id for id, text in some if test(text, id)}
                if cancelled():
                    raise SearchCancelled
            return matching_ids

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
                self._ranked = self._scored(cancelled)
            ranked = self._ranked
            end = offset + limit
            ranked.best += itertools.islice(ranked.next_best, max(end - len(ranked.best), 0))
            best = ranked.best[:end]
            return [ranked.matches[at] for at in best[offset:]], len(best), len(ranked.promising)

    def _scored(self, cancelled: Cancelled) -> _Ranked:
        """Read the texts of the most promising candidates of all spans, and score those that match."""
        spans = self._newest_first
        for span in spans:
            span.ask(cancelled)
        terms = self._terms(cancelled)
        begins = np.append(0, np.cumsum([len(span) for span in spans]))
        promising = self._most_promising(terms, begins, cancelled)
        matches: list[Match] = []
        documents: list[Document] = []
        for number, span in enumerate(spans):
            is_of_span = (promising >= begins[number]) & (promising < begins[number + 1])
            document_by_place = dict(span.read(promising[is_of_span] - begins[number], cancelled))
            matches += span.matches_at(np.array([*document_by_place], np.int64))
            documents += document_by_place.values()
        next_best = best_first(documents, terms, self.searcher.names)
        return _Ranked(matches, next_best, terms, begins, promising)

    def _most_promising(self, terms: Sequence[RankedTerm], begins: Places, cancelled: Cancelled) -> Places:
        """Return up to `SCORED` places with the highest first guesses, ascending, counted through all spans.

        They are chosen span by span, since the guesses of all spans together would need much memory.
        """
        if begins[-1] <= SCORED:
            return np.arange(begins[-1])
        highest = np.empty(0, np.int64)
        values = np.empty(0, np.float32)
        least = -np.inf
        for begin, span in zip(begins, self._newest_first, strict=False):
            guess = span.first_guess(terms, cancelled)
            better = np.flatnonzero(guess > least)
            highest = np.append(highest, begin + better)
            values = np.append(values, guess[better])
            if len(values) >= SCORED:
                best = _highest(values, SCORED)
                highest = highest[best]
                values = values[best]
                least = values.min()
        return highest

    def _unscored(self, cancelled: Cancelled) -> Iterator[tuple[SpanAnswer, Places]]:
        """Yield the candidates that are not scored, by first guess. Sorted on demand: few people read so many pages."""
        ranked = self._ranked
        assert ranked is not None
        if ranked.others is None:
            others = np.delete(np.arange(ranked.begins[-1]), ranked.promising)
            if len(others):
                guesses = [span.first_guess(ranked.terms, cancelled) for span in self._newest_first]
                others = others[np.argsort(-np.concatenate(guesses)[others], kind="stable")]
            ranked.others = others
        numbers = ranked.begins.searchsorted(ranked.others, "right") - 1
        ends = np.flatnonzero(np.diff(numbers, append=-1)) + 1
        for begin, end in itertools.pairwise([0, *ends.tolist()]):
            number = numbers[begin]
            yield self._newest_first[number], ranked.others[begin:end] - ranked.begins[number]

    def _terms(self, cancelled: Cancelled) -> list[RankedTerm]:
        frequencies = {}
        for needle in dict.fromkeys(phrase.needle for phrase in strings(self._query)):
            frequencies[needle] = sum(span.frequency(needle, cancelled) for span in self._newest_first)
        return ranked_terms(frequencies, self._total)


_Batches: TypeAlias = Sequence[tuple[SpanAnswer, Places]]
"""Places of candidates in several spans."""


class _Queue(Struct):
    """The candidates of spans, in order; a span is begun only when it is needed."""

    _spans: Iterator[tuple[SpanAnswer, Places]]
    _begun: tuple[SpanAnswer, Places] | None = None

    def take(self, least: int, share: float) -> _Batches:
        """Return the next candidates, as many as `least` matches may need if such a share of them match."""
        batches: list[tuple[SpanAnswer, Places]] = []
        most = int(min(max(least / share, _LEAST), _MOST))
        least = min(least, most)
        while least > 0 and (begun := self._begun or next(self._spans, None)):
            span, places = begun
            batches.append((span, places[:most]))
            if len(places) > most:
                self._begun = (span, places[most:])
            else:
                self._begun = None
            least = least - len(places)
            most = most - len(places)
        return batches


def _note(batches: _Batches, verdict: int, matching_among: Callable[[Sequence[int]], Container[int]]) -> None:
    """Decide the candidates that have this verdict; those match whose ids `matching_among` returns, given the ids of
    all.
    """
    some = [(span, places[span.verdict[places] == verdict]) for span, places in batches]
    ids = [span.ids_of(places).tolist() for span, places in some]
    if any(ids):
        matching = matching_among([*itertools.chain.from_iterable(ids)])
    else:
        matching = ()
    for (span, places), of_span in zip(some, ids, strict=True):
        span.verdict[places] = _verdicts(of_span, matching)


def _verdicts(ids: Sequence[int], matching: Container[int]) -> NDArray[np.int64]:
    """Return for each candidate whose text was read whether it is among those that match."""
    return np.where([id in matching for id in ids], SEEN, NO_MATCH)


def _is_undated(span: Sequence[ArticleSearcher]) -> bool:
    return all(_segment(leaf).span == UNDATED for leaf in span)


def _whole(span: Sequence[ArticleSearcher]) -> list[Stretch]:
    return [Stretch(leaf, range(_segment(leaf).entry.documents)) for leaf in span]


def _is_common(query: Query, span: Sequence[Stretch]) -> bool:
    """Return whether the newest documents of a span may contain a full page of matches. Raises SegmentDamaged."""
    assert query.root is not None
    most = max(len(stretch.documents) for stretch in span)
    largest = next(stretch for stretch in span if len(stretch.documents) == most)
    size: int = query.root.estimate_size(largest.leaf.reader())
    return size * NEWEST >= _PAGE * most


def _parted(span: Sequence[Stretch]) -> list[list[Stretch]]:
    """Return the span; a large one is split in two, and the second part has the documents of the newest days."""
    days = [
        int(_segment(stretch.leaf).dates_of(NEWEST)) for stretch in span if len(stretch.documents) > NEWEST
    ]
    if not days:
        return [list(span)]
    ends = [_segment(stretch.leaf).between(max(days), BEYOND)[1] for stretch in span]
    newer = []
    older = []
    for stretch, end in zip(span, ends, strict=True):
        newer.append(Stretch(stretch.leaf, stretch.documents[end:]))
        older.append(Stretch(stretch.leaf, stretch.documents[:end]))
    return [newer, older]


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
    terms: Sequence[RankedTerm]
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
