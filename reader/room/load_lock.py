"""The lock for one load at a time, which is released as soon as the loading process is gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from typing import Any

from psycopg import Connection, errors

from reader.i18n import say
from reader.room.address import RoomAddress
from reader.room.answers import run
from reader.room.connections import RoomError, connect
from reader.room.watch import Watch

_SECONDS = 20.0
"""Seconds in which a server has to confirm the lock; else it counts as lost."""
_ENDING_MS = 1000
"""Milliseconds to wait for the lock of a load that has just ended: a server ends a session after its client."""
_LOOKS_MS = 2000
"""Milliseconds between the server's checks, during a query, whether its client is still connected."""


@contextmanager
def only_load(address: RoomAddress) -> Iterator[Callable[[], None]]:
    """Hold the lock of a load; yield a function that raises psycopg.OperationalError if the lock was lost meanwhile.

    The lock has a connection of its own, which queries no other server: on PostgreSQL 15, a session that does can't be
    ended while the other server is stuck, and keeps its locks. Raises RoomError where another load holds the lock.
    """
    with closing(connect(address, is_reader=False)) as connection:
        run(connection, f"SET lock_timeout = {_ENDING_MS}")
        try:
            run(connection, "SELECT pg_advisory_lock(hashtext('yuebao load'))")
        except errors.LockNotAvailable:
            raise RoomError(say("另有一处正在往这个阅览室里放报纸。等它放完，再运行一次。")) from None

        def assure() -> None:
            with Watch(connection, seconds=_SECONDS):
                run(connection, "SELECT 1")

        yield assure


def end_with_the_client(connection: Connection[Any]) -> None:
    """Have the server roll back when the client is gone, also while it waits for another server."""
    with suppress(errors.InvalidParameterValue):  # a server on Windows can't check
        run(connection, f"SET client_connection_check_interval = {_LOOKS_MS}")
