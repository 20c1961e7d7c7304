"""How a reading room is named where a library's folder can be: by its address, or by a file that has one."""

import re

SCHEMES = ("postgresql://", "postgres://")
ROOM_FILE = ".yuebao-room"
"""The suffix of a room file: a text of which the first line is an address."""

ADDRESS = "address.txt"
"""The file with the address of a room in the folder that is kept of it."""


def is_room(text: str) -> bool:
    """Return whether a text names a room."""
    return text.startswith(SCHEMES) or text.endswith(ROOM_FILE)


def without_passwords(text: str) -> str:
    """Return words of a command line without the password that somebody may have typed into an address."""
    return _PASSWORDS.sub(lambda found: f"{found[1] or found[2]}…", text)


_PASSWORDS = re.compile(r"(postgres(?:ql)?://[^\s/?:@]*:)[^\s/@]*(?=@)|((?<=[?&])(?:ssl)?password=)[^&\s]*")
