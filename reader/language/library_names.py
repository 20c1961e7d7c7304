"""The names of a library's people as words that its texts are cut into: a file beside the index, as old as the index.

They belong to a library, unlike the reader's own words: whatever cuts a library's texts is given its `LibraryNames`,
which child processes are sent too. A file that is missing or damaged has no names.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from functools import lru_cache, partial
from pathlib import Path

from msgspec import Struct

from reader import held_files
from reader.language.patterns import pattern

MOST_NAMES = 50_000
"""The number of names, each of which may be listed in traditional and in simplified characters."""
_MOST_BYTES = 8 << 20
_OPEN_AT_ONCE = 4
_STAMP = pattern("[0-9a-f]{16}")
_LINE = pattern("(\\S+) ([0-9]{1,9})")


class LibraryNames(Struct, frozen=True):
    """The path of a file of names, and the stamp of what it holds; both "" for a library without."""

    path: str = ""
    stamp: str = ""


NO_NAMES = LibraryNames()


def is_stamp(text: object) -> bool:
    return isinstance(text, str) and _STAMP.fullmatch(text) is not None


def file_name(stamp: str) -> str:
    return f"names-{stamp}.txt"


def names_in(folder: Path, stamp: str) -> LibraryNames:
    """Return the names with a stamp, whose file is in a folder; no names for ""."""
    if not stamp:
        return NO_NAMES
    return LibraryNames(str(folder / file_name(stamp)), stamp)


def write_names(folder: Path, counts: Mapping[str, int]) -> LibraryNames:
    """Write names, each with how often it is to occur in jieba's corpus; no file if there are none. Raises OSError."""
    if not counts:
        return NO_NAMES
    content = "\n".join(f"{name} {often}" for name, often in sorted(counts.items())).encode()
    names = names_in(folder, _stamp_of(content))
    with Path(names.path).open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return names


def _content_of(names: LibraryNames) -> bytes:
    with Path(names.path).open("rb") as file:
        return file.read(_MOST_BYTES)


@lru_cache(maxsize=_OPEN_AT_ONCE)
def counts_in(names: LibraryNames) -> Mapping[str, int]:
    """Return the names with how often each is to occur in jieba's corpus; none if the file does not hold them.

    Raises PermissionError while another program holds the file: words would be cut otherwise than in the index.
    """
    if not names.stamp:
        return {}
    try:
        content = held_files.patiently(partial(_content_of, names))
    except OSError as error:
        if held_files.is_held(error):
            raise
        return {}
    except ValueError:
        return {}
    if _stamp_of(content) != names.stamp:
        return {}
    lines = (_LINE.fullmatch(line) for line in content.decode("utf-8", "replace").splitlines())
    return {line[1]: int(line[2]) for line in lines if line}


def _stamp_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
