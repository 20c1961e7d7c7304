"""The writer of the index: adds documents in bulk, merges segments, publishes changes atomically."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import sys
from array import array
from bisect import bisect_right, insort
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray
from whoosh.reading import IndexReader
from whoosh.writing import IndexWriter

from reader.language.code_arrays import distinct
from reader.language.library_names import LibraryNames, write_names
from reader.newspaper.holdings import Document
from reader.search.documents import UNDATED, Ids, IndexDamaged, IndexHeld, Order, Texts, day_number
from reader.search.index import manifest
from reader.search.index.article_searcher import ArticleSearcher, GramIndex, Snapshot
from reader.search.index.gram_builder import BATCH_CHARACTERS, SegmentBuilder
from reader.search.index.manifest import IndexFiles, Manifest, SegmentEntry, Span
from reader.search.index.segments import Segment, ids_of, reporting_damage
from reader.search.index.word_renewal import is_cut_otherwise, with_new_words
from reader.search.ranking import date_keys
from reader.search.terms import ID

if TYPE_CHECKING:
    from reader.worker_pool import Run


# Merging: the number of segments stays small, none gets too large, and each document is rebuilt few times.
#
# Documents are stored in spans of dates. An update writes a small segment into each span it touches; small segments of
# a span are folded into one, and a span that has grown too large is cut in two. The functions up to `segments_to_cut`
# only decide what to do; `next_merge` returns the work.


FEW = 8
"""The ratio of successive size classes, and the number of segments of one class from which on they are folded."""
FILLED = 140_000
"""When a segment has so many documents, the rest of the same update is written to another one."""
LARGEST = 150_000
"""A span of more documents is cut in two; a segment of so many is not folded any more."""
BESIDE = 5
"""A span that is at least half full and fits into one segment is folded into one if its largest segment has no more
than this many times the documents of the others. A search reads every segment, but takes hardly longer for a large
one."""
DEAD_SHARE = 10
"""A segment is rebuilt when more than one in so many of its documents is removed."""


class Fold(Struct, frozen=True):
    """A step of merging: to rebuild these segments of one span as one."""

    segments: tuple[SegmentEntry, ...]


class Cut(Struct, frozen=True):
    """A step of merging: to cut the span of these segments in two, at the day that `cut_at` returns."""

    segments: tuple[SegmentEntry, ...]


def span_of(firsts: Sequence[int], day: int) -> int:
    """Return the index of the span that contains `day`; `firsts` are the spans' first days."""
    return bisect_right(firsts, day) - 1


def work_to_do(spans: Sequence[Span], at_most: int = sys.maxsize) -> Iterator[Fold | Cut]:
    """Yield all possible steps, the newest spans first; a span that has to be cut is not folded before.

    Full classes of more than `at_most` documents are not folded.
    """
    for span in reversed(spans):
        has_days = len(set(chain.from_iterable((entry.oldest, entry.newest) for entry in span.segments))) > 1
        if has_days and sum(entry.live for entry in span.segments) > LARGEST:
            yield Cut(span.segments)
        elif fold := segments_to_fold(span.segments, at_most):
            yield Fold(tuple(fold))


def segments_to_fold(segments: Sequence[SegmentEntry], at_most: int = sys.maxsize) -> list[SegmentEntry]:
    """Return the segments of a span to fold into one; an empty list if there is nothing to fold.

    Segments are classed by size in powers of `FEW`; a class with `FEW` segments is folded together with all smaller
    ones, if all these have no more than `at_most` documents. So a document is rebuilt once for every class that it
    passes, and a few times more in a large span (`BESIDE`).
    """
    small = sorted((entry for entry in segments if entry.live < LARGEST), key=attrgetter("live"))
    fold: list[SegmentEntry] = []
    of_class: dict[int, int] = {}
    sizes = [entry.live for entry in small]
    for rank, live in enumerate(sizes, start=1):
        # the exponent of the largest power of `FEW` that does not exceed `documents`; 0 for 0
        documents = live
        number = 0
        while documents >= FEW:
            documents //= FEW
            number += 1
        of_class[number] = of_class.get(number, 0) + 1
        if of_class[number] >= FEW and sum(sizes[:rank]) <= at_most:
            fold = small[:rank]
    if LARGEST // 2 <= sum(sizes) <= min(FILLED, at_most) and BESIDE * sum(sizes[:-1]) >= sizes[-1]:
        fold = small
    rotten = [entry for entry in segments if len(entry.removed) * DEAD_SHARE > entry.documents]
    return list(dict.fromkeys([*fold, *rotten]))


