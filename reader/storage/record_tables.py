"""The tables of the reader's records (bookmarks, corrections, decisions), within a transaction of the user's file.

Each row has a UUID and a tick; of two versions of a row the later one wins. Rows are counted as they are read, for
progress.
"""

from __future__ import annotations

import datetime as dt
import shlex
import sqlite3
import time
import uuid
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from contextvars import ContextVar
from functools import partial
from typing import ClassVar, Generic, Protocol, TypeVar, cast

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from reader.i18n import say
from reader.language.forms import on_one_line
from reader.newspaper.correction import Anchor, Claim, Correction
from reader.newspaper.decision import (
    CharacterRule,
    Decision,
    DecisionContent,
    JoinedName,
    Namesakes,
    at_home,
    homes_in,
    in_effect,
    joining_uuid,
    namesakes_in,
)
from reader.newspaper.holdings import Bookmark
from reader.newspaper.logical_clock import order_of
from reader.storage import user_records
from reader.storage.act_recording import Record, note_written
from reader.storage.disk_errors import LibraryError
from reader.storage.foreign_database import Row
from reader.storage.user_file import UserDataError, UserFile
from reader.storage.user_schema import next_moment

# Loops over rows of the user's data report how many rows are done, and can be cancelled.
#
# A folder that somebody else made may contain any number of rows. The caller that wants the reports uses
# `reporting_rows`, on any thread; the loops that check, merge and copy rows need not know who it is.


_Row = TypeVar("_Row")

PAUSE_SECONDS = 0.1
"""The time between two calls of `tell`: short enough for a person who waits, or gives up."""


class GivenUp(Exception):
    """Raised to stop reading because nobody waits for the result; a transaction under way has changed nothing.

    The message describes faults of the file that were repaired before; usually "".
    """


class _Counting(Struct):
    tell: Callable[[int], None]
    number: int = 0
    reported: float = field(default_factory=time.monotonic)

    def add_one(self) -> None:
        self.number += 1
        now = time.monotonic()
        if now - self.reported >= PAUSE_SECONDS:
            self.reported = now
            self.tell(self.number)


_counting: ContextVar[_Counting | None] = ContextVar("counting", default=None)


@contextmanager
def reporting_rows(tell: Callable[[int], None]) -> Iterator[None]:
    """Within the block, call `tell` now and then with the number of rows read by this thread; it may raise GivenUp.

    A row is counted each time it is read.
    """
    token = _counting.set(_Counting(tell))
    try:
        yield
    finally:
        _counting.reset(token)


def counted(rows: Iterable[_Row]) -> Iterator[_Row]:
    """Yield the rows, and count them for an enclosing `reporting_rows`, if any. Raises what its `tell` raises."""
    counting = _counting.get()
    for row in rows:
        if counting is not None:
            counting.add_one()
        yield row


_Read = TypeVar("_Read")


def _records(
    connection: sqlite3.Connection, table: str, read: Callable[[Row], _Read], where: str, *values: str
) -> Iterator[_Read]:
    """Yield the records of a table that can be read. Raises sqlite3.Error."""
    for row in rows_of(connection, table, where, *values):
        with suppress(user_records.BadRecord):
            yield read(row)


def bookmarks_in(connection: sqlite3.Connection, where: str = "TRUE", *values: str) -> list[Bookmark]:
    """Return the bookmarks that can be read. Raises sqlite3.Error."""
    return [*_records(connection, "bookmark", user_records.bookmark_from_row, where, *values)]


def bookmark_of(connection: sqlite3.Connection, bookmark_uuid: str) -> Bookmark:
    """Return the bookmark with this UUID. Raises UserDataError if there is none."""
    bookmarks = bookmarks_in(connection, "uuid = ?", bookmark_uuid)
    if not bookmarks:
        raise UserDataError(say("没有这条收藏，它可能已在另一个窗口里变动。"))
    return bookmarks[0]


