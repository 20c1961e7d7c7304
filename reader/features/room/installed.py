"""Reading rooms, if what they need is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.features.room.reading_room import ReadingRoom


def rooms() -> type[ReadingRoom]:
    """Return the class of reading rooms. Raises LibraryError if psycopg is not installed."""
    try:
        from reader.features.room.reading_room import ReadingRoom
    except ModuleNotFoundError as error:
        from reader.features.room.address import without_psycopg

        raise without_psycopg() from error
    return ReadingRoom
