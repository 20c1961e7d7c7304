"""One article in two forms: as plain text, and in a file that tells more of it.

An article that plain text gives is the one that another file of the issue tells if it says nothing else: each of its
texts stands in that one, which has the same key. It is that one then, with both files as its sources, so that nothing
is found twice and nothing less is found. When the telling file is read anew or removed, the text is read again.
"""

import re
import sqlite3
from collections.abc import Callable

from reader.storage.text_table import PACKED, TextTable

_RUNS = re.compile("[\0-\x1f]+")
"""What parts the texts of a search text: its lines, and the runs of one."""
_TELLS = (
    "EXISTS (SELECT 1 FROM appearance p JOIN source s ON s.id = p.source_id"
    " WHERE p.article_id = a.id AND s.reading IS NOT NULL)"
)


class SameText:
    """Finds and joins the two forms, within one transaction."""

    def __init__(self, connection: sqlite3.Connection, table: TextTable) -> None:
        self._connection = connection
        self._table = table

    def place(
        self, issue_id: int, key: str, text: str, make: Callable[[], int], *, tells: bool
    ) -> tuple[int, list[int]]:
        """Return the row for an article that a telling file or plain text gives, and the rows whose place it takes.

        `make` returns the row of the article by itself.
        """
        if not tells:
            others = self._others(issue_id, key, _TELLS)
            told = next((other for other, says in others if _says_all(says, text)), None)
            return make() if told is None else told, []
        article_id = make()
        others = self._others(issue_id, key, f"NOT {_TELLS}")
        same = [other for other, plain in others if other != article_id and _says_all(text, plain)]
        self._connection.executemany(
            "UPDATE appearance SET article_id = ? WHERE article_id = ?", [(article_id, each) for each in same]
        )
        return article_id, same

    def part(self, source_id: int) -> None:
        """Let the next sync read the plain text again whose article a file has told that is being left."""
        self._connection.execute(
            "UPDATE source SET parser_version = -1 WHERE reading IS NULL AND state = 'present' AND id IN"
            " (SELECT other.source_id FROM appearance own JOIN appearance other USING (article_id)"
            " JOIN source s ON s.id = own.source_id WHERE own.source_id = ? AND s.reading IS NOT NULL)",
            (source_id,),
        )

    def _others(self, issue_id: int, key: str, condition: str) -> list[tuple[int, str]]:
        rows = self._connection.execute(
            f"SELECT a.id, {PACKED} FROM article a JOIN article_text t ON t.article_id = a.id"
            f" WHERE a.issue_id = ? AND a.key = ? AND {condition}",
            (issue_id, key),
        ).fetchall()
        unpacker = self._table.unpacker() if rows else None
        return [(row[0], unpacker.text(row[2], row[3])) for row in rows] if unpacker else []


def _says_all(told: str, plain: str) -> bool:
    return all(run in told for run in _RUNS.split(plain))
