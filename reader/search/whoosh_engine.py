"""The engine on Whoosh: an index in a folder, queried by `query_execution`, merged as `spans` decides."""

import contextlib
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np

from reader.i18n import say
from reader.search.collectors import CountCollector, PageCollector
from reader.search.day_numbers import date_of
from reader.search.engine import DateRange, Document, Found, Ids, IndexDamaged, Order, Texts
from reader.search.index import manifest, merging
from reader.search.index.article_searcher import ArticleSearcher
from reader.search.index.gram_index import GramIndex, Snapshot
from reader.search.index.gram_totals import GramTotals
from reader.search.index.gram_writer import GramWriter
from reader.search.index.index_files import IndexFiles
from reader.search.index.manifest import SegmentEntry
from reader.search.index.segments import SegmentDamaged
from reader.search.query import Query
from reader.search.query_execution import QueryExecution
from reader.search.schema import TEXT
from reader.search.span_answer import CandidateCounts
from reader.search.vocabulary import words_alike, words_beginning_with

FOLDED_IN_PASSING = 5000
"""Documents that a merge at the end of an update may rebuild; larger ones wait for `tidy`."""

_Answer = TypeVar("_Answer")


class WhooshEngine:
    """`engine.Engine` in a folder of its own, which may be deleted at any moment: then nothing is found.

    Any thread may search; updates by other processes are seen at the next search. One thread at a time may update. A
    damaged segment is left out, and its dates are reported as missing. Everything raises `IndexDamaged` where not even
    the manifest can be read: then delete the folder and add everything again.
    """

    def __init__(self, folder: Path, texts: Texts, files: IndexFiles | None = None) -> None:
        """`files` are those of an index that is not in the folder, and is only read."""
        self._folder = folder
        self._texts = texts
        self._files = files
        self._index = GramIndex(folder, texts, files)
        self._opening = threading.Lock()
        self._damaged: frozenset[str] = frozenset()
        """Names of segments that could be opened, but not read."""
        self._remembering = threading.Lock()
        self._last_searcher: tuple[Snapshot, ArticleSearcher] | None = None
        self._last_question: tuple[Query, Snapshot, QueryExecution] | None = None
        self._totalling = threading.Lock()
        self._last_totals: GramTotals | None = None
        self._seen: tuple[bytes | None, frozenset[str]] | None = None
        self._snapshot = Snapshot(manifest.Manifest(), {})
        self._current()

    @property
    def index(self) -> GramIndex:
        """The index as Whoosh knows it."""
        return self._index

    def __len__(self) -> int:
        return sum(segment.entry.live for segment in self._current().segments.values())

    def ids(self) -> Ids:
        return self._asked(lambda now: np.sort(merging.ids_of(now.segments.values())))

    def update(self, added: Iterable[Document], removed: Sequence[int] = ()) -> None:
        with self._writer() as writer:
            writer.remove(removed)
            for document in added:
                writer.add(document)
        with contextlib.suppress(OSError):  # the update is done; merging can wait
            while self.tidy(at_most=FOLDED_IN_PASSING):
                pass

    def tidy(self, at_most: int | None = None, pause: Callable[[], object] = lambda: None) -> bool:
        return self._asked(lambda now: self._tidy(now, at_most, pause))

    def missing_dates(self) -> tuple[DateRange, ...]:
        return dates_of(self._current().missing)

    def is_complete(self) -> bool:
        """Return whether `note_complete` was ever called on it."""
        return self._current().manifest.is_complete

    def note_complete(self) -> None:
        with self._writer() as writer:
            writer.note_complete()

    def page(
        self,
        query: Query,
        order: Order = Order.NEWEST,
        *,
        limit: int = 50,
        offset: int = 0,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> tuple[int, ...]:
        if query.root is None:
            return ()
        return self._asked(lambda now: self._page(query, now, order, offset, limit, cancelled))

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

        def answer(now: Snapshot) -> Found:
            question = self._question(query, now)
            if exact:
                question.run(CountCollector(question, cancelled))
            page = self._page(query, now, order, offset, limit, cancelled)
            return _found(*question.tally(cancelled), now, page)

        return self._asked(answer)

    def count(self, query: Query, cancelled: Callable[[], bool] = lambda: False) -> Iterator[Found]:
        if query.root is None:
            yield Found((), 0, True)
            return
        while True:
            now = self._current()
            try:
                question = self._question(query, now)
                yield (found := _found(*question.tally(cancelled), now))
                for _ in question.decide(cancelled):
                    yield (found := _found(*question.tally(cancelled), now))
                if not found.total_is_exact:  # another thread has decided the rest
                    yield _found(*question.tally(cancelled), now)
                return
            except SegmentDamaged as damage:
                self._leave_out(damage.name)

    def matches(self, query: Query, cancelled: Callable[[], bool] = lambda: False) -> Ids:
        if query.root is None:
            return np.empty(0, np.uint32)

        def answer(now: Snapshot) -> Ids:
            question = self._question(query, now)
            question.run(CountCollector(question, cancelled))
            return question.matches()

        return self._asked(answer)

    def words_beginning_with(self, typed: str, limit: int) -> list[str]:
        return self._asked(lambda now: words_beginning_with(self._searcher(now), typed, limit))

    def words_alike(self, typed: str, limit: int) -> list[str]:
        return self._asked(lambda now: words_alike(self._searcher(now), typed, limit))

    def frequencies(self, needles: Sequence[str]) -> list[int]:
        return self._asked(lambda now: self._totals_for(now).frequencies(now.segments, needles))

    def check(self) -> list[str]:
        try:
            damaged = self._index.damaged()
        except (OSError, IndexDamaged) as error:
            return [say("目录读不出来（{reason}）", reason=error)]
        for entry in damaged:
            self._leave_out(entry.name)
        return [say("{file} 与写入时不同", file=entry.file_name) for entry in damaged]

    def close(self) -> None:
        self._index = GramIndex(self._folder, self._texts, self._files)
        self._seen = self._last_searcher = self._last_question = self._last_totals = None
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
        return collector.ids

    def _question(self, query: Query, now: Snapshot) -> QueryExecution:
        """Return the last execution, with its cached results, if query and snapshot are the same; else a new one."""
        with self._remembering:
            last = self._last_question
            if last is None or last[0] != query or last[1] is not now:
                last = self._last_question = query, now, QueryExecution(query, self._searcher(now))
            return last[2]

    def _searcher(self, now: Snapshot) -> ArticleSearcher:
        last = self._last_searcher
        if last is None or last[0] is not now:
            last = self._last_searcher = now, self._index.searcher_of(now)
        return last[1]

    def _totals_for(self, now: Snapshot) -> GramTotals:
        with self._totalling:
            last = self._last_totals
            if last is None or not last.serve(now.segments):
                last = self._last_totals = GramTotals(now.segments, TEXT)
            return last

    def _current(self) -> Snapshot:
        """Return the current state of the index."""
        with self._opening:
            pointer = self._index.pointer()
            if self._seen != (pointer, self._damaged):
                self._damaged |= self._index.files.suspected()
                self._snapshot = self._index.snapshot(without=self._damaged)
                self._seen = pointer, self._damaged
            return self._snapshot

    def _asked(self, act: Callable[[Snapshot], _Answer]) -> _Answer:
        """Return the result of `act` on the current state; repeat it without the segments that prove to be damaged."""
        while True:
            try:
                return act(self._current())
            except SegmentDamaged as damage:
                self._leave_out(damage.name)

    def _leave_out(self, name: str) -> None:
        self._damaged |= {name}
        self._index.files.suspect(name)

    def _writer(self) -> GramWriter:
        return GramWriter(self._index, without=self._damaged)

    def _tidy(self, now: Snapshot, at_most: int | None, pause: Callable[[], object]) -> bool:
        policy = merging.next_merge(now, self._texts, at_most, pause)
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
    """Return the date ranges of segments; overlapping ones are joined."""
    ranges: list[tuple[int, int]] = []
    for oldest, newest in sorted((entry.oldest, entry.newest) for entry in entries):
        if ranges and oldest <= ranges[-1][1]:
            oldest, newest = ranges[-1][0], max(ranges.pop()[1], newest)
        ranges.append((oldest, newest))
    return tuple(DateRange(date_of(oldest), date_of(newest)) for oldest, newest in ranges)
