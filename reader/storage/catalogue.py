"""The catalogue: issues, articles and their texts, as read from the files. Derived: it may be deleted at any moment.

It holds issues by (newspaper, printed or file-name date); a file whose date is inferred or unknown is an issue of
its own. One article is one row of an issue; equal articles of several files of that issue share the row.
"""

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import zstandard

from reader.newspaper.article import Article, ArticleKind, BlockKind, Role
from reader.newspaper.holdings import (
    ArticleRow,
    IssueRow,
    NewspaperRow,
    PageRow,
    PeriodRow,
    SourceRow,
    StoredArticle,
)
from reader.newspaper.issue import DateOrigin, IssuePart, Masthead
from reader.newspaper.record import article_from_json, article_to_json, masthead_from_json, masthead_to_json
from reader.newspaper.text import LineSpan
from reader.storage.connections import Connections
from reader.storage.folder import FoundFile, digest_of

SCHEMA_VERSION = 1

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY NOT NULL) STRICT;
CREATE TABLE issue (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    identity TEXT NOT NULL UNIQUE,
    newspaper TEXT NOT NULL,
    date TEXT,
    month_day TEXT,
    date_origin TEXT,
    number INTEGER,
    label TEXT NOT NULL,
    article_count INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX issue_by_date ON issue (newspaper, date);
CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    folder TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    digest BLOB NOT NULL,
    parser_version INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('present', 'missing', 'failed')),
    message TEXT,
    encoding TEXT,
    masthead TEXT,
    issue_id INTEGER REFERENCES issue
) STRICT;
CREATE INDEX source_by_issue ON source (issue_id);
CREATE TABLE article (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    issue_id INTEGER NOT NULL REFERENCES issue,
    key TEXT NOT NULL,
    digest BLOB NOT NULL,
    kind TEXT NOT NULL,
    page TEXT,
    page_order INTEGER NOT NULL,
    position INTEGER NOT NULL,
    kicker TEXT,
    title TEXT NOT NULL,
    lead TEXT NOT NULL,
    names TEXT NOT NULL,
    length INTEGER NOT NULL,
    UNIQUE (issue_id, key, digest)
) STRICT;
CREATE INDEX article_by_key ON article (key);
CREATE INDEX article_in_order ON article (issue_id, page_order, position);
CREATE TABLE article_text (
    article_id INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE,
    search_text TEXT NOT NULL,
    packed BLOB NOT NULL
) STRICT;
CREATE TABLE appearance (
    source_id INTEGER NOT NULL REFERENCES source ON DELETE CASCADE,
    position INTEGER NOT NULL,
    article_id INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
    source_lines TEXT NOT NULL,
    PRIMARY KEY (source_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX appearance_of_article ON appearance (article_id);
"""

_NO_PAGE = 1 << 60
_DATELINE = 24
"""A credit that begins this far into a paragraph, or less, belongs to the dateline."""
_ARTICLE_ROW = "a.id, a.key, a.issue_id, a.kind, a.page, a.kicker, a.title, a.lead, a.names, a.length"
_ISSUE_ROW = "id, newspaper, date, month_day, date_origin, number, article_count, label"


class CatalogueDamaged(Exception):
    """The file is no catalogue that can be read; it is derived: delete it and sync."""


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file as the catalogue remembers it; `state` is "present", "missing" or "failed"."""

    path: str
    size: int
    mtime_ns: int
    digest: bytes
    parser_version: int
    state: str
    message: str | None


@dataclass(frozen=True, slots=True)
class TextRow:
    """What the search looks at: an article's search text, with what it is ordered and filtered by."""

    id: int
    newspaper: str
    date: dt.date | None
    page: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """Ids of articles that a write brought in and took away."""

    added: tuple[int, ...] = ()
    removed: tuple[int, ...] = ()

    def __add__(self, later: "Change") -> "Change":
        gone = set(later.removed)
        kept = tuple(i for i in self.added if i not in gone)
        return Change(kept + later.added, tuple(dict.fromkeys(self.removed + later.removed)))


class Catalogue:
    """The catalogue in `path`, made when it is not there. Reads from any thread; one process writes at a time."""

    def __init__(self, path: Path) -> None:
        self._connections = Connections(path, self._prepare)
        self._connection()

    def close(self) -> None:
        self._connections.close()

    @staticmethod
    def _prepare(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version == SCHEMA_VERSION:
            return
        with _transaction(connection):
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version not in (0, SCHEMA_VERSION):
                raise CatalogueDamaged(f"made by another version ({version})")
            if version == 0:
                for statement in _SCHEMA.split(";"):
                    connection.execute(statement)
                connection.execute("INSERT INTO meta VALUES ('generation', 0)")
                connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")

    def _connection(self) -> sqlite3.Connection:
        try:
            return self._connections.get()
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError as error:
            raise CatalogueDamaged(str(error)) from error

    # -- writing

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All writes of a batch, or none. Readers see the state before it until it ends."""
        connection = self._connection()
        with _transaction(connection):
            yield
            connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'generation'")

    def store(
        self,
        file: FoundFile,
        digest: bytes,
        parser_version: int,
        part: IssuePart,
        search_texts: Sequence[str],
    ) -> Change:
        """Puts in what was read from one file, in place of what stood there. Call within `transaction`."""
        connection = self._connection()
        masthead = json.dumps(masthead_to_json(part.masthead), ensure_ascii=False)
        issue_id = self._issue_for(part.masthead, file.path, digest)
        source_id, replaced, left = self._source_row(file, digest, parser_version)
        connection.execute(
            "UPDATE source SET state = 'present', message = NULL, encoding = ?, masthead = ?, issue_id = ?"
            " WHERE id = ?",
            (part.encoding, masthead, issue_id, source_id),
        )
        added = []
        for position, (article, text) in enumerate(zip(part.articles, search_texts, strict=True)):
            article_id, is_news = self._article_row(issue_id, position, article, text)
            if is_news:
                added.append(article_id)
            spans = json.dumps(article.source_lines)
            connection.execute(
                "INSERT INTO appearance VALUES (?, ?, ?, ?)", (source_id, position, article_id, spans)
            )
        removed = self._drop_unheld(replaced)
        self._settle({issue_id, *left})
        return Change(tuple(added), tuple(removed))

    def fail(self, file: FoundFile, digest: bytes, parser_version: int, message: str) -> Change:
        """Remembers a file that could not be read; what was read from it before stays as it was."""
        source_id, replaced, _ = self._source_row(file, digest, parser_version, keep=True)
        self._connection().execute(
            "UPDATE source SET state = 'failed', message = ? WHERE id = ?", (message, source_id)
        )
        assert not replaced
        return Change()

    def read_again(self) -> None:
        """Lets the next sync read every file, as if a new parser had come."""
        self._connection().execute("UPDATE source SET parser_version = -1 WHERE state != 'missing'")

    def mark_missing(self, paths: Iterable[str]) -> None:
        self._connection().executemany(
            "UPDATE source SET state = 'missing' WHERE path = ? AND state != 'missing'", ((p,) for p in paths)
        )

    def forget_failed(self, paths: Iterable[str]) -> None:
        """Files that never gave an article and are gone leave nothing behind."""
        self._connection().executemany(
            "DELETE FROM source WHERE path = ? AND issue_id IS NULL", ((p,) for p in paths)
        )

    def touch(self, file: FoundFile) -> None:
        """A file whose bytes are what they were, though its time is not."""
        self._connection().execute(
            "UPDATE source SET size = ?, mtime_ns = ?, state = CASE state WHEN 'missing' THEN 'present' ELSE state END"
            " WHERE path = ?",
            (file.size, file.mtime_ns, file.path),
        )

    def rename(self, old: str, file: FoundFile) -> None:
        """The file at `old` is now at `file.path`, unchanged."""
        self._connection().execute(
            "UPDATE source SET path = ?, folder = ?, size = ?, mtime_ns = ?,"
            " state = CASE state WHEN 'missing' THEN 'present' ELSE state END WHERE path = ?",
            (file.path, _folder(file.path), file.size, file.mtime_ns, old),
        )

    def remove_missing(self, paths: Iterable[str]) -> Change:
        """A person has said that these missing files shall be forgotten."""
        connection = self._connection()
        articles: set[int] = set()
        issues: set[int] = set()
        for path in paths:
            found = connection.execute(
                "SELECT id, issue_id FROM source WHERE path = ? AND state = 'missing'", (path,)
            ).fetchone()
            if found:
                articles.update(self._articles_of_source(found[0]))
                issues.update(() if found[1] is None else (found[1],))
                connection.execute("DELETE FROM source WHERE id = ?", (found[0],))
        removed = self._drop_unheld(articles)
        self._settle(issues)
        return Change((), tuple(removed))

    def adopt_untitled(self) -> None:
        """Gives files without a printed title the newspaper of their neighbours: the commonest title of the nearest
        folder that has one. Depends on the set of files only, not on the order in which they came."""
        connection = self._connection()
        rows = connection.execute(
            "SELECT s.id, s.folder, s.issue_id, s.masthead, s.path, s.digest FROM source s"
            " WHERE s.masthead IS NOT NULL ORDER BY s.path"
        ).fetchall()
        titles: dict[str, dict[str, int]] = {}
        untitled = []
        for row in rows:
            masthead = masthead_from_json(json.loads(row[3]))
            if masthead.title is None:
                untitled.append((row, masthead))
                continue
            for folder in _ancestors(row[1]):
                counts = titles.setdefault(folder, {})
                counts[masthead.title] = counts.get(masthead.title, 0) + 1
        touched: set[int] = set()
        for (source_id, folder, old_issue, _, path, digest), masthead in untitled:
            near = next((titles[f] for f in _ancestors(folder) if f in titles), {})
            title = min(near, key=lambda name: (-near[name], name), default="")
            issue_id = self._issue_for(masthead, path, digest, title)
            if issue_id != old_issue:
                self._move_source(source_id, issue_id)
                touched.update((old_issue, issue_id))
        self._settle(touched)

    def _issue_for(self, masthead: Masthead, path: str, digest: bytes, title: str = "") -> int:
        """The id of the issue that a file with this masthead belongs to, made when there is none."""
        newspaper = masthead.title or title
        date = masthead.date.isoformat() if masthead.date else None
        is_certain = date is not None and masthead.date_origin is not DateOrigin.INFERRED
        identity = f"{newspaper}\n{date}" if is_certain else f"{newspaper}\nfile {digest.hex()}"
        connection = self._connection()
        found = connection.execute("SELECT id FROM issue WHERE identity = ?", (identity,)).fetchone()
        if found:
            issue_id = int(found[0])
            if masthead.number is not None:
                connection.execute(
                    "UPDATE issue SET number = ? WHERE id = ? AND number IS NULL", (masthead.number, issue_id)
                )
            if masthead.date_origin is DateOrigin.PRINTED:
                connection.execute("UPDATE issue SET date_origin = 'printed' WHERE id = ?", (issue_id,))
            return issue_id
        origin = masthead.date_origin.value if masthead.date_origin else None
        label = path.rpartition("/")[2]
        cursor = connection.execute(
            "INSERT INTO issue (identity, newspaper, date, month_day, date_origin, number, label)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (identity, newspaper, date, masthead.month_day, origin, masthead.number, label),
        )
        return int(cursor.lastrowid or 0)

    def _source_row(
        self, file: FoundFile, digest: bytes, parser_version: int, *, keep: bool = False
    ) -> tuple[int, set[int], set[int]]:
        """The file's row, emptied of its articles unless they are to be kept; these, and the issue they stood in."""
        connection = self._connection()
        values = (file.size, file.mtime_ns, digest, parser_version)
        found = connection.execute("SELECT id, issue_id FROM source WHERE path = ?", (file.path,)).fetchone()
        if found is None:
            cursor = connection.execute(
                "INSERT INTO source (size, mtime_ns, digest, parser_version, path, folder, state)"
                " VALUES (?, ?, ?, ?, ?, ?, 'present')",
                (*values, file.path, _folder(file.path)),
            )
            return int(cursor.lastrowid or 0), set(), set()
        source_id, issue_id = found
        connection.execute(
            "UPDATE source SET size = ?, mtime_ns = ?, digest = ?, parser_version = ? WHERE id = ?",
            (*values, source_id),
        )
        if keep:
            return source_id, set(), set()
        articles = self._articles_of_source(source_id)
        connection.execute("DELETE FROM appearance WHERE source_id = ?", (source_id,))
        return source_id, articles, set() if issue_id is None else {issue_id}

    def _article_row(self, issue_id: int, position: int, article: Article, text: str) -> tuple[int, bool]:
        """The id of the article's row in the issue, and whether it, or its text, is new to the index."""
        connection = self._connection()
        record = json.dumps(article_to_json(article), ensure_ascii=False)
        digest = digest_of(_without_lines(article).encode())
        found = connection.execute(
            "SELECT a.id, t.search_text FROM article a JOIN article_text t ON t.article_id = a.id"
            " WHERE a.issue_id = ? AND a.key = ? AND a.digest = ?",
            (issue_id, article.key, digest),
        ).fetchone()
        if found:
            article_id, text_before = found
            if text_before != text:  # the search form has been mended since
                connection.execute(
                    "UPDATE article_text SET search_text = ? WHERE article_id = ?", (text, article_id)
                )
            return int(article_id), text_before != text
        cursor = connection.execute(
            "INSERT INTO article (issue_id, key, digest, kind, page, page_order, position, kicker, title, lead, names,"
            " length) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                issue_id,
                article.key,
                digest,
                article.kind.value,
                article.page,
                _page_order(article.page),
                position,
                article.kicker,
                article.title(),
                _lead(article),
                json.dumps(_names(article), ensure_ascii=False),
                sum(len(block.text) for block in article.blocks),
            ),
        )
        article_id = int(cursor.lastrowid or 0)
        packed = zstandard.compress(record.encode(), level=3)
        connection.execute("INSERT INTO article_text VALUES (?, ?, ?)", (article_id, text, packed))
        return article_id, True

    def _articles_of_source(self, source_id: int) -> set[int]:
        rows = self._connection().execute(
            "SELECT article_id FROM appearance WHERE source_id = ?", (source_id,)
        )
        return {row[0] for row in rows}

    def _drop_unheld(self, articles: Iterable[int]) -> list[int]:
        """Deletes those of the articles that no file holds any more; their ids."""
        connection = self._connection()
        dropped = []
        for article_id in articles:
            cursor = connection.execute(
                "DELETE FROM article WHERE id = ? AND NOT EXISTS"
                " (SELECT 1 FROM appearance WHERE article_id = article.id)",
                (article_id,),
            )
            if cursor.rowcount:
                dropped.append(article_id)
        return dropped

    def _move_source(self, source_id: int, issue_id: int) -> None:
        """Takes a file, and the articles that stand in no other file, to another issue; ids stay."""
        connection = self._connection()
        connection.execute("UPDATE source SET issue_id = ? WHERE id = ?", (issue_id, source_id))
        for article_id in sorted(self._articles_of_source(source_id)):
            twin = connection.execute(
                "SELECT t.id FROM article t, article a WHERE a.id = ? AND t.issue_id = ? AND t.key = a.key"
                " AND t.digest = a.digest",
                (article_id, issue_id),
            ).fetchone()
            if twin is None:
                connection.execute("UPDATE article SET issue_id = ? WHERE id = ?", (issue_id, article_id))
            elif twin[0] != article_id:
                connection.execute(
                    "UPDATE appearance SET article_id = ? WHERE source_id = ? AND article_id = ?",
                    (twin[0], source_id, article_id),
                )
                self._drop_unheld([article_id])

    def _settle(self, issues: Iterable[int]) -> None:
        """Counts the issues' articles anew, and deletes those that no file belongs to."""
        connection = self._connection()
        for issue_id in issues:
            connection.execute(
                "UPDATE issue SET article_count ="
                " (SELECT count(*) FROM article WHERE issue_id = issue.id) WHERE id = ?",
                (issue_id,),
            )
            connection.execute(
                "DELETE FROM issue WHERE id = ? AND NOT EXISTS (SELECT 1 FROM source WHERE issue_id = issue.id)",
                (issue_id,),
            )

    # -- reading: files

    def generation(self) -> int:
        """Changes with every write."""
        return int(
            self._connection().execute("SELECT value FROM meta WHERE key = 'generation'").fetchone()[0]
        )

    def known_files(self) -> dict[str, KnownFile]:
        rows = self._connection().execute(
            "SELECT path, size, mtime_ns, digest, parser_version, state, message FROM source ORDER BY path"
        )
        return {row[0]: KnownFile(*row) for row in rows}

    def paths_with_digest(self, digest: bytes) -> list[str]:
        """Files held, and not failed, whose bytes have this digest."""
        rows = self._connection().execute(
            "SELECT path FROM source WHERE digest = ? AND state = 'present' ORDER BY path", (digest,)
        )
        return [row[0] for row in rows]

    def files_of_issue(self, newspaper: str, date: dt.date) -> list[str]:
        rows = self._connection().execute(
            "SELECT s.path FROM source s JOIN issue i ON i.id = s.issue_id WHERE i.newspaper = ? AND i.date = ?"
            " ORDER BY s.path",
            (newspaper, date.isoformat()),
        )
        return [row[0] for row in rows]

    # -- reading: the tree

    def newspapers(self) -> list[NewspaperRow]:
        rows = self._connection().execute(
            "SELECT newspaper, count(*), count(*) - count(date) FROM issue GROUP BY newspaper ORDER BY newspaper"
        )
        return [NewspaperRow(*row) for row in rows]

    def years(self, newspaper: str) -> list[PeriodRow]:
        rows = self._connection().execute(
            "SELECT CAST(substr(date, 1, 4) AS INTEGER) AS year, count(*) FROM issue"
            " WHERE newspaper = ? AND date IS NOT NULL GROUP BY year ORDER BY year",
            (newspaper,),
        )
        return [PeriodRow(*row) for row in rows]

    def months(self, newspaper: str, year: int) -> list[PeriodRow]:
        rows = self._connection().execute(
            "SELECT CAST(substr(date, 6, 2) AS INTEGER) AS month, count(*) FROM issue"
            " WHERE newspaper = ? AND date BETWEEN ? AND ? GROUP BY month ORDER BY month",
            (newspaper, f"{year:04}-01-01", f"{year:04}-12-31"),
        )
        return [PeriodRow(*row) for row in rows]

    def issues(self, newspaper: str, year: int, month: int) -> list[IssueRow]:
        return self._issues(
            "newspaper = ? AND date BETWEEN ? AND ? ORDER BY date, id",
            (newspaper, f"{year:04}-{month:02}-01", f"{year:04}-{month:02}-31"),
        )

    def undated_issues(self, newspaper: str) -> list[IssueRow]:
        return self._issues(
            "newspaper = ? AND date IS NULL ORDER BY month_day IS NULL, month_day, label, id", (newspaper,)
        )

    def issue(self, issue_id: int) -> IssueRow | None:
        return next(iter(self._issues("id = ?", (issue_id,))), None)

    def newest_issue(self) -> IssueRow | None:
        return next(iter(self._issues("1 ORDER BY date DESC NULLS LAST, id LIMIT 1", ())), None)

    def issue_beside(self, issue_id: int, step: Literal[-1, 1]) -> IssueRow | None:
        """The next issue of the same newspaper in the order of the tree, or the one before."""
        here = self.issue(issue_id)
        if here is None:
            return None
        if here.date is None:
            undated = self.undated_issues(here.newspaper)
            at = undated.index(here) + step
            if 0 <= at < len(undated):
                return undated[at]
            return None if step > 0 else self._last_dated(here.newspaper)
        order, sign = ("ASC", ">") if step > 0 else ("DESC", "<")
        beside = self._issues(
            f"newspaper = ? AND date IS NOT NULL AND (date, id) {sign} (?, ?)"
            f" ORDER BY date {order}, id {order} LIMIT 1",
            (here.newspaper, here.date.isoformat(), here.id),
        )
        if not beside and step > 0:
            beside = self.undated_issues(here.newspaper)
        return next(iter(beside), None)

    def _last_dated(self, newspaper: str) -> IssueRow | None:
        found = self._issues(
            "newspaper = ? AND date IS NOT NULL ORDER BY date DESC, id DESC LIMIT 1", (newspaper,)
        )
        return next(iter(found), None)

    def _issues(self, where: str, values: Sequence[object]) -> list[IssueRow]:
        rows = self._connection().execute(f"SELECT {_ISSUE_ROW} FROM issue WHERE {where}", values)
        return [_issue_row(row) for row in rows]

    def pages(self, issue_id: int) -> list[PageRow]:
        rows = self._connection().execute(
            "SELECT page, count(*) FROM article WHERE issue_id = ? GROUP BY page_order, page ORDER BY page_order, page",
            (issue_id,),
        )
        return [PageRow(*row) for row in rows]

    def articles(self, issue_id: int) -> list[ArticleRow]:
        rows = self._connection().execute(
            f"SELECT {_ARTICLE_ROW} FROM article a WHERE a.issue_id = ? ORDER BY a.page_order, a.position, a.id",
            (issue_id,),
        )
        return [_article_row(row) for row in rows]

    def counts(self) -> tuple[int, int, int, int, int]:
        """How many newspapers, issues, articles, missing files and failed files."""
        row = (
            self._connection()
            .execute(
                "SELECT (SELECT count(DISTINCT newspaper) FROM issue), (SELECT count(*) FROM issue),"
                " (SELECT total(article_count) FROM issue),"
                " count(*) FILTER (WHERE state = 'missing'), count(*) FILTER (WHERE state = 'failed') FROM source"
            )
            .fetchone()
        )
        return int(row[0]), int(row[1]), int(row[2]), int(row[3]), int(row[4])

    # -- reading: articles

    def article_rows(self, ids: Sequence[int]) -> dict[int, ArticleRow]:
        rows = self._connection().execute(
            f"SELECT {_ARTICLE_ROW} FROM article a WHERE a.id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        )
        return {row[0]: _article_row(row) for row in rows}

    def article(self, article_id: int) -> StoredArticle | None:
        row = (
            self._connection()
            .execute(
                "SELECT t.packed, a.issue_id FROM article a JOIN article_text t ON t.article_id = a.id WHERE a.id = ?",
                (article_id,),
            )
            .fetchone()
        )
        if row is None:
            return None
        sources: list[SourceRow] = []
        masthead = Masthead()
        for path, encoding, spans, state, head in self._connection().execute(
            "SELECT s.path, s.encoding, p.source_lines, s.state, s.masthead FROM appearance p"
            " JOIN source s ON s.id = p.source_id WHERE p.article_id = ? ORDER BY s.state = 'missing', s.path",
            (article_id,),
        ):
            if not sources:
                masthead = masthead_from_json(json.loads(head))
            sources.append(SourceRow(path, encoding, _spans(spans), state == "missing"))
        article = article_from_json(json.loads(zstandard.decompress(row[0])))
        issue = self.issue(row[1])
        assert issue is not None
        return StoredArticle(article_id, article, issue, masthead, tuple(sources))

    def ids_of_key(self, key: str) -> list[int]:
        rows = self._connection().execute("SELECT id FROM article WHERE key = ? ORDER BY id", (key,))
        return [row[0] for row in rows]

    def article_ids(self) -> list[int]:
        return [row[0] for row in self._connection().execute("SELECT id FROM article ORDER BY id")]

    def texts(self, ids: Sequence[int]) -> dict[int, TextRow]:
        """Search texts by id, of the articles that exist."""
        rows = self._connection().execute(
            "SELECT a.id, i.newspaper, i.date, a.page, t.search_text FROM article a"
            " JOIN article_text t ON t.article_id = a.id JOIN issue i ON i.id = a.issue_id"
            " WHERE a.id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        )
        return {row[0]: TextRow(row[0], row[1], _date(row[2]), row[3], row[4]) for row in rows}

    def first_paths(self, ids: Sequence[int]) -> dict[int, str]:
        """For each article the path of the file that holds it, one that is still there first."""
        rows = self._connection().execute(
            "SELECT p.article_id, s.path FROM appearance p JOIN source s ON s.id = p.source_id"
            " WHERE p.article_id IN (SELECT value FROM json_each(?)) ORDER BY s.state = 'missing' DESC, s.path DESC",
            (json.dumps(list(ids)),),
        )
        return dict(rows.fetchall())

    def problems(self) -> list[str]:
        """What SQLite finds wrong with the file; empty when it is sound."""
        try:
            rows = self._connection().execute("PRAGMA quick_check").fetchall()
        except sqlite3.DatabaseError as error:
            return [str(error)]
        return [row[0] for row in rows if row[0] != "ok"]


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _issue_row(row: tuple[int, str, str | None, str | None, str | None, int | None, int, str]) -> IssueRow:
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


def _article_row(
    row: tuple[int, str, int, str, str | None, str | None, str, str, str, int],
) -> ArticleRow:
    article_id, key, issue_id, kind, page, kicker, title, lead, names, length = row
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


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _ancestors(folder: str) -> Iterator[str]:
    """The folder, its parent, and so on up to the library's root."""
    while folder:
        yield folder
        folder = _folder(folder)
    yield ""


def _page_order(page: str | None) -> int:
    """Orders "1" < "2" < "10" < "A1" < "B1" < no page."""
    if page is None:
        return _NO_PAGE
    letters = page.rstrip("0123456789")
    number = int(page[len(letters) :][:6] or 0)
    return sum(ord(letter) << (7 * i) for i, letter in enumerate(reversed(letters[:3]))) * 1_000_000 + number


def _lead(article: Article) -> str:
    """How the text begins, for a list: the first paragraph that is long enough to be one, behind its credit."""
    texts = [block.text for block in article.blocks if block.kind in (BlockKind.PARAGRAPH, BlockKind.NOTICE)]
    text = next((text for text in texts if len(text) > 8), texts[0] if texts else "")
    credits = [(text.find(credit.as_printed), len(credit.as_printed)) for credit in article.credits]
    begin = max((at + length for at, length in credits if 0 <= at <= _DATELINE), default=0)
    return (text[begin:].lstrip("）) 　") or text)[:120]


def _names(article: Article) -> list[str]:
    written = (Role.REPORTER, Role.CORRESPONDENT, Role.AUTHOR)
    names = [name for credit in article.credits if credit.role in written for name in credit.names]
    return list(dict.fromkeys(names))


def _without_lines(article: Article) -> str:
    """The article's record but for its place in the file: what makes two copies equal."""
    record = article_to_json(article)
    del record["source_lines"]
    for block in record["blocks"]:
        del block["source_lines"]
    return json.dumps(record, ensure_ascii=False, sort_keys=True)
