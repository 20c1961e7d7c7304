"""The file to be read, the `Format` protocol, the exceptions of reading, and reading bytes from the disk."""

import unicodedata
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path, PurePath
from typing import Protocol

from msgspec import Struct

from reader.i18n import say
from reader.newspaper.article import SourceText
from reader.newspaper.correction import Correction
from reader.newspaper.decision import ColumnChoice
from reader.storage.regular_file import NotRegular, TooLarge, open_named, read_at_most

_TEXTS = frozenset({".doc", ".wps", ".rtf", ".odt", ".pages", ".xps", ".oxps"})
_BOOKS = frozenset({".mobi", ".azw", ".azw3", ".fb2", ".htmlz", ".chm"})
_SHEETS = frozenset({".xls", ".xlsx", ".ods", ".et"})
_SCANS = frozenset({".caj", ".kdh", ".nh", ".ceb", ".ceb2", ".djvu", ".djv", ".pdg"})
_PACKED = frozenset({".rar", ".7z", ".zipx", ".lzh", ".cab"})
_ALL = _TEXTS | _BOOKS | _SHEETS | _SCANS | _PACKED


def comparable(name: str) -> str:
    """Return a file's name, or a path, to compare its ending: in small letters, without the space at the end that
    copying and renaming leave on some systems.
    """
    return name.rstrip().lower()


def is_other(path: PurePath) -> bool:
    """Return whether a file may contain an issue, but in a format that can't be read, like .doc and .rar."""
    return comparable(path.suffix) in _ALL


def what_to_do(path: PurePath) -> str | None:
    """Return why a file can't be read, by its ending, and how to convert it; None for all other endings."""
    ending = comparable(path.suffix)
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
"""Returns the bytes of a page's file, by its `local_name` in an issue manifest; None if it can't be read."""


def nothing_beside(name: str) -> bytes | None:
    return None


class SavedFile(Struct, frozen=True, dict=True):
    """The bytes of a file, and its name: the path in the library, with `/`.

    `address` is the URL it was saved from, "" if unknown; only web archives state it outside of the page.
    `beside` reads the files of the pages that an issue manifest names. `choices` are the user's, of columns and labels;
    of `corrections`, those count by which days begin.
    """

    name: str
    data: bytes
    address: str = ""
    beside: ReadBeside = nothing_beside
    choices: Sequence[ColumnChoice] = ()
    corrections: Sequence[Correction] = ()

    @cached_property
    def ending(self) -> str:
        """The ending of the name in lower case (".htm"), without the query that some programs append."""
        last = comparable(unicodedata.normalize("NFC", self.name).rpartition("/")[2])
        stem = min((last.partition(sign)[0] for sign in "?@#"), key=len)
        stem = stem if "." in stem else last
        return stem[stem.rfind(".") :] if "." in stem else ""


class Format(Protocol):
    """Reads the files of one format. `formats.decode` uses the format with the highest certainty."""

    @property
    def name(self) -> str:
        """The identifier of the format, for the option `--as` and the catalogue."""

    def certainty(self, file: SavedFile) -> float:
        """Return how certain it is that the file has this format, 0 to 1, without parsing the file."""

    def read(self, file: SavedFile) -> SourceText:
        """Return the text of the file and the structure that its markup states.

        `reading` is set only if something was left out; `formats.decode` completes it. Raises UnreadableFile
        with a message for the user; NotAnIssue if the file is valid and contains no article.
        """


MOST_BYTES = 50 * 1024 * 1024


class UnreadableFile(Exception):
    """A file that can't be read as an issue; the message is a sentence for the user."""


class NotAnIssue(UnreadableFile):
    """A valid file that contains no article, like a list of articles or a search form.

    The message names the kind of the file in few words; such files are counted by it.
    """


class DayFile(Struct, frozen=True):
    """An issue in a file that holds several: the bytes of a file with one of the formats.

    `paper` and `date` (YYYY-MM-DD) are "" if unknown.
    """

    paper: str
    date: str
    data: bytes


class SeveralDays(NotAnIssue):
    """A file that holds the issues `days`, which are read one by one; `whole` is the text of a file that is no book."""

    def __init__(self, days: Sequence[DayFile], whole: SourceText | None = None) -> None:
        super().__init__(say("合订本（每天另计）"))
        self.days, self.whole = days, whole


# What the features of formats are asked; without one, no file is of its format.


def issues_in_download(file: SavedFile, source: SourceText | None) -> Sequence[DayFile]:
    """Return the issues in a download; () if it is none. `source` is its text as it is read otherwise."""
    return ()


def labels_in_download(file: SavedFile) -> dict[str, list[str]]:
    """Return the labels that recur in a file, in order, each with its values. Raises UnreadableFile."""
    return {}


def pages_in_lines_of_json(data: bytes) -> Sequence[DayFile]:
    """Return the issues in lines of which each is a recognised page; () if they are something else."""
    return ()


def only_issue(source: SourceText, corrections: Sequence[Correction] = ()) -> SourceText:
    """Return a text of one issue, with the note that its day is in doubt if it names several.

    Raises SeveralDays if it can be divided into days, or the user has said at which of its lines a day begins. Without
    the feature, each text is one issue.
    """
    return source


def page_in_archive(file: SavedFile) -> SavedFile:
    """Return the main page of a web archive, with its URL; any other file unchanged. Raises UnreadableFile."""
    return file


def is_manifest(data: bytes) -> bool:
    """Return whether a file is an issue manifest; `data` is the beginning of the file."""
    return False


def is_named_by_manifest(data: bytes) -> bool:
    """Return whether a file that is no page has words of pages, and is named by an issue manifest."""
    return False


def pictures_named(data: bytes) -> Sequence[str]:
    """Return the paths of the page pictures that an issue manifest names, relative to its folder.

    For a picture given by a URL, the path is the last part of the URL's path. () if the manifest can't be read.
    """
    return ()


class UnknownColumns(UnreadableFile):
    """A table whose text column was not recognized; the user has to choose it."""


class OnlyPictures(UnreadableFile):
    """A file of page pictures without text, which may be recognised."""


class NotOpened(UnreadableFile):
    """A file that the operating system could not open; reading it may succeed later."""


def bytes_of(path: Path) -> bytes:
    """Return the content of a file on the disk. Raises UnreadableFile, also for more than `MOST_BYTES`."""
    return bytes_from(lambda: open_named(path))


def bytes_from(opened: Callable[[], int]) -> bytes:
    """Return all bytes of the file whose descriptor `opened` returns.

    Raises UnreadableFile if `opened` raises OSError, or if the file has more than `MOST_BYTES`.
    """
    try:
        return read_at_most(opened(), MOST_BYTES)
    except OSError as error:
        raise refusal_of(error) from None


def refusal_of(error: OSError) -> UnreadableFile:
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


def not_read(format_name: str) -> UnreadableFile:
    return UnreadableFile(say("这里不读 {format} 文件。", format=format_name))


def too_large() -> UnreadableFile:
    return UnreadableFile(say("文件超过 50 MB，不像一期报纸。请按期拆开后再放入。"))
