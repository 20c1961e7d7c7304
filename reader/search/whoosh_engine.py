"""The engine on Whoosh: candidates from the index, decided by the text, in order, a page at a time."""

import contextlib
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reader.search.candidates import bounds
from reader.search.engine import Document, Found, Ids, Order, SearchCancelled, Texts
from reader.search.folding import SegmentSize, segments_to_fold
from reader.search.gram_builder import year_of
from reader.search.gram_codec import GramSegment
from reader.search.gram_files import IndexDamaged
from reader.search.gram_index import GramIndex, GramWriter
from reader.search.query import Field, Phrase, Query, matches, phrases
from reader.search.ranking import Sought, date_keys, first_guess, page_place, score, weight

SCORED = 400
"""Candidates whose texts are read to order by relevance: those of the best `first_guess`, then the newest. All others
come behind them, in that same order."""

_BATCH = 32
"""Texts fetched between two looks at `cancelled`."""
_COUNTED_AT_ONCE = 1024
"""Texts looked at between two numbers of a count."""
_FOLDED_AT_ONCE = 500


class WhooshEngine:
    """`engine.Engine` in a folder of its own, which may be deleted at any moment: then nothing is found.

    Searching is for any thread; another process's updates are seen at the next search. Updating is for one at a
    time. Opening and both of these raise `IndexDamaged` where the files are not what was written: then delete the
    folder and add everything again.
    """

    def __init__(self, folder: Path, texts: Texts) -> None:
        self._folder = folder
        self._texts = texts
        self._index = GramIndex(folder)
        self._opening = threading.Lock()
        self._pointer: bytes | None = None
        self._segments: tuple[GramSegment, ...] = ()
        self._current()

    def ids(self) -> Ids:
        live = [segment.ids[segment.is_live] for segment in self._current()]
        return np.sort(np.concatenate([np.empty(0, np.uint32), *live]))

    def update(self, added: Iterable[Document], removed: Sequence[int] = ()) -> None:
        with GramWriter(GramIndex(self._folder)) as writer:
            writer.remove(removed)
            for document in added:
                writer.add(document)
        with contextlib.suppress(OSError):  # what was asked for is done; folding can wait for a better day
            self._fold()

    def search(
        self,
        query: Query,
        order: Order = Order.NEWEST,
        *,
        limit: int = 50,
        offset: int = 0,
        exact: bool = False,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Found:
        if query.root is None:
            return Found((), 0, True)
        judge = self._judge(query, order, cancelled)
        if exact:
            for _ in judge.decide_all():
                pass
        return judge.found(judge.page(judge.ordered(), offset, limit) if limit else ())

    def page(
        self,
        query: Query,
        order: Order = Order.NEWEST,
        *,
        limit: int = 50,
        offset: int = 0,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> tuple[int, ...]:
        return self.search(query, order, limit=limit, offset=offset, cancelled=cancelled).ids

    def count(self, query: Query, cancelled: Callable[[], bool] = lambda: False) -> Iterator[Found]:
        if query.root is None:
            yield Found((), 0, True)
            return
        judge = self._judge(query, Order.NEWEST, cancelled)
        yield judge.found(())
        for _ in judge.decide_all():
            yield judge.found(())

    def _judge(self, query: Query, order: Order, cancelled: Callable[[], bool]) -> "_Judge":
        return _Judge(query, self._texts, _candidates(query, order, self._current(), cancelled), cancelled)

    def check(self) -> list[str]:
        """Reads every byte of the index; what is wrong with it, a sentence each."""
        return GramIndex(self._folder).check()

    def close(self) -> None:
        self._pointer, self._segments = None, ()
        self._index = GramIndex(self._folder)

    def _current(self) -> tuple[GramSegment, ...]:
        """The segments of the current generation."""
        with self._opening:
            pointer = self._index.pointer()
            if pointer != self._pointer:
                try:
                    reader = self._index.reader()  # type: ignore[no-untyped-call]
                except FileNotFoundError as error:
                    raise IndexDamaged("files of the index are missing") from error
                self._segments = tuple(reader.segments() or ())
                self._pointer = pointer
            return self._segments

    def _fold(self) -> None:
        """Builds anew, from the texts, what `segments_to_fold` says."""
        segments = self._current()
        fold = segments_to_fold([SegmentSize(each.entry.documents, each.entry.live) for each in segments])
        if not fold:
            return
        ids = [int(id) for i in fold for id in segments[i].ids[segments[i].is_live]]
        with GramWriter(GramIndex(self._folder)) as writer:
            writer.remove(ids)
            for at in range(0, len(ids), _FOLDED_AT_ONCE):
                for document in self._texts.documents(ids[at : at + _FOLDED_AT_ONCE]).values():
                    writer.add(document)


@dataclass(frozen=True, slots=True)
class _Candidates:
    """The documents that may match, of all segments, one an index of each array."""

    ids: Ids
    is_sure: NDArray[np.bool_]
    keys: NDArray[np.uint64]
    years: NDArray[np.uint32]
    pages: NDArray[np.str_]
    newspapers: NDArray[np.str_]
    guess: NDArray[np.float64]
    """`ranking.first_guess`; 0 unless the order is relevance."""
    sought: tuple[Sought, ...]


def _candidates(
    query: Query, order: Order, segments: Sequence[GramSegment], cancelled: Callable[[], bool]
) -> _Candidates:
    """Raises SearchCancelled."""
    assert query.root is not None
    wanted = (
        tuple(dict.fromkeys(phrase.needle for phrase in phrases(query))) if order is Order.RELEVANCE else ()
    )
    documents = np.zeros(len(wanted), np.int64)
    ids, is_sure, dates, places = [_NO_IDS], [_NO_MASK], [_NO_IDS], [_NO_PLACES]
    in_text, in_headline = ([np.empty((len(wanted), 0), bool)] for _ in range(2))
    pages, newspapers = [_NO_LABELS], [_NO_LABELS]
    for segment in segments:
        found = bounds(query.root, segment, cancelled)
        docs = np.flatnonzero(found.maybe)
        ids.append(segment.ids[docs])
        is_sure.append(found.surely[docs])
        dates.append(segment.dates[docs])
        place_of = np.array([page_place(page) for page in segment.pages], np.uint64)
        places.append(place_of[segment.page_numbers[docs]])
        pages.append(np.array(segment.pages, np.str_)[segment.page_numbers[docs]])
        newspapers.append(np.array(segment.newspapers, np.str_)[segment.newspaper_numbers[docs]])
        for field, held in ((Field.ANYWHERE, in_text), (Field.HEADLINE, in_headline)):
            held.append(np.empty((len(wanted), len(docs)), bool))
            for i, needle in enumerate(wanted):
                maybe = bounds(Phrase(needle, needle, field), segment, cancelled).maybe
                held[-1][i] = maybe[docs]
                if field is Field.ANYWHERE:
                    documents[i] += np.count_nonzero(maybe)
    total = sum(segment.entry.live for segment in segments)
    sought = tuple(Sought(needle, weight(int(n), total)) for needle, n in zip(wanted, documents, strict=True))
    all_ids, all_dates = np.concatenate(ids), np.concatenate(dates)
    return _Candidates(
        all_ids,
        np.concatenate(is_sure),
        date_keys(order, all_dates, np.concatenate(places), all_ids),
        year_of(all_dates),
        np.concatenate(pages),
        np.concatenate(newspapers),
        first_guess(sought, np.concatenate(in_text, axis=1), np.concatenate(in_headline, axis=1)),
        sought,
    )


_NO_IDS = np.empty(0, np.uint32)
_NO_MASK = np.empty(0, bool)
_NO_LABELS = np.empty(0, np.str_)
_NO_PLACES = np.empty(0, np.uint64)


class _Judge:
    """Decides candidates by their texts, as few of them as it must."""

    def __init__(
        self, query: Query, texts: Texts, candidates: _Candidates, cancelled: Callable[[], bool]
    ) -> None:
        self.candidates = candidates
        self.verdict = candidates.is_sure.astype(np.int8)
        """1: matches, 0: not known, -1: does not, or is no longer there."""
        self._query = query
        self._texts = texts
        self._cancelled = cancelled

    def read(self, places: NDArray[np.int64]) -> Iterator[tuple[int, Document]]:
        """The candidates at `places` that match, with their texts."""
        for at in range(0, len(places), _BATCH):
            if self._cancelled():
                raise SearchCancelled
            batch = places[at : at + _BATCH].tolist()
            documents = self._texts.documents(self.candidates.ids[batch].tolist())
            for place in batch:
                document = documents.get(int(self.candidates.ids[place]))
                is_match = document is not None and (
                    self.verdict[place] == 1 or matches(self._query, document)
                )
                self.verdict[place] = 1 if is_match else -1
                if document is not None and is_match:
                    yield place, document

    def decide_all(self) -> Iterator[None]:
        """Decides the newest first, and stops after every so many."""
        undecided = np.flatnonzero(self.verdict == 0)
        undecided = undecided[np.argsort(self.candidates.keys[undecided])]
        for at in range(0, len(undecided), _COUNTED_AT_ONCE):
            for _ in self.read(undecided[at : at + _COUNTED_AT_ONCE]):
                pass
            yield

    def found(self, page: tuple[int, ...]) -> Found:
        """What is known by now."""
        left = self.verdict >= 0
        candidates = self.candidates
        return Found(
            page,
            int(left.sum()),
            not (self.verdict == 0).any(),
            _numbers(candidates.years[left]),
            _numbers(candidates.pages[left]),
            _numbers(candidates.newspapers[left]),
        )

    def ordered(self) -> NDArray[np.int64]:
        """The candidates' places in order: those that are scored by score, then the others by date."""
        candidates = self.candidates
        if not candidates.sought:
            return np.argsort(candidates.keys)
        order = np.lexsort((candidates.keys, -candidates.guess))
        order = order[self.verdict[order] >= 0]
        scores = {place: score(document, candidates.sought) for place, document in self.read(order[:SCORED])}
        scored = sorted(scores, key=lambda place: (-scores[place], candidates.keys[place]))
        return np.concatenate([np.array(scored, np.int64), order[SCORED:]])

    def page(self, order: NDArray[np.int64], offset: int, limit: int) -> tuple[int, ...]:
        """The ids of the matches from the `offset`-th on, `limit` of them, each seen in the catalogue."""
        page: list[int] = []
        passed = 0
        for at in range(0, len(order), _BATCH):
            if len(page) >= limit:
                break
            batch = order[at : at + _BATCH]
            batch = batch[self.verdict[batch] >= 0]
            if passed + len(batch) <= offset and (self.verdict[batch] == 1).all():
                passed += len(batch)
                continue
            for place, _ in self.read(batch):
                passed += 1
                if passed > offset:
                    page.append(int(self.candidates.ids[place]))
        return tuple(page[:limit])


def _numbers(values: NDArray[Any]) -> dict[Any, int]:
    different, counts = np.unique(values, return_counts=True)
    return dict(zip(different.tolist(), counts.tolist(), strict=True))
