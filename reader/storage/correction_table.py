"""Corrections in the user's data: rows with a UUID and a tick; of two versions of a row the later one wins."""

from __future__ import annotations

import datetime as dt
import sqlite3
import uuid
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from reader.i18n import say
from reader.newspaper.correction import Anchor, Claim, Correction
from reader.newspaper.logical_clock import order_of
from reader.storage.act_recording import note_written
from reader.storage.bookmark_table import counted, is_written, rows_of
from reader.storage.times import next_moment
from reader.storage.user_file import UserDataError, UserFile

if TYPE_CHECKING:
    from reader.storage.foreign_database import Row


class CorrectionTable(Struct, frozen=True):
    """The corrections that readers have made. Every change is one transaction. Methods raise UserDataError."""

    _file: UserFile
    _now: Callable[[], dt.datetime]

    def all(self, *, with_undone: bool = False) -> list[Correction]:
        """Return the corrections in effect, with `with_undone` also undone ones, the last changed last."""
        with self._file.opened() as connection:
            known = corrections_in(connection)
        return [correction for correction in known if with_undone or not correction.undone]

    def add(self, anchor: Anchor, claim: Claim) -> Correction:
        return self.add_all([(anchor, claim)])[0]

    def add_all(self, claims: Iterable[tuple[Anchor, Claim]]) -> list[Correction]:
        """Add all of these claims about lines, or none if they can't be written."""
        with self._file.opened(writing=True) as connection:
            tick, now = next_moment(connection, "correction", (), self._now())
            made = [
                Correction(str(uuid.uuid4()), anchor, claim, now, now, tick=tick) for anchor, claim in claims
            ]
            put(connection, made)
        return made

    def undo(self, correction_uuid: str) -> Correction:
        return self.undo_all([correction_uuid])[0]

    def undo_all(self, uuids: Collection[str]) -> list[Correction]:
        """Undo corrections, leaving tombstones; older corrections of the same lines are in effect again."""
        with self._file.opened(writing=True) as connection:
            tick, now = next_moment(connection, "correction", uuids, self._now())
            wanted = [c for c in corrections_in(connection) if c.uuid in uuids and not c.undone]
            if len(wanted) < len(uuids):
                raise UserDataError(say("没有这条更正，它可能已经撤销。"))
            changed = [replace(each, undone=True, modified=now, tick=tick) for each in wanted]
            put(connection, changed)
        return changed

    def follow(self, moves: Mapping[str, str]) -> None:
        """Record that files (by path) were renamed. The corrections' times do not change."""
        if not any(each.anchor.path in moves for each in self.all(with_undone=True)):
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
                    [(path, each) for each, path in homes.items()],
                )


def corrections_in(connection: sqlite3.Connection) -> list[Correction]:
    """Return all corrections that can be read, also undone ones, the last changed last. Raises sqlite3.Error."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'correction'").fetchone():
        return []  # a file of the first version, not yet written to
    known = filter(None, map(_readable, rows_of(connection, "correction")))
    return sorted(known, key=order_of)


def found(connection: sqlite3.Connection, correction_uuid: str) -> list[Correction]:
    """Return the correction with this UUID, if it can be read. Raises sqlite3.Error."""
    rows = rows_of(connection, "correction", "uuid = ?", correction_uuid)
    return [correction for row in rows if (correction := _readable(row)) is not None]


def put(connection: sqlite3.Connection, corrections: Iterable[Correction]) -> None:
    """Write corrections, replacing those with the same UUIDs, and read each back.

    Raises sqlite3.Error, and UserDataError if what was written can't be read back.
    """
    from reader.storage import user_records

    for correction in counted(corrections):
        note_written(correction, partial(found, connection, correction.uuid))
        if not is_written(connection, "correction", user_records.correction_to_row(correction)):
            raise UserDataError(say("更正没有写进去，什么也没有改。请运行 reader check 看看书签文件。"))


def _readable(row: Row) -> Correction | None:
    from reader.storage import user_records

    try:
        return user_records.correction_from_row(row)
    except user_records.BadRecord:
        return None
