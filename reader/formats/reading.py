"""The file to be read, the protocols of formats and containers, the exceptions of reading, reading bytes from the disk.

A container is a file that has several named files of the library (“2024.zip/A1.htm”). Nothing is unpacked to the disk.
"""

import re
import unicodedata
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import accumulate
from operator import attrgetter
from pathlib import Path, PurePath, PurePosixPath
from typing import IO, BinaryIO, Protocol, runtime_checkable

from msgspec import Struct

from reader import held_files
from reader.formats.other_kinds import comparable, is_other
from reader.i18n import count, say
from reader.language.patterns import pattern
from reader.newspaper.article import SourceText
from reader.newspaper.correction import Correction
from reader.newspaper.decision import ColumnChoice
from reader.newspaper.picture_names import is_picture
from reader.storage.disk_errors import system_words
from reader.storage.regular_file import NotRegular, TooLarge, open_named, read_at_most
from reader.storage.system_paths import names_device

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
        if "." in stem:
            return stem[stem.rfind(".") :]
        return ""


class Format(Protocol):
    """Reads the files of one format. `formats.decode` uses the format with the highest certainty."""

    name: str
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

    def __init__(self, days: Sequence[DayFile], full_source: SourceText | None = None) -> None:
        super().__init__(say("合订本（每天另计）"))
        self.days = days
        self.whole = full_source


# What the features of formats are asked; without one, no file is of its format.


def issues_in_download(file: SavedFile, source: SourceText | None) -> Sequence[DayFile]:
    """Return the issues in a download; () if it is none. `source` is its text as it is read otherwise."""
    return ()


def labels_in_download(file: SavedFile) -> dict[str, list[str]]:
    """Return the labels that recur in a file, in order, each with its values. Raises UnreadableFile."""
    return {}


def article_in_labels(source: SourceText) -> SourceText | None:
    """Return the only article of a text whose fields have labels; None if it is something else."""
    return None


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


def texts_named(data: bytes, name: str) -> Sequence[str]:
    """Return the names of the files beside a table that have the texts of its rows; () for one that has them itself.

    Raises UnreadableFile.
    """
    return ()


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
    return bytes_from(partial(open_named, path))


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
        case _ if names_device(str(error.filename)):
            return NotOpened(say("这是 Windows 上设备的名字，不是文件。请换个名字。"))
        case TooLarge():
            return too_large()
        case NotRegular():
            return NotOpened(say("这不是普通文件，而是管道、设备之类，没有读。"))
        case FileNotFoundError():
            return NotOpened(say("没有这个文件，是写错了，还是刚被移走、改名？"))
        case IsADirectoryError() | NotADirectoryError():
            return NotOpened(say("这是一个文件夹，不是文件。"))
        case PermissionError() if held_files.is_held(error):
            return NotOpened(say("另一个程序正占用它。等那个程序放开，再试一次。"))
        case PermissionError():
            return NotOpened(say("没有权限读取这个文件。请检查它的访问权限。"))
        case _:
            return NotOpened(say("文件无法读取：{reason}", reason=system_words(error)))


def not_read(format_name: str) -> UnreadableFile:
    return UnreadableFile(say("这里不读 {format} 文件。", format=format_name))


def too_large() -> UnreadableFile:
    return UnreadableFile(say("文件超过 50 MB，不像一期报纸。请按期拆开后再放入。"))


MOST_OF_PICTURE = 1 << 30
"""Maximum bytes of a picture in an archive; a page in colour at 600 dpi has 420 million."""


def too_large_picture() -> UnreadableFile:
    return UnreadableFile(say("压缩包里的这张图片太大，没有读。请解开后放入。"))


OF_TEXT = (".txt", ".md", ".markdown", ".mdx", ".text", ".org")
OF_ZIP = (".zip", ".cbz")
OF_TAR = (".tar", ".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar.bz2", ".tbz2", ".tbz")
OF_TABLES = (".csv", ".tsv", ".jsonl", ".ndjson")
OF_TREES = (".json", ".sgml", ".sgm", ".enex", ".rss", ".atom", ".rdf", ".opml")
_OF_DAYS = (".epub", ".docx", *OF_TEXT, ".htm", ".html", ".xhtml", ".shtml", ".xml", *OF_TREES)
OF_GZIP = (".gz",)
_OF_CONTAINERS = OF_ZIP + OF_TAR + OF_GZIP + OF_TABLES
UNDATED = "undated"
LONGEST_NAME = 1_000
"""Maximum number of characters of a path in a container; a longer one is cut at the beginning."""

