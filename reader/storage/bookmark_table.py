"""The table of bookmarks, within a transaction of the user's file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from reader.i18n import say
from reader.newspaper.holdings import Bookmark
from reader.storage.act_recording import note_written
from reader.storage.counted_rows import counted
from reader.storage.user_file import UserDataError

if TYPE_CHECKING:
    from reader.storage.foreign_database import Row


def found(connection: sqlite3.Connection, where: str, *values: str) -> list[Bookmark]:
    """Return the bookmarks that can be read. Raises sqlite3.Error."""
    rows = rows_of(connection, "bookmark", where, *values)
    return [bookmark for row in rows if (bookmark := _readable(row)) is not None]


def known(connection: sqlite3.Connection, uuid: str) -> Bookmark:
    """Return the bookmark with this UUID. Raises UserDataError if there is none."""
    bookmarks = found(connection, "uuid = ?", uuid)
    if not bookmarks:
        raise UserDataError(say("没有这条书签，它可能已在另一个窗口里变动。"))
    return bookmarks[0]


def put(connection: sqlite3.Connection, bookmarks: Iterable[Bookmark]) -> None:
    """Write bookmarks, replacing those with the same UUIDs, and read each back.

    Raises sqlite3.Error, and UserDataError if what was written can't be read back.
    """
    from reader.storage import user_records

    names = ", ".join(user_records.BOOKMARK_COLUMNS)
    marks = ", ".join("?" * len(user_records.BOOKMARK_COLUMNS))
    for bookmark in counted(bookmarks):
        note_written(bookmark, partial(found, connection, "uuid = ?", bookmark.uuid))
        row = user_records.bookmark_to_row(bookmark)
        connection.execute(f"INSERT OR REPLACE INTO bookmark ({names}) VALUES ({marks})", list(row.values()))
        if rows_of(connection, "bookmark", "uuid = ?", bookmark.uuid) != [row]:
            raise UserDataError(say("书签没有写进去，什么也没有改。请运行 reader check 看看书签文件。"))


def rows_of(connection: sqlite3.Connection, table: str, where: str = "TRUE", *values: str) -> list[Row]:
    """Return the rows, with the columns that the file has: one of an earlier version has fewer.

    Raises sqlite3.Error.
    """
    cursor = connection.execute(f"SELECT * FROM {table} WHERE {where}", values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _readable(row: Row) -> Bookmark | None:
    from reader.storage import user_records

    try:
        return user_records.bookmark_from_row(row)
    except user_records.BadRecord:
        return None
