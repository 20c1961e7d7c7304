"""A reading room: a library on a PostgreSQL server, loaded by librarians and read by many."""

from pathlib import Path

SCHEMES = ("postgresql://", "postgres://")
ROOM_FILE = ".yuebao-room"
"""The suffix of a room file: a text of which the first line is an address."""

ROOMS = "rooms"
"""The folder of the platform's that has a folder for each room."""

ADDRESS = "address.txt"
"""The file with the address of a room in the folder that is kept of it."""


def is_kept(root: Path) -> bool:
    """Return whether a folder is the one that is kept of a room."""
    if root.parent.name != ROOMS:
        return False
    from reader.storage.platform_folders import places

    try:
        return (root / ADDRESS).is_file() and root.parent.samefile(places().data / ROOMS)
    except OSError:
        return False


def told(root: Path) -> tuple[str, str] | None:
    """Return the name and the address of the room of which a folder is kept."""
    try:
        address, name, *_ = (root / ADDRESS).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return None
    return name, address