def cut_at(days: NDArray[np.integer], counts: NDArray[np.integer], segments: Sequence[SegmentEntry]) -> int:
    """Return the first day of the second part of a span that is to be cut.

    `days` (two or more, ascending) have `counts` documents. The day is the one that makes both parts most equal. A day
    that cuts no segment is preferred if the smaller part then has at least a quarter of the documents.
    """
    firsts = days[1:]
    inequality = np.abs(2 * np.cumsum(counts)[:-1] - counts.sum())
    is_between = np.ones(len(firsts), bool)
    for entry in segments:
        is_between &= (firsts <= entry.oldest) | (entry.newest < firsts)
    is_free = is_between & (2 * inequality <= counts.sum())
    return int(firsts[np.lexsort((inequality, ~is_free))[0]])


def segments_to_cut(segments: Sequence[SegmentEntry], day: int) -> list[SegmentEntry]:
    """Return the segments to rebuild so that a new span can begin with `day`: those with days on both sides.

    If there are any and each part fits into one segment, all segments are returned: they would be folded later anyway.
    """
    over = [entry for entry in segments if entry.oldest < day <= entry.newest]
    fits = sum(entry.live for entry in segments) <= 2 * FILLED
    if over and fits:
        return list(segments)
    return over


class Written(Struct, frozen=True):
    """A newly written segment, with the id of each document and its position among all documents added, as bytes."""

    entry: SegmentEntry
    ids: bytes
    arrivals: bytes


class NewDocuments(Struct, frozen=True):
    """Documents to be written to segments in `folder`, of an index whose spans begin with the days `firsts`.

    Their texts are cut into words by `names`, too.
    """

    folder: str
    firsts: list[int]
    names: LibraryNames
    documents: Sequence[tuple[int, str, dt.date | None, str | None, str]]
    """What the index has of each, as children can be sent no more of a `Document`."""


def write_segments(new: NewDocuments) -> list[Written]:
    """Write the documents to segments that are not published yet. Raises OSError."""
    with contextlib.closing(SegmentsWriter(Path(new.folder), new.firsts, new.names)) as writer:
        for document in new.documents:
            writer.add(Document(*document))
        return writer.written()


class SegmentsWriter:
    """Writes documents to segments, at least one for each span of dates, whose first days are `firsts`.

    Methods raise OSError if the files can't be written.
    """

    def __init__(self, folder: Path, firsts: Sequence[int], names: LibraryNames) -> None:
        self._folder = folder
        self._firsts = firsts
        self._names = names
        self._builders: dict[int, _Builder] = {}
        self._written: list[Written] = []
        self._added = 0

    def add(self, document: Document) -> None:
        """Add a document. Many are added fastest in the order newest first."""
        day = day_number(document.date)
        at = span_of(self._firsts, day)
        builder = self._builders.get(at)
        # if possible between two days, so that segments do not overlap
        if builder and len(builder) >= FILLED and (day != builder.last_day or len(builder) >= LARGEST):
            self._write(self._builders.pop(at))
            builder = None
        if builder is None:
            builder = _Builder(self._folder, self._names)
            self._builders[at] = builder
        builder.last_day = day
        builder.arrivals.append(self._added)
        builder.add(document)
        self._added += 1
        if sum(span_builder.waiting for span_builder in self._builders.values()) >= BATCH_CHARACTERS:
            # the one that frees most memory
            max(self._builders.values(), key=attrgetter("waiting")).invert()

    def written(self) -> list[Written]:
        while self._builders:
            self._write(self._builders.pop(next(iter(self._builders))))  # frees its memory before the next
        return self._written

    def close(self) -> None:
        """Delete temporary files."""
        for builder in self._builders.values():
            builder.close()

    def _write(self, builder: _Builder) -> None:
        with contextlib.closing(builder):
            # a name that was never used: readers of an older manifest may still open the former files
            entry = SegmentEntry(os.urandom(8).hex(), len(builder), (), 0, 0, 0, 0)
            path = self._folder / entry.file_name
            built = builder.write(path)
            entry = replace(
                entry, oldest=built.oldest, newest=built.newest, size=path.stat().st_size, crc=built.crc
            )
        arrivals = np.frombuffer(builder.arrivals, np.int64)[built.order]
        self._written.append(Written(entry, built.ids.tobytes(), arrivals.tobytes()))


