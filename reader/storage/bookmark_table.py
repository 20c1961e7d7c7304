"""The table of bookmarks, within a transaction of the user's file; and counting rows as they are read, for progress."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct, field

from reader.i18n import say
from reader.newspaper.holdings import Bookmark
from reader.storage.act_recording import note_written
from reader.storage.user_file import UserDataError

if TYPE_CHECKING:
    from reader.storage.foreign_database import Row


# Loops over rows of the user's data report how many rows are done, and can be cancelled.
#
# A folder that somebody else made may contain any number of rows. The caller that wants the reports uses `telling`,
# on any thread; the loops that check, merge and copy rows need not know who it is.


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
def telling(tell: Callable[[int], None]) -> Iterator[None]:
    """Within the block, call `tell` now and then with the number of rows read by this thread; it may raise GivenUp.

    A row is counted each time it is read.
    """
    token = _counting.set(_Counting(tell))
    try:
        yield
    finally:
        _counting.reset(token)


def counted(rows: Iterable[_Row]) -> Iterator[_Row]:
    """Yield the rows, and count them for an enclosing `telling`, if any. Raises what its `tell` raises."""
    counting = _counting.get()
    for row in rows:
        if counting is not None:
            counting.add_one()
        yield row


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

    for bookmark in counted(bookmarks):
        note_written(bookmark, partial(found, connection, "uuid = ?", bookmark.uuid))
        if not is_written(connection, "bookmark", user_records.bookmark_to_row(bookmark)):
            raise UserDataError(say("书签没有写进去，什么也没有改。请运行 reader check 看看书签文件。"))


def is_written(connection: sqlite3.Connection, table: str, row: Row) -> bool:
    """Write a row, replacing that with the same UUID; return whether it is read back. Raises sqlite3.Error."""
    names, marks = ", ".join(row), ", ".join("?" * len(row))
    connection.execute(f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({marks})", list(row.values()))
    return rows_of(connection, table, "uuid = ?", row["uuid"]) == [row]


def rows_of(connection: sqlite3.Connection, table: str, where: str = "TRUE", *values: object) -> list[Row]:
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
