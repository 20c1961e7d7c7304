"""What a container is: a file that holds several of the library, each with a name. Nothing is unpacked to disk."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Protocol

from reader.formats.containers.names import harmless
from reader.formats.issue_files import is_issue_file
from reader.formats.reading import UnreadableFile
from reader.i18n import say

MOST_ENTRIES = 100_000
"""Of a container, whatever they are: a paper's site of a year has some 50,000 files with pictures."""
MOST_TOTAL = 4 << 30
"""Bytes of all that is read of a container, also of what lies in another one inside."""
MOST_RATIO, RATIO_FROM = 200, 16 << 20
"""So many times as large as it is packed, no text is; asked only of what is larger than `RATIO_FROM` bytes."""
PIECE = 1 << 18

Tell = Callable[[], object]
"""Is called now and then while a container is looked through; may raise to end that."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in a container that may be an issue; `crc` is the CRC-32 of its bytes."""

    path: str
    size: int
    crc: int


@dataclass(frozen=True, slots=True)
class Listing:
    """What a container holds, in its own order; `complaint` says what of it can't be read, and why."""

    entries: tuple[Entry, ...]
    complaint: str | None = None


class Container(Protocol):
    """An open container. Methods raise UnreadableFile."""

    def listing(self, tell: Tell) -> Listing:
        """Return what may be read; looks the container through the first time only."""

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file in it, None if it has none of that name."""

    def close(self) -> None: ...


def path_inside(name: str) -> str:
    """Return the path of what may be an issue, by its name in a container; "" for anything else."""
    path = harmless(name)
    return path if path and is_issue_file(PurePosixPath(path)) else ""


def bomb() -> UnreadableFile:
    return UnreadableFile(
        say("压缩包展开后大得不合常理，像是压缩炸弹，没有读。如果它没有问题，请解开后放入。")
    )


def too_many() -> UnreadableFile:
    return UnreadableFile(
        say("压缩包里的文件超过 {count} 个，没有读。请分成几个，或解开后放入。", count=MOST_ENTRIES)
    )


def broken() -> UnreadableFile:
    return UnreadableFile(say("压缩包坏了，或没有下载完，打不开。请重新下载，或解开后放入。"))
