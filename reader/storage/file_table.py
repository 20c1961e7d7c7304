"""The files in the catalogue, the files that they refer to, and the issues read from them."""

import datetime as dt
import json
import posixpath
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from reader.i18n import said_again
from reader.newspaper.article import LineSpan
from reader.newspaper.holdings import FolderFile, HeldFile, MissingFile, SourceFile, SourceRow
from reader.newspaper.issue import DateOrigin, IssuePart, Masthead, TitleOrigin
from reader.newspaper.json_format import (
    masthead_from_json,
    masthead_to_json,
    reading_from_json,
    reading_to_json,
)
from reader.newspaper.printing import file_mark
from reader.storage.folder import FilesAsRead, FoundFile, Scan
from reader.storage.text_table import MakeRows, date_of

if TYPE_CHECKING:
    from reader.storage.doubt_table import DoubtTable
    from reader.storage.doubtful_files import CountedApart, DoubtfulFile

TABLE = """
CREATE TABLE beside (
    source_id INTEGER NOT NULL REFERENCES source ON DELETE CASCADE,
    name TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    digest BLOB NOT NULL,
    PRIMARY KEY (source_id, name)
) STRICT, WITHOUT ROWID
"""
"""The files that others were read with: the pages of an issue whose table of contents is a file of its own.

They are no issues themselves, and have no row in `source`; when one changes, the file that names it is read again.
"""


class BesideFile(Struct, frozen=True):
    """A file that another file refers to; `name` is relative to the folder of that other file.

    `size` is -1 if it does not exist; `digest` is empty unless it is a page that was read.
    """

    name: str
    size: int = -1
    mtime_ns: int = 0
    digest: bytes = b""

    @property
    def is_page(self) -> bool:
        return bool(self.digest)


class BesideFiles(Struct, frozen=True):
    """The files that a file refers to. `are_taken`: something was read from them, so they belong to no other file."""

    files: tuple[BesideFile, ...]
    are_taken: bool


