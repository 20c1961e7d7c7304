"""How a reading room is named where a library's folder can be: by its address, or by a file that has one."""

SCHEMES = ("postgresql://", "postgres://")
ROOM_FILE = ".yuebao-room"
"""The suffix of a room file: a text of which the first line is an address."""


def is_room(text: str) -> bool:
    """Return whether a text names a room."""
    return text.startswith(SCHEMES) or text.endswith(ROOM_FILE)
