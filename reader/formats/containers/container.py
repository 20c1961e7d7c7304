"""The protocol of containers, files that contain several named files of the library, and the limits for them.

Nothing is unpacked to the disk.
"""

import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from pathlib import PurePath, PurePosixPath
from typing import IO, Protocol

from msgspec import Struct

from reader.formats.containers.names import OF_TREES, distinct_paths, harmless, is_container, issue_path
from reader.formats.decoding import ENDINGS as _OF_TEXT
from reader.formats.reading import DayFile, SavedFile, UnreadableFile, comparable, is_other, not_read
from reader.i18n import count, say
from reader.newspaper.decision import ColumnChoice

OF_DOCUMENTS = frozenset({".pdf", ".epub", ".docx"})
OF_PAGES = frozenset({".htm", ".html", ".xhtml", ".shtml", ".mht", ".mhtml"})
OF_SCANS = frozenset({".xml", ".hocr", *OF_TREES})
"""Endings of OCR results, feeds and exports; hOCR files may also have the ending of a web page."""
_SAVED_BESIDE = ("_files", ".files", "_文件")
"""Endings of the folder in which browsers save a page's pictures, scripts and frames, which are no issues."""
_OF_MIRRORS = frozenset({"hts-cache", "hts-log.txt", "robots.txt"})
"""Files and folders of programs that mirror sites; the cache of HTTrack contains every page a second time."""


def is_issue_file(path: PurePath) -> bool:
    """Return whether a file may be or contain an issue, by its name; False for hidden files and this program's own."""
    if path.name.startswith((".", "~$")) or ".reader" in path.parts or _OF_MIRRORS.intersection(path.parts):
        return False
    if is_text(path) or is_other(path):
        return True
    ending = SavedFile(path.name, b"").ending
    is_known = ending in OF_PAGES | OF_SCANS | OF_DOCUMENTS
    if not is_known and not is_container(path.name):
        return False
    return not any(part.endswith(_SAVED_BESIDE) for part in path.parts[:-1])


_PLAINLY_TEXT = re.compile(
    rf"(?!(?:.*/)?(?:~\$|(?:{'|'.join(map(re.escape, sorted(_OF_MIRRORS)))})(?:/|$)))(?:[^./][^/]*/)*[^./][^/]*(?:"
    + "|".join(map(re.escape, sorted(_OF_TEXT)))
    + r")\s*",
    re.DOTALL,
)
"""Matches most paths of text files, which are thus recognized without splitting the path."""


def is_issue_path(path: str) -> bool:
    """Return what `is_issue_file` returns for a path given as a string with `/`."""
    return _PLAINLY_TEXT.fullmatch(path) is not None or is_issue_file(PurePosixPath(path))


def is_text(path: PurePath) -> bool:
    return comparable(path.suffix) in _OF_TEXT


# Maximum number of all files in a container, and of those that may be issues. A year of a newspaper's site has some
# 50,000 files with pictures, 30,000 without.
MOST_ENTRIES, MOST_FILES = 100_000, 50_000
MOST_TOTAL = 4 << 30
"""Maximum number of bytes read from a container, including containers in it."""
# Limits against archive bombs: no text compresses by a factor of `MOST_RATIO`. Files that do may have `MOST_GROWN`
# bytes together, including those in inner containers; if they have more, only those of up to `LARGEST_GROWN` bytes are
# read, the smallest first, up to that sum.
MOST_RATIO, MOST_GROWN, LARGEST_GROWN = 200, 16 << 20, 1 << 20
PIECE = 1 << 18

Tell = Callable[[], object]
"""Called repeatedly while a container is being listed; may raise an exception to cancel."""


class ContainedFile(Struct, frozen=True):
    """A file in a container that may be an issue; `crc` is the CRC-32 of its bytes, `size` their number.

    `has_grown`: its unpacked size is more than `MOST_RATIO` times the packed one; in a TAR, that of the archive.
    """

    path: str
    size: int
    crc: int
    has_grown: bool = False


class Listing(Struct, frozen=True):
    """The files of a container in its own order; `complaint` says in words which of them can't be read, and why.

    `renamed` is the number of files whose name in the container is not unique; they are read under a numbered name.
    """

    entries: tuple[ContainedFile, ...]
    complaint: str | None = None
    renamed: int = 0


