"""Reads a server's answers within limits of size and time, so that a faulty or malicious server can't block the
program.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from typing import Any, TypeVar, cast

import msgspec
import psycopg
from psycopg.pq import TransactionStatus

from reader.features.room.line import AnswerTooLong, BoundedConnection, Flow
from reader.i18n import say

MOST_ROWS = 2_000_000
"""Maximum number of rows of an answer; with more it raises AnswerTooLong."""
MOST_CHARACTERS = 1 << 28
"""Maximum characters and bytes of an answer, taken together."""
_AT_ONCE = 20
"""Rows that libpq passes on together: few enough to notice an answer that comes too slowly, and as fast as more."""
_FEW = 1000
_OF_LIBRARIANS = 5
"""The factor by which a librarian's query may exceed MOST_ROWS: loading reads all names of a room, all reprints."""
_NO_ROWS = "didn't produce a result"
"""Part of psycopg's error message for a streamed statement that has run, but returns no rows."""


_Row = TypeVar("_Row")


def streamed(
    connection: BoundedConnection,
    query: Any,
    values: Sequence[object] = (),
    *,
    most_rows: int = MOST_ROWS,
    most_characters: float = MOST_CHARACTERS,
    seconds_a_row: float = 0,
) -> Generator[tuple[Any, ...], None, None]:
    """Yield the rows of an answer as they come; each row may take `seconds_a_row` beyond `line.FLOW_SECONDS`.

    Raises psycopg.Error: DataError for a value that does not fit its type, AnswerTooLong beyond a bound. Where an
    answer is not read to its end, the connection is closed.
    """
    flow, number, size = Flow(), 0, 0
    with closing(connection.cursor()) as cursor, connection.answering(flow):
        answer = cast(
            Generator[tuple[Any, ...], None, None], cursor.stream(query, values or None, size=_AT_ONCE)
        )
        try:
            for row in answer:
                number += 1
                size += sum(len(value) for value in row if isinstance(value, str | bytes))
                if number > most_rows or size > most_characters:
                    raise AnswerTooLong(say("阅览室的服务器答了太多，没有读完。请告诉它的管理员。"))
                flow.seconds += seconds_a_row
                yield row
        except (ValueError, TypeError, LookupError, ArithmeticError) as error:
            connection.close()
            raise psycopg.DataError(str(error)) from error
        finally:
            if connection.pgconn.transaction_status == TransactionStatus.ACTIVE:
                connection.close()  # before `answer`, which would wait for the rest
            answer.close()


def rows(connection: BoundedConnection, kind: type[_Row], sql: str, *values: object) -> list[_Row]:
    """Return the rows of a librarian's query, converted to `kind`, a tuple type, whose types are checked.

    Raises what `streamed` does, and msgspec.ValidationError.
    """
    found = streamed(connection, sql, values, most_rows=_OF_LIBRARIANS * MOST_ROWS)
    with closing(found):
        return [msgspec.convert(row, kind) for row in found]


def one(connection: BoundedConnection, kind: type[_Row], sql: str, *values: object) -> _Row:
    """Return the only row of an answer. Raises psycopg.DataError if it has none or several, and what `rows` raises."""
    found = few(connection, sql, *values)
    if len(found) != 1:
        raise psycopg.DataError(f"{len(found)} rows")
    return msgspec.convert(found[0], kind)


def few(connection: BoundedConnection, sql: str, *values: object) -> list[Any]:
    """Return all rows of a query that has few. Raises what `streamed` raises."""
    return list(streamed(connection, sql, values, most_rows=_FEW))


def run(connection: BoundedConnection, sql: Any, *values: object) -> None:
    """Run a librarian's statement, and discard the rows it returns. Raises what `streamed` raises."""
    try:
        for _ in streamed(connection, sql, values):
            pass
    except psycopg.ProgrammingError as error:
        if error.sqlstate is not None or _NO_ROWS not in str(error):
            raise
