"""The manifest: the list of the segments that make up the index, published atomically.

`manifest-<generation>.json` lists the spans of dates, their segments with size and CRC of each file, and the documents
removed from them. `current.json` names the current manifest with its size and CRC. Replacing `current.json` publishes a
change; files that it does not refer to, directly or through the manifest, are not part of the index. Pickle is never
used.
"""

import contextlib
import json
import os
import re
import zlib
from collections.abc import Callable, Iterator, Sequence, Set
from functools import partial
from itertools import chain, pairwise, starmap
from pathlib import Path
from shutil import rmtree
from typing import Any

from msgspec import Struct, to_builtins

from reader import held_files
from reader.language.library_names import LibraryNames, file_name, is_stamp, names_in
from reader.search.documents import BEYOND, UNDATED, IndexDamaged, IndexHeld, date_of
from reader.storage.disk_errors import explain
from reader.storage.regular_file import Pieces, PositionedFile

WAITING_PREFIX = "waiting-"
"""Prefix of the temporary folders that hold inverted batches until they are written into a segment."""

_MOST_DOCUMENTS = 1 << 24
"""A manifest that lists a segment of more documents is considered damaged."""
FORMAT = 3
"""The version of the file format; raised whenever the meaning of the index's files changes."""

_CURRENT = "current.json"
_SUSPECT = "suspect-"
_OURS = re.compile(
    rf"manifest-\d+\.json|current\.json\.new|grams_[0-9a-z]+\.seg|{_SUSPECT}[0-9a-z]+|{WAITING_PREFIX}.*"
    r"|names-[0-9a-f]+\.txt"
)
_SEGMENT_NAME = re.compile("[0-9a-z]+")


class SegmentEntry(Struct, frozen=True):
    """An entry of a manifest for one segment.

    `documents` is the number of documents it was built from, `removed` are the numbers of those removed since
    (ascending), `oldest` and `newest` the first and last day (see `day_number`), `size` and `crc` those of its file.
    `is_set_aside`: the segment can't be read, and its documents have to be added again.
    """

    name: str
    documents: int
    removed: tuple[int, ...]
    oldest: int
    newest: int
    size: int
    crc: int
    is_set_aside: bool = False

    @property
    def file_name(self) -> str:
        return f"grams_{self.name}.seg"

    @property
    def live(self) -> int:
        return self.documents - len(self.removed)


class Span(Struct, frozen=True):
    """The segments of all documents dated from day `first` (a day number) to the day before the next span's first."""

    first: int
    segments: tuple[SegmentEntry, ...] = ()


class Manifest(Struct, frozen=True):
    """The content of a manifest.

    `spans` are ascending and cover all days: the first is that of undated documents, the others cover all dates.
    `is_complete`: at the last update, the index contained all documents of the catalogue. `names` is the stamp of the
    names that were words of its texts when it was begun, "" for none.
    """

    generation: int = 0
    spans: tuple[Span, ...] = (Span(UNDATED), Span(UNDATED + 1))
    is_complete: bool = False
    names: str = ""

    @property
    def segments(self) -> tuple[SegmentEntry, ...]:
        return tuple(chain.from_iterable(span.segments for span in self.spans))

    @property
    def file_name(self) -> str:
        return f"manifest-{self.generation}.json"

    @property
    def file_names(self) -> tuple[str, ...]:
        return _CURRENT, self.file_name, *(entry.file_name for entry in self.segments)


class IndexFiles:
    """Access to the files of an index in a folder. Every method may raise FileNotFoundError, OSError, IndexDamaged and
    IndexHeld.

    A feature may have the files of an index elsewhere.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def pointer(self) -> bytes | None:
        """Return the content of `current.json`, which differs with every generation; None if there is no such file."""
        try:
            return self.content(_CURRENT)
        except (FileNotFoundError, NotADirectoryError):
            return None

    def content(self, name: str) -> bytes:
        """Return the content of `current.json` or of a manifest's file."""
        path = self._folder / name
        try:
            with _told_if_held(path):
                return held_files.patiently(path.read_bytes)
        except (FileNotFoundError, NotADirectoryError):
            raise
        except OSError as error:
            raise IndexDamaged(f"{name} can't be read") from error

    def open(self, name: str) -> Pieces:
        """Open a segment's file."""
        path = self._folder / name
        with _told_if_held(path):
            return held_files.patiently(partial(PositionedFile, path))

    def manifest(self) -> Manifest:
        return led_to(self.pointer(), self.content)

    def names(self, manifest: Manifest) -> LibraryNames:
        """Return the names by which the texts of an index with this manifest are cut."""
        names = names_in(self._folder, manifest.names)
        if names.stamp:
            path = Path(names.path)
            # a file that is missing or damaged has no names
            with contextlib.suppress(OSError), _told_if_held(path):
                held_files.patiently(partial(path.open, "rb")).close()
        return names

    def suspect(self, name: str) -> None:
        """Leave a mark for the next writer, if the index is ever written, that a segment can't be read.

        Failing to is ignored: whoever reads the segment next will find the damage again.
        """
        with contextlib.suppress(OSError):
            (self._folder / f"{_SUSPECT}{name}").touch()

    def suspected(self) -> Set[str]:
        """Return the names of the segments that some process has marked with `suspect`."""
        return {path.name.removeprefix(_SUSPECT) for path in self._folder.glob(f"{_SUSPECT}*")}


@contextlib.contextmanager
def _told_if_held(path: Path) -> Iterator[None]:
    """Raise IndexHeld in the place of an error that says that another program has a file open."""
    try:
        yield
    except OSError as error:
        if held_files.is_held(error):
            raise IndexHeld(explain(error, path)) from error
        raise


