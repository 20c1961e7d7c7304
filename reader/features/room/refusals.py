"""Why a room can't be read although its server answers: it has another version, or the user lacks a privilege."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import psycopg

from reader.features.room.address import RoomAddress
from reader.features.room.answers import BoundedConnection, few
from reader.features.room.connections import READER, RoomError
from reader.features.room.schema import VERSION
from reader.i18n import say
from reader.language.forms import without_controls

_LONGEST_NAME = 63
_MOST_DIGITS = 18


def number_in(text: str, otherwise: int) -> int:
    """Return the number in a text from a room's `meta`; `otherwise` if it is not one that a load can have stored."""
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else otherwise


def version_of(connection: BoundedConnection) -> str:
    """Return the version of the room's tables as stored there; "" if none is. Raises psycopg.Error."""
    found = few(connection, "SELECT value FROM meta WHERE key = 'version'")
    return str(found[0][0]) if len(found) == 1 and len(found[0]) == 1 else ""


def look_at_version(address: RoomAddress, version: str) -> None:
    """Raise RoomError if the room's tables are not of the version that this program reads."""
    if version == str(VERSION):
        return
    if number_in(version, VERSION + version.isdecimal()) > VERSION:
        raise RoomError(say("{room} 要更新的阅报才能看。请更新阅报。", room=address.shown))
    raise RoomError(
        say(
            "{room} 是较早的阅报建的，这一版看不了。请它的管理员照 docs/reading-room.md 重建。",
            room=address.shown,
        )
    )


def explained(
    error: RoomError, address: RoomAddress, ask: Callable[[type[Any], str, Sequence[object]], list[Any]]
) -> RoomError:
    """Return the error to raise for a room whose tables can't be read: a missing privilege, if that is the cause,
    else `error`.

    `ask` is `RoomConnections.rows`.
    """
    if not isinstance(error.__cause__, psycopg.ProgrammingError):
        return error  # asking such a server once more would take as long again
    try:
        rows = ask(tuple[str, bool], "SELECT current_user::text, has_schema_privilege('yuebao', 'USAGE')", ())
    except RoomError:  # there is no such schema
        return error
    if not rows or rows[0][1]:
        return error
    user = without_controls(rows[0][0][:_LONGEST_NAME])
    return RoomError(
        say(
            "{room} 不让用户 {user} 看。请管理员运行：GRANT {role} TO {user}",
            room=address.shown,
            user=user,
            role=READER,
        )
    )
