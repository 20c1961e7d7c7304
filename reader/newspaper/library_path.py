"""Paths of files in a library: relative to its folder, separated by `/`."""

from pathlib import PurePath


def leads_inside(path: str) -> bool:
    """Return whether the path, appended to the library's folder, stays inside it; links on the disk are not
    looked at.
    """
    parts = PurePath(path)
    return not parts.anchor and ".." not in parts.parts and "\x00" not in path
