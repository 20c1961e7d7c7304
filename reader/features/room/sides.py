"""What other features have in a room: tables, queries on them, and how they are loaded (`Plug.room`).

A feature's folder `room` has it. Nothing imports that but the room, by the name in the plug.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from msgspec import Struct

from reader.features.room.answers import few, run
from reader.features.room.connections import RoomConnections
from reader.features.room.line import BoundedConnection
from reader.features.room.missing_years import MissingYears
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
    for side in (each for each in sides() if each.tables):
        statements = [each.strip() for each in side.tables.split(";")]
        if not few(
            connection, "SELECT 1 FROM pg_class WHERE oid = to_regclass(%s)", statements[0].split()[2]
        ):
            for statement in statements:
                run(connection, statement)
