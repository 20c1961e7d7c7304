"""The stitches in the catalogue: which article continues which, and the paragraphs that cross their seams.

All issues of a newspaper's day are stitched together: a file whose date was inferred is an issue of its own.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from reader.storage.packing import Unpacker
from reader.storage.text_table import PACKED

if TYPE_CHECKING:
    from reader.newspaper.article import Article
    from reader.stitching.pairing import DayArticle, Seam, Stitch

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
that crosses the seam contains them. A row without confidence is no stitch, but a cut (`stitching.cuts`)."""

_BEYOND = "\U0010ffff"
_COLUMNS = "first_id, second_id, confidence, reasons, is_told"
COLUMNS = f"{_COLUMNS}, pair, paragraph, seam"


class KnownSeam(Struct, frozen=True):
    """A seam that a sentence crosses, between two articles that are read as one, or where one may have been cut.

    `paragraph` is in search form, `at` the offset in it at which the second article begins.
    """

    first_id: int
    second_id: int
    paragraph: str
    at: int


class StitchTable(Struct):
    """Queries on stitches. `rows` queries the catalogue; raises what that raises."""

    _rows: Callable[..., list[Any]]
    _unpacker: Callable[[], Unpacker]

    def behind(self, article_id: int) -> Stitch | None:
        return self._one("first_id = ?", article_id)

    def before(self, article_id: int) -> Stitch | None:
        return self._one("second_id = ?", article_id)

    def seams_with(self, pairs: Collection[str], any_one: str = "") -> list[KnownSeam]:
        """Return the seams between one of these pairs of characters; `any_one` in a pair matches any character."""
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
        return [KnownSeam(*seam) for *seam, _ in rows]

    def day_of(self, issue_id: int) -> tuple[int, ...]:
        """Return the issues of the same newspaper and day, including this one; only this one if it is undated."""
        rows = self._rows(
            "SELECT b.id FROM issue a JOIN issue b ON b.id = a.id OR (b.newspaper = a.newspaper AND b.date = a.date)"
            " WHERE a.id = ? ORDER BY b.id",
            issue_id,
        )
        return tuple(row[0] for row in rows)

    def paths(self, issue_ids: Sequence[int]) -> set[str]:
        rows = self._rows(
            "SELECT path FROM source WHERE issue_id IN (SELECT value FROM json_each(?))",
            json.dumps(list(issue_ids)),
        )
        return {row[0] for row in rows}

    def issues_of(self, paths: Collection[str]) -> set[int]:
        """Return the ids of the issues of these files; unknown files are ignored."""
        rows = self._rows(
            "SELECT issue_id FROM source WHERE issue_id IS NOT NULL AND path IN (SELECT value FROM json_each(?))",
            json.dumps(list(paths)),
        )
        return {row[0] for row in rows}

    def stamps(self, other_than: str = _BEYOND, also: Collection[int] = ()) -> dict[int, str]:
        """Return the stamp by which each issue was stitched, the newest first; "" if it has to be stitched again.

        With `other_than`, issues with that stamp are left out, unless their ids are among `also`.
        """
        rows = self._rows(
            "SELECT id, stitched FROM issue WHERE stitched < ?1 OR stitched > ?1"
            " OR id IN (SELECT value FROM json_each(?2)) ORDER BY +date DESC, id DESC",
            other_than,
            json.dumps([*also]),
        )
        return dict(rows)

    def is_whole(self, stamp: str) -> bool:
        return not self._rows(
            "SELECT 1 FROM issue WHERE substr(stitched, 1, ?) != ? LIMIT 1", len(stamp), stamp
        )

    def is_former(self) -> bool:
        """Return whether somebody else's program of an earlier version has stitched the days, so that seams and cuts
        may be missing. This program stitches its own again.
        """
        return False

    def parts(
        self, issue_ids: Sequence[int], article_by_id: Mapping[int, Article | None] = MappingProxyType({})
    ) -> list[DayArticle]:
        """Return the articles of these issues, by file and position; those that are `article_by_id` by id are not
        read.
        """
        from reader.stitching.pairing import DayArticle

        rows = self._rows(
            f"SELECT a.id, min(s.path), p.position, {PACKED} FROM article a"
            " JOIN article_text t ON t.article_id = a.id JOIN appearance p ON p.article_id = a.id"
            " JOIN source s ON s.id = p.source_id WHERE a.issue_id IN (SELECT value FROM json_each(?))"
            " AND NOT p.is_other GROUP BY a.id ORDER BY min(s.path), p.position",
            json.dumps(list(issue_ids)),
        )
        unpacker = self._unpacker()
        articles = [
            article_by_id.get(article_id) or unpacker.article(*packed) for article_id, _, _, *packed in rows
        ]
        return [
            DayArticle(article_id, article, article.page, path, place)
            for (article_id, path, place, *_), article in zip(rows, articles, strict=True)
        ]

    def _one(self, where: str, article_id: int) -> Stitch | None:
        rows = self._rows(f"SELECT {_COLUMNS} FROM stitch WHERE {where} AND confidence > 0", article_id)
        for first, second, confidence, reasons, is_told in rows:
            from reader.stitching.pairing import Stitch
            from reader.stitching.reasons import Reason

            valid_reasons = tuple(Reason(reason) for reason in json.loads(reasons) if reason in {*Reason})
            return Stitch(first, second, confidence, valid_reasons, bool(is_told))
        return None


def put(
    connection: sqlite3.Connection,
    issue_ids: Collection[int],
    stitches: Iterable[tuple[Stitch, Seam | None]],
    stamp: str,
) -> None:
    """Store the stitches of a day, each with the paragraph that crosses its seam (in search form), replacing former
    ones.
    """
    issues = json.dumps(list(issue_ids))
    connection.execute(
        "DELETE FROM stitch WHERE first_id IN (SELECT id FROM article WHERE issue_id IN"
        " (SELECT value FROM json_each(?)))",
        (issues,),
    )
    connection.executemany(
        f"INSERT INTO stitch ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [columns_of(*stitch) for stitch in stitches],
    )
    connection.execute(
        "UPDATE issue SET stitched = ? WHERE id IN (SELECT value FROM json_each(?))", (stamp, issues)
    )


def columns_of(stitch: Stitch, seam: Seam | None) -> tuple[str | int | float | None, ...]:
    """Return the row of a stitch, and of the paragraph that crosses its seam (in search form)."""
    return (
        stitch.first_id,
        stitch.second_id,
        stitch.confidence,
        json.dumps(stitch.reasons),
        int(stitch.is_by_reader),
        *((seam.text[seam.at - 1 : seam.at + 1], seam.text, seam.at) if seam else (None, None, None)),
    )


def forget(connection: sqlite3.Connection, issue_id: int) -> list[int]:
    """Mark all issues of an issue's day to be stitched again, after a change in it; return their ids."""
    rows = connection.execute(
        "UPDATE issue SET stitched = '' WHERE id = ?1"
        " OR (newspaper, date) = (SELECT newspaper, date FROM issue WHERE id = ?1) RETURNING id",
        (issue_id,),
    ).fetchall()
    return [row[0] for row in rows]