_NOT_IN_NAMES = pattern("[\x00-\x1f\x7f\ud800-\udfff]")
_NOT_IN_PATHS = pattern(r"[\x00-\x1f\x7f/\\]")
_DRIVE = pattern("[A-Za-z]:")
_ENDING = pattern(r"(?:\.tar)?\.[A-Za-z]\w{0,6}$", re.IGNORECASE)


def is_table(name: str) -> bool:
    return comparable(name).endswith(OF_TABLES)


def may_hold_days(name: str) -> bool:
    """Return whether a file may be one of several issues by its name, and so a container: a book, a text, a page."""
    return comparable(name).endswith(_OF_DAYS)


def may_hold_pictures(name: str) -> bool:
    """Return whether a file is an archive, by its name, of which the pictures are pages: a ZIP or a TAR."""
    return comparable(name).endswith(OF_ZIP + OF_TAR)


def is_container(name: str) -> bool:
    """Return whether a file is a ZIP, a TAR, a packed file or a table, by its name."""
    return comparable(name).endswith(_OF_CONTAINERS) and not is_other(name)


def cuts(path: str, is_outer: Callable[[str], bool] = is_container) -> Iterator[tuple[str, str]]:
    """Yield the ways to divide a path into the path of a container, as `is_outer` tells by its name, and the path in
    it, from the outermost on.
    """
    parts = path.split("/")
    for at in range(1, len(parts)):
        if is_outer(parts[at - 1]):
            yield "/".join(parts[:at]), "/".join(parts[at:])


def read_in_order(path: str) -> str | None:
    """Return the outermost TAR in a path, else the file of several issues, else None.

    The files in it are best read together and in its order, as it has to be read as a whole.
    """
    tars = (outer for outer, _ in cuts(path) if comparable(outer).endswith(OF_TAR))
    return next(tars, None) or next((outer for outer, _ in cuts(path, may_hold_days)), None)


def harmless(name: str) -> str:
    """Return a name in a container as a relative path with `/`, without `..`; "" if hidden or empty."""
    parts = _NOT_IN_NAMES.sub("\ufffd", name).replace("\\", "/").split("/")
    if parts and _DRIVE.fullmatch(parts[0]):
        del parts[0]
    path_parts = [part for part in parts if part not in ("", ".", "..")]
    is_hidden = any(part.startswith(".") or part == "__MACOSX" for part in path_parts)
    if is_hidden:
        return ""
    return "/".join(path_parts)[-LONGEST_NAME:].lstrip("/")


def issue_path(paper: str | None, date: str) -> str:
    """Return the path of an issue in a table or book: “雁桥日报/2024-03-05”, or `UNDATED` for the date."""
    folder = _NOT_IN_PATHS.sub("_", paper or "").strip(" .")[:60]
    return "/".join(filter(None, [folder, date or UNDATED]))


def distinct_paths(paths: Sequence[str]) -> list[str]:
    """Return the paths, made unique: one that equals an earlier one or a folder is numbered, “A1 (2).htm”."""
    folders: set[str] = set()
    for file_path in paths:
        folders.update(file_path[: slash.start()] for slash in re.finditer("/", file_path))
    reserved_paths = {*paths, *folders}
    used_paths = set(folders)
    numbers: dict[str, int] = {}
    new_paths = []
    for path in paths:
        new_path = path
        while new_path in used_paths:
            numbers[path] = numbers.get(path, 1) + 1
            new_path = _numbered(path, numbers[path])
            if new_path in reserved_paths:
                new_path = path
        used_paths.add(new_path)
        reserved_paths.add(new_path)
        new_paths.append(new_path)
    return new_paths


def _numbered(path: str, number: int) -> str:
    folder, slash, name = path.rpartition("/")
    ending = _ENDING.search(name)
    begin = ending.start() if ending else len(name)
    return f"{folder}{slash}{name[:begin]} ({number}){name[begin:]}"


