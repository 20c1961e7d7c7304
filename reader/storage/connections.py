"""SQLite connections to one file, lent for the length of a call; opened anew when the file has been replaced."""

import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

KEPT = 4
"""Connections that wait for the next call; threads come and go, so none has one of its own."""


class _Open(NamedTuple):
    connection: sqlite3.Connection
    inode: int


class Connections:
    """A pool of connections to `path`, each made ready by `prepare`.

    The file may be deleted or replaced at any moment (a cache folder that somebody cleans); what is asked next is
    asked of the file that stands there then. Everything raises sqlite3.Error and OSError.
    """

    def __init__(self, path: Path, prepare: Callable[[sqlite3.Connection], None]) -> None:
        self.path = path
        self._prepare = prepare
        self._waiting: list[_Open] = []
        self._lock = threading.Lock()
        self._here = threading.local()
        self._is_closed = False

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        """All rows of an answer; within `transaction` of this thread, as that sees them."""
        current: sqlite3.Connection | None = getattr(self._here, "connection", None)
        if current is not None:
            return current.execute(sql, values).fetchall()
        with self._lent() as connection:
            return connection.execute(sql, values).fetchall()

    @contextmanager
    def transaction(self, kind: str) -> Iterator[sqlite3.Connection]:
        """All that this thread asks within is one transaction: `kind` is "DEFERRED" to read, "IMMEDIATE" to write."""
        if getattr(self._here, "connection", None) is not None:
            raise sqlite3.ProgrammingError("a transaction within a transaction")
        with self._lent() as connection:
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

    def close(self) -> None:
        """Closes the connections; those that are lent close when they come back."""
        with self._lock:
            waiting, self._waiting = self._waiting, []
            self._is_closed = True
        for each in waiting:
            each.connection.close()

    def inode(self) -> int:
        """Tells the file that stands there now from any other; 0 for none."""
        try:
            return self.path.stat().st_ino
        except OSError:
            return 0

    @contextmanager
    def _lent(self) -> Iterator[sqlite3.Connection]:
        lent = self._take() or self._opened()
        try:
            yield lent.connection
        except BaseException:
            lent.connection.close()
            raise
        with self._lock:
            is_wanted = len(self._waiting) < KEPT and not self._is_closed
            if is_wanted:
                self._waiting.append(lent)
        if not is_wanted:
            lent.connection.close()

    def _take(self) -> _Open | None:
        """One that waits, the last first; those to a file that is there no more are closed."""
        inode = self.inode()
        while True:
            with self._lock:
                if not self._waiting:
                    return None
                waiting = self._waiting.pop()
            if waiting.inode == inode:
                return waiting
            waiting.connection.close()

    def _opened(self) -> _Open:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.path, isolation_level=None, timeout=10, check_same_thread=False)
        try:
            self._prepare(connection)
        except BaseException:
            connection.close()
            raise
        return _Open(connection, self.inode())