class _Builder(SegmentBuilder):
    """A builder with the positions of its documents among all documents added, and the day of the last one."""

    def __init__(self, folder: Path, names: LibraryNames) -> None:
        super().__init__(folder, names)
        self.arrivals = array("q")
        self.last_day = UNDATED


MergePolicy = Callable[["GramWriter"], object]
"""A function that a commit calls before it publishes; it removes documents from the index and adds them again."""


class GramWriter(IndexWriter):
    """The index's implementation of Whoosh's writer; `commit` publishes all changes at once.

    The caller must make sure that there is only one writer at a time. Segments that can't be read are set aside.
    Methods raise OSError if the index can't be written, IndexDamaged if its manifest can't be read.
    """

    def __init__(self, index: GramIndex, without: Collection[str] = ()) -> None:
        self._index = index
        self._folder = index.folder
        self._folder.mkdir(parents=True, exist_ok=True)
        self._base = index.snapshot({*without, *IndexFiles(self._folder).suspected()})
        # what a killed writer has left; there is no other writer now
        manifest.sweep(self._folder, self._base.manifest)
        self._firsts = [span.first for span in self._base.manifest.spans]
        self._is_complete = self._base.manifest.is_complete
        self._names = self._base.names
        self._keeps_set_aside = True
        self._segments = SegmentsWriter(self._folder, self._firsts, self._names)
        self._elsewhere: list[Iterable[list[Written]]] = []
        self._removed: set[int] = set()
        self._renewed: dict[str, SegmentEntry] = {}

    def __enter__(self) -> GramWriter:
        return self

    def reader(self, **options: Any) -> IndexReader:
        return self._index.reader_of(self._base)

    def searcher(self, **options: Any) -> ArticleSearcher:
        return self._index.searcher_of(self._base, **options)

    def add_document(self, **fields: Any) -> None:
        """Add a document, or replace the one with its id.

        Fields are `id`, `newspaper`, `day` (a date), `page`, and `text`: a search text (`terms.search_text`), from
        which all other fields of the schema are derived.
        """
        self.add(
            Document(fields["id"], fields["newspaper"], fields.get("day"), fields.get("page"), fields["text"])
        )

    update_document = add_document

    def add_reader(self, reader: IndexReader) -> None:
        """Raise NotImplementedError: another reader's segments do not contain the texts that have to be indexed."""
        raise NotImplementedError("the segments of another reader have no texts: add its documents")

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Remove a document by its number in `reader`. A removal can't be undone, so `delete=False` does nothing."""
        if delete:
            self.remove([self.reader().stored_fields(docnum)[ID]])

    def add(self, document: Document) -> None:
        """Add a document, or replace the one with its id. Many are added fastest in the order newest first."""
        self._segments.add(document)

    def add_all(self, documents: Iterable[Document], run: Run) -> None:
        """Add documents, each with another id; `run` begins to write them to segments, for which `wait` waits."""
        of_index = [
            (document.id, document.newspaper, document.date, document.page, document.text)
            for document in documents
        ]
        new = NewDocuments(str(self._folder), self._firsts, self._names, of_index)
        self._elsewhere.append(run(write_segments, [new]))

    def wait(self) -> None:
        """Wait until the segments are written, so that `commit` has only to publish them."""
        self._segments.written()
        self._elsewhere = [list(written) for written in self._elsewhere]

    def remove(self, ids: Iterable[int]) -> None:
        """Remove the documents with these ids from the published segments; unknown ids are ignored."""
        self._removed.update(ids)

    def renew(self, segment: Segment, texts: Texts, pause: Callable[[], object]) -> None:
        """Replace a published segment by one with the words that its texts are cut into today."""
        self._renewed[segment.entry.name] = with_new_words(segment, self._folder, self._names, texts, pause)

    def cut(self, day: int) -> None:
        """Begin a new span with this day. The caller must rebuild the segments with days on both sides of it."""
        if day not in self._firsts:
            insort(self._firsts, day)

    def begin_with(self, counts: Mapping[str, int]) -> None:
        """Have names, counted as by `words.counts_of_names`, as words of the texts that later writers add."""
        self._names = write_names(self._folder, counts)

    def note_complete(self) -> None:
        """Record that the index contains all documents; at the next commit, segments set aside are dropped."""
        self._is_complete = True
        self._keeps_set_aside = False

    def commit(self, mergetype: MergePolicy | None = None, **options: Any) -> None:
        """Call `mergetype` if given, and publish what was added and removed. On an exception, nothing is published."""
        before = self._base.manifest
        try:
            if mergetype is not None:
                mergetype(self)
            written = [*self._segments.written(), *chain.from_iterable(chain.from_iterable(self._elsewhere))]
            entries = [*self._remaining(written), *_without_doubles(written)]
            of_span: dict[int, list[SegmentEntry]] = {first: [] for first in self._firsts}
            for entry in entries:
                of_span[self._firsts[span_of(self._firsts, entry.oldest)]].append(entry)
            after = Manifest(
                before.generation + 1,
                tuple(Span(first, tuple(of_span[first])) for first in self._firsts),
                self._is_complete,
                self._names.stamp,
            )
            # an unchanged manifest is not published, so that readers need not open the index again
            if replace(after, generation=before.generation) != before:
                manifest.publish(self._folder, after)
        finally:
            self.cancel()

    def cancel(self, **options: Any) -> None:
        """Discard all changes that are not published."""
        self._segments.close()
        with contextlib.suppress(OSError, IndexDamaged, IndexHeld):
            manifest.sweep(self._folder, IndexFiles(self._folder).manifest())

    def _remaining(self, written: Sequence[Written]) -> Iterator[SegmentEntry]:
        """Yield the published segments without removed and replaced documents; segments left empty are omitted."""
        gone = distinct(np.concatenate([np.array(list(self._removed), np.int64), *map(_ids_of, written)]))
        for entry in self._base.manifest.segments:
            segment = self._base.segments.get(entry.name)
            if segment is None:
                if self._keeps_set_aside:
                    yield replace(entry, is_set_aside=True)
                continue
            removed = {*entry.removed}
            # ids ascend, so that an update usually concerns no segment from before
            if len(gone) and segment.ids.max() >= gone[0]:
                near = gone[np.minimum(gone.searchsorted(segment.ids), len(gone) - 1)]
                removed.update(np.flatnonzero(near == segment.ids).tolist())
            if len(removed) < entry.documents:
                yield replace(self._renewed.get(entry.name, entry), removed=tuple(sorted(removed)))


