"""A Whoosh index of gram segments whose table of contents is the manifest."""

import contextlib
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex
from whoosh.reading import EmptyReader, IndexReader, MultiReader

from reader.search.engine import IndexDamaged, Texts
from reader.search.index import manifest
from reader.search.index.manifest import Manifest, SegmentEntry
from reader.search.index.segments import FolderFiles, IndexFiles, OpenFile, Segment

if TYPE_CHECKING:
    from reader.search.index.article_searcher import ArticleSearcher
    from reader.search.index.gram_writer import GramWriter

_NAME = "grams"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One state of the index: a manifest, and those of its segments that could be opened, by name."""

    manifest: Manifest
    segments: Mapping[str, Segment]

    @property
    def missing(self) -> list[SegmentEntry]:
        """The segments that could not be opened."""
        return [entry for entry in self.manifest.segments if entry.name not in self.segments]


class GramIndex(FileIndex):
    """The index in `folder`; empty, where the folder does not exist.

    Opening and writing it raise IndexDamaged where its manifest is damaged.
    """

    def __init__(self, folder: Path, texts: Texts | None = None, files: IndexFiles | None = None) -> None:
        """Open nothing yet. Without `texts`, those of the articles, the index can be read, but no candidate confirmed.

        `files` are the files of the index where they are not in `folder`; such an index is never written.
        """
        # not through FileIndex, which would look for a pickled table of contents
        self.folder = folder
        self.files = files or FolderFiles(folder)
        self.storage = FileStorage(str(folder))
        self.indexname = _NAME
        self.texts = texts
        self._files: dict[str, OpenFile] = {}
        self._opening = threading.Lock()

    def pointer(self) -> bytes | None:
        """Return bytes that differ whenever the index has changed, by whatever process; costs microseconds."""
        return self.files.pointer()

    def manifest(self) -> Manifest:
        return manifest.led_to(self.pointer(), self.files.content)

    def snapshot(self, without: Collection[str] = ()) -> Snapshot:
        """Return the current state; segments that are open already are not opened again.

        Segments that can't be opened are left out, and so are those named in `without`.
        """
        with self._opening:
            return self._snapshot(without)

    def _snapshot(self, without: Collection[str]) -> Snapshot:
        while True:
            pointer = self.pointer()
            try:
                of = manifest.led_to(pointer, self.files.content)
                files = dict(self._opened(entry for entry in of.segments if entry.name not in without))
            except FileNotFoundError as error:
                if self.pointer() == pointer:
                    raise IndexDamaged("no manifest") from error
                continue
            if self.pointer() == pointer:  # else files may have been deleted with their generation
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
                    yield entry.name, self._files.get(entry.name) or self._open(entry)

    def _open(self, entry: SegmentEntry) -> OpenFile:
        return OpenFile(self.files.open(entry.file_name), entry)

    def latest_generation(self) -> int:
        return self.manifest().generation

    def last_modified(self) -> int:
        return int((self.folder / self.manifest().file_name).stat().st_mtime)

    def writer(self, procs: int = 1, **options: Any) -> "GramWriter":
        """Return a writer of this index; Whoosh's own would write segments of another kind."""
        from reader.search.index.gram_writer import GramWriter

        return GramWriter(self, **options)

    def damaged(self) -> list[SegmentEntry]:
        """Read every byte of every segment, and return the damaged ones. Raises IndexDamaged, OSError."""
        return [entry for entry in self.manifest().segments if not self._is_whole(entry)]

    def _is_whole(self, entry: SegmentEntry) -> bool:
        try:
            self._open(entry).check()
        except (OSError, IndexDamaged):
            return False
        return not entry.is_set_aside

    def reader(self, reuse: IndexReader | None = None) -> IndexReader:
        return self.reader_of(self.snapshot())

    def searcher(self, **options: Any) -> "ArticleSearcher":
        """Return a searcher of the current state, for any of Whoosh's queries and those of `search.query`."""
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
