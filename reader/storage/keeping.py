"""The protocol of whatever keeps a copy of what is written to the user's file; stamps that tell a changed file."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from reader.storage.foreign_database import Row

Stamp = tuple[int, int, int]
"""A file's inode, size in bytes and time of last change in ns: if they are equal, it counts as unchanged."""


def stamp_of(path: Path) -> Stamp | None:
    """Return a file's stamp; None where there is none."""
    try:
        status = path.lstat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


class Changed(NamedTuple):
    """A row that a transaction has changed: as it is now, None where it is gone."""

    library: str
    table: str
    row_id: str
    row: Row | None


class Keeper(Protocol):
    """Keeps a copy of all that is written (`mirror.Mirror`)."""

    def begin(self, connection: sqlite3.Connection, stamp: Stamp | None) -> None:
        """Prepare for a transaction that writes and has just begun; `stamp` is the file's from before it."""

    def changes(self, connection: sqlite3.Connection) -> Sequence[Changed]:
        """Return what the transaction has changed. To be called just before the commit."""

    def keep(self, changes: Sequence[Changed], before: Stamp | None, after: Stamp | None) -> None:
        """Keep these changes. To be called just after the commit, with the file's stamps."""