def beside_path(path: str, name: str) -> str:
    """Return the path in the library of a file, given its name relative to the folder of the file at `path`."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), name))


def put(connection: sqlite3.Connection, source_id: int, files: Iterable[BesideFile]) -> None:
    """Store the files that a file refers to, replacing those stored before."""
    connection.execute("DELETE FROM beside WHERE source_id = ?", (source_id,))
    add(connection, source_id, files)


def add(connection: sqlite3.Connection, source_id: int, files: Iterable[BesideFile]) -> None:
    """Store files that a file refers to, in addition to those stored before."""
    connection.executemany(
        "INSERT OR REPLACE INTO beside VALUES (?, ?, ?, ?, ?)",
        [(source_id, file.name, file.size, file.mtime_ns, file.digest) for file in files],
    )


def add_to(connection: sqlite3.Connection, path: str, files: Iterable[BesideFile]) -> None:
    """Store files that the file at `path` refers to, in addition to those stored before."""
    for (source_id,) in connection.execute("SELECT id FROM source WHERE path = ?", (path,)).fetchall():
        add(connection, source_id, files)


def stored_pages(connection: sqlite3.Connection, path: str, files: Iterable[BesideFile]) -> list[int]:
    """Return the ids of pages of the file at `path` that were stored as files of their own."""
    paths = [beside_path(path, file.name) for file in files if file.is_page]
    rows = [
        connection.execute("SELECT id FROM source WHERE path = ?", (page_path,)).fetchone()
        for page_path in paths
    ]
    return [row[0] for row in rows if row]


def columns_of(part: IssuePart, corrections: str) -> tuple[str, str, str | None, str, str | None]:
    """Return the columns of a file from `encoding` to `reading`; `corrections` is the stamp of those in effect."""
    return (
        part.encoding,
        json.dumps(masthead_to_json(part.masthead), ensure_ascii=False),
        part.masthead.title,
        corrections,
        json.dumps(reading_to_json(part.reading), ensure_ascii=False) if part.reading else None,
    )


def source_row(
    path: str,
    encoding: str,
    spans: str,
    state: str,
    reading: str | None,
    position: int,
    is_other: int,
    digest: bytes = b"",
) -> SourceRow:
    """Return the row of an article's source file. Raises ValueError or KeyError on values that the program did not
    write.
    """
    how = reading_from_json(json.loads(reading)) if reading else None
    return SourceRow(
        path,
        encoding,
        spans_from(spans),
        state == "missing",
        how,
        position,
        bool(is_other),
        file_mark(digest),
    )


def witness_of(masthead: Masthead, newspaper: str) -> TitleOrigin | None:
    """Return the evidence for a file's newspaper; inferred if an earlier version, which did not record it, read the
    file.
    """
    if not masthead.title:
        return TitleOrigin.FOLDER
    if masthead.title != newspaper:
        return TitleOrigin.OTHER_ISSUES
    if masthead.title_origin is None and masthead.title == masthead.title_as_printed:
        return TitleOrigin.PRINTED
    return masthead.title_origin


def folder_of(path: str) -> str:
    return path.rpartition("/")[0]


def spans_from(text: str) -> tuple[LineSpan, ...]:
    return tuple((first, last) for first, last in json.loads(text))


class KnownFile(Struct, frozen=True, gc=False):
    """A file as the catalogue knows it; `state` is "present", "missing" or "failed".

    `message` says why it could not be read the last time; its former content stays. `corrections` is the stamp of the
    corrections it was parsed with, "" for none.
    """

    path: str
    size: int
    mtime_ns: int
    digest: bytes
    parser_version: int
    state: str
    message: str | None
    corrections: str = ""


class UndatedFile(Struct, frozen=True):
    """A file without a date of its own, and its issue; `date` is the day inferred from other issues, if any."""

    source_id: int
    path: str
    masthead: Masthead
    issue_id: int
    newspaper: str
    date: dt.date | None


FORMAT = "json_extract(reading, '$.format')"
"""SQL: the format of a file that is no plain text."""
_KNOWN = "SELECT path, size, mtime_ns, digest, parser_version, state, message, corrections FROM source"
_UNSETTLED = (
    # else the index by state is used, which lacks the other columns
    "SELECT path FROM source INDEXED BY source_compared"
    " WHERE parser_version != ?1 OR corrections != '' OR state != 'present'"
    " UNION SELECT path FROM source WHERE id IN (SELECT source_id FROM beside) OR digest IN"
    " (SELECT digest FROM source WHERE path IN (SELECT value FROM json_each(?2)))"
)
_IS_WORDLESS = "instr(coalesce(message, ''), 'reader recognize') > 0"
"""SQL: whether a file that failed has pictures alone: what is stored of it names, in every language, the command that
recognises them.
"""

IS_UNREADABLE = f"state = 'failed' AND NOT is_left_out AND NOT {_IS_WORDLESS}"
"""SQL: whether a file could not be read; one without an article could be, and one of pictures waits."""

_HOLDS_FILES = "EXISTS (SELECT 1 FROM source i WHERE i.path > s.path || '/' AND i.path < s.path || '0')"
"""SQL: whether a file `s` contains other files, whose paths begin with its own and "/"; "0" is the
character after "/".
"""


def _source_file(row: Sequence[Any]) -> SourceFile:
    path, state, masthead = row
    return SourceFile(path, state == "missing", masthead_from_json(json.loads(masthead)))


def _held_file(row: Sequence[Any]) -> HeldFile:
    path, newspaper, date, month_day, is_inferred, pages = row
    return HeldFile(path, newspaper, date_of(date), month_day, bool(is_inferred), pages or "")


def _undated_file(row: Sequence[Any]) -> UndatedFile:
    source_id, path, masthead, issue_id, newspaper, date = row
    return UndatedFile(
        source_id, path, masthead_from_json(json.loads(masthead)), issue_id, newspaper, date_of(date)
    )


def _missing_file(row: Sequence[Any]) -> MissingFile:
    path, newspaper, date, *rest = row
    return MissingFile(path, newspaper, date_of(date), *rest)


def _folder_file(row: Sequence[Any]) -> FolderFile:
    path, issue_id, newspaper, date = row
    return FolderFile(path, issue_id, newspaper, date_of(date))


def _with_spans(row: Sequence[Any]) -> tuple[int, str, tuple[LineSpan, ...]]:
    article_id, title, spans = row
    return article_id, title, spans_from(spans)


def _is_any(origins: Iterable[DateOrigin]) -> str:
    """Return in SQL whether the origin of an issue's day is one of these."""
    return " OR ".join(f"date_origin = '{origin.value}'" for origin in origins)


