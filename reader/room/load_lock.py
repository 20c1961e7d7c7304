"""One load at a time, by a lock that goes as soon as who loads is gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from typing import Any

from psycopg import Connection, errors

from reader.i18n import say
from reader.room.address import RoomAddress
from reader.room.connections import RoomError, connect
from reader.room.schema import run
from reader.room.watch import Watch

_SECONDS = 20.0
"""A server that does not tell so long that it has the lock is lost."""
_ENDING_MS = 1000
"""So long a load that has just ended may still have the lock: its server ends a session after its client."""
_LOOKS_MS = 2000
"""The interval at which a server looks, in the middle of what it does, whether who wants it is still there."""


@contextmanager
def only_load(address: RoomAddress) -> Iterator[Callable[[], None]]:
    """Hold the lock of a load; give what raises psycopg.OperationalError where it was lost meanwhile.

    It stands on a connection that asks no other server: on PostgreSQL 15 one that does can't be ended while the other
    is stuck, and keeps its locks. Raises RoomError where another load has it.
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
    """Have the server undo what it is at when the client is gone, also while it waits for another server."""
    with suppress(errors.InvalidParameterValue):  # a server on Windows can't look
        run(connection, f"SET client_connection_check_interval = {_LOOKS_MS}")
