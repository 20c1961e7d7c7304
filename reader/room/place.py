"""How a reading room is named, by its address or by a file that has one; and the folder that is kept of it here."""

from pathlib import Path

SCHEMES = ("postgresql://", "postgres://")
ROOM_FILE = ".yuebao-room"
"""The suffix of a room file: a text of which the first line is an address."""

ADDRESS = "address.txt"
"""The file with the address of a room in the folder that is kept of it."""


def is_kept(root: Path) -> bool:
    """Return whether a folder is the one that is kept of a room."""
    from reader.storage.platform_folders import places

    rooms = places().data / "rooms"
    return root.parent.name == rooms.name and (root / ADDRESS).is_file() and root.parent.samefile(rooms)


def told(root: Path) -> tuple[str, str] | None:
    """Return the name and the address of the room of which a folder is kept."""
    try:
        address, name, *_ = (root / ADDRESS).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return None
    return name, address
