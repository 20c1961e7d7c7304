"""The reprints and the parts of series in the catalogue, and the shingles with which later articles are compared.

Shingles are stored in sorted runs. Those of new articles form a run, which is merged with the one before unless that
is much larger, up to `LARGEST_RUN`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec import convert

from reader.features.reprints.reprint import Id, Reprint, SeriesMark, SeriesPart
from reader.storage.analysis_tables import AnalysisTables, Rows, rows_of
from reader.storage.text_table import MakeRows, date_of

if TYPE_CHECKING:
    from reader.features.reprints.comparison import Numbers, Postings

TABLES = AnalysisTables(
    "reprint",
    1,
    """
CREATE TABLE shingled (
    article_id INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE,
    letters INTEGER NOT NULL,
    is_standing INTEGER NOT NULL
) STRICT;
CREATE TABLE shingle_run (
    id INTEGER PRIMARY KEY,
    postings INTEGER NOT NULL,
    shingles BLOB NOT NULL,
    articles BLOB NOT NULL
) STRICT;
CREATE TABLE reprint (
    first_id INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
    second_id INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
    share REAL NOT NULL,
    whole_share REAL NOT NULL,
    likeness REAL NOT NULL,
    PRIMARY KEY (first_id, second_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX reprint_by_second ON reprint (second_id);
CREATE TABLE series_part (
    article_id INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE,
    title TEXT NOT NULL,
    number INTEGER
) STRICT;
CREATE INDEX series_part_by_title ON series_part (title)
""",
)
"""`shingled.letters` is the number of letters of the article that are compared, 0 if it is too short."""

_FEW_IN = 1024
"""With one shingle in so many postings of a run or fewer, only the articles of these are read."""
_PIECE = 1 << 17
"""Number of bytes of a run that are read at once; the system clears the memory for larger pieces again and again."""
LARGEST_RUN = 1 << 20
"""Maximum number of postings in a run: these take 8 MB, and no more of the shingles are in memory at once."""

COLUMNS = "first_id, second_id, share, whole_share, likeness"
_PART = (
    "SELECT DISTINCT p.article_id, i.date, p.title, p.number, i.newspaper FROM series_part p"
    " JOIN article a ON a.id = p.article_id JOIN issue i ON i.id = a.issue_id"
)
_PART_ROW = tuple[Id, str | None, str, int | None, str]


class ReprintTable:
    """Queries on reprints. `rows` and `made` query the catalogue; methods raise what these raise."""

    def __init__(self, rows: Rows, made: MakeRows, *, are_handed: bool = False) -> None:
        """With `are_handed`, these are the tables of a server, always made."""
        self._of_catalogue = rows
        self._are_handed = are_handed
        if are_handed:
            self._rows = rows
            self._made = made
            self._standing = "standing WHERE"
        else:
            self._rows = TABLES.if_made(rows, rows)
            self._made = TABLES.if_made(rows, made)
            self._standing = "shingled WHERE is_standing AND"

    def of(self, article_ids: Collection[int]) -> list[Reprint]:
        ids = json.dumps(list(article_ids))
        return self._reprints(
            f"SELECT {COLUMNS} FROM reprint WHERE first_id IN (SELECT value FROM json_each(?))"
            f" UNION SELECT {COLUMNS} FROM reprint WHERE second_id IN (SELECT value FROM json_each(?))",
            ids,
            ids,
        )

    def all(self) -> list[Reprint]:
        return self._reprints(f"SELECT {COLUMNS} FROM reprint")

    def _reprints(self, sql: str, *values: object) -> list[Reprint]:
        """Return reprints in order of their ids, each pair once: two folders on a server may have the same."""
        reprint_rows = self._made(
            partial(convert, type=Reprint), f"{sql} ORDER BY first_id, second_id", *values
        )
        return [*{(reprint.first_id, reprint.second_id): reprint for reprint in reprint_rows}.values()]

    def parts_of_series(self, article_id: int) -> list[SeriesPart]:
        """Return the articles of the same newspaper with the same title in their marks as this one,
        including itself.
        """
        return self._made(
            _part,
            f"{_PART} JOIN series_part own ON own.title = p.title JOIN article oa ON oa.id = own.article_id"
            " JOIN issue oi ON oi.id = oa.issue_id AND i.newspaper = oi.newspaper WHERE own.article_id = ?",
            article_id,
        )

    def all_parts(self) -> list[list[SeriesPart]]:
        groups: dict[tuple[str, str], list[SeriesPart]] = {}
        for newspaper, part in self._made(
            _newspaper_and_part, f"{_PART} ORDER BY p.title, i.newspaper, p.article_id"
        ):
            groups.setdefault((part.mark.title, newspaper), []).append(part)
        return [parts for parts in groups.values() if len(parts) > 1]

    def standing(self, article_ids: Collection[int]) -> set[int]:
        sql = f"SELECT article_id FROM {self._standing} article_id IN (SELECT value FROM json_each(?))"
        return {row[0] for row in self._rows(sql, json.dumps(list(article_ids)))}

    def up_to(self) -> int:
        return TABLES.up_to(self._of_catalogue)

    def lengths(self, article_ids: Collection[int]) -> dict[int, int]:
        return dict(
            self._rows(
                "SELECT article_id, letters FROM shingled WHERE article_id IN (SELECT value FROM json_each(?))",
                json.dumps(list(article_ids)),
            )
        )

    def count_left(self) -> int:
        return TABLES.count_left(self._of_catalogue)

    def analysed(self) -> float:
        if self._are_handed:
            return 1.0
        return TABLES.analysed(self._of_catalogue)


class ReprintWriter:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._rows = rows_of(connection)
        TABLES.make(connection)

    def runs(self, shingle_keys: Numbers) -> Iterator[Postings]:
        """Yield the postings of these shingles, given ascending, run by run, among others if the shingles are many."""
        from reader.language.code_arrays import distinct

        distinct_keys = distinct(shingle_keys)
        for run_id, count in self._rows("SELECT id, postings FROM shingle_run ORDER BY id"):
            is_few = 0 < len(distinct_keys) * _FEW_IN <= count
            yield self._postings_with(run_id, distinct_keys) if is_few else _run(self._rows, run_id)

    def _postings_with(self, run_id: int, shingle_keys: Numbers) -> Postings:
        """Return the postings of a run with these distinct shingles, without reading its other articles."""
        import numpy as np

        from reader.features.reprints.comparison import Postings

        def of_column(name: str) -> AbstractContextManager[sqlite3.Blob]:
            return self._connection.blobopen("shingle_run", name, run_id, readonly=True)

        left, right = np.zeros((2, len(shingle_keys)), np.intp)
        with of_column("shingles") as blob:
            # all of it: SQLite follows the chain of a blob's pages to whatever place of it is read
            while piece := blob.read(_PIECE):
                shingles = np.frombuffer(piece, np.uint32)
                left += shingles.searchsorted(shingle_keys, "left")
                right += shingles.searchsorted(shingle_keys, "right")
        is_there = left < right
        left = left[is_there]
        right = right[is_there]
        pieces = []
        if len(left):
            with of_column("articles") as blob:
                for begin, end in zip(left.tolist(), right.tolist(), strict=True):
                    blob.seek(begin * 4)
                    pieces.append(blob.read((end - begin) * 4))
        articles = np.frombuffer(b"".join(pieces), np.uint32)
        return Postings(np.repeat(shingle_keys[is_there], right - left), articles)

    def add(
        self,
        up_to: int,
        lengths: Iterable[tuple[int, int]],
        standing: Collection[int],
        reprints: Iterable[Reprint],
        postings: Postings,
        marks: Iterable[tuple[int, SeriesMark]],
    ) -> None:
        """Store what was found in the next articles, the last of which has the id `up_to`.

        `lengths` and `marks` are by id.
        """
        self._connection.executemany(
            "INSERT OR REPLACE INTO shingled VALUES (?, ?, ?)",
            [(article_id, length, article_id in standing) for article_id, length in lengths],
        )
        self._connection.executemany(
            "INSERT OR REPLACE INTO reprint VALUES (?, ?, ?, ?, ?)",
            [(r.first_id, r.second_id, r.share, r.whole_share, r.likeness) for r in reprints],
        )
        self._connection.executemany(
            "INSERT OR REPLACE INTO series_part VALUES (?, ?, ?)",
            [(article_id, mark.title, mark.number) for article_id, mark in marks],
        )
        if len(postings):
            self._add_run(postings)
        TABLES.note(self._connection, up_to)

    def _add_run(self, postings: Postings) -> None:
        """Store postings as the last run.

        Runs of similar size before it are joined with it, so that a posting is written again only a few times while a
        library grows.
        """
        joined_runs = []
        size = len(postings)
        for run_id, count in self._rows("SELECT id, postings FROM shingle_run ORDER BY id DESC"):
            if count > 2 * size or count + size > LARGEST_RUN:
                break
            joined_runs.append(_run(self._rows, run_id))
            self._connection.execute("DELETE FROM shingle_run WHERE id = ?", (run_id,))
            size += count
        if joined_runs:
            postings = postings.with_more([self._of_present_articles(run) for run in joined_runs])
        self._connection.execute(
            "INSERT INTO shingle_run (postings, shingles, articles) VALUES (?, ?, ?)",
            (len(postings), postings.shingles.tobytes(), postings.articles.tobytes()),
        )

    def _of_present_articles(self, postings: Postings) -> Postings:
        """Return the postings whose articles are still in the catalogue."""
        import numpy as np

        from reader.language.code_arrays import distinct

        article_ids = distinct(postings.articles)
        if not len(article_ids):
            return postings
        rows = self._rows(
            "SELECT id FROM article WHERE id BETWEEN ? AND ? ORDER BY id",
            int(article_ids[0]),
            int(article_ids[-1]),
        )
        return postings.only_of(np.array([row[0] for row in rows], np.uint32))


def _run(rows: Callable[..., Sequence[Any]], run_id: int) -> Postings:
    import numpy as np

    from reader.features.reprints.comparison import Postings

    for shingles, articles in rows("SELECT shingles, articles FROM shingle_run WHERE id = ?", run_id):
        return Postings(np.frombuffer(shingles, np.uint32), np.frombuffer(articles, np.uint32))
    return Postings.of(())


def _newspaper_and_part(row: Sequence[Any]) -> tuple[str, SeriesPart]:
    return row[4], _part(row)


def _part(row: Sequence[Any]) -> SeriesPart:
    article_id, date, title, number, _ = convert(row, _PART_ROW)
    return SeriesPart(article_id, date_of(date), SeriesMark(title, number))
