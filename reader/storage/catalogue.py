"""The catalogue: issues, articles and their texts, as read from the files. Derived: it may be deleted at any moment.

Here it is opened and asked; what is written to it goes through `catalogue_writer`.
"""

import datetime as dt
import json
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

from reader.i18n import say
from reader.newspaper.article import Article, ArticleKind
from reader.newspaper.holdings import (
    ArticleRow,
    FolderFile,
    IssueRow,
    MissingFile,
    NewspaperRow,
    PageRow,
    PeriodRow,
    SourceFile,
    SourceRow,
    StoredArticle,
)
from reader.newspaper.issue import DateOrigin, Masthead
from reader.newspaper.json_format import masthead_from_json
from reader.newspaper.source_text import LineSpan
from reader.storage import catalogue_check
from reader.storage.catalogue_writer import CatalogueWriter
from reader.storage.connections import Connections, as_it_stands
from reader.storage.masthead_table import MastheadTable
from reader.storage.packing import PackDamaged
from reader.storage.schema import PAGE_SIZE, SCHEMA, UPGRADES, VERSION
from reader.storage.stitch_table import StitchTable
from reader.storage.text_table import PACKED, TextTable
from reader.storage.vocabulary_table import VocabularyTable

_ISSUE_ROW = "id, newspaper, date, month_day, date_origin, number, article_count, label"
_ARTICLE_ROW = "a.id, a.key, a.issue_id, a.kind, a.page, a.kicker, a.title, a.lead, a.names, a.length"
_UNDATED_ORDER = "month_day IS NULL, month_day, label, id"
_BEYOND_DATES = ":"
_DAMAGE = (
    "no such table",
    "no such column",
    "malformed",
    "not a database",
    "unsupported file format",
    "not decode",
)
"""In SQLite's own words."""
_NONSENSE = (ValueError, TypeError, KeyError, IndexError)
_SUSPECT = "-suspect"
"""Ends the name of the file that tells of damage."""
_LARGEST_ID = (1 << 32) - 1
"""Of an article: the index has no room for more."""

_Row = TypeVar("_Row")


class CatalogueDamaged(Exception):
    """The file is no catalogue that can be read; it is derived: `throw_away` and sync."""


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file as the catalogue remembers it; `state` is "present", "missing" or "failed".

    `message` says why it could not be read the last time; what was read from it before is still held.
    `corrections` tells which corrections it was read with, "" for none.
    """

    path: str
    size: int
    mtime_ns: int
    digest: bytes
    parser_version: int
    state: str
    message: str | None
    corrections: str = ""


@dataclass(frozen=True, slots=True)
class TextRow:
    """What the search looks at: an article's search text, with what it is ordered and filtered by."""

    id: int
    newspaper: str
    date: dt.date | None
    page: str | None
    text: str


