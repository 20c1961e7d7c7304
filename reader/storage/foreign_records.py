"""Reading the records of a database of unknown origin: a conflict copy, a backup, or the rest of a damaged file.

Each record is checked before it is accepted, and of each kind at most `most_rows` are.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from msgspec import Struct, field

from reader.i18n import say
from reader.newspaper.decision import kind_of
from reader.newspaper.holdings import Bookmark
from reader.storage import user_schema
from reader.storage.disk_errors import DiskError, disk_error_of
from reader.storage.foreign_database import ForeignDatabase, Row, as_text, opened_copy
from reader.storage.record_tables import counted
from reader.storage.regular_file import RefusedFile
from reader.storage.user_file import UserDataError, explain
from reader.storage.user_records import (
    ALIAS_COLUMNS,
    BOOKMARK_COLUMNS,
    CORRECTION_COLUMNS,
    DECISION_COLUMNS,
    UNREADABLE_COLUMNS,
    BadRecord,
    Records,
    Unreadable,
    alias_from_row,
    bookmark_from_json,
    bookmark_from_row,
    correction_from_row,
    decision_from_row,
    most_rows,
)

_Read = TypeVar("_Read")


class NoUserData(Exception):
    """A file without a table of bookmarks."""


class ForeignRecords(Struct, frozen=True):
    """The records of a file. `library` is the UUID of the library they belong to, if the file has it; `version` is
    that of the file's schema, as the file states it; `left_out` is the number of records by kind that were too many.
    """

    records: Records
    library: str | None
    version: int
    left_out: Mapping[str, int] = {}


def read_records(path: Path, *, is_own: bool = False) -> ForeignRecords:
    """Return all records that can be read; the file is only read. Of each kind at most `most_rows`, unless it `is_own`.

    Raises NoUserData, RefusedFile, OSError, sqlite3.Error.
    """
    with opened_copy(path) as database:
        if not database.has("bookmark"):
            raise NoUserData
        bounds = _Bounds(is_own)
        records = _records_in(database, path.name, bounds)
        version = user_schema.version_of(database.connection)
        return ForeignRecords(records, _library_of(database), version, bounds.left_out)


def records_of_file(path: Path, *, is_own: bool = False) -> ForeignRecords:
    """Return all records that can be read, like `read_records`. Raises UserDataError, whose message
    says why it failed.
    """
    try:
        return read_records(path, is_own=is_own)
    except NoUserData as error:
        raise UserDataError(say("读不出收藏文件 {path}：里面没有收藏。", path=path)) from error
    except RefusedFile as error:
        raise UserDataError(str(error)) from error
    except (OSError, sqlite3.Error, UnicodeDecodeError) as error:
        if isinstance(error, OSError) and disk_error_of(error) is DiskError.BUSY:
            raise UserDataError(explain(error, path)) from error
        raise UserDataError(say("读不出收藏文件 {path}：{reason}", path=path, reason=error)) from error


def library_of_file(path: Path) -> str | None:
    """Return the UUID of the library that a file states, also one of a later version; None if it can't be told."""
    with suppress(OSError, sqlite3.Error, RefusedFile, UnicodeDecodeError), opened_copy(path) as database:
        return _library_of(database)
    return None


def records_in(connection: sqlite3.Connection, origin: str) -> Records:
    """Return the records of a file of this machine that is open, with its versions. Raises sqlite3.Error."""
    pages, size = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    return _records_in(ForeignDatabase(connection, pages * size), origin, _Bounds(is_own=True))


def has_too_many(connection: sqlite3.Connection) -> bool:
    """Return whether a file has more records of a kind than are taken from another's file. Raises sqlite3.Error."""
    tables = {
        str(row[0]) for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    }
    counts: dict[str, int] = {}
    for table in ("bookmark", "correction", "alias", "version", "unreadable"):
        if table in tables:
            counts[table] = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    if "decision" in tables:
        kind = "CASE WHEN json_valid(content) THEN json_extract(content, '$.kind') END"
        counts |= connection.execute(f"SELECT {kind} AS kind, count(*) FROM decision GROUP BY 1").fetchall()
    return any(number > most_rows(str(kind)) for kind, number in counts.items())


class _Bounds(Struct, frozen=True):
    """Counts the records by kind, and those that are too many."""

    is_own: bool
    seen: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)

    def admits(self, kind: str) -> bool:
        """Return whether one more record of a kind is taken; count it as left out otherwise."""
        self.seen[kind] += 1
        if self.is_own or self.seen[kind] <= most_rows(kind):
            return True
        self.left_out[kind] += 1
        return False


def valid_records(
    kind: str, origin: str, rows: Iterable[Row], read: Callable[[Row], _Read], apart: list[Unreadable]
) -> Iterator[_Read]:
    """Yield the records of the valid rows; the others are added to `apart`."""
    for row in counted(rows):
        try:
            yield read(row)
        except BadRecord as error:
            apart.append(Unreadable(kind, origin, as_text(row), str(error)))


def _records_in(database: ForeignDatabase, origin: str, bounds: _Bounds) -> Records:
    apart: list[Unreadable] = []

    def valid(table: str, columns: tuple[str, ...], read: Callable[[Row], _Read]) -> Iterator[_Read]:
        rows = (row for row in database.rows(table, columns) if table == "decision" or bounds.admits(table))
        return valid_records(table, origin, rows, read, apart)

    bookmarks = valid("bookmark", BOOKMARK_COLUMNS, bookmark_from_row)
    corrections = valid("correction", CORRECTION_COLUMNS, correction_from_row)
    aliases = valid("alias", ALIAS_COLUMNS, alias_from_row)
    decisions = valid("decision", DECISION_COLUMNS, decision_from_row)
    bookmark_by_uuid = {bookmark.uuid: bookmark for bookmark in bookmarks}
    correction_by_uuid = {correction.uuid: correction for correction in corrections}
    alias_by_key = {alias.old_key: alias for alias in aliases}
    decision_by_uuid = {}
    for decision in decisions:
        if bounds.admits(kind_of(decision.content)):
            decision_by_uuid[decision.uuid] = decision
    unreadable = [record for record in (*apart, *_unreadable_in(database)) if bounds.admits("unreadable")]
    versions = [version for version in _versions_in(database) if bounds.admits("version")]
    return Records(
        bookmarks=tuple(bookmark_by_uuid.values()),
        corrections=tuple(correction_by_uuid.values()),
        aliases=tuple(alias_by_key.values()),
        decisions=tuple(decision_by_uuid.values()),
        unreadable=tuple(unreadable),
        versions=tuple(versions),
    )


def _versions_in(database: ForeignDatabase) -> Iterator[Bookmark]:
    for row in counted(database.rows("version", ("content",))):
        with suppress(BadRecord):
            yield bookmark_from_json(str(row.get("content")))


def _unreadable_in(database: ForeignDatabase) -> Iterator[Unreadable]:
    for row in counted(database.rows("unreadable", UNREADABLE_COLUMNS)):
        texts = [row.get(name) for name in ("kind", "origin", "content", "reason")]
        if all(isinstance(text, str) for text in texts):
            yield Unreadable(*map(str, texts))


def _library_of(database: ForeignDatabase) -> str | None:
    values = (
        row.get("value") for row in database.rows("meta", ("key", "value")) if row.get("key") == "library"
    )
    return next((text for text in values if isinstance(text, str)), None)
