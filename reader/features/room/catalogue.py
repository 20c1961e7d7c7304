"""The catalogue of a room: what a library reads of issues, files and articles, queried from PostgreSQL.

Issues, files and stitches use the queries of the local catalogue, where both databases understand them. Readings
(`ReadingTable`) are not stored in a room: there are none. Every method raises RoomError.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import NamedTuple, TypeVar, cast

import msgspec

from reader import never
from reader.features.room.catalogue_tables import (
    PAGE,
    ArticleColumns,
    RoomFiles,
    RoomMastheads,
    RoomRows,
    RoomStitches,
    RoomTree,
    masthead_of,
    no_unpacker,
    none_made,
)
from reader.features.room.connections import RoomConnections, RoomError, RoomLost, reporting_nonsense
from reader.features.room.far_servers import LATELY
from reader.features.room.known_years import YEAR_OF_FILE
from reader.features.room.missing_years import MissingYears
from reader.features.room.schema import VERSION
from reader.features.room.sides import sides
from reader.features.room.texts import as_it_is
from reader.i18n import say
from reader.newspaper.article import Article, Reading
from reader.newspaper.holdings import ArticleRow, Document, SourceRow, StoredArticle, Twin
from reader.newspaper.json_format import reading_from_json
from reader.newspaper.printing import PrintedArticle
from reader.newspaper.sync_clients import copy_names
from reader.search.documents import date_of, years_in_words
from reader.storage.file_table import FileTable, source_row
from reader.storage.form_table import FormFile, FormTable, printed_articles, printed_query
from reader.storage.issue_table import ARTICLE_ROW, IssueTable, MastheadTable
from reader.storage.packing import record_of
from reader.storage.reading_table import ReadingTable
from reader.storage.stitch_table import StitchTable


class _Whole(NamedTuple):
    id: int
    key: str
    record: bytes
    search: str
    beside: bytes | None
    issue_id: int


class _Source(NamedTuple):
    article_id: int
    path: str
    encoding: str
    spans: str
    is_missing: bool
    masthead: str
    reading: str | None
    position: int
    is_other: bool

    def as_row(self) -> SourceRow:
        state = "missing" if self.is_missing else "present"
        return source_row(
            self.path, self.encoding, self.spans, state, self.reading, self.position, self.is_other
        )


# Maximum bytes of a record: the first number, and the second for each character of its text.
_LEAST_RECORD = 1 << 20
_RECORD = 64


def _format_of(reading: str | None) -> str:
    known = reading_of(reading)
    return known.format if known else ""


class RoomForms(FormTable):
    """The table of articles' forms in several sources (`storage.form_table`) of a room."""

    _connections: RoomConnections

    def twins(self, issue_id: int) -> dict[str, Twin]:
        """Return the files of an issue that have a page of another one once more, by path.

        A room does not store which they are: it is told by the articles of which a file of the same format is shown.
        """
        rows = self._connections.rows(
            tuple[str, str | None, str, str | None],
            "SELECT DISTINCT s.path, s.reading, o.path, o.reading FROM source s"
            " JOIN appearance p ON p.source_id = s.id AND p.is_other"
            " JOIN appearance q ON q.article_id = p.article_id AND NOT q.is_other"
            " JOIN source o ON o.id = q.source_id WHERE s.issue_id = %s AND o.id != s.id ORDER BY 1, 3",
            (issue_id,),
        )
        twins: dict[str, Twin] = {}
        for path, reading, shown, of_shown in rows:
            if _format_of(reading) == _format_of(of_shown):
                is_copy = any(name.original == shown for name in copy_names(path))
                twins.setdefault(path, Twin(shown, is_copy))
        return twins

    def files(self, issue_id: int) -> list[FormFile]:
        rows = self._connections.rows(
            tuple[int, str, str, str | None, str],
            "SELECT id, path, masthead, reading, corrections FROM source WHERE issue_id = %s ORDER BY path",
            (issue_id,),
        )
        return [
            FormFile(number, path, masthead_of(masthead), reading_of(reading), corrections)
            for number, path, masthead, reading, corrections in rows
        ]

    def printed(self, keys: Iterable[str]) -> list[PrintedArticle]:
        """Return the articles with these keys. A room stores no digests of files: their `sources` have paths alone."""

        class Row(NamedTuple):
            id: int
            key: str
            shown_key: str
            newspaper: str
            date: str | None
            month_day: str | None
            page: str | None
            edition: str | None
            file: str
            path: str

        key_list = sorted({*keys})
        rows = self._connections.rows(
            Row, printed_query("''", "i.edition", "= ANY(%s::text[])"), (key_list, key_list)
        )
        with reporting_nonsense():
            return printed_articles(rows)

    def of_article(self, article_id: int) -> dict[tuple[str, int], Article]:
        class Form(NamedTuple):
            path: str
            position: int
            key: str
            record: bytes
            search: str
            beside: bytes | None

        rows = self._connections.rows(
            Form,
            "SELECT s.path, f.position, f.key, f.record, f.search, f.beside FROM appearance p"
            " JOIN form f ON (f.source_id, f.position) = (p.source_id, p.position)"
            " JOIN source s ON s.id = p.source_id WHERE p.article_id = %s",
            (article_id,),
        )
        with reporting_nonsense():
            return {
                (row.path, row.position): article_of(row.key, row.record, as_it_is(row.search, row.beside))
                for row in rows
            }


