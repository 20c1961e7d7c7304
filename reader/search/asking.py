"""One query, asked of one state of the index.

The articles stand in spans of dates, the documents of each segment in the order of newest first. A search for the
newest walks the spans from the newest: what of a span may match is told by its postings (`candidates`), what does
match by the texts, in order, until the page is full; the postings of older spans are never touched. The oldest first
is the same from the other end; the undated are a span of their own, last in both. For relevance all spans tell what
may match; those that promise most by what the index knows, then the newest, are read and scored.

Counting asks all spans; it is exact as soon as every candidate that the index is not sure of has been looked at.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from reader.search.candidates import Bounds, bounds
from reader.search.containers import IndexDamaged
from reader.search.docsets import NONE, is_in
from reader.search.engine import Document, Order, SearchCancelled, Texts
from reader.search.gram_builder import NEWSPAPER, PAGE
from reader.search.postings import Docs
from reader.search.query import Field, Node, Phrase, Query, is_of_texts_alone, matches, phrases
from reader.search.ranking import Sought, date_keys, first_guess, score, weight
from reader.search.segments import Segment

SCORED = 400
"""Candidates whose texts are read to order by relevance: those of the best `first_guess`, then the newest. All others
come behind them, in that same order."""

_LEAST, _MOST = 16, 256
"""Candidates looked at together on the way to a page."""
_BATCH = 64
"""Texts fetched between two looks at `cancelled`."""
_COUNTED_AT_ONCE = 1024
"""Texts looked at between two numbers of a count."""

Places: TypeAlias = NDArray[np.int64]
"""Places of candidates in the order of their span."""


class SegmentDamaged(IndexDamaged):
    """A segment, told by its name, is not what was written."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True, slots=True)
class Tally:
    """How many candidates were not found to be none, and under what they are counted."""

    total: int
    by_year: Mapping[int, int]
    by_page: Mapping[str, int]
    by_newspaper: Mapping[str, int]


class Question:
    """Raises SearchCancelled soon after `cancelled()` has become true, SegmentDamaged where a segment can't be read."""

    def __init__(
        self,
        query: Query,
        spans: Sequence[Sequence[Segment]],
        texts: Texts,
        cancelled: Callable[[], bool],
    ) -> None:
        """`spans` are those of `Snapshot.spans`."""
        self._query = query
        self._spans = [_Span(segments, query, texts, cancelled) for segments in spans]

    def page(self, order: Order, offset: int, limit: int) -> tuple[int, ...]:
        """The ids of the matches from the `offset`-th on, `limit` of them, each seen in the catalogue."""
        page: list[int] = []
        passed = seen = 0
        for span, places in self._in_order(order) if limit else ():
            at = 0
            while at < len(places):
                share = (passed + 1) / (seen + 1)  # of those looked at, so many match
                size = int(min(max((offset + limit - passed) / share, _LEAST), _MOST))
                batch = places[at : at + size]
                at += size
                seen += len(batch)
                batch = batch[span.verdict[batch] >= 0]
                if passed + len(batch) > offset or not (span.verdict[batch] > 0).all():
                    span.look_at(batch)
                    batch = batch[span.verdict[batch] > 0]
                    page += span.ids_of(batch[max(offset - passed, 0) :]).tolist()
                passed += len(batch)
                if len(page) >= limit:
                    return tuple(page[:limit])
        return tuple(page)

    def decide(self) -> Iterator[None]:
        """Looks at all texts that have to be looked at, the newest first, and stops after every so many."""
        for span in self._newest_first():
            undecided = np.flatnonzero(span.verdict == _OPEN)
            for at in range(0, len(undecided), _COUNTED_AT_ONCE):
                span.look_at(undecided[at : at + _COUNTED_AT_ONCE])
                yield

    def is_decided(self) -> bool:
        return all((span.verdict != _OPEN).all() for span in self._spans)

    def tally(self) -> Tally:
        """What is known by now."""
        tallies = [span.tally() for span in self._newest_first()]
        return Tally(
            sum(tally.total for tally in tallies),
            _summed([tally.by_year for tally in tallies]),
            _summed([tally.by_page for tally in tallies]),
            _summed([tally.by_newspaper for tally in tallies]),
        )

    def _newest_first(self) -> list["_Span"]:
        undated, *dated = self._spans
        return [*reversed(dated), undated]

    def _in_order(self, order: Order) -> Iterator[tuple["_Span", Places]]:
        """Places of candidates, one lot behind the other."""
        if order is Order.OLDEST:
            undated, *dated = self._spans
            yield from ((span, span.oldest_first()) for span in dated)
            yield undated, undated.newest_first()
        elif order is Order.RELEVANCE and (sought := self._sought()):
            yield from self._by_relevance(sought)
        else:
            yield from ((span, span.newest_first()) for span in self._newest_first())

    def _by_relevance(self, sought: Sequence[Sought]) -> Iterator[tuple["_Span", Places]]:
        """First what is scored, by score, then the others in the order in which they would have been."""
        spans = self._newest_first()
        guess = np.concatenate([span.first_guess(sought) for span in spans])
        begins = np.append(0, np.cumsum([len(span.verdict) for span in spans]))
        promising = _highest(guess, SCORED)
        scored: list[tuple[float, int, int]] = []
        for number, span in enumerate(spans):
            places = (
                promising[(promising >= begins[number]) & (promising < begins[number + 1])] - begins[number]
            )
            for place, document in span.read(places):
                scored.append((-score(document, sought), number, place))
        for _, number, place in sorted(scored):
            yield spans[number], np.array([place])
        guess[promising] = -np.inf
        for place in np.argsort(-guess, kind="stable")[: len(guess) - len(promising)].tolist():
            number = int(begins.searchsorted(place, "right")) - 1
            yield spans[number], np.array([place - begins[number]])

    def _sought(self) -> tuple[Sought, ...]:
        needles = dict.fromkeys(phrase.needle for phrase in phrases(self._query))
        total = sum(span.live for span in self._spans)
        return tuple(
            Sought(needle, weight(sum(span.frequency(needle) for span in self._spans), total))
            for needle in needles
        )


