"""Reading the records of a database of unknown origin: a conflict copy, a backup, or the rest of a damaged file.

Each record is checked before it is accepted.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from reader.i18n import say
from reader.newspaper.holdings import Bookmark
from reader.storage import user_schema
from reader.storage.bookmark_table import counted
from reader.storage.foreign_database import ForeignDatabase, Row, as_text, opened_copy
from reader.storage.regular_file import RefusedFile
from reader.storage.user_file import UserDataError
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
)

_Read = TypeVar("_Read")


class NoUserData(Exception):
    """A file without a table of bookmarks."""


class ForeignRecords(Struct, frozen=True):
    """The records of a file. `library` is the UUID of the library they belong to, if the file has it; `version` is
    that of the file's schema, as the file states it.
    """

    records: Records
    library: str | None
    version: int


def read_records(path: Path) -> ForeignRecords:
    """Return all records that can be read; the file is only read.

    Raises NoUserData, RefusedFile, OSError, sqlite3.Error.
    """
    with opened_copy(path) as database:
        if not database.has("bookmark"):
            raise NoUserData
        version = user_schema.version_of(database.connection)
        return ForeignRecords(_records_in(database, path.name), _library_of(database), version)


def records_of_file(path: Path) -> ForeignRecords:
    """Return all records that can be read, like `read_records`. Raises UserDataError, whose message
    says why it failed.
    """
    try:
        return read_records(path)
    except NoUserData as error:
        raise UserDataError(say("读不出书签文件 {path}：里面没有书签。", path=path)) from error
    except RefusedFile as error:
        raise UserDataError(str(error)) from error
    except (OSError, sqlite3.Error, UnicodeDecodeError) as error:
        raise UserDataError(say("读不出书签文件 {path}：{reason}", path=path, reason=error)) from error


def records_in(connection: sqlite3.Connection, origin: str) -> Records:
    """Return the records of a file that is open, with its versions. Raises sqlite3.Error."""
    pages, size = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    return _records_in(ForeignDatabase(connection, pages * size), origin)


def valid_records(
    kind: str, origin: str, rows: Iterable[Row], read: Callable[[Row], _Read], apart: list[Unreadable]
) -> Iterator[_Read]:
    """Yield the records of the valid rows; the others are added to `apart`."""
    for row in counted(rows):
        try:
            yield read(row)
        except BadRecord as error:
            apart.append(Unreadable(kind, origin, as_text(row), str(error)))


def _records_in(database: ForeignDatabase, origin: str) -> Records:
    apart: list[Unreadable] = []

    def rows(table: str, columns: tuple[str, ...]) -> Iterator[Row]:
        return database.rows(table, columns)

    bookmarks = valid_records(
        "bookmark", origin, rows("bookmark", BOOKMARK_COLUMNS), bookmark_from_row, apart
    )
    corrections = valid_records(
        "correction", origin, rows("correction", CORRECTION_COLUMNS), correction_from_row, apart
    )
    aliases = valid_records("alias", origin, rows("alias", ALIAS_COLUMNS), alias_from_row, apart)
    decisions = valid_records(
        "decision", origin, rows("decision", DECISION_COLUMNS), decision_from_row, apart
    )
    return Records(
        bookmarks=tuple({each.uuid: each for each in bookmarks}.values()),
        corrections=tuple({each.uuid: each for each in corrections}.values()),
        aliases=tuple({each.old_key: each for each in aliases}.values()),
        decisions=tuple({each.uuid: each for each in decisions}.values()),
        unreadable=(*apart, *_unreadable_in(database)),
        versions=tuple(_versions_in(database)),
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
    found = (
        row.get("value") for row in database.rows("meta", ("key", "value")) if row.get("key") == "library"
    )
    return next((text for text in found if isinstance(text, str)), None)
