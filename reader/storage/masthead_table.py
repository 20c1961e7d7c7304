"""The text of the files' mastheads in the catalogue, as printed and in search form."""

import datetime as dt
import sqlite3
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

TABLE = """
CREATE TABLE masthead (
    source_id INTEGER PRIMARY KEY REFERENCES source ON DELETE CASCADE,
    printed BLOB NOT NULL,
    search BLOB NOT NULL
) STRICT
"""
"""`printed`: the lines as they stand in the file; `search`: the result of `search.mastheads.search_text` for them. In
UTF-8, in which a string's bytes occur exactly where the string does."""

_MOST_PIECES = 64
"""If there are more pieces, none is tested by SQL: the caller checks the texts anyway."""


@dataclass(frozen=True, slots=True)
class KnownMasthead:
    """The text of a file's masthead, its lines as printed, with columns of its issue; `format` is the file's, "" for
    plain text.
    """

    path: str
    issue_id: int
    newspaper: str
    date: dt.date | None
    month_day: str | None
    printed: str
    format: str = ""

    @property
    def lines(self) -> list[str]:
        return self.printed.split("\n")


class MastheadTable:
    """Queries on mastheads. `made` queries the catalogue; raises what that raises."""

    def __init__(self, made: Callable[..., list[Any]]) -> None:
        self._made = made

    def found(
        self, pieces: Collection[str], is_found: Callable[[str, dt.date | None, str], bool]
    ) -> list[KnownMasthead]:
        """Return the mastheads that contain one of `pieces` and satisfy `is_found`, in no order.

        `pieces` are looked up in the search text; `is_found` is given newspaper, date and search text.
        """

        def known(row: Sequence[Any]) -> KnownMasthead | None:
            path, issue_id, newspaper, date, month_day, printed, search, form = row
            day = dt.date.fromisoformat(date) if date else None
            if not is_found(newspaper, day, _text(search)):
                return None
            return KnownMasthead(path, issue_id, newspaper, day, month_day, _text(printed), form)

        encoded = [_bytes(piece) for piece in pieces] if len(pieces) <= _MOST_PIECES else []
        holds = " OR ".join(["instr(m.search, ?)"] * len(encoded)) or "1"
        rows = self._made(
            known,
            "SELECT s.path, i.id, i.newspaper, i.date, i.month_day, m.printed, m.search,"
            " coalesce(json_extract(s.reading, '$.format'), '') FROM masthead m"
            " CROSS JOIN source s ON s.id = m.source_id CROSS JOIN issue i ON i.id = s.issue_id"
            f" WHERE {holds}",
            *encoded,
        )
        return [row for row in rows if row is not None]


def put(connection: sqlite3.Connection, source_id: int, lines: Sequence[str], search: str) -> None:
    """Store the text of a file's masthead, replacing the former one."""
    connection.execute("DELETE FROM masthead WHERE source_id = ?", (source_id,))
    if lines:
        connection.execute(
            "INSERT INTO masthead VALUES (?, ?, ?)", (source_id, _bytes("\n".join(lines)), _bytes(search))
        )


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")
