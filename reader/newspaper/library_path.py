"""Paths of files in a library: relative to its folder, separated by `/`."""

import re
from pathlib import PurePath

_FIGURES = re.compile("([0-9]+)")

PathOrder = tuple[tuple[str, int, str], ...]


def leads_inside(path: str) -> bool:
    """Return whether the path, appended to the library's folder, stays inside it; links on the disk are not
    looked at.
    """
    parts = PurePath(path)
    return not parts.anchor and ".." not in parts.parts and "\x00" not in path


def order_of(path: str) -> PathOrder:
    """Return a sort key by which 9.txt comes before 10.txt."""
    pieces = [*_FIGURES.split(path), ""]
    figures = [each.lstrip("0") for each in pieces[1::2]]
    return tuple((word, len(each), each) for word, each in zip(pieces[::2], figures, strict=True))
