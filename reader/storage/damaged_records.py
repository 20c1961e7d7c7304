"""Records that no program has written: a bit has changed on a disk, in the user's file or in this machine's copy of it.

Two programs never write different words for one change of a record, which has a UUID, a tick and a time. Where the
file and the copy have such words nevertheless, one of them is damaged. Which one is told by the sum of the record's
content that was stored in the copy when this machine wrote or first saw it.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from reader.newspaper.article import digest_of
from reader.newspaper.correction import Correction, claim_to_json
from reader.newspaper.decision import Decision, decided_in
from reader.newspaper.holdings import Bookmark
from reader.newspaper.json_format import article_to_json
from reader.newspaper.passage import passage_to_json
from reader.storage.foreign_database import Row, as_text
from reader.storage.record_tables import counted
from reader.storage.user_records import (
    RULES_DIGEST,
    BadRecord,
    bookmark_from_row,
    correction_from_row,
    decision_from_row,
)

if TYPE_CHECKING:
    from reader.storage.user_file import Changed

_Record = Bookmark | Correction | Decision

_COLUMNS = {
    "bookmark": ("uuid", "tick", "modified", "deleted", "note", "tags", "passage", "article"),
    "correction": ("uuid", "tick", "modified", "deleted", "claim"),
    "decision": ("uuid", "tick", "modified", "deleted", "content"),
}
"""The columns of each table that hold a person's own words, after the three that name a change."""
_CHANGE = 3
_FROM_ROW: Mapping[str, Callable[[Row], _Record]] = {
    "bookmark": bookmark_from_row,
    "correction": correction_from_row,
    "decision": decision_from_row,
}
_SUM = "sum "
_RULES = "sums by"
_UNREADABLE = "unreadable"
LOG_FILE = "damaged-records.jsonl"


class Side(StrEnum):
    """Where the damaged one of two records is; UNKNOWN if the sums don't tell."""

    FILE = "file"
    COPY = "copy"
    UNKNOWN = "unknown"


class DamagedRecord(Struct, frozen=True):
    """One change of a record for which the file and the copy have different words."""

    table: str
    uuid: str
    in_file: Row
    in_copy: Row
    side: Side


def damaged_records(file: sqlite3.Connection, copy: sqlite3.Connection) -> list[DamagedRecord]:
    """Return the records of which one of two connections has words that no program has written.

    Raises sqlite3.Error.
    """
    damaged = []
    for table in _COLUMNS:
        for uuid in _differing(table, file, copy):
            in_file = _row(file, table, uuid)
            in_copy = _row(copy, table, uuid)
            if _content(table, in_file) != _content(table, in_copy):
                side = _side(table, in_file, in_copy, copy)
                damaged.append(DamagedRecord(table, uuid, in_file, in_copy, side))
    return damaged


def mend(record: DamagedRecord, file: sqlite3.Connection, copy: sqlite3.Connection) -> None:
    """Write the sound row over the damaged one; do nothing if it is not known which that is. Raises sqlite3.Error."""
    match record.side:
        case Side.FILE:
            _write_over(file, record, record.in_copy)
        case Side.COPY:
            _write_over(copy, record, record.in_file)
        case Side.UNKNOWN:
            return


def _write_over(connection: sqlite3.Connection, record: DamagedRecord, sound: Row) -> None:
    columns = [name for name in _COLUMNS[record.table] if name in sound]
    settings = ", ".join(f"{name} = ?" for name in columns)
    values = [sound[name] for name in columns]
    connection.execute(f"UPDATE {record.table} SET {settings} WHERE uuid = ?", [*values, record.uuid])


def keep_in_log(records: Sequence[DamagedRecord], folder: Path, now: dt.datetime) -> None:
    """Add both rows of each record to the log in a folder, a JSON object a line. Raises OSError."""
    with (folder / LOG_FILE).open("a", encoding="utf-8", errors="surrogateescape") as log:
        for record in records:
            line = {
                "found": now.isoformat(),
                "table": record.table,
                "damaged": record.side.value,
                "file": as_text(record.in_file),
                "copy": as_text(record.in_copy),
            }
            log.write(json.dumps(line, ensure_ascii=False) + "\n")


# -- the sums


def store_sums(copy: sqlite3.Connection, changes: Iterable[Changed]) -> None:
    """Store the sums of the changed records, as the copy has them now. Raises sqlite3.Error."""
    for change in changes:
        if change.table in _COLUMNS and change.row is not None:
            _store_sum(copy, change.table, change.row_id)


def lacks_sums(copy: sqlite3.Connection) -> bool:
    """Return whether the copy has records without a sum of their last change by today's rules. Raises sqlite3.Error."""
    return not _are_by_these_rules(copy) or any(_records_without_sum(copy))


