"""Loading the tables of features into a room, such as reprints as each folder has found them among its own articles."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from reader.features.room.answers import rows, run
from reader.features.room.line import BoundedConnection
from reader.features.room.sides import HandedTable, sides
from reader.features.room.stored_text import as_stored
from reader.storage.hand_over import HandOver


def load_tables(connection: BoundedConnection, hand_over: HandOver, holding: int) -> None:
    """Store the features' rows of a holding, for articles of the room, within a transaction."""
    changes = []
    for table in (table for side in sides() for table in side.handed):
        told = [*table.rows(hand_over)]
        own = _own_ids(connection, hand_over, {each for row in told for each in row[: table.ids]})
        loaded = [_as_loaded(table, row, own) for row in told if own.keys() >= {*row[: table.ids]}]
        # replace the rows of a holding in the table by those told
        selected = f"SELECT {table.columns} FROM {table.name} WHERE holding_id = %s"
        before, after = {*rows(connection, table.kind, selected, holding)}, {*loaded}
        keys = table.columns.split(", ")[: table.keys]
        where = " AND ".join(f"{key} = %s" for key in keys)
        for row in before - after:
            run(
                connection,
                f"DELETE FROM {table.name} WHERE holding_id = %s AND {where}",
                holding,
                *row[: table.keys],
            )
        into = f"COPY {table.name} ({table.columns}, holding_id) FROM STDIN"
        with connection.cursor().copy(into) as copy:
            for row in sorted(after - before, key=repr):
                copy.write_row((*row, holding))
        changes.append(before != after)
    if any(changes):
        run(connection, "UPDATE meta SET value = (value::bigint + 1)::text WHERE key = 'generation'")


def _as_loaded(table: HandedTable, row: tuple[Any, ...], own: dict[int, int]) -> tuple[Any, ...]:
    """Return a row with the room's ids, the lesser first, and texts as they are stored."""
    ids = sorted(own[article_id] for article_id in row[: table.ids])
    return *ids, *(as_stored(each)[0] if isinstance(each, str) else each for each in row[table.ids :])


def _own_ids(
    connection: BoundedConnection, hand_over: HandOver, article_ids: Collection[int]
) -> dict[int, int]:
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
