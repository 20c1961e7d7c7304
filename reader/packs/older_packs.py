"""Packs of earlier versions, each made into a catalogue of this version: a copy in the cache, which is upgraded."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

from reader.packs.pack_file import PackFile
from reader.packs.pack_format import CATALOGUE
from reader.packs.packed_connections import PackedConnections
from reader.packs.packed_schema import schema_of, tables_and_indexes
from reader.storage.catalogue import Catalogue
from reader.storage.schema import PAGE_SIZE

_LEAST_ROW = 4
"""Bytes. If a table gives more rows than fit at this size, its tree is circular."""
_MOST_GROWTH = 4
"""Maximum bytes of all values, as a multiple of the pack's own catalogue, in which no two values share any."""


def version_of(pack: PackFile) -> int:
    """Return the version of the schema of a pack's catalogue. Raises PackUnreadable."""
    with closing(PackedConnections(pack)) as connections:
        return connections.version()


def make_catalogue(
    pack: PackFile, target: Path, progress: Callable[[int, int], object] = lambda done, total: None
) -> None:
    """Create a catalogue of this version in `target`, which must not exist, from that of an earlier version in a pack.

    `progress` is called with the number of tables that are done and of all, and may raise. Raises PackUnreadable,
    OSError, and sqlite3.OperationalError where the disk is full.
    """
    with closing(PackedConnections(pack)) as given, _bad_rows_told(pack):
        version = given.version()
        tables, indexes = tables_and_indexes(schema_of(version))
        with closing(sqlite3.connect(target, isolation_level=None)) as made:
            for pragma in (f"page_size = {PAGE_SIZE}", "journal_mode = OFF", "synchronous = OFF"):
                made.execute(f"PRAGMA {pragma}")
            made.execute("BEGIN")
            rows = _Bounded(pack)
            for done, statement in enumerate(tables):
                progress(done, len(tables))
                made.execute(statement)
                table = statement.split()[2]
                for first in (each := rows.of(given.each(f"SELECT * FROM {table}"))):
                    sql = f"INSERT INTO {table} VALUES ({', '.join('?' * len(first))})"
                    made.executemany(sql, chain([first], each))
            for statement in indexes:
                made.execute(statement)
            # as in a new catalogue: later than all that was shown before
            made.execute("UPDATE meta SET value = ? WHERE key = 'generation'", (time.time_ns() // 1000,))
            made.execute(f"PRAGMA user_version = {version}")
            made.execute("COMMIT")
        Catalogue(target).close()  # opening it upgrades it


class _Bounded:
    """Lets no more rows pass, and no longer ones, than a catalogue of that size can hold: else it is damaged."""

    def __init__(self, pack: PackFile) -> None:
        self._pack = pack
        size = pack.member(CATALOGUE).size
        self._rows_left = size // _LEAST_ROW
        self._bytes_left = size * _MOST_GROWTH

    def of(self, rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
        for row in rows:
            self._rows_left -= 1
            self._bytes_left -= sum(len(value) for value in row if isinstance(value, str | bytes))
            if self._rows_left < 0 or self._bytes_left < 0:
                raise self._pack.damage()
            yield row


@contextmanager
def _bad_rows_told(pack: PackFile) -> Iterator[None]:
    """Raise PackUnreadable for rows that the tables do not take, and tables that can't be upgraded."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "full" in str(error) or "readonly" in str(error) or "I/O" in str(error):
            raise
        raise pack.damage() from error
    except (sqlite3.Error, UnicodeError, OverflowError) as error:
        raise pack.damage() from error
