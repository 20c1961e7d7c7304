"""Waiting for a place on a server that takes no more connections: many read in one room, and each is done soon."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import psycopg

from reader.room.reasons import is_full
from reader.search.engine import SearchCancelled

FULL_SECONDS = 20.0
"""So long is waited for a place."""
LATELY = 60.0
"""So long a server that was full is taken to have no places to spare."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 1.0
"""Seconds between two tries, at first and at most: many may try, and each try is work for the server."""


class Places:
    """What is known of the places on a room's server, and on those that it asks. Any thread may use it."""

    def __init__(self) -> None:
        self._refused = -LATELY

    @property
    def are_waited_for(self) -> bool:
        """Whether a question waits for one: the server is there, then, and answers that it has none."""
        return time.monotonic() < self._refused + 2 * _LONGEST_PAUSE

    @property
    def are_rare(self) -> bool:
        """Whether there was none to be had lately."""
        return time.monotonic() < self._refused + LATELY

    def note_refused(self) -> None:
        self._refused = time.monotonic()


class Patience:
    """The wait of one question: longer and longer, and not without end."""

    def __init__(self, places: Places, cancelled: Callable[[], bool]) -> None:
        self._places = places
        self._cancelled = cancelled
        self._until: float | None = None
        self._pause = _FIRST_PAUSE

    def waits_after(self, error: psycopg.OperationalError) -> bool:
        """Wait where a server has refused a connection for want of places; return whether to ask it again.

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
