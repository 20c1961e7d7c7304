"""Decisions in the user's data: rows with a UUID and a tick; of two versions of a row the later one wins."""

from __future__ import annotations

import datetime as dt
import sqlite3
import uuid
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar, cast

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from reader.i18n import say
from reader.language.forms import on_one_line
from reader.newspaper.decision import CharacterRule, Decision, DecisionContent, in_effect
from reader.newspaper.logical_clock import order_of
from reader.storage import user_records
from reader.storage.act_recording import note_written
from reader.storage.bookmark_table import counted, is_written, rows_of
from reader.storage.disk_errors import LibraryError
from reader.storage.times import next_moment
from reader.storage.user_file import UserDataError, UserFile

if TYPE_CHECKING:
    from reader.storage.foreign_database import Row

_Content = TypeVar("_Content", bound=DecisionContent)


class DecisionTable(Struct, frozen=True):
    """The decisions of a person. Every call is one transaction, and raises UserDataError."""

    _file: UserFile
    _now: Callable[[], dt.datetime]

    def all(self, *kinds: type[DecisionContent], with_undone: bool = False) -> list[Decision]:
        """Return the decisions of these kinds in effect, with `with_undone` also undone ones, the last changed last."""
        with self._file.opened() as connection:
            known = decisions_in(connection, (*kinds, CharacterRule) if kinds else ())
        held = known if with_undone else in_effect(known)
        return [each for each in held if isinstance(each.content, kinds or DecisionContent)]

    def contents(self, kind: type[_Content]) -> list[_Content]:
        """Return the contents of the decisions of a kind that are in effect, the last changed last."""
        return [
            each.content
            for each in self.all(cast(type[DecisionContent], kind))
            if isinstance(each.content, kind)
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
            made = [
                Decision(each, content, now, now, tick=tick)
                for each, content in contents.items()
                if not found(connection, each)
            ]
            put(connection, made)
        return made

    def change(self, decision_uuid: str, content: DecisionContent) -> Decision:
        """Replace the content of a decision; an undone decision is in effect again."""
        return self._change([decision_uuid], lambda each: replace(each, content=content, undone=False))[0]

    def edit(self, uuids: Collection[str], edited: Callable[[Decision], DecisionContent]) -> list[Decision]:
        """Replace the contents of these decisions by the results of `edited`: all of them, or none."""
        return self._change(uuids, lambda each: replace(each, content=edited(each)))

    def settle(self, contents: Mapping[str, DecisionContent]) -> list[Decision]:
        """Add or change decisions under the given UUIDs, so that all are in effect; return the changed ones."""
        with self._file.opened(writing=True) as connection:
            tick, now = next_moment(connection, "decision", contents, self._now())
            known = {each.uuid: each for each in decisions_in(connection, set(map(type, contents.values())))}
            settled = []
            for decision_uuid, content in contents.items():
                before = known.get(decision_uuid)
                if before is None or before.undone or before.content != content:
                    created = before.created if before else now
                    settled.append(Decision(decision_uuid, content, created, now, tick=tick))
            put(connection, settled)
        return settled

    def undo(self, *uuids: str) -> list[Decision]:
        """Undo all of these decisions or none, leaving tombstones; `redo` brings them back."""
        return self._change(uuids, lambda each: replace(each, undone=True))

    def redo(self, *uuids: str) -> list[Decision]:
        """Bring undone decisions into effect again."""
        return self._change(uuids, lambda each: replace(each, undone=False))

    def _change(self, uuids: Collection[str], change: Callable[[Decision], Decision]) -> list[Decision]:
        with self._file.opened(writing=True) as connection:
            tick, now = next_moment(connection, "decision", uuids, self._now())
            wanted = [each for each in decisions_in(connection) if each.uuid in uuids]
            if len(wanted) < len(set(uuids)):
                raise UserDataError(say("没有这条记录，它可能已在另一个窗口里变动。"))
            changed = [replace(change(each), modified=now, tick=tick) for each in wanted]
            put(connection, changed)
        return changed


def decisions_in(connection: sqlite3.Connection, kinds: Iterable[type[object]] = ()) -> list[Decision]:
    """Return all decisions that can be read, also undone ones, the last changed last. Raises sqlite3.Error.

    With `kinds`, return at least those of these kinds; most others, which may be long, are not read.
    """
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'decision'").fetchone():
        return []  # a file of an earlier version, not yet written to
    tags = [f'"{kind.__struct_config__.tag}"' for kind in kinds if issubclass(kind, msgspec.Struct)]
    where = " OR ".join(["instr(content, ?)"] * len(tags)) or "TRUE"
    return sorted(_readable(rows_of(connection, "decision", f"({where})", *tags)), key=order_of)


def found(connection: sqlite3.Connection, decision_uuid: str) -> list[Decision]:
    """Return the decision with this UUID, if it can be read. Raises sqlite3.Error."""
    return _readable(rows_of(connection, "decision", "uuid = ?", decision_uuid))


def _readable(rows: Iterable[Row]) -> list[Decision]:
    decisions = []
    for row in rows:
        with suppress(user_records.BadRecord):
            decisions.append(user_records.decision_from_row(row))
    return decisions


def put(connection: sqlite3.Connection, decisions: Iterable[Decision]) -> None:
    """Write decisions, replacing those with the same UUIDs, and read each back.

    Raises sqlite3.Error, and UserDataError if what was written can't be read back.
    """
    for decision in counted(decisions):
        note_written(decision, partial(found, connection, decision.uuid))
        if not is_written(connection, "decision", user_records.decision_to_row(decision)):
            raise UserDataError(say("这条记录没有写进去，什么也没有改。请运行 reader check 看看书签文件。"))


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

        At least 8 characters of a UUID are required.
        """
        known = self.all()
        of_name = [each for each in known if each.name == self._as_name(name)]
        begins = [each for each in known if len(name) >= 8 and each.uuid.startswith(name)]
        return of_name[0] if of_name else begins[0] if len(begins) == 1 else None

    def free_name(self, name: str) -> str:
        """Return the name on one line, shortened if necessary, and with a number if it is taken."""
        known = {each.name for each in self.all()}
        name = self._as_name(name)[: NAME_LENGTH - 6]
        numbered = (f"{name} {number}" for number in range(2, len(known) + 3))
        return name if name not in known else next(each for each in numbered if each not in known)

    def remove(self, uuid: str) -> None:
        self._decisions.undo(uuid)

    def _checked(self, name: str, but: str = "") -> str:
        """Return a name as it is stored. Raises LibraryError if another than `but` has it, or if it is no name."""
        name = self._as_name(name)
        if not name or len(name) > NAME_LENGTH:
            raise LibraryError(say("名字要有一到 {n} 个字。", n=NAME_LENGTH))
        if any(each.name == name and each.uuid != but for each in self.all()):
            raise LibraryError(self._taken(name))
        return name
