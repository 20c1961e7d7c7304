"""A Whoosh index of gram segments whose table of contents is the manifest."""

import contextlib
import secrets
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex

from reader.messages import say
from reader.search import manifest
from reader.search.engine import Document
from reader.search.gram_builder import SegmentBuilder
from reader.search.gram_codec import GramSegment, schema
from reader.search.gram_files import Container, IndexDamaged, fingerprint
from reader.search.manifest import Manifest, SegmentEntry

_NAME = "grams"


class GramIndex(FileIndex):
    """The index in `folder`, which need not exist: then it is empty.

    What opens or writes it raises `IndexDamaged` where its files are not what was written.
    """

    def __init__(self, folder: Path) -> None:
        # not through FileIndex, which would look for a pickled table of contents
        self.folder = folder
        self.storage = FileStorage(str(folder))  # type: ignore[no-untyped-call]
        self.indexname = _NAME
        self._schema = schema()
        self._containers: dict[str, Container] = {}

    def pointer(self) -> bytes:
        """Differs whenever the index has changed, by whatever process; costs microseconds."""
        return manifest.current(self.folder)

    def manifest(self) -> Manifest:
        return manifest.read(self.folder, self.pointer())

    def segments(self, of: Manifest) -> list[GramSegment]:
        """The segments, opened; what is open already is not opened again. Raises FileNotFoundError."""
        opened = {
            entry.name: self._containers.get(entry.name) or _opened(self.folder, entry)
            for entry in of.segments
        }
        self._containers = opened
        return [
            GramSegment(_NAME, entry, opened[entry.name])  # type: ignore[abstract]  # nothing is removed through it
            for entry in of.segments
        ]

    def latest_generation(self) -> int:
        return self.manifest().generation

    def last_modified(self) -> int:
        return int((self.folder / self.manifest().file_name).stat().st_mtime)

    def writer(self, procs: int = 1, **options: object) -> "GramWriter":  # type: ignore[override]
        """Not Whoosh's own, which would write segments of another kind."""
        return GramWriter(self)

    def check(self) -> list[str]:
        """Reads every byte of the index; what is wrong with it, a sentence each."""
        try:
            entries = self.manifest().segments
        except (OSError, IndexDamaged) as error:
            return [say("目录读不出来（{reason}）", reason=error)]
        return [
            say("{file} 与写入时不同", file=entry.file_name) for entry in entries if not self._is_whole(entry)
        ]

    def _is_whole(self, entry: SegmentEntry) -> bool:
        try:
            return fingerprint(self.folder / entry.file_name) == (entry.size, entry.crc)
        except OSError:
            return False

    def _read_toc(self) -> TOC:
        read = self.manifest()
        return TOC(self._schema, self.segments(read), read.generation)  # type: ignore[no-untyped-call]


def _opened(folder: Path, entry: SegmentEntry) -> Container:
    return Container(folder / entry.file_name, entry.size)


class GramWriter:
    """Adds and removes documents; all of it becomes true with `commit`, or nothing.

    One at a time: the caller sees to that. Raises OSError where the index can't be written, IndexDamaged where it
    can't be read.
    """

    def __init__(self, index: GramIndex) -> None:
        self._index = index
        index.folder.mkdir(parents=True, exist_ok=True)
        self._base = index.manifest()
        try:
            self._segments = index.segments(self._base)
        except FileNotFoundError as error:  # nobody else deletes any
            raise IndexDamaged("files of the index are missing") from error
        manifest.sweep(index.folder, self._base)
        self._builder = SegmentBuilder(index.folder)
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
        self._builder.add(document)

    def remove(self, ids: Iterable[int]) -> None:
        """Removes the documents with these ids that were there before; those that are not are passed over."""
        self._removed.update(ids)

    def commit(self) -> None:
        folder = self._index.folder
        try:
            entries = self._remaining()
            if self._builder.ids:
                entries.append(self._built())
            if tuple(entries) != self._base.segments:
                manifest.publish(folder, Manifest(self._base.generation + 1, tuple(entries)))
        finally:
            self._builder.close()
            with contextlib.suppress(OSError):
                manifest.sweep(folder, self._index.manifest())

    def cancel(self) -> None:
        self._builder.close()

    def _remaining(self) -> list[SegmentEntry]:
        """The segments there were, without what is removed or replaced, and without those that are then empty."""
        gone = np.array(sorted(self._removed.union(self._builder.ids)), np.int64)
        entries = []
        for segment in self._segments:
            entry = segment.entry
            removed = np.flatnonzero(~segment.is_live | np.isin(segment.ids, gone)).tolist()
            if len(removed) < entry.documents:
                entries.append(
                    SegmentEntry(entry.name, entry.documents, tuple(removed), entry.size, entry.crc)
                )
        return entries

    def _built(self) -> SegmentEntry:
        name = secrets.token_hex(8)
        replaced = tuple(sorted(self._builder.replaced))
        unwritten = SegmentEntry(name, len(self._builder.ids), replaced, 0, 0)
        path = self._index.folder / unwritten.file_name
        crc = self._builder.write(path)
        return SegmentEntry(name, unwritten.documents, replaced, path.stat().st_size, crc)
