"""Writing to the catalogue: adding, changing, moving and removing files, which updates issues and articles.

An issue is identified by (newspaper, printed or file-name date, edition). An issue whose date is inferred or unknown
has exactly one file; its day may be inferred from other issues. A file without a title belongs to the newspaper that
all other files of its folder name, if they agree on one; a file with a misread title to the one that most files print
(`FileNewspapers`). An issue's row depends only on the set of its files and on the day inferred from its neighbours,
not on the order in which files were added.

Fresh files, each the only one of its day, which the catalogue lacks, are stored many at once.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain
from types import MappingProxyType
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from reader.newspaper.article import Article
from reader.newspaper.facts import NO_FACTS
from reader.newspaper.holdings import Twin
from reader.newspaper.issue import IssuePart, Masthead, Trait
from reader.newspaper.json_format import masthead_from_json
from reader.newspaper.printing import Printing
from reader.plugs import all_plugs, answering
from reader.stitching.pairing import Seam, Stitch
from reader.storage import file_table, issue_settling, issue_table, reading_table, stitch_table, text_table
from reader.storage.analysis_tables import rows_of, take_out
from reader.storage.file_newspapers import FileNewspapers
from reader.storage.file_table import BesideFile, folder_of
from reader.storage.folder import FoundFile
from reader.storage.form_table import FILE_MARK_OF, FormWriter, JoinedArticle
from reader.storage.profile_table import ProfileWriter
from reader.storage.reading_table import Reading
from reader.storage.text_table import COLUMNS, ArticleColumns, PackedArticle, TextTable, TextWriter, date_of

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
    "identity, newspaper, date, month_day, label, number, date_origin, newspaper_origin, facts, article_count,"
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
    paths = json.dumps([file.path for file in files])
    stored = connection.execute(
        "SELECT path FROM source WHERE path IN (SELECT value FROM json_each(?))", (paths,)
    )
    stored_paths = {path for (path,) in stored}
    stored_days = {
        day
        for day in days
        if connection.execute("SELECT 1 FROM issue WHERE (newspaper, date) = (?, ?)", day).fetchone()
    }
    return {
        file.path
        for file in files
        if file.path not in stored_paths
        and file.date not in dates
        and days[file.newspaper, file.date] == 1
        and (file.newspaper, file.date) not in stored_days
    }


class FreshWriter(Struct, frozen=True):
    _connection: sqlite3.Connection
    _texts: TextWriter
    _profiles: ProfileWriter

    def store(self, files: Sequence[FreshFile]) -> Iterator[int]:
        """Store files that are fresh; yield the ids of their articles."""
        for at in range(0, len(files), _MANY):
            yield from self._store(files[at : at + _MANY])

    def _store(self, files: Sequence[FreshFile]) -> range:
        (source,) = self._connection.execute("SELECT coalesce(max(id), 0) + 1 FROM source").fetchone()
        issue = self._next("issue")
        first = self._next("article")
        begins = list(accumulate((len(file.articles) for file in files), initial=first))
        sources = list(zip(range(source, source + len(files)), files, strict=True))
        issues = list(zip(range(issue, issue + len(files)), files, strict=True))

        self._insert(f"issue (id, {ISSUE_COLUMNS})", [(id, *file.issue) for id, file in issues])
        self._insert(
            f"source (id, {SOURCE_COLUMNS}, issue_id, state)",
            [
                (id, *file.source, issue_id, "present")
                for (id, file), (issue_id, _) in zip(sources, issues, strict=True)
            ],
        )
        rows = []
        texts = []
        marks = []
        for begin, (issue_id, file) in zip(begins, issues, strict=False):
            for id, article in enumerate(file.articles, begin):
                rows.append((id, issue_id, *article.columns))
                texts.append(
                    (id, *self._texts.packed(article.text, file.dictionary, article.packed), article.record)
                )
                if article.marks:
                    marks.append((id, article.marks))
        self._insert(f"article (id, issue_id, {COLUMNS})", rows)
        self._insert("article_text", texts)
        self._insert("certainty", marks)
        appearances = []
        stitches = []
        for begin, (source_id, file) in zip(begins, sources, strict=False):
            for position, place, lines in file.appearances:
                appearances.append((source_id, position, begin + place, lines, 0))
            for one, other, *more in file.stitches:
                stitches.append((begin + int(one or 0), begin + int(other or 0), *more))
        self._insert("appearance", appearances)
        self._insert(f"stitch ({stitch_table.COLUMNS})", stitches)
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


class CatalogueWriter:
    """Writes within one transaction of `Catalogue.writing`.

    `added` (with the articles, where known) and `removed` collect the ids of articles added and removed in it, for the
    index, `to_join` the issues whose files have changed, `to_stitch` those whose days have to be stitched again,
    `places_left` the new places of files by the old ones (`Printing.place`).
    """

    def __init__(self, connection: sqlite3.Connection, texts: TextTable) -> None:
        self.connection = connection
        self.texts = TextWriter(connection, texts)
        self._forms = FormWriter(connection, texts, self._article_id)
        self.profiles = ProfileWriter(connection, rows_of(connection))
        self._fresh = FreshWriter(connection, self.texts, self.profiles)
        self._issues_touched: set[int] = set()
        self.to_join: set[int] = set()
        self.to_stitch: set[int] = set()
        self._articles_left: set[int] = set()
        self.newspapers = FileNewspapers(connection, self._assign)
        self.added: dict[int, Article | None] = {}
        self.removed: list[int] = []
        self.places_left: dict[str, str] = {}
        self.articles_moved: dict[int, int] = {}
        """The articles that have the lines of others, by the ids of these (`divide`)."""

    def store(
        self,
        file: FoundFile,
        digest: bytes,
        parser_version: int,
        part: IssuePart,
        search_texts: Sequence[str],
        corrections: str = "",
        head: tuple[Sequence[str], str] = ((), ""),
        beside: Sequence[BesideFile] = (),
        packed: Sequence[PackedArticle] = (),
        certainty: Sequence[str] = (),
    ) -> None:
        """Store what was read from one file, replacing its former content.

        `corrections` is the stamp of the corrections it was parsed with; `head` are the lines of its masthead, and
        their search text. `beside` are the files that it was read with; those that are pages of it lose their own rows.
        `packed` are the articles, if they have been packed already, `certainty` the marks of their characters if these
        are known.
        """
        masthead = part.masthead
        stays_in = self._issue_of_same(file.path, digest, masthead)
        source_id = self._source_id(file, digest, parser_version)
        issue_before = self._leave(source_id)
        issue_id = stays_in or self._issue_for(masthead, digest, self._newspaper_of(file.path, masthead))
        self._note_move(source_id, issue_before, issue_id)
        self.connection.execute(
            "UPDATE source SET state = 'present', message = NULL, encoding = ?, masthead = ?, title = ?,"
            " corrections = ?, reading = ?, issue_id = ?, is_left_out = 0 WHERE id = ?",
            (*file_table.columns_of(part, corrections), issue_id, source_id),
        )
        self.profiles.put(source_id, part.traits, part.told)
        issue_table.put(self.connection, source_id, *head)
        file_table.put(self.connection, source_id, beside)
        for page_id in file_table.stored_pages(self.connection, file.path, beside):
            self._delete_source(page_id)
        stored_articles: Sequence[PackedArticle | None] = packed or [None] * len(part.articles)
        for position, (article, text, stored) in enumerate(
            zip(part.articles, search_texts, stored_articles, strict=True)
        ):
            article_id = self._article_id(issue_id, article, text, part.form, stored)
            reading_table.put_certainty(self.connection, article_id, certainty[position] if certainty else "")
            spans = json.dumps(article.source_lines)
            self.connection.execute(
                "INSERT INTO appearance VALUES (?, ?, ?, ?, 0)", (source_id, position, article_id, spans)
            )

    def store_fresh(self, files: Sequence[FreshFile]) -> None:
        self.added.update(dict.fromkeys(self._fresh.store(files)))

    def fail(
        self,
        file: FoundFile,
        digest: bytes,
        parser_version: int,
        message: str,
        *,
        is_left_out: bool = False,
        beside: Sequence[BesideFile] = (),
        corrections: str | None = None,
    ) -> None:
        """Record that a file could not be read, or has no article (`is_left_out`); what was read before stays.

        `beside` might have been read with it; `corrections` is the stamp of those in effect, None for that of before.
        """
        source_id = self._source_id(file, digest, parser_version)
        file_table.add(self.connection, source_id, beside)
        self.connection.execute(
            "UPDATE source SET state = 'failed', message = ?, is_left_out = ? AND issue_id IS NULL,"
            " corrections = coalesce(?, corrections) WHERE id = ?",
            (message, is_left_out, corrections, source_id),
        )

    def move_to_files(self, path: str, kept_paths: Collection[str]) -> None:
        """Remove the file at a path, and the issues in it, unless they are among the paths `kept_paths`.

        `articles_moved` gets those of their articles whose lines other articles have now.
        """
        rows = self.connection.execute(
            "SELECT s.id, s.path, p.article_id, p.source_lines FROM appearance p"
            " JOIN source s ON s.id = p.source_id WHERE s.path = ?1 OR (s.path > ?1 || '/' AND s.path < ?1 || '0')",
            (path,),
        ).fetchall()
        now: dict[int, int] = {}
        for _, where, article_id, spans in rows:
            if where in kept_paths:
                now |= dict.fromkeys(_numbers(spans), article_id)
        gone = [row for row in rows if row[1] not in kept_paths]
        for _, _, article_id, spans in gone:
            homes = Counter(now[number] for number in _numbers(spans) if number in now)
            if homes:
                self.articles_moved[article_id] = max(homes, key=homes.__getitem__)
        for source_id in {row[0] for row in gone}:
            self._delete_source(source_id)

    def touch(self, path: str, file: FoundFile, beside: Sequence[BesideFile] = ()) -> None:
        """Record that the file at `path` is now `file`, with the same bytes, and store the files `beside` it."""
        self.connection.execute(
            "UPDATE source SET path = ?, folder = ?, size = ?, mtime_ns = ?, state = 'present' WHERE path = ?",
            (file.path, folder_of(file.path), file.size, file.mtime_ns, path),
        )
        for (issue_id,) in self.connection.execute(
            "SELECT issue_id FROM source WHERE path = ? AND issue_id IS NOT NULL", (file.path,)
        ).fetchall():
            self._touch_issue(issue_id)
        self.profiles.look_at_file(file.path)
        file_table.add_to(self.connection, file.path, beside)

    def mark_missing(self, paths: Iterable[str]) -> None:
        """Record that files are gone.

        What was read from them stays; those that never gave an article are deleted.
        """
        gone = [(path,) for path in paths]
        self.connection.executemany("DELETE FROM source WHERE path = ? AND issue_id IS NULL", gone)
        self.connection.executemany(
            "UPDATE source SET state = 'missing' WHERE path = ? AND state != 'missing'", gone
        )

    def remove_missing(self, paths: Iterable[str]) -> None:
        """Delete missing files and their texts, at a person's request."""
        for path in paths:
            for (source_id,) in self.connection.execute(
                "SELECT id FROM source WHERE path = ? AND state = 'missing'", (path,)
            ).fetchall():
                self._delete_source(source_id)

    def read_again(self) -> None:
        """Let the next sync read every file, as if the parser had changed."""
        self.connection.execute("UPDATE source SET parser_version = -1 WHERE state != 'missing'")

    def keep(self, key: str, value: str | int) -> None:
        """Store a value in `meta`, under a key of `library` or of a feature; the same value is no change."""
        self.connection.execute(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
            " WHERE value IS NOT excluded.value",
            (key, value),
        )

    def forget(self, key: str) -> None:
        self.connection.execute("DELETE FROM meta WHERE key = ?", (key,))

    def place(self, source_id: int, date: dt.date | None) -> None:
        """Move a file without a date to an issue of its own on an inferred day; with None, to an undated issue."""
        rows = self.connection.execute(
            "SELECT s.digest, s.masthead, s.issue_id, i.newspaper FROM source s JOIN issue i ON i.id = s.issue_id"
            " WHERE s.id = ?",
            (source_id,),
        ).fetchall()
        for digest, masthead, issue_before, newspaper in rows:
            self._assign(
                source_id, digest, masthead_from_json(json.loads(masthead)), issue_before, newspaper, date
            )

    def contradict_numbers(self, against: Mapping[int, str], before: Collection[int]) -> None:
        """Note what contradicts the numbers of issues, by their ids; `before` are those contradicted until now."""
        for issue_id in sorted({*against, *before}):
            issue_settling.contradict_number(self.connection, issue_id, against.get(issue_id, ""))

    def put_again(self, article_id: int, article: Article, text: str) -> int:
        """Store an article with another search text, which gives it another id; return its id.

        If the text is the same, the id stays. Else its characters are not marked, and corrections of characters have
        to be looked up in it again.
        """
        (issue_id,) = self.connection.execute(
            "SELECT issue_id FROM article WHERE id = ?", (article_id,)
        ).fetchone()
        new_id = self._article_id(issue_id, article, text, self._forms.form_of(article_id))
        if new_id != article_id:
            self.connection.execute(
                "UPDATE appearance SET article_id = ? WHERE article_id = ?", (new_id, article_id)
            )
            self._articles_left.add(article_id)
            self._issues_touched.add(issue_id)
        return new_id

    def put_readings(self, article_id: int, article: Article, text: str, readings: Iterable[Reading]) -> int:
        """Store an article with other `Article.readings`, which gives it another id; return its id.

        If it is read as before, the id stays. `readings` are the decisions that were looked up in it.
        """
        new_id = self.put_again(article_id, article, text)
        if new_id != article_id:
            reading_table.copy_certainty(self.connection, article_id, new_id)
        reading_table.put(
            self.connection, new_id, [replace(reading, article_id=new_id) for reading in readings]
        )
        return new_id

    def stitch(
        self, issue_ids: Collection[int], stitches: Iterable[tuple[Stitch, Seam | None]], stamp: str
    ) -> None:
        """Store the stitches of a day of these issues; `stamp` records the version and the decisions used."""
        stitch_table.put(self.connection, issue_ids, stitches, stamp)
        self.to_stitch -= set(issue_ids)

    def take_apart(self, issue_id: int) -> None:
        """Give the articles of each file of an issue their own rows again, which undoes `put_together`."""
        self._articles_left |= self._forms.dissolve(issue_id)
        self._issues_touched.add(issue_id)

    def put_together(
        self,
        issue_id: int,
        joined: Sequence[JoinedArticle],
        stamp: str,
        twins: Mapping[str, Twin] = MappingProxyType({}),
    ) -> None:
        """Join articles of an issue whose files have their own rows; `stamp` records the decisions used.

        `twins` are its files that have a page of another one once more.
        """
        self._articles_left |= self._forms.put(issue_id, joined, stamp, twins)

    def settle(self) -> None:
        """Make articles and issues consistent before the transaction ends.

        Articles that are in no file are deleted; issues are updated from their files, or deleted.
        """
        gone = []
        for article_id in sorted(self._articles_left):
            deleted = self.connection.execute(
                "DELETE FROM article WHERE id = ? AND NOT EXISTS"
                " (SELECT 1 FROM appearance WHERE article_id = article.id)",
                (article_id,),
            )
            if deleted.rowcount:
                gone.append(article_id)
                # added in this transaction: the index has never had it
                if article_id in self.added:
                    del self.added[article_id]
                else:
                    self.removed.append(article_id)
        if gone:
            answering(take_out, all_plugs())(self.connection, self.texts.table, gone)
        self.profiles.decide()
        for issue_id in sorted(self._issues_touched):
            self.to_stitch.update(stitch_table.forget(self.connection, issue_id))
            if not issue_settling.settle(self.connection, issue_id):
                self.to_stitch.discard(issue_id)
        self._articles_left.clear()
        self._issues_touched.clear()

    # -- files

    def _newspaper_of(self, path: str, masthead: Masthead) -> str:
        """Return the newspaper of a file: the title that it tells, else that of its folder, as far as it is read."""
        date = masthead.date.isoformat() if masthead.date else None
        return masthead.title or self.newspapers.of_folder(folder_of(path), date, masthead.script)

    def _source_id(self, file: FoundFile, digest: bytes, parser_version: int) -> int:
        (row,) = self.connection.execute(
            "INSERT INTO source (path, folder, size, mtime_ns, digest, parser_version, state)"
            " VALUES (?, ?, ?, ?, ?, ?, 'present') ON CONFLICT (path) DO UPDATE SET"
            " size = excluded.size, mtime_ns = excluded.mtime_ns, digest = excluded.digest,"
            " parser_version = excluded.parser_version RETURNING id",
            (file.path, folder_of(file.path), file.size, file.mtime_ns, digest, parser_version),
        ).fetchall()
        return int(row[0])

    def _leave(self, source_id: int) -> int | None:
        """Detach the file's articles from it, and record what `settle` has to update. Return its issue."""
        self._forms.leave(source_id)
        rows = self.connection.execute(
            "DELETE FROM appearance WHERE source_id = ? RETURNING article_id", (source_id,)
        ).fetchall()
        self._articles_left.update(row[0] for row in rows)
        for (issue_id,) in self.connection.execute(
            "SELECT issue_id FROM source WHERE id = ? AND issue_id IS NOT NULL", (source_id,)
        ).fetchall():
            self._touch_issue(issue_id)
            return int(issue_id)
        return None

    def _issue_of_same(self, path: str, digest: bytes, masthead: Masthead) -> int | None:
        """Return the issue of a file with the same bytes and masthead: it was settled, and stays there. Else None."""
        for issue_id, text in self.connection.execute(
            "SELECT issue_id, masthead FROM source WHERE path = ? AND digest = ? AND issue_id IS NOT NULL",
            (path, digest),
        ):
            before = masthead_from_json(json.loads(text))
            if _without_places(before) == _without_places(masthead):
                return int(issue_id)
        return None

    def _delete_source(self, source_id: int) -> None:
        self._leave(source_id)
        self.profiles.leave(source_id)
        self.connection.execute("DELETE FROM source WHERE id = ?", (source_id,))

    def _note_move(self, source_id: int, issue_before: int | None, issue_id: int) -> None:
        """Record that a file, with its articles, has moved to another newspaper or to another day."""
        if issue_before in (None, issue_id):
            return
        rows = self.connection.execute(
            f"SELECT i.newspaper, i.date, {FILE_MARK_OF} FROM issue i JOIN source s ON s.id = ? WHERE i.id IN (?, ?)"
            " ORDER BY i.id != ?",
            (source_id, issue_before, issue_id, issue_before),
        )
        before, now = (Printing("", paper, date_of(date), file=file) for paper, date, file in rows)
        if before.is_whole and before.place != now.place:
            self.places_left[before.place] = now.place

    def _touch_issue(self, issue_id: int) -> None:
        self._issues_touched.add(issue_id)
        self.to_join.add(issue_id)

    def _assign(
        self,
        source_id: int,
        digest: bytes,
        masthead: Masthead,
        issue_before: int,
        newspaper: str,
        placed: dt.date | None = None,
    ) -> None:
        """Move a file to the issue of its masthead, of a newspaper and, if it has no date, of an inferred day."""
        self.move(source_id, issue_before, self._issue_for(masthead, digest, newspaper, placed))

    def move(self, source_id: int, issue_before: int, issue_id: int) -> None:
        """Move a file from one issue to another."""
        if issue_id != issue_before:
            # its articles get new rows in the other issue, since an article's row is never changed
            self._touch_issue(issue_before)
            self._touch_issue(issue_id)
            self._note_move(source_id, issue_before, issue_id)
            self.connection.execute("UPDATE source SET issue_id = ? WHERE id = ?", (issue_id, source_id))
            self.profiles.follow(source_id)
            for position, article_id in self.connection.execute(
                "SELECT position, article_id FROM appearance WHERE source_id = ?", (source_id,)
            ).fetchall():
                copied = self.connection.execute(
                    # ignored if the issue has an equal article already: the files share its row
                    f"INSERT OR IGNORE INTO article (issue_id, {COLUMNS})"
                    f" SELECT ?, {COLUMNS} FROM article WHERE id = ?",
                    (issue_id, article_id),
                )
                (copy_id,) = self.connection.execute(
                    "SELECT c.id FROM article c JOIN article a ON a.key = c.key AND a.digest = c.digest"
                    " WHERE a.id = ? AND c.issue_id = ?",
                    (article_id, issue_id),
                ).fetchone()
                if copied.rowcount:
                    self.texts.copy(article_id, copy_id)
                    reading_table.copy(self.connection, article_id, copy_id)
                    self.added[copy_id] = None
                self.connection.execute(
                    "UPDATE appearance SET article_id = ? WHERE source_id = ? AND position = ? AND article_id = ?",
                    (copy_id, source_id, position, article_id),
                )
                self._articles_left.add(article_id)

    # -- issues

    def _issue_for(
        self, masthead: Masthead, digest: bytes, newspaper: str, placed: dt.date | None = None
    ) -> int:
        """Return the id of the issue for a file with this masthead, creating the issue if needed.

        `placed` is the day inferred from its neighbours, for a file without a date.
        """
        day = masthead.date or placed
        date = day.isoformat() if day else None
        month_day = f"{placed:%m-%d}" if placed else masthead.month_day
        identity = issue_settling.identity_of(masthead, digest, newspaper, date, month_day)
        self.connection.execute(
            "INSERT OR IGNORE INTO issue (identity, newspaper, date, month_day, label) VALUES (?, ?, ?, ?, '')",
            (identity, newspaper, date, month_day),
        )
        (issue_id,) = self.connection.execute(
            "SELECT id FROM issue WHERE identity = ?", (identity,)
        ).fetchone()
        self._touch_issue(issue_id)
        return int(issue_id)

    # -- articles

    def _article_id(
        self, issue_id: int, article: Article, text: str, form: str, packed: PackedArticle | None = None
    ) -> int:
        """Return the id of the article's row in the issue, creating the row if needed."""
        row, record = packed or text_table.packed(article, text, form)
        stored_row = self.connection.execute(
            "SELECT id FROM article WHERE issue_id = ? AND key = ? AND digest = ?",
            (issue_id, row.key, row.digest),
        ).fetchone()
        if stored_row:
            return int(stored_row[0])
        cursor = self.connection.execute(
            f"INSERT INTO article (issue_id, {COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (issue_id, *row),
        )
        article_id = int(cursor.lastrowid or 0)
        self.texts.put_packed(article_id, text, record)
        self.added[article_id] = article
        return article_id


def _without_places(masthead: Masthead) -> Masthead:
    return replace(masthead, source_lines=(), script=None, facts=NO_FACTS)


def _numbers(spans: str) -> list[int]:
    return list(chain.from_iterable(range(first, last + 1) for first, last in file_table.spans_from(spans)))
