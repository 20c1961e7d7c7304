"""The search engine on Whoosh: an index in a folder, with collectors, and frequent words of the index."""

from __future__ import annotations

import contextlib
import shutil
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray
from whoosh.collectors import Collector
from whoosh.query import Query as Node
from whoosh.searching import Results, SearchContext, Searcher

from reader import do_nothing, never
from reader.counts import most_frequent
from reader.i18n import say
from reader.language.forms import HAN, search_form
from reader.language.library_names import LibraryNames, counts_in
from reader.language.patterns import pattern
from reader.newspaper.holdings import Document
from reader.search.answering.query_execution import CandidateCounts, QueryExecution
from reader.search.documents import (
    DateRange,
    Found,
    Ids,
    IndexDamaged,
    IndexHeld,
    Order,
    Texts,
    WatchedTexts,
    date_of,
)
from reader.search.engine import FOLDED_IN_PASSING as FOLDED_IN_PASSING
from reader.search.index import manifest
from reader.search.index.article_searcher import ArticleSearcher, GramIndex, Snapshot
from reader.search.index.gram_fields import key_of
from reader.search.index.manifest import IndexFiles, SegmentEntry
from reader.search.index.segments import (
    GramsOf,
    Segment,
    SegmentDamaged,
    frequencies_of,
    ids_of,
    reporting_damage,
)
from reader.search.index.word_field import WordField
from reader.search.query import Query
from reader.search.query.nodes import IgnoredPart, QueryRemark
from reader.search.terms import HEADLINE, TEXT, grams

if TYPE_CHECKING:
    from reader.search.index.gram_writer import GramWriter
    from reader.worker_pool import Run

_MOST_APART = 4
"""The most segments that are looked up separately from the table."""
_AT_ONCE = 8
"""The number of segments whose tables are summed at a time; more would need more memory."""

_Table: TypeAlias = tuple[NDArray[np.int64], NDArray[np.uint32]]


class GramTotals:
    """The summed document frequencies of a field's grams, including removed documents.

    The constructor and `frequencies` may raise SegmentDamaged.
    """

    def __init__(self, segments: Mapping[str, Segment], fieldname: str) -> None:
        self._fieldname = fieldname
        self._grams_of = next((segment.grams_of for segment in segments.values()), grams)
        self._names = frozenset(segments)
        # the keys of all grams of the segments, ascending, and their summed document frequencies
        tables: list[_Table] = []
        for segment in segments.values():
            with reporting_damage(segment):
                tables.append(segment.field(fieldname).all_frequencies())
            if len(tables) >= _AT_ONCE:
                tables = [_as_one(tables)]
        if not tables:
            tables = [(np.empty(0, np.int64), np.empty(0, np.uint32))]
        self._keys, self._counts = _as_one(tables)

    def serve(self, segments: Mapping[str, Segment]) -> bool:
        """Return whether the table can be used for these segments.

        They must include all segments of the table and at most `_MOST_APART` others.
        """
        return self._names <= segments.keys() and len(segments) <= len(self._names) + _MOST_APART

    def frequencies(self, segments: Mapping[str, Segment], needles: Sequence[str]) -> list[int]:
        """Return what `segments.frequencies_of` returns. `serve(segments)` must be true."""
        grams_of = [self._grams_of(needle) for needle in needles]
        gram_counts = self._counts_of(sorted(set(chain.from_iterable(grams_of))), segments)
        bounds = []
        for needle_grams in grams_of:
            bounds.append(min((gram_counts[gram] for gram in needle_grams), default=-1))
        # for several grams, the sum of each segment's rarest is a closer bound than the rarest of the sums
        several = [n for n, needle_grams in enumerate(grams_of) if bounds[n] and len(needle_grams) != 1]
        sums = frequencies_of(segments.values(), self._fieldname, [needles[n] for n in several])
        for n, frequency in zip(several, sums, strict=True):
            bounds[n] = frequency
        return bounds

    def _counts_of(self, grams: Sequence[str], segments: Mapping[str, Segment]) -> dict[str, int]:
        """Return the document frequency of each gram: that of the table, and those of the segments that it lacks."""
        keys = np.array([key_of(gram) for gram in grams], np.int64)
        counts = np.zeros_like(keys)
        if len(self._keys):
            at = self._keys.searchsorted(keys)
            at[at == len(self._keys)] = 0
            counts = np.where(self._keys[at] == keys, self._counts[at], 0)
        for name in segments.keys() - self._names:
            with reporting_damage(segments[name]):
                counts = counts + segments[name].field(self._fieldname).frequencies(keys)
        return dict(zip(grams, counts.tolist(), strict=True))


