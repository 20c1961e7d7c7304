"""The names of printings, and the moves of the reader's records along with their articles."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from itertools import islice
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from reader.newspaper.decision import SplitPerson, moved_to, renamed_in
from reader.newspaper.holdings import on_printing
from reader.newspaper.printing import Printing, named_printing
from reader.storage import record_tables
from reader.storage.user_file import UserFile
from reader.storage.user_schema import time_as_written, time_from_text

_MOST_MOVES = 100
"""Maximum number of aliases followed one after the other, each by a query."""

_NAMES_AT_ONCE = 1000
"""Maximum number of names in one query; building the list for more would block all threads for too long."""


class CurrentPrinting(NamedTuple):
    """The present printing of an article, and its day of the year if that is known."""

    printing: Printing
    month_day: str | None


class Moves(Struct, frozen=True):
    """Moves of the reader's records along with their articles.

    `bookmarks` and `decisions` have the new printings by UUID. `names` has new names of printings by the former ones,
    which become aliases. `people` has the new names for those in decisions on people.
    """

    bookmarks: Mapping[str, CurrentPrinting] = field(default_factory=dict)
    decisions: Mapping[str, CurrentPrinting] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.bookmarks or self.decisions or self.names or self.people)


class PrintingTable(Struct, frozen=True):
    """The names of printings, and moves of records between them. Every method raises UserDataError."""

    _file: UserFile
    _now: Callable[[], dt.datetime]

    def follow(self, moves: Moves) -> None:
        """Move bookmarks and decisions to the present printings of their articles: all of them, or none.

        Their times do not change, as another machine makes the same moves by itself. The old names stay as aliases.
        """
        if not moves:
            return
        with self._file.opened(writing=True) as connection:
            now = self._now()
            moved_bookmarks = [
                bookmark
                for bookmark in record_tables.bookmarks_in(connection)
                if bookmark.uuid in moves.bookmarks
            ]
            record_tables.put(
                connection,
                [
                    on_printing(moved_bookmark, *moves.bookmarks[moved_bookmark.uuid])
                    for moved_bookmark in moved_bookmarks
                ],
            )
            if moves.decisions or moves.people:
                decided = record_tables.decisions_in(connection)
            else:
                decided = []
            changed = []
            for decision in decided:
                content = decision.content
                if decision.uuid in moves.decisions:
                    content = moved_to(content, moves.decisions[decision.uuid].printing)
                elif isinstance(content, SplitPerson):
                    content = renamed_in(content, moves.people)
                if content != decision.content:
                    changed.append(replace(decision, content=content))
            record_tables.put(connection, changed)
            connection.executemany(
                "INSERT OR REPLACE INTO alias (old_key, new_key, modified) VALUES (?, ?, ?)",
                [(old, new, _time_of_alias(connection, old, now)) for old, new in moves.names.items()],
            )
            connection.executemany(
                "DELETE FROM alias WHERE old_key = ?", [(new,) for new in {*moves.names.values()}]
            )

    def renamed(self, names: Iterable[str]) -> dict[str, str]:
        """Return the present names of printings, or keys of texts, by those of `names` that were replaced."""
        with self._file.opened() as connection:
            return _renamed(connection, names)

    def renamed_with_key(self, key: str) -> dict[str, str]:
        """Return the present names of the printings that had this key before, by their former names."""
        with self._file.opened() as connection:
            rows = connection.execute(
                "SELECT old_key FROM alias WHERE old_key = ? OR old_key >= ? AND old_key < ? ORDER BY old_key",
                (key, f"{key}@", f"{key}A"),
            ).fetchall()
            return _renamed(connection, (row[0] for row in rows))

    def keys_replaced(self) -> dict[str, str]:
        """Return the present keys of texts by the former keys, for printings whose text has changed."""
        with self._file.opened() as connection:
            aliases = connection.execute("SELECT old_key, new_key FROM alias")
            next_name = {str(old_name): str(new_name) for old_name, new_name in aliases}
        new_key_by_old: dict[str, str] = {}
        for old_name, new_name in _last_of(next_name, sorted(next_name)).items():
            if _key(old_name) != _key(new_name):
                new_key_by_old[_key(old_name)] = _key(new_name)
        return new_key_by_old


def _key(name: str) -> str:
    return named_printing(name).key


def _renamed(connection: sqlite3.Connection, names: Iterable[str]) -> dict[str, str]:
    """Return the present names by those of `names` that were replaced; each alias is read once."""
    distinct_names = {*names}
    next_of: dict[str, str] = {}
    seen_names = set[str]()
    waiting = distinct_names
    for _ in range(_MOST_MOVES):
        seen_names |= waiting
        new_by_old = _aliases(connection, waiting)
        next_of |= new_by_old
        waiting = {*new_by_old.values()} - seen_names
        if not waiting:
            break
    return _last_of(next_of, distinct_names)


def _aliases(connection: sqlite3.Connection, names: Iterable[str]) -> dict[str, str]:
    sql = "SELECT old_key, new_key FROM json_each(?) JOIN alias ON old_key = value"
    new_by_old: dict[str, str] = {}
    waiting = iter(names)
    while some := list(islice(waiting, _NAMES_AT_ONCE)):
        new_by_old |= {str(old): str(new) for old, new in connection.execute(sql, (json.dumps(some),))}
    return new_by_old


def _last_of(next_of: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """Return for each name that was replaced the one at the end of its way; in a circle, the last before itself.

    Each name is passed once, however many lead to it.
    """
    ends: dict[str, str] = {}
    for name in names:
        way: list[str] = []
        at = name
        passed = set[str]()
        while at in next_of and at not in ends and at not in passed:
            way.append(at)
            passed.add(at)
            at = next_of[at]
        end = ends.get(at, at)
        if at in passed:  # a circle, as two files that were merged may form
            circle = way[way.index(at) :]
            ends |= zip(circle, [circle[-1], *circle], strict=False)
            end = circle[-1]
        for passed_name in way:
            ends.setdefault(passed_name, end)
    return {name: ends[name] for name in names if ends.get(name, name) != name}


def _time_of_alias(connection: sqlite3.Connection, old: str, now: dt.datetime) -> str:
    """Return the time of a new alias of a name: later than that of the one before, whatever the clock says."""
    for (text,) in connection.execute("SELECT modified FROM alias WHERE old_key = ?", (old,)):
        with suppress(ValueError, OverflowError):
            now = max(now, time_from_text(text) + dt.timedelta(microseconds=1))
    return time_as_written(now)
