"""SQLite connections, one a thread, reopened when the file under them has been replaced."""

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path


class Connections:
    """Hands every thread its own connection to one file.

    `prepare` is called with each new connection; the file may be deleted at any moment (a cache folder that
    somebody cleans), and is then opened anew.
    """

    def __init__(self, path: Path, prepare: Callable[[sqlite3.Connection], None]) -> None:
        self.path = path
        self._prepare = prepare
        self._local = threading.local()
        self._lock = threading.Lock()
        self._all: list[sqlite3.Connection] = []

    def get(self) -> sqlite3.Connection:
        """This thread's connection. Raises sqlite3.Error or OSError."""
        known: tuple[sqlite3.Connection, int] | None = getattr(self._local, "known", None)
        if known is not None:
            connection, inode = known
            if connection.in_transaction or self._inode() == inode:
                return connection
            self._forget(connection)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.path, isolation_level=None, timeout=10, check_same_thread=False)
        try:
            self._prepare(connection)
        except BaseException:
            connection.close()
            raise
        with self._lock:
            self._all.append(connection)
        self._local.known = (connection, self._inode())
        return connection

    def close(self) -> None:
        """Closes the connections of all threads; none of them may be in use."""
        with self._lock:
            for connection in self._all:
                connection.close()
            self._all.clear()
        self._local = threading.local()

    def _forget(self, connection: sqlite3.Connection) -> None:
        connection.close()
        with self._lock:
            self._all.remove(connection)

    def _inode(self) -> int:
        try:
            return self.path.stat().st_ino
        except OSError:
            return -1
