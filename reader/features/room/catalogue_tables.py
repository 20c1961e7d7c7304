"""The tables of the catalogue whose queries differ on a room's server: issues, files, stitches, mastheads."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Collection
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import msgspec
from msgspec import Struct

from reader.features.room.connections import RoomConnections, reporting_nonsense
from reader.features.room.former_texts import IS_STITCHING_FORMER
from reader.features.room.known_years import HAS_KNOWN_YEARS, YEARS_ALONE
from reader.newspaper.article import LOW_QUALITY, UNKNOWN_TEXT, ArticleKind
from reader.newspaper.facts import facts_as_stored
from reader.newspaper.holdings import ArticleRow, IssueRow, NewspaperRow, PeriodRow, SourceFile
from reader.newspaper.issue import DateOrigin, Masthead, TitleOrigin, surest
from reader.newspaper.issue_order import ArticleInOrder, in_order
from reader.newspaper.json_format import masthead_from_json
from reader.storage.file_table import FileTable
from reader.storage.issue_settling import facts_of
from reader.storage.issue_table import (
    ARTICLE_ROW,
    ISSUE_ROW,
    IssueTable,
    KnownMasthead,
    MastheadTable,
    as_bytes,
    as_text,
)
from reader.storage.packing import PackDamaged, Unpacker
from reader.storage.stitch_table import KnownSeam, StitchTable

if TYPE_CHECKING:
    from reader.storage.doubtful_files import DoubtfulFile

_LIST = "(SELECT value FROM json_each(?))"
_POSTGRES_LIST = "(SELECT value::bigint FROM json_array_elements_text(?::json))"


@lru_cache(maxsize=256)
def in_postgres(sql: str) -> str:
    """Return a query with PostgreSQL's placeholders, lists of ids, and comparison with NULL."""
    same = sql.replace(_LIST, _POSTGRES_LIST).replace("IS ?", "IS NOT DISTINCT FROM ?")
    return same.replace("%", "%%").replace("?", "%s")


_Made = TypeVar("_Made")


class IssueColumns(NamedTuple):
    id: int
    newspaper: str
    date: dt.date | None
    month_day: str | None
    date_origin: DateOrigin | None
    number: int | None
    article_count: int
    label: str
    newspaper_origin: TitleOrigin | None
    edition: str | None
    mastheads: str | None

    def row(self) -> IssueRow:
        mastheads = [
            masthead_of(masthead_text)
            for masthead_text in msgspec.json.decode(self.mastheads or "[]", type=list[str])
        ]
        facts = facts_of(mastheads, self.newspaper, self.date)
        return IssueRow(*self[:10], stored_facts=facts_as_stored(facts))


MASTHEADS = "(SELECT json_agg(s.masthead ORDER BY s.path)::text FROM source s WHERE s.issue_id = issue.id)"
"""SQL for the mastheads of an issue's files: a room's tables have no column for what is known by them."""
PAGE = "(s.masthead::json #> ARRAY['facts', 'pages', a.page])::text"
"""SQL for how the page of an article `a` is known by a file `s`, as JSON."""


def _compact(text: str | None) -> str:
    """Return JSON without spaces, as a folder's catalogue has it; "" for none."""
    if text is None:
        return ""
    return msgspec.json.encode(msgspec.json.decode(text)).decode()


class ArticleColumns(NamedTuple):
    id: int
    key: str
    issue_id: int
    kind: ArticleKind
    page: str | None
    kicker: str | None
    title: str
    lead: str
    names: str
    length: int
    stored_page: str | None
    page_order: int = 0
    place: int = 0
    path: str = ""
    position: int = 0
    """Where it stands: these four are asked for the list of its issue only."""

    def row(self) -> ArticleRow:
        names = msgspec.json.decode(self.names, type=tuple[str, ...])
        return ArticleRow(*self[:8], names, self.length, stored_page=_compact(self.stored_page))

    def in_order(self) -> ArticleInOrder:
        return ArticleInOrder(self.row(), self.page_order, self.place, self.path, self.position)


