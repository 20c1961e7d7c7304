"""The lock for one load at a time, which is released as soon as the loading process is gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress

from psycopg import errors

from reader.i18n import say
from reader.room import rights
from reader.room.address import RoomAddress
from reader.room.answers import run
from reader.room.connections import LIBRARIAN, RoomError, connect
from reader.room.line import Line
from reader.room.watch import SOON_SECONDS, Watch

_SECONDS = 20.0
"""Seconds in which a server has to confirm the lock; else it counts as lost."""
_ENDING_MS = 1000
"""Milliseconds to wait for the lock of a load that has just ended: a server ends a session after its client."""
_SETTINGS = (
    f"SET ROLE {LIBRARIAN}",
    f"SET lock_timeout = {_ENDING_MS}",
    "SET idle_in_transaction_session_timeout = 0",
    "BEGIN",
)
_LOCKED = f"LOCK TABLE {rights.LOCK} IN EXCLUSIVE MODE"
_LOOKS_MS = 2000
"""Milliseconds between the server's checks, during a query, whether its client is still connected."""


@contextmanager
def only_load(address: RoomAddress) -> Iterator[Callable[[], None]]:
    """Hold the lock of a load; yield a function that raises psycopg.OperationalError if the lock was lost meanwhile.

    It is a lock on a view to which readers have no right, held by a transaction that has neither rows nor a snapshot,
    so that nobody else waits for it, and VACUUM goes on.

    The lock has a connection of its own, which queries no other server: on PostgreSQL 15, a session that does can't be
    ended while the other server is stuck, and keeps its locks. Raises RoomError where another load holds the lock.
    """
    with closing(connect(address, is_reader=False)) as connection:
        with Watch(connection, seconds=SOON_SECONDS):
            for setting in _SETTINGS:
                run(connection, setting)
            try:
                run(connection, _LOCKED)
            except errors.LockNotAvailable:
                raise RoomError(say("另有一处正在往这个阅览室里放报纸。等它放完，再运行一次。")) from None

        def assure() -> None:
            with Watch(connection, seconds=_SECONDS):
                run(connection, _LOCKED)  # again: unlike a query, this leaves no snapshot open

        yield assure


def end_with_the_client(connection: Line) -> None:
    """Have the server roll back when the client is gone, also while it waits for another server."""
    with suppress(errors.InvalidParameterValue):  # a server on Windows can't check
        run(connection, f"SET client_connection_check_interval = {_LOOKS_MS}")
