"""In which files of a catalogue what is in doubt, by kind: counted, and read a page at a time. Derived.

The tables are made by the first sync that fills them. Triggers note each issue of which something changes, whoever
changes it: what is stored of it is void until it is looked at again.
"""

import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, NamedTuple

from msgspec import Struct

RULES = 1
"""Version of what is a doubt; when it changes, the tables are made anew."""
_RULES_KEY = "doubt rules"
_DAY_KEY = "doubts as of"
_TABLES = (
    "CREATE TABLE doubt (kind TEXT NOT NULL, newspaper TEXT NOT NULL, path TEXT NOT NULL, issue_id INTEGER NOT NULL,"
    " number INTEGER NOT NULL, PRIMARY KEY (kind, newspaper, path)) STRICT, WITHOUT ROWID",
    "CREATE INDEX doubt_by_issue ON doubt (issue_id)",
    "CREATE TABLE doubt_stale (issue_id INTEGER PRIMARY KEY) STRICT",
)
"""`doubt`: how many doubts of a kind a file has; `doubt_stale`: the issues that have to be looked at again."""
_MADE = (
    "SELECT value FROM meta WHERE key = ?"
    " AND EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'doubt_stale')"
)
"""SQL for the version of the rules by which the tables are filled; no row without tables."""
_CHANGES = {
    "issue_new": ("INSERT ON issue", ("new.id",)),
    "issue_told": ("UPDATE OF newspaper, date, number, facts, article_count ON issue", ("new.id",)),
    "issue_gone": ("DELETE ON issue", ("old.id",)),
    "source_new": ("INSERT ON source", ("new.issue_id",)),
    "source_told": (
        "UPDATE OF path, state, masthead, reading, issue_id ON source",
        ("old.issue_id", "new.issue_id"),
    ),
    "source_gone": ("DELETE ON source", ("old.issue_id",)),
}
"""The changes after which issues are stale, and these issues."""


class DoubtRow(NamedTuple):
    """How many doubts of a kind a file has, which belongs to this issue and newspaper."""

    kind: str
    newspaper: str
    path: str
    issue_id: int
    number: int


class DoubtTable(Struct, frozen=True):
    """Queries on what is stored of doubts; `rows` queries the catalogue."""

    _rows: Callable[..., list[Any]]

    def is_made(self) -> bool:
        """Return whether there are tables of these rules; a copy may say so and have none."""
        return self._rows(_MADE, _RULES_KEY) == [(RULES,)]

    def stale(self, today: dt.date, most: int = -1) -> list[int]:
        """Return the issues of which what is stored is void, at most so many.

        These have changed since, or have become past or future ones, since a day after today is in doubt.
        """
        ((stored_day,),) = self._rows("SELECT value FROM meta WHERE key = ?", _DAY_KEY)
        rows = self._rows(
            "SELECT issue_id FROM doubt_stale UNION SELECT id FROM issue WHERE date > ? AND date <= ? LIMIT ?",
            min(stored_day, today.isoformat()),
            max(stored_day, today.isoformat()),
            most,
        )
        return [issue_id for (issue_id,) in rows]

    def numbers(self, void: Collection[int]) -> dict[str, dict[str, int]]:
        """Return the number of doubts of each kind by newspaper, without those of the issues that are `void`."""
        numbers: dict[str, dict[str, int]] = {}
        for kind, newspaper, number in self._rows(
            "SELECT kind, newspaper, sum(number) FROM doubt GROUP BY kind, newspaper"
        ):
            numbers.setdefault(kind, {})[newspaper] = number
        for kind, newspaper, number in self._rows(
            "SELECT kind, newspaper, sum(number) FROM doubt WHERE issue_id IN (SELECT value FROM json_each(?))"
            " GROUP BY kind, newspaper",
            json.dumps([*void]),
        ):
            numbers[kind][newspaper] -= number
        return numbers

    def page(
        self, kind: str, after: tuple[str, str], most: int, newspaper: str | None = None
    ) -> list[DoubtRow]:
        """Return the files with doubts of a kind, by newspaper and path, from the one after these on.

        Where a `newspaper` is given, those of this one alone.
        """
        rows = self._rows(
            "SELECT kind, newspaper, path, issue_id, number FROM doubt WHERE kind = ?1"
            " AND (newspaper, path) > (?2, ?3) AND (?4 IS NULL OR newspaper = ?4)"
            " ORDER BY newspaper, path LIMIT ?5",
            kind,
            *after,
            newspaper,
            most,
        )
        return [DoubtRow(*row) for row in rows]

    def at(self, kind: str, newspaper: str, path: str) -> list[DoubtRow]:
        rows = self._rows(
            "SELECT kind, newspaper, path, issue_id, number FROM doubt WHERE (kind, newspaper, path) = (?, ?, ?)",
            kind,
            newspaper,
            path,
        )
        return [DoubtRow(*row) for row in rows]

    def of_issue(self, issue_id: int) -> list[DoubtRow]:
        rows = self._rows(
            "SELECT kind, newspaper, path, issue_id, number FROM doubt WHERE issue_id = ?", issue_id
        )
        return [DoubtRow(*row) for row in rows]


def make(connection: sqlite3.Connection, today: dt.date) -> None:
    """Make the tables, unless there are some of these rules; all issues are to be looked at then."""
    if connection.execute(_MADE, (_RULES_KEY,)).fetchall() == [(RULES,)]:
        return
    for name in _CHANGES:
        connection.execute(f"DROP TRIGGER IF EXISTS doubt_{name}")
    for table in ("doubt", "doubt_stale"):
        connection.execute(f"DROP TABLE IF EXISTS {table}")
    for statement in _TABLES:
        connection.execute(statement)
    for name, (change, issue_ids) in _CHANGES.items():
        steps = " ".join(_noting(issue_id) for issue_id in issue_ids)
        connection.execute(f"CREATE TRIGGER doubt_{name} AFTER {change} BEGIN {steps} END")
    connection.execute("INSERT INTO doubt_stale SELECT id FROM issue")
    values = ((_RULES_KEY, RULES), (_DAY_KEY, today.isoformat()))
    connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values)


def _noting(issue_id: str) -> str:
    return (
        f"INSERT INTO doubt_stale SELECT {issue_id} WHERE {issue_id} IS NOT NULL"
        f" AND {issue_id} NOT IN (SELECT issue_id FROM doubt_stale);"
    )


def store(connection: sqlite3.Connection, issue_ids: Sequence[int], rows: Iterable[DoubtRow]) -> None:
    """Store what is in doubt of some issues, in place of what was."""
    ids = (json.dumps(issue_ids),)
    for table in ("doubt", "doubt_stale"):
        connection.execute(f"DELETE FROM {table} WHERE issue_id IN (SELECT value FROM json_each(?))", ids)
    connection.executemany("INSERT INTO doubt VALUES (?, ?, ?, ?, ?)", rows)


def note_day(connection: sqlite3.Connection, today: dt.date) -> None:
    """Note that what is not stale is stored as it is today: of which a day became past or future, that is stale."""
    ((stored_day,),) = connection.execute("SELECT value FROM meta WHERE key = ?", (_DAY_KEY,)).fetchall()
    if stored_day == today.isoformat():
        return
    connection.execute(
        "INSERT INTO doubt_stale SELECT id FROM issue WHERE date > ? AND date <= ?"
        " AND id NOT IN (SELECT issue_id FROM doubt_stale)",
        (min(stored_day, today.isoformat()), max(stored_day, today.isoformat())),
    )
    connection.execute("UPDATE meta SET value = ? WHERE key = ?", (today.isoformat(), _DAY_KEY))
