"""Reading what a server answers, within bounds: whatever it sends, and however slowly, an answer ends."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Any

import psycopg
from psycopg import Connection

from reader.i18n import say

MOST_ROWS = 2_000_000
"""Maximum rows of an answer. A longer one is not read to its end."""
MOST_CHARACTERS = 1 << 28
"""Maximum characters and bytes of an answer, taken together."""
FLOW_SECONDS = 20.0
"""Maximum seconds from the first rows of an answer to its last: queries sort or count before they answer."""
_AT_ONCE = 20
"""Rows that libpq hands over together: so few that a trickle is noticed, and enough to cost no more than many."""
_FEW = 1000
_OF_LIBRARIANS = 5
"""How many times as many rows a load may read: all names of a room, all reprints of a folder."""
_NO_ROWS = "didn't produce a result"
"""What psycopg says of a streamed statement that was carried out and has no rows."""


class AnswerTooLong(psycopg.DataError):
    """An answer was longer than any of a room's, or came too slowly; the message is a sentence."""


def streamed(
    connection: Connection[Any],
    query: Any,
    values: Sequence[object] = (),
    *,
    most_rows: int = MOST_ROWS,
    most_characters: float = MOST_CHARACTERS,
    flow_seconds: float = FLOW_SECONDS,
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of an answer as they come.

    Raises psycopg.Error: DataError for a value that does not fit its type, AnswerTooLong beyond a bound; then the
    connection is closed, or psycopg would wait for the rest of the answer.
    """
    end, number, size = None, 0, 0
    try:
        with connection.cursor() as cursor:
            for row in cursor.stream(query, values or None, size=_AT_ONCE):
                number += 1
                size += sum(len(value) for value in row if isinstance(value, str | bytes))
                if number > most_rows or size > most_characters:
                    raise AnswerTooLong(say("阅览室的服务器答了太多，没有读完。请告诉它的管理员。"))
                now = time.monotonic()
                end = end or now + flow_seconds
                if now > end:
                    raise AnswerTooLong(say("阅览室的服务器答得太慢，没完没了，没有再等。请告诉它的管理员。"))
                yield row
    except AnswerTooLong:
        connection.close()
        raise
    except (ValueError, TypeError, LookupError, ArithmeticError) as error:
        connection.close()
        raise psycopg.DataError(str(error)) from error


def rows(connection: Connection[Any], sql: str, *values: object) -> list[Any]:
    """Return the rows of a librarian's query. Raises what `streamed` does."""
    return list(streamed(connection, sql, values, most_rows=_OF_LIBRARIANS * MOST_ROWS))


def few(connection: Connection[Any], sql: str, *values: object) -> list[Any]:
    """Return the rows of a query of which there are a few, such as the first one to a server. Raises as `streamed`."""
    return list(streamed(connection, sql, values, most_rows=_FEW))


def run(connection: Connection[Any], sql: str, *values: object) -> None:
    """Have a librarian's statement carried out; rows that it may have are dropped. Raises as `streamed`."""
    try:
        for _ in streamed(connection, sql, values):
            pass
    except psycopg.ProgrammingError as error:
        if error.sqlstate is not None or _NO_ROWS not in str(error):
            raise
