"""The tables of the user's data, the check whether a file has exactly these, and the times of changes in them."""

import datetime as dt
import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from functools import cache, lru_cache
from itertools import islice

from reader.newspaper.logical_clock import LAST_HONEST_TICK, Moment, moment_after, tick_of

_FIRST_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS bookmark (
    uuid TEXT PRIMARY KEY,
    key TEXT NOT NULL,
    newspaper TEXT NOT NULL,
    date TEXT,
    month_day TEXT,
    number INTEGER,
    page TEXT,
    path TEXT NOT NULL,
    article TEXT NOT NULL,
    note TEXT NOT NULL,
    tags TEXT NOT NULL,
    created TEXT NOT NULL,
    modified TEXT NOT NULL,
    deleted TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS bookmark_by_key ON bookmark (key);
CREATE TABLE IF NOT EXISTS alias (
    old_key TEXT PRIMARY KEY,
    new_key TEXT NOT NULL,
    modified TEXT NOT NULL
) STRICT;
PRAGMA user_version = 1;
"""


def _add_ticks() -> Iterator[str]:
    for table in ("bookmark", "correction", "decision", "step_change"):
        yield f"ALTER TABLE {table} ADD COLUMN tick INTEGER NOT NULL DEFAULT 0"
        yield f"UPDATE {table} SET tick = tick_of(modified)"
    for table in ("bookmark", "correction", "decision"):
        yield f"CREATE INDEX {table}_by_tick ON {table} (tick)"


MIGRATIONS: dict[str, tuple[str, ...]] = {
    "corrections": (
        """
        CREATE TABLE correction (
            uuid TEXT PRIMARY KEY,
            path TEXT NOT NULL,
            quote TEXT NOT NULL,
            line_before TEXT NOT NULL,
            line_after TEXT NOT NULL,
            ordinal INTEGER NOT NULL,
            claim TEXT NOT NULL,
            created TEXT NOT NULL,
            modified TEXT NOT NULL,
            deleted TEXT
        ) STRICT
        """,
    ),
    "passages": ("ALTER TABLE bookmark ADD COLUMN passage TEXT",),
    "unreadable records, earlier versions, undoable steps": (
        """
        CREATE TABLE unreadable (
            id TEXT PRIMARY KEY,
            kind TEXT NOT NULL,
            origin TEXT NOT NULL,
            content TEXT NOT NULL,
            reason TEXT NOT NULL,
            found TEXT NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE version (
            id TEXT PRIMARY KEY,
            uuid TEXT NOT NULL,
            content TEXT NOT NULL,
            kept TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX version_by_uuid ON version (uuid)",
        """
        CREATE TABLE step (
            id TEXT PRIMARY KEY,
            kind TEXT NOT NULL,
            origin TEXT NOT NULL,
            made TEXT NOT NULL,
            undone TEXT
        ) STRICT
        """,
        """
        CREATE TABLE step_change (
            step TEXT NOT NULL,
            kind TEXT NOT NULL,
            uuid TEXT NOT NULL,
            before TEXT,
            modified TEXT NOT NULL,
            PRIMARY KEY (step, kind, uuid)
        ) STRICT
        """,
    ),
    "decisions": (
        """
        CREATE TABLE decision (
            uuid TEXT PRIMARY KEY,
            content TEXT NOT NULL,
            created TEXT NOT NULL,
            modified TEXT NOT NULL,
            deleted TEXT
        ) STRICT
        """,
    ),
    "files of printings": ("ALTER TABLE bookmark ADD COLUMN file TEXT",),
    "ticks": tuple(_add_ticks()),
}
"""The statements that bring a file from one version to the next, from version 1 on, by what they add.

A file is migrated by the first write, so that a read-only file stays readable.
"""

SCHEMA_VERSION = 1 + len(MIGRATIONS)


def create(connection: sqlite3.Connection) -> None:
    """Create the tables in an empty file, in one transaction, so that the disk is flushed only once. Raises
    sqlite3.Error.
    """
    connection.executescript(f"BEGIN;{_FIRST_SCHEMA}")
    migrate(connection)
    connection.execute("COMMIT")


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the tables up to date, within the caller's transaction. Raises sqlite3.Error."""
    version = version_of(connection)
    for number, statements in enumerate(MIGRATIONS.values(), 2):
        if number > version:
            _apply(connection, statements, number)


def version_of(connection: sqlite3.Connection) -> int:
    """Return the version stored in the file; in a file that is not ours it may be anything. Raises sqlite3.Error."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def is_ours(connection: sqlite3.Connection) -> bool:
    """Return whether the file has exactly the tables and indexes of its version.

    Any other entry was added by somebody else: a trigger that deletes what is saved, an endless view in place of a
    table, an index on an expression. Raises sqlite3.Error.
    """
    version = version_of(connection)
    return 1 <= version <= SCHEMA_VERSION and _are_of_version(_entries(connection), version)


def has_unreadable(connection: sqlite3.Connection) -> bool:
    """Return whether there are records that could not be read. Raises sqlite3.Error."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'unreadable'").fetchone():
        return False  # a file of an earlier version, not yet written to
    return bool(connection.execute("SELECT EXISTS (SELECT 1 FROM unreadable)").fetchone()[0])


