"""A pool of connections to a file of SQLite: one for each thread that asks at the same time."""

from __future__ import annotations

import os
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from msgspec import Struct, field

from reader import always
from reader.storage.disk_errors import DiskError, disk_error_of, naming_file

KEPT = 4
"""Maximum number of idle connections. They are pooled, not bound to threads, because threads come and go."""

BUSY_SECONDS = 10.0
"""Seconds to wait for another process that writes."""


class _Open(NamedTuple):
    connection: sqlite3.Connection
    inode: int
    is_frozen: bool = False
    """Whether it reads the file without seeing later writes of others; such a connection is used for one call only."""


class Queries(Protocol):
    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Any]: ...

    def transaction(self, kind: str) -> AbstractContextManager[Any]: ...

    def close(self) -> None: ...


class Connections(Struct):
    """A pool of connections to `path`, each prepared by `prepare`.

    If a disk is full or read-only, SQLite can't open a file in WAL mode even to read it. Then the file alone is read,
    if it `is_ready` and its log is empty.

    The file may be deleted or replaced at any moment (a cache folder that somebody cleans); the next call opens the
    file that is there then. Every method raises sqlite3.Error and OSError.
    """

    path: Path
    _prepare: Callable[[sqlite3.Connection], None]
    _is_ready: Callable[[sqlite3.Connection], bool] = always
    _idle: list[_Open] = []
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _here: threading.local = field(default_factory=threading.local)
    _is_closed: bool = False

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        """Return all rows of a query, which runs in this thread's `transaction` if one is open."""
        current: sqlite3.Connection | None = getattr(self._here, "connection", None)
        if current is not None:
            return current.execute(sql, values).fetchall()
        with self._lent(writing=False) as connection:
            return connection.execute(sql, values).fetchall()

    @contextmanager
    def transaction(self, kind: str) -> Iterator[sqlite3.Connection]:
        """Open a transaction for all queries of this thread: `kind` is "DEFERRED" to read, "IMMEDIATE" to write.

        What reads within a transaction is a part of it.
        """
        current: sqlite3.Connection | None = getattr(self._here, "connection", None)
        if current is not None:
            if kind != "DEFERRED":
                raise sqlite3.ProgrammingError("a transaction within a transaction")
            yield current
            return
        with self._lent(writing=kind != "DEFERRED") as connection:
            connection.execute(f"BEGIN {kind}")
            self._here.connection = connection
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:  # a full disk has ended it already
                    connection.execute("ROLLBACK")
                raise
            finally:
                self._here.connection = None

    def __del__(self) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections; those in use are closed when they are returned.

        It is done for a pool that nobody has any more, too: an open file can't be deleted on Windows.
        """
        with self._lock:
            waiting = self._idle
            self._idle = []
            self._is_closed = True
        for idle_connection in waiting:
            idle_connection.connection.close()

    def inode(self) -> int:
        """Return a number that identifies the current file; 0 if there is none."""
        try:
            return self.path.stat().st_ino
        except OSError:
            return 0

    @contextmanager
    def _lent(self, *, writing: bool) -> Iterator[sqlite3.Connection]:
        try:
            lent = self._take() or self._opened(writing=writing)
        except sqlite3.Error as error:
            naming_file(error, self.path)
            raise
        try:
            yield lent.connection
        except BaseException as error:
            lent.connection.close()
            if isinstance(error, sqlite3.Error):
                naming_file(error, self.path)
            raise
        with self._lock:
            is_wanted = len(self._idle) < KEPT and not self._is_closed and not lent.is_frozen
            if is_wanted:
                self._idle.append(lent)
        if not is_wanted:
            lent.connection.close()

    def _take(self) -> _Open | None:
        """Return an idle connection, the last one first, and close those to a file that was replaced."""
        inode = self.inode()
        while True:
            with self._lock:
                if not self._idle:
                    return None
                waiting = self._idle.pop()
            # with another inode, the file was deleted or rebuilt since, and this connection would still read
            # the old one
            if waiting.inode == inode:
                return waiting
            waiting.connection.close()

    def _opened(self, *, writing: bool) -> _Open:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(
            self.path, isolation_level=None, timeout=BUSY_SECONDS, check_same_thread=False
        )
        try:
            self._prepare(connection)
        except BaseException as error:
            connection.close()
            # SQLite has to create files next to one in WAL mode even to read it, which a full or read-only
            # disk refuses
            is_refused = (
                isinstance(error, sqlite3.OperationalError) and disk_error_of(error) is not DiskError.BUSY
            )
            if is_refused and not writing and (frozen := self._frozen()):
                return frozen
            raise
        return _Open(connection, self.inode())

    def _frozen(self) -> _Open | None:
        """Return a connection that reads the file without its log; None if anything is pending in the log."""
        log = self.path.with_name(f"{self.path.name}-wal")
        try:
            if not self.path.stat().st_size or (log.exists() and log.stat().st_size):
                return None
        except OSError:
            return None
        connection = sqlite3.connect(as_it_stands(self.path), uri=True, isolation_level=None)
        try:
            if self._is_ready(connection):
                return _Open(connection, self.inode(), is_frozen=True)
        except sqlite3.Error:
            pass
        connection.close()
        return None


def as_it_stands(path: Path) -> str:
    """Return the URI by which SQLite opens a file for reading without creating other files beside it."""
    return f"{path.absolute().as_uri()}?immutable=1"


def is_emptied(path: Path) -> bool:
    """Empty a database that is damaged and open in other processes; return whether that is possible.

    They go on with what is written to it afterwards: the number of its schema is another. It is impossible before
    Python 3.12, and where the damage is in the first bytes, which say how the others lock the file.
    """
    if sys.version_info < (3, 12):
        return False
    with closing(sqlite3.connect(path, isolation_level=None, timeout=_PATIENCE)) as connection:
        with suppress(sqlite3.DatabaseError):  # SQLite asks that the schema be read before, if it can be
            connection.execute("SELECT 1 FROM sqlite_master")
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_RESET_DATABASE, True)
        try:
            connection.execute("VACUUM")
        except sqlite3.OperationalError:
            return False
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_RESET_DATABASE, False)
        number = int.from_bytes(os.urandom(3)) + 1
        connection.execute(f"PRAGMA schema_version = {number}")
    return True


_PATIENCE = 1.0
"""Seconds to wait for a damaged database that others have open."""


def write_ahead(connection: sqlite3.Connection) -> None:
    """Set the journal to WAL, which needs the file for itself: SQLite calls no busy handler for that, and would fail at
    once while another process creates the catalogue (sqlite.org/wal.html, section 8).
    """
    end = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > end:
                raise
            time.sleep(0.02)
