"""Which decisions about characters were looked up in which articles, and where the characters were found; and of which
characters an OCR program was certain. Derived.
"""

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct

from reader.newspaper.article import FAINT
from reader.newspaper.holdings import Proofread
from reader.storage.packing import marks_of, packed_marks

TABLE = """
CREATE TABLE reading (
    article_id INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
    uuid TEXT NOT NULL,
    modified TEXT NOT NULL,
    place TEXT,
    PRIMARY KEY (article_id, uuid)
) STRICT, WITHOUT ROWID
"""
"""`uuid` and `modified` identify a decision and its last change; `place` is NULL if the character was not found."""

CERTAINTY = """
CREATE TABLE certainty (
    article_id INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE,
    marks BLOB NOT NULL
) STRICT
"""
"""`marks` are those of `SourceText.certainty` for the article's search text, packed by `packing.packed_marks`."""
READ_CERTAINTY = f"""{CERTAINTY};
UPDATE source SET parser_version = -1
WHERE state = 'present' AND json_extract(reading, '$.format') IN ('alto', 'hocr', 'page-xml')"""


_AMONG = "(?1 IS NULL OR article_id IN (SELECT value FROM json_each(?1)))"


class SettledPlace(Struct, frozen=True):
    """The place of a character that a reader has decided about. Both characters are in search form.

    `at` has its offsets in the article's search text without the runs with corrections, one for each run with it.
    """

    at: tuple[int, ...]
    printed: str
    read_as: str
    is_corrected: bool

    @property
    def is_certain(self) -> bool:
        """Whether the reader has said what the character is, so that no other one comes into question."""
        return self.is_corrected or self.read_as == self.printed


class Reading(Struct, frozen=True):
    """A decision that was looked up in an article; `place` is None if its character was not found."""

    article_id: int
    uuid: str
    modified: str
    place: SettledPlace | None


def _reading(row: Sequence[Any]) -> Reading:
    article_id, uuid, modified, place = row
    if place is None:
        return Reading(article_id, uuid, modified, None)
    return Reading(article_id, uuid, modified, _place(*json.loads(place)))


def _marks(row: Sequence[Any]) -> str:
    return marks_of(row[0])


class ReadingTable(Struct, frozen=True):
    """Queries on decisions about characters. `made` queries the catalogue; raises what that raises."""

    _made: Callable[..., list[Any]]

    def all(self, article_ids: Collection[int] | None = None) -> list[Reading]:
        """Return the decisions looked up in these articles, by default in all."""
        return self._made(
            _reading,
            f"SELECT article_id, uuid, modified, place FROM reading WHERE {_AMONG} ORDER BY article_id, uuid",
            None if article_ids is None else json.dumps(list(article_ids)),
        )

    def has_certainty(self) -> bool:
        """Return whether anything is known about the characters of any article."""
        return bool(self._made(tuple, "SELECT 1 FROM certainty LIMIT 1"))

    def certainty(self, article_id: int) -> str:
        """Return a mark for each character of an article's search text; "" if nothing is known about them."""
        marks = self._made(
            _marks,
            "SELECT marks FROM certainty WHERE article_id = ?",
            article_id,
        )
        if marks:
            return str(marks[0])
        return ""

    def faint(self, article_ids: Collection[int] | None) -> Iterator[tuple[int, str]]:
        """Yield these articles, by default all, with the marks of their characters, as far as any is known."""
        if article_ids is None:
            ids_json = None
        else:
            ids_json = json.dumps(list(article_ids))
        query = f"SELECT article_id, marks FROM certainty WHERE {_AMONG}"
        for article_id, marks in self._made(tuple, query, ids_json):
            yield article_id, marks_of(marks)

    def proofread(self, article_ids: Collection[int] | None = None) -> dict[int, Proofread]:
        """Return how much is proofread of these articles, by default of all, as far as anything is known of them."""
        marks_by_article = dict(self.faint(article_ids))
        decided: dict[int, set[int]] = {}
        for reading in self.all(article_ids) if marks_by_article else ():
            if reading.place is not None and reading.place.is_certain:
                decided.setdefault(reading.article_id, set()).update(reading.place.at)
        proofread: dict[int, Proofread] = {}
        for article_id, marks in marks_by_article.items():
            decided_faint = sum(marks[at : at + 1] == FAINT for at in decided.get(article_id, ()))
            proofread[article_id] = Proofread(marks.count(FAINT), decided_faint)
        return proofread

    def proofread_whole(self) -> frozenset[int]:
        """Return the articles of which a person has decided every character that an OCR program was not certain of."""
        decided = {
            reading.article_id
            for reading in self.all()
            if reading.place is not None and reading.place.is_certain
        }
        return frozenset(
            at for at, proofreading in self.proofread(decided).items() if proofreading.share == 1
        )

    def ids_in_files(self, paths: Collection[str]) -> list[tuple[str, int]]:
        return self._made(
            tuple,
            "SELECT s.path, p.article_id FROM source s JOIN appearance p ON p.source_id = s.id"
            " WHERE s.path IN (SELECT value FROM json_each(?)) ORDER BY s.path, p.position",
            json.dumps(list(paths)),
        )


def put(connection: sqlite3.Connection, article_id: int, readings: Iterable[Reading]) -> None:
    connection.execute("DELETE FROM reading WHERE article_id = ?", (article_id,))
    connection.executemany("INSERT INTO reading VALUES (?, ?, ?, ?)", map(row_of, readings))


def put_certainty(connection: sqlite3.Connection, article_id: int, marks: str) -> None:
    """Replace the marks of an article's characters. "", for none, leaves those that another file with it has told."""
    if marks:
        connection.execute(
            "INSERT OR REPLACE INTO certainty VALUES (?, ?)", (article_id, packed_marks(marks))
        )
    else:
        connection.execute(
            "DELETE FROM certainty WHERE article_id = ?1"
            " AND NOT EXISTS (SELECT 1 FROM appearance WHERE article_id = ?1)",
            (article_id,),
        )


def row_of(reading: Reading) -> tuple[int, str, str, str | None]:
    place = reading.place
    if place is None:
        packed = None
    else:
        packed = json.dumps([place.at, place.printed, place.read_as, place.is_corrected], ensure_ascii=False)
    return reading.article_id, reading.uuid, reading.modified, packed


def copy(connection: sqlite3.Connection, article_id: int, copy_id: int) -> None:
    """Copy the readings of an article, and the marks of its characters, to another one."""
    connection.execute(
        "INSERT OR REPLACE INTO reading SELECT ?, uuid, modified, place FROM reading WHERE article_id = ?",
        (copy_id, article_id),
    )
    copy_certainty(connection, article_id, copy_id)


def _place(at: list[int], printed: str, read_as: str, is_corrected: bool) -> SettledPlace:
    return SettledPlace(tuple(at), printed, read_as, is_corrected)


def copy_certainty(connection: sqlite3.Connection, article_id: int, copy_id: int) -> None:
    """Copy the marks of an article's characters to another one with the same text."""
    connection.execute(
        "INSERT OR REPLACE INTO certainty SELECT ?, marks FROM certainty WHERE article_id = ?",
        (copy_id, article_id),
    )