def article_of(key: str, record: bytes, text: str) -> Article:
    """Return the article of a record that was packed with its search text. Raises ValueError or PackDamaged."""
    longest = _LEAST_RECORD + _RECORD * len(text)
    return msgspec.convert(record_of(key, text, record, longest), Article)


def reading_of(stored: str | None) -> Reading | None:
    """Return how a file was read, from the stored JSON; None for None. Raises RoomError if that is not valid."""
    with reporting_nonsense():
        if stored:
            return reading_from_json(json.loads(stored))
        return None


_AT_ONCE = 256


T = TypeVar("T")

_META = """SELECT value, (SELECT value FROM meta WHERE key = 'version')::int FROM meta WHERE key = %s"""


class YearsAway(RoomLost):
    """The article is on another server, which can't be reached at the moment."""


class _Text(NamedTuple):
    id: int
    newspaper: str
    day: int
    page: str | None
    search: str
    beside: bytes | None
    length: int
    month_day: str | None
    edition: str | None
    year: int | None


class RoomCatalogue:
    """Implements `storage.catalogue_reading.CatalogueReading` for a room."""

    def __init__(self, connections: RoomConnections) -> None:
        self._connections = connections
        rows = RoomRows(connections)
        self._issues = RoomTree(rows.rows, rows.made, connections)
        self.tree: IssueTable = self._issues
        self.files: FileTable = RoomFiles(rows.rows, rows.made, connections)
        self.stitches: StitchTable = RoomStitches(rows.rows, no_unpacker, connections)
        self.mastheads: MastheadTable = RoomMastheads(none_made, never, connections)
        self.forms: FormTable = RoomForms(rows.rows, no_unpacker, connections)
        self._sides = dict(chain.from_iterable(side.queries.items() for side in sides()))
        values = chain.from_iterable(side.values for side in sides())
        self._checks = {value.key: value.check for value in values}
        self.readings = ReadingTable(none_made)

    def table(self, kind: Callable[..., T]) -> T:
        if kind in self._sides:
            return cast(T, self._sides[kind](self._connections))
        rows = RoomRows(self._connections)
        return kind(rows.rows, rows.made, are_handed=True)

    def generation(self) -> int:
        known = self._connections.known_generation
        if known is not None:
            return known
        with reporting_nonsense():
            return int(self._meta("generation"))

    def identity(self) -> str:
        return self._meta("identity")

    def stored_value(self, key: str) -> str | None:
        check = self._checks.get(key)
        if check is None:
            return None
        for value, _ in self._connections.rows(tuple[str, int], _META, (key,)):
            with reporting_nonsense():
                check(value)
            return value
        return None

    def article_rows(self, ids: Sequence[int]) -> dict[int, ArticleRow]:
        page = f"SELECT {PAGE} FROM appearance p JOIN source s ON s.id = p.source_id"
        condition = "p.article_id = a.id AND NOT p.is_other ORDER BY s.path LIMIT 1"
        sql = f"SELECT {ARTICLE_ROW}, ({page} WHERE {condition}) FROM article a WHERE a.id = ANY(%s::int8[])"
        with reporting_nonsense():
            return {row.id: row.row() for row in self._connections.rows(ArticleColumns, sql, (list(ids),))}

    def article(self, article_id: int) -> StoredArticle | None:
        """Return an article;

        None if there is none. Raises YearsAway if its text is on a server that can't be reached.
        """
        stored = self.stored([article_id]).get(article_id)
        if stored is None and (away := self._away([article_id])):
            raise YearsAway(
                say(
                    "{years}所在的服务器没有应答，这篇暂时读不到。它回来后再打开。",
                    years=years_in_words(away.dates),
                )
            )
        return stored

    def stored(self, ids: Sequence[int]) -> Mapping[int, StoredArticle]:
        wholes = self._connections.rows(
            _Whole,
            "SELECT a.id, a.key, a.record, t.search, t.beside, a.issue_id FROM article a"
            " JOIN article_text t ON t.id = a.id AND t.day = a.day WHERE a.id = ANY(%s::int8[])",
            (list(ids),),
        )
        issues = self._issues.by_id([stored_row.issue_id for stored_row in wholes])
        sources: dict[int, list[_Source]] = {}
        for row in self._connections.rows(
            _Source,
            "SELECT p.article_id, s.path, s.encoding, p.source_lines, s.is_missing, s.masthead, s.reading,"
            " p.position, p.is_other"
            " FROM appearance p JOIN source s ON s.id = p.source_id WHERE p.article_id = ANY(%s::int8[])"
            " ORDER BY p.is_other, s.is_missing, s.reading IS NULL, s.path, p.position",
            (list(ids),),
        ):
            sources.setdefault(row.article_id, []).append(row)
        article_by_id = {}
        with reporting_nonsense():
            for whole in wholes:
                files = sources.get(whole.id, [])
                issue = issues.get(whole.issue_id)
                if files and issue is not None:
                    article = article_of(whole.key, whole.record, as_it_is(whole.search, whole.beside))
                    masthead = masthead_of(files[0].masthead)
                    rows = tuple(file.as_row() for file in files)
                    article_by_id[whole.id] = StoredArticle(whole.id, article, issue, masthead, rows)
        return article_by_id

    @property
    def known_generation(self) -> int | None:
        """Return the room's generation if it is known without a query, else None."""
        return self._connections.known_generation

    def article_ids(self, *, newest_first: bool = False) -> list[int]:
        order = "day DESC, page_order, id" if newest_first else "id"
        rows = self._connections.rows(tuple[int], f"SELECT id FROM article ORDER BY {order}")
        return [number for (number,) in rows]

    def texts(self, ids: Sequence[int]) -> dict[int, Document]:
        with reporting_nonsense():
            return {
                row.id: Document(
                    row.id,
                    row.newspaper,
                    date_of(row.day),
                    row.page,
                    as_it_is(row.search, row.beside),
                    {
                        "length": row.length,
                        "edition": row.edition,
                        "month_day": row.month_day,
                        "year": row.year,
                    },
                    partial(self._article, row.id),
                )
                for row in self._texts(ids)
            }

    def known(self, ids: Sequence[int]) -> set[int]:
        rows = self._connections.rows(
            tuple[int], "SELECT id FROM article WHERE id = ANY(%s::int8[])", (list(ids),)
        )
        return {number for (number,) in rows}

    def _article(self, article_id: int) -> Article | None:
        stored = self.stored([article_id]).get(article_id)
        if stored:
            return stored.article
        return None

    def portions(self, ids: Sequence[int]) -> Iterator[list[int]]:
        return (list(ids[at : at + _AT_ONCE]) for at in range(0, len(ids), _AT_ONCE))

    def search_texts(self, ids: Sequence[int]) -> Iterator[tuple[int, str]]:
        for at in range(0, len(ids), _AT_ONCE):
            rows = self._texts(ids[at : at + _AT_ONCE])
            with reporting_nonsense():
                texts = [(row.id, as_it_is(row.search, row.beside)) for row in rows]
            yield from sorted(texts)

    def first_paths(self, ids: Sequence[int]) -> dict[int, str]:
        rows = self._connections.rows(
            tuple[int, str],
            "SELECT p.article_id, s.path FROM appearance p JOIN source s ON s.id = p.source_id"
            " WHERE p.article_id = ANY(%s::int8[]) ORDER BY p.is_other DESC, s.is_missing DESC, s.path DESC",
            (list(ids),),
        )
        return dict(rows)

    def confidences(self, ids: Sequence[int]) -> dict[int, float]:
        rows = self._connections.rows(
            tuple[int, float],
            "SELECT p.article_id, (s.reading::json->'quality'->>'mean')::float8 FROM appearance p"
            " JOIN source s ON s.id = p.source_id WHERE p.article_id = ANY(%s::int8[]) AND NOT p.is_other"
            " AND s.reading::json->'quality'->>'mean' IS NOT NULL",
            (list(ids),),
        )
        return dict(rows)

    def _away(self, ids: Sequence[int]) -> MissingYears:
        """Return the years of these articles that were missing at some time in the last `LATELY` seconds, and note
        them.
        """
        missing = self._connections.far.left_out_since(time.monotonic() - LATELY)
        if not missing:
            return missing
        rows = self._connections.rows(
            tuple[int], "SELECT DISTINCT day FROM article WHERE id = ANY(%s::int8[])", (list(ids),)
        )
        years = {day >> 9 for (day,) in rows if day in missing}
        return self._connections.far.lack(MissingYears.of_years(years))

    def _texts(self, ids: Sequence[int]) -> list[_Text]:
        text_rows = self._connections.rows(
            _Text,
            "SELECT t.id, t.newspaper, t.day, t.page, t.search, t.beside, a.length,"
            " coalesce(substr(i.date, 6), i.month_day) AS month_day, i.edition, CASE WHEN a.day = 0 THEN"
            f" (SELECT max({YEAR_OF_FILE}) FROM source s WHERE s.issue_id = i.id) END AS year FROM article a"
            " JOIN article_text t ON t.id = a.id AND t.day = a.day JOIN issue i ON i.id = a.issue_id"
            " WHERE a.id = ANY(%s::int8[])",
            (list(ids),),
        )
        if len(text_rows) < len({*ids}):
            self._away(ids)  # notes the missing years
        return text_rows

    def _meta(self, key: str) -> str:
        for value, version in self._connections.rows(tuple[str, int], _META, (key,)):
            if version > VERSION:
                raise RoomError(say("这个阅览室是由更新版本的阅报建的，这一版无法读取。请换用新版。"))
            return value
        raise RoomError(say("这里没有这一版的阅览室。请管理员先运行 reader room create。"))
