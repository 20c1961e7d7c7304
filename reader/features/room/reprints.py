"""Reading and loading the reprints and series of a room, as each folder has found them among its own articles."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Annotated, Any, NamedTuple

from msgspec import Meta

from reader.features.room.answers import rows, run
from reader.features.room.catalogue_tables import RoomRows
from reader.features.room.connections import RoomConnections, nonsense_told
from reader.features.room.line import BoundedConnection
from reader.features.room.stored_text import as_stored
from reader.reprints.reprint import Reprint, SeriesMark, SeriesPart
from reader.storage.hand_over import HandOver
from reader.storage.reprint_table import ReprintTable
from reader.storage.text_table import date_of

_Id = Annotated[int, Meta(ge=0, le=0xFFFFFFFF)]
_Share = Annotated[float, Meta(ge=0, le=1)]

_REPRINT = "first_id, second_id, share, whole_share, likeness"
_PART = "p.article_id, i.date, p.title, p.number, i.newspaper"
_OF_ARTICLE = "JOIN article a ON a.id = p.article_id JOIN issue i ON i.id = a.issue_id"
_KEYS = {"reprint": 2, "series_part": 1, "standing": 1}
"""The tables, each with the number of leading columns that are the key of a row within a holding."""
_KINDS: dict[str, Any] = {
    "reprint": tuple[int, int, float, float, float],
    "series_part": tuple[int, str, int | None],
    "standing": tuple[int],
}


class _Reprint(NamedTuple):
    first_id: _Id
    second_id: _Id
    share: _Share
    whole_share: _Share
    likeness: _Share


class _Part(NamedTuple):
    article_id: _Id
    date: str | None
    title: str
    number: int | None
    newspaper: str

    def part(self) -> SeriesPart:
        with nonsense_told():
            return SeriesPart(self.article_id, date_of(self.date), SeriesMark(self.title, self.number))


class _Article(NamedTuple):
    id: _Id


class RoomReprints(ReprintTable):
    """Queries on the reprints and series of a room."""

    def __init__(self, connections: RoomConnections) -> None:
        rows = RoomRows(connections)
        super().__init__(rows.rows, rows.made)
        self._connections = connections

    def of(self, article_ids: Collection[int]) -> list[Reprint]:
        found = self._connections.rows(
            _Reprint,
            f"SELECT {_REPRINT} FROM reprint WHERE first_id = ANY(%s::int8[])"
            f" UNION SELECT {_REPRINT} FROM reprint WHERE second_id = ANY(%s::int8[]) ORDER BY first_id, second_id",
            [list(article_ids)] * 2,
        )
        return _each_once(found)

    def all(self) -> list[Reprint]:
        sql = f"SELECT {_REPRINT} FROM reprint ORDER BY first_id, second_id"
        return _each_once(self._connections.rows(_Reprint, sql))

    def parts_beside(self, article_id: int) -> list[SeriesPart]:
        found = self._connections.rows(
            _Part,
            f"SELECT DISTINCT {_PART} FROM series_part own JOIN article oa ON oa.id = own.article_id"
            " JOIN issue oi ON oi.id = oa.issue_id"
            f" JOIN series_part p ON p.title = own.title {_OF_ARTICLE} AND i.newspaper = oi.newspaper"
            " WHERE own.article_id = %s",
            (article_id,),
        )
        return [row.part() for row in found]

    def all_parts(self) -> list[list[SeriesPart]]:
        found = self._connections.rows(
            _Part,
            f"SELECT DISTINCT {_PART} FROM series_part p {_OF_ARTICLE} ORDER BY p.title, i.newspaper, p.article_id",
        )
        groups: dict[tuple[str, str], list[SeriesPart]] = {}
        for row in found:
            groups.setdefault((row.title, row.newspaper), []).append(row.part())
        return [parts for parts in groups.values() if len(parts) > 1]

    def standing(self, article_ids: Collection[int]) -> set[int]:
        found = self._connections.rows(
            _Article,
            "SELECT article_id FROM standing WHERE article_id = ANY(%s::int8[])",
            (list(article_ids),),
        )
        return {row.id for row in found}


def load(connection: BoundedConnection, hand_over: HandOver, holding: int) -> None:
    """Store the reprints, series and standing texts of a holding, for articles of the room, within a transaction."""
    reprints, parts, standing = hand_over.reprints(), hand_over.series_parts(), hand_over.standing()
    own = _own_ids(
        connection,
        hand_over,
        {
            *(article_id for each in reprints for article_id in (each.first_id, each.second_id)),
            *(each.article_id for each in parts),
            *standing,
        },
    )
    told: dict[str, list[tuple[object, ...]]] = {
        "reprint": [
            (*sorted((own[each.first_id], own[each.second_id])), each.share, each.whole_share, each.likeness)
            for each in reprints
            if each.first_id in own and each.second_id in own
        ],
        "series_part": [
            (own[each.article_id], as_stored(each.mark.title)[0], each.mark.number)
            for each in parts
            if each.article_id in own
        ],
        "standing": [(own[article_id],) for article_id in standing if article_id in own],
    }
    changes = [_replace(connection, table, holding, found) for table, found in told.items()]
    if any(changes):
        run(connection, "UPDATE meta SET value = (value::bigint + 1)::text WHERE key = 'generation'")


def _own_ids(
    connection: BoundedConnection, hand_over: HandOver, article_ids: Collection[int]
) -> dict[int, int]:
    """Return the room's ids of articles of the folder, by the folder's ids."""
    identities = hand_over.identities(article_ids)
    return dict(
        rows(
            connection,
            tuple[int, int],
            "SELECT handed.id, a.id FROM unnest(%s::int8[], %s::text[], %s::text[], %s::bytea[])"
            " handed (id, issue, key, digest) JOIN issue i ON i.identity = handed.issue"
            " JOIN article a ON (a.issue_id, a.key, a.digest) = (i.id, handed.key, handed.digest)",
            *([each[at] for each in identities] for at in range(4)),
        )
    )


def _replace(
    connection: BoundedConnection, table: str, holding: int, told: Sequence[tuple[object, ...]]
) -> bool:
    """Replace the rows of a holding in a table by `told`; return whether any row changed."""
    columns = {"reprint": _REPRINT, "series_part": "article_id, title, number", "standing": "article_id"}[
        table
    ]
    before = rows(connection, _KINDS[table], f"SELECT {columns} FROM {table} WHERE holding_id = %s", holding)
    gone, added = {*before} - {*told}, {*told} - {*before}
    keys = columns.split(", ")[: _KEYS[table]]
    for row in gone:
        where = " AND ".join(f"{key} = %s" for key in keys)
        run(connection, f"DELETE FROM {table} WHERE holding_id = %s AND {where}", holding, *row[: len(keys)])
    with connection.cursor().copy(f"COPY {table} ({columns}, holding_id) FROM STDIN") as copy:
        for row in sorted(added, key=repr):
            copy.write_row((*row, holding))
    return bool(gone or added)


def _each_once(found: Iterable[_Reprint]) -> list[Reprint]:
    """Return the reprints without duplicates: two folders may have the same pair of articles."""
    by_pair: Mapping[tuple[int, int], Reprint] = {row[:2]: Reprint(*row) for row in found}
    return [*by_pair.values()]
