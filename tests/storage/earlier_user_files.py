"""Files of user data as earlier versions of the program left them."""

import sqlite3
from contextlib import closing
from pathlib import Path

_TABLES_AFTER = {
    1: "DROP TABLE correction; ALTER TABLE bookmark DROP COLUMN passage;",
    2: "ALTER TABLE bookmark DROP COLUMN passage;",
    3: "",
    4: "",
    5: "",
}
_OF_VERSION_6 = "ALTER TABLE bookmark DROP COLUMN file;"
_OF_VERSION_5 = "DROP TABLE decision;"
_OF_VERSION_4 = "DROP TABLE unreadable; DROP TABLE version; DROP TABLE step; DROP TABLE step_change;"


def make_earlier(path: Path, version: int) -> None:
    """Makes a file of today what it was in that version."""
    with closing(sqlite3.connect(path)) as connection:
        later = (
            _OF_VERSION_6 + (_OF_VERSION_5 if version < 5 else "") + (_OF_VERSION_4 if version < 4 else "")
        )
        connection.executescript(f"{later} {_TABLES_AFTER[version]} PRAGMA user_version = {version}")