def _as_one(tables: Sequence[_Table]) -> _Table:
    if len(tables) == 1:
        return tables[0]
    keys = np.concatenate([keys for keys, _ in tables])
    order = keys.argsort(kind="stable")
    keys = keys[order]
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    counts = np.concatenate([counts for _, counts in tables])[order]
    if not len(first):
        return keys, counts
    return keys[first], np.add.reduceat(counts, first, dtype=np.uint32)


class _ExecutionCollector(Collector):
    """A collector that uses a `QueryExecution`, which caches its results; without a given one, a new one."""

    def __init__(
        self, execution: QueryExecution | None = None, cancelled: Callable[[], bool] = never
    ) -> None:
        self._given = execution
        self._cancelled = cancelled

    def prepare(self, top_searcher: Searcher, q: Node, context: SearchContext) -> None:
        super().prepare(top_searcher, q, context)
        if not isinstance(top_searcher, ArticleSearcher):
            raise TypeError(f"{top_searcher!r} knows no texts: open the index by `open_index`")
        self.execution = self._given or QueryExecution(Query(q), top_searcher)

    def collect(self, sub_docnum: int) -> None:
        raise NotImplementedError("whole arrays of documents are collected, not one document")

    def sort_key(self, sub_docnum: int) -> None:
        raise NotImplementedError("the execution of a query has its own order")


class PageCollector(_ExecutionCollector):
    """Collects one page of the result, `limit` matches from `offset` on, and verifies no more candidates than needed.

    Attributes:
        ids: the ids of the articles, in order.
    """

    def __init__(
        self,
        order: Order = Order.NEWEST,
        offset: int = 0,
        limit: int = 50,
        *,
        execution: QueryExecution | None = None,
        cancelled: Callable[[], bool] = never,
    ) -> None:
        super().__init__(execution, cancelled)
        self._order = order
        self._offset = offset
        self._limit = limit
        self.ids: tuple[int, ...] = ()
        self._documents: list[int] = []

    def run(self) -> None:
        try:
            page_matches = self.execution.page(self._order, self._offset, self._limit, self._cancelled)
            self.ids = tuple(match.id for match in page_matches)
            offsets = dict(self.execution.searcher.leaves)
            self._documents = [offsets[match.leaf] + match.document for match in page_matches]
        finally:
            self.finish()

    def results(self) -> Results:
        """Return the page as Whoosh's results; the score of a hit is the number of hits minus its rank."""
        count = len(self._documents)
        items = [(float(count - rank), document) for rank, document in enumerate(self._documents)]
        return self._results(items, docset=set(self._documents))


class CountCollector(_ExecutionCollector):
    """Counts the results of a query, the newest articles first."""

    def run(self) -> None:
        try:
            for _ in self.steps():
                pass
        finally:
            self.finish()

    def steps(self) -> Iterator[tuple[CandidateCounts, bool]]:
        """Yield the counts, each closer to the exact ones, and whether they are exact; the first are from the index."""
        yield self.execution.tally(self._cancelled)
        for _ in self.execution.decide(self._cancelled):
            yield self.execution.tally(self._cancelled)

    def count(self) -> int:
        return self.execution.tally(self._cancelled)[0].total

    def results(self) -> Results:
        """Return results without hits, whose length is `count()`."""
        return self._results([])


# The range of lengths of a word for which similar words are looked for; shorter ones have too many.
SHORTEST_ALIKE = 3
LONGEST_ALIKE = 40
_LONGEST = 12
_WORD = pattern(rf"[{HAN}·]{{2,{_LONGEST}}}|[^\W\d_]{{3,{_LONGEST}}}")
"""Matches a word that is worth suggesting."""
_SEVERAL = 2
"""A word in fewer articles, and in no headline, is often two words that were not separated."""
_CANDIDATES = 4
"""This many times `limit` words are read from each segment: some do not match `_WORD` or are rare in other segments."""