def _ids_of(written: Written) -> Ids:
    return np.frombuffer(written.ids, np.uint32)


def _without_doubles(segments: Sequence[Written]) -> Iterator[SegmentEntry]:
    """Yield the newly written segments; of several documents with the same id, only the last added remains."""
    if not segments:
        return
    ids = np.concatenate([*map(_ids_of, segments)])
    arrivals = np.concatenate([np.frombuffer(written.arrivals, np.int64) for written in segments])
    order = np.lexsort((arrivals, ids))
    is_double = np.zeros(len(ids), bool)
    is_double[order[:-1]] = ids[order[:-1]] == ids[order[1:]]
    begin = 0
    for written in segments:
        doubles = np.flatnonzero(is_double[begin : begin + written.entry.documents])
        begin += written.entry.documents
        if len(doubles) < written.entry.documents:
            yield replace(written.entry, removed=tuple(doubles.tolist()))


# Segments are merged one step at a time, by rebuilding them from the texts.
#
# Whoosh's own merging reads the posting lists of segments back, document by document. Building from the texts takes
# a thirtieth of the time, and damaged segments need no special case.


# articles that are read between two calls of `pause`
_READ_AT_ONCE = 500


def next_merge(
    now: Snapshot, texts: Texts, at_most: int | None, pause: Callable[[], object]
) -> MergePolicy | None:
    """Return the merge policy for the next step of merging; None if there is none.

    Spans with segments that can't be read, and steps that would rebuild more than `at_most` documents, are skipped. The
    policy calls `pause` every 500 documents.
    """
    readable_spans: list[Span] = []
    for span in now.manifest.spans:
        if all(entry.name in now.segments for entry in span.segments):
            readable_spans.append(span)
    for work in work_to_do(readable_spans, sys.maxsize if at_most is None else at_most):
        segments = [now.segments[entry.name] for entry in work.segments]
        day = None
        if isinstance(work, Cut):
            days, where = np.unique(
                np.concatenate([segment.days for segment in segments]), return_inverse=True
            )
            counts = np.bincount(where, np.concatenate([segment.day_counts for segment in segments]))
            day = cut_at(days, counts, [segment.entry for segment in segments])
            segments = [now.segments[entry.name] for entry in segments_to_cut(work.segments, day)]
        if at_most is None or sum(segment.entry.live for segment in segments) <= at_most:
            return _merge(segments, day, texts, pause)
    if at_most is None:
        return _next_renewal(now, texts, pause)
    return None


