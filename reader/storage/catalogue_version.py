"""The version of a catalogue; catalogues of two versions of the program in one cache.

An earlier version leaves the catalogue of a later one untouched.
`catalogue.sqlite` is that of the version in use, which can't read that of a later one. With the latter, the texts
of missing files would be lost, so that it is renamed `catalogue-21.sqlite` until its version is in use again.
"""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from reader import held_files
from reader.language.patterns import pattern

VERSION = 24

PAGE_SIZE = 16384
"""Bytes; with SQLite's usual 4096 a tenth of the space of the texts would stay empty, with this a fortieth."""


_SUFFIXES = ("-wal", "-shm", "")
"""Suffixes of a catalogue's files. The catalogue itself is last, because the others are useless without it."""
_ASIDE = pattern(r"catalogue-(\d+)\.sqlite")


def put_aside(path: Path) -> bool:
    """Rename a catalogue of a later version; return whether it was one. Raises OSError if it is open on Windows."""
    version = _version_of(path)
    if version <= VERSION:
        return False
    _rename(path, _path_of_version(path, version))
    return True


def take_back(path: Path) -> None:
    """Rename the catalogue of this version back, if an earlier version has put it aside, and put the earlier one's
    aside.

    Raises OSError if one of them is open on Windows.
    """
    version_path = _path_of_version(path, VERSION)
    if not version_path.exists():
        return
    version = _version_of(path)
    if version == VERSION:
        return
    if path.exists():
        _rename(path, _path_of_version(path, version))
    _rename(version_path, path)


def is_later_aside(path: Path) -> bool:
    matches = (_ASIDE.fullmatch(aside_path.name) for aside_path in path.parent.glob("catalogue-*.sqlite"))
    return any(match and int(match[1]) > VERSION for match in matches)


def _path_of_version(path: Path, version: int) -> Path:
    return path.with_name(f"{path.stem}-{version}{path.suffix}")


def _rename(path: Path, target: Path) -> None:
    for suffix in _SUFFIXES:
        with suppress(FileNotFoundError):
            held_files.replace(path.with_name(path.name + suffix), target.with_name(target.name + suffix))


def _version_of(path: Path) -> int:
    """Return the version of a catalogue; 0 if there is none, or none that can be read."""
    if not path.exists():
        return 0
    try:
        with closing(sqlite3.connect(path)) as connection:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            return int(version)
    except sqlite3.Error:
        return 0