def words_beginning_with(searcher: ArticleSearcher, typed: str, limit: int) -> list[str]:
    """Return the most frequent words that begin with `typed` and are longer, by count in headlines, then in texts.

    Raises SegmentDamaged.
    """
    form = search_form(typed)
    if not form:
        return []
    words = {form}
    for segment, field in _fields(searcher):
        with reporting_damage(segment):
            words |= set(field.commonest(form, _CANDIDATES * limit))
    counts = _counts(searcher, words - {form})
    in_headlines = _counts_in_headlines(searcher, counts)
    words = {word for word in counts if in_headlines[word] or counts[word] >= _SEVERAL}
    return sorted(words, key=lambda word: (-in_headlines[word], -counts[word], word))[:limit]


def words_alike(searcher: ArticleSearcher, typed: str, limit: int) -> list[str]:
    """Return the most frequent words that differ from `typed` in one character. Raises SegmentDamaged."""
    form = search_form(typed)
    if not SHORTEST_ALIKE <= len(form) <= LONGEST_ALIKE or not form.isalnum():
        return []
    words: set[str] = set()
    for segment, field in _fields(searcher):
        with reporting_damage(segment):
            words |= set(field.alike(form))
    counts = _counts(searcher, words)
    return most_frequent(counts)[:limit]


def _counts(searcher: ArticleSearcher, words: Iterable[str]) -> Counter[str]:
    """Return the words that match `_WORD`, with the number of documents that contain each."""
    counts = Counter({word: 0 for word in words if _WORD.fullmatch(word)})
    for segment, field in _fields(searcher):
        with reporting_damage(segment):
            for word in counts:
                counts[word] += field.frequency(word)
    return counts


def _counts_in_headlines(searcher: ArticleSearcher, words: Iterable[str]) -> Counter[str]:
    """Return for each word an upper bound of the number of headlines that contain it."""
    counts = Counter(dict.fromkeys(words, 0))
    for segment, _ in _fields(searcher):
        with reporting_damage(segment):
            frequency = segment.field(HEADLINE).frequency
            for word in counts:
                counts[word] += min(frequency(key_of(gram)) for gram in grams(word))
    return counts


def _fields(searcher: ArticleSearcher) -> Iterator[tuple[Segment, WordField]]:
    for leaf, _ in searcher.leaves:
        if leaf.segment is not None:
            with reporting_damage(leaf.segment):
                words = leaf.segment.words
            if words is not None:
                yield leaf.segment, words


_Answer = TypeVar("_Answer")

_PUBLISHED_WITHIN = 1.0
"""Seconds within which the state of the index that belongs to one of the catalogue is published, on a busy machine."""
_LOOKED_FOR = 50
"""Number of articles of a page of which it is looked whether they still exist: as many as are shown at once."""
_LOOKED_EVERY = 0.005
"""Seconds between two looks for it."""

OURS = pattern("index(-.*)?")
"""Matches the names of the folders of indexes, of which those of other versions are deleted once one is complete."""