IS_ESTIMATED = _is_any(origin for origin in DateOrigin if origin.is_estimated)
"""SQL: whether the day of an issue follows from its text, or from other issues."""
IS_INFERRED = _is_any(origin for origin in DateOrigin if origin.is_inferred)
"""SQL: whether nobody has written it down as the paper's."""
IS_PLACED = f"date IS NULL OR {IS_ESTIMATED}"
"""SQL: whether an issue has no date of its own."""


class FileTable(Struct):
    """Queries on files. `rows` and `made` query the catalogue; both raise what `Catalogue` raises."""

    _rows: Callable[..., list[Any]]
    _made: MakeRows

    def known_files(self) -> dict[str, KnownFile]:
        return {row[0]: KnownFile(*row) for row in self._rows(f"{_KNOWN} ORDER BY path")}

    def number(self) -> int:
        return int(self._rows("SELECT count(*) FROM source")[0][0])

    def as_read(
        self, parser_version: int, corrected: Sequence[str], *, by_names: bool = False
    ) -> tuple[Mapping[str, FoundFile], list[str]]:
        """Return the files that certainly need not be read while they are as they were when they were read, by path,
        and the paths of the others.

        The former were read by this version of the parser, without corrections and without other files. They are no
        copies of the files in `corrected`, which have corrections now. With `by_names`, all but their paths is looked
        up when it is asked for.
        """
        others = [path for (path,) in self._rows(_UNSETTLED, parser_version, json.dumps(corrected))]
        if not by_names:
            settled = self._found_files()
            for path in others:
                settled.pop(path, None)
            return settled, others
        ((every,),) = self._rows("SELECT json_group_array(path) FROM source INDEXED BY source_compared")
        paths = dict.fromkeys(msgspec.json.decode(every, type=list[str]))
        for path in others:
            paths.pop(path, None)
        return FilesAsRead(paths, self._found_files), others

    def _found_files(self) -> dict[str, FoundFile]:
        # one row, because a tuple for each file takes longer
        (columns,) = self._rows(
            "SELECT json_group_array(path), json_group_array(size), json_group_array(mtime_ns)"
            " FROM source INDEXED BY source_compared"
        )
        paths, sizes, times = map(msgspec.json.decode, columns)
        return dict(zip(paths, map(FoundFile, paths, sizes, times), strict=True))

    def not_as_read(
        self, scan: Scan, settled: Mapping[str, FoundFile], others: Iterable[str]
    ) -> dict[str, KnownFile]:
        """Return the `others` and those of the `settled` files (`as_read`) that the scan has not found as they were.

        Files that it has found so without knowing them are moved to `Scan.same`.
        """
        scanned_files = scan.files
        scan.files = [file for file in scanned_files if settled.get(file.path) != file]
        if len(scan.files) < len(scanned_files):
            scan.same = {
                **scan.same,
                **{file.path: file for file in scanned_files if settled.get(file.path) == file},
            }
        gone = settled.keys() - scan.same.keys() if len(scan.same) < len(settled) else ()
        rows = self._rows(
            f"{_KNOWN} WHERE path IN (SELECT value FROM json_each(?)) ORDER BY path",
            json.dumps([*others, *gone]),
        )
        file_by_path = {row[0]: KnownFile(*row) for row in rows}
        ((size,),) = self._rows("SELECT coalesce(sum(size), 0) FROM source INDEXED BY source_compared")
        scan.same_size = size - sum(file.size for file in file_by_path.values())
        return file_by_path

    def digests(self, paths: Iterable[str]) -> dict[str, bytes]:
        return dict(
            self._rows(
                "SELECT path, digest FROM source WHERE path IN (SELECT value FROM json_each(?))",
                json.dumps(list(paths)),
            )
        )

    def stamps_of_corrections(self, paths: Iterable[str]) -> dict[str, tuple[bytes, str]]:
        """Return the digest of each of these files, and the stamp of the corrections with which it was read.

        Files that were never read are left out.
        """
        rows = self._rows(
            "SELECT path, digest, corrections FROM source WHERE issue_id IS NOT NULL"
            " AND path IN (SELECT value FROM json_each(?))",
            json.dumps(list(paths)),
        )
        return {path: (digest, stamp) for path, digest, stamp in rows}

    def present_mastheads(self, paths: Iterable[str]) -> dict[str, Masthead]:
        """Return what those of these files tell of their issues that are there and were read."""
        rows = self._rows(
            "SELECT path, masthead FROM source WHERE state = 'present' AND issue_id IS NOT NULL"
            " AND path IN (SELECT value FROM json_each(?))",
            json.dumps(list(paths)),
        )
        return {path: masthead_from_json(json.loads(masthead)) for path, masthead in rows}

    def beside(self) -> dict[str, BesideFiles]:
        rows = self._rows(
            "SELECT s.path, s.issue_id IS NOT NULL, b.name, b.size, b.mtime_ns, b.digest FROM beside b"
            " CROSS JOIN source s ON s.id = b.source_id ORDER BY s.path, b.name"
        )
        files_by_path: dict[str, BesideFiles] = {}
        for (path, are_taken), group in groupby(rows, key=itemgetter(0, 1)):
            files = tuple(BesideFile(*file) for _, _, *file in group)
            files_by_path[path] = BesideFiles(files, bool(are_taken))
        return files_by_path

    def failed_count(self) -> int:
        rows = self._rows(f"SELECT count(*) FROM source WHERE {IS_UNREADABLE}")
        return int(rows[0][0])

    def failed_files(self, most: int = -1, *, are_left_out: bool = False) -> dict[str, str]:
        """Return the files that could not be read, or those without an article, each with why, by path."""
        if are_left_out:
            return self._with_reasons(f"state = 'failed' AND is_left_out AND NOT {_HOLDS_FILES}", most)
        return self._with_reasons(IS_UNREADABLE, most)

    def wordless_files(self) -> dict[str, str]:
        """Return the files whose pages are pictures without a text, each with what to do, by path."""
        return self._with_reasons(f"state = 'failed' AND NOT is_left_out AND {_IS_WORDLESS}")

    def _with_reasons(self, condition: str, most: int = -1) -> dict[str, str]:
        rows = self._rows(
            f"SELECT path, coalesce(message, '') FROM source s WHERE {condition} ORDER BY path LIMIT ?",
            most,
        )
        return {path: said_again(why) for path, why in rows}

    def left_out_and_opened(self) -> tuple[dict[str, int], dict[str, int]]:
        """Return the number of files without an article, and of containers, each by kind, the most frequent first."""
        rows = self._rows(
            f"SELECT {_HOLDS_FILES} AS holds_files, coalesce(message, ''), count(*) FROM source s"
            " WHERE state = 'failed' AND is_left_out GROUP BY 1, 2 ORDER BY count(*) DESC, message"
        )
        left_out: Counter[str] = Counter()
        opened: Counter[str] = Counter()
        for is_opened, what, number in rows:
            counts = opened if is_opened else left_out
            counts[said_again(what)] += number
        return dict(left_out), dict(opened)

    def formats(self) -> dict[str, int]:
        """Return the number of present files of each format, the most frequent first, without plain text."""
        rows = self._rows(
            f"SELECT {FORMAT}, count(*) FROM source"
            " WHERE +state = 'present' AND reading IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1"
        )
        return dict(rows)

    def pages_in_unknown_script(self) -> int:
        rows = self._rows(
            "SELECT sum(json_extract(reading, '$.quality.unknown_script')) FROM source"
            " WHERE +state = 'present' AND reading IS NOT NULL"
        )
        return rows[0][0] or 0

    def doubtful(
        self, today: dt.date, *, with_apart: bool = False, after: str = "", most: int = -1
    ) -> "list[DoubtfulFile]":
        from reader.storage import doubtful_files

        return doubtful_files.doubtful(self._rows, today, with_apart=with_apart, after=after, most=most)

    def doubtful_of_issues(self, today: dt.date, issue_ids: Sequence[int]) -> "list[DoubtfulFile]":
        from reader.storage import doubtful_files

        return doubtful_files.doubtful_of_issues(self._rows, today, issue_ids)

    def at(self, paths: Sequence[str]) -> "list[DoubtfulFile]":
        """Return the present files at some paths, as `doubtful` does."""
        from reader.storage import doubtful_files

        return doubtful_files.files_at(self._rows, paths)

    def doubts(self) -> "DoubtTable | None":
        """Return what is stored of doubts; None where nothing is: no sync has done it, or the files are elsewhere."""
        from reader.storage.doubt_table import stored_doubts

        return stored_doubts(self._rows)

    def counted_apart(self, today: dt.date) -> "CountedApart":
        from reader.storage import doubtful_files

        return doubtful_files.counted_apart(self._rows, today)

    def paths_with_digest(self, digest: bytes) -> list[str]:
        """Return the files whose bytes have this digest, without failed ones."""
        rows = self._rows(
            "SELECT path FROM source WHERE digest = ? AND state = 'present' ORDER BY path", digest
        )
        return [row[0] for row in rows]

    def paths_as_json(self) -> str:
        """Return the paths of all files from which an issue was read, in one JSON array."""
        # the plus leads to the index of the sync, without naming it, as a library in one file lacks it
        ((paths,),) = self._rows("SELECT json_group_array(path) FROM source WHERE +state = 'present'")
        return str(paths)

    def copies(self) -> list[tuple[str, str]]:
        """Return the present files with exactly the articles of another file, each with the first such file by path."""
        # the usual case, in a tenth of the time: each article is in one file
        if self._rows("SELECT (SELECT count(*) FROM appearance) = (SELECT count(*) FROM article)") == [(1,)]:
            return []
        rows = self._rows(
            "SELECT s.path, group_concat(p.article_id) FROM (SELECT source_id, article_id FROM appearance"
            " WHERE NOT is_other AND source_id IN (SELECT source_id FROM appearance WHERE article_id IN"
            " (SELECT article_id FROM appearance WHERE NOT is_other GROUP BY article_id HAVING count(*) > 1))"
            " ORDER BY source_id, position) p JOIN source s ON s.id = p.source_id WHERE s.state = 'present'"
            " GROUP BY s.id ORDER BY s.path"
        )
        first: dict[str, str] = {}
        return [
            (path, first[articles]) for path, articles in rows if first.setdefault(articles, path) != path
        ]

    def files_of_issue(self, issue_id: int) -> list[SourceFile]:
        return self._made(
            _source_file,
            "SELECT path, state, masthead FROM source WHERE issue_id = ? ORDER BY path",
            issue_id,
        )

    def held_files(self) -> list[HeldFile]:
        """Return the files that are present and have an issue: those without a day first, then in order of path."""
        return self._made(
            _held_file,
            f"SELECT s.path, i.newspaper, i.date, i.month_day, {IS_INFERRED},"
            " json_extract(s.masthead, '$.facts.pages') FROM source s"
            " JOIN issue i ON i.id = s.issue_id WHERE s.state != 'missing' ORDER BY i.date IS NOT NULL, s.path",
        )

    def neighbours(self, path: str, count: int) -> tuple[list[FolderFile], list[FolderFile]]:
        """Return up to `count` files before and after one in its folder, the nearest first.

        Only files from which an issue was read count; 9.txt comes before 10.txt.
        """
        folder = path.rpartition("/")[0]
        first, end = (f"{folder}/", f"{folder}0") if folder else ("", "\U0010ffff")
        sides = []
        for sign, order in (("<", "DESC"), (">", "ASC")):
            rows = self._made(
                _folder_file,
                f"SELECT s.path, i.id, i.newspaper, CASE WHEN {IS_ESTIMATED} THEN NULL ELSE i.date END"
                " FROM source s JOIN issue i ON i.id = s.issue_id"
                " WHERE s.folder = ? AND s.path BETWEEN ? AND ?"
                f" AND (length(s.path), s.path) {sign} (?, ?)"
                f" ORDER BY length(s.path) {order}, s.path {order} LIMIT ?",
                folder,
                first,
                end,
                len(path),
                path,
                count,
            )
            sides.append(rows)
        return sides[0], sides[1]

    def undated_files(self, issue_id: int | None = None) -> list[UndatedFile]:
        """Return the files without a date of their own, of one issue or of all, in order of path."""
        of_issue = "" if issue_id is None else " AND i.id = ?"
        return self._made(
            _undated_file,
            "SELECT s.id, s.path, s.masthead, i.id, i.newspaper, i.date FROM issue i"
            f" CROSS JOIN source s ON s.issue_id = i.id WHERE ({IS_PLACED})"
            f" AND json_extract(s.masthead, '$.date') IS NULL{of_issue} ORDER BY s.path",
            *([] if issue_id is None else [issue_id]),
        )

    def missing_files(self) -> list[MissingFile]:
        """Return the files that are gone but whose texts are still in the catalogue, in order of path."""
        return self._made(
            _missing_file,
            "SELECT s.path, i.newspaper, i.date, i.month_day,"
            " (SELECT count(*) FROM appearance p WHERE p.source_id = s.id AND NOT EXISTS"
            " (SELECT 1 FROM appearance o WHERE o.article_id = p.article_id AND o.source_id != s.id))"
            " FROM source s JOIN issue i ON i.id = s.issue_id WHERE s.state = 'missing' ORDER BY s.path",
        )

    def articles_of_file(self, path: str) -> list[tuple[int, str, tuple[LineSpan, ...]]]:
        """Return the articles of a file, or of the issues in it, in its order: id, title, lines."""
        return self._made(
            _with_spans,
            "SELECT a.id, a.title, p.source_lines FROM appearance p JOIN source s ON s.id = p.source_id"
            " JOIN article a ON a.id = p.article_id WHERE s.path = ?1 OR (s.path > ?1 || '/' AND s.path < ?1 || '0')"
            " ORDER BY s.path, p.position",
            path,
        )

    def pages_of_file(self, path: str) -> list[str]:
        """Return the labels of the pages of a file in its order, as far as they are known."""
        rows = self._rows(
            "SELECT a.page FROM appearance p JOIN source s ON s.id = p.source_id JOIN article a ON a.id = p.article_id"
            " WHERE s.path = ? AND a.page IS NOT NULL GROUP BY a.page ORDER BY min(p.position)",
            path,
        )
        return [row[0] for row in rows]

    def issue_of_file(self, path: str) -> int | None:
        """Return the issue of a file; None for a file that is of none, or not held."""
        rows = self._rows("SELECT issue_id FROM source WHERE path = ? AND issue_id IS NOT NULL", path)
        if rows:
            return int(rows[0][0])
        return None

    def files_of_day(self, newspaper: str, date: dt.date) -> list[str]:
        rows = self._rows(
            "SELECT s.path FROM source s JOIN issue i ON i.id = s.issue_id WHERE i.newspaper = ? AND i.date = ?"
            " ORDER BY s.path",
            newspaper,
            date.isoformat(),
        )
        return [row[0] for row in rows]
