"""Reverting what an act has changed in the user's data, apart from what has been changed since."""

import datetime as dt
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec

from reader.newspaper.correction import Correction
from reader.newspaper.decision import Decision, DecisionContent
from reader.newspaper.holdings import Bookmark
from reader.newspaper.logical_clock import Moment, moment_of
from reader.storage import bookmark_table, correction_table, decision_table
from reader.storage.act_recording import Changes, Record, RecordChange, is_same, said
from reader.storage.times import next_moment, time_as_written


@dataclass(frozen=True, slots=True)
class Reverted:
    """What was changed by reverting, which can be reverted in turn, and how many records had been changed since."""

    changes: Changes
    changed_since: int


def revert(connection: sqlite3.Connection, changes: Changes, now: dt.datetime) -> Reverted:
    """Give records what they said before, with a new time. Raises sqlite3.Error, UserDataError.

    A record that says something else by now is left alone. Its place, which the program finds by itself, stays.
    """
    done = []
    for each in changes.records:
        stored = _stored(connection, each.after)
        if stored is None or not (moment_of(stored) == moment_of(each.after) or is_same(stored, each.after)):
            continue
        table = _table_of(stored)
        back = _turned_back(stored, each, next_moment(connection, table, [stored.uuid], now))
        _put(connection, back)
        done.append(RecordChange(stored, back))
    if done:
        for step in changes.steps:
            _turn_step(connection, step, [each.after for each in done], now)
    steps = changes.steps if done else ()
    return Reverted(Changes(tuple(done), steps), len(changes.records) - len(done))


def _turned_back(stored: Record, change: RecordChange, moment: Moment) -> Record:
    """Return a record with all that the change has changed as before; one that was new is removed."""
    now_said, was = said(change.after), said(change.before) if change.before is not None else None
    if was is None:
        was = now_said | {"deleted" if isinstance(stored, Bookmark) else "undone": True}
    back = {name: value for name, value in was.items() if value != now_said[name]}
    match stored:
        case Bookmark():
            if "deleted" in back:
                back["deleted"] = moment.time if back["deleted"] else None
            return replace(stored, **back, modified=moment.time, tick=moment.tick)  # type: ignore[arg-type]
        case Decision():
            if "content" in back and change.before is not None:
                back["content"] = _content_back(stored, change.before, change.after)
            return replace(stored, **back, modified=moment.time, tick=moment.tick)  # type: ignore[arg-type]
        case Correction():
            return replace(stored, **back, modified=moment.time, tick=moment.tick)  # type: ignore[arg-type]


def _content_back(stored: Decision, before: Record, after: Record) -> DecisionContent:
    """Return the content of a decision with what was changed as before: its article may have moved since."""
    assert isinstance(before, Decision)
    assert isinstance(after, Decision)
    if type(before.content) is not type(stored.content) or not isinstance(stored.content, msgspec.Struct):
        return before.content
    was, made = (msgspec.structs.asdict(each.content) for each in (before, after))
    return msgspec.structs.replace(
        stored.content, **{name: value for name, value in was.items() if value != made[name]}
    )


def _turn_step(
    connection: sqlite3.Connection, step: str, records: Sequence[Record], now: dt.datetime
) -> None:
    """Mark an import as undone, or one that was undone as not; it knows its records by their times."""
    connection.execute(
        "UPDATE step SET undone = CASE WHEN undone IS NULL THEN ? END WHERE id = ?",
        (time_as_written(now), step),
    )
    connection.executemany(
        "UPDATE step_change SET modified = ?, tick = ? WHERE step = ? AND uuid = ?",
        [(time_as_written(each.modified), each.tick, step, each.uuid) for each in records],
    )


def _table_of(record: Record) -> str:
    match record:
        case Bookmark():
            return "bookmark"
        case Correction():
            return "correction"
        case Decision():
            return "decision"


def _stored(connection: sqlite3.Connection, record: Record) -> Record | None:
    """Return a record as it is stored now; None where there is none that can be read."""
    found: Sequence[Record]
    match record:
        case Bookmark():
            found = bookmark_table.found(connection, "uuid = ?", record.uuid)
        case Correction():
            found = correction_table.found(connection, record.uuid)
        case Decision():
            found = decision_table.found(connection, record.uuid)
    return found[0] if found else None


def _put(connection: sqlite3.Connection, record: Record) -> None:
    match record:
        case Bookmark():
            bookmark_table.put(connection, [record])
        case Correction():
            correction_table.put(connection, [record])
        case Decision():
            decision_table.put(connection, [record])