class WhooshEngine:
    """`engine.Engine` in a folder of its own. The folder may be deleted at any time; then nothing is found.

    Until the index has been complete once, searches use that of the `older` engine, if one is given.

    Any thread may search; updates by other processes are seen at the next search. One thread at a time may update. A
    damaged segment is ignored, its documents are searched by their texts alone, and its dates are reported as missing
    from the index. All methods raise `IndexDamaged` if not even the
    manifest can be read; then the folder has to be deleted and everything added again.
    """

    def __init__(
        self, folder: Path, texts: Texts, files: IndexFiles | None = None, grams_of: GramsOf = grams
    ) -> None:
        """Open the index in `folder`, or read-only through `files` if it is stored elsewhere.

        `grams_of` is that of its segments.
        """
        self.older: WhooshEngine | None = None
        self._choosing = threading.Lock()
        self._texts = WatchedTexts(texts)
        self._index = GramIndex(folder, self._texts, files, grams_of)
        self._open_lock = threading.Lock()
        self._damaged: frozenset[str] = frozenset()
        """The names of segments in which damage was found when they were read."""
        self._remembering = threading.Lock()
        self._last_searcher: tuple[Snapshot, ArticleSearcher] | None = None
        self._last_question: tuple[Query, Snapshot, QueryExecution] | None = None
        self._completing = threading.Lock()
        self._last_whole: tuple[Snapshot, Snapshot] | None = None
        self._totalling = threading.Lock()
        self._last_totals: GramTotals | None = None
        self._seen: tuple[bytes | None, frozenset[str]] | None = None
        self._snapshot = Snapshot(manifest.Manifest(), {})
        self._waited_in_vain: Snapshot | None = None
        """The state after which none came, although documents of it are gone: an update was killed."""
        self._current()

    def whoosh_index(self) -> GramIndex:
        """Return the index that searches use at the moment, as a Whoosh index."""
        return self._answering()._index

    def __len__(self) -> int:
        return sum(segment.entry.live for segment in self._current().segments.values())

    def ids(self) -> Ids:

        def ids_in(_: WhooshEngine, now: Snapshot) -> Ids:
            return np.sort(ids_of(now.segments.values()))

        return self._of_own(ids_in)

    def begin_with(self, names: Callable[[], Mapping[str, int]]) -> None:
        if self._current().manifest.generation:
            return
        counts = names()
        if counts:
            with self._writer() as writer:
                writer.begin_with(counts)

    def go_on_with(self, names: Mapping[str, int]) -> bool:
        if names == counts_in(self.names()):
            return False
        with self._writer() as writer:
            writer.begin_with(names)
        return True

    def names(self) -> LibraryNames:
        return self._answering()._current().names

    def update(self, added: Iterable[Document], removed: Sequence[int] = ()) -> None:
        with self._writer() as writer:
            writer.remove(removed)
            for document in added:
                writer.add(document)
        with contextlib.suppress(OSError):  # the update is done; merging can wait
            while self.tidy(at_most=FOLDED_IN_PASSING):
                pass

    def begin_update(
        self, added: Iterable[Document], removed: Sequence[int], run: Run
    ) -> Callable[[], object]:
        writer = self._writer()
        writer.remove(removed)
        writer.add_all(added, run)
        if removed or run is map:
            writer.wait()
        return writer.commit

    def tidy(self, at_most: int | None = None, pause: Callable[[], object] = do_nothing) -> bool:

        def tidy_now(_: WhooshEngine, now: Snapshot) -> bool:
            return self._tidy(now, at_most, pause)

        return self._of_own(tidy_now)

    def missing_dates(self) -> tuple[DateRange, ...]:
        return dates_of(self._current().missing)

    def is_complete(self) -> bool:
        """Return whether `note_complete` has ever been called on this index."""
        return self._current().manifest.is_complete

    def note_complete(self) -> None:
        now = self._current()
        if now.missing or not now.manifest.is_complete:
            with self._writer() as writer:
                writer.note_complete()
        for path in self._index.folder.parent.iterdir():
            if path != self._index.folder and OURS.fullmatch(path.name):
                shutil.rmtree(path, ignore_errors=True)

    def page(
        self,
        query: Query,
        order: Order = Order.NEWEST,
        *,
        limit: int = 50,
        offset: int = 0,
        cancelled: Callable[[], bool] = never,
    ) -> tuple[int, ...]:
        if query.root is None:
            return ()

        def ids(engine: WhooshEngine, now: Snapshot) -> tuple[int, ...]:
            return engine._page(query, now, order, offset, limit, cancelled)

        return self._on_snapshot(ids)

    def search(
        self,
        query: Query,
        order: Order = Order.NEWEST,
        *,
        limit: int = 50,
        offset: int = 0,
        exact: bool = False,
        cancelled: Callable[[], bool] = never,
    ) -> Found:
        if query.root is None:
            return Found((), 0, True)

        def answer(engine: WhooshEngine, now: Snapshot) -> Found:
            question = engine._question(query, now)
            if exact:
                question.run(CountCollector(question, cancelled))
            page = engine._page(query, now, order, offset, limit, cancelled)
            return _found(*question.tally(cancelled), now, page)

        return self._on_snapshot(answer)

    def count(self, query: Query, cancelled: Callable[[], bool] = never) -> Iterator[Found]:
        if query.root is None:
            yield Found((), 0, True)
            return
        engine = self._answering()
        while True:
            now = engine._current()
            engine._texts.watch()
            try:
                question = engine._question(query, now)
                answer = _found(*question.tally(cancelled), now)
                yield answer
                for _ in question.decide(cancelled):
                    answer = _found(*question.tally(cancelled), now)
                    yield answer
                if not answer.total_is_exact:  # another thread has decided the rest
                    yield _found(*question.tally(cancelled), now)
                if not engine._is_outdated(now):
                    return
            except SegmentDamaged as damage:
                engine._leave_out(damage.name)

    def matches(self, query: Query, cancelled: Callable[[], bool] = never) -> Ids:
        if query.root is None:
            return np.empty(0, np.uint32)

        def answer(engine: WhooshEngine, now: Snapshot) -> Ids:
            question = engine._question(query, now, is_paged=False)
            for _ in question.decide(cancelled):
                pass
            return question.matches()

        return self._on_snapshot(answer)

    def words_beginning_with(self, typed: str, limit: int) -> list[str]:
        def words(engine: WhooshEngine, now: Snapshot) -> list[str]:
            return words_beginning_with(engine._searcher(now), typed, limit)

        return self._on_snapshot(words)

    def words_alike(self, typed: str, limit: int) -> list[str]:
        def words(engine: WhooshEngine, now: Snapshot) -> list[str]:
            return words_alike(engine._searcher(now), typed, limit)

        return self._on_snapshot(words)

    def frequencies(self, needles: Sequence[str]) -> list[int]:
        def answer(engine: WhooshEngine, now: Snapshot) -> list[int]:
            # any of those that have to be read may contain it
            unindexed = sum(segment.entry.documents for segment in engine._whole(now).unindexed)
            indexed = engine._totals_for(now).frequencies(now.segments, needles)
            return [frequency + unindexed for frequency in indexed]

        return self._on_snapshot(answer)

    def remark(self) -> QueryRemark | None:
        if self._answering() is self:
            return None
        return QueryRemark(IgnoredPart.FORMER_INDEX, "")

    def check(self) -> list[str]:
        try:
            damaged = self._index.damaged()
        except (OSError, IndexDamaged) as error:
            return [say("目录无法读取（{reason}）", reason=error)]
        for entry in damaged:
            self._leave_out(entry.name)
        return [say("{file} 与写入时不同", file=entry.file_name) for entry in damaged]

    def close(self) -> None:
        with self._choosing:
            if self.older is not None:
                self.older.close()
        index = self._index
        self._index = GramIndex(index.folder, self._texts, index.files, index.grams_of)
        self._seen = None
        self._last_whole = None
        self._last_searcher = None
        self._last_question = None
        self._last_totals = None
        self._snapshot = Snapshot(manifest.Manifest(), {})

    def _page(
        self,
        query: Query,
        now: Snapshot,
        order: Order,
        offset: int,
        limit: int,
        cancelled: Callable[[], bool],
    ) -> tuple[int, ...]:
        question = self._question(query, now)
        collector = PageCollector(order, offset, limit, execution=question, cancelled=cancelled)
        question.run(collector)
        self._texts.known(
            collector.ids[:_LOOKED_FOR]
        )  # what the index alone decides is not looked for otherwise
        return collector.ids

    def _question(self, query: Query, now: Snapshot, *, is_paged: bool = True) -> QueryExecution:
        """Return the last execution, with its cached results, if query and snapshot are the same; else a new one."""
        with self._remembering:
            last = self._last_question
            if last is not None and last[0] == query and last[1] is now:
                return last[2]
            execution = QueryExecution(query, self._searcher(now), is_paged=is_paged)
            self._last_question = query, now, execution
            return execution

    def _searcher(self, now: Snapshot) -> ArticleSearcher:
        last = self._last_searcher
        if last is not None and last[0] is now:
            return last[1]
        searcher = self._index.searcher_of(self._whole(now))
        self._last_searcher = now, searcher
        return searcher

    def _whole(self, now: Snapshot) -> Snapshot:
        """Return the state with the documents that no segment has, which are looked for once for each state."""
        with self._completing:
            last = self._last_whole
            if last is not None and last[0] is now:
                return last[1]
            whole = self._index.with_unindexed(now)
            self._last_whole = now, whole
            return whole

    def _totals_for(self, now: Snapshot) -> GramTotals:
        with self._totalling:
            totals = self._last_totals
            if totals is None or not totals.serve(now.segments):
                totals = GramTotals(now.segments, TEXT)
                self._last_totals = totals
            return totals

    def _current(self) -> Snapshot:
        """Return the current state of the index, without damaged segments; it is opened again after a change.

        While another program holds the index, the state that was opened before is returned. Raises IndexHeld if there
        is none.
        """
        with self._open_lock:
            try:
                self._open_if_changed()
            except IndexHeld:
                if self._seen is None or self._seen[1] != self._damaged:
                    raise
            return self._snapshot

    def _open_if_changed(self) -> None:
        pointer = self._index.files.pointer()
        if self._seen != (pointer, self._damaged):
            self._damaged |= self._index.files.suspected()
            self._snapshot = self._index.snapshot(without=self._damaged)
            self._seen = pointer, self._damaged

    def _answering(self) -> WhooshEngine:
        """Return the engine whose index searches use at the moment."""
        with self._choosing:
            # one whose files are deleted is empty, and is let go all the same
            if self.older is not None and self.is_complete():
                self.older.close()
                self.older = None
            return self.older or self

    def _on_snapshot(self, act: Callable[[WhooshEngine, Snapshot], _Answer]) -> _Answer:
        """Return what `_of_own` returns for the engine whose index searches use."""
        return self._answering()._of_own(act)

    def _of_own(self, act: Callable[[WhooshEngine, Snapshot], _Answer]) -> _Answer:
        """Return the result of `act` on the current state.

        It is repeated without a segment that proves damaged, and on the next state if documents are gone: between the
        commit of the catalogue and the next state of the index, what replaces them would be in no search.
        """
        while True:
            now = self._current()
            self._texts.watch()
            try:
                answer = act(self, now)
            except SegmentDamaged as damage:
                self._leave_out(damage.name)
                continue
            if not self._is_outdated(now):
                return answer

    def _is_outdated(self, now: Snapshot) -> bool:
        """Return whether a document of this state is gone, and the next state has come within `_PUBLISHED_WITHIN`."""
        if not self._texts.has_missed() or now is self._waited_in_vain:
            return False
        end = time.monotonic() + _PUBLISHED_WITHIN
        while time.monotonic() < end:
            if self._current() is not now:
                return True
            time.sleep(_LOOKED_EVERY)
        self._waited_in_vain = now
        return False

    def _leave_out(self, name: str) -> None:
        self._damaged |= {name}
        self._index.files.suspect(name)

    def _writer(self) -> GramWriter:
        from reader.search.index.gram_writer import GramWriter  # a process that only searches needs none

        return GramWriter(self._index, without=self._damaged)

    def _tidy(self, now: Snapshot, at_most: int | None, pause: Callable[[], object]) -> bool:
        from reader.search.index.gram_writer import next_merge

        policy = next_merge(now, self._texts, at_most, pause)
        if policy is None:
            return False
        self._writer().commit(mergetype=policy)
        return True


def _found(tally: CandidateCounts, is_exact: bool, now: Snapshot, page: tuple[int, ...] = ()) -> Found:
    return Found(
        page,
        tally.total,
        is_exact,
        tally.by_month,
        tally.by_page,
        tally.by_newspaper,
        dates_of(now.missing),
    )


def dates_of(entries: Iterable[SegmentEntry]) -> tuple[DateRange, ...]:
    """Return the date ranges of segments, ascending; overlapping ranges are joined."""
    ranges: list[tuple[int, int]] = []
    for oldest, newest in sorted((entry.oldest, entry.newest) for entry in entries):
        if ranges and oldest <= ranges[-1][1]:
            oldest = ranges[-1][0]
            newest = max(ranges.pop()[1], newest)
        ranges.append((oldest, newest))
    return tuple(DateRange(date_of(oldest), date_of(newest)) for oldest, newest in ranges)
