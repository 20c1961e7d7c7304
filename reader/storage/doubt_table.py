"""In which files of a catalogue what is in doubt, by kind: counted, and read a page at a time. Derived.

The tables are made by the first sync that fills them. Triggers delete what is stored of an issue of which something
changes, whoever changes it, and note that the issue has to be looked at again. New issues are those after the last one
that was looked at, as ids only increase.
"""

import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, NamedTuple

from msgspec import Struct

RULES = 1
"""Version of what is a doubt; when it changes, the tables are made anew."""
_STAMP = "doubts"
"""The key in `meta` of the rules by which the tables are filled, the day that was today then, and the last issue."""
_TABLES = (
    "CREATE TABLE doubt (kind TEXT NOT NULL, newspaper TEXT NOT NULL, path TEXT NOT NULL, issue_id INTEGER NOT NULL,"
    " number INTEGER NOT NULL, PRIMARY KEY (kind, newspaper, path)) STRICT, WITHOUT ROWID",
    "CREATE INDEX doubt_by_issue ON doubt (issue_id)",
    "CREATE TABLE doubt_stale (issue_id INTEGER PRIMARY KEY) STRICT",
)
"""`doubt`: how many doubts of a kind a file has; `doubt_stale`: the issues that have to be looked at again."""
_OF_ISSUE = "newspaper, date, number, facts, article_count"
_OF_FILE = "path, state, masthead, reading, issue_id"
_CHANGES = {
    "issue_told": (f"UPDATE OF {_OF_ISSUE} ON issue", "new.id"),
    "issue_gone": ("DELETE ON issue", "old.id"),
    "file_told": (f"UPDATE OF {_OF_FILE} ON source", "old.issue_id, new.issue_id"),
    "file_gone": ("DELETE ON source", "old.issue_id"),
}
"""The changes after which issues are stale, and which these are."""
_TRIGGERS = ", ".join(f"'doubt_{name}'" for name in _CHANGES)
_READ_STAMP = (
    "SELECT value FROM meta WHERE key = ?"
    " AND EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'doubt_stale')"
    " AND (SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name IN"
    f" ({_TRIGGERS})) = {len(_CHANGES)}"
)
"""SQL for the stamp; no row without tables and triggers: a copy may lack them, or a table that was made anew."""

_UNNOTED = (
    "SELECT DISTINCT value FROM json_each(json_array({}))"
    " WHERE value IS NOT NULL AND value NOT IN (SELECT issue_id FROM doubt_stale)"
)
"""SQL for those of some issues of which it is not noted yet that they are stale."""


class DoubtRow(NamedTuple):
    """How many doubts of a kind a file has, which belongs to this issue and newspaper."""

    kind: str
    newspaper: str
    path: str
    issue_id: int
    number: int


_SELECT = f"SELECT {', '.join(DoubtRow._fields)} FROM doubt"


class DoubtTable(Struct, frozen=True):
    """Queries on what is stored of doubts; `rows` queries the catalogue, whose tables have this stamp."""

    _rows: Callable[..., list[Any]]
    _stamp: "_Stamp"

    def stale(self, today: dt.date) -> list[int]:
        """Return the issues of which what is stored is void.

        These have changed since, or have become past or future ones, since a day after today is in doubt.
        """
        return [issue_id for (issue_id,) in self._rows(_STALE, *self._stamp.since(today))]

    def numbers(self, void: Collection[int]) -> dict[str, dict[str, int]]:
        """Return the number of doubts of each kind by newspaper, without those of the issues that are `void`."""
        numbers: dict[str, dict[str, int]] = {}
        for kind, newspaper, number in self._rows(_NUMBERS, json.dumps([*void])):
            if number:
                numbers.setdefault(kind, {})[newspaper] = number
        return numbers

    def page(
        self, kind: str, after: tuple[str, str], most: int, newspaper: str | None = None
    ) -> list[DoubtRow]:
        """Return the files with doubts of a kind, by newspaper and path, from the one after these on.

        Where a `newspaper` is given, those of this one alone.
        """
        rows = self._rows(
            f"{_SELECT} WHERE kind = ?1"
            " AND (newspaper, path) > (?2, ?3) AND (?4 IS NULL OR newspaper = ?4)"
            " ORDER BY newspaper, path LIMIT ?5",
            kind,
            *after,
            newspaper,
            most,
        )
        return [DoubtRow(*row) for row in rows]

    def at(self, kind: str, newspaper: str, path: str) -> list[DoubtRow]:
        rows = self._rows(f"{_SELECT} WHERE (kind, newspaper, path) = (?, ?, ?)", kind, newspaper, path)
        return [DoubtRow(*row) for row in rows]

    def of_issue(self, issue_id: int) -> list[DoubtRow]:
        rows = self._rows(f"{_SELECT} WHERE issue_id = ?", issue_id)
        return [DoubtRow(*row) for row in rows]


