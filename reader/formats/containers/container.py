"""What a container is: a file that holds several of the library, each with a name. Nothing is unpacked to disk."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import PurePath, PurePosixPath
from typing import Protocol

from reader.formats.containers.names import harmless, is_container, told_apart
from reader.formats.decoding import ENDINGS as _OF_TEXT
from reader.formats.reading import SavedFile, UnreadableFile, is_other
from reader.i18n import count, say

PDF, JSON = ".pdf", ".json"
OF_PACKAGES = frozenset({".epub", ".docx"})
OF_PAGES = frozenset({".htm", ".html", ".xhtml", ".shtml", ".mht", ".mhtml"})
OF_SCANS = frozenset({".xml", ".hocr"})
"""What OCR programs write; hOCR may also be named as a web page."""
_OF_IIIF = re.compile("manifest|annotation|anno(?![a-z])|^list$", re.IGNORECASE)
"""How manifests of IIIF, and lists of annotations or their folders, are called; other files of JSON are no issues."""
_SAVED_BESIDE = ("_files", ".files", "_文件")
"""How browsers name the folder of what belongs to a saved page: pictures, scripts, advertisements."""
_OF_MIRRORS = frozenset({"hts-cache", "hts-log.txt", "robots.txt"})
"""What programs that mirror sites keep for themselves: HTTrack has every page once more in its cache."""


def is_issue_file(path: PurePath) -> bool:
    """Return whether a file may be an issue, or hold issues; not hidden, not the reader's own."""
    if path.name.startswith((".", "~$")) or ".reader" in path.parts or _OF_MIRRORS.intersection(path.parts):
        return False
    if is_text(path) or is_other(path):
        return True
    ending = SavedFile(path.name, b"").ending
    is_known = ending in OF_PAGES | OF_SCANS | OF_PACKAGES | {PDF}
    is_of_iiif = ending == JSON and any(map(_OF_IIIF.search, path.parts[-2:]))
    if not is_known and not is_of_iiif and not is_container(path.name):
        return False
    return not any(part.endswith(_SAVED_BESIDE) for part in path.parts[:-1])


def is_text(path: PurePath) -> bool:
    """Return whether a file is plain text by its name."""
    return path.suffix.lower() in _OF_TEXT


MOST_ENTRIES, MOST_FILES = 100_000, 50_000
"""Of a container, whatever they are, and those among them that may be issues: a paper's site of a year has some 50,000
files with pictures, 30,000 without."""
MOST_TOTAL = 4 << 30
"""Bytes of all that is read of a container, also of what lies in another one inside."""
MOST_RATIO, MOST_GROWN, LARGEST_GROWN = 200, 16 << 20, 1 << 20
"""So many times as large as it is packed, no text is. Of what grows more, a container on the disk may hold `MOST_GROWN`
bytes, those in the containers inside counted; if it holds more, files of up to `LARGEST_GROWN` are read, the smallest
first."""
PIECE = 1 << 18

Tell = Callable[[], object]
"""Is called now and then while a container is looked through; may raise to end that."""


@dataclass(frozen=True, slots=True)
class ContainedFile:
    """A file in a container that may be an issue; `crc` is the CRC-32 of its bytes.

    `has_grown`: it, or all that it is packed with, is more than `MOST_RATIO` times as large as it is packed.
    """

    path: str
    size: int
    crc: int
    has_grown: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """What a container holds, in its own order; `complaint` says what of it can't be read, and why.

    `renamed` of its files have a name in the container that another has, too, and are read under one with a number.
    """

    entries: tuple[ContainedFile, ...]
    complaint: str | None = None
    renamed: int = 0


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


def own_paths(names: Sequence[str]) -> list[str]:
    """Return for each name in a container the path under which its file is read, "" for what can't be an issue.

    Raises UnreadableFile for too many.
    """
    paths = [*map(path_inside, names)]
    kept = [path for path in paths if path]
    if len(kept) > MOST_FILES:
        raise too_many(MOST_FILES)
    own = iter(told_apart(kept))
    return [next(own) if path else "" for path in paths]


def without_bombs(entries: Sequence[ContainedFile]) -> list[ContainedFile]:
    """Return the entries without those that make a bomb of them: the large ones of what grows beyond measure."""
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
    """Return in words that so many files of a container are not read, as they may be a bomb; "" for none."""
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
