"""Reading the files that another file names (the pages of an issue, for its table of contents), and a source again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from reader import formats
from reader.formats import Containers
from reader.i18n import say
from reader.newspaper.article import SourceText
from reader.newspaper.holdings import SourceRow, StoredArticle
from reader.storage.catalogue_reading import CatalogueReading
from reader.storage.column_choices import choices_in
from reader.storage.disk_errors import LibraryError
from reader.storage.file_table import BesideFile, beside_path
from reader.storage.folder import FoundFile, LibraryFolder, digest_of


def containers_of(folder: LibraryFolder) -> Containers:
    return Containers(folder.open, choices_in(folder.user_folder))


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


class Originals:
    """Reads the files of a library.

    `catalogue` returns the current catalogue, which may be replaced at any moment. Methods raise LibraryError if a file
    is not there, or can't be read.
    """

    def __init__(self, folder: LibraryFolder, catalogue: Callable[[], CatalogueReading]) -> None:
        self._folder = folder
        self._catalogue = catalogue

    def why_none(self) -> str:
        """Return why there are no files, in words; "" where there are."""
        return ""

    def source(self, path: str) -> SourceText:
        if why := self.why_none():
            raise LibraryError(why)
        from reader import formats

        try:
            return source_of(self._folder, path)
        except formats.UnreadableFile as error:
            raise LibraryError(say("{path}：{reason}", path=path, reason=error)) from error

    def of_article(self, article_id: int) -> tuple[StoredArticle, SourceRow]:
        """Return an article, and a file of it that is present."""
        stored = self._catalogue().article(article_id)
        source_row = (
            next((source for source in stored.own_sources if not source.is_missing), None) if stored else None
        )
        if stored is None or source_row is None:
            raise LibraryError(say("这篇文章的文件已不在资料库的文件夹里。把它放回去、重新扫描后再试。"))
        return stored, source_row
