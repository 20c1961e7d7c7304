"""Reading a database that somebody else may have made, from a private copy, row by row.

Opening a file with SQLite has side effects. If a journal next to it names a super-journal, that file is deleted,
wherever it is (“Atomic Commit In SQLite”, section 5.5); a log beside it that is a link is written through; a view in
place of a table is evaluated, a trigger fired, a damaged tree walked in circles. In a copy in a folder of our own none
of that can do harm: only known columns of real tables are read, and no more of them than the file can hold.
"""

import json
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from itertools import islice
from pathlib import Path

from msgspec import Struct

from reader.storage import regular_file

JOURNAL = "-journal"
LOG = "-wal"
MAP = "-shm"
SIDE_SUFFIXES = (JOURNAL, LOG, MAP)
"""Suffixes of the files that SQLite creates beside a database."""

_SUPER_JOURNAL = bytes.fromhex("d9d505f920a163d7")
"""The end of a journal that names a super-journal ("The Rollback Journal", section 3.2 of SQLite's file format)."""

_PROBED = 20_000
"""Number of rows that are queried one by one if a damaged tree can't be read from end to end."""
_MOST_MISSES = 500
"""Number of consecutive missing rows after which probing ends: more than there are on a page."""

DAMAGE = (sqlite3.Error, UnicodeDecodeError)
"""The errors of querying a damaged file: SQLite's message may quote a name that is not valid text."""

_LEAST_ROW = 8
"""Minimum size of a row in bytes. If a table yields more rows than fit into the file at this size, its tree is
circular.
"""

_STEPS_AT_ONCE = 10_000
_STEPS_A_BYTE = 20
"""Maximum steps of SQLite's virtual machine per byte of the file: more than reading a file full of short rows takes."""

Value = str | int | float | bytes | None
Row = Mapping[str, Value]


def side_file(path: Path, suffix: str) -> Path:
    """Return the path of the journal, log or map that belongs to a database."""
    return path.with_name(path.name + suffix)


def side_files(path: Path) -> list[Path]:
    """Return the paths of the journal, log and map of a database."""
    return [side_file(path, suffix) for suffix in SIDE_SUFFIXES]


def names_super_journal(journal: Path) -> bool:
    """Return whether SQLite would delete another file when it rolls this journal back. Raises RefusedFile, OSError."""
    with regular_file.open_file(journal) as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - len(_SUPER_JOURNAL)))
        return file.read() == _SUPER_JOURNAL


def guard(connection: sqlite3.Connection) -> None:
    """Make SQLite distrust the file.

    Its schema may not call functions with side effects, its pages are checked when they are read, and a text that is
    not UTF-8 spoils only its row. Raises sqlite3.Error.
    """
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    if sys.version_info >= (3, 12):
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)
    connection.text_factory = _decoded


