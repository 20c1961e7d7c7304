"""The catalogue: issues, articles and their texts, as read from the files. Derived: it may be deleted at any moment.

This module opens and reads it, by a connection for each thread; writing is in `catalogue_writer`.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from msgspec.structs import replace

from reader import held_files
from reader.i18n import say
from reader.language.forms import SEARCH_FORM, form_as_now
from reader.newspaper.article import Article
from reader.newspaper.holdings import ArticleRow, ArticleValue, Between, Document, OneOf, StoredArticle
from reader.newspaper.issue import Masthead
from reader.newspaper.json_format import masthead_from_json
from reader.storage.catalogue_version import PAGE_SIZE, VERSION
from reader.storage.connections import Connections, Queries, as_it_stands, is_emptied, write_ahead
from reader.storage.file_table import FileTable, source_row
from reader.storage.form_table import FormTable
from reader.storage.issue_table import (
    ARTICLE_ROW,
    EDITION,
    FORM,
    MONTH_DAY,
    PAGE,
    YEAR_ALONE,
    IssueTable,
    MastheadTable,
    article_row,
    on_value,
)
from reader.storage.packing import PackDamaged
from reader.storage.stitch_table import StitchTable
from reader.storage.text_table import PACKED, TextTable, date_of

if TYPE_CHECKING:
    from reader.storage.catalogue_writer import CatalogueWriter
    from reader.storage.hand_over import HandOver
    from reader.storage.profile_table import ProfileTable
    from reader.storage.reading_table import ReadingTable


_DAMAGE = (
    "no such table",
    "no such column",
    "malformed",
    "not a database",
    "unsupported file format",
    "not decode",
    "cannot hold BLOB",
)
"""Parts of SQLite's messages on a damaged file.