class RoomTree(IssueTable):
    """The issues of a room."""

    _connections: RoomConnections

    def issues_of_articles(self) -> dict[int, int]:
        return dict(self._connections.rows(tuple[int, int], "SELECT id, issue_id FROM article"))

    def newspapers(self) -> list[NewspaperRow]:
        rows = self._connections.rows(
            tuple[str, int, int, str | None],
            "SELECT newspaper, count(*), count(*) - count(date), string_agg(DISTINCT newspaper_origin, ',')"
            ' FROM issue GROUP BY newspaper ORDER BY newspaper COLLATE "C"',
        )
        newspapers = []
        with reporting_nonsense():
            for title, issues, undated, origins in rows:
                origin = surest(map(TitleOrigin, origins.split(",") if origins else ()))
                newspapers.append(NewspaperRow(title, issues, undated, origin))
        return newspapers

    def years(self, newspaper: str) -> list[PeriodRow]:
        rows = self._rows(
            "SELECT CAST(substr(date, 1, 4) AS INTEGER) AS year, count(*) FROM issue"
            " WHERE newspaper = ? AND date IS NOT NULL GROUP BY year ORDER BY year",
            newspaper,
        )
        return [_period(number, issue_count) for number, issue_count in rows]

    def months(self, newspaper: str, year: int) -> list[PeriodRow]:
        return [_period(row.number, row.issue_count) for row in super().months(newspaper, year)]

    def issues_where(self, where: str, *values: object) -> list[IssueRow]:
        sql = in_postgres(f"SELECT {ISSUE_ROW}, edition, {MASTHEADS} FROM issue WHERE {where}")
        rows = self._connections.rows(IssueColumns, sql, values)
        with reporting_nonsense():
            return [row.row() for row in rows]

    def _may_be_sure(self) -> str:
        """Return that any may: what is known of their days stands in the mastheads, which are looked at afterwards."""
        return "true"

    def editions(self) -> list[str]:
        sql = "SELECT DISTINCT edition FROM issue WHERE edition IS NOT NULL ORDER BY edition"
        return [edition for (edition,) in self._connections.rows(tuple[str], sql)]

    def by_id(self, ids: Collection[int]) -> dict[int, IssueRow]:
        sql = f"SELECT {ISSUE_ROW}, edition, {MASTHEADS} FROM issue WHERE id = ANY(%s::int8[])"
        rows = self._connections.rows(IssueColumns, sql, (sorted({*ids}),))
        with reporting_nonsense():
            return {row.id: row.row() for row in rows}

    def articles(self, issue_id: int) -> list[ArticleRow]:
        rows = self._connections.rows(
            ArticleColumns,
            f"SELECT DISTINCT ON (a.id) {ARTICLE_ROW}, {PAGE}, a.page_order, s.place, s.path, p.position"
            " FROM article a JOIN appearance p ON p.article_id = a.id JOIN source s ON s.id = p.source_id"
            " WHERE a.issue_id = %s AND NOT p.is_other ORDER BY a.id, s.path, p.position",
            (issue_id,),
        )
        with reporting_nonsense():
            return in_order([row.in_order() for row in rows])

    def has_known_years(self) -> bool:
        ((has_years,),) = self._connections.rows(tuple[bool], HAS_KNOWN_YEARS)
        return has_years

    def years_alone(self) -> dict[int, int]:
        return dict(self._connections.rows(tuple[int, int], YEARS_ALONE))

    def counts(self) -> tuple[int, int, int, int, int]:
        (row,) = self._connections.rows(
            tuple[int, int, int, int, int],
            "SELECT (SELECT count(DISTINCT nullif(newspaper, '')) FROM issue), (SELECT count(*) FROM issue),"
            " (SELECT coalesce(sum(article_count), 0)::bigint FROM issue),"
            " (SELECT count(*) FROM source WHERE is_missing), 0",
        )
        return row

    def article_lengths(self) -> str:
        sql = "SELECT coalesce(string_agg(concat_ws(' ', id, issue_id, length), ' '), '') FROM article"
        ((numbers,),) = self._connections.rows(tuple[str], sql)
        return numbers

    def articles_by_year(self) -> dict[int, int]:
        rows = RoomRows(self._connections).rows(
            "SELECT coalesce(substr(date, 1, 4), '0')::int AS year, sum(article_count)::bigint FROM issue"
            " GROUP BY year HAVING sum(article_count) > 0"
        )
        return dict(rows)