def _next_renewal(now: Snapshot, texts: Texts, pause: Callable[[], object]) -> MergePolicy | None:
    """Return the policy that has the newest of the segments cut anew that other words of the reader's own have cut."""
    for entry in reversed(now.manifest.segments):
        segment = now.segments.get(entry.name)
        if segment is not None and is_cut_otherwise(segment, now.names):
            return partial(_renew, segment, texts, pause)
    return None


def _renew(segment: Segment, texts: Texts, pause: Callable[[], object], writer: GramWriter) -> None:
    with reporting_damage(segment):
        writer.renew(segment, texts, pause)


def _merge(
    segments: Sequence[Segment], day: int | None, texts: Texts, pause: Callable[[], object]
) -> MergePolicy:
    """Return a merge policy that rebuilds segments, one for each span; if `day` is given, a new span begins with it."""

    def merge(writer: GramWriter) -> None:
        ids = ids_of(segments)
        keys = []
        for segment in segments:
            for docs in [segment.within()]:
                keys.append(
                    date_keys(
                        Order.NEWEST, segment.dates_of(docs), segment.places_of(docs), segment.ids[docs]
                    )
                )
        # the order in which adding is fastest
        newest_first = ids[np.argsort(np.concatenate([np.empty(0, np.uint64), *keys]))].tolist()
        if day is not None:
            writer.cut(day)
        writer.remove(newest_first)
        for at in range(0, len(newest_first), _READ_AT_ONCE):
            pause()
            batch_ids = newest_first[at : at + _READ_AT_ONCE]
            documents = texts.texts(batch_ids)
            for id in batch_ids:
                if id in documents:
                    writer.add(documents[id])

    return merge
