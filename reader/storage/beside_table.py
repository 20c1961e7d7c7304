"""The files that others were read with: the pages of an issue whose table of contents is a file of its own.

They are no issues themselves, and have no row in `source`; when one changes, the file that names it is read again.
"""

import posixpath
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

TABLE = """
CREATE TABLE beside (
    source_id INTEGER NOT NULL REFERENCES source ON DELETE CASCADE,
    name TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    digest BLOB NOT NULL,
    PRIMARY KEY (source_id, name)
) STRICT, WITHOUT ROWID
"""


@dataclass(frozen=True, slots=True)
class BesideFile:
    """A file that another names, by its name relative to that one's folder.

    `size` is -1 if it is not there; `digest` is empty unless it is a page, which was handed in.
    """

    name: str
    size: int = -1
    mtime_ns: int = 0
    digest: bytes = b""

    @property
    def is_page(self) -> bool:
        return bool(self.digest)


@dataclass(frozen=True, slots=True)
class BesideFiles:
    """The files that a file was read with; `are_taken`: something was read from them, so they are no others'."""

    files: tuple[BesideFile, ...]
    are_taken: bool


def beside_path(path: str, name: str) -> str:
    """Return the path of a file in the library by its name relative to the folder of the file at `path`."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), name))


def put(connection: sqlite3.Connection, source_id: int, files: Iterable[BesideFile]) -> None:
    """Store the files that a file was read with, in place of those known before."""
    connection.execute("DELETE FROM beside WHERE source_id = ?", (source_id,))
    add(connection, source_id, files)


def add(connection: sqlite3.Connection, source_id: int, files: Iterable[BesideFile]) -> None:
    """Store files that a file names, beside those known before."""
    connection.executemany(
        "INSERT OR REPLACE INTO beside VALUES (?, ?, ?, ?, ?)",
        [(source_id, each.name, each.size, each.mtime_ns, each.digest) for each in files],
    )


def add_to(connection: sqlite3.Connection, path: str, files: Iterable[BesideFile]) -> None:
    """Store files that the file at `path` names, beside those known before."""
    for (source_id,) in connection.execute("SELECT id FROM source WHERE path = ?", (path,)).fetchall():
        add(connection, source_id, files)


def stored_pages(connection: sqlite3.Connection, path: str, files: Iterable[BesideFile]) -> list[int]:
    """Return the ids of files that were stored by themselves, and are pages of the file at `path`."""
    paths = [beside_path(path, each.name) for each in files if each.is_page]
    rows = [connection.execute("SELECT id FROM source WHERE path = ?", (each,)).fetchone() for each in paths]
    return [row[0] for row in rows if row]
