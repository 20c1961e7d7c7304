"""Names of containers and of the files in them, and paths of files in containers (“2024.zip/A1.htm”)."""

import re
from collections.abc import Callable, Iterator, Sequence

from reader.formats.decoding import decoded
from reader.formats.reading import comparable
from reader.language.patterns import pattern

OF_ZIP = (".zip",)
OF_TAR = (".tar", ".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar.bz2", ".tbz2", ".tbz")
OF_TABLES = (".csv", ".tsv", ".jsonl", ".ndjson")
OF_TREES = (".json", ".sgml", ".sgm", ".enex", ".rss", ".atom", ".rdf")
_OF_DAYS = (".epub", ".docx", ".txt", ".md", ".htm", ".html", ".xhtml", ".shtml", ".xml", *OF_TREES)
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


def is_container(name: str) -> bool:
    """Return whether a file is a ZIP, a TAR, a packed file or a table, by its name."""
    return comparable(name).endswith(_OF_CONTAINERS)


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
    kept = [part for part in parts if part not in ("", ".", "..")]
    is_hidden = any(part.startswith(".") or part == "__MACOSX" for part in kept)
    return "" if is_hidden else "/".join(kept)[-LONGEST_NAME:].lstrip("/")


def decoded_names(names: Sequence[bytes]) -> list[str]:
    """Return names decoded in one detected encoding. A single name would be too short to detect it."""
    found = decoded(b"\n".join(names)) if names else None
    texts = found.text.split("\n") if found is not None else []
    if len(texts) == len(names):
        return texts
    return [name.decode("utf-8", "replace") for name in names]


def issue_path(paper: str | None, date: str) -> str:
    """Return the path of an issue in a table or book: “雁桥日报/2024-03-05”, or `UNDATED` for the date."""
    folder = _NOT_IN_PATHS.sub("_", paper or "").strip(" .")[:60]
    return "/".join(filter(None, [folder, date or UNDATED]))


def distinct_paths(paths: Sequence[str]) -> list[str]:
    """Return the paths, made unique: one that equals an earlier one or a folder is numbered, “A1 (2).htm”."""
    folders = {path[: at.start()] for path in paths for at in re.finditer("/", path)}
    taken, given = {*paths, *folders}, set(folders)
    numbers: dict[str, int] = {}
    found = []
    for path in paths:
        own = path
        while own in given:
            numbers[path] = numbers.get(path, 1) + 1
            own = _numbered(path, numbers[path])
            if own in taken:
                own = path
        given.add(own)
        taken.add(own)
        found.append(own)
    return found


def _numbered(path: str, number: int) -> str:
    folder, slash, name = path.rpartition("/")
    ending = _ENDING.search(name)
    begin = ending.start() if ending else len(name)
    return f"{folder}{slash}{name[:begin]} ({number}){name[begin:]}"
