"""Acts of the reader on the user data: carrying them out, undoing and redoing them, for all kinds of records."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from reader.newspaper.correction import Correction
from reader.newspaper.decision import (
    Decision,
    DecisionContent,
    SplitPerson,
    moved_to,
    printing_of,
)
from reader.newspaper.holdings import Bookmark, on_printing
from reader.newspaper.logical_clock import Moment, moment_of
from reader.storage import record_tables
from reader.storage.act_recording import Change, Changes, Record, Recording, is_same, recording, said
from reader.storage.user_data import UserData, UserDataError
from reader.storage.user_schema import next_moment, time_as_written

if TYPE_CHECKING:
    from reader.library.sync import Decided


class Reverted(msgspec.Struct, frozen=True):
    changes: Changes
    """The changes made, which can be reverted in turn."""
    changed_since: int
    """The number of records left alone, because they were changed after the act."""


def revert(connection: sqlite3.Connection, changes: Changes, now: dt.datetime) -> Reverted:
    """Restore the former contents of records, with a new time. Raises sqlite3.Error, UserDataError.

    A record that was changed after the act is left alone. The printing of a record stays as it is now, because the
    program determines it, unless the act itself has moved the record.
    """
    done = []
    for record in changes.records:
        stored = record_tables.stored(connection, record.after)
        if stored is None or not (
            moment_of(stored) == moment_of(record.after) or is_same(stored, record.after)
        ):
            continue
        moment = next_moment(connection, record_tables.table_of(stored), [stored.uuid], now)
        back = _turned_back(stored, record, moment)
        record_tables.put(connection, [back])
        done.append(Change[Record](stored, back))
    if done:
        for move in changes.moves:
            _move_back(connection, move)
        for step in changes.steps:
            _turn_step(connection, step, [change.after for change in done], now)
    steps = changes.steps if done else ()
    return Reverted(Changes(tuple(done), steps), len(changes.records) - len(done))


def _move_back(connection: sqlite3.Connection, move: Change[Record]) -> None:
    """Move a record back to its former printing, if it is still on the one it was moved to; its time stays."""
    match record_tables.stored(connection, move.after), move.before, move.after:
        case Bookmark() as stored, Bookmark() as before, Bookmark() as after:
            if stored.printing == after.printing:
                record_tables.put(connection, [on_printing(stored, before.printing, before.month_day)])
        case Decision() as stored, Decision() as before, Decision() as after:
            content = stored.content
            was = printing_of(before.content)
            if isinstance(content, SplitPerson) and content == after.content:
                record_tables.put(connection, [replace(stored, content=before.content)])
            elif was is not None and printing_of(content) == printing_of(after.content):
                record_tables.put(connection, [replace(stored, content=moved_to(content, was))])


def _turned_back(stored: Record, change: Change[Record], moment: Moment) -> Record:
    """Return a record with the changed fields as before the change; marked as removed if the change created it."""
    now_said = said(change.after)
    was = said(change.before) if change.before is not None else None
    if was is None:
        was = now_said | {"deleted" if isinstance(stored, Bookmark) else "undone": True}
    back = {name: value for name, value in was.items() if value != now_said[name]}
    match stored:
        case Bookmark():
            if "deleted" in back:
                back["deleted"] = moment.time if back["deleted"] else None
            return replace(stored, **back, modified=moment.time, tick=moment.tick)
        case Decision():
            if "content" in back and change.before is not None:
                back["content"] = _content_back(stored, change.before, change.after)
            return replace(stored, **back, modified=moment.time, tick=moment.tick)
        case Correction():
            return replace(stored, **back, modified=moment.time, tick=moment.tick)


def _content_back(stored: Decision, before: Record, after: Record) -> DecisionContent:
    """Return the stored content with the changed fields as in `before`; the others, such as the printing, stay."""
    assert isinstance(before, Decision)
    assert isinstance(after, Decision)
    if type(before.content) is not type(stored.content) or not isinstance(stored.content, msgspec.Struct):
        return before.content
    was, fields_after = (msgspec.structs.asdict(decision.content) for decision in (before, after))
    return msgspec.structs.replace(
        stored.content, **{name: value for name, value in was.items() if value != fields_after[name]}
    )


def _turn_step(
    connection: sqlite3.Connection, step: str, records: Sequence[Record], now: dt.datetime
) -> None:
    """Mark an import as undone, or as no longer undone.

    The times of its records are updated, as an import recognizes by them which records were changed since.
    """
    connection.execute(
        "UPDATE step SET undone = CASE WHEN undone IS NULL THEN ? END WHERE id = ?",
        (time_as_written(now), step),
    )
    connection.executemany(
        "UPDATE step_change SET modified = ?, tick = ? WHERE step = ? AND uuid = ?",
        [(time_as_written(record.modified), record.tick, step, record.uuid) for record in records],
    )


APPLIED_AT_ONCE = 500
"""Of so many records that change the articles at most a window applies them itself: reading many files again takes
minutes."""

_Result = TypeVar("_Result")


class Turned(msgspec.Struct, frozen=True):
    """The result of undoing or redoing an act.

    `back` reverses it again; None if nothing was changed. `changed_since` is the number of records that were left
    alone, because they were changed after the act. `is_applied` is whether the change is visible now; otherwise it
    will be after the next sync.
    """

    back: Turn | None
    changed_since: int = 0
    is_applied: bool = True


Turn = Callable[[], Turned]
"""Undoes or redoes an act, on any thread. If it raises UserDataError or LibraryError, nothing was changed."""


class Acts(Struct, frozen=True):
    """Carries out acts on a library's user data. May be called from any thread.

    `apply` applies the decisions of a kind to catalogue and index, and returns whether that was possible now.
    """

    _user_data: UserData
    _apply: Callable[[Decided], bool]

    def carried_out(
        self, work: Callable[[], _Result], into: Recording | None = None
    ) -> tuple[_Result, Turn | None]:
        """Return the result of `work`, and the `Turn` that undoes everything it has written; None if it wrote nothing.

        What it writes is one transaction, up to where decisions are applied to the articles. If `work` raises after
        that, it is reverted. With `into`, the work is one part of an act that is recorded there: the `Turn` then undoes
        all parts recorded so far, and nothing is reverted on an exception.
        """
        done = into or Recording()
        try:
            with recording(done), self._user_data.whole():
                result = work()
        except Exception:
            if into is None:
                with suppress(UserDataError):  # for example if the disk is full
                    self.turned(done.changes())
            raise
        return result, self._turn(done.changes())

    def turned(self, changes: Changes) -> Turned:
        """Revert changes and apply the decisions affected. Raises UserDataError."""
        if not changes:
            return Turned(None)

        with self._user_data.writing() as connection:
            reverted = revert(connection, changes, self._user_data.now())
        to_apply: list[Decided] = []
        for record in reverted.changes.records:
            kind = _decided(record.after)
            if kind is not None:
                to_apply.append(kind)
        is_left = len(to_apply) > APPLIED_AT_ONCE
        kinds = {*to_apply}
        if reverted.changes.steps:
            kinds.add("corrections")  # applying corrections also moves bookmarks to their articles
        done = Recording()
        with recording(done):
            are_applied = [self._apply(kind) for kind in sorted(kinds) if not is_left]
        back_again = replace(reverted.changes, moves=done.changes().moves)
        return Turned(self._turn(back_again), reverted.changed_since, all(are_applied) and not is_left)

    def _turn(self, changes: Changes) -> Turn | None:
        """Return the function that reverts changes; None if there are none."""
        if not changes:
            return None
        return partial(self.turned, changes)


def _decided(record: Record) -> Decided | None:
    """Return the kind of decisions that have to be applied after a change of this record; None if none has to be."""
    match record:
        case Correction():
            return "corrections"
        case Decision(content=content):
            return content.applied_as
    return None
