"""What a format is (docs/formats.md: how to add one), and the forms of an issue that none reads, by their names."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath
from typing import Protocol

from reader.i18n import say
from reader.newspaper.source_text import SourceText

_TEXTS = frozenset({".doc", ".wps", ".rtf", ".odt", ".pages", ".xps", ".oxps"})
_BOOKS = frozenset({".mobi", ".azw", ".azw3", ".fb2", ".htmlz", ".chm"})
_SHEETS = frozenset({".xls", ".xlsx", ".ods", ".et"})
_SCANS = frozenset({".caj", ".kdh", ".nh", ".ceb", ".ceb2", ".djvu", ".djv", ".pdg"})
_PACKED = frozenset({".rar", ".7z", ".zipx", ".lzh", ".cab"})
_ALL = _TEXTS | _BOOKS | _SHEETS | _SCANS | _PACKED


def is_other(path: PurePath) -> bool:
    """Return whether a file is in a form that is not read, but may hold an issue."""
    return path.suffix.lower() in _ALL


def what_to_do(path: PurePath) -> str | None:
    """Return why a file is not read, and what a person can do; None if its name does not tell."""
    ending = path.suffix.lower()
    if ending in _TEXTS:
        return say(
            "这里不读 {ending} 文件。请用 Word、WPS 或 LibreOffice 打开，另存为 .docx 后放入。", ending=ending
        )
    if ending in _BOOKS:
        return say("这里不读 {ending} 电子书。请用 calibre 转换成 EPUB 后放入。", ending=ending)
    if ending in _SHEETS:
        return say("这里不读 {ending} 表格。请打开后另存为“CSV UTF-8（逗号分隔）”，再放入。", ending=ending)
    if ending in _SCANS:
        return say(
            "这里不读 {ending} 文件。请用它自己的阅读器另存为 PDF；若只有图像，再用 OCR 程序识别后放入。",
            ending=ending,
        )
    if ending in _PACKED:
        return say("这里不读 {ending} 压缩包。请解开后放入，或改存为 .zip。", ending=ending)
    return None


ReadBeside = Callable[[str], bytes | None]
"""Hands in a file that another names, by its `local_name`; None if there is none, or none that may be read with it."""


def nothing_beside(name: str) -> bytes | None:
    return None


@dataclass(frozen=True)
class SavedFile:
    """A file's bytes, and its name: the path in the library, with `/`.

    `address` is where it was saved from (a URL), "" if that is unknown: a web archive tells it beside the page.
    `beside` hands in the pages that it names, if it is the table of contents of an issue in many files.
    """

    name: str
    data: bytes
    address: str = ""
    beside: ReadBeside = nothing_beside

    @cached_property
    def ending(self) -> str:
        """The ending of the name in small letters (".htm"), without what wget and HTTrack leave behind it."""
        last = unicodedata.normalize("NFC", self.name).rpartition("/")[2].lower()
        stem = min((last.partition(sign)[0] for sign in "?@#"), key=len)
        stem = stem if "." in stem else last
        return stem[stem.rfind(".") :] if "." in stem else ""


class Format(Protocol):
    """Reads the files of one kind. The registry asks all formats, and the surest reads."""

    @property
    def name(self) -> str:
        """What `--as` takes, and what is stored."""

    def certainty(self, file: SavedFile) -> float:
        """Return how sure it is that the file is its own, 0 to 1. It only looks at the bytes."""

    def read(self, file: SavedFile) -> SourceText:
        """Return the text of the file, and what it tells of its articles; without `reading`, which the registry adds,
        unless something was left out.

        Raises UnreadableFile, with a sentence for the reader; NotAnIssue, if the file is whole and holds no article.
        """
