"""The forms of an issue in the catalogue: its articles as each file has them, where another file's text is shown.

An article in files of several formats is one row of `article`, with an appearance for each file; `appearance.is_other`
marks the files whose text is not shown. If that row differs from the article as a file has it, the file's own article
is stored in `form`. So the forms of an issue can be taken apart (`FormWriter.dissolve`) and joined again whenever a
file of it is added, changed or removed. `joined` has a row for each issue of several formats, with a stamp of the
decisions used for joining. `twin` has the files that have a page of another file of their format once more.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from reader.newspaper.article import Article, Reading
from reader.newspaper.holdings import Twin
from reader.newspaper.issue import Masthead
from reader.newspaper.json_format import masthead_from_json, reading_from_json
from reader.newspaper.printing import FILE_MARK, PrintedArticle
from reader.storage.issue_table import EDITION
from reader.storage.packing import Unpacker
from reader.storage.text_table import PACKED, TextTable, date_of

APPEARANCE = """
CREATE TABLE appearance (
    source_id INTEGER NOT NULL REFERENCES source ON DELETE CASCADE,
    position INTEGER NOT NULL,
    article_id INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
    source_lines TEXT NOT NULL,
    is_other INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (source_id, position, article_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX appearance_of_article ON appearance (article_id)
"""

FORMS = """
CREATE TABLE form (
    source_id INTEGER NOT NULL REFERENCES source ON DELETE CASCADE,
    position INTEGER NOT NULL,
    key TEXT NOT NULL,
    dictionary INTEGER NOT NULL,
    search BLOB NOT NULL,
    record BLOB NOT NULL,
    PRIMARY KEY (source_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX form_by_key ON form (key);
CREATE TABLE joined (
    issue_id INTEGER PRIMARY KEY REFERENCES issue ON DELETE CASCADE,
    stamp TEXT NOT NULL
) STRICT
"""

TWINS = """
CREATE TABLE twin (
    source_id INTEGER PRIMARY KEY REFERENCES source ON DELETE CASCADE,
    of_id INTEGER NOT NULL REFERENCES source ON DELETE CASCADE,
    is_copy INTEGER NOT NULL
) STRICT;
CREATE INDEX twin_of ON twin (of_id)
"""

TABLES = f"{APPEARANCE};{FORMS}"

UPGRADE = f"""
ALTER TABLE appearance RENAME TO former_appearance;
DROP INDEX appearance_of_article;
{TABLES};
INSERT INTO appearance SELECT source_id, position, article_id, source_lines, 0 FROM former_appearance;
DROP TABLE former_appearance
"""

_FORMAT = "coalesce(json_extract(s.reading, '$.format'), '')"
FORMAT_OF = (
    f"(SELECT {_FORMAT} FROM appearance p JOIN source s ON s.id = p.source_id"
    " WHERE p.article_id = a.id AND NOT p.is_other LIMIT 1)"
)
"""SQL for the format of the files that have the shown text of an article `a`; "" for plain text."""


def printed_query(file_mark: str, edition: str, is_asked_for: str) -> str:
    """Return the SQL query for the rows of `printed_articles`; it has two parameters, which select the keys.

    `file_mark` is SQL for the mark of a file `s`, `edition` for the edition of an issue `i`; `is_asked_for` is a
    condition that follows a column of keys.
    """
    columns = f"a.key, i.newspaper, i.date, i.month_day, a.page, {edition}, {file_mark}, s.path"
    places = "JOIN issue i ON i.id = a.issue_id JOIN source s ON s.id = p.source_id"
    return (
        f"SELECT a.id, a.key, {columns} FROM article a JOIN appearance p ON p.article_id = a.id {places}"
        f" WHERE a.key {is_asked_for} UNION ALL SELECT a.id, f.key, {columns} FROM form f JOIN appearance p"
        f" ON (p.source_id, p.position) = (f.source_id, f.position) JOIN article a ON a.id = p.article_id {places}"
        f" WHERE f.key {is_asked_for} AND f.key != a.key ORDER BY 1, 2, 10"
    )


FILE_MARK_OF = f"lower(substr(hex(s.digest), 1, {FILE_MARK}))"
"""SQL for the mark of a file `s` (`file_mark`)."""
_PRINTED = printed_query(FILE_MARK_OF, EDITION, "IN (SELECT value FROM json_each(?))")


def printed_articles(rows: Iterable[Sequence[Any]]) -> list[PrintedArticle]:
    """Return the articles in sorted rows; there is a row for each file with an article, and for each
    key it has there.
    """
    sources_by_article: dict[tuple[Any, ...], list[tuple[str, str]]] = {}
    for *article, file_mark, path in rows:
        sources_by_article.setdefault(tuple(article), []).append((file_mark, path))
    articles = []
    for columns, sources in sources_by_article.items():
        article_id, key, shown_key, newspaper, date, month_day, page, edition = columns
        articles.append(
            PrintedArticle(
                article_id, key, shown_key, newspaper, date_of(date), month_day, page, tuple(sources), edition
            )
        )
    return articles


class FormFile(Struct, frozen=True):
    """A file of an issue, and how it was read; `corrections` is the stamp of the corrections it was parsed with."""

    id: int
    path: str
    masthead: Masthead
    reading: Reading | None
    corrections: str


class PagedFile(Struct, frozen=True):
    """A file of an issue with several files, and the labels of its pages."""

    issue_id: int
    path: str
    format: str
    size: int
    pages: frozenset[str]


class UndatedFile(Struct, frozen=True):
    """A present file of an issue without a day; `of` are the newspaper, the month and the day, and the format."""

    id: int
    path: str
    issue_id: int
    of: tuple[str, str | None, str]


class FormRow(Struct, frozen=True):
    """An article as a file has it, its position there, and the id of its row while the issue's forms
    are taken apart.
    """

    id: int
    source_id: int
    position: int
    article: Article
    text: str


class JoinedArticle(Struct, frozen=True):
    """An article that is shown: the id of the row with its text, its content, and the ids of its other
    sources' rows.
    """

    id: int
    article: Article
    text: str
    others: tuple[int, ...]


class FormTable(Struct):
    """Queries on forms. `rows` queries the catalogue, and raises what that raises."""

    _rows: Callable[..., list[Any]]
    _unpacker: Callable[[], Unpacker]

    def formats_of(self, issue_ids: Iterable[int]) -> dict[int, list[str]]:
        """Return the formats of the files of each issue, "" for plain text."""
        formats_by_issue: dict[int, list[str]] = {}
        for issue_id, name in self._rows(
            f"SELECT DISTINCT s.issue_id, {_FORMAT} FROM source s"
            " WHERE s.issue_id IN (SELECT value FROM json_each(?)) ORDER BY 1, 2",
            json.dumps(list(issue_ids)),
        ):
            formats_by_issue.setdefault(issue_id, []).append(name)
        return formats_by_issue

    def with_forms(self, issue_ids: Iterable[int]) -> set[int]:
        """Return those of the issues that have a row in `form` or in `twin`."""
        rows = self._rows(
            "SELECT DISTINCT s.issue_id FROM source s WHERE s.issue_id IN (SELECT value FROM json_each(?))"
            " AND (EXISTS (SELECT 1 FROM form f WHERE f.source_id = s.id)"
            " OR EXISTS (SELECT 1 FROM twin t WHERE t.source_id = s.id))",
            json.dumps(list(issue_ids)),
        )
        return {row[0] for row in rows}

    def files_of_several(self, issue_ids: Iterable[int]) -> list[PagedFile]:
        """Return the files of those of the issues that have several, by issue and path."""
        rows = self._rows(
            f"SELECT s.issue_id, s.path, {_FORMAT}, s.size, (SELECT json_group_array(DISTINCT a.page)"
            " FILTER (WHERE a.page IS NOT NULL) FROM appearance p JOIN article a ON a.id = p.article_id"
            " WHERE p.source_id = s.id) FROM source s WHERE s.issue_id IN (SELECT issue_id FROM source"
            " WHERE issue_id IN (SELECT value FROM json_each(?)) GROUP BY issue_id HAVING count(*) > 1)"
            " ORDER BY s.issue_id, s.path",
            json.dumps(list(issue_ids)),
        )
        return [
            PagedFile(issue_id, path, name, size, frozenset(json.loads(pages)))
            for issue_id, path, name, size, pages in rows
        ]

    def undated_files(self, folders: Iterable[str]) -> list[UndatedFile]:
        """Return the files of some folders that are of issues without a day, in order of path."""
        rows = self._rows(
            f"SELECT s.id, s.path, s.issue_id, i.newspaper, i.month_day, {_FORMAT} FROM source s"
            " JOIN issue i ON i.id = s.issue_id WHERE i.date IS NULL AND s.state = 'present'"
            " AND s.folder IN (SELECT value FROM json_each(?)) ORDER BY s.path",
            json.dumps(sorted(folders), ensure_ascii=False),
        )
        return [
            UndatedFile(source_id, path, issue_id, tuple(place)) for source_id, path, issue_id, *place in rows
        ]

    def twins(self, issue_id: int) -> dict[str, Twin]:
        """Return the files of an issue that have a page of another one once more, by path."""
        return self._twins("s.issue_id = ?", issue_id)

    def all_twins(self) -> dict[str, Twin]:
        """Return such files of all issues, as far as they are present, in order of path."""
        return self._twins("s.state = 'present'")

    def _twins(self, condition: str, *values: int) -> dict[str, Twin]:
        rows = self._rows(
            "SELECT s.path, o.path, t.is_copy FROM twin t JOIN source s ON s.id = t.source_id"
            f" JOIN source o ON o.id = t.of_id WHERE {condition} ORDER BY s.path",
            *values,
        )
        return {path: Twin(original, bool(is_copy)) for path, original, is_copy in rows}

    def stamps(self) -> dict[int, str]:
        return dict(self._rows("SELECT issue_id, stamp FROM joined"))

    def joined(self) -> list[int]:
        """Return the ids of the issues in which articles of several formats were joined."""
        return [
            row[0]
            for row in self._rows(
                "SELECT issue_id FROM joined WHERE EXISTS (SELECT 1 FROM source s JOIN appearance p"
                " ON p.source_id = s.id WHERE s.issue_id = joined.issue_id AND p.is_other) ORDER BY issue_id"
            )
        ]

    def files(self, issue_id: int) -> list[FormFile]:
        rows = self._rows(
            "SELECT id, path, masthead, reading, corrections FROM source WHERE issue_id = ? ORDER BY path",
            issue_id,
        )
        files: list[FormFile] = []
        for source_id, path, masthead_json, reading_json, corrections in rows:
            masthead = masthead_from_json(json.loads(masthead_json))
            reading = reading_from_json(json.loads(reading_json)) if reading_json else None
            files.append(FormFile(source_id, path, masthead, reading, corrections))
        return files

    def articles(self, issue_id: int) -> list[FormRow]:
        """Return the articles of an issue by path and position; its forms must have been taken apart."""
        rows = self._rows(
            f"SELECT p.source_id, p.position, a.id, {PACKED} FROM source s JOIN appearance p ON p.source_id = s.id"
            " JOIN article a ON a.id = p.article_id JOIN article_text t ON t.article_id = a.id"
            " WHERE s.issue_id = ? ORDER BY s.path, p.position",
            issue_id,
        )
        unpacker = self._unpacker()
        articles: list[FormRow] = []
        for source_id, position, article_id, key, dictionary, search, record in rows:
            article = unpacker.article(key, dictionary, search, record)
            text = unpacker.text(dictionary, search)
            articles.append(FormRow(article_id, source_id, position, article, text))
        return articles

    def of_article(self, article_id: int) -> dict[tuple[str, int], Article]:
        """Return, by path and position, the article as a file has it, for each file that differs from the article's
        row.
        """
        rows = self._rows(
            "SELECT s.path, f.position, f.key, f.dictionary, f.search, f.record FROM appearance p"
            " JOIN form f ON (f.source_id, f.position) = (p.source_id, p.position)"
            " JOIN source s ON s.id = p.source_id WHERE p.article_id = ?",
            article_id,
        )
        unpacker = self._unpacker()
        return {(path, position): unpacker.article(*packed) for path, position, *packed in rows}

    def moves(self) -> dict[str, str]:
        """Return the keys of shown articles by the keys that only other sources of them have."""
        rows = self._rows(
            "SELECT f.key, min(a.key) FROM form f JOIN appearance p"
            " ON (p.source_id, p.position) = (f.source_id, f.position) JOIN article a ON a.id = p.article_id"
            " WHERE p.is_other AND f.key != a.key AND NOT EXISTS (SELECT 1 FROM article WHERE key = f.key)"
            " GROUP BY f.key"
        )
        return dict(rows)

    def printed(self, keys: Iterable[str]) -> list[PrintedArticle]:
        """Return the articles that have one of these keys, either themselves or in another source."""
        distinct_keys = {*keys}
        if not distinct_keys:
            return []
        keys_json = json.dumps(sorted(distinct_keys))
        return printed_articles(self._rows(_PRINTED, keys_json, keys_json))


class FormWriter(Struct):
    """Joins the forms of issues, and takes them apart, within one transaction.

    `row_of` returns the id of an article's row in an issue, and creates the row if there is none.
    """

    connection: sqlite3.Connection
    table: TextTable
    row_of: Callable[[int, Article, str, str], int]

    def leave(self, source_id: int) -> None:
        self.connection.execute("DELETE FROM form WHERE source_id = ?", (source_id,))

    def dissolve(self, issue_id: int) -> set[int]:
        """Give the articles of each file of an issue their own rows again; return the ids of the rows
        that they shared.
        """
        rows = self.connection.execute(
            f"SELECT f.source_id, f.position, {_FORMAT}, f.key, f.dictionary, f.search, f.record FROM source s"
            " JOIN form f ON f.source_id = s.id WHERE s.issue_id = ?",
            (issue_id,),
        ).fetchall()
        left: set[int] = set()
        unpacker = self.table.unpacker()
        for source_id, position, form, key, dictionary, search, record in rows:
            article = unpacker.article(key, dictionary, search, record)
            text = unpacker.text(dictionary, search)
            article_id = self.row_of(issue_id, article, text, form)
            appearances = self.connection.execute(
                "DELETE FROM appearance WHERE source_id = ? AND position = ? RETURNING article_id, source_lines",
                (source_id, position),
            ).fetchall()
            left.update(shared_id for shared_id, _ in appearances)
            _, source_lines = appearances[0]
            self.connection.execute(
                "INSERT INTO appearance VALUES (?, ?, ?, ?, 0)",
                (source_id, position, article_id, source_lines),
            )
            self.connection.execute(
                "DELETE FROM form WHERE source_id = ? AND position = ?", (source_id, position)
            )
        self.connection.execute("DELETE FROM joined WHERE issue_id = ?", (issue_id,))
        of_issue = "source_id IN (SELECT id FROM source WHERE issue_id = ?)"
        self.connection.execute(f"DELETE FROM twin WHERE {of_issue}", (issue_id,))
        self.connection.execute(
            f"UPDATE appearance SET is_other = 0 WHERE is_other AND {of_issue}", (issue_id,)
        )
        return left

    def put(
        self, issue_id: int, joined: Sequence[JoinedArticle], stamp: str, twins: Mapping[str, Twin]
    ) -> set[int]:
        """Join the articles of an issue whose forms are taken apart; return the ids of the rows that they had."""
        self.connection.execute("INSERT OR REPLACE INTO joined VALUES (?, ?)", (issue_id, stamp))
        rows_of_shown: dict[int, list[int]] = {}
        rows_of_others: dict[int, list[int]] = {}
        for joined_article in joined:
            if not joined_article.others:
                continue
            form = self.form_of(joined_article.id)
            row = self.row_of(issue_id, joined_article.article, joined_article.text, form)
            rows_of_shown[joined_article.id] = [row]
            for other in joined_article.others:
                rows_of_others.setdefault(other, []).append(row)
        left = self._move(rows_of_shown, is_other=False) | self._move(rows_of_others, is_other=True)
        self._put_twins(twins)
        return left

    def _move(self, rows_by_article: Mapping[int, Sequence[int]], *, is_other: bool) -> set[int]:
        """Move the appearances of articles to other rows, and store the articles as their files have them in `form`.

        Return the ids of the rows that are left by it.
        """
        left: set[int] = set()
        for article_id, rows in rows_by_article.items():
            if list(rows) == [article_id]:
                continue
            left.add(article_id)
            ((key, *packed),) = self.connection.execute(
                f"SELECT {PACKED} FROM article a JOIN article_text t ON t.article_id = a.id WHERE a.id = ?",
                (article_id,),
            ).fetchall()
            appearances = self.connection.execute(
                "DELETE FROM appearance WHERE article_id = ? RETURNING source_id, position, source_lines",
                (article_id,),
            ).fetchall()
            for source_id, position, spans in appearances:
                self.connection.execute(
                    "INSERT INTO form VALUES (?, ?, ?, ?, ?, ?)", (source_id, position, key, *packed)
                )
                self.connection.executemany(
                    "INSERT INTO appearance VALUES (?, ?, ?, ?, ?)",
                    [(source_id, position, row, spans, is_other) for row in rows],
                )
        return left

    def _put_twins(self, twins: Mapping[str, Twin]) -> None:
        """Store which files have a page once more; of a text that both have, the other file is the one shown."""
        self.connection.executemany(
            "INSERT OR REPLACE INTO twin SELECT s.id, o.id, ? FROM source s, source o WHERE s.path = ? AND o.path = ?",
            [(twin.is_copy, path, twin.of) for path, twin in twins.items()],
        )
        for path, twin in twins.items():
            self.connection.execute(
                "UPDATE appearance SET is_other = 1 WHERE source_id = (SELECT id FROM source WHERE path = ?)"
                " AND article_id IN (SELECT p.article_id FROM appearance p JOIN source s ON s.id = p.source_id"
                " WHERE s.path = ? AND NOT p.is_other)",
                (path, twin.of),
            )

    def form_of(self, article_id: int) -> str:
        """Return the format of the files that have an article's shown text."""
        ((form,),) = self.connection.execute(
            f"SELECT {FORMAT_OF} FROM article a WHERE a.id = ?", (article_id,)
        )
        return str(form)
