"""Catalogues of two versions of the program in one cache: an earlier one leaves that of a later one untouched.

`catalogue.sqlite` is that of the version in use, which can't read that of a later one. With the latter, the texts of
missing files would be lost, so that it is renamed `catalogue-20.sqlite` until its version is in use again.
"""

import re
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from reader.storage.schema import VERSION

_SUFFIXES = ("-wal", "-shm", "")
"""Of the files of a catalogue, itself last: without it, the others mean nothing."""
_ASIDE = re.compile(r"catalogue-(\d+)\.sqlite")


def put_aside(path: Path) -> bool:
    """Rename a catalogue of a later version; return whether it was one. Raises OSError if it is open on Windows."""
    version = _version_of(path)
    if version <= VERSION:
        return False
    _rename(path, _beside(path, version))
    return True


def take_back(path: Path) -> None:
    """Rename the catalogue of this version back, if an earlier version has put it aside; put that one's aside.

    Raises OSError if one of them is open on Windows.
    """
    own = _beside(path, VERSION)
    if not own.exists():
        return
    version = _version_of(path)
    if version == VERSION:
        return
    if path.exists():
        _rename(path, _beside(path, version))
    _rename(own, path)


def is_later_aside(path: Path) -> bool:
    """Return whether there is a catalogue of a later version beside it."""
    found = (_ASIDE.fullmatch(each.name) for each in path.parent.glob("catalogue-*.sqlite"))
    return any(each and int(each[1]) > VERSION for each in found)


def _beside(path: Path, version: int) -> Path:
    return path.with_name(f"{path.stem}-{version}{path.suffix}")


def _rename(path: Path, target: Path) -> None:
    for suffix in _SUFFIXES:
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).replace(target.with_name(target.name + suffix))


def _version_of(path: Path) -> int:
    """Return the version that a catalogue is of; 0 if there is none that can be read."""
    if not path.exists():
        return 0
    try:
        with closing(sqlite3.connect(path)) as connection:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            return int(version)
    except sqlite3.Error:
        return 0