def _period(number: object, issue_count: object) -> PeriodRow:
    """Return the row of a year or month from what the server has sent. Raises RoomError if these are no numbers."""
    with reporting_nonsense():
        return PeriodRow(*msgspec.convert((number, issue_count), tuple[int, int]))


_DIFFERING = " OR ".join(
    f"count(DISTINCT masthead::json #>> '{{facts,{field},value}}') > 1"
    for field in ("title", "number", "edition")
)
"""SQL: whether the files of an issue tell different values."""
_QUALITY = "s.reading::json #>> '{quality,%s}'"
_DOUBTFUL = f"""
SELECT s.path, s.issue_id, s.masthead, s.reading, s.masthead::json #>> '{{facts,encoding,value}}',
  (SELECT coalesce(json_agg(p.article_id ORDER BY p.position), '[]')::text FROM appearance p WHERE p.source_id = s.id)
FROM source s JOIN issue i ON i.id = s.issue_id
WHERE NOT s.is_missing AND s.path > %s AND (
  i.date IS NULL OR i.newspaper = '' OR i.article_count = 0 OR i.date > %s
  OR s.masthead::json ->> 'other_date' IS NOT NULL OR s.masthead::json ->> 'unread_pages' IS NOT NULL
  OR strpos(s.masthead, '"contradicted"') > 0
  OR i.id IN (SELECT issue_id FROM source GROUP BY issue_id HAVING {_DIFFERING})
  OR ({_QUALITY % "unsure"})::float8 > %s * ({_QUALITY % "characters"})::float8
  OR ({_QUALITY % "unknown_script"})::float8 > 0 OR ({_QUALITY % "undecided"})::float8 > 0
  OR ({_QUALITY % "over_columns"})::float8 > 0 OR s.reading::json ->> 'format' = %s
) ORDER BY s.path LIMIT %s"""
"""SQL for the files in which something may be in doubt: the path before, today, a share of characters, the format of
unknown texts, the number of rows.
"""


class RoomFiles(FileTable):
    """The files of a room. Only files that could be read are loaded."""

    _connections: RoomConnections

    def files_of_issue(self, issue_id: int) -> list[SourceFile]:
        rows = self._connections.rows(
            tuple[str, bool, str],
            "SELECT path, is_missing, masthead FROM source WHERE issue_id = %s ORDER BY path",
            (issue_id,),
        )
        return [SourceFile(path, is_missing, masthead_of(masthead)) for path, is_missing, masthead in rows]

    def doubtful(
        self, today: dt.date, *, with_apart: bool = False, after: str = "", most: int = -1
    ) -> list[DoubtfulFile]:
        """Return the files in which something is in doubt; never those of which only something usual is."""

        class Doubtful(NamedTuple):
            path: str
            issue_id: int
            masthead: str
            reading: str | None
            encoding: str | None
            articles: str

        from reader.storage.doubtful_files import DoubtfulFile, doubtful_file

        limit = most if most >= 0 else None
        values = (after, today.isoformat(), LOW_QUALITY, UNKNOWN_TEXT, limit)
        rows = self._connections.rows(Doubtful, _DOUBTFUL, values)
        files = []
        with reporting_nonsense():
            for row in rows:
                file = doubtful_file(
                    row.path,
                    row.issue_id,
                    row.masthead,
                    row.reading,
                    row.encoding or "",
                    articles=msgspec.json.decode(row.articles, type=tuple[int, ...]),
                )
                files.append(msgspec.convert(msgspec.to_builtins(file), DoubtfulFile))
        return files

    def doubts(self) -> None:
        """Return that nothing is stored of doubts: those of a room are looked for."""

    def failed_files(self, most: int = -1, *, are_left_out: bool = False) -> dict[str, str]:
        """Return nothing: a file that can't be read is reported to the librarian, and not loaded."""
        return {}

    def wordless_files(self) -> dict[str, str]:
        """Return nothing, as of those that can't be read."""
        return {}


