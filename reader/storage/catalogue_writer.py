"""What is written to the catalogue: files come, change, move and go; issues and articles follow.

An issue is told by (newspaper, printed or file-name date); a file whose date is inferred or unknown is an issue of
its own. All that an issue's row tells depends on the set of its files, not on the order in which they came.
"""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from reader.newspaper.article import Article
from reader.newspaper.issue import DateOrigin, IssuePart, Masthead
from reader.newspaper.json_format import masthead_from_json, masthead_to_json
from reader.stitching import Seam, Stitch
from reader.storage import article_row, masthead_table, stitch_table
from reader.storage.article_row import COLUMNS
from reader.storage.folder import FoundFile
from reader.storage.text_table import TextTable, TextWriter
from reader.storage.vocabulary_table import FRONT, VocabularyWriter


class CatalogueWriter:
    """Writes within one transaction of `Catalogue.writing`; `added` and `removed` gather the ids of articles that
    come and go in it, for the index, `to_stitch` the issues whose days have to be stitched anew.
    """

    def __init__(self, connection: sqlite3.Connection, texts: TextTable) -> None:
        self._connection = connection
        self.texts = TextWriter(connection, texts)
        self.vocabulary = VocabularyWriter(connection)
        self._issues_touched: set[int] = set()
        self.to_stitch: set[int] = set()
        self._articles_left: set[int] = set()
        self._titles: dict[str, Counter[str]] | None = None
        self.added: dict[int, None] = {}
        self.removed: list[int] = []

    def store(
        self,
        file: FoundFile,
        digest: bytes,
        parser_version: int,
        part: IssuePart,
        search_texts: Sequence[str],
        corrections: str = "",
        head: tuple[Sequence[str], str] = ((), ""),
    ) -> None:
        """Puts in what was read from one file, with these corrections, in place of what stood there; `head` are the
        lines of its masthead, and their search text.
        """
        source_id = self._source_id(file, digest, parser_version)
        self._leave(source_id)
        issue_id = self._issue_for(
            part.masthead, digest, self._newspaper_of(part.masthead, _folder(file.path))
        )
        self._connection.execute(
            "UPDATE source SET state = 'present', message = NULL, encoding = ?, masthead = ?, title = ?, issue_id = ?,"
            " corrections = ? WHERE id = ?",
            (
                part.encoding,
                json.dumps(masthead_to_json(part.masthead), ensure_ascii=False),
                part.masthead.title,
                issue_id,
                corrections,
                source_id,
            ),
        )
        masthead_table.put(self._connection, source_id, *head)
        for position, (article, text) in enumerate(zip(part.articles, search_texts, strict=True)):
            article_id = self._article_id(issue_id, article, text)
            spans = json.dumps(article.source_lines)
            self._connection.execute(
                "INSERT INTO appearance VALUES (?, ?, ?, ?)", (source_id, position, article_id, spans)
            )

    def fail(self, file: FoundFile, digest: bytes, parser_version: int, message: str) -> None:
        """Remembers a file that could not be read; what was read from it before stays as it was."""
        source_id = self._source_id(file, digest, parser_version)
        self._connection.execute(
            "UPDATE source SET state = 'failed', message = ? WHERE id = ?", (message, source_id)
        )

    def touch(self, path: str, file: FoundFile) -> None:
        """The bytes that were at `path` are now those of `file`: at another time, or in another place."""
        self._connection.execute(
            "UPDATE source SET path = ?, folder = ?, size = ?, mtime_ns = ?, state = 'present' WHERE path = ?",
            (file.path, _folder(file.path), file.size, file.mtime_ns, path),
        )
        self._note_issue_of(file.path)

    def mark_missing(self, paths: Iterable[str]) -> None:
        """Files that are gone; what was read from them stays, and those that never gave an article are forgotten."""
        gone = [(path,) for path in paths]
        self._connection.executemany("DELETE FROM source WHERE path = ? AND issue_id IS NULL", gone)
        self._connection.executemany(
            "UPDATE source SET state = 'missing' WHERE path = ? AND state != 'missing'", gone
        )

    def remove_missing(self, paths: Iterable[str]) -> None:
        """A person has said that these missing files shall be forgotten."""
        for path in paths:
            for (source_id,) in self._connection.execute(
                "SELECT id FROM source WHERE path = ? AND state = 'missing'", (path,)
            ).fetchall():
                self._leave(source_id)
                self._connection.execute("DELETE FROM source WHERE id = ?", (source_id,))

    def read_again(self) -> None:
        """Lets the next sync read every file, as if a new parser had come."""
        self._connection.execute("UPDATE source SET parser_version = -1 WHERE state != 'missing'")

    def note_complete(self) -> None:
        """A sync has come to its end."""
        self._connection.execute("INSERT OR IGNORE INTO meta VALUES ('complete', 1)")

    def adopt_untitled(self) -> None:
        """Gives files without a printed title the newspaper of their neighbours: the commonest title of the nearest
        folder that has one.
        """
        held = self._connection.execute(
            "SELECT DISTINCT s.folder, i.newspaper FROM source s JOIN issue i ON i.id = s.issue_id"
            " WHERE s.title IS NULL"
        ).fetchall()
        self._titles = None
        for folder in sorted({f for f, newspaper in held if newspaper != self._title_near(f)}):
            rows = self._connection.execute(
                "SELECT id, digest, masthead, issue_id FROM source WHERE title IS NULL AND folder = ?"
                " AND issue_id IS NOT NULL",
                (folder,),
            ).fetchall()
            for source_id, digest, masthead, issue_before in rows:
                issue_id = self._issue_for(
                    masthead_from_json(json.loads(masthead)), digest, self._title_near(folder)
                )
                if issue_id != issue_before:
                    self._move(source_id, issue_before, issue_id)

    def stitch(
        self, issue_ids: Collection[int], stitches: Iterable[tuple[Stitch, Seam | None]], stamp: str
    ) -> None:
        """What the articles of a day, which is these issues, go on with; `stamp` tells by what that was found."""
        stitch_table.put(self._connection, issue_ids, stitches, stamp)
        self.to_stitch -= set(issue_ids)

    def settle(self) -> None:
        """Before a transaction ends: articles that no file holds go, issues tell what their files tell, or go."""
        fronts = []
        for article_id in sorted(self._articles_left):
            gone = self._connection.execute(
                "DELETE FROM article WHERE id = ? AND NOT EXISTS"
                f" (SELECT 1 FROM appearance WHERE article_id = article.id) RETURNING id, {FRONT}",
                (article_id,),
            ).fetchall()
            if gone:
                fronts += gone
                self.removed.append(article_id)
                self.added.pop(article_id, None)
        if fronts:
            self.vocabulary.take_out(fronts)
        for issue_id in sorted(self._issues_touched):
            self.to_stitch.update(stitch_table.forget(self._connection, issue_id))
            self._settle_issue(issue_id)
        self._articles_left.clear()
        self._issues_touched.clear()

    # -- files

    def _source_id(self, file: FoundFile, digest: bytes, parser_version: int) -> int:
        (row,) = self._connection.execute(
            "INSERT INTO source (path, folder, size, mtime_ns, digest, parser_version, state)"
            " VALUES (?, ?, ?, ?, ?, ?, 'present') ON CONFLICT (path) DO UPDATE SET"
            " size = excluded.size, mtime_ns = excluded.mtime_ns, digest = excluded.digest,"
            " parser_version = excluded.parser_version RETURNING id",
            (file.path, _folder(file.path), file.size, file.mtime_ns, digest, parser_version),
        ).fetchall()
        return int(row[0])

    def _leave(self, source_id: int) -> None:
        """Takes the file's articles from it, and notes what has to be settled afterwards."""
        rows = self._connection.execute(
            "DELETE FROM appearance WHERE source_id = ? RETURNING article_id", (source_id,)
        ).fetchall()
        self._articles_left.update(row[0] for row in rows)
        for (issue_id,) in self._connection.execute(
            "SELECT issue_id FROM source WHERE id = ? AND issue_id IS NOT NULL", (source_id,)
        ).fetchall():
            self._issues_touched.add(issue_id)

    def _note_issue_of(self, path: str) -> None:
        for (issue_id,) in self._connection.execute(
            "SELECT issue_id FROM source WHERE path = ? AND issue_id IS NOT NULL", (path,)
        ).fetchall():
            self._issues_touched.add(issue_id)

    def _move(self, source_id: int, issue_before: int, issue_id: int) -> None:
        """Takes a file to another issue. Its articles get new rows there: an article's row is never changed."""
        self._issues_touched |= {issue_before, issue_id}
        self._connection.execute("UPDATE source SET issue_id = ? WHERE id = ?", (issue_id, source_id))
        for position, article_id in self._connection.execute(
            "SELECT position, article_id FROM appearance WHERE source_id = ?", (source_id,)
        ).fetchall():
            copied = self._connection.execute(
                f"INSERT OR IGNORE INTO article (issue_id, {COLUMNS}) SELECT ?, {COLUMNS} FROM article WHERE id = ?",
                (issue_id, article_id),
            )
            (copy_id,) = self._connection.execute(
                "SELECT c.id FROM article c JOIN article a ON a.key = c.key AND a.digest = c.digest"
                " WHERE a.id = ? AND c.issue_id = ?",
                (article_id, issue_id),
            ).fetchone()
            if copied.rowcount:
                self.texts.copy(article_id, copy_id)
                self.added[copy_id] = None
            self._connection.execute(
                "UPDATE appearance SET article_id = ? WHERE source_id = ? AND position = ?",
                (copy_id, source_id, position),
            )
            self._articles_left.add(article_id)

    # -- newspapers

    def _newspaper_of(self, masthead: Masthead, folder: str) -> str:
        return masthead.title or self._title_near(folder)

    def _title_near(self, folder: str) -> str:
        """The commonest title of the nearest folder that has one, as far as files have told when it is first asked:
        `adopt_untitled` has the last word.
        """
        if self._titles is None:
            self._titles = defaultdict(Counter)
            for title, of_folder, count in self._connection.execute(
                "SELECT title, folder, count(*) FROM source WHERE title IS NOT NULL GROUP BY title, folder"
            ):
                for above in _ancestors(of_folder):
                    self._titles[above][title] += count
        near = next((self._titles[above] for above in _ancestors(folder) if above in self._titles), Counter())
        return min(near, key=lambda title: (-near[title], title), default="")

    # -- issues

    def _issue_for(self, masthead: Masthead, digest: bytes, newspaper: str) -> int:
        """The id of the issue that a file with this masthead belongs to, made when there is none."""
        date = masthead.date.isoformat() if masthead.date else None
        is_certain = date is not None and masthead.date_origin is not DateOrigin.INFERRED
        identity = [newspaper, date] if is_certain else [newspaper, date, masthead.month_day, digest.hex()]
        self._connection.execute(
            "INSERT OR IGNORE INTO issue (identity, newspaper, date, month_day, label) VALUES (?, ?, ?, ?, '')",
            (json.dumps(identity), newspaper, date, masthead.month_day),
        )
        (issue_id,) = self._connection.execute(
            "SELECT id FROM issue WHERE identity = ?", (json.dumps(identity),)
        ).fetchone()
        self._issues_touched.add(issue_id)
        return int(issue_id)

    def _settle_issue(self, issue_id: int) -> None:
        files = self._connection.execute(
            "SELECT path, masthead FROM source WHERE issue_id = ? ORDER BY path", (issue_id,)
        ).fetchall()
        if not files:
            self._connection.execute("DELETE FROM issue WHERE id = ?", (issue_id,))
            self.to_stitch.discard(issue_id)
            return
        mastheads = [masthead_from_json(json.loads(masthead)) for _, masthead in files]
        origins = {masthead.date_origin for masthead in mastheads}
        origin = next((each for each in DateOrigin if each in origins), None)
        self._connection.execute(
            "UPDATE issue SET label = ?, number = ?, date_origin = ?,"
            " article_count = (SELECT count(*) FROM article WHERE issue_id = issue.id) WHERE id = ?",
            (
                files[0][0].rpartition("/")[2],
                next((masthead.number for masthead in mastheads if masthead.number is not None), None),
                origin.value if origin else None,
                issue_id,
            ),
        )

    # -- articles

    def _article_id(self, issue_id: int, article: Article, text: str) -> int:
        """The id of the article's row in the issue, made when there is none."""
        row = article_row.of(article, text)
        found = self._connection.execute(
            "SELECT id FROM article WHERE issue_id = ? AND key = ? AND digest = ?",
            (issue_id, row.key, row.digest),
        ).fetchone()
        if found:
            return int(found[0])
        cursor = self._connection.execute(
            f"INSERT INTO article (issue_id, {COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (issue_id, *row),
        )
        article_id = int(cursor.lastrowid or 0)
        self.texts.put(article_id, article, text)
        self.added[article_id] = None
        return article_id


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _ancestors(folder: str) -> Iterator[str]:
    """The folder, its parent, and so on up to the library's root."""
    while folder:
        yield folder
        folder = _folder(folder)
    yield ""
