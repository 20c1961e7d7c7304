"""A connection whose answers end within a time limit, also when a server sends rows, notices or a long row slowly.

Every connection to a room's server is one. All that it does (a query, a copy, a commit) passes
`BoundedConnection.wait`.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import Connection
from psycopg.waiting import Ready

from reader.i18n import say

FLOW_SECONDS = 20.0
"""Maximum seconds from the first byte of an answer to its last: queries sort or count before they answer."""


class AnswerTooLong(psycopg.DataError):
    """An answer was longer than the limits in `answers`; the message is for the user."""


class AnswerEndless(AnswerTooLong):
    """An answer had not ended within its time limit."""


class Flow:
    """The time since the first byte of an answer, and its limit."""

    def __init__(self, seconds: float | None = None) -> None:
        self.seconds = FLOW_SECONDS if seconds is None else seconds
        self._began: float | None = None

    def begin(self) -> None:
        """Start the time, if it has not started: the first byte has arrived."""
        self._began = self._began or time.monotonic()

    def is_over(self) -> bool:
        return self._began is not None and time.monotonic() > self._began + self.seconds


class BoundedConnection(Connection[Any]):
    """A connection that is closed, with AnswerEndless raised, when an answer exceeds its time limit."""

    _flow: Flow | None = None
    _ended_by: AnswerEndless | None = None

    @contextmanager
    def answering(self, flow: Flow) -> Iterator[None]:
        """Within the block, count everything received as one answer; outside, each step has a time limit of its own."""
        self._flow = flow
        try:
            yield
        finally:
            self._flow = None

    def wait(self, gen: Generator[Any, Any, Any], *words: Any, **more: Any) -> Any:
        """Run one of psycopg's generators. Raises AnswerEndless beyond the limit, and on each later use."""
        if self._ended_by is not None:
            raise self._ended_by
        return super().wait(self._bounded(gen, self._flow or Flow()), *words, **more)

    def _bounded(self, step: Generator[Any, Any, Any], flow: Flow) -> Generator[Any, Any, Any]:
        try:
            wanted = next(step)
            while True:
                ready = yield wanted  # nothing is ready, too: again and again
                if ready and ready & Ready.R:
                    flow.begin()
                # checked at each step, also when nothing is ready, so that a trickle of bytes can't go on
                # for ever
                if flow.is_over():
                    self._ended_by = AnswerEndless(
                        say("阅览室的服务器答得太慢，没完没了，没有再等。请告诉它的管理员。")
                    )
                    self.close()
                    raise self._ended_by
                wanted = step.send(ready)
                while self.pgconn.notifies():  # nobody listens for any: else they fill the memory
                    pass
        except StopIteration as done:
            return done.value
