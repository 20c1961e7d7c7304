"""Names: of containers, of what is in them, and paths that lead through one (“2024.zip/A1.htm”)."""

import re
from collections.abc import Collection, Iterator, Sequence

from reader.formats.decoding import decoded

OF_ZIP = (".zip",)
OF_TAR = (".tar", ".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar.bz2", ".tbz2", ".tbz")
OF_TABLES = (".csv", ".tsv", ".jsonl", ".ndjson")
OF_BOOKS = (".epub", ".docx")
UNDATED = "undated"
LONGEST_NAME = 1_000
"""Characters of a path inside; longer ones are not read."""

_NOT_IN_NAMES = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_NOT_IN_PATHS = re.compile(r"[\x00-\x1f\x7f/\\]")
_DRIVE = re.compile("[A-Za-z]:")


def is_container(name: str) -> bool:
    """Return whether a file holds files of the library, by its name."""
    return name.lower().endswith(OF_ZIP + OF_TAR + OF_TABLES)


def is_table(name: str) -> bool:
    """Return whether a file is a table, by its name."""
    return name.lower().endswith(OF_TABLES)


def is_book(name: str) -> bool:
    """Return whether a file is a book by its name: one of several days holds a file for each."""
    return name.lower().endswith(OF_BOOKS)


def cuts(path: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to read a path as one that leads into a container: the container's path, and the path inside."""
    parts = path.split("/")
    for at in range(1, len(parts)):
        if is_container(parts[at - 1]) or is_book(parts[at - 1]):
            yield "/".join(parts[:at]), "/".join(parts[at:])


def tar_of(path: str) -> str | None:
    """Return the path of the first TAR that a path leads into, which is best read in its own order; None without."""
    return next((outer for outer, _ in cuts(path) if outer.lower().endswith(OF_TAR)), None)


def harmless(name: str) -> str:
    """Return a name as a path that stays inside, with `/`; "" if nothing is left of it or it is hidden."""
    parts = _NOT_IN_NAMES.sub("\ufffd", name).replace("\\", "/").split("/")
    if parts and _DRIVE.fullmatch(parts[0]):
        del parts[0]
    kept = [part for part in parts if part not in ("", ".", "..")]
    is_hidden = any(part.startswith(".") or part == "__MACOSX" for part in kept)
    path = "/".join(kept)
    return "" if is_hidden or len(path) > LONGEST_NAME else path


def decoded_names(names: Sequence[bytes]) -> list[str]:
    """Return names of no stated encoding, which is that of all of them together: one name is too short to tell."""
    found = decoded(b"\n".join(names)) if names else None
    texts = found.text.split("\n") if found is not None else []
    if len(texts) == len(names):
        return texts
    return [name.decode("utf-8", "replace") for name in names]


def issue_path(paper: str | None, date: str) -> str:
    """Return the path of an issue in what holds several: “雁桥日报/2024-03-05”."""
    folder = _NOT_IN_PATHS.sub("_", paper or "").strip(" .")[:60]
    return "/".join(filter(None, [folder, date or UNDATED]))


def free_path(path: str, taken: Collection[str]) -> str:
    """Return the path, with a number if another paper's name comes to the same."""
    return next(
        each for n in range(1, len(taken) + 2) if (each := path if n == 1 else f"{path} ({n})") not in taken
    )