def corrections_in(connection: sqlite3.Connection, where: str = "TRUE", *values: str) -> list[Correction]:
    """Return the corrections that can be read, also undone ones, the last changed last. Raises sqlite3.Error."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'correction'").fetchone():
        return []  # a file of the first version, not yet written to
    corrections = _records(connection, "correction", user_records.correction_from_row, where, *values)
    return sorted(corrections, key=order_of)


def decisions_in(connection: sqlite3.Connection, kinds: Iterable[type[object]] = ()) -> list[Decision]:
    """Return all decisions that can be read, also undone ones, the last changed last. Raises sqlite3.Error.

    With `kinds`, return at least those of these kinds; most others, which may be long, are not read.
    """
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'decision'").fetchone():
        return []  # a file of an earlier version, not yet written to
    tags = [f'"{kind.__struct_config__.tag}"' for kind in kinds if issubclass(kind, msgspec.Struct)]
    where = " OR ".join(["instr(content, ?)"] * len(tags)) or "TRUE"
    decisions = _records(connection, "decision", user_records.decision_from_row, f"({where})", *tags)
    return sorted(decisions, key=order_of)


def decision_of(connection: sqlite3.Connection, decision_uuid: str) -> Decision | None:
    """Return the decision with this UUID, if it can be read. Raises sqlite3.Error."""
    records = _records(connection, "decision", user_records.decision_from_row, "uuid = ?", decision_uuid)
    return next(records, None)


def stored(connection: sqlite3.Connection, record: Record) -> Record | None:
    """Return a record as it is stored now; None if it does not exist or cannot be read. Raises sqlite3.Error."""
    match record:
        case Bookmark():
            return next(iter(bookmarks_in(connection, "uuid = ?", record.uuid)), None)
        case Correction():
            return next(iter(corrections_in(connection, "uuid = ?", record.uuid)), None)
        case Decision():
            return decision_of(connection, record.uuid)


def table_of(record: Record) -> str:
    match record:
        case Bookmark():
            return "bookmark"
        case Correction():
            return "correction"
        case Decision():
            return "decision"


def put(connection: sqlite3.Connection, records: Iterable[Record]) -> None:
    """Write records, replacing those with the same UUIDs, and read each back.

    Raises sqlite3.Error, and UserDataError if what was written can't be read back.
    """
    for record in counted(records):
        note_written(record, partial(stored, connection, record))
        match record:
            case Bookmark():
                row = user_records.bookmark_to_row(record)
                words = say("收藏没有写进去，未作任何改动。请运行 reader check 看看收藏文件。")
            case Correction():
                row = user_records.correction_to_row(record)
                words = say("更正没有写进去，未作任何改动。请运行 reader check 看看收藏文件。")
            case Decision():
                row = user_records.decision_to_row(record)
                words = say("这条记录没有写进去，未作任何改动。请运行 reader check 看看收藏文件。")
        if not _is_written(connection, table_of(record), row):
            raise UserDataError(words)


def _is_written(connection: sqlite3.Connection, table: str, row: Row) -> bool:
    """Write a row, replacing that with the same UUID; return whether it is read back. Raises sqlite3.Error."""
    names = ", ".join(row)
    marks = ", ".join("?" * len(row))
    connection.execute(f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({marks})", list(row.values()))
    return rows_of(connection, table, "uuid = ?", row["uuid"]) == [row]


def rows_of(connection: sqlite3.Connection, table: str, where: str = "TRUE", *values: object) -> list[Row]:
    """Return the rows, with the columns that the file has: one of an earlier version has fewer.

    Raises sqlite3.Error.
    """
    cursor = connection.execute(f"SELECT * FROM {table} WHERE {where}", values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


class CorrectionTable(Struct, frozen=True):
    """The corrections that readers have made. Every change is one transaction. Methods raise UserDataError."""

    _file: UserFile
    _now: Callable[[], dt.datetime]

    def all(self, *, with_undone: bool = False) -> list[Correction]:
        """Return the corrections in effect, with `with_undone` also undone ones, the last changed last."""
        with self._file.opened() as connection:
            corrections = corrections_in(connection)
        return [correction for correction in corrections if with_undone or not correction.undone]

    def add(self, anchor: Anchor, claim: Claim) -> Correction:
        return self.add_all([(anchor, claim)])[0]

    def add_all(self, claims: Iterable[tuple[Anchor, Claim]]) -> list[Correction]:
        """Add all of these claims about lines, or none if they can't be written."""
        with self._file.opened(writing=True) as connection:
            tick, now = next_moment(connection, "correction", (), self._now())
            corrections = [
                Correction(str(uuid.uuid4()), anchor, claim, now, now, tick=tick) for anchor, claim in claims
            ]
            put(connection, corrections)
        return corrections

    def undo(self, correction_uuid: str) -> Correction:
        return self.undo_all([correction_uuid])[0]

    def undo_all(self, uuids: Collection[str]) -> list[Correction]:
        """Undo corrections, leaving tombstones; older corrections of the same lines are in effect again."""
        with self._file.opened(writing=True) as connection:
            tick, now = next_moment(connection, "correction", uuids, self._now())
            corrections = [c for c in corrections_in(connection) if c.uuid in uuids and not c.undone]
            if len(corrections) < len(uuids):
                raise UserDataError(say("没有这条更正，它可能已经撤销。"))
            changed = [
                replace(correction, undone=True, modified=now, tick=tick) for correction in corrections
            ]
            put(connection, changed)
        return changed

    def choose(self, correction_uuid: str, others: Collection[str]) -> Correction:
        """Let a correction hold, and undo these others, at one moment.

        Where two machines choose differently, the later choice holds; of two at the same moment both are in effect, so
        that they are told to contradict each other again.
        """
        uuids = {correction_uuid, *others}
        with self._file.opened(writing=True) as connection:
            tick, now = next_moment(connection, "correction", uuids, self._now())
            corrections = [c for c in corrections_in(connection) if c.uuid in uuids and not c.undone]
            if len(corrections) < len(uuids):
                raise UserDataError(say("没有这条更正，它可能已经撤销。"))
            changed = [replace(c, undone=c.uuid in others, modified=now, tick=tick) for c in corrections]
            put(connection, changed)
        return next(correction for correction in changed if correction.uuid == correction_uuid)

    def follow(self, moves: Mapping[str, str]) -> None:
        """Record that files (by path) were renamed. The corrections' times do not change."""
        if not any(correction.anchor.path in moves for correction in self.all(with_undone=True)):
            return
        with self._file.opened(writing=True) as connection:
            connection.executemany(
                "UPDATE correction SET path = ? WHERE path = ?", [(new, old) for old, new in moves.items()]
            )

    def move_to_files(self, homes: Mapping[str, str]) -> None:
        """Move corrections (by UUID) of missing files to the files (by path) in which their line was found."""
        if homes:
            with self._file.opened(writing=True) as connection:
                connection.executemany(
                    "UPDATE correction SET path = ? WHERE uuid = ?",
                    [(path, correction_uuid) for correction_uuid, path in homes.items()],
                )