def _highest(values: NDArray[np.float64], count: int) -> Places:
    """The places of so many of the highest values, ascending; of equal ones the first."""
    if len(values) <= count:
        return np.arange(len(values))
    least = np.partition(values, len(values) - count)[len(values) - count]
    above = np.flatnonzero(values > least)
    return np.sort(np.concatenate([above, np.flatnonzero(values == least)[: count - len(above)]]))


_SEEN, _SURE, _OPEN, _NO_MATCH = 2, 1, 0, -1
"""What is known of a candidate: its text matches; the index is sure of it; the text has to decide; it does not match,
or is no longer there."""


class _Span:
    """The candidates of a span, in the order of newest first; asked for when they are first wanted."""

    def __init__(
        self, segments: Sequence[Segment], query: Query, texts: Texts, cancelled: Callable[[], bool]
    ) -> None:
        self._segments = segments
        self._query = query
        self._texts = texts
        self._cancelled = cancelled
        self._tally: Tally | None = None
        self.live = sum(segment.entry.live for segment in segments)

    @cached_property
    def _candidates(self) -> "_Candidates":
        assert self._query.root is not None
        found = [self._bounds(self._query.root, segment) for segment in self._segments]
        candidates = _Candidates(
            np.repeat(np.arange(len(found), dtype=np.uint16), [len(each.maybe) for each in found]),
            np.concatenate([NONE, *(each.maybe for each in found)]),
            np.concatenate([_NO_VERDICT, *(is_in(each.maybe, each.surely) for each in found)]).astype(
                np.int8
            ),
        )
        if len(found) < 2:
            return candidates
        order = np.argsort(self._keys(candidates, Order.NEWEST), kind="stable")  # of runs that ascend
        return _Candidates(candidates.of[order], candidates.docs[order], candidates.verdict[order])

    @property
    def verdict(self) -> NDArray[np.int8]:
        return self._candidates.verdict

    def newest_first(self) -> Places:
        return np.arange(len(self.verdict))

    def oldest_first(self) -> Places:
        return np.argsort(self._keys(self._candidates, Order.OLDEST), kind="stable")

    def ids_of(self, places: Places) -> NDArray[np.uint32]:
        candidates = self._candidates
        of, docs = candidates.of[places], candidates.docs[places]
        ids = np.empty(len(places), np.uint32)
        for segment, here in self._parts(of):
            with damage_told(segment):
                ids[here] = segment.ids[docs[here]]
        return ids

    def first_guess(self, sought: Sequence[Sought]) -> NDArray[np.float64]:
        """`ranking.first_guess` of each candidate."""
        candidates = self._candidates
        in_text, in_headline = (np.zeros((len(sought), len(candidates.docs)), bool) for _ in range(2))
        for segment, here in self._parts(candidates.of):
            docs = candidates.docs[here]
            for i, each in enumerate(sought):
                for where, held in ((Field.ANYWHERE, in_text), (Field.HEADLINE, in_headline)):
                    phrase = Phrase(each.needle, each.needle, where)
                    held[i, here] = is_in(docs, self._bounds(phrase, segment).maybe)
        return first_guess(sought, in_text, in_headline)

    def frequency(self, needle: str) -> int:
        """How many documents may hold the needle."""
        match self._query.root:
            case Phrase(needle=of_query, field=Field.ANYWHERE) if of_query == needle:
                return len(self.verdict)
        phrase = Phrase(needle, needle)
        return sum(len(self._bounds(phrase, segment).maybe) for segment in self._segments)

    def look_at(self, places: Places) -> None:
        """Decides these candidates, those that were not seen yet: by their texts where the index is not sure."""
        for batch, ids in self._batches(places[self.verdict[places] == _SURE]):
            known = self._texts.known(ids)
            for place, id in zip(batch.tolist(), ids, strict=True):
                self._note(place, id in known)
        undecided = places[self.verdict[places] == _OPEN]
        if is_of_texts_alone(self._query):
            self._look_at_texts(undecided)
        else:
            for _ in self.read(undecided):
                pass

    def _look_at_texts(self, places: Places) -> None:
        for batch, ids in self._batches(places):
            left = dict(zip(ids, batch.tolist(), strict=True))
            for id, text in self._texts.texts(ids):
                self._note(left.pop(id), matches(self._query, Document(id, "", None, None, text)))
            for place in left.values():
                self._note(place, False)

    def read(self, places: Places) -> Iterator[tuple[int, Document]]:
        """The candidates at `places` that match, with their texts."""
        for batch, ids in self._batches(places):
            documents = self._texts.documents(ids)
            for place, id in zip(batch.tolist(), ids, strict=True):
                document = documents.get(id)
                is_sure = self.verdict[place] > _OPEN
                if document is not None and (is_sure or matches(self._query, document)):
                    self._note(place, True)
                    yield place, document
                else:
                    self._note(place, False)

    def _batches(self, places: Places) -> Iterator[tuple[Places, list[int]]]:
        """Places and ids, as many as may be read before it is asked whether the answer is still wanted."""
        for at in range(0, len(places), _BATCH):
            if self._cancelled():
                raise SearchCancelled
            batch = places[at : at + _BATCH]
            yield batch, self.ids_of(batch).tolist()

    def _note(self, place: int, is_match: bool) -> None:
        self.verdict[place] = _SEEN if is_match else _NO_MATCH
        if not is_match:
            self._tally = None

    def tally(self) -> Tally:
        if self._tally is None:
            candidates = self._candidates
            left = candidates.verdict > _NO_MATCH
            years: list[Mapping[int, int]] = []
            pages: list[Mapping[str, int]] = []
            newspapers: list[Mapping[str, int]] = []
            for segment, here in self._parts(candidates.of):
                docs = candidates.docs[here][left[here]]
                with damage_told(segment):
                    years.append(segment.count_years(docs))
                    pages.append(segment.count_labels(PAGE, docs))
                    newspapers.append(segment.count_labels(NEWSPAPER, docs))
            self._tally = Tally(
                int(np.count_nonzero(left)), _summed(years), _summed(pages), _summed(newspapers)
            )
        return self._tally

    def _bounds(self, node: Node, segment: Segment) -> Bounds:
        with damage_told(segment):
            return bounds(node, segment, self._cancelled)

    def _keys(self, candidates: "_Candidates", order: Order) -> NDArray[np.uint64]:
        keys = np.empty(len(candidates.docs), np.uint64)
        for segment, here in self._parts(candidates.of):
            docs = candidates.docs[here]
            with damage_told(segment):
                keys[here] = date_keys(
                    order, segment.dates_of(docs), segment.places_of(docs), segment.ids[docs]
                )
        return keys

    def _parts(self, of: NDArray[np.uint16]) -> Iterator[tuple[Segment, "slice | Places"]]:
        """The segments, and where in `of` their candidates stand."""
        if len(self._segments) == 1:
            yield self._segments[0], slice(None)
            return
        for number in np.unique(of).tolist():
            yield self._segments[number], np.flatnonzero(of == number)


@dataclass(frozen=True, slots=True)
class _Candidates:
    """For each which of the span's segments it is of, its number there, and what is known of it."""

    of: NDArray[np.uint16]
    docs: Docs
    verdict: NDArray[np.int8]


_NO_VERDICT = np.empty(0, bool)


@contextmanager
def damage_told(segment: Segment) -> Iterator[None]:
    try:
        yield
    except IndexDamaged as error:
        raise SegmentDamaged(segment.entry.name) from error


_Label = TypeVar("_Label", int, str)


def _summed(counts: Iterable[Mapping[_Label, int]]) -> dict[_Label, int]:
    total: Counter[_Label] = Counter()
    for each in counts:
        total.update(each)
    return dict(total)
