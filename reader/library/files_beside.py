"""Handing in the files that another names: the pages of an issue, to the one that is its table of contents."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from reader import formats
from reader.formats.reading import bytes_from
from reader.library.containers import containers_of
from reader.newspaper.source_text import SourceText
from reader.storage.beside_table import BesideFile, beside_path
from reader.storage.folder import LibraryFolder, as_stored, digest_of


class FilesBeside:
    """Reads files inside the library by the names that the file at `path` has for them, and notes which those were.

    Only what an OCR program wrote of a page is handed in: no issue can be made part of another. `opened` opens a path
    of the library, and raises OSError for any that leads out.
    """

    def __init__(self, path: str, opened: Callable[[str], int]) -> None:
        self._path = path
        self._opened = opened
        self._noted: dict[str, BesideFile] = {}

    @property
    def noted(self) -> tuple[BesideFile, ...]:
        return tuple(self._noted.values())

    def __call__(self, name: str) -> bytes | None:
        path = beside_path(self._path, name)
        if path == self._path or path.startswith(("../", "/")) or not formats.is_issue_file(Path(path)):
            return None
        self._noted[name] = BesideFile(name)
        try:
            data = bytes_from(lambda: self._open(path, name))
        except formats.UnreadableFile:
            return None
        if not formats.is_page(data):
            return None
        self._noted[name] = replace(self._noted[name], digest=digest_of(data))
        return data

    def _open(self, path: str, name: str) -> int:
        descriptor = self._opened(path)
        status = os.fstat(descriptor)
        self._noted[name] = BesideFile(name, status.st_size, as_stored(status.st_mtime_ns))
        return descriptor


def source_of(folder: LibraryFolder, path: str) -> SourceText:
    """Return the text of a file of a library. Raises UnreadableFile."""
    with containers_of(folder) as containers:
        return formats.decode(containers.bytes_of(path), path, beside=FilesBeside(path, folder.open))