class RoomStitches(StitchTable):
    """The stitches of a room."""

    _connections: RoomConnections
    _may_be_former: bool = True

    def is_former(self) -> bool:
        """Return whether a holding lacks cuts; once none does, this stays so."""
        if self._may_be_former:
            ((holdings,),) = self._connections.rows(tuple[int], IS_STITCHING_FORMER)
            self._may_be_former = holdings > 0
        return self._may_be_former

    def seams_with(self, pairs: Collection[str], any_one: str = "") -> list[KnownSeam]:
        in_like = str.maketrans(_ESCAPED)
        if any_one:
            in_like[ord(any_one)] = "_"
        likes = [pair.translate(in_like) for pair in pairs]
        rows = self._connections.rows(
            tuple[int, int, str, int],
            "SELECT first_id, second_id, paragraph, seam FROM stitch"
            " WHERE pair IS NOT NULL AND pair LIKE ANY(%s::text[]) ORDER BY first_id",
            (likes,),
        )
        return [KnownSeam(*row) for row in rows]


_ESCAPED = {"_": r"\_", "%": r"\%", "\\": r"\\"}


class RoomMastheads(MastheadTable):
    """The mastheads of a room."""

    _connections: RoomConnections

    def found(
        self, pieces: Collection[str], is_found: Callable[[str, dt.date | None, str], bool]
    ) -> list[KnownMasthead]:
        class Head(NamedTuple):
            path: str
            issue_id: int
            newspaper: str
            date: dt.date | None
            month_day: str | None
            printed: bytes
            search: bytes
            format: str
            edition: str | None

        rows = self._connections.rows(
            Head,
            "SELECT s.path, i.id, i.newspaper, i.date, i.month_day, s.head_printed, s.head_search,"
            " s.format, i.edition FROM source s"
            " JOIN issue i ON i.id = s.issue_id WHERE s.head_search IS NOT NULL AND EXISTS"
            " (SELECT FROM unnest(%s::bytea[]) AS piece WHERE position(piece IN s.head_search) > 0)",
            ([as_bytes(piece) for piece in pieces],),
        )
        with reporting_nonsense():
            return [
                KnownMasthead(*row[:5], as_text(row.printed), row.format, row.edition)
                for row in rows
                if is_found(row.newspaper, row.date, as_text(row.search))
            ]


class RoomRows(Struct, frozen=True):
    """Runs queries of the catalogue's tables, which are written for SQLite, on PostgreSQL."""

    _connections: RoomConnections

    def rows(self, sql: str, *values: object) -> list[Any]:
        """Return the rows of a query, with values of plain types."""
        return self._connections.rows(tuple[int | float | bool | str | None, ...], in_postgres(sql), values)

    def made(self, make: Callable[[Any], _Made], sql: str, *values: object) -> list[_Made]:
        """Return the result of `make` for each row."""
        with reporting_nonsense():
            return list(map(make, self.rows(sql, *values)))


def masthead_of(stored: str) -> Masthead:
    """Return the masthead that is stored as JSON. Raises RoomError if it is not a masthead."""
    with reporting_nonsense():
        return msgspec.convert(msgspec.to_builtins(masthead_from_json(json.loads(stored))), Masthead)


def none_made(make: Callable[[Any], _Made], sql: str, *values: object) -> list[_Made]:
    """Return no results, for a table that a room does not have."""
    return []


def no_unpacker() -> Unpacker:
    """Return an unpacker of records that were packed without a dictionary; it raises PackDamaged for others."""
    return Unpacker(_no_dictionary)


def _no_dictionary(number: int) -> Any:
    raise PackDamaged("a room has no dictionaries")