_Content = TypeVar("_Content", bound=DecisionContent)


class DecisionTable(Struct, frozen=True):
    """The decisions of a person. Every call is one transaction, and raises UserDataError."""

    _file: UserFile
    _now: Callable[[], dt.datetime]

    def all(self, *kinds: type[DecisionContent], with_undone: bool = False) -> list[Decision]:
        """Return the decisions of these kinds in effect, with `with_undone` also undone ones, the last changed last.

        The parts of what was joined with another thing of its name are those of the other.
        """
        with self._file.opened() as connection:
            decisions = decisions_in(connection, (*kinds, CharacterRule, JoinedName) if kinds else ())
        in_force = decisions if with_undone else in_effect(decisions)
        homes = homes_in(decisions)
        of_kinds = [
            decision for decision in in_force if isinstance(decision.content, kinds or DecisionContent)
        ]
        if homes:
            return [at_home(decision, homes) for decision in of_kinds]
        return of_kinds

    def whole(self) -> AbstractContextManager[None]:
        """Make one transaction of what is written in the block."""
        return self._file.whole()

    def contents(self, kind: type[_Content]) -> list[_Content]:
        """Return the contents of the decisions of a kind that are in effect, the last changed last."""
        return [
            decision.content
            for decision in self.all(cast(type[DecisionContent], kind))
            if isinstance(decision.content, kind)
        ]

    def add(self, content: DecisionContent) -> Decision:
        return self.add_all([content])[0]

    def add_all(self, contents: Iterable[DecisionContent]) -> list[Decision]:
        """Add all of these decisions, or none if they can't be written."""
        return self.add_named({str(uuid.uuid4()): content for content in contents})

    def add_named(self, contents: Mapping[str, DecisionContent]) -> list[Decision]:
        """Add decisions under the given UUIDs, all or none. A decision that exists already, even an
        undone one, stays.
        """
        with self._file.opened(writing=True) as connection:
            tick, now = next_moment(connection, "decision", (), self._now())
            decisions = [
                Decision(decision_uuid, content, now, now, tick=tick)
                for decision_uuid, content in contents.items()
                if decision_of(connection, decision_uuid) is None
            ]
            put(connection, decisions)
        return decisions

    def change(self, decision_uuid: str, content: DecisionContent) -> Decision:
        """Replace the content of a decision; an undone decision is in effect again."""
        return self._change([decision_uuid], partial(replace, content=content, undone=False))[0]

    def edit(self, uuids: Collection[str], edited: Callable[[Decision], DecisionContent]) -> list[Decision]:
        """Replace the contents of these decisions by the results of `edited`: all of them, or none."""

        def with_new_content(decision: Decision) -> Decision:
            return replace(decision, content=edited(decision))

        return self._change(uuids, with_new_content)

    def settle(self, contents: Mapping[str, DecisionContent]) -> list[Decision]:
        """Add or change decisions under the given UUIDs, so that all are in effect; return the changed ones."""
        with self._file.opened(writing=True) as connection:
            tick, now = next_moment(connection, "decision", contents, self._now())
            decision_by_uuid = {
                decision.uuid: decision
                for decision in decisions_in(connection, set(map(type, contents.values())))
            }
            settled = []
            for decision_uuid, content in contents.items():
                before = decision_by_uuid.get(decision_uuid)
                if before is None or before.undone or before.content != content:
                    created = before.created if before else now
                    settled.append(Decision(decision_uuid, content, created, now, tick=tick))
            put(connection, settled)
        return settled

    def undo(self, *uuids: str) -> list[Decision]:
        """Undo all of these decisions or none, leaving tombstones; `redo` brings them back."""
        return self._change(uuids, partial(replace, undone=True))

    def redo(self, *uuids: str) -> list[Decision]:
        """Bring undone decisions into effect again."""
        return self._change(uuids, partial(replace, undone=False))

    def _change(self, uuids: Collection[str], change: Callable[[Decision], Decision]) -> list[Decision]:
        with self._file.opened(writing=True) as connection:
            tick, now = next_moment(connection, "decision", uuids, self._now())
            stored_decisions = [decision for decision in decisions_in(connection) if decision.uuid in uuids]
            if len(stored_decisions) < len(set(uuids)):
                raise UserDataError(say("没有这条记录，它可能已在另一个窗口里变动。"))
            changed = [
                replace(change(stored_decision), modified=now, tick=tick)
                for stored_decision in stored_decisions
            ]
            put(connection, changed)
        return changed


