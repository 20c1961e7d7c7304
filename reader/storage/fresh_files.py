"""Fresh files, many of which are stored at once: each is the only one of its day, which the catalogue lacks."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from msgspec import Struct

from reader.newspaper.profile import Trait
from reader.storage import stitch_table
from reader.storage.profile_table import ProfileWriter
from reader.storage.text_table import COLUMNS, ArticleColumns, TextWriter

Column = str | int | float | None
SourceColumns = tuple[str, str, int, int, bytes, int, str, str, str | None, str, str | None]


class FreshArticle(NamedTuple):
    """The rows of an article: its search text, or that `packed` with a dictionary.

    `marks` are those of its characters, packed, if these are known.
    """

    columns: ArticleColumns
    record: bytes
    text: str
    packed: bytes
    marks: bytes


class FreshFile(Struct, frozen=True):
    """The rows of a file with the only issue of its newspaper on its date, without ids.

    In `appearances` (position, article, lines) and `stitches`, articles are given by their places in `articles`.
    """

    path: str
    newspaper: str
    date: str
    headline: str
    characters: int
    dictionary: int
    """The dictionary with which search texts are packed; `BY_ITSELF` if they are not packed."""
    issue: tuple[Column, ...]
    source: SourceColumns
    masthead: tuple[bytes, bytes] | None
    told: str
    traits: tuple[Trait, ...]
    articles: tuple[FreshArticle, ...]
    appearances: tuple[tuple[int, int, str], ...]
    stitches: tuple[tuple[Column, ...], ...]


ISSUE_COLUMNS = (
    "identity, newspaper, date, month_day, label, number, date_origin, newspaper_origin, article_count,"
    " stitched"
)
SOURCE_COLUMNS = (
    "path, folder, size, mtime_ns, digest, parser_version, encoding, masthead, title, corrections, reading"
)
_MANY = 200
"""Number of files whose rows are made at once, as they are in memory twice then."""


def fresh_among(
    connection: sqlite3.Connection, files: Collection[FreshFile], dates: Collection[str]
) -> set[str]:
    """Return the paths of those files that are fresh; `dates` are those of other files to be stored with them."""
    days = Counter((file.newspaper, file.date) for file in files)
    known = {
        path
        for (path,) in connection.execute(
            "SELECT path FROM source WHERE path IN (SELECT value FROM json_each(?))",
            (json.dumps([file.path for file in files]),),
        )
    }
    held = {
        day
        for day in days
        if connection.execute("SELECT 1 FROM issue WHERE (newspaper, date) = (?, ?)", day).fetchone()
    }
    return {
        file.path
        for file in files
        if file.path not in known
        and file.date not in dates
        and days[file.newspaper, file.date] == 1
        and (file.newspaper, file.date) not in held
    }


class FreshWriter:
    def __init__(self, connection: sqlite3.Connection, texts: TextWriter, profiles: ProfileWriter) -> None:
        self._connection = connection
        self._texts = texts
        self._profiles = profiles

    def store(self, files: Sequence[FreshFile]) -> Iterator[int]:
        """Store files that are fresh; yield the ids of their articles."""
        for at in range(0, len(files), _MANY):
            yield from self._store(files[at : at + _MANY])

    def _store(self, files: Sequence[FreshFile]) -> range:
        (source,) = self._connection.execute("SELECT coalesce(max(id), 0) + 1 FROM source").fetchone()
        issue, first = self._next("issue"), self._next("article")
        begins = list(accumulate((len(file.articles) for file in files), initial=first))
        sources = list(zip(range(source, source + len(files)), files, strict=True))
        issues = list(zip(range(issue, issue + len(files)), files, strict=True))
        of_file = list(zip(begins, files, strict=False))
        self._insert(f"issue (id, {ISSUE_COLUMNS})", [(id, *file.issue) for id, file in issues])
        self._insert(
            f"source (id, {SOURCE_COLUMNS}, issue_id, state)",
            [(id, *file.source, of, "present") for (id, file), (of, _) in zip(sources, issues, strict=True)],
        )
        self._insert(
            f"article (id, issue_id, {COLUMNS})",
            [
                (id, of, *each.columns)
                for begin, (of, file) in zip(begins, issues, strict=False)
                for id, each in enumerate(file.articles, begin)
            ],
        )
        texts, marks = [], []
        for begin, file in of_file:
            for id, each in enumerate(file.articles, begin):
                texts.append((id, *self._texts.packed(each.text, file.dictionary, each.packed), each.record))
                if each.marks:
                    marks.append((id, each.marks))
        self._insert("article_text", texts)
        self._insert("certainty", marks)
        self._insert(
            "appearance",
            [
                (id, position, begin + place, lines, 0)
                for (id, file), begin in zip(sources, begins, strict=False)
                for position, place, lines in file.appearances
            ],
        )
        self._insert(
            f"stitch ({stitch_table.COLUMNS})",
            [
                (begin + int(one or 0), begin + int(other or 0), *more)
                for begin, file in of_file
                for one, other, *more in file.stitches
            ],
        )
        self._insert("masthead", [(id, *file.masthead) for id, file in sources if file.masthead])
        self._insert("told", [(id, file.told, 1) for id, file in sources])
        self._profiles.add((id, file.newspaper, file.date, file.traits) for id, file in sources)
        return range(first, begins[-1])

    def _insert(self, table: str, rows: Sequence[tuple[object, ...]]) -> None:
        if rows:
            values = ", ".join("?" * len(rows[0]))
            self._connection.executemany(f"INSERT INTO {table} VALUES ({values})", rows)

    def _next(self, table: str) -> int:
        """Return the id that SQLite would give next in a table that gives none twice."""
        rows = self._connection.execute("SELECT seq + 1 FROM sqlite_sequence WHERE name = ?", (table,))
        return int((rows.fetchone() or (1,))[0])