class ForeignDatabase(Struct, frozen=True):
    """An open private copy; `size` in bytes."""

    connection: sqlite3.Connection
    size: int

    def rows(self, table: str, columns: Sequence[str]) -> Iterator[Row]:
        """Yield the readable rows of a table, with those of the columns that it has.

        Nothing if the name is not that of a table.
        """
        try:
            stored_columns = self._stored_columns(table, columns)
        except DAMAGE:
            return
        if stored_columns:
            for row in islice(_salvaged(self.connection, table, stored_columns), self.size // _LEAST_ROW):
                yield dict(zip(stored_columns, row, strict=True))

    def has(self, table: str) -> bool:
        try:
            return self._definition(table) is not None
        except DAMAGE:
            return False

    def _definition(self, table: str) -> str | None:
        sql = "SELECT sql FROM sqlite_master WHERE type = 'table' AND lower(name) = ?"
        row = self.connection.execute(sql, (table,)).fetchone()
        is_virtual = row is not None and str(row[0]).upper().split()[1:2] == ["VIRTUAL"]
        return None if row is None or is_virtual else str(row[0])  # a virtual table runs its module

    def _stored_columns(self, table: str, columns: Sequence[str]) -> list[str]:
        if self._definition(table) is None:
            return []
        described = self.connection.execute(f"PRAGMA table_xinfo({table})").fetchall()
        stored = {
            str(row[1]).lower() for row in described if not row[6]
        }  # others are computed when they are read
        return [name for name in columns if name in stored]


@contextmanager
def opened_copy(path: Path) -> Iterator[ForeignDatabase]:
    """Open a private copy of the database, including its journal or log; the original is only read.

    Raises RefusedFile, OSError, sqlite3.Error.
    """
    with tempfile.TemporaryDirectory(prefix="yuebao-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / "copy.sqlite"
        data = regular_file.read_file(path)
        copy.write_bytes(data)
        for suffix in (JOURNAL, LOG):
            with suppress(FileNotFoundError, regular_file.RefusedFile):
                _copy_side_file(path, copy, suffix)
        with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
            limit_steps(connection.set_progress_handler, _STEPS_A_BYTE * len(data) + 2_000_000)
            # no value of an intact file is longer than the file
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, max(1_000_000, 2 * len(data)))
            # schema entries that can't be parsed are left out, and not the whole file; a guarded SQLite ignores this
            connection.execute("PRAGMA writable_schema = ON")
            guard(connection)
            yield ForeignDatabase(connection, len(data))


def limit_steps(set_handler: Callable[[Callable[[], bool], int], object], steps: int) -> None:
    """Limit the steps of SQLite's virtual machine, by the method `set_progress_handler` of a connection.

    A query that exceeds them raises sqlite3.OperationalError (“interrupted”).
    """
    left = steps

    def is_too_much() -> bool:
        nonlocal left
        left -= _STEPS_AT_ONCE
        return left < 0

    set_handler(is_too_much, _STEPS_AT_ONCE)


def as_text(row: Row) -> str:
    """Return a row as JSON, whatever it holds."""
    text = json.dumps(row, ensure_ascii=False, default=_bytes_to_json)
    try:
        text.encode()
    except UnicodeEncodeError:  # a lone surrogate can only be stored as an escape
        return json.dumps(row, default=_bytes_to_json)
    return text


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _bytes_to_json(value: object) -> object:
    if isinstance(value, bytes):
        return {"hex": value.hex()}
    raise TypeError(value)


def _copy_side_file(path: Path, copy: Path, suffix: str) -> None:
    other = side_file(path, suffix)
    if suffix == JOURNAL and names_super_journal(other):
        return
    side_file(copy, suffix).write_bytes(regular_file.read_file(other))


def _salvaged(
    connection: sqlite3.Connection, table: str, columns: Sequence[str]
) -> Iterator[tuple[Value, ...]]:
    """Yield rows from the beginning as far as the tree can be read, then from the end, then one by one between."""
    names = ", ".join(f'"{name}"' for name in columns)
    # without indexes, which may contradict the table in a damaged file
    sql = f"SELECT rowid, {names} FROM {table} NOT INDEXED"
    first = 0
    last = None
    try:
        for row_id, *values in connection.execute(f"{sql} ORDER BY rowid"):
            yield tuple(values)
            first = int(row_id)
        return
    except sqlite3.OperationalError as error:
        if "no such column" in str(error):  # WITHOUT ROWID
            yield from _readable(connection, f"SELECT {names} FROM {table}")
            return
    except DAMAGE:
        pass
    for row_id, *values in _readable(connection, f"{sql} WHERE rowid > {first} ORDER BY rowid DESC"):
        yield tuple(values)
        last = int(row_id or 0)
    yield from _probed(connection, sql, first + 1, last)


def _probed(
    connection: sqlite3.Connection, sql: str, begin: int, end: int | None
) -> Iterator[tuple[Value, ...]]:
    """Yield rows one by one, until more consecutive ones are missing than fit on a page."""
    misses = 0
    for row_id in range(begin, begin + _PROBED if end is None else min(begin + _PROBED, end)):
        rows = [values for _, *values in _readable(connection, f"{sql} WHERE rowid = {row_id}")]
        yield from map(tuple, rows)
        misses = 0 if rows else misses + 1
        if misses == _MOST_MISSES:
            return


def _readable(connection: sqlite3.Connection, sql: str) -> Iterator[tuple[Value, ...]]:
    with suppress(*DAMAGE):
        yield from connection.execute(sql)
