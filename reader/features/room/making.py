"""Making a room in a database, and checking the one that is there already."""

from __future__ import annotations

from psycopg import errors

from reader.features.room import rights
from reader.features.room.address import RoomAddress
from reader.features.room.answers import few
from reader.features.room.connections import (
    LIBRARIAN,
    SCHEMA,
    RoomError,
    connect,
    error_told,
    look_at_encoding,
)
from reader.features.room.refusals import look_at_version, version_of
from reader.features.room.schema import create
from reader.features.room.watch import SOON_SECONDS, Watch
from reader.i18n import say


def create_room(address: RoomAddress) -> bool:
    """Make a room in a database that has none; return whether it was made.

    Raises RoomError, also where there is something that this version can't read as a room.
    """
    with (
        error_told(address),
        connect(address, is_reader=False) as connection,
        Watch(connection, seconds=SOON_SECONDS),
    ):
        look_at_encoding(connection)
        if is_made := create(connection):
            return is_made
        try:
            version = version_of(connection)
        except (errors.UndefinedTable, errors.UndefinedColumn) as error:
            raise RoomError(
                say(
                    "{room} 里已有一个叫 yuebao 的 schema，却不是阅览室，没有动它。请另选一个数据库。",
                    room=address.shown,
                )
            ) from error
        look_at_version(address, version)
        owner = f"SELECT nspowner::regrole::text FROM pg_namespace WHERE nspname = '{SCHEMA}'"
        if few(connection, owner) != [(LIBRARIAN,)]:
            raise RoomError(
                say(
                    "{room} 的表不归 {role}，像是恢复时没有先建角色。请照 docs/reading-room.md 再恢复一次。",
                    room=address.shown,
                    role=LIBRARIAN,
                )
            )
        rights.bring(connection)
        return False
