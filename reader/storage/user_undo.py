"""Undoing imports and restored backups, each as one step, and the earlier versions of a bookmark."""

import datetime as dt
import sqlite3
from contextlib import suppress
from dataclasses import dataclass, replace

from reader.newspaper.correction import Correction
from reader.newspaper.decision import Decision
from reader.newspaper.holdings import Bookmark, on_printing
from reader.newspaper.logical_clock import Moment, moment_after, moment_of
from reader.storage import bookmark_table, correction_table, decision_table
from reader.storage.bookmark_table import rows_of
from reader.storage.times import time_as_written
from reader.storage.user_records import BadRecord, bookmark_from_json, correction_of_json, decision_from_json


@dataclass(frozen=True, slots=True)
class Step:
    """A change of many records at once. `kind`: import or restore; `origin`: the name of the file."""

    id: str
    kind: str
    origin: str
    made: dt.datetime


@dataclass(frozen=True, slots=True)
class Undone:
    """The numbers of records that were restored to their state before a step, and of those left as changed since."""

    reverted: int
    changed_since: int


@dataclass(frozen=True, slots=True)
class Version:
    """Text that a bookmark had, here or on another machine, and that was overridden.

    `kept`: since when it is stored.
    """

    id: str
    bookmark: Bookmark
    kept: dt.datetime


def last_step(connection: sqlite3.Connection) -> Step | None:
    """Return the last step that is not undone. Raises sqlite3.Error."""
    with suppress(sqlite3.OperationalError):  # a file of an earlier version, not yet written to, has none
        for row in rows_of(connection, "step", "undone IS NULL ORDER BY rowid DESC"):
            with suppress(ValueError):
                made = dt.datetime.fromisoformat(str(row["made"]))
                return Step(str(row["id"]), str(row["kind"]), str(row["origin"]), made)
    return None


def undo_step(connection: sqlite3.Connection, step: Step, now: dt.datetime) -> Undone:
    """Undo a step, except for records changed since. Raises sqlite3.Error."""
    records: dict[str, dict[str, Bookmark] | dict[str, Correction] | dict[str, Decision]] = {
        "bookmark": {each.uuid: each for each in bookmark_table.found(connection, "TRUE")},
        "correction": {each.uuid: each for each in correction_table.corrections_in(connection)},
        "decision": {each.uuid: each for each in decision_table.decisions_in(connection)},
    }
    changes = rows_of(connection, "step_change", "step = ?", step.id)
    reverted = 0
    for row in changes:
        uuid, before = str(row["uuid"]), row["before"]
        known = records.get(str(row["kind"]), {}).get(uuid)
        if known is None or (known.tick, time_as_written(known.modified)) != (row["tick"], row["modified"]):
            continue
        tick, time = moment_after(now, moment_of(known))
        with suppress(BadRecord):
            if isinstance(known, Bookmark):
                was = bookmark_from_json(str(before)) if before else replace(known, deleted=time)
                bookmark_table.put(
                    connection,
                    [replace(on_printing(was, known.printing, known.month_day), modified=time, tick=tick)],
                )
            elif isinstance(known, Decision):
                decided = decision_from_json(str(before)) if before else replace(known, undone=True)
                decision_table.put(connection, [replace(decided, modified=time, tick=tick)])
            else:
                restored = correction_of_json(str(before)) if before else replace(known, undone=True)
                correction_table.put(
                    connection, [replace(restored, anchor=known.anchor, modified=time, tick=tick)]
                )
            reverted += 1
    connection.execute("UPDATE step SET undone = ? WHERE id = ?", (time_as_written(now), step.id))
    return Undone(reverted, len(changes) - reverted)


def with_text_of(bookmark: Bookmark, version: Version, at: Moment) -> Bookmark:
    """Return the bookmark with the text of a version, modified at that moment, and no longer removed."""
    was = version.bookmark
    return replace(
        bookmark,
        note=was.note,
        tags=was.tags,
        passage=was.passage,
        article=was.article,
        deleted=None,
        modified=at.time,
        tick=at.tick,
    )


def versions_of(connection: sqlite3.Connection, uuid: str) -> list[Version]:
    """Return the versions of a bookmark, the last kept first, without its present text."""
    found = []
    now = [
        (each.note, each.tags, each.passage) for each in bookmark_table.found(connection, "uuid = ?", uuid)
    ]
    with suppress(sqlite3.OperationalError):
        for row in rows_of(connection, "version", "uuid = ? ORDER BY rowid DESC", uuid):
            with suppress(BadRecord, ValueError):
                bookmark = bookmark_from_json(str(row["content"]))
                kept = dt.datetime.fromisoformat(str(row["kept"]))
                if (bookmark.note, bookmark.tags, bookmark.passage) not in now:
                    found.append(Version(str(row["id"]), bookmark, kept))
    return found
