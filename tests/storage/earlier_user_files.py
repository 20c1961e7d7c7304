"""Files of user data as earlier versions of the program left them."""

import sqlite3
from contextlib import closing
from pathlib import Path

from reader.storage.user_schema import SCHEMA_VERSION

_SINCE = {
    7: "".join(
        f"DROP INDEX IF EXISTS {table}_by_tick; ALTER TABLE {table} DROP COLUMN tick;"
        for table in ("bookmark", "correction", "decision", "step_change")
    ),
    6: "ALTER TABLE bookmark DROP COLUMN file;",
    5: "DROP TABLE decision;",
    4: "DROP TABLE unreadable; DROP TABLE version; DROP TABLE step; DROP TABLE step_change;",
    3: "ALTER TABLE bookmark DROP COLUMN passage;",
    2: "DROP TABLE correction;",
}
"""What came with each version, taken away."""


def make_earlier(path: Path, version: int) -> None:
    """Makes a file of today what it was in that version."""
    with closing(sqlite3.connect(path)) as connection:
        later = "".join(_SINCE[each] for each in range(SCHEMA_VERSION, version, -1))
        connection.executescript(f"{later} PRAGMA user_version = {version}")
