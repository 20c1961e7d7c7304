"""Journals and logs beside the user's file that belong to another file: a sync client copied them there, or left them.

SQLite rolls back any journal that it finds beside a file: pages of another machine's file would be written into this
one. But the journal of a writer that was killed has to be rolled back. The two are told apart by their content
("Database File Format", sections 1.3 and 3), and by when they were written here.
"""

import os
import sqlite3
import struct
import tempfile
import time
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from reader.storage.foreign_database import JOURNAL, LOG, MAP, side_file
from reader.storage.foreign_files import RefusedFile, read_file

_MAGIC = bytes.fromhex("d9d505f920a163d7")
_HEADER = struct.Struct(">8sIIIII")
"""Magic, number of records, nonce, pages that the file had, bytes of a sector and of a page."""
_ALL = 0xFFFFFFFF
"""A number of records that stands for all that follow."""
_COUNTER = slice(24, 28)
"""The change counter in the first page."""
_WRITE_VERSION = slice(18, 20)
_WITHOUT_LOG = b"\x01\x01"
_PATIENCE = 0.3
"""Seconds for which both files have to stay unchanged: else somebody is writing."""


def strays_beside(path: Path) -> list[Path]:
    """Return the journal, log and map beside a file that do not belong to it. Raises OSError, RefusedFile.

    Those of a writer that is at work, or that was killed, do belong to it.
    """
    strays = []
    journal = side_file(path, JOURNAL)
    if journal.exists() and _is_stray(path, journal):
        before = _stamps(path, journal)
        time.sleep(_PATIENCE)
        if before == _stamps(path, journal) and _is_stray(path, journal):
            strays.append(journal)
    log = side_file(path, LOG)
    if log.exists() and _head_of(path)[_WRITE_VERSION] == _WITHOUT_LOG:  # WAL mode is in the header
        strays += [each for each in (log, side_file(path, MAP)) if each.exists()]
    return strays


def _is_stray(path: Path, journal: Path) -> bool:
    with suppress(FileNotFoundError):
        told = _Journal.of(read_file(journal))
        if told is None:
            return False  # SQLite ignores it
        written = read_file(path)
        if told.is_cut_off:
            return True  # a writer's records are on the disk before their number
        if 1 in told.pages:
            began, stands = (int.from_bytes(page[_COUNTER]) for page in (told.pages[1], written[:100]))
            if stands not in (began, (began + 1) & _ALL):
                return True
        size = told.page_size
        if not told.pages:
            return len(written) != told.had * size  # else nothing was written yet
        if _written_at(path) >= _written_at(journal):
            return False  # as a killed writer leaves them
        if all(written[(n - 1) * size : n * size] == page for n, page in told.pages.items()):
            return len(written) < told.had * size
        return _is_whole(written)
    return False


@dataclass(frozen=True, slots=True)
class _Journal:
    """The content of a journal: how many pages the file had, and the former content of those that were to be changed.

    `is_cut_off`: it has fewer records than its header says.
    """

    had: int
    page_size: int
    pages: Mapping[int, bytes]
    is_cut_off: bool

    @classmethod
    def of(cls, data: bytes) -> "_Journal | None":
        """Return what is in a journal, which has one header or several; None if it has none."""
        at, had, page_size, is_cut_off = 0, 0, 0, False
        pages: dict[int, bytes] = {}
        while at + _HEADER.size <= len(data):
            magic, records, _, first, sector, size = _HEADER.unpack_from(data, at)
            if magic != _MAGIC or not 512 <= size <= 65536 or not 32 <= sector <= 65536:
                break
            if not at:
                had, page_size = first, size
            at += sector
            while records and at + 8 + size <= len(data):
                pages.setdefault(int.from_bytes(data[at : at + 4]), data[at + 4 : at + 4 + size])
                at += 8 + size
                records -= records != _ALL
            is_cut_off |= records not in (0, _ALL)
            at = -(-at // sector) * sector
        return cls(had, page_size, pages, is_cut_off) if page_size else None


def _is_whole(data: bytes) -> bool:
    """Return whether a database is sound as it stands, without its journal."""
    with tempfile.TemporaryDirectory(prefix="yuebao-") as folder:
        copy = Path(folder) / "copy.sqlite"
        copy.write_bytes(data)
        try:
            with closing(sqlite3.connect(copy)) as connection:
                return bool(connection.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok")
        except sqlite3.Error:
            return False


def _written_at(path: Path) -> int:
    """Return when a file was written or put here; its time of last change may be from another machine."""
    status = path.stat()
    return max(status.st_ctime_ns, status.st_mtime_ns) if os.name == "nt" else status.st_ctime_ns


def _stamps(*paths: Path) -> list[tuple[int, int, int]]:
    with suppress(FileNotFoundError):
        return [(each.st_ino, each.st_size, each.st_mtime_ns) for each in (path.stat() for path in paths)]
    return []


def _head_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(100)
    except FileNotFoundError as error:
        raise RefusedFile(str(path)) from error