class Catalogue:
    """The catalogue in `path`, made when it is not there. Any thread may ask; one process writes at a time.

    Everything raises CatalogueDamaged, and sqlite3.OperationalError where the disk is full or the file busy. Damage
    that somebody meets is noted beside the file, for the next who writes.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connections = Connections(path, _prepare, _is_of_this_version)
        self._texts = TextTable(self._rows)
        self.stitches = StitchTable(self._rows, self._texts.unpacker)
        self.vocabulary = VocabularyTable(self._rows)
        self.mastheads = MastheadTable(self._made)
        self.generation()

    def close(self) -> None:
        self._connections.close()

    @staticmethod
    def throw_away(path: Path) -> None:
        """Deletes a catalogue that nobody here has open. Raises OSError where another program on Windows has."""
        for suffix in ("", "-wal", "-shm", _SUSPECT):
            path.with_name(path.name + suffix).unlink(missing_ok=True)

    @staticmethod
    def set_unreadable_aside(path: Path) -> bool:
        """Gives another name to a file that nobody here may open, where others can be made in its place: whether that
        was so, and is done. It may be readable another day. Raises OSError.
        """
        try:
            with (
                suppress(sqlite3.OperationalError),
                closing(sqlite3.connect(as_it_stands(path), uri=True)) as found,
            ):
                found.execute("PRAGMA user_version")
                return False
            with tempfile.TemporaryFile(dir=path.parent):
                pass
        except OSError:
            return False
        if not path.exists():
            return False
        aside = f"unreadable-{time.time_ns()}.sqlite"
        for suffix in ("-shm", "-wal", ""):  # they belong to it, and would spoil the one that comes after
            with suppress(FileNotFoundError):
                path.with_name(path.name + suffix).replace(path.with_name(aside + suffix))
        return True

    @contextmanager
    def writing(self) -> Iterator[CatalogueWriter]:
        """All that is written within, or none of it; others see what was before until it ends."""
        with self._damage_told(), self._connections.transaction("IMMEDIATE") as connection:
            before = connection.total_changes
            writer = CatalogueWriter(connection, self._texts)
            yield writer
            writer.settle()
            if connection.total_changes != before:
                connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'generation'")

    def _rows(self, sql: str, *values: object) -> list[Any]:
        with self._damage_told():
            return self._connections.rows(sql, values)

    def _made(self, make: Callable[[Any], _Row], sql: str, *values: object) -> list[_Row]:
        """What `make` makes of each row."""
        with self._damage_told():
            rows = self._connections.rows(sql, values)
            with _nonsense_told():
                return list(map(make, rows))

    @contextmanager
    def _damage_told(self) -> Iterator[None]:
        """Tells a file that is not what was written from a disk that is full or busy."""
        try:
            yield
        except (CatalogueDamaged, PackDamaged, sqlite3.DatabaseError, UnicodeDecodeError) as error:
            # SQLite's own words may have rubbish of the file in them, which are then not decoded
            if isinstance(error, sqlite3.DatabaseError) and not any(words in str(error) for words in _DAMAGE):
                raise
            with suppress(OSError):  # then it will be met again
                self._suspect.touch()
            raise CatalogueDamaged(str(error)) from error

    # -- damage

    @property
    def _suspect(self) -> Path:
        return self._path.with_name(self._path.name + _SUSPECT)

    def is_suspected(self) -> bool:
        """Whether somebody has met damage since it was made or trusted."""
        return self._suspect.exists()

    def trust(self) -> None:
        """It was looked at as a whole, and is sound."""
        with suppress(OSError):
            self._suspect.unlink(missing_ok=True)

    # -- files

    def generation(self) -> int:
        """Changes with every write that changes anything, and when the catalogue is made anew."""
        return int(self._meta("generation"))

    def identity(self) -> str:
        """Tells this catalogue, and the ids it gives, from any that stood in its place: letters and digits."""
        return str(self._meta("identity"))

    def _meta(self, key: str) -> Any:
        with self._damage_told():
            for (value,) in self._connections.rows("SELECT value FROM meta WHERE key = ?", (key,)):
                return value
            raise CatalogueDamaged(f"no {key}")

    def is_complete(self) -> bool:
        """Whether a sync has ever come to its end."""
        return bool(self._rows("SELECT 1 FROM meta WHERE key = 'complete'"))

    def known_files(self) -> dict[str, KnownFile]:
        rows = self._rows(
            "SELECT path, size, mtime_ns, digest, parser_version, state, message, corrections FROM source"
            " ORDER BY path"
        )
        return {row[0]: KnownFile(*row) for row in rows}

    def failed_files(self, most: int = -1) -> dict[str, str]:
        """Paths of files that could not be read, with the reason."""
        rows = self._rows(
            "SELECT path, coalesce(message, '') FROM source WHERE state = 'failed' ORDER BY path LIMIT ?",
            most,
        )
        return dict(rows)

    def paths_with_digest(self, digest: bytes) -> list[str]:
        """Files held, and not failed, whose bytes have this digest."""
        rows = self._rows(
            "SELECT path FROM source WHERE digest = ? AND state = 'present' ORDER BY path", digest
        )
        return [row[0] for row in rows]

    def files_of_issue(self, issue_id: int) -> list[SourceFile]:
        return self._made(
            lambda row: SourceFile(row[0], row[1] == "missing", masthead_from_json(json.loads(row[2]))),
            "SELECT path, state, masthead FROM source WHERE issue_id = ? ORDER BY path",
            issue_id,
        )

    def files_beside(self, path: str, count: int) -> tuple[list[FolderFile], list[FolderFile]]:
        """So many files before and after one in its folder, the nearest first, of those that issues were read from;
        9.txt stands before 10.txt.
        """
        folder = path.rpartition("/")[0]
        sides = []
        for sign, order in (("<", "DESC"), (">", "ASC")):
            rows = self._made(
                lambda row: FolderFile(row[0], row[1], row[2], _date(row[3])),
                "SELECT s.path, i.id, i.newspaper, CASE i.date_origin WHEN 'inferred' THEN NULL ELSE i.date END"
                " FROM source s JOIN issue i ON i.id = s.issue_id"
                " WHERE s.folder = ? AND s.path BETWEEN ? AND ?"
                f" AND (length(s.path), s.path) {sign} (?, ?)"
                f" ORDER BY length(s.path) {order}, s.path {order} LIMIT ?",
                folder,
                f"{folder}/" if folder else "",
                f"{folder}0" if folder else "\U0010ffff",
                len(path),
                path,
                count,
            )
            sides.append(rows)
        return sides[0], sides[1]

    def missing_files(self) -> list[MissingFile]:
        """Files that are gone and whose texts are held, in order of path."""
        return self._made(
            lambda row: MissingFile(row[0], row[1], _date(row[2]), *row[3:]),
            "SELECT s.path, i.newspaper, i.date, i.month_day,"
            " (SELECT count(*) FROM appearance p WHERE p.source_id = s.id AND NOT EXISTS"
            " (SELECT 1 FROM appearance o WHERE o.article_id = p.article_id AND o.source_id != s.id))"
            " FROM source s JOIN issue i ON i.id = s.issue_id WHERE s.state = 'missing' ORDER BY s.path",
        )

    def read_from(self, path: str) -> tuple[Masthead, str, list[Article]]:
        """What was read from a file, the encoding in the middle. Raises CatalogueDamaged where nothing is held of
        it.
        """
        heads = self._made(
            lambda row: (masthead_from_json(json.loads(row[0])), str(row[1])),
            "SELECT masthead, encoding FROM source WHERE path = ? AND masthead IS NOT NULL",
            path,
        )
        if not heads:
            raise CatalogueDamaged(path)
        rows = self._rows(
            f"SELECT {PACKED} FROM source s JOIN appearance p ON p.source_id = s.id"
            " JOIN article a ON a.id = p.article_id JOIN article_text t ON t.article_id = a.id"
            " WHERE s.path = ? ORDER BY p.position",
            path,
        )
        with self._damage_told():
            unpacker = self._texts.unpacker()
            return *heads[0], [unpacker.article(*row) for row in rows]

    def issue_of_file(self, path: str) -> int | None:
        rows = self._rows("SELECT issue_id FROM source WHERE path = ?", path)
        return rows[0][0] if rows else None

    def files_of_day(self, newspaper: str, date: dt.date) -> list[str]:
        rows = self._rows(
            "SELECT s.path FROM source s JOIN issue i ON i.id = s.issue_id WHERE i.newspaper = ? AND i.date = ?"
            " ORDER BY s.path",
            newspaper,
            date.isoformat(),
        )
        return [row[0] for row in rows]

    # -- the tree

    def newspapers(self) -> list[NewspaperRow]:
        rows = self._rows(
            "SELECT newspaper, count(*), count(*) - count(date) FROM issue GROUP BY newspaper ORDER BY newspaper"
        )
        return [NewspaperRow(*row) for row in rows]

    def years(self, newspaper: str) -> list[PeriodRow]:
        rows = self._rows(
            "SELECT CAST(substr(date, 1, 4) AS INTEGER) AS year, count(*) FROM issue"
            " WHERE newspaper = ? AND date IS NOT NULL GROUP BY year ORDER BY year",
            newspaper,
        )
        return [PeriodRow(*row) for row in rows]

    def months(self, newspaper: str, year: int) -> list[PeriodRow]:
        rows = self._rows(
            "SELECT CAST(substr(date, 6, 2) AS INTEGER) AS month, count(*) FROM issue"
            " WHERE newspaper = ? AND date BETWEEN ? AND ? GROUP BY month ORDER BY month",
            newspaper,
            f"{year:04}-01-01",
            f"{year:04}-12-31",
        )
        return [PeriodRow(*row) for row in rows]

    def issues(self, newspaper: str, year: int, month: int) -> list[IssueRow]:
        return self._issues(
            "newspaper = ? AND date BETWEEN ? AND ? ORDER BY date, label, id",
            newspaper,
            f"{year:04}-{month:02}-01",
            f"{year:04}-{month:02}-31",
        )

    def dated_issues(self, newspaper: str) -> list[tuple[int, dt.date, int | None]]:
        """The id, the date and the number of every dated issue, by date."""
        return self._made(
            lambda row: (row[0], dt.date.fromisoformat(row[1]), row[2]),
            "SELECT id, date, number FROM issue WHERE newspaper = ? AND date IS NOT NULL ORDER BY date, id",
            newspaper,
        )

    def all_issues(self, newspaper: str) -> list[IssueRow]:
        """By date, those without one last."""
        return self._issues("newspaper = ? ORDER BY date IS NULL, date, label, id", newspaper)

    def issues_near(
        self, newspaper: str, number: int | None, date: dt.date | None, count: int
    ) -> list[IssueRow]:
        """Issues whose date is more than inferred: so many below and above the number, as many before and after the
        date, and the first and the last of all; in no order.
        """
        asked: list[tuple[str, object, int]] = [("date", "", 1), ("date", _BEYOND_DATES, 1)]
        asked += [("date", date.isoformat(), count)] if date is not None else []
        asked += [("number", number, count)] if number is not None else []
        found = {}
        for column, value, limit in asked:
            for sign, order in ((">=", "ASC"), ("<", "DESC")):
                for issue in self._issues(
                    "newspaper = ? AND date IS NOT NULL AND date_origin != 'inferred'"
                    f" AND {column} {sign} ? ORDER BY {column} {order} LIMIT ?",
                    newspaper,
                    value,
                    limit,
                ):
                    found[issue.id] = issue
        return list(found.values())

    def undated_issues(self, newspaper: str) -> list[IssueRow]:
        return self._issues(f"newspaper = ? AND date IS NULL ORDER BY {_UNDATED_ORDER}", newspaper)

    def issue(self, issue_id: int) -> IssueRow | None:
        return next(iter(self._issues("id = ?", issue_id)), None)

    def newest_issue(self) -> IssueRow | None:
        newest = self._issues("date = (SELECT max(date) FROM issue) ORDER BY newspaper, label, id LIMIT 1")
        return next(iter(newest or self._issues(f"1 ORDER BY newspaper, {_UNDATED_ORDER} LIMIT 1")), None)

    def issue_beside(self, issue_id: int, step: Literal[-1, 1]) -> IssueRow | None:
        """The next issue of the same newspaper in the order of the tree, or the one before."""
        here = self.issue(issue_id)
        if here is None:
            return None
        if here.date is None:
            return self._beside_undated(here, step)
        order, sign = ("ASC", ">") if step > 0 else ("DESC", "<")
        beside = self._issues(
            f"newspaper = ? AND date IS NOT NULL AND (date, label, id) {sign} (?, ?, ?)"
            f" ORDER BY date {order}, label {order}, id {order} LIMIT 1",
            here.newspaper,
            here.date.isoformat(),
            here.label,
            here.id,
        )
        if not beside and step > 0:
            beside = self.undated_issues(here.newspaper)
        return next(iter(beside), None)

    def _beside_undated(self, here: IssueRow, step: Literal[-1, 1]) -> IssueRow | None:
        undated = self.undated_issues(here.newspaper)
        at = next((i for i, issue in enumerate(undated) if issue.id == here.id), 0) + step
        if at >= 0:
            return undated[at] if at < len(undated) else None
        last_dated = self._issues(
            "newspaper = ? AND date IS NOT NULL ORDER BY date DESC, label DESC, id DESC LIMIT 1",
            here.newspaper,
        )
        return next(iter(last_dated), None)

    def _issues(self, where: str, *values: object) -> list[IssueRow]:
        return self._made(_issue_row, f"SELECT {_ISSUE_ROW} FROM issue WHERE {where}", *values)

    def pages(self, issue_id: int) -> list[PageRow]:
        rows = self._rows(
            "SELECT page, count(*) FROM article WHERE issue_id = ? GROUP BY page_order, page ORDER BY page_order, page",
            issue_id,
        )
        return [PageRow(*row) for row in rows]

    def articles(self, issue_id: int) -> list[ArticleRow]:
        """By page, then by file, then as they stand in it."""
        return self._made(
            _article_row,
            f"SELECT {_ARTICLE_ROW}, min(s.path) AS path FROM article a JOIN appearance p ON p.article_id = a.id"
            " JOIN source s ON s.id = p.source_id WHERE a.issue_id = ? GROUP BY a.id"
            " ORDER BY a.page_order, a.page, path, p.position",
            issue_id,
        )

    def counts(self) -> tuple[int, int, int, int, int]:
        """How many newspapers, issues, articles, missing files and failed files."""
        (row,) = self._rows(
            "SELECT (SELECT count(DISTINCT newspaper) FROM issue), (SELECT count(*) FROM issue),"
            " (SELECT coalesce(sum(article_count), 0) FROM issue),"
            " (SELECT count(*) FROM source WHERE state = 'missing'),"
            " (SELECT count(*) FROM source WHERE state = 'failed')"
        )
        newspapers, issues, articles, missing, failed = row
        return newspapers, issues, articles, missing, failed

    # -- articles

    def article_rows(self, ids: Sequence[int]) -> dict[int, ArticleRow]:
        rows = self._made(
            _article_row,
            f"SELECT {_ARTICLE_ROW} FROM article a WHERE a.id IN (SELECT value FROM json_each(?))",
            json.dumps(list(ids)),
        )
        return {row.id: row for row in rows}

    def article(self, article_id: int) -> StoredArticle | None:
        with self._damage_told(), self._connections.transaction("DEFERRED") as connection:
            found = connection.execute(
                f"SELECT a.issue_id, {PACKED} FROM article a"
                " JOIN article_text t ON t.article_id = a.id WHERE a.id = ?",
                (article_id,),
            ).fetchone()
            if found is None:
                return None
            issue_id, *packed = found
            appearances = connection.execute(
                "SELECT s.path, s.encoding, p.source_lines, s.state, s.masthead FROM appearance p"
                " JOIN source s ON s.id = p.source_id WHERE p.article_id = ?"
                " ORDER BY s.state = 'missing', s.path, p.position",
                (article_id,),
            ).fetchall()
            issue = self.issue(issue_id)
            article = self._texts.unpacker().article(*packed)
            if issue is None or not appearances:
                raise CatalogueDamaged(say("第 {id} 篇没有出处", id=article_id))
            with _nonsense_told():
                masthead = masthead_from_json(json.loads(appearances[0][4]))
                sources = tuple(
                    SourceRow(path, encoding, _spans(spans), state == "missing")
                    for path, encoding, spans, state, _ in appearances
                )
        return StoredArticle(article_id, article, issue, masthead, sources)

    def ids_of_key(self, key: str) -> list[int]:
        return [row[0] for row in self._rows("SELECT id FROM article WHERE key = ? ORDER BY id", key)]

    def article_ids(self, *, newest_first: bool = False) -> list[int]:
        """All of them, ascending, or by date and page with the undated last."""
        if newest_first:
            rows = self._rows(
                "SELECT a.id FROM article a JOIN issue i ON i.id = a.issue_id"
                " ORDER BY i.date DESC NULLS LAST, a.page_order, a.id"
            )
        else:
            rows = self._rows("SELECT id FROM article ORDER BY id")
        ids = [row[0] for row in rows]
        with self._damage_told():
            if ids and not 0 < min(ids) <= max(ids) <= _LARGEST_ID:
                raise CatalogueDamaged("ids that were never given")
        return ids

    def texts(self, ids: Sequence[int]) -> dict[int, TextRow]:
        """Search texts by id, of the articles that exist, with what they are ordered and filtered by."""
        rows = self._rows(
            "SELECT a.id, i.newspaper, i.date, a.page, t.dictionary, t.search FROM article a"
            " JOIN article_text t ON t.article_id = a.id JOIN issue i ON i.id = a.issue_id"
            " WHERE a.id IN (SELECT value FROM json_each(?))",
            json.dumps(list(ids)),
        )
        unpacker = self._texts.unpacker()
        with self._damage_told(), _nonsense_told():
            return {
                article_id: TextRow(article_id, newspaper, _date(date), page, unpacker.text(*packed))
                for article_id, newspaper, date, page, *packed in rows
            }

    def known(self, ids: Sequence[int]) -> set[int]:
        """Those of the articles that exist."""
        rows = self._rows(
            "SELECT id FROM article WHERE id IN (SELECT value FROM json_each(?))", json.dumps(list(ids))
        )
        return {row[0] for row in rows}

    def search_texts(self, ids: Sequence[int]) -> Iterator[tuple[int, str]]:
        """Ids and search texts of the articles that exist, and nothing else: the quick way to look into many. They
        come in steps of a few hundred, ascending within each.
        """
        with self._damage_told():
            yield from self._texts.search_texts(ids)

    def first_paths(self, ids: Sequence[int]) -> dict[int, str]:
        """For each article the path of the file that holds it, one that is still there first."""
        rows = self._rows(
            "SELECT p.article_id, s.path FROM appearance p JOIN source s ON s.id = p.source_id"
            " WHERE p.article_id IN (SELECT value FROM json_each(?)) ORDER BY s.state = 'missing' DESC, s.path DESC",
            json.dumps(list(ids)),
        )
        return dict(rows)

    def give_back_space(self) -> None:
        """Makes the file smaller where more than half of it is empty, if the disk has the room that this takes."""
        ((free,),), ((pages,),) = self._rows("PRAGMA freelist_count"), self._rows("PRAGMA page_count")
        if free > pages // 2:
            with suppress(sqlite3.OperationalError):
                self._rows("VACUUM")

    def articles_by_year(self) -> dict[int, int]:
        """How many articles of each year; 0 for none."""
        rows = self._rows(
            "SELECT CAST(coalesce(substr(date, 1, 4), 0) AS INTEGER) AS year, sum(article_count) FROM issue"
            " GROUP BY year HAVING sum(article_count) > 0"
        )
        return dict(rows)

    def articles_by_newspaper(self) -> dict[str, int]:
        rows = self._rows(
            "SELECT newspaper, sum(article_count) FROM issue GROUP BY newspaper HAVING sum(article_count) > 0"
        )
        return dict(rows)

    def articles_by_page(self) -> dict[str, int]:
        """How many articles on each page, by its label; "" for none."""
        return dict(
            self._rows("SELECT coalesce(page, ''), count(*) FROM article GROUP BY coalesce(page, '')")
        )

    def problems(self) -> list[str]:
        """What SQLite finds wrong with the file, and the first row that does not tell what it was made of; empty when
        it is sound.
        """
        try:
            wrong = [row[0] for row in self._rows("PRAGMA integrity_check") if row[0] != "ok"]
            if not wrong:
                self._issues("1")
                wrong += filter(None, [catalogue_check.misread(self._rows, self._texts.unpacker())])
            return wrong
        except CatalogueDamaged as error:
            return [str(error)]


def _is_of_this_version(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("PRAGMA user_version").fetchone()[0] == VERSION)


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA page_size = {PAGE_SIZE}")  # of a catalogue that is made now
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    if _is_of_this_version(connection):
        return
    connection.execute("BEGIN IMMEDIATE")  # ends with the connection where this fails
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    while version in UPGRADES:
        for statement in UPGRADES[version].split(";"):
            connection.execute(statement)
        version += 1
        connection.execute(f"PRAGMA user_version = {version}")
    if version not in (0, VERSION):
        raise CatalogueDamaged(say("它是由另一版本的阅报写的"))
    if version == 0:
        for statement in SCHEMA.split(";"):
            connection.execute(statement)
        connection.execute("INSERT INTO meta VALUES ('generation', ?)", (time.time_ns() // 1000,))
        connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")


@contextmanager
def _nonsense_told() -> Iterator[None]:
    """Values that were never written; only for what reads values of rows and does nothing else."""
    try:
        yield
    except _NONSENSE as error:
        raise CatalogueDamaged(f"{type(error).__name__}: {error}") from error


def _issue_row(row: Sequence[Any]) -> IssueRow:
    issue_id, newspaper, date, month_day, origin, number, article_count, label = row
    return IssueRow(
        issue_id,
        newspaper,
        _date(date),
        month_day,
        DateOrigin(origin) if origin else None,
        number,
        article_count,
        label,
    )


def _article_row(row: Sequence[Any]) -> ArticleRow:
    article_id, key, issue_id, kind, page, kicker, title, lead, names, length = row[:10]
    return ArticleRow(
        article_id,
        key,
        issue_id,
        ArticleKind(kind),
        page,
        kicker,
        title,
        lead,
        tuple(json.loads(names)),
        length,
    )


def _date(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _spans(text: str) -> tuple[LineSpan, ...]:
    return tuple((first, last) for first, last in json.loads(text))
