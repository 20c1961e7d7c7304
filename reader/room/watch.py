"""Looking after a query while a server is at it: what is no longer wanted is cancelled, what never ends is cut off."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, Protocol

import psycopg
from psycopg import Connection

ANSWER_SECONDS = 70.0
"""An answer that has not come whole by then never will: the server itself ends a query after a minute."""
FIRST_LOOK = 1.5
"""Seconds without an answer after which is looked whether the servers are there; then again after as many."""
LONGEST_PAUSE = 30.0
"""Maximum seconds between two such looks."""
CANCEL_SECONDS = 2.0
"""Seconds in which a server ends what is cancelled."""
_LOOKED_AGAIN = 0.05
"""Seconds between two looks at whether an answer is still wanted."""


class Hope(Protocol):
    """Whether a question will be answered, which may be looked at meanwhile."""

    def look(self) -> object:
        """Begin to look, on another thread."""

    def is_lost(self) -> bool:
        """Return whether the question will not be answered."""


class Watch:
    """Watches a connection for the length of a `with` block, in which one query is asked.

    The connection is closed under the query, which then raises OperationalError, when it takes more than `seconds`, or
    when the hope of an answer is lost.
    """

    def __init__(
        self,
        connection: Connection[Any],
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
        with self._lock:  # from here on the socket may become another's
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
        """End the line to the server, so that whoever waits for it waits no more."""
        with self._lock, suppress(OSError, psycopg.Error):
            if not self._over.is_set():
                with socket.fromfd(
                    self._connection.pgconn.socket, socket.AF_INET, socket.SOCK_STREAM
                ) as line:
                    line.shutdown(socket.SHUT_RDWR)
