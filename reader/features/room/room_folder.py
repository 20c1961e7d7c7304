"""Room files, the local folders of rooms, and the file of passwords."""

import sys
from pathlib import Path

SCHEMES = ("postgresql://", "postgres://")
ROOM_FILE = ".yuebao-room"
"""The suffix of a room file: a text of which the first line is an address."""

ROOMS = "rooms"
"""The name of the folder, among the program's own, with a subfolder for each room."""

ADDRESS = "address.txt"
"""The file, in the local folder of a room, with its address."""


if sys.platform == "win32":
    PASSWORD_FILE = r"%APPDATA%\postgresql\pgpass.conf"
else:
    PASSWORD_FILE = "~/.pgpass"
"""Where libpq looks for passwords, as people write it."""


def is_room_folder(root: Path) -> bool:
    """Return whether this is the local folder of a room."""
    if root.parent.name != ROOMS:
        return False
    from reader.storage.platform_folders import places

    try:
        return (root / ADDRESS).is_file() and root.parent.samefile(places().data / ROOMS)
    except OSError:
        return False


def name_and_address(root: Path) -> tuple[str, str] | None:
    """Return the name and the address of the room with this local folder; None if it is no room's, or is unreadable."""
    try:
        address, name, *_ = (root / ADDRESS).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return None
    return name, address
