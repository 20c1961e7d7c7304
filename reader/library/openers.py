"""Opening a library that is not a folder of issue files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from reader.newspaper.room_place import ADDRESS, is_room
from reader.storage.folder import is_pack
from reader.storage.platform_folders import places

if TYPE_CHECKING:
    from reader.library.library import Library


def opener_of(root: Path) -> Callable[[Path], Library] | None:
    """Return the function that opens a pack, a room file, or the local folder of a room; None for any other folder.

    The modules for packs and rooms are loaded only when there is one.
    """
    if is_pack(root):
        from reader.library.packed_library import open_pack

        return open_pack
    if is_room(str(root)) or is_kept_of_room(root):
        from reader.library.reading_room import ReadingRoom

        return ReadingRoom.of_folder if is_kept_of_room(root) else lambda file: ReadingRoom.at(str(file))
    return None


def is_kept_of_room(root: Path) -> bool:
    """Return whether a folder is the local folder of a reading room."""
    rooms = places().data / "rooms"
    return root.parent.name == rooms.name and (root / ADDRESS).is_file() and root.parent.samefile(rooms)


def room_words(root: Path) -> tuple[str, str] | None:
    """Return the name and the address of the room of a local folder; None for any other folder."""
    if root.parent.name != "rooms":
        return None
    try:
        address, name, *_ = (root / ADDRESS).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return None
    return name, address