OF_DOCUMENTS = frozenset({".pdf", ".djvu", ".djv", ".epub", ".docx"})
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
    if is_text(path):
        return True
    ending = SavedFile(path.name, b"").ending
    is_known = not ending or ending in OF_PAGES | OF_SCANS | OF_DOCUMENTS or is_other(path)
    if not is_known and not is_container(path.name):
        return False
    return not is_beside_page(path)


def is_beside_page(path: PurePath) -> bool:
    """Return whether a file is in the folder that a browser has saved with a web page."""
    return any(part.endswith(_SAVED_BESIDE) for part in path.parts[:-1])


_OF_SYSTEMS = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "robots.txt", "hts-log.txt"})
"""Names of files that systems and mirroring programs write beside the reader's."""


def is_of_programs(name: str) -> bool:
    """Return whether a file is hidden, of a system or of a program, or lies beside a saved page."""
    path = PurePosixPath(name)
    is_hidden = any(part.startswith((".", "~$")) for part in path.parts)
    return is_hidden or path.name.lower() in _OF_SYSTEMS or is_beside_page(path)


def has_no_ending(path: str) -> bool:
    """Return whether a file, on the disk or in an archive, has a name without an ending.

    A day of a file of several, whose path ends with the day, is no such file.
    """
    is_of_file = next(cuts(path, lambda name: may_hold_days(name) or is_table(name)), None) is not None
    return not is_of_file and not SavedFile(path, b"").ending


def is_issue_path(path: str) -> bool:
    """Return what `is_issue_file` returns for a path given as a string with `/`; most are told without splitting it."""
    is_plainly_text = (
        path.endswith(OF_TEXT)
        and path[0] != "."
        and "/." not in path
        and "~$" not in path
        and "hts-" not in path
        and "robots" not in path
    )
    return is_plainly_text or is_issue_file(PurePosixPath(path))


def is_text(path: PurePath) -> bool:
    return comparable(path.name).endswith(OF_TEXT)


# Maximum number of all files in a container, and of those that may be issues. A year of a newspaper's site has some
# 50,000 files with pictures, 30,000 without.
MOST_ENTRIES = 100_000
MOST_FILES = 50_000
MOST_NAMED = 2_000
"""Maximum number of files of a container that are named because they are not read."""
MOST_TOTAL = 4 << 30
"""Maximum number of bytes read from a container, including containers in it."""
# Limits against archive bombs: no text compresses by a factor of `MOST_RATIO`. Files that do may have `MOST_GROWN`
# bytes together, including those in inner containers; if they have more, only those of up to `LARGEST_GROWN` bytes are
# read, the smallest first, up to that sum.
MOST_RATIO = 200
MOST_GROWN = 16 << 20
LARGEST_GROWN = 1 << 20
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


class UnreadFiles(Struct, frozen=True):
    """The files in a container that are of kinds not read: the paths of the first, and how many more there are."""

    names: tuple[str, ...] = ()
    unnamed: int = 0


class Listing(Struct, frozen=True):
    """The files of a container in its own order; `complaint` says in words which of them can't be read, and why.

    `renamed` is the number of files whose name in the container is not unique; they are read under a numbered name.
    `pictures` may be pages, and are read when they are recognised or shown; those that may be issues, such as PDFs, are
    entries, too. `unread` are its other files, of kinds that are not read.
    """

    entries: tuple[ContainedFile, ...]
    complaint: str | None = None
    renamed: int = 0
    unread: UnreadFiles = UnreadFiles()
    pictures: tuple[ContainedFile, ...] = ()


