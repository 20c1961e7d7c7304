"""The tables of an analysis: by which rules they are filled, and up to which article. Derived.

Both are stored in `meta`. A program without the analysis leaves its tables; rows of articles that go are gone, too.
"""

import re
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from msgspec import Struct

from reader.storage.text_table import TextTable

AT_ONCE = 500
"""Maximum number of articles whose analysis a reader waits for who has decided something."""

R = TypeVar("R")
Rows = Callable[..., list[Any]]


def rows_of(connection: sqlite3.Connection) -> Rows:
    def rows(sql: str, *values: object) -> list[Any]:
        return connection.execute(sql, values).fetchall()

    return rows


NAMES = "name"
"""The name of the analysis that counts the names of people (`take_out`)."""


def share_up_to(article_id: int, rows: Rows) -> float:
    """Return the share of the articles up to an id, 0 to 1."""
    ((left,),) = rows("SELECT count(*) FROM article WHERE id > ?", article_id)
    return 1 - left / rows("SELECT count(*) FROM article")[0][0] if left else 1.0


class AnalysisTables(Struct, frozen=True):
    """The tables of an analysis; `rows`, in all methods, queries the catalogue.

    All articles up to some id are analysed, and none after it. Ids only increase, so that articles are analysed in
    steps, and an interrupted step is repeated.
    """

    name: str
    rules: int
    """Version of the rules; when it changes, the tables are made anew, and all articles are analysed again."""
    tables: str
    """The SQL that makes the tables."""
    indexes: str = ""
    """The SQL of indexes that only make it faster to ask; packs are smaller without them."""

    def up_to(self, rows: Rows) -> int:
        """Return the id up to which all articles are analysed; 0 if that was done by other rules."""
        value_by_key = dict(rows("SELECT key, value FROM meta WHERE key IN (?, ?)", *self.keys))
        if value_by_key.get(self.keys[0]) == self.rules:
            return int(value_by_key[self.keys[1]])
        return 0

    def count_left(self, rows: Rows) -> int:
        ((left,),) = rows("SELECT count(*) FROM article WHERE id > ?", self.up_to(rows))
        return int(left)

    def analysed(self, rows: Rows) -> float:
        """Return the share of the articles that are analysed, 0 to 1, by whatever rules."""
        (up_to,) = rows("SELECT value FROM meta WHERE key = ?", self.keys[1]) or [(0,)]
        return share_up_to(int(up_to[0]), rows)

    def if_made(self, rows: Rows, ask: Callable[..., list[R]]) -> Callable[..., list[R]]:
        """Return a function that asks the tables, and returns nothing before they are made."""

        def ask_if_made(*query: Any) -> list[R]:
            if not rows("SELECT 1 FROM meta WHERE key = ?", self.keys[0]):
                return []
            return ask(*query)

        return ask_if_made

    def make(self, connection: sqlite3.Connection) -> None:
        """Make the tables, unless there are some of these rules already; what was found by others is deleted.

        A pack that was given away may record an analysis without having its tables.
        """
        rows = rows_of(connection)
        tables = re.findall(r"CREATE TABLE (\w+)", self.tables)
        present = {name for (name,) in rows("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not present.issuperset(tables):
            connection.execute("DELETE FROM meta WHERE key = ?", (self.keys[0],))
        if not self.up_to(rows):
            for table in tables:
                connection.execute(f"DROP TABLE IF EXISTS {table}")
            for statement in filter(None, (*self.tables.split(";"), *self.indexes.split(";"))):
                connection.execute(statement.strip())

    def note(self, connection: sqlite3.Connection, up_to: int) -> None:
        """Record that all articles up to an id are analysed by these rules."""
        rows = zip(self.keys, (self.rules, up_to), strict=True)
        connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", rows)

    @property
    def keys(self) -> tuple[str, str]:
        """The keys in `meta` of the rules, and of the id of the last article that is analysed."""
        return f"{self.name} rules", f"{self.name}s up to"


def take_out(connection: sqlite3.Connection, texts: TextTable, article_ids: Sequence[int]) -> None:
    """Take articles that are gone out of what was counted. A feature that counts names does it (`Plug.answers`).

    Without it, what was counted is not trusted any more: all articles are counted anew when it is there again.
    """
    connection.execute("DELETE FROM meta WHERE key = ?", (f"{NAMES} rules",))
