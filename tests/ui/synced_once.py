"""Libraries with the same files are read in once: what their first sync has stored is laid into the next one's cache,
and what it reported is reported again.
"""

import io
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from msgspec import Struct

from reader.library import sync_process
from reader.library.library import Library
from reader.search.answering.index_versions import folder_of
from reader.storage.folder import LibraryFolder, as_stored

Files = tuple[tuple[str, bytes], ...]
"""The files of a library by path, with their bytes."""

_LARGEST = 1 << 20
"""Bytes of all files of a library that is kept."""
_OF_THE_READER = ".reader"
_VERSIONS = slice(18, 20)
"""In the header of an SQLite file: of a journal, or of a write-ahead log, which a database in memory can't have."""
_USER_TABLES = ("bookmark", "alias", "correction", "unreadable", "version", "step", "decision")


class Synced(Struct, frozen=True):
    """What a first sync has left: the catalogue, the files of the index, and the events that it wrote."""

    catalogue: bytes
    index: Files
    events: str


_synced: dict[Files, Synced] = {}


@contextmanager
def opened(root: Path) -> Iterator[Library]:
    """The library at `root`, which is new, as its first sync leaves it."""

    def serve() -> str:
        written = io.StringIO()
        sync_process.serve(root, written, None)
        return written.getvalue()

    with closing(Library.open(root)) as library:
        sync(root, serve)
        yield library


def sync(root: Path, serve: Callable[[], str]) -> str:
    """Sync the library at `root` by `serve`, which returns the events written; return those."""
    files = _files_of(root)
    cache = _new_cache(root) if files else None
    if not files or cache is None:
        return serve()
    if files in _synced:
        _lay(_synced[files], root, cache)
        return _synced[files].events
    events = serve()
    if '"event": "report"' in events:
        _synced[files] = _left_in(cache, events)
    return events


def _files_of(root: Path) -> Files | None:
    """Return the files, or None where there is more of the reader's than an empty file of user data, or too much."""
    files, size = [], 0
    for folder, below, names in os.walk(root):
        if _OF_THE_READER in below:
            below.remove(_OF_THE_READER)
            if {each.name.partition("-")[0] for each in (root / _OF_THE_READER).iterdir()} - {"user.sqlite"}:
                return None
        for path in (Path(folder, name) for name in names):
            size += path.lstat().st_size
            if size > _LARGEST or path.is_symlink() or not path.is_file():
                return None
            files.append((str(path.relative_to(root)), path.read_bytes()))
    return tuple(sorted(files))


def _new_cache(root: Path) -> Path | None:
    """Return the cache of a library of which nothing was stored yet, neither in it nor by its reader."""
    folder = LibraryFolder.at(root)
    user_file = folder.user_folder / "user.sqlite"
    if not user_file.exists():
        return None
    with closing(sqlite3.connect(user_file)) as user_data:
        [(uuid,)] = user_data.execute("SELECT value FROM meta WHERE key = 'library'")
        if any(user_data.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() for table in _USER_TABLES):
            return None
    cache = folder.cache_folder(uuid)
    if not (cache / "catalogue.sqlite").exists():
        return None
    with closing(sqlite3.connect(cache / "catalogue.sqlite")) as catalogue:
        is_new = catalogue.execute("SELECT 1 FROM source LIMIT 1").fetchone() is None
    return cache if is_new else None


def _left_in(cache: Path, events: str) -> Synced:
    with closing(sqlite3.connect(cache / "catalogue.sqlite")) as catalogue:
        [(identity,)] = catalogue.execute("SELECT value FROM meta WHERE key = 'identity'")
        content = bytearray(catalogue.serialize())
    content[_VERSIONS] = b"\x01\x01"
    index = folder_of(cache, identity)
    return Synced(bytes(content), tuple((each.name, each.read_bytes()) for each in index.iterdir()), events)


def _lay(synced: Synced, root: Path, cache: Path) -> None:
    """Put the catalogue and the index in their places; what tells this catalogue and these files stays theirs."""
    with (
        closing(sqlite3.connect(":memory:")) as template,
        closing(sqlite3.connect(cache / "catalogue.sqlite")) as catalogue,
    ):
        [(identity,)] = catalogue.execute("SELECT value FROM meta WHERE key = 'identity'")
        template.deserialize(synced.catalogue)
        template.execute("UPDATE meta SET value = ? WHERE key = 'identity'", (identity,))
        template.execute("UPDATE meta SET value = ? WHERE key = 'generation'", (time.time_ns() // 1000,))
        for (path,) in template.execute("SELECT path FROM source").fetchall():
            template.execute(
                "UPDATE source SET mtime_ns = ? WHERE path = ?",
                (as_stored((root / path).stat().st_mtime_ns), path),
            )
        template.commit()
        template.backup(catalogue)
    index = folder_of(cache, identity)
    index.mkdir(parents=True, exist_ok=True)
    for name, content in synced.index:
        (index / name).write_bytes(content)