class Container(Protocol):
    """An open container. Methods raise UnreadableFile."""

    def listing(self, tell: Tell) -> Listing:
        """Return the files that can be read; a container that must be scanned for it is scanned once."""

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file in it, None if it has no file with that path."""

    def close(self) -> None: ...


@runtime_checkable
class HoldsPictures(Protocol):
    """A container of which the pictures are read, too."""

    def open_picture(self, path: str) -> BinaryIO | None:
        """Return a picture in it as a stream; None if it has none at the path. Raises UnreadableFile."""


def path_inside(name: str) -> str:
    """Return the safe path for a name in a container if that may be an issue; else ""."""
    path = harmless(name)
    if path and is_issue_path(path):
        return path
    return ""


def own_paths(names: Sequence[str]) -> list[str]:
    """Return for each name in a container the unique path under which its file is read, "" if it can't be an issue.

    Raises UnreadableFile if there are more than `MOST_FILES` paths.
    """
    paths = [*map(path_inside, names)]
    valid_paths = [path for path in paths if path]
    if len(valid_paths) > MOST_FILES:
        raise too_many(MOST_FILES)
    unique_paths = iter(distinct_paths(valid_paths))
    own_paths = []
    for path in paths:
        if path:
            own_paths.append(next(unique_paths))
        else:
            own_paths.append("")
    return own_paths


def picture_paths(names: Sequence[str], paths: Sequence[str]) -> list[str]:
    """Return for each name in a container the unique path of a picture; "" for what has an issue's path in `paths`, and
    for all else.

    Raises UnreadableFile if there are more than `MOST_FILES`.
    """
    own_names = ["" if path else _picture_inside(name) for name, path in zip(names, paths, strict=True)]
    valid_paths = [name for name in own_names if name]
    if len(valid_paths) > MOST_FILES:
        raise too_many(MOST_FILES)
    unique_paths = iter(distinct_paths(valid_paths))
    return [next(unique_paths) if name else "" for name in own_names]


def _picture_inside(name: str) -> str:
    """Return the safe path for a name in a container if that may be the picture of a page; else ""."""
    if not is_picture(name):
        return ""
    path = harmless(name)
    if is_of_programs(path):
        return ""
    return path


def unread_files(names: Sequence[str], paths: Sequence[str]) -> UnreadFiles:
    """Return the files in a container that can't be issues: those of `names` that have no path in `paths`.

    Those of programs are left out; no more than `MOST_NAMED` are named.
    """
    others = (name for name, path in zip(names, paths, strict=True) if name and not path)
    own_names = (harmless(name) for name in others if not name.endswith("/"))
    unread = [name for name in own_names if name and not is_of_programs(name)]
    return UnreadFiles(tuple(unread[:MOST_NAMED]), len(unread[MOST_NAMED:]))


def without_bombs(entries: Sequence[ContainedFile]) -> list[ContainedFile]:
    """Return the entries without those that may be an archive bomb; see `MOST_RATIO`."""
    grown = sorted((entry for entry in entries if entry.has_grown), key=attrgetter("size"))
    if sum(entry.size for entry in grown) <= MOST_GROWN:
        return [*entries]
    totals = accumulate(entry.size for entry in grown)
    small = {
        entry.path
        for entry, total in zip(grown, totals, strict=True)
        if total <= MOST_GROWN and entry.size <= LARGEST_GROWN
    }
    return [entry for entry in entries if not entry.has_grown or entry.path in small]


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


def open_table(file: IO[bytes], name: str, choices: Sequence[ColumnChoice]) -> Container:
    """Return a table as a container: of issues whose articles its rows are, or of pages whose words they are.

    Raises UnknownColumns if the text column is not known, NotAnIssue if no column can be the text; UnreadableFile, as
    without the feature that reads tables.
    """
    raise not_read(comparable(PurePath(name).suffix))


def columns_in_table(data: bytes, name: str) -> Sequence[tuple[str, Sequence[str]]]:
    """Return the names of a table's columns, each with its cells. Raises UnreadableFile."""
    raise not_read(comparable(PurePath(name).suffix))


def open_tar(file: IO[bytes], name: str) -> Container:
    """Return a TAR file as a container. Raises UnreadableFile, as without the feature that reads these."""
    raise not_read(comparable(PurePath(name).suffix))


class HeldFiles(Struct):
    """A container whose files are in memory."""

    files: Mapping[str, bytes]
    complaint: str | None = None

    def listing(self, tell: Tell) -> Listing:
        tell()
        entries = (ContainedFile(path, len(data), zlib.crc32(data)) for path, data in self.files.items())
        return Listing(tuple(entries), self.complaint)

    def read(self, path: str) -> bytes | None:
        return self.files.get(path)

    def close(self) -> None:
        self.files = {}


def files_of(days: Sequence[DayFile]) -> dict[str, bytes]:
    """Return the files of the issues in a file of several, by their paths."""
    paths = distinct_paths([issue_path(day.paper, day.date) for day in days])
    return {path: day.data for path, day in zip(paths, days, strict=True)}
