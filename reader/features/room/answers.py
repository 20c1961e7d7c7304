"""Reads a server's answers within limits of size and time, so that a faulty or malicious one can't block the program.

Every connection to a room's server is a `BoundedConnection`, whose answers end within a time limit, also when a server
sends rows, notices or a long row slowly: all that it does (a query, a copy, a commit) passes its `wait`.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any, TypeVar, cast

import msgspec
import psycopg
from psycopg import Connection
from psycopg.pq import TransactionStatus
from psycopg.waiting import Ready

from reader.i18n import say

FLOW_SECONDS = 20.0
"""Maximum seconds from the first byte of an answer to its last: queries sort or count before they answer."""


class AnswerTooLong(psycopg.DataError):
    """An answer was longer than the limits in `answers`; the message is for the user."""


class AnswerEndless(AnswerTooLong):
    """An answer had not ended within its time limit."""


class Flow:
    """The time since the first byte of an answer, and its limit."""

    def __init__(self, seconds: float | None = None) -> None:
        self.seconds = FLOW_SECONDS if seconds is None else seconds
        self._began: float | None = None

    def begin(self) -> None:
        """Start the time, if it has not started: the first byte has arrived."""
        self._began = self._began or time.monotonic()

    def is_over(self) -> bool:
        return self._began is not None and time.monotonic() > self._began + self.seconds


class BoundedConnection(Connection[Any]):
    """A connection that is closed, with AnswerEndless raised, when an answer exceeds its time limit."""

    _flow: Flow | None = None
    _ended_by: AnswerEndless | None = None

    @contextmanager
    def answering(self, flow: Flow) -> Iterator[None]:
        """Within the block, count everything received as one answer; outside, each step has a time limit of its own."""
        self._flow = flow
        try:
            yield
        finally:
            self._flow = None

    def wait(self, gen: Generator[Any, Any, Any], *words: Any, **more: Any) -> Any:
        """Run one of psycopg's generators. Raises AnswerEndless beyond the limit, and on each later use."""
        if self._ended_by is not None:
            raise self._ended_by
        return super().wait(self._bounded(gen, self._flow or Flow()), *words, **more)

    def _bounded(self, step: Generator[Any, Any, Any], flow: Flow) -> Generator[Any, Any, Any]:
        try:
            wait_state = next(step)
            while True:
                ready = yield wait_state  # nothing is ready, too: again and again
                if ready and ready & Ready.R:
                    flow.begin()
                # checked at each step, also when nothing is ready, so that a trickle of bytes can't go on
                # for ever
                if flow.is_over():
                    self._ended_by = AnswerEndless(
                        say("阅览室的服务器答得太慢，没完没了，没有再等。请告诉它的管理员。")
                    )
                    self.close()
                    raise self._ended_by
                wait_state = step.send(ready)
                while self.pgconn.notifies():  # nobody listens for any: else they fill the memory
                    pass
        except StopIteration as done:
            return done.value


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
    """Yield the rows of an answer as they come; each row may take `seconds_a_row` beyond `FLOW_SECONDS`.

    Raises psycopg.Error: DataError for a value that does not fit its type, AnswerTooLong beyond a bound. Where an
    answer is not read to its end, the connection is closed.
    """
    flow = Flow()
    number = 0
    size = 0
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
    streamed_rows = streamed(connection, sql, values, most_rows=_OF_LIBRARIANS * MOST_ROWS)
    with closing(streamed_rows):
        return [msgspec.convert(row, kind) for row in streamed_rows]


def one(connection: BoundedConnection, kind: type[_Row], sql: str, *values: object) -> _Row:
    """Return the only row of an answer. Raises psycopg.DataError if it has none or several, and what `rows` raises."""
    answer_rows = few(connection, sql, *values)
    if len(answer_rows) != 1:
        raise psycopg.DataError(f"{len(answer_rows)} rows")
    return msgspec.convert(answer_rows[0], kind)


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