class Container(Protocol):
    """An open container. Methods raise UnreadableFile."""

    def listing(self, tell: Tell) -> Listing:
        """Return the files that can be read; a container that must be scanned for it is scanned once."""

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file in it, None if it has no file with that path."""

    def close(self) -> None: ...


def path_inside(name: str) -> str:
    """Return the safe path for a name in a container if that may be an issue; else ""."""
    path = harmless(name)
    return path if path and is_issue_file(PurePosixPath(path)) else ""


def own_paths(names: Sequence[str]) -> list[str]:
    """Return for each name in a container the unique path under which its file is read, "" if it can't be an issue.

    Raises UnreadableFile if there are more than `MOST_FILES` paths.
    """
    paths = [*map(path_inside, names)]
    kept = [path for path in paths if path]
    if len(kept) > MOST_FILES:
        raise too_many(MOST_FILES)
    own = iter(distinct_paths(kept))
    return [next(own) if path else "" for path in paths]


def without_bombs(entries: Sequence[ContainedFile]) -> list[ContainedFile]:
    """Return the entries without those that may be an archive bomb; see `MOST_RATIO`."""
    grown = sorted((entry for entry in entries if entry.has_grown), key=lambda entry: entry.size)
    if sum(entry.size for entry in grown) <= MOST_GROWN:
        return [*entries]
    totals = accumulate(entry.size for entry in grown)
    kept = {
        entry.path
        for entry, total in zip(grown, totals, strict=True)
        if total <= MOST_GROWN and entry.size <= LARGEST_GROWN
    }
    return [entry for entry in entries if not entry.has_grown or entry.path in kept]


def not_unpacked(number: int) -> str:
    """Return the message that `number` files of a container are not read as they may be a bomb; "" for 0."""
    if not number:
        return ""
    return count(
        number,
        "压缩包里有 {n} 个文件展开后大得不合常理，像是压缩炸弹，没有读；其余的读了。如果它们没有问题，请解开后放入。",
    )


def bomb() -> UnreadableFile:
    return UnreadableFile(
        say("压缩包展开后大得不合常理，像是压缩炸弹，没有读。如果它没有问题，请解开后放入。")
    )


def too_many(most: int = MOST_ENTRIES) -> UnreadableFile:
    return UnreadableFile(
        say("压缩包里的文件超过 {count} 个，没有读。请分成几个，或解开后放入。", count=most)
    )


def broken() -> UnreadableFile:
    return UnreadableFile(say("压缩包坏了，或没有下载完，打不开。请重新下载，或解开后放入。"))


class Tables:
    """What is known of tables of articles: without the feature, nothing. Methods raise UnreadableFile."""

    def opened(self, file: IO[bytes], name: str, choices: Sequence[ColumnChoice]) -> Container:
        """Return a table as a container: of issues whose articles its rows are, or of pages whose words they are.

        Raises UnknownColumns if the text column is not known, NotAnIssue if no column can be the text.
        """
        raise not_read(comparable(PurePath(name).suffix))

    def columns_in(self, data: bytes, name: str) -> Sequence[tuple[str, Sequence[str]]]:
        """Return the names of a table's columns, each with its cells."""
        raise not_read(comparable(PurePath(name).suffix))


class HeldFiles:
    """A container whose files are in memory."""

    def __init__(self, files: Mapping[str, bytes], complaint: str | None = None) -> None:
        self._files, self._complaint = files, complaint

    def listing(self, tell: Tell) -> Listing:
        tell()
        entries = (ContainedFile(path, len(data), zlib.crc32(data)) for path, data in self._files.items())
        return Listing(tuple(entries), self._complaint)

    def read(self, path: str) -> bytes | None:
        return self._files.get(path)

    def close(self) -> None:
        self._files = {}


def files_of(days: Sequence[DayFile]) -> dict[str, bytes]:
    """Return the files of the issues in a file of several, by their paths."""
    paths = distinct_paths([issue_path(day.paper, day.date) for day in days])
    return {path: day.data for path, day in zip(paths, days, strict=True)}