def led_to(pointer: bytes | None, content_of: Callable[[str], bytes]) -> Manifest:
    """Return the manifest that `pointer`, the content of `current.json`, refers to; an empty one for None.

    `content_of` reads a file by its name. Raises FileNotFoundError if the manifest no longer exists (another generation
    was published, or the index was deleted), IndexDamaged if it is not what was written.
    """
    if pointer is None:
        return Manifest()
    try:
        stated = json.loads(pointer)
        if stated["format"] != FORMAT:
            raise IndexDamaged("an index of another format")
        if not _is_number(stated["generation"]):
            raise IndexDamaged("no manifest")
        manifest = Manifest(stated["generation"])
        data = content_of(manifest.file_name)
        if (len(data), zlib.crc32(data)) != (stated["size"], stated["crc"]):
            raise IndexDamaged(f"{manifest.file_name} is damaged")
        content = json.loads(data)
        spans = tuple(map(_span, content["spans"]))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise IndexDamaged("no manifest") from error
    if not _spans_can_be(spans):
        raise IndexDamaged(f"{manifest.file_name} is damaged")
    return Manifest(
        manifest.generation, spans, content.get("is_complete") is True, _stamp_in(content.get("names"))
    )


def _stamp_in(stored: object) -> str:
    if is_stamp(stored):
        return str(stored)
    return ""


def _spans_can_be(spans: Sequence[Span]) -> bool:
    """Return whether the spans of a manifest may have been published: first that of undated documents, then dates."""
    firsts = [span.first for span in spans]
    if not all(map(_is_number, firsts)) or firsts[:2] != [UNDATED, UNDATED + 1]:
        return False
    if any(first >= next_first for first, next_first in pairwise(firsts)):
        return False
    entries = list(chain.from_iterable(span.segments for span in spans))
    if not all(map(_entry_can_be, entries)):
        return False
    names = {entry.name for entry in entries}
    if len(names) < len(entries):
        return False
    return all(starmap(_are_within, zip(spans, [*firsts[1:], BEYOND], strict=True)))


def _span(stored: Any) -> Span:
    entries = [SegmentEntry(**{**entry, "removed": tuple(entry["removed"])}) for entry in stored["segments"]]
    return Span(stored["first"], tuple(entries))


def _are_within(span: Span, end: int) -> bool:
    """Return whether all segments of a span have documents of its days alone."""
    return all(span.first <= entry.oldest and entry.newest < end for entry in span.segments)


def _entry_can_be(entry: SegmentEntry) -> bool:
    if not isinstance(entry.name, str) or not _SEGMENT_NAME.fullmatch(entry.name):
        return False
    numbers = (entry.documents, entry.oldest, entry.newest, entry.size, entry.crc, *entry.removed)
    if not all(map(_is_number, numbers)):
        return False
    if not (_is_day(entry.oldest) and _is_day(entry.newest) and entry.oldest <= entry.newest):
        return False
    return (
        _can_be_removed(entry.removed, entry.documents)
        and entry.documents <= _MOST_DOCUMENTS
        and isinstance(entry.is_set_aside, bool)
    )


def _can_be_removed(docs: Sequence[int], documents: int) -> bool:
    """Return whether these may be the removed ones among a segment's documents: ascending, and not all of them."""
    if any(doc >= next_doc for doc, next_doc in pairwise(docs)):
        return False
    if docs and docs[-1] >= documents:
        return False
    return len(docs) < documents


def _is_day(number: int) -> bool:
    try:
        date_of(number)
    except ValueError:
        return False
    return True


def _is_number(value: object) -> bool:
    # not `isinstance`: True is an int, too
    return type(value) is int and 0 <= value < 1 << 53


def publish(folder: Path, manifest: Manifest) -> None:
    """Make the manifest the current one, and flush it to disk. Its segments must have been written before.

    Raises OSError if it can't be written; then the former manifest stays current.
    """
    content = {"is_complete": manifest.is_complete, "spans": to_builtins(manifest.spans)}
    if manifest.names:
        content["names"] = manifest.names
    data = json.dumps(content).encode()
    stated = {
        "format": FORMAT, "generation": manifest.generation, "size": len(data), "crc": zlib.crc32(data)
    }  # fmt: skip
    new = folder / f"{_CURRENT}.new"
    try:
        _write(folder / manifest.file_name, data)
        _write(new, json.dumps(stated).encode())
        _sync_folder(folder)  # after a power failure, `current.json` must not refer to a missing manifest
        old = folder / _CURRENT
        held_files.replace(new, old)
    except OSError:
        for path in (folder / manifest.file_name, new):
            with contextlib.suppress(OSError):
                path.unlink()
        raise
    with contextlib.suppress(OSError):  # it is published, and readers may have seen it
        _sync_folder(folder)


def sweep(folder: Path, manifest: Manifest) -> None:
    """Delete the index's files that the current manifest does not need: older generations, leftovers of killed writers.

    On Windows, a file that some process has open can't be deleted; a later call deletes it.
    """
    sound_entries = [entry for entry in manifest.segments if not entry.is_set_aside]
    needed = {_CURRENT, manifest.file_name, file_name(manifest.names)}
    needed |= set(
        chain.from_iterable((entry.file_name, f"{_SUSPECT}{entry.name}") for entry in sound_entries)
    )
    for path in list(folder.iterdir()):
        if path.name not in needed and _OURS.fullmatch(path.name):
            with contextlib.suppress(OSError):
                if path.is_dir():
                    rmtree(path)
                else:
                    path.unlink()


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":  # Windows has no equivalent
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