NAME_LENGTH = 100
"""Maximum number of characters of a name that the reader gives."""


class _HasName(Protocol):
    @property
    def uuid(self) -> str: ...
    @property
    def name(self) -> str: ...


_Named = TypeVar("_Named", bound=_HasName)


class NamedDecisions(ABC, Generic[_Named]):
    """What a person tells apart by names, such as dossiers: decisions of a kind, each with a name that no other has."""

    kind: ClassVar[type[DecisionContent]]
    """The kind of decision that has the name."""
    join_command: ClassVar[str]
    """The command that joins those of a name, without it."""

    def __init__(self, decisions: DecisionTable) -> None:
        self._decisions = decisions

    @abstractmethod
    def all(self) -> list[_Named]:
        """Return what there is, sorted by name."""

    @abstractmethod
    def _taken(self, name: str) -> str:
        """Return in words that a name is taken."""

    def _as_name(self, name: str) -> str:
        return on_one_line(name)

    def named(self, name: str) -> _Named | None:
        """Return what has this name, else the only one whose UUID begins with it; None without either.

        At least 8 characters of a UUID are required. Raises LibraryError if several have this name, as two machines may
        have given it: which is meant has to be said.
        """
        records = self.all()
        names = [(record.name, record.uuid) for record in records]
        uuid = only_named(self._as_name(name), names, self.join_command)
        return next((record for record in records if record.uuid == uuid), None)

    def free_name(self, name: str) -> str:
        """Return the name on one line, shortened if necessary, and with a number if it is taken."""
        names = {record.name for record in self.all()}
        name = self._as_name(name)[: NAME_LENGTH - 6]
        numbered = (f"{name} {number}" for number in range(2, len(names) + 3))
        if name not in names:
            return name
        return next(numbered_name for numbered_name in numbered if numbered_name not in names)

    def remove(self, uuid: str) -> None:
        self._decisions.undo(uuid)

    def namesakes(self) -> list[Namesakes]:
        """Return those that have one name, the oldest of each first."""
        return namesakes_in(self._decisions.all(self.kind))

    def join_namesakes(self, name: str) -> str:
        """Put all of a name into the oldest of them, and return its UUID; nothing that is in them is lost.

        Which one stays does not depend on the machine, so that two machines that do the same agree. Raises LibraryError
        if only one has the name, or if they can't be one.
        """
        known = self._as_name(name)
        same = next((same for same in self.namesakes() if same.name == known), None)
        if same is None:
            raise LibraryError(say("没有几个都叫“{name}”的，没有要合并的。", name=known))
        stays = same.uuids[0]
        with self._decisions.whole():
            self._put_together(same)
            self._decisions.undo(*same.uuids[1:])
            joinings = [JoinedName(uuid, stays) for uuid in same.uuids[1:]]
            self._decisions.settle({joining_uuid(joined): joined for joined in joinings})
        return stays

    @abstractmethod
    def _put_together(self, same: Namesakes) -> None:
        """Give what is in the others to the first one. Raises LibraryError if they can't be one."""

    def _checked(self, name: str, but: str = "") -> str:
        """Return a name as it is stored. Raises LibraryError if another than `but` has it, or if it is no name."""
        name = self._as_name(name)
        if not name or len(name) > NAME_LENGTH:
            raise LibraryError(say("名字要有一到 {n} 个字。", n=NAME_LENGTH))
        if any(record.name == name and record.uuid != but for record in self.all()):
            raise LibraryError(self._taken(name))
        return name


