"""All tables of the user's data, within a transaction of its file: reading records, writing plans, and versions."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from reader.newspaper.correction import Correction, correction_to_json
from reader.newspaper.decision import Decision, decision_to_json
from reader.newspaper.holdings import Bookmark, on_printing
from reader.newspaper.logical_clock import Moment, moment_after, moment_of
from reader.storage import act_recording, record_tables
from reader.storage.foreign_database import Row, as_text
from reader.storage.record_tables import counted, rows_of
from reader.storage.user_records import (
    RULES_DIGEST,
    BadRecord,
    Records,
    Unreadable,
    alias_from_row,
    bookmark_from_json,
    bookmark_from_row,
    bookmark_to_json,
    correction_from_row,
    correction_of_json,
    decision_from_json,
    decision_from_row,
    identity_of,
    understood,
)
from reader.storage.user_schema import time_as_written

if TYPE_CHECKING:
    from reader.storage.user_merge import MergePlan


class Step(Struct, frozen=True):
    """A change of many records at once: `kind` is import, restore or tags, `origin` names the file, or the tags; or an
    act at the terminal: `kind` is the command, `origin` says what was done.
    """

    id: str
    kind: str
    origin: str
    made: dt.datetime


class Undone(Struct, frozen=True):
    """The numbers of records restored to their state before a step, and of those left alone because they were changed
    since.
    """

    reverted: int
    changed_since: int


class Version(Struct, frozen=True):
    """Text of a bookmark that was overridden, here or on another machine. `stored` is the time at
    which the version was stored.
    """

    id: str
    bookmark: Bookmark
    stored: dt.datetime


def last_step(connection: sqlite3.Connection, kinds: Collection[str]) -> Step | None:
    """Return the last step of these kinds that is not undone. Raises sqlite3.Error."""
    with suppress(sqlite3.OperationalError):  # a file of an earlier version, not yet written to, has none
        for row in rows_of(connection, "step", "undone IS NULL ORDER BY rowid DESC"):
            if row["kind"] not in kinds:
                continue
            with suppress(ValueError):
                made_at = dt.datetime.fromisoformat(str(row["made"]))
                return Step(str(row["id"]), str(row["kind"]), str(row["origin"]), made_at)
    return None


def undo_step(connection: sqlite3.Connection, step: Step, now: dt.datetime) -> Undone:
    """Undo a step, except for records changed since. Raises sqlite3.Error."""
    bookmark = {bookmark.uuid: bookmark for bookmark in record_tables.bookmarks_in(connection)}
    correction = {correction.uuid: correction for correction in record_tables.corrections_in(connection)}
    decision = {decision.uuid: decision for decision in record_tables.decisions_in(connection)}
    records: dict[str, dict[str, Bookmark] | dict[str, Correction] | dict[str, Decision]] = {
        "bookmark": bookmark,
        "correction": correction,
        "decision": decision,
    }
    changes = rows_of(connection, "step_change", "step = ?", step.id)
    reverted = 0
    for row in changes:
        uuid = str(row["uuid"])
        before = row["before"]
        record = records.get(str(row["kind"]), {}).get(uuid)
        if record is None or (record.tick, time_as_written(record.modified)) != (
            row["tick"],
            row["modified"],
        ):
            continue
        tick, time = moment_after(now, moment_of(record))
        with suppress(BadRecord):
            former_record = _as_before(record, str(before or ""), time)
            record_tables.put(connection, [replace(former_record, modified=time, tick=tick)])
            reverted += 1
    connection.execute("UPDATE step SET undone = ? WHERE id = ?", (time_as_written(now), step.id))
    return Undone(reverted, len(changes) - reverted)


def _as_before(record: act_recording.Record, before: str, now: dt.datetime) -> act_recording.Record:
    """Return a record as a step has found it: `before` is that as JSON, "" for one that the step has made.

    It stays where it is by now: a bookmark with its printing, a correction at its lines. Raises BadRecord.
    """
    if isinstance(record, Bookmark):
        if before:
            bookmark = bookmark_from_json(before)
        else:
            bookmark = replace(record, deleted=now)
        return on_printing(bookmark, record.printing, record.month_day)
    if isinstance(record, Decision):
        if before:
            return decision_from_json(before)
        return replace(record, undone=True)
    if before:
        return replace(correction_of_json(before), anchor=record.anchor)
    return replace(record, undone=True)


def with_text_of(bookmark: Bookmark, version: Version, at: Moment) -> Bookmark:
    """Return a bookmark with the text of a version, as of this moment, also if it was deleted since."""
    return replace(
        bookmark,
        note=version.bookmark.note,
        tags=version.bookmark.tags,
        passage=version.bookmark.passage,
        article=version.bookmark.article,
        deleted=None,
        modified=at.time,
        tick=at.tick,
    )


def versions_of(connection: sqlite3.Connection, uuid: str) -> list[Version]:
    """Return the versions of a bookmark, the latest first, without its present text."""
    versions = []
    present_texts = [
        (present_bookmark.note, present_bookmark.tags, present_bookmark.passage)
        for present_bookmark in record_tables.bookmarks_in(connection, "uuid = ?", uuid)
    ]
    with suppress(sqlite3.OperationalError):
        for row in rows_of(connection, "version", "uuid = ? ORDER BY rowid DESC", uuid):
            with suppress(BadRecord, ValueError):
                bookmark = bookmark_from_json(str(row["content"]))
                stored = dt.datetime.fromisoformat(str(row["kept"]))
                if (bookmark.note, bookmark.tags, bookmark.passage) not in present_texts:
                    versions.append(Version(str(row["id"]), bookmark, stored))
    return versions


_Read = TypeVar("_Read")
_Record = TypeVar("_Record", Bookmark, Correction, Decision)


def _changes_of(
    kind: str, changes: Iterable[act_recording.Change[_Record]], to_json: Callable[[_Record], object]
) -> Iterator[tuple[object, ...]]:
    """Yield the rows of `step_change`, without the step: records of a kind as they were before, if they were."""
    for change in changes:
        before = None
        if change.before is not None:
            before = json.dumps(to_json(change.before), ensure_ascii=False)
        yield kind, change.after.uuid, before, time_as_written(change.after.modified), change.after.tick


class BadRow(Struct, frozen=True):
    row_id: int
    record: Unreadable


class UserTables:
    """The tables of a file; `origin` is its name, recorded with unreadable rows. Every method raises sqlite3.Error."""

    def __init__(self, connection: sqlite3.Connection, origin: str) -> None:
        self._connection = connection
        self._origin = origin
        sql = "SELECT name FROM sqlite_master WHERE type = 'table'"
        self._tables = {row[0] for row in connection.execute(sql)}

    def records(self) -> Records:
        """Return the valid records, by time of creation, and those stored as unreadable."""
        return Records(
            bookmarks=tuple(self._read("bookmark", "created, uuid", bookmark_from_row)),
            corrections=tuple(self._read("correction", "created, uuid", correction_from_row)),
            aliases=tuple(self._read("alias", "old_key", alias_from_row)),
            decisions=tuple(self._read("decision", "created, uuid", decision_from_row)),
            unreadable=self.unreadable(),
        )

    def bad_rows(self) -> list[BadRow]:
        return [
            *self._bad("bookmark", bookmark_from_row),
            *self._bad("correction", correction_from_row),
            *self._bad("alias", alias_from_row),
            *self._bad("decision", decision_from_row),
        ]

    def set_apart(self, bad: Sequence[BadRow], now: dt.datetime) -> None:
        self._keep_unreadable([bad_row.record for bad_row in bad], now)
        for bad_row in counted(bad):
            self._connection.execute(f"DELETE FROM {bad_row.record.kind} WHERE rowid = ?", (bad_row.row_id,))

    def read_again(self, now: dt.datetime) -> int:
        """Move unreadable records that can be read by now back to their tables; return how many."""
        apart = self.unreadable()
        theirs = understood(Records(unreadable=apart))
        readable = set(apart).difference(theirs.unreadable)
        for record in counted(readable):
            self._connection.execute("DELETE FROM unreadable WHERE id = ?", (record.id,))
        self.write(self.plan(theirs), now)
        return len(readable)

    def unreadable(self) -> tuple[Unreadable, ...]:
        """Return the records that are set apart, in the order in which they were found."""
        return tuple(map(_unreadable_of, counted(self._rows("unreadable", "found, id"))))

    def apart_digest(self) -> str:
        """Return a digest of the records that are set apart, and of what this program can read."""
        return identity_of("\n".join((RULES_DIGEST, *(record.id for record in self.unreadable()))))

    def plan(self, theirs: Records) -> MergePlan:
        from reader.storage.user_merge import plan_merge

        return plan_merge(self.records(), understood(theirs))

    def write(self, plan: MergePlan, now: dt.datetime) -> None:
        """Write a plan. Raises UserDataError if what was written can't be read back."""
        for changes in (plan.bookmarks, plan.corrections, plan.decisions):
            record_tables.put(self._connection, (change.after for change in changes))
        self._connection.executemany(
            "INSERT OR REPLACE INTO alias VALUES (?, ?, ?)",
            [(alias.old_key, alias.new_key, time_as_written(alias.modified)) for alias in plan.aliases],
        )
        self._keep_unreadable(plan.unreadable, now)
        self.keep_versions(plan.versions, now)

    def keep_versions(self, bookmarks: Sequence[Bookmark], now: dt.datetime) -> None:
        """Store overridden text of bookmarks as versions."""
        for bookmark in bookmarks:
            content = _content_of(bookmark)
            self._connection.execute(
                "INSERT OR IGNORE INTO version (id, uuid, content, kept) VALUES (?, ?, ?, ?)",
                (identity_of(content), bookmark.uuid, content, time_as_written(now)),
            )

    def note_step(self, plan: MergePlan, kind: str, origin: str, now: dt.datetime) -> None:
        """Record the former state of every record, so that the step can be undone."""
        step = str(uuid.uuid4())
        self._connection.execute(
            "INSERT INTO step (id, kind, origin, made) VALUES (?, ?, ?, ?)",
            (step, kind, origin, time_as_written(now)),
        )
        act_recording.note_step(step)
        changes = [
            *_changes_of("bookmark", plan.bookmarks, bookmark_to_json),
            *_changes_of("correction", plan.corrections, correction_to_json),
            *_changes_of("decision", plan.decisions, decision_to_json),
        ]
        self._connection.executemany(
            "INSERT INTO step_change (step, kind, uuid, before, modified, tick) VALUES (?, ?, ?, ?, ?, ?)",
            [(step, *change) for change in changes],
        )

    def _rows(self, table: str, order: str) -> list[Row]:
        if table not in self._tables:
            return []  # a file of an earlier version, not yet written to
        return record_tables.rows_of(self._connection, table, f"TRUE ORDER BY {order}")

    def _read(self, table: str, order: str, read: Callable[[Row], _Read]) -> Iterator[_Read]:
        for row in counted(self._rows(table, order)):
            try:
                yield read(row)
            except BadRecord:
                continue

    def _bad(self, table: str, read: Callable[[Row], object]) -> Iterator[BadRow]:
        if table not in self._tables:
            return
        cursor = self._connection.execute(f"SELECT rowid, * FROM {table}")
        names = [column[0] for column in cursor.description[1:]]
        for row_id, *values in counted(cursor):
            row = dict(zip(names, values, strict=True))
            try:
                read(row)
            except BadRecord as error:
                yield BadRow(row_id, Unreadable(table, self._origin, as_text(row), str(error)))

    def _keep_unreadable(self, unreadable: Sequence[Unreadable], now: dt.datetime) -> None:
        self._connection.executemany(
            "INSERT OR IGNORE INTO unreadable (id, kind, origin, content, reason, found) VALUES (?, ?, ?, ?, ?, ?)",
            [
                (record.id, record.kind, record.origin, record.content, record.reason, time_as_written(now))
                for record in unreadable
            ],
        )


def _unreadable_of(row: Row) -> Unreadable:
    return Unreadable(*(str(row[name]) for name in ("kind", "origin", "content", "reason")))


def _content_of(bookmark: Bookmark) -> str:
    return json.dumps(bookmark_to_json(bookmark), ensure_ascii=False)
