"""Watching a query that a server runs: it is cancelled when no longer wanted, and cut off when it never ends."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType

import psycopg

from reader import never
from reader.features.room.answers import BoundedConnection

LOOK_SECONDS = 3
"""Seconds without an answer after which a server counts as unreachable."""
ANSWER_SECONDS = 70.0
"""Maximum seconds of a query. The server itself cancels it after 60."""
SOON_SECONDS = 20.0
"""Maximum seconds of queries that are fast on any server: on its version, its tables and rights."""
FIRST_LOOK = 1.5
"""Seconds without an answer until the servers are checked. Each further interval equals the time passed so far."""
LONGEST_PAUSE = 30.0
"""Maximum seconds between two such checks."""
CANCEL_SECONDS = 2.0
"""Seconds that a server gets to end a cancelled query; then the connection is cut."""
_LOOKED_AGAIN = 0.05
"""Seconds between two calls of `cancelled`."""


class ServerCheck:
    """A check of all servers, running on another thread."""

    def __init__(self) -> None:
        self.done = threading.Event()
        self.is_lost = False
        """Whether the room's own server did not answer."""

    def wait(self) -> ServerCheck:
        """Wait until the check has ended, for at most 3 × LOOK_SECONDS seconds, and return it."""
        self.done.wait(3 * LOOK_SECONDS)
        return self


class Watch:
    """Watches a connection during a `with` block, in which one query runs.

    When `cancelled()` is true, the query is cancelled. When it takes more than `seconds`, or a server that it needs is
    lost, so that no answer will come, the socket is shut down, and the query raises OperationalError. `look` starts a
    check of the servers; `is_lost` returns whether one of the others was lost.
    """

    def __init__(
        self,
        connection: BoundedConnection,
        cancelled: Callable[[], bool] = never,
        look: Callable[[], ServerCheck] | None = None,
        is_lost: Callable[[], bool] = never,
        seconds: float = ANSWER_SECONDS,
    ) -> None:
        self._connection = connection
        self._cancelled = cancelled
        self._look = look
        self._is_lost = is_lost
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
        looking: ServerCheck | None = None
        while not self._over.wait(_LOOKED_AGAIN):
            passed = time.monotonic() - began
            if self._cancelled():
                with suppress(psycopg.Error):
                    self._connection.cancel_safe(timeout=CANCEL_SECONDS)
                if not self._over.wait(CANCEL_SECONDS):
                    self._cut()
                return
            self.was_too_long = passed > self._seconds
            self.was_lost = (looking is not None and looking.is_lost) or self._is_lost()
            if self.was_too_long or self.was_lost:
                self._cut()
                return
            if self._look is not None and passed > next_look:
                looking = self._look()
                # each look costs the servers a query, so it is worth less the longer the query takes anyway
                next_look = passed + min(passed, LONGEST_PAUSE)

    def _cut(self) -> None:
        """Shut the socket down, so that the thread that waits for an answer wakes up."""
        with self._lock, suppress(OSError, psycopg.Error):
            if not self._over.is_set():
                with socket.fromfd(
                    # the family does not matter to `shutdown`, so this serves Unix sockets, too
                    self._connection.pgconn.socket,
                    socket.AF_INET,
                    socket.SOCK_STREAM,
                ) as line:
                    line.shutdown(socket.SHUT_RDWR)
