"""A Whoosh index of gram segments whose table of contents is the manifest."""

import contextlib
import os
import threading
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex
from whoosh.reading import EmptyReader, IndexReader, MultiReader

from reader.search.day_numbers import UNDATED, day_number
from reader.search.engine import Document, IndexDamaged, Texts
from reader.search.index import manifest, spans
from reader.search.index.gram_builder import BATCH_CHARACTERS, SegmentBuilder
from reader.search.index.manifest import Manifest, SegmentEntry, Span
from reader.search.index.segments import OpenFile, Segment

if TYPE_CHECKING:
    from reader.search.index.article_searcher import ArticleSearcher

_NAME = "grams"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One state of the index: a manifest, and by name its segments that could be opened."""

    manifest: Manifest
    segments: Mapping[str, Segment]

    @property
    def missing(self) -> list[SegmentEntry]:
        """What could not be opened."""
        return [entry for entry in self.manifest.segments if entry.name not in self.segments]


class GramIndex(FileIndex):
    """The index in `folder`, which need not exist: then it is empty.

    What opens or writes it raises `IndexDamaged` where its manifest is not what was written.
    """

    def __init__(self, folder: Path, texts: Texts | None = None) -> None:
        """`texts` are those of the articles; without them nothing can be confirmed, only read."""
        # not through FileIndex, which would look for a pickled table of contents
        self.folder = folder
        self.storage = FileStorage(str(folder))
        self.indexname = _NAME
        self.texts = texts
        self._files: dict[str, OpenFile] = {}
        self._opening = threading.Lock()

    def pointer(self) -> bytes | None:
        """Differs whenever the index has changed, by whatever process; costs microseconds."""
        return manifest.current(self.folder)

    def manifest(self) -> Manifest:
        return manifest.read(self.folder, self.pointer())

    def snapshot(self, without: Collection[str] = ()) -> Snapshot:
        """The current state; what is open already is not opened again.

        What can't be opened is left out, and so are the segments of these names.
        """
        with self._opening:
            return self._snapshot(without)

    def _snapshot(self, without: Collection[str]) -> Snapshot:
        while True:
            pointer = self.pointer()
            try:
                of = manifest.read(self.folder, pointer)
                files = dict(self._opened(entry for entry in of.segments if entry.name not in without))
            except FileNotFoundError as error:
                if self.pointer() == pointer:
                    raise IndexDamaged("no manifest") from error
                continue
            if self.pointer() == pointer:  # else files may have gone with the generation they were of
                self._files = files
                return Snapshot(
                    of,
                    {
                        entry.name: Segment(entry, files[entry.name], span.first)
                        for span in of.spans
                        for entry in span.segments
                        if entry.name in files
                    },
                )

    def _opened(self, entries: Iterable[SegmentEntry]) -> Iterator[tuple[str, OpenFile]]:
        for entry in entries:
            if not entry.is_set_aside:
                with contextlib.suppress(OSError, IndexDamaged):
                    yield entry.name, self._files.get(entry.name) or OpenFile(self.folder, entry)

    def latest_generation(self) -> int:
        return self.manifest().generation

    def last_modified(self) -> int:
        return int((self.folder / self.manifest().file_name).stat().st_mtime)

    def writer(self, procs: int = 1, **options: object) -> "GramWriter":  # type: ignore[override]
        """Not Whoosh's own, which would write segments of another kind."""
        return GramWriter(self)

    def damaged(self) -> list[SegmentEntry]:
        """Reads every byte of every segment; those that are not what was written. Raises IndexDamaged, OSError."""
        return [entry for entry in self.manifest().segments if not self._is_whole(entry)]

    def _is_whole(self, entry: SegmentEntry) -> bool:
        try:
            OpenFile(self.folder, entry).check()
        except (OSError, IndexDamaged):
            return False
        return not entry.is_set_aside

    def reader(self, reuse: IndexReader | None = None) -> IndexReader:
        return self.reader_of(self.snapshot())

    def searcher(self, **options: Any) -> "ArticleSearcher":
        """Return a searcher of the current state, for any query of Whoosh's and those of `search.query`."""
        return self.searcher_of(self.snapshot(), **options)

    def searcher_of(self, state: Snapshot, **options: Any) -> "ArticleSearcher":
        """Return a searcher of a state of the index."""
        from reader.search.index.article_searcher import ArticleSearcher

        return ArticleSearcher(self.reader_of(state), self.texts, fromindex=self, **options)

    def reader_of(self, state: Snapshot) -> IndexReader:
        """Return Whoosh's reader of a state of the index."""
        from reader.search.index import gram_codec

        schema, generation = gram_codec.schema(), state.manifest.generation
        readers: list[IndexReader] = [
            gram_codec.GramReader(self.storage, schema, gram_codec.GramSegment(_NAME, segment), generation)
            for segment in state.segments.values()
        ]
        if not readers:
            return EmptyReader(schema)
        return readers[0] if len(readers) == 1 else MultiReader(readers, generation)

    def _read_toc(self) -> TOC:
        from reader.search.index import gram_codec

        now = self.snapshot()
        opened = [gram_codec.GramSegment(_NAME, segment) for segment in now.segments.values()]
        return TOC(gram_codec.schema(), opened, now.manifest.generation)


class GramWriter:
    """Adds and removes documents; all of it becomes true with `commit`, or nothing.

    One at a time: the caller sees to that. Segments that can't be read are set aside. Raises OSError where the index
    can't be written, IndexDamaged where its manifest can't be read.
    """

    def __init__(self, index: GramIndex, without: Collection[str] = ()) -> None:
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

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        if error is None:
            self.commit()
        else:
            self.cancel()

    def add(self, document: Document) -> None:
        """Adds a document, in place of the one with its id."""
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
        """Removes the documents with these ids that were there before; those that are not are passed over."""
        self._removed.update(ids)

    def cut(self, day: int) -> None:
        """Lets a span begin with this day. Segments that reach over it have to be removed and added again."""
        self._firsts = sorted({*self._firsts, day})

    def note_complete(self) -> None:
        """The index holds all it shall hold: what is set aside is needed no more."""
        self._is_complete = True
        self._keeps_set_aside = False

    def commit(self) -> None:
        before = self._base.manifest
        try:
            entries = self._remaining()
            for builder in self._builders.values():
                self._write(builder)
            entries += self._without_doubles()
            after = Manifest(before.generation + 1, self._in_spans(entries), self._is_complete)
            if replace(after, generation=before.generation) != before:
                manifest.publish(self._folder, after)
        finally:
            self.cancel()

    def cancel(self) -> None:
        """Lets go of everything that was not published."""
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
        """The segments there were, without what is removed or replaced, and without those that are then empty."""
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
        """What was written; of documents with the same id all but the last are removed."""
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
    """A builder that remembers which of all documents added it was given, and the day of the last."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.arrivals = array("q")
        self.last_day = UNDATED


@dataclass(frozen=True, slots=True)
class _Written:
    """A segment that was written, the ids of its documents and which of all that were added each of them was."""

    entry: SegmentEntry
    ids: NDArray[np.uint32]
    arrivals: NDArray[np.int64]
