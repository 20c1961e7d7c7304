"""Reading the bytes of an issue file."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePath
from typing import Protocol

from reader.i18n import say
from reader.newspaper.article import SourceText
from reader.storage.regular_file import NotRegular, TooLarge, open_named, read_at_most

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


MOST_BYTES = 50 * 1024 * 1024


class UnreadableFile(Exception):
    """A file that gives no issue; the message is a sentence for the reader."""


class NotAnIssue(UnreadableFile):
    """A file that is whole and understood, but holds no article: the page that lists the others, a search form.

    The message is what it is, in few words, by which such files are counted.
    """


class UnknownColumns(UnreadableFile):
    """A table of which a person has to say which column is the text."""


class NotOpened(UnreadableFile):
    """A file that the system does not give; another time it may."""


def bytes_of(path: Path) -> bytes:
    """Return the content of a file that a person has named. Raises UnreadableFile."""
    return bytes_from(lambda: open_named(path))


def bytes_from(opened: Callable[[], int]) -> bytes:
    """Return what can be read from the descriptor that `opened` gives.

    Raises UnreadableFile if it raises OSError, or if there are more than 50 MB.
    """
    try:
        return read_at_most(opened(), MOST_BYTES)
    except OSError as error:
        raise refusal_of(error) from None


def refusal_of(error: OSError) -> UnreadableFile:
    """Return what is raised where the system does not give a file."""
    match error:
        case TooLarge():
            return too_large()
        case NotRegular():
            return NotOpened(say("这不是普通文件，而是管道、设备之类，没有读。"))
        case FileNotFoundError():
            return NotOpened(say("文件不见了：可能刚被移走或改名。"))
        case IsADirectoryError() | NotADirectoryError():
            return NotOpened(say("这是一个文件夹，不是文件。"))
        case PermissionError():
            return NotOpened(say("没有权限读取这个文件。请检查它的访问权限。"))
        case _:
            return NotOpened(say("文件读不出来：{reason}", reason=error.strerror or str(error)))


def too_large() -> UnreadableFile:
    return UnreadableFile(say("文件超过 50 MB，不像一期报纸。请按期拆开后再放入。"))
