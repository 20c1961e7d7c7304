"""Corrections among the user's data: rows with a UUID and a time, of which the later of two copies holds."""

import datetime as dt
import json
import sqlite3
import uuid
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from reader.messages import say
from reader.newspaper.correction import Anchor, Claim, Correction, claim_from_json, claim_to_json
from reader.storage.user_file import UserDataError, UserFile, time_of_change

COLUMNS = "uuid, path, quote, line_before, line_after, ordinal, claim, created, modified, deleted"


class CorrectionTable:
    """What readers have told about lines of files. Every call is one transaction, and raises UserDataError."""

    def __init__(self, file: UserFile, now: Callable[[], dt.datetime]) -> None:
        self._open = file.opened
        self._now = now

    def all(self, *, with_undone: bool = False) -> list[Correction]:
        """Those that hold, and the undone ones where these are wanted too; the oldest first."""
        with self._open() as connection:
            known = corrections_in(connection)
        return [correction for correction in known if with_undone or not correction.undone]

    def add(self, anchor: Anchor, claim: Claim) -> Correction:
        return self.add_all([(anchor, claim)])[0]

    def add_all(self, told: Iterable[tuple[Anchor, Claim]]) -> list[Correction]:
        """All of these claims about lines, or none where they can't be written."""
        with self._open(writing=True) as connection:
            before = (each.uuid for each in corrections_in(connection))  # of two about a line the later holds
            now = time_of_change(connection, "correction", before, self._now())
            made = [Correction(str(uuid.uuid4()), anchor, claim, now, now) for anchor, claim in told]
            _put(connection, made)
        return made

    def undo(self, correction_uuid: str) -> Correction:
        return self.undo_all([correction_uuid])[0]

    def undo_all(self, uuids: Collection[str]) -> list[Correction]:
        """Leaves tombstones. What they told is told no more; what older corrections told of the lines holds again."""
        with self._open(writing=True) as connection:
            now = time_of_change(connection, "correction", uuids, self._now())
            changed = connection.executemany(
                "UPDATE correction SET deleted = ?, modified = ? WHERE uuid = ? AND deleted IS NULL",
                [(_written(now), _written(now), each) for each in uuids],
            )
            if changed.rowcount < len(uuids):
                raise UserDataError(say("没有这条更正，它可能已经撤销。"))
            return [correction for correction in corrections_in(connection) if correction.uuid in uuids]

    def redo(self, correction_uuid: str) -> Correction:
        """What was undone is told again."""
        with self._open(writing=True) as connection:
            now = time_of_change(connection, "correction", [correction_uuid], self._now())
            connection.execute(
                "UPDATE correction SET deleted = NULL, modified = ? WHERE uuid = ?",
                (_written(now), correction_uuid),
            )
            told = [
                correction for correction in corrections_in(connection) if correction.uuid == correction_uuid
            ]
        if not told:
            raise UserDataError(say("没有这条更正，它可能已经撤销。"))
        return told[0]

    def take(self, others: Sequence[Correction]) -> list[Correction]:
        """Takes in the corrections of another copy, or of a file; those that came or changed."""
        if not others:
            return []
        with self._open(writing=True) as connection:
            return take_into(connection, others)

    def follow(self, moves: Mapping[str, str]) -> None:
        """Files (by path) have got other names. That is no change of the corrections."""
        if not any(each.anchor.path in moves for each in self.all(with_undone=True)):
            return
        with self._open(writing=True) as connection:
            connection.executemany(
                "UPDATE correction SET path = ? WHERE path = ?", [(new, old) for old, new in moves.items()]
            )

    def find_home(self, homes: Mapping[str, str]) -> None:
        """Corrections (by UUID) whose file is not there are about another one (by path), in which their line is."""
        if homes:
            with self._open(writing=True) as connection:
                connection.executemany(
                    "UPDATE correction SET path = ? WHERE uuid = ?",
                    [(path, each) for each, path in homes.items()],
                )


def is_in(connection: sqlite3.Connection) -> bool:
    """Whether a file of user data has the table; those of the first version have not. Raises sqlite3.Error."""
    return bool(connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'correction'").fetchone())


def take_into(connection: sqlite3.Connection, others: Iterable[Correction]) -> list[Correction]:
    """Writes those that are new there, or changed later; these. Raises sqlite3.Error."""
    known = {each.uuid: each.modified for each in corrections_in(connection)}
    newer = [each for each in others if each.uuid not in known or each.modified > known[each.uuid]]
    _put(connection, newer)
    return newer


def corrections_of(rows: Iterable[Sequence[Any]]) -> list[Correction]:
    """What rows of `COLUMNS` tell; those that a later version of the program has made are left out."""
    return [correction for row in rows if (correction := _correction(row)) is not None]


def corrections_in(connection: sqlite3.Connection) -> list[Correction]:
    """All of them, the undone ones too, the oldest first. Raises sqlite3.Error."""
    if not is_in(connection):
        return []
    return corrections_of(
        connection.execute(f"SELECT {COLUMNS} FROM correction ORDER BY created, uuid").fetchall()
    )


def _put(connection: sqlite3.Connection, corrections: Iterable[Correction]) -> None:
    marks = ", ".join("?" * 10)
    connection.executemany(
        f"INSERT OR REPLACE INTO correction ({COLUMNS}) VALUES ({marks})", map(_row, corrections)
    )


def _row(correction: Correction) -> tuple[object, ...]:
    anchor, modified = correction.anchor, _written(correction.modified)
    claim = json.dumps(claim_to_json(correction.claim), ensure_ascii=False)
    return (
        correction.uuid,
        anchor.path,
        anchor.quote,
        anchor.before,
        anchor.after,
        anchor.ordinal,
        claim,
        _written(correction.created),
        modified,
        modified if correction.undone else None,
    )


def _correction(row: Sequence[Any]) -> Correction | None:
    try:
        return Correction(
            row[0],
            Anchor(*row[1:6]),
            claim_from_json(json.loads(row[6])),
            dt.datetime.fromisoformat(row[7]),
            dt.datetime.fromisoformat(row[8]),
            row[9] is not None,
        )
    except ValueError:
        return None


def _written(time: dt.datetime) -> str:
    return time.isoformat(timespec="microseconds")
