"""The times of changes in the tables of the user's data."""

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable
from contextlib import suppress

from reader.newspaper.logical_clock import LAST_HONEST_TICK, Moment, moment_after


def time_as_written(time: dt.datetime) -> str:
    """Return a time as text in UTC, to the microsecond: such texts sort as the times do."""
    return time.astimezone(dt.UTC).isoformat(timespec="microseconds")


def time_from_text(text: str) -> dt.datetime:
    """Return the time that was written, in UTC. Raises ValueError, OverflowError."""
    return dt.datetime.fromisoformat(text).astimezone(dt.UTC)


def next_moment(connection: sqlite3.Connection, table: str, uuids: Iterable[str], now: dt.datetime) -> Moment:
    """Return the moment of a change of these rows at `now`: later than theirs, and than all others of the table.

    Other rows whose ticks are made up are ignored, so that they do not bring the whole table to the last possible tick.
    Raises sqlite3.Error.
    """
    latest = f"SELECT max(tick) FROM {table} WHERE tick <= ?"
    seen = [Moment(connection.execute(latest, (LAST_HONEST_TICK,)).fetchone()[0] or 0, now)]
    own = f"SELECT tick, modified FROM {table} WHERE uuid IN (SELECT value FROM json_each(?))"
    for tick, modified in connection.execute(own, (json.dumps(list(uuids)),)):
        with suppress(ValueError, OverflowError):
            seen.append(Moment(tick, time_from_text(modified)))
    return moment_after(now.astimezone(dt.UTC), *seen)
