"""The words of the files' mastheads in the catalogue, as they are printed and as they are looked for."""

import datetime as dt
import json
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
"""`printed`: the lines as they stand in the file; `search`: what `search.mastheads.search_text` makes of them. UTF-8,
in which a string's bytes stand nowhere but where it does."""

_MOST_PIECES = 64
"""More of them than this are not asked for one by one: whoever asks decides by the texts anyway."""


@dataclass(frozen=True, slots=True)
class KnownMasthead:
    """The words of a file's masthead, in search form, with what a search may ask of its issue."""

    source_id: int
    path: str
    issue_id: int
    newspaper: str
    date: dt.date | None
    text: str


class MastheadTable:
    """Asks of the mastheads; `made` as of the catalogue, and raises what that raises."""

    def __init__(self, made: Callable[..., list[Any]]) -> None:
        self._made = made

    def with_one_of(self, pieces: Collection[str]) -> list[KnownMasthead]:
        """Those in whose search text one of these strings stands, and perhaps others, by path."""
        asked = [_bytes(piece) for piece in pieces] if len(pieces) <= _MOST_PIECES else []
        holds = " OR ".join(["instr(m.search, ?)"] * len(asked)) or "1"
        return self._made(
            _known,
            "SELECT m.source_id, s.path, i.id, i.newspaper, i.date, m.search FROM masthead m"
            " JOIN source s ON s.id = m.source_id JOIN issue i ON i.id = s.issue_id"
            f" WHERE {holds} ORDER BY s.path",
            *asked,
        )

    def printed(self, source_ids: Sequence[int]) -> dict[int, list[str]]:
        """The lines of these files' mastheads."""
        rows = self._made(
            lambda row: (int(row[0]), _text(row[1]).split("\n")),
            "SELECT source_id, printed FROM masthead WHERE source_id IN (SELECT value FROM json_each(?))",
            json.dumps(list(source_ids)),
        )
        return dict(rows)


def put(connection: sqlite3.Connection, source_id: int, lines: Sequence[str], search: str) -> None:
    """The words of a file's masthead, in place of those there were."""
    connection.execute("DELETE FROM masthead WHERE source_id = ?", (source_id,))
    if lines:
        connection.execute(
            "INSERT INTO masthead VALUES (?, ?, ?)", (source_id, _bytes("\n".join(lines)), _bytes(search))
        )


def _known(row: Sequence[Any]) -> KnownMasthead:
    source_id, path, issue_id, newspaper, date, search = row
    day = dt.date.fromisoformat(date) if date else None
    return KnownMasthead(source_id, path, issue_id, newspaper, day, _text(search))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")
