"""What a file of the user's data tells whoever keeps a copy of all that is written to it, and how a file is told from
what it was.
"""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from reader.storage.foreign_database import Row

Stamp = tuple[int, int, int]
"""By which a file is told from what it was: where it is on the disk, its size, its time."""


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
    """What keeps a copy of all that is written (`mirror.Mirror`)."""

    def begin(self, connection: sqlite3.Connection, stamp: Stamp | None) -> None:
        """Be told that a transaction begins that writes, and what the file's stamp was before."""

    def changes(self, connection: sqlite3.Connection) -> Sequence[Changed]:
        """Return what the transaction has changed, just before it is committed."""

    def keep(self, changes: Sequence[Changed], before: Stamp | None, after: Stamp | None) -> None:
        """Keep what was changed, just after it was committed; with the stamps of the file."""