class _Stamp(NamedTuple):
    """By which rules the tables are filled, as of which day, and up to which issue."""

    rules: int
    day: str
    last_issue: int

    def since(self, today: dt.date) -> tuple[int, str, str]:
        """Return the last issue, and the days after and up to which issues have become past or future ones."""
        days = sorted([self.day, today.isoformat()])
        return self.last_issue, days[0], days[1]


_NUMBERS = (
    "SELECT kind, newspaper, sum(number) FROM"
    " (SELECT kind, newspaper, sum(number) AS number FROM doubt GROUP BY kind, newspaper"
    " UNION ALL SELECT kind, newspaper, -sum(number) FROM doubt"
    " WHERE issue_id IN (SELECT value FROM json_each(?)) GROUP BY kind, newspaper)"
    " GROUP BY kind, newspaper"
)
"""SQL for the numbers by kind and newspaper; one statement, as a sync may store others between two."""
_STALE = (
    "SELECT issue_id FROM doubt_stale UNION SELECT id FROM issue WHERE id > ?"
    " UNION SELECT id FROM issue WHERE date > ? AND date <= ?"
)


def _stamp_of(rows: Sequence[tuple[str]]) -> _Stamp | None:
    """Return the stamp in the rows with it, if it is of these rules."""
    for (text,) in rows:
        stamp = _Stamp(*json.loads(text))
        if stamp.rules == RULES:
            return stamp
    return None


def stored_doubts(rows: Callable[..., list[Any]]) -> DoubtTable | None:
    """Return what is stored of doubts by these rules; None where nothing is."""
    stamp = _stamp_of(rows(_READ_STAMP, _STAMP))
    if stamp is None:
        return None
    return DoubtTable(rows, stamp)


def begin(connection: sqlite3.Connection, today: dt.date) -> list[int]:
    """Make the tables, unless there are some of these rules; return the issues that have to be looked at.

    They have to be stored in the same transaction: it is noted that they are.
    """
    stamp = _stamp_of(connection.execute(_READ_STAMP, (_STAMP,)).fetchall())
    if stamp is None:
        _make(connection)
        stamp = _Stamp(RULES, today.isoformat(), 0)
    stale = [issue_id for (issue_id,) in connection.execute(_STALE, stamp.since(today))]
    if stamp.day != today.isoformat():  # of those of other days, nothing has changed that a trigger notes
        ids = json.dumps(stale)
        connection.execute("DELETE FROM doubt WHERE issue_id IN (SELECT value FROM json_each(?))", (ids,))
    now = _Stamp(RULES, today.isoformat(), max([stamp.last_issue, *stale]))
    if now != stamp:
        connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_STAMP, json.dumps(now)))
    return stale


def _make(connection: sqlite3.Connection) -> None:
    """Make the tables without rows."""
    for name in _CHANGES:
        connection.execute(f"DROP TRIGGER IF EXISTS doubt_{name}")
    for table in ("doubt", "doubt_stale"):
        connection.execute(f"DROP TABLE IF EXISTS {table}")
    for statement in _TABLES:
        connection.execute(statement)
    for name, (change, issue_ids) in _CHANGES.items():
        connection.execute(
            f"CREATE TRIGGER doubt_{name} AFTER {change}"
            f" WHEN EXISTS ({_UNNOTED.format(issue_ids)}) BEGIN"
            f" DELETE FROM doubt WHERE issue_id IN ({issue_ids});"
            f" INSERT INTO doubt_stale {_UNNOTED.format(issue_ids)}; END"
        )


def store(connection: sqlite3.Connection, issue_ids: Sequence[int], rows: Iterable[DoubtRow]) -> None:
    """Store what is in doubt of some issues that are stale."""
    connection.execute(
        "DELETE FROM doubt_stale WHERE issue_id IN (SELECT value FROM json_each(?))", (json.dumps(issue_ids),)
    )
    columns = ", ".join(f"json_extract(value, '$[{at}]')" for at in range(len(DoubtRow._fields)))
    connection.execute(
        f"INSERT INTO doubt SELECT {columns} FROM json_each(?)", (json.dumps([*rows], ensure_ascii=False),)
    )
