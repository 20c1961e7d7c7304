"""The texts the engine decides by, in a real SQLite table, and documents to put there."""

import datetime as dt
import json
import sqlite3
import threading
import weakref
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from reader.newspaper.holdings import ArticleValue, Between, Document, OneOf, Value


class TextTable:
    """`engine.Texts` on a table of its own; connections are per thread, as the catalogue's are."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._of_thread = threading.local()
        self.fetched = 0
        with self._connection() as connection:
            connection.execute(
                "CREATE TABLE IF NOT EXISTS documents"
                " (id INTEGER PRIMARY KEY, newspaper, date, page, text, vals)"
            )

    def put(self, documents: Iterable[Document], dropped: Iterable[int] = ()) -> None:
        """Add or replace documents and drop those of the ids `dropped`, in one transaction."""
        with self._connection() as connection:
            connection.executemany("DELETE FROM documents WHERE id = ?", ((id,) for id in dropped))
            connection.executemany(
                "INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?, ?, ?)",
                (
                    (
                        d.id,
                        d.newspaper,
                        d.date.isoformat() if d.date else None,
                        d.page,
                        d.text.encode("utf-8", "surrogatepass"),
                        json.dumps(dict(d.values)),
                    )
                    for d in documents
                ),
            )

    def drop(self, ids: Iterable[int]) -> None:
        self.put((), dropped=ids)

    def all(self) -> list[Document]:
        return [_document(row) for row in self._connection().execute("SELECT * FROM documents ORDER BY id")]

    def texts(self, ids: Sequence[int]) -> dict[int, Document]:
        self.fetched += len(ids)
        marks = ",".join("?" * len(ids))
        rows = self._connection().execute(f"SELECT * FROM documents WHERE id IN ({marks})", list(ids))
        return {row[0]: _document(row) for row in rows}

    def article_ids(self) -> Sequence[int]:
        return [document.id for document in self.all()]

    def known(self, ids: Sequence[int]) -> set[int]:
        marks = ",".join("?" * len(ids))
        rows = self._connection().execute(f"SELECT id FROM documents WHERE id IN ({marks})", list(ids))
        return {row[0] for row in rows}

    def with_value(self, value: ArticleValue, condition: OneOf | Between, ids: Sequence[int]) -> set[int]:
        return {id for id, each in self.texts(ids).items() if condition.holds(each.value(value))}

    def search_texts(self, ids: Sequence[int]) -> Iterator[tuple[int, str]]:
        return ((id, document.text) for id, document in sorted(self.texts(ids).items()))

    def _connection(self) -> sqlite3.Connection:
        if not hasattr(self._of_thread, "connection"):
            opened = sqlite3.connect(self._path, check_same_thread=False)
            weakref.finalize(self, opened.close)  # Python 3.13 tells of what nobody has closed
            opened.execute("PRAGMA synchronous = OFF")
            self._of_thread.connection = opened
        connection: sqlite3.Connection = self._of_thread.connection
        return connection


def _document(row: tuple[int, str, str | None, str | None, bytes, str]) -> Document:
    id, newspaper, date, page, text, values = row
    return Document(
        id,
        newspaper,
        dt.date.fromisoformat(date) if date else None,
        page,
        text.decode("utf-8", "surrogatepass"),
        json.loads(values),
    )


def a_document(
    id: int,
    date: str | None = "2024-01-01",
    page: str | None = None,
    *,
    newspaper: str = "雁桥日报",
    headline: str = "雁桥",
    section: str = "",
    credits: str = "",
    body: Sequence[str] = (),
    edition: str | None = None,
    pictures: int = 0,
    **values: Value,
) -> Document:
    """A document of lines that are in search form already."""
    day = dt.date.fromisoformat(date) if date else None
    month_day = date[5:] if date else None
    length = sum(map(len, body))
    values |= {"length": length, "edition": edition, "pictures": pictures, "month_day": month_day}
    return Document(id, newspaper, day, page, "\n".join([headline, section, credits, *body]), values)
