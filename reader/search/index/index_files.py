"""The files of an index, for reading: in a folder, or inside another file."""

from collections.abc import Set
from pathlib import Path
from typing import Protocol

from reader.search.index import manifest
from reader.storage.regular_file import Pieces, PositionedFile


class IndexFiles(Protocol):
    """The files that an index is read from. Methods raise FileNotFoundError, OSError and IndexDamaged."""

    def pointer(self) -> bytes | None:
        """Return the content of `current.json`; None where nothing was published."""

    def content(self, name: str) -> bytes:
        """Return the whole content of a small file."""

    def open(self, name: str) -> Pieces:
        """Open a large file."""

    def suspect(self, name: str) -> None:
        """Tell the next writer, where there is one, that a segment can't be read."""

    def suspected(self) -> Set[str]:
        """Return the names of segments that some process could not read."""


class FolderFiles:
    """The files of an index in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def pointer(self) -> bytes | None:
        return manifest.current(self._folder)

    def content(self, name: str) -> bytes:
        return manifest.content(self._folder, name)

    def open(self, name: str) -> Pieces:
        return PositionedFile(self._folder / name)

    def suspect(self, name: str) -> None:
        manifest.suspect(self._folder, name)

    def suspected(self) -> Set[str]:
        return manifest.suspected(self._folder)