A table or column is missing, too, where a flipped bit has given it another name. So a query for one that never was is
told as damage: the catalogue is made anew, with the texts of missing files as far as they can be read.
"""
_NONSENSE = (ValueError, TypeError, KeyError, IndexError)
_SUSPECT = "-suspect"
"""Suffix of the marker file that records damage."""
_LARGEST_ID = (1 << 32) - 1
"""Maximum id of an article: the index has no room for more."""

_Row = TypeVar("_Row")
_Table = TypeVar("_Table")


class CatalogueDamaged(Exception):
    """The file is not a readable catalogue. It is derived data: use `throw_away`, and sync."""


class Catalogue:
    """The catalogue in `path`, created if it does not exist. Any thread may read; one process writes at a time.

    Every method raises CatalogueDamaged, and sqlite3.OperationalError if the disk is full or the file busy. Damage is
    recorded in a file beside the catalogue, for the next process that writes.
    """

    def __init__(self, path: Path, connections: Queries | None = None) -> None:
        """With `connections`, rows come from there and not from `path`, and can only be read."""
        self.path = path
        self._connections = connections or Connections(path, _prepare, _is_of_this_version)
        self._texts = TextTable(self._rows)
        self.stitches = StitchTable(self._rows, self._texts.unpacker)
        self.mastheads = MastheadTable(self._made, self.is_of_former_form)
        self._is_former = True
        self.forms = FormTable(self._rows, self._texts.unpacker)
        self.files = FileTable(self._rows, self._made)
        self.tree = IssueTable(self._rows, self._made)
        self.generation()

    def table(self, kind: Callable[..., _Table]) -> _Table:
        return kind(self._rows, self._made)

    @cached_property
    def readings(self) -> ReadingTable:
        from reader.storage.reading_table import ReadingTable

        return ReadingTable(self._made)

    @cached_property
    def profiles(self) -> ProfileTable:
        from reader.storage.profile_table import ProfileTable

        return ProfileTable(self._rows, self._made)

    @cached_property
    def hand_over(self) -> HandOver:
        from reader.storage.hand_over import HandOver

        return HandOver(self._rows, self._made, self._texts.unpacker)

    def close(self) -> None:
        self._connections.close()

    @staticmethod
    def throw_away(path: Path) -> None:
        """Delete a catalogue, or empty it where it can't be deleted because others have it open, as on Windows.

        Raises OSError, and sqlite3.Error.
        """
        rest = ["-wal", "-shm", _SUSPECT]
        try:
            held_files.remove(path, missing_ok=True)
        except OSError as error:
            if not (held_files.is_held(error) and is_emptied(path)):
                raise
            rest = [_SUSPECT]
        for suffix in rest:
            held_files.remove(path.with_name(path.name + suffix), missing_ok=True)

    @staticmethod
    def set_unreadable_aside(path: Path) -> bool:
        """Rename a catalogue that this process may not open, if a new one can be created in its place.

        Return whether it was renamed. It is not deleted, because it may be readable another day. Raises OSError.
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
        for suffix in ("-shm", "-wal", ""):  # they belong to it, and would damage the next one
            with suppress(FileNotFoundError):
                held_files.replace(path.with_name(path.name + suffix), path.with_name(aside + suffix))
        return True

    @contextmanager
    def writing(self, *, is_generation: bool = True) -> Iterator[CatalogueWriter]:
        """Yield a writer in a transaction, all or nothing; until its end, others read the former state.

        Without `is_generation`, the generation stays: for what no cached or shown data depend on.
        """
        from reader.storage.catalogue_writer import CatalogueWriter

        with self._reporting_damage(), self._connections.transaction("IMMEDIATE") as connection:
            before = connection.total_changes
            writer = CatalogueWriter(connection, self._texts)
            yield writer
            writer.settle()
            if is_generation and connection.total_changes != before:
                connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'generation'")

    def _rows(self, sql: str, *values: object) -> list[Any]:
        with self._reporting_damage():
            return self._connections.rows(sql, values)

    def _made(self, make: Callable[[Any], _Row], sql: str, *values: object) -> list[_Row]:
        """Return the result of `make` for each row."""
        with self._reporting_damage():
            rows = self._connections.rows(sql, values)
            with _reporting_bad_values():
                return list(map(make, rows))

    @contextmanager
    def _reporting_damage(self) -> Iterator[None]:
        """Raise CatalogueDamaged for errors of a damaged file; let others (disk full, file busy) pass."""
        try:
            yield
        except (CatalogueDamaged, PackDamaged, sqlite3.DatabaseError, UnicodeDecodeError) as error:
            # SQLite's message may quote bytes of the file that can't be decoded
            if isinstance(error, sqlite3.DatabaseError) and not any(words in str(error) for words in _DAMAGE):
                raise
            with suppress(OSError):  # then it will be noticed again
                self._suspect.touch()
            raise CatalogueDamaged(str(error)) from error

    # -- damage

    @property
    def _suspect(self) -> Path:
        return self.path.with_name(self.path.name + _SUSPECT)

    def is_suspected(self) -> bool:
        """Return whether damage was noticed since the catalogue was created or trusted."""
        return self._suspect.exists()

    def trust(self) -> None:
        """Remove the record of damage, after the whole file was checked."""
        held_files.discard(self._suspect)

    # -- files

    def generation(self) -> int:
        """Return a number that changes whenever the content changes, and when the catalogue is rebuilt."""
        return int(self._meta("generation"))

    def identity(self) -> str:
        """Return a random name (letters and digits) that distinguishes this catalogue and its ids from former ones."""
        return str(self._meta("identity"))

    def stored_value(self, key: str) -> str | None:
        """Return what `CatalogueWriter.keep` has stored; None if there is nothing."""
        return next(iter(self._rows("SELECT value FROM meta WHERE key = ?", key)), (None,))[0]

    def stored_values(self, beginning: str) -> dict[str, str]:
        """Return what `CatalogueWriter.keep` has stored under keys with this beginning, by what follows it in them."""
        rows = self._rows(
            "SELECT key, value FROM meta WHERE key > ? AND key < ?", beginning, f"{beginning}\U0010ffff"
        )
        return {key.removeprefix(beginning): value for key, value in rows}

    def is_of_former_form(self) -> bool:
        """Return whether some search texts may still be in the form of an earlier version.

        They are read in the present form all the same, which takes longer.
        """
        self._is_former = self._is_former and self.stored_value(FORM) != SEARCH_FORM
        return self._is_former

    def last_article(self) -> int:
        """Return the highest article id; 0 without articles."""
        return int(self._rows("SELECT ifnull(max(id), 0) FROM article")[0][0])

    def count_and_last(self) -> tuple[int, int]:
        """Return the number of articles and the highest id of one, 0 without articles."""
        with self._reporting_damage():
            ((count, first, last),) = self._rows(
                "SELECT (SELECT count(*) FROM article), (SELECT min(id) FROM article), (SELECT max(id) FROM article)"
            )
            if count and not 0 < first <= last <= _LARGEST_ID:
                raise CatalogueDamaged("ids that were never given")
        return count, last or 0

    def _meta(self, key: str) -> Any:
        with self._reporting_damage():
            for (value,) in self._connections.rows("SELECT value FROM meta WHERE key = ?", (key,)):
                return value
            raise CatalogueDamaged(f"no {key}")

    def is_complete(self) -> bool:
        return bool(self._rows("SELECT 1 FROM meta WHERE key = 'complete'"))

    def parsed_file(self, path: str) -> tuple[Masthead, str, list[Article]]:
        """Return what was read from a file: masthead, encoding, articles.

        Raises CatalogueDamaged if the catalogue does not have the file.
        """
        heads = self._made(
            _head_of_file,
            "SELECT masthead, encoding FROM source WHERE path = ? AND masthead IS NOT NULL",
            path,
        )
        if not heads:
            raise CatalogueDamaged(path)
        rows = self._rows(
            "SELECT coalesce(f.key, a.key), coalesce(f.dictionary, t.dictionary), coalesce(f.search, t.search),"
            " coalesce(f.record, t.record) FROM source s JOIN appearance p ON p.source_id = s.id"
            " JOIN article a ON a.id = p.article_id JOIN article_text t ON t.article_id = a.id"
            " LEFT JOIN form f ON (f.source_id, f.position) = (p.source_id, p.position)"
            " WHERE s.path = ? GROUP BY p.position ORDER BY p.position",
            path,
        )
        with self._reporting_damage():
            unpacker = self._texts.unpacker()
            return *heads[0], [unpacker.article(*row) for row in rows]

    # -- articles

    def article_rows(self, ids: Sequence[int]) -> dict[int, ArticleRow]:
        rows = self._made(
            article_row,
            f"SELECT {ARTICLE_ROW}, (SELECT {PAGE} FROM appearance p JOIN source s ON s.id = p.source_id"
            " WHERE p.article_id = a.id AND NOT p.is_other ORDER BY s.path LIMIT 1)"
            " FROM article a WHERE a.id IN (SELECT value FROM json_each(?))",
            json.dumps(list(ids)),
        )
        return {row.id: row for row in rows}

    def article(self, article_id: int) -> StoredArticle | None:
        return self.stored([article_id]).get(article_id)

    def stored(self, ids: Sequence[int]) -> dict[int, StoredArticle]:
        """Return those of the articles that exist, in this order, read in one transaction."""
        ids_json = json.dumps(list(ids))
        among = "IN (SELECT value FROM json_each(?))"
        decoded = cache(_masthead)
        proofread = self.readings.proofread(ids)
        appearances_by_id: dict[int, list[list[Any]]] = {}
        stored_by_id: dict[int, StoredArticle] = {}
        with self._reporting_damage(), self._connections.transaction("DEFERRED") as connection:
            rows = connection.execute(
                f"SELECT a.id, a.issue_id, {PACKED} FROM article a"
                f" JOIN article_text t ON t.article_id = a.id WHERE a.id {among}",
                (ids_json,),
            ).fetchall()
            for article_id, *appearance in connection.execute(
                "SELECT p.article_id, s.masthead, s.path, s.encoding, p.source_lines, s.state, s.reading, p.position,"
                " p.is_other, s.digest FROM appearance p JOIN source s ON s.id = p.source_id"
                f" WHERE p.article_id {among}"
                " ORDER BY p.is_other, s.state = 'missing', s.reading IS NULL, s.path, p.position",
                (ids_json,),
            ):
                appearances_by_id.setdefault(article_id, []).append(appearance)
            issues = self.tree.by_id({row[1] for row in rows})
            unpacker = self._texts.unpacker()
            for at, issue_id, *packed in rows:
                if issue_id not in issues or at not in appearances_by_id:
                    raise CatalogueDamaged(say("第 {id} 篇没有来源文件", id=at))
                article = unpacker.article(*packed)
                with _reporting_bad_values():
                    masthead = decoded(appearances_by_id[at][0][0])
                    sources = tuple(source_row(*values) for _, *values in appearances_by_id[at])
                stored_by_id[at] = StoredArticle(
                    at, article, issues[issue_id], masthead, sources, proofread.get(at)
                )
        return {stored_id: stored_by_id[stored_id] for stored_id in ids if stored_id in stored_by_id}

    def article_ids(self, *, newest_first: bool = False) -> list[int]:
        """Return the ids of all articles, ascending; or by date and page, undated ones last."""
        if newest_first:
            ids = [
                row[0]
                for row in self._rows(
                    "SELECT a.id FROM article a JOIN issue i ON i.id = a.issue_id"
                    " ORDER BY i.date DESC NULLS LAST, a.page_order, a.id"
                )
            ]
        else:
            # one row instead of many, read from an index
            ((every,),) = self._rows(
                "SELECT json_group_array(id) FROM main.article INDEXED BY article_by_page"
            )
            ids = sorted(msgspec.json.decode(every, type=list[int]))
        with self._reporting_damage():
            if ids and not (newest_first or 0 < ids[0] <= ids[-1] <= _LARGEST_ID):
                raise CatalogueDamaged("ids that were never given")
        return ids

    def texts(self, ids: Sequence[int]) -> dict[int, Document]:
        """Return the search texts by id, of those articles that exist, with the columns for ordering and filtering."""
        rows = self._rows(
            "SELECT a.id, i.newspaper, i.date, a.page, a.length, "
            f"{EDITION}, {MONTH_DAY}, {YEAR_ALONE}, t.dictionary, t.search FROM article a"
            " JOIN article_text t ON t.article_id = a.id JOIN issue i ON i.id = a.issue_id"
            " WHERE a.id IN (SELECT value FROM json_each(?))",
            json.dumps(list(ids)),
        )
        unpacker = self._texts.unpacker()
        as_now = form_as_now if self.is_of_former_form() else str
        with self._reporting_damage(), _reporting_bad_values():
            return {
                article_id: Document(
                    article_id,
                    newspaper,
                    date_of(date),
                    page,
                    as_now(unpacker.text(*packed)),
                    {"length": length, "edition": edition, "month_day": month_day, "year": year},
                    partial(self._article, article_id),
                )
                for article_id, newspaper, date, page, length, edition, month_day, year, *packed in rows
            }

    def articles_of_former_form(self) -> list[int]:
        """Return the ids of the articles whose search texts are in the form of an earlier version."""
        with self._reporting_damage():
            texts = self._texts.search_texts(self.article_ids())
            return [article_id for article_id, text in texts if form_as_now(text) != text]

    def with_unknown_pictures(self, limit: int) -> list[tuple[int, Article]]:
        """Return ids and articles of some of which an earlier version has not stored whether they have pictures."""
        rows = self._rows("SELECT id FROM article WHERE pictures IS NULL LIMIT ?", limit)
        with self._reporting_damage():
            return [*self._texts.articles([article_id for (article_id,) in rows])]

    def portions(self, ids: Sequence[int]) -> Iterator[list[int]]:
        """Yield the ids in order, in lists for which `texts` needs a bounded amount of memory."""
        with self._reporting_damage():
            yield from self._texts.portions(ids)

    def known(self, ids: Sequence[int]) -> set[int]:
        rows = self._rows(
            "SELECT id FROM article WHERE id IN (SELECT value FROM json_each(?))", json.dumps(list(ids))
        )
        return {row[0] for row in rows}

    def with_value(self, value: ArticleValue, condition: OneOf | Between, ids: Sequence[int]) -> set[int]:
        """Return those of the ids whose articles exist and meet a condition on a value."""
        if value.table is not None and isinstance(condition, OneOf):
            table = self.table(value.table)
            up_to = table.up_to()
            table_ids = table.ids_with(condition.values).intersection(ids)
            left = [later_id for later_id in ids if later_id > up_to]
            return table_ids | (
                self.with_value(replace(value, table=None), condition, left) if left else set()
            )
        sql, values = on_value(condition)
        rows = self._rows(
            f"SELECT a.id, {sql} AS holds FROM article a"
            " WHERE a.id IN (SELECT value FROM json_each(?)) AND holds IS NOT 0",
            *values,
            json.dumps(list(ids)),
        )
        with self._reporting_damage():
            articles = self._texts.articles([article_id for article_id, holds in rows if holds is None])
            matching_ids = {
                article_id for article_id, article in articles if condition.holds(value.of(article))
            }
        return matching_ids.union(article_id for article_id, holds in rows if holds)

    def _article(self, article_id: int) -> Article | None:
        with self._reporting_damage():
            return next((article for _, article in self._texts.articles([article_id])), None)

    def newest_dictionary(self) -> bytes:
        """Return the dictionary with which search texts are packed; b"" if there is none yet."""
        newest = self._texts.newest()
        if newest:
            return self._texts.dictionary(newest[0]).as_bytes()
        return b""

    def search_texts(self, ids: Sequence[int]) -> Iterator[tuple[int, str]]:
        """Yield ids and search texts of those articles that exist: the fastest way to read many.

        They come in steps of a few hundred, ascending within each.
        """
        texts = self._texts.search_texts(ids)
        with self._reporting_damage():
            if self.is_of_former_form():
                texts = ((article_id, form_as_now(text)) for article_id, text in texts)
            yield from texts

    def first_paths(self, ids: Sequence[int]) -> dict[int, str]:
        """Return for each article the path of a file that holds it, preferring files that are not missing."""
        rows = self._rows(
            "SELECT p.article_id, s.path FROM appearance p JOIN source s ON s.id = p.source_id"
            " WHERE p.article_id IN (SELECT value FROM json_each(?))"
            " ORDER BY p.is_other DESC, s.state = 'missing' DESC, s.path DESC",
            json.dumps(list(ids)),
        )
        return dict(rows)

    def confidences(self, ids: Sequence[int]) -> dict[int, float]:
        rows = self._rows(
            "SELECT p.article_id, json_extract(s.reading, '$.quality.mean') AS mean"
            " FROM appearance p JOIN source s ON s.id = p.source_id"
            " WHERE p.article_id IN (SELECT value FROM json_each(?)) AND NOT p.is_other AND mean IS NOT NULL",
            json.dumps(list(ids)),
        )
        return dict(rows)

    def give_back_space(self) -> None:
        """Shrink the file if more than half of it is empty and the disk has room for that."""
        ((free,),) = self._rows("PRAGMA freelist_count")
        ((pages,),) = self._rows("PRAGMA page_count")
        if free > pages // 2:
            with suppress(sqlite3.OperationalError):
                self._rows("VACUUM")

    def problems(self) -> list[str]:
        """Return the messages of SQLite's integrity check; if it finds nothing, the first row that differs from what
        was written.
        """
        from reader.storage import catalogue_check

        try:
            wrong = [row[0] for row in self._rows("PRAGMA integrity_check") if row[0] != "ok"]
            if not wrong:
                # reading all issues converts each row, which raises CatalogueDamaged for impossible values
                self.tree.issues_where("1")
                wrong += filter(None, [catalogue_check.misread(self._rows, self._texts.unpacker())])
            return wrong
        except CatalogueDamaged as error:
            return [str(error)]


