"""Watching a query that a server runs: it is cancelled when no longer wanted, and cut off when it never ends."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Protocol

import psycopg

from reader.room.line import BoundedConnection

ANSWER_SECONDS = 70.0
"""Maximum seconds of a query: the server itself ends it after a minute."""
SOON_SECONDS = 20.0
"""Maximum seconds of queries that take no time: the first ones to a server, those about its tables and rights."""
FIRST_LOOK = 1.5
"""Seconds without an answer until the servers are checked; the next check comes after as long again."""
LONGEST_PAUSE = 30.0
"""Maximum seconds between two such checks."""
CANCEL_SECONDS = 2.0
"""Seconds in which a server is to end a query that was cancelled."""
_LOOKED_AGAIN = 0.05
"""Seconds between two checks whether the answer is still wanted."""


class Hope(Protocol):
    """Tells whether an answer can still be expected."""

    def look(self) -> object:
        """Start a check of the servers, on another thread."""

    def is_lost(self) -> bool:
        """Return whether there will be no answer."""


class Watch:
    """Watches a connection during a `with` block, in which one query runs.

    When `cancelled()` is true, the query is cancelled. When it takes more than `seconds`, or there is no hope of an
    answer, the socket is shut down, and the query raises OperationalError.
    """

    def __init__(
        self,
        connection: BoundedConnection,
        cancelled: Callable[[], bool] = lambda: False,
        hope: Hope | None = None,
        seconds: float = ANSWER_SECONDS,
    ) -> None:
        self._connection = connection
        self._cancelled = cancelled
        self._hope = hope
        self._seconds = seconds
        self._over = threading.Event()
        self._lock = threading.Lock()
        self.was_too_long = False
        self.was_lost = False

    def __enter__(self) -> Watch:
        self._timer = threading.Timer(_LOOKED_AGAIN, self._watch)
        self._timer.daemon = True
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._lock:  # from here on the descriptor may be that of another connection
            self._over.set()
        self._timer.cancel()

    def _watch(self) -> None:
        began = time.monotonic()
        next_look = FIRST_LOOK
        while not self._over.wait(_LOOKED_AGAIN):
            passed = time.monotonic() - began
            if self._cancelled():
                self._cancel()
                return
            self.was_too_long = passed > self._seconds
            self.was_lost = self._hope is not None and self._hope.is_lost()
            if self.was_too_long or self.was_lost:
                self._cut()
                return
            if self._hope is not None and passed > next_look:
                self._hope.look()
                next_look = passed + min(passed, LONGEST_PAUSE)

    def _cancel(self) -> None:
        with suppress(psycopg.Error):
            self._connection.cancel_safe(timeout=CANCEL_SECONDS)
        if not self._over.wait(CANCEL_SECONDS):
            self._cut()

    def _cut(self) -> None:
        """Shut the socket down, so that the thread that waits for an answer wakes up."""
        with self._lock, suppress(OSError, psycopg.Error):
            if not self._over.is_set():
                with socket.fromfd(
                    self._connection.pgconn.socket, socket.AF_INET, socket.SOCK_STREAM
                ) as line:
                    line.shutdown(socket.SHUT_RDWR)
