"""The stitches in the catalogue: which article goes on with which, and what reads on over their seams.

All issues of a newspaper's day are stitched together: a file whose date was inferred is an issue of its own.
"""

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from reader.stitching import Part, Reason, Seam, Stitch
from reader.storage.packing import Unpacker
from reader.storage.text_table import PACKED

TABLE = """
CREATE TABLE stitch (
    first_id INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE,
    second_id INTEGER NOT NULL UNIQUE REFERENCES article ON DELETE CASCADE,
    confidence REAL NOT NULL,
    reasons TEXT NOT NULL,
    is_told INTEGER NOT NULL,
    pair TEXT,
    paragraph TEXT,
    seam INTEGER
) STRICT;
CREATE INDEX stitch_by_pair ON stitch (pair) WHERE pair IS NOT NULL
"""
"""`paragraph` and `seam` are those of a `KnownSeam`; `pair` are the two characters on either side of it: every string
that crosses the seam holds them."""

_COLUMNS = "first_id, second_id, confidence, reasons, is_told"
_REASONS = frozenset(Reason)


@dataclass(frozen=True, slots=True)
class KnownSeam:
    """A seam that a sentence runs on over, of two articles that are read as one: the paragraph in search form, and the
    character of it that the second begins with.
    """

    first_id: int
    second_id: int
    paragraph: str
    at: int


class StitchTable:
    """Asks of the stitches; `rows` as of the catalogue, and raises what that raises."""

    def __init__(self, rows: Callable[..., list[Any]], unpacker: Callable[[], Unpacker]) -> None:
        self._rows = rows
        self._unpacker = unpacker

    def behind(self, article_id: int) -> Stitch | None:
        """The one whose first part the article is."""
        return self._one("first_id = ?", article_id)

    def before(self, article_id: int) -> Stitch | None:
        """The one whose second part the article is."""
        return self._one("second_id = ?", article_id)

    def seams_with(self, pairs: Collection[str], any_one: str = "") -> list[KnownSeam]:
        """Those on whose sides one of these pairs of characters stands; `any_one` in a pair is any character."""
        is_one = "pair IN (SELECT value FROM json_each(?1))"
        if any_one and any(any_one in pair for pair in pairs):
            is_one = (
                "EXISTS (SELECT 1 FROM json_each(?1) WHERE substr(value, 1, 1) IN (substr(pair, 1, 1), ?2)"
                " AND substr(value, 2, 1) IN (substr(pair, 2, 1), ?2))"
            )
        rows = self._rows(
            "SELECT first_id, second_id, paragraph, seam, ?2 FROM stitch"
            f" WHERE pair IS NOT NULL AND {is_one} ORDER BY first_id",
            json.dumps(list(pairs)),
            any_one,
        )
        return [KnownSeam(*row[:4]) for row in rows]

    def day_of(self, issue_id: int) -> tuple[int, ...]:
        """The issues of the same newspaper and day, itself among them; it alone where its day is not known."""
        rows = self._rows(
            "SELECT b.id FROM issue a JOIN issue b ON b.id = a.id OR (b.newspaper = a.newspaper AND b.date = a.date)"
            " WHERE a.id = ? ORDER BY b.id",
            issue_id,
        )
        return tuple(row[0] for row in rows)

    def paths(self, issue_ids: Sequence[int]) -> set[str]:
        """The files of these issues."""
        rows = self._rows(
            "SELECT path FROM source WHERE issue_id IN (SELECT value FROM json_each(?))",
            json.dumps(list(issue_ids)),
        )
        return {row[0] for row in rows}

    def issues_of(self, paths: Collection[str]) -> set[int]:
        """The issues that these files are of, as far as they are known."""
        rows = self._rows(
            "SELECT issue_id FROM source WHERE issue_id IS NOT NULL AND path IN (SELECT value FROM json_each(?))",
            json.dumps(list(paths)),
        )
        return {row[0] for row in rows}

    def stamps(self) -> dict[int, str]:
        """By what each issue was stitched, the newest first; "" where it has to be stitched anew."""
        return dict(self._rows("SELECT id, stitched FROM issue ORDER BY date DESC, id DESC"))

    def is_whole(self, stamp: str) -> bool:
        """Whether every issue was stitched by what begins with this stamp."""
        return not self._rows(
            "SELECT 1 FROM issue WHERE substr(stitched, 1, ?) != ? LIMIT 1", len(stamp), stamp
        )

    def parts(self, issue_ids: Sequence[int]) -> list[Part]:
        """The articles of these issues, by file and place."""
        rows = self._rows(
            f"SELECT a.id, min(s.path), p.position, {PACKED} FROM article a"
            " JOIN article_text t ON t.article_id = a.id JOIN appearance p ON p.article_id = a.id"
            " JOIN source s ON s.id = p.source_id WHERE a.issue_id IN (SELECT value FROM json_each(?))"
            " GROUP BY a.id ORDER BY min(s.path), p.position",
            json.dumps(list(issue_ids)),
        )
        unpacker = self._unpacker()
        articles = [unpacker.article(*packed) for _, _, _, *packed in rows]
        return [
            Part(article_id, article, article.page, path, place)
            for (article_id, path, place, *_), article in zip(rows, articles, strict=True)
        ]

    def _one(self, where: str, article_id: int) -> Stitch | None:
        for row in self._rows(f"SELECT {_COLUMNS} FROM stitch WHERE {where}", article_id):
            first, second, confidence, reasons, is_told = row
            known = tuple(Reason(reason) for reason in json.loads(reasons) if reason in _REASONS)
            return Stitch(first, second, confidence, known, bool(is_told))
        return None


def put(
    connection: sqlite3.Connection,
    issue_ids: Collection[int],
    stitches: Iterable[tuple[Stitch, Seam | None]],
    stamp: str,
) -> None:
    """Puts the stitches of a day, each with what reads on over its seam (in search form), in place of those there
    were.
    """
    issues = json.dumps(list(issue_ids))
    connection.execute(
        "DELETE FROM stitch WHERE first_id IN (SELECT id FROM article WHERE issue_id IN"
        " (SELECT value FROM json_each(?)))",
        (issues,),
    )
    connection.executemany(
        f"INSERT INTO stitch ({_COLUMNS}, pair, paragraph, seam) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                stitch.first_id,
                stitch.second_id,
                stitch.confidence,
                json.dumps(stitch.reasons),
                stitch.is_by_reader,
                *((seam.text[seam.at - 1 : seam.at + 1], seam.text, seam.at) if seam else (None, None, None)),
            )
            for stitch, seam in stitches
        ],
    )
    connection.execute(
        "UPDATE issue SET stitched = ? WHERE id IN (SELECT value FROM json_each(?))", (stamp, issues)
    )


def forget(connection: sqlite3.Connection, issue_id: int) -> list[int]:
    """Something of an issue has changed: all issues of its day, which it gives, have to be stitched anew."""
    rows = connection.execute(
        "UPDATE issue SET stitched = '' WHERE id = ?1"
        " OR (newspaper, date) = (SELECT newspaper, date FROM issue WHERE id = ?1) RETURNING id",
        (issue_id,),
    ).fetchall()
    return [row[0] for row in rows]
