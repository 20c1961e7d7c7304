"""What the index consists of, published in one step.

`manifest-<generation>.json` lists the segments with size and CRC of each file and the documents removed from it;
`current.json` names that manifest with its own size and CRC. Replacing `current.json` is the moment a change
becomes true: what it does not lead to is not there. Nothing is ever pickled.
"""

import contextlib
import json
import os
import re
import time
import zlib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from shutil import rmtree
from typing import TypeVar

from reader.search.gram_builder import WAITING_PREFIX
from reader.search.gram_files import IndexDamaged

FORMAT = 1
"""Raised whenever files of the index mean something else than before."""

_CURRENT = "current.json"
_Outcome = TypeVar("_Outcome")
_OURS = re.compile(rf"manifest-\d+\.json|current\.json\.new|grams_[0-9a-z]+\.seg|{WAITING_PREFIX}.*")
_SEGMENT_NAME = re.compile("[0-9a-z]+")


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """A segment: its name, how many documents it was built of, which of them are removed (ascending), its file."""

    name: str
    documents: int
    removed: tuple[int, ...]
    size: int
    crc: int

    @property
    def file_name(self) -> str:
        return f"grams_{self.name}.seg"

    @property
    def live(self) -> int:
        return self.documents - len(self.removed)


@dataclass(frozen=True, slots=True)
class Manifest:
    generation: int = 0
    segments: tuple[SegmentEntry, ...] = ()

    @property
    def file_name(self) -> str:
        return f"manifest-{self.generation}.json"


def current(folder: Path) -> bytes:
    """What `current.json` holds, b"" where there is none: changes with every generation, and costs little to ask."""
    try:
        return _patiently((folder / _CURRENT).read_bytes)
    except (FileNotFoundError, NotADirectoryError):
        return b""


def read(folder: Path, pointer: bytes) -> Manifest:
    """The manifest that `pointer` (of `current`) leads to; an empty one for b"".

    Raises FileNotFoundError where it has gone (another generation was published, or all was deleted), IndexDamaged
    where it is not what was written.
    """
    if not pointer:
        return Manifest()
    try:
        told = json.loads(pointer)
        if told["format"] != FORMAT:
            raise IndexDamaged("an index of another format")
        manifest = Manifest(int(told["generation"]))
        data = (folder / manifest.file_name).read_bytes()
        if (len(data), zlib.crc32(data)) != (told["size"], told["crc"]):
            raise IndexDamaged(f"{manifest.file_name} is damaged")
        entries = tuple(
            SegmentEntry(**{**entry, "removed": tuple(entry["removed"])}) for entry in json.loads(data)
        )
        if not all(map(_can_be, entries)):
            raise IndexDamaged(f"{manifest.file_name} is damaged")
    except (ValueError, KeyError, TypeError) as error:
        raise IndexDamaged("no manifest") from error
    return Manifest(manifest.generation, entries)


def _can_be(entry: SegmentEntry) -> bool:
    numbers = (entry.documents, entry.size, entry.crc, *entry.removed)
    return (
        bool(_SEGMENT_NAME.fullmatch(entry.name))
        and all(type(number) is int and number >= 0 for number in numbers)
        and all(doc < entry.documents for doc in entry.removed)
    )


def publish(folder: Path, manifest: Manifest) -> None:
    """Makes the manifest, whose segments' files are on the disk, the current one; on the disk when this returns.

    Raises OSError, and leaves the one before in force, where it can't.
    """
    data = json.dumps([asdict(entry) for entry in manifest.segments]).encode()
    told = {
        "format": FORMAT, "generation": manifest.generation, "size": len(data), "crc": zlib.crc32(data)
    }  # fmt: skip
    new = folder / f"{_CURRENT}.new"
    try:
        _write(folder / manifest.file_name, data)
        _write(new, json.dumps(told).encode())
        _sync_folder(folder)
        _replace(new, folder / _CURRENT)
    except OSError:
        for path in (folder / manifest.file_name, new):
            with contextlib.suppress(OSError):
                path.unlink()
        raise
    _sync_folder(folder)


def sweep(folder: Path, manifest: Manifest) -> None:
    """Deletes what the current manifest does not need: older generations, what a killed writer left.

    A file that somebody has open can't be deleted on Windows; it goes at the next sweep.
    """
    needed = {manifest.file_name, *(entry.file_name for entry in manifest.segments)}
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


def _replace(new: Path, old: Path) -> None:
    _patiently(lambda: new.replace(old))


def _patiently(act: Callable[[], _Outcome]) -> _Outcome:
    """On Windows a file can't be replaced while it is read, nor read in the moment it is replaced."""
    for patience in (0.01, 0.05, 0.2, 1.0):
        try:
            return act()
        except PermissionError:
            time.sleep(patience)
    return act()


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":  # Windows has no such thing
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
