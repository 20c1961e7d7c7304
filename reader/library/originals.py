"""The current text of a library's files, as opposed to what the catalogue has read from them."""

from __future__ import annotations

from collections.abc import Callable

from reader.i18n import say
from reader.newspaper.holdings import SourceRow, StoredArticle
from reader.newspaper.source_text import SourceText
from reader.storage.catalogue_reading import CatalogueReading
from reader.storage.disk_errors import LibraryError
from reader.storage.folder import LibraryFolder


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
        from reader.library.files_beside import source_of

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
