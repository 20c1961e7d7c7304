"""The writer of the index: inverts documents in bulk, writes segments by spans of dates, publishes them atomically."""

import contextlib
import os
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import IndexReader
from whoosh.writing import IndexWriter

from reader.search.day_numbers import UNDATED, day_number
from reader.search.engine import Document, IndexDamaged
from reader.search.index import manifest, spans
from reader.search.index.article_searcher import ArticleSearcher
from reader.search.index.gram_builder import BATCH_CHARACTERS, SegmentBuilder
from reader.search.index.manifest import Manifest, SegmentEntry, Span
from reader.search.terms import ID

if TYPE_CHECKING:
    from reader.search.index.gram_index import GramIndex

MergePolicy = Callable[["GramWriter"], object]
"""The work of a commit before it publishes: removes documents from the index, and adds them anew."""


class GramWriter(IndexWriter):
    """Whoosh's writer of this index: adds and removes documents in bulk; `commit` publishes all of it, or nothing.

    The caller sees to it that there is one at a time. Segments that can't be read are set aside. Raises OSError where
    the index can't be written, IndexDamaged where its manifest can't be read.
    """

    def __init__(self, index: "GramIndex", without: Collection[str] = ()) -> None:
        self._index = index
        self._folder = index.folder
        self._folder.mkdir(parents=True, exist_ok=True)
        self._base = index.snapshot({*without, *manifest.suspected(self._folder)})
        manifest.sweep(self._folder, self._base.manifest)
        self._firsts = [span.first for span in self._base.manifest.spans]
        self._is_complete = self._base.manifest.is_complete
        self._keeps_set_aside = True
        self._builders: dict[int, _Builder] = {}
        self._written: list[_Written] = []
        self._added = 0
        self._removed: set[int] = set()

    def __enter__(self) -> "GramWriter":
        return self

    def reader(self, **options: Any) -> IndexReader:
        """Return a reader of the index as it was when the writer was made."""
        return self._index.reader_of(self._base)

    def searcher(self, **options: Any) -> ArticleSearcher:
        """Return a searcher of the index as it was when the writer was made."""
        return self._index.searcher_of(self._base, **options)

    def add_document(self, **fields: Any) -> None:
        """Add a document, or replace the one with its id.

        Fields are `id`, `newspaper`, `day` (a date), `page`, and `text`: a search text (`terms.search_text`), of which
        all other fields are made.
        """
        self.add(
            Document(fields["id"], fields["newspaper"], fields.get("day"), fields.get("page"), fields["text"])
        )

    def update_document(self, **fields: Any) -> None:
        """Add a document, or replace the one with its id."""
        self.add_document(**fields)

    def add_reader(self, reader: IndexReader) -> None:
        """Raise NotImplementedError: segments of another reader have no texts."""
        raise NotImplementedError("the segments of another reader have no texts: add its documents")

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Remove a document by its number in `reader`; it can't be brought back."""
        if delete:
            self.remove([self.reader().stored_fields(docnum)[ID]])

    def add(self, document: Document) -> None:
        """Add a document, or replace the one with its id. Many are added fastest newest first."""
        day = day_number(document.date)
        at = spans.span_of(self._firsts, day)
        builder = self._builders.get(at)
        if (
            builder
            and len(builder) >= spans.FILLED
            and (day != builder.last_day or len(builder) >= spans.LARGEST)
        ):
            self._write(self._builders.pop(at))
            builder = None
        if builder is None:
            builder = self._builders[at] = _Builder(self._folder)
        builder.last_day = day
        builder.arrivals.append(self._added)
        builder.add(document)
        self._added += 1
        if sum(each.waiting for each in self._builders.values()) >= BATCH_CHARACTERS:
            max(self._builders.values(), key=lambda each: each.waiting).invert()

    def remove(self, ids: Iterable[int]) -> None:
        """Remove the documents with these ids from the segments published before; unknown ids are ignored."""
        self._removed.update(ids)

    def cut(self, day: int) -> None:
        """Begin a span with this day. Documents of segments that reach across it must be removed and added again."""
        self._firsts = sorted({*self._firsts, day})

    def note_complete(self) -> None:
        """Record that the index holds all it is to hold; segments that are set aside are dropped at the next commit."""
        self._is_complete = True
        self._keeps_set_aside = False

    def commit(self, mergetype: MergePolicy | None = None, **options: Any) -> None:
        """Publish what was added and removed, after the work of `mergetype`. If that raises, nothing is published."""
        before = self._base.manifest
        try:
            if mergetype is not None:
                mergetype(self)
            entries = self._remaining()
            for builder in self._builders.values():
                self._write(builder)
            entries += self._without_doubles()
            after = Manifest(before.generation + 1, self._in_spans(entries), self._is_complete)
            if replace(after, generation=before.generation) != before:
                manifest.publish(self._folder, after)
        finally:
            self.cancel()

    def cancel(self, **options: Any) -> None:
        """Discard all that was not published."""
        for builder in self._builders.values():
            builder.close()
        with contextlib.suppress(OSError, IndexDamaged):
            manifest.sweep(self._folder, manifest.read(self._folder, manifest.current(self._folder)))

    def _write(self, builder: "_Builder") -> None:
        with contextlib.closing(builder):
            entry = SegmentEntry(os.urandom(8).hex(), len(builder), (), 0, 0, 0, 0)
            path = self._folder / entry.file_name
            built = builder.write(path)
            entry = replace(
                entry, oldest=built.oldest, newest=built.newest, size=path.stat().st_size, crc=built.crc
            )
        arrivals = np.frombuffer(builder.arrivals, np.int64)[built.order]
        self._written.append(_Written(entry, built.ids, arrivals))

    def _remaining(self) -> list[SegmentEntry]:
        """Return the segments published before, less removed and replaced documents; those left empty are omitted."""
        added = [np.array(builder.ids, np.int64) for builder in self._builders.values()]
        gone = np.concatenate(
            [np.array(list(self._removed), np.int64), *added, *(w.ids for w in self._written)]
        )
        entries = []
        for entry in self._base.manifest.segments:
            segment = self._base.segments.get(entry.name)
            if segment is None:
                if self._keeps_set_aside:
                    entries.append(replace(entry, is_set_aside=True))
                continue
            removed = np.union1d(
                np.array(entry.removed, np.int64), np.flatnonzero(np.isin(segment.ids, gone))
            )
            if len(removed) < entry.documents:
                entries.append(replace(entry, removed=tuple(removed.tolist())))
        return entries

    def _without_doubles(self) -> Iterator[SegmentEntry]:
        """Yield the segments that were written; of several documents with one id, only the last added remains."""
        ids = np.concatenate([_NO_IDS, *(written.ids for written in self._written)])
        arrivals = np.concatenate([_NO_ARRIVALS, *(written.arrivals for written in self._written)])
        order = np.lexsort((arrivals, ids))
        is_double = np.zeros(len(ids), bool)
        is_double[order[:-1]] = ids[order[:-1]] == ids[order[1:]]
        begin = 0
        for written in self._written:
            doubles = np.flatnonzero(is_double[begin : begin + written.entry.documents])
            begin += written.entry.documents
            if len(doubles) < written.entry.documents:
                yield replace(written.entry, removed=tuple(doubles.tolist()))

    def _in_spans(self, entries: Sequence[SegmentEntry]) -> tuple[Span, ...]:
        of_span: dict[int, list[SegmentEntry]] = {first: [] for first in self._firsts}
        for entry in entries:
            of_span[self._firsts[spans.span_of(self._firsts, entry.oldest)]].append(entry)
        return tuple(Span(first, tuple(of_span[first])) for first in self._firsts)


_NO_IDS = np.empty(0, np.uint32)
_NO_ARRIVALS = np.empty(0, np.int64)


class _Builder(SegmentBuilder):
    """A builder that keeps the positions of its documents among all documents added, and the day of the last."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.arrivals = array("q")
        self.last_day = UNDATED


@dataclass(frozen=True, slots=True)
class _Written:
    """A segment that was written; for each of its documents the id, and the position among all documents added."""

    entry: SegmentEntry
    ids: NDArray[np.uint32]
    arrivals: NDArray[np.int64]