def add_missing_sums(copy: sqlite3.Connection) -> None:
    """Store the sums that the copy lacks: once the file and the copy agree. Raises sqlite3.Error."""
    if not _are_by_these_rules(copy):
        copy.execute("DELETE FROM meta WHERE key GLOB ?", (f"{_SUM}*",))
        copy.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_RULES, RULES_DIGEST))
    for table, uuid in list(_records_without_sum(copy)):
        _store_sum(copy, table, uuid)


def _are_by_these_rules(copy: sqlite3.Connection) -> bool:
    rules: tuple[str] | None = copy.execute("SELECT value FROM meta WHERE key = ?", (_RULES,)).fetchone()
    return rules is not None and rules[0] == RULES_DIGEST


def _records_without_sum(copy: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Yield table and UUID of each record whose last change has no sum."""
    sums = dict(copy.execute("SELECT key, value FROM meta WHERE key GLOB ?", (f"{_SUM}*",)).fetchall())
    for table in _tables(copy):
        for uuid, tick, modified in counted(copy.execute(f"SELECT uuid, tick, modified FROM {table}")):
            if not sums.get(_key(table, uuid), "").startswith(f"{tick} {modified} "):
                yield table, uuid


def _store_sum(copy: sqlite3.Connection, table: str, uuid: str) -> None:
    row = _row(copy, table, uuid)
    content = _content(table, row)
    value = _UNREADABLE if content is None else _digest(content)
    copy.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_key(table, uuid), _sum(row, value)))


def _key(table: str, uuid: str) -> str:
    return f"{_SUM}{table} {uuid}"


def _side(table: str, in_file: Row, in_copy: Row, copy: sqlite3.Connection) -> Side:
    stored = copy.execute(
        "SELECT value FROM meta WHERE key = ?", (_key(table, str(in_copy["uuid"])),)
    ).fetchone()
    if stored is None or not _are_by_these_rules(copy):
        return Side.UNKNOWN
    is_file_sound = _agrees(table, in_file, stored[0])
    is_copy_sound = _agrees(table, in_copy, stored[0])
    if is_file_sound == is_copy_sound:
        return Side.UNKNOWN
    if is_file_sound:
        return Side.COPY
    return Side.FILE


def _agrees(table: str, row: Row, stored: str) -> bool:
    content = _content(table, row)
    return content is not None and stored == _sum(row, _digest(content))


def _sum(row: Row, digest: str) -> str:
    return f"{row['tick']!s} {row['modified']!s} {digest}"


def _digest(content: str) -> str:
    return digest_of(content.encode(), 12).hex()


# -- rows and their content


def _differing(table: str, file: sqlite3.Connection, copy: sqlite3.Connection) -> Iterator[str]:
    """Yield the UUIDs of which the two have the same change with different columns."""
    if table not in _tables(file) or table not in _tables(copy):
        return
    query = f"SELECT {', '.join(_COLUMNS[table])} FROM {table}"
    hashes = {row[:_CHANGE]: hash(row) for row in counted(copy.execute(query))}
    for row in counted(file.execute(query)):
        if hashes.get(row[:_CHANGE], hash(row)) != hash(row):
            yield row[0]


def _tables(connection: sqlite3.Connection) -> list[str]:
    """Return the tables of records that have ticks; a file of an earlier version has fewer."""
    tables = []
    for table in _COLUMNS:
        columns = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
        if "tick" in columns:
            tables.append(table)
    return tables


def _row(connection: sqlite3.Connection, table: str, uuid: str) -> Row:
    cursor = connection.execute(f"SELECT * FROM {table} WHERE uuid = ?", (uuid,))
    names = [column[0] for column in cursor.description]
    return dict(zip(names, cursor.fetchone(), strict=True))


def _content(table: str, row: Row) -> str | None:
    """Return a person's own part of a record as JSON, None if the record can't be read.

    Where an article or a line is found is no part of it: each machine determines that itself, without a new change.
    """
    with suppress(BadRecord):
        return _own_part(_FROM_ROW[table](row))
    return None


def _own_part(record: _Record) -> str:
    match record:
        case Bookmark():
            if record.passage:
                passage = passage_to_json(record.passage)
            else:
                passage = None
            if record.deleted:
                deleted = record.deleted.isoformat()
            else:
                deleted = None
            article = article_to_json(record.article)
            values: object = [record.note, record.tags, passage, deleted, article]
        case Correction():
            values = [record.undone, claim_to_json(record.claim)]
        case Decision():
            values = [record.undone, msgspec.to_builtins(decided_in(record.content))]
    return json.dumps(values, ensure_ascii=False, sort_keys=True)
