"""Names of files in a library: relative to its folder, with `/`."""

from pathlib import PurePath


def leads_inside(path: str) -> bool:
    """Whether the name, put behind the library's folder, stays in it (links on the disk left aside)."""
    parts = PurePath(path)
    return not parts.anchor and ".." not in parts.parts and "\x00" not in path