UUID_LEAST = 8
"""The least number of a UUID's first characters that stand for it."""


def only_named(name: str, known: Iterable[tuple[str, str]], join_command: str) -> str | None:
    """Return the UUID of what has a name, else the only one that begins with it; None without either.

    `known` are names with their UUIDs; `join_command` joins those of a name. Raises LibraryError if several have it.
    """
    rows = list(known)
    named = [uuid for its_name, uuid in rows if its_name == name]
    if len(named) > 1:
        raise LibraryError(several_of_a_name(name, named, join_command))
    if named:
        return named[0]
    begun = [uuid for _, uuid in rows if len(name) >= UUID_LEAST and uuid.startswith(name)]
    if len(begun) == 1:
        return begun[0]
    return None


def several_of_a_name(name: str, uuids: Sequence[str], join_command: str) -> str:
    """Return the message that several have a name, with what is written instead of it, or joins them."""
    choices = say("、").join(uuid[:UUID_LEAST] for uuid in sorted(uuids))
    return say(
        "有 {n} 个都叫“{name}”（多半是在两台电脑上各做的）。要哪一个，请写它的编号：{choices}。"
        "合并成一个：{command} {quoted}",
        n=len(uuids),
        name=name,
        choices=choices,
        command=join_command,
        quoted=shlex.quote(name),
    )