def _apply(connection: sqlite3.Connection, statements: Iterable[str], number: int) -> None:
    connection.create_function("tick_of", 1, _tick_of, deterministic=True)
    for statement in statements:
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {number}")


def _tick_of(time: str) -> int:
    """Return the tick of a record without one, from its time; 0 for an invalid time, with which the record is invalid,
    too.
    """
    with suppress(ValueError, OverflowError):
        return tick_of(time_from_text(time))
    return 0


_Entry = tuple[str, str, str, str]


def _entries(connection: sqlite3.Connection) -> frozenset[_Entry]:
    query = "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master"
    rows = connection.execute(query).fetchall()
    return frozenset((str(kind), str(name), str(table), str(sql)) for kind, name, table, sql in rows)


@lru_cache(maxsize=4)
def _are_of_version(entries: frozenset[_Entry], version: int) -> bool:
    """Return whether the entries are those of a version. Cached, because the same file is opened again and again."""
    return _with_normal_space(entries) == _entries_of_version(version)


@cache
def _entries_of_version(version: int) -> frozenset[_Entry]:
    with closing(sqlite3.connect(":memory:")) as reference:
        reference.executescript(_FIRST_SCHEMA)
        for number, statements in enumerate(islice(MIGRATIONS.values(), version - 1), 2):
            _apply(reference, statements, number)
        return _with_normal_space(_entries(reference))


def _with_normal_space(entries: frozenset[_Entry]) -> frozenset[_Entry]:
    # a statement with normal white space. SQLite stores it as it was typed, and adds and drops columns in it
    # with irregular spaces.
    return frozenset(
        (kind, name, table, re.sub(r"\s*([(),])\s*", r"\1", " ".join(sql.split())))
        for kind, name, table, sql in entries
    )


def has_records(connection: sqlite3.Connection) -> bool:
    """Return whether the file has any record, also a removed one. Raises sqlite3.Error."""
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return any(
        connection.execute(f"SELECT EXISTS (SELECT 1 FROM {table})").fetchone()[0]
        for table in ("bookmark", "correction", "alias", "decision")
        if table in tables
    )


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
    times_sql = f"SELECT tick, modified FROM {table} WHERE uuid IN (SELECT value FROM json_each(?))"
    for tick, modified in connection.execute(times_sql, (json.dumps(list(uuids)),)):
        with suppress(ValueError, OverflowError):
            seen.append(Moment(tick, time_from_text(modified)))
    return moment_after(now.astimezone(dt.UTC), *seen)
