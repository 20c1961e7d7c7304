"""Waiting for a connection to a full server: many people read in one room, and each query is soon done."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import psycopg

from reader.room.reasons import is_full
from reader.search.engine import SearchCancelled

FULL_SECONDS = 20.0
"""Maximum seconds of waiting for a connection."""
LATELY = 60.0
"""Seconds after a refusal during which a server counts as one that has no connections to spare."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 1.0
"""Seconds between two attempts, at first and at most: many may try, and each attempt is work for the server."""


class Places:
    """Whether a room's server, and those that it queries, have connections to spare. Thread-safe."""

    def __init__(self) -> None:
        self._refused = -LATELY

    @property
    def are_waited_for(self) -> bool:
        """Whether a query is waiting for a connection: then the server is there, and answers that it is full."""
        return time.monotonic() < self._refused + 2 * _LONGEST_PAUSE

    @property
    def are_rare(self) -> bool:
        """Whether a connection was refused within `LATELY` seconds."""
        return time.monotonic() < self._refused + LATELY

    def note_refused(self) -> None:
        self._refused = time.monotonic()


class Patience:
    """The attempts of one query to get a connection: at growing intervals, for `FULL_SECONDS` at most."""

    def __init__(self, places: Places, cancelled: Callable[[], bool]) -> None:
        self._places = places
        self._cancelled = cancelled
        self._until: float | None = None
        self._pause = _FIRST_PAUSE

    def waits_after(self, error: psycopg.OperationalError) -> bool:
        """If the error says that a server is full, pause; return whether to try again.

        Raises SearchCancelled.
        """
        if self._cancelled():
            raise SearchCancelled from None
        now = time.monotonic()
        self._until = self._until or now + FULL_SECONDS
        if not is_full(str(error)) or now > self._until:
            return False
        self._places.note_refused()
        time.sleep(self._pause * random.uniform(0.5, 1))
        self._pause = min(1.5 * self._pause, _LONGEST_PAUSE)
        return True
