"""What other features have in a room: tables, queries on them, and how they are loaded (`Plug.room`).

A feature's folder `room` has it. Nothing imports that but the room, by the name in the plug.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Protocol

from msgspec import Struct

from reader.features.room.answers import BoundedConnection, few, rows, run
from reader.features.room.connections import RoomConnections
from reader.features.room.missing_years import MissingYears
from reader.features.room.texts import as_stored
from reader.newspaper.holdings import Document
from reader.plugs import all_plugs, load
from reader.storage.catalogue_reading import CatalogueReading
from reader.storage.hand_over import HandOver


class HandedTable(Struct, frozen=True):
    """A table of a room with the rows that each folder hands over for its articles.

    The first `ids` columns are ids of articles, the first `keys` identify a row; `kind` is the tuple type of a row.
    """

    name: str
    columns: str
    ids: int
    keys: int
    kind: Any
    rows: Callable[[HandOver], Iterable[tuple[Any, ...]]]


class SideLoad(Protocol):
    """Loads what one holding hands over; each method within a transaction of the load."""

    def __init__(
        self, connection: BoundedConnection, hand_over: HandOver, holding: int, missing: MissingYears
    ) -> None: ...

    def stamped(self, stamp: bytes) -> bytes:
        """Return a digest of a day's stamp, and of what else decides whether the day has to be loaded."""

    def begin(self) -> None: ...

    def place(self, articles: Mapping[int, int], added: Sequence[Document]) -> None:
        """Load what concerns articles of the holding, given by their ids, with those of the room; `added` are new."""

    def take_out(self, article_ids: Sequence[int]) -> None: ...

    def end(self) -> Sequence[str]:
        """Finish what the days have left; return the tables with many changes."""


class RoomValue(Struct, frozen=True):
    """A value in the room's `meta` that follows from what has been loaded."""

    key: str
    value: Callable[[CatalogueReading], str | None]
    """Returns it for the catalogue of the room; None while the stored one holds."""
    check: Callable[[str], object]
    """Raises msgspec.ValidationError or ValueError for what is no such value: it comes from a server."""


class RoomSide(Struct, frozen=True):
    tables: str = ""
    """The SQL that makes its tables; the first names one that only it has."""
    handed: Sequence[HandedTable] = ()
    load: type[SideLoad] | None = None
    queries: Mapping[Callable[..., Any], Callable[[RoomConnections], Any]] = {}
    """Its queries on these tables, by those on the tables of a folder (`CatalogueReading.table`)."""
    values: Sequence[RoomValue] = ()


def sides() -> Iterator[RoomSide]:
    for plug in all_plugs():
        if plug.room:
            yield load(plug.room)


def make_tables(connection: BoundedConnection) -> None:
    """Make the tables of features that are not in the room: it may have been made without them."""
    for side in sides():
        if not side.tables:
            continue
        statements = [statement.strip() for statement in side.tables.split(";")]
        first_table = statements[0].split()[2]
        if not few(connection, "SELECT 1 FROM pg_class WHERE oid = to_regclass(%s)", first_table):
            for statement in statements:
                run(connection, statement)


def load_tables(connection: BoundedConnection, hand_over: HandOver, holding: int) -> None:
    """Store the features' rows of a holding, for articles of the room, within a transaction."""
    is_changed = False
    for table in chain.from_iterable(side.handed for side in sides()):
        loaded = _rows_to_load(connection, hand_over, table)
        is_replaced = _replace_rows(connection, table, holding, loaded)
        is_changed = is_changed or is_replaced
    if is_changed:
        run(connection, "UPDATE meta SET value = (value::bigint + 1)::text WHERE key = 'generation'")


def _rows_to_load(
    connection: BoundedConnection, hand_over: HandOver, table: HandedTable
) -> set[tuple[Any, ...]]:
    """Return the rows that a folder hands over for a table, of articles that the room has."""
    handed = [*table.rows(hand_over)]
    article_ids = set(chain.from_iterable(row[: table.ids] for row in handed))
    number_by_id = _own_ids(connection, hand_over, article_ids)
    loaded = set()
    for row in handed:
        if number_by_id.keys() >= {*row[: table.ids]}:
            loaded.add(_as_loaded(table, row, number_by_id))
    return loaded


def _replace_rows(
    connection: BoundedConnection, table: HandedTable, holding: int, loaded: set[tuple[Any, ...]]
) -> bool:
    """Replace the rows of a holding in a table by those that are loaded; return whether they are others."""
    selected = f"SELECT {table.columns} FROM {table.name} WHERE holding_id = %s"
    present = {*rows(connection, table.kind, selected, holding)}
    keys = table.columns.split(", ")[: table.keys]
    where = " AND ".join(f"{key} = %s" for key in keys)
    deleting = f"DELETE FROM {table.name} WHERE holding_id = %s AND {where}"
    for row in present - loaded:
        run(connection, deleting, holding, *row[: table.keys])
    into = f"COPY {table.name} ({table.columns}, holding_id) FROM STDIN"
    with connection.cursor().copy(into) as copy:
        for row in sorted(loaded - present, key=repr):
            copy.write_row((*row, holding))
    return present != loaded


def _as_loaded(table: HandedTable, row: tuple[Any, ...], number_by_id: dict[int, int]) -> tuple[Any, ...]:
    """Return a row with the room's ids, the lesser first, and texts as they are stored."""
    ids = sorted(number_by_id[article_id] for article_id in row[: table.ids])
    values = list(row[table.ids :])
    for at, value in enumerate(values):
        if isinstance(value, str):
            values[at], _ = as_stored(value)
    return *ids, *values


def _own_ids(
    connection: BoundedConnection, hand_over: HandOver, article_ids: Collection[int]
) -> dict[int, int]:
    identities = hand_over.identities(article_ids)
    id_pairs = rows(
        connection,
        tuple[int, int],
        "SELECT handed.id, a.id FROM unnest(%s::int8[], %s::text[], %s::text[], %s::bytea[])"
        " handed (id, issue, key, digest) JOIN issue i ON i.identity = handed.issue"
        " JOIN article a ON (a.issue_id, a.key, a.digest) = (i.id, handed.key, handed.digest)",
        [identity.id for identity in identities],
        [identity.issue for identity in identities],
        [identity.key for identity in identities],
        [identity.digest for identity in identities],
    )
    return dict(id_pairs)