def _masthead(stored: str) -> Masthead:
    return masthead_from_json(json.loads(stored))


def _head_of_file(row: Sequence[Any]) -> tuple[Masthead, str]:
    masthead, encoding = row
    return _masthead(masthead), str(encoding)


def _is_of_this_version(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("PRAGMA user_version").fetchone()[0] == VERSION)


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA page_size = {PAGE_SIZE}")  # of a new catalogue
    write_ahead(connection)
    # NORMAL is enough with WAL: a power cut may undo the last commits, which the next sync repeats, but does
    # not damage the file (docs/decisions/0008)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    if _is_of_this_version(connection):
        return
    from reader.storage.schema import SCHEMA, UPGRADES

    connection.execute("BEGIN IMMEDIATE")  # ends with the connection where this fails
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    # upgraded, not rebuilt: the texts of missing files are stored nowhere else
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
        # not 0, so that windows notice a catalogue that replaces a deleted one
        connection.execute("INSERT INTO meta VALUES ('generation', ?)", (time.time_ns() // 1000,))
        connection.execute("INSERT INTO meta VALUES (?, ?)", (FORM, SEARCH_FORM))
        connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")


@contextmanager
def _reporting_bad_values() -> Iterator[None]:
    """Raise CatalogueDamaged for values that were never written; only for code that just converts row values."""
    try:
        yield
    except _NONSENSE as error:
        raise CatalogueDamaged(f"{type(error).__name__}: {error}") from error
