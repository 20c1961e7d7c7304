"""Reading the files that another file names: the pages of an issue, for its table of contents."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from reader import formats
from reader.library.containers import containers_of
from reader.newspaper.source_text import SourceText
from reader.storage.beside_table import BesideFile, beside_path
from reader.storage.folder import FoundFile, LibraryFolder, digest_of


class FilesBeside:
    """Reads files of the library by the names that the file at `path` uses for them, and notes which were read.

    Returns only a page written by an OCR program: no issue can be made part of another. `bytes_of` reads a path of the
    library, also inside a container, and raises UnreadableFile for any that leads out; `found` returns the scan's entry
    for a path.
    """

    def __init__(
        self,
        path: str,
        bytes_of: Callable[[str], bytes],
        found: Callable[[str], FoundFile | None] = lambda path: None,
    ) -> None:
        self._path = path
        self._bytes_of = bytes_of
        self._found = found
        self._noted: dict[str, BesideFile] = {}

    @property
    def noted(self) -> tuple[BesideFile, ...]:
        return tuple(self._noted.values())

    def __call__(self, name: str) -> bytes | None:
        path = beside_path(self._path, name)
        if path == self._path or path.startswith(("../", "/")) or not formats.is_issue_file(Path(path)):
            return None
        found = self._found(path)
        noted = BesideFile(name, found.size, found.mtime_ns) if found else BesideFile(name)
        self._noted[name] = noted
        try:
            data = self._bytes_of(path)
        except formats.UnreadableFile:
            return None
        if not formats.is_page(data):
            return None
        self._noted[name] = replace(noted, digest=digest_of(data))
        return data


def source_of(folder: LibraryFolder, path: str) -> SourceText:
    """Return the text of a file of a library. Raises UnreadableFile."""
    with containers_of(folder) as containers:
        beside = FilesBeside(path, containers.bytes_of)
        return formats.decode(containers.bytes_of(path), path, beside=beside)
