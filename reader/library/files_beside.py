"""Reading source files again, together with the files that they refer to.

An issue manifest, for example, refers to the files of the issue's pages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from reader.i18n import say
from reader.newspaper.article import SourceText
from reader.newspaper.holdings import SourceRow, StoredArticle
from reader.storage.disk_errors import LibraryError, explain
from reader.storage.file_table import BesideFile, beside_path
from reader.storage.folder import FoundFile, LibraryFolder, digest_of

if TYPE_CHECKING:
    from reader.formats import Containers
    from reader.newspaper.correction import Correction
    from reader.storage.catalogue_reading import CatalogueReading


def containers_of(
    folder: LibraryFolder, corrections: Callable[[str], Sequence[Correction]] | None = None
) -> Containers:
    """Return access to the files of a library, also inside containers, with its choices of columns for tables.

    `corrections` returns those of a file, given its path; without it, they are read when a file of several issues is.
    A picture is read as its recognised text. Raises LibraryError while another program holds the choices.
    """
    from reader.formats import Containers  # a window that starts reads no file
    from reader.library.recognized_pictures import RecognizedPictures
    from reader.storage.column_choices import choices_in

    try:
        choices = choices_in(folder.user_folder)
    except OSError as error:
        raise LibraryError(explain(error)) from error
    stored = cache(partial(_corrections_in, folder))
    return Containers(
        folder.open,
        choices,
        RecognizedPictures(folder).text_of,
        corrections or (lambda path: stored().get(path, ())),
    )


def digest_as_read(containers: Containers, path: str, data: bytes) -> bytes:
    """Return the digest of a file as it is read: of its bytes, and of the choices of columns for it."""
    choices = [choice for choice in containers.choices if choice.path == path]
    return digest_of(data + msgspec.json.encode(choices) if choices else data)


def _corrections_in(folder: LibraryFolder) -> Mapping[str, Sequence[Correction]]:
    """Return the corrections of the files of a library, by their paths; none if they cannot be read."""
    from reader.storage.user_data import UserData, UserDataError

    corrections_by_path: dict[str, list[Correction]] = {}
    data = UserData(folder.user_folder)
    with suppress(UserDataError):
        for correction in data.corrections.all() if data.path.exists() else ():
            corrections_by_path.setdefault(correction.anchor.path, []).append(correction)
    return corrections_by_path


class FilesBeside(Struct, frozen=True):
    """Reads the files that the file at `path` refers to, and records them.

    Calling it with a relative name returns the bytes of that file, or None. Only texts, and files of single pages
    written by an OCR program, are returned, so that no issue becomes part of another one. `bytes_of` reads a path of
    the library, also inside a container, and raises UnreadableFile for a path outside the library. `found` returns the
    entry of a path in the scan of the folder.
    """

    _path: str
    _bytes_of: Callable[[str], bytes]
    _found: Callable[[str], FoundFile | None] = lambda path: None
    _noted: dict[str, BesideFile] = {}

    @property
    def noted(self) -> tuple[BesideFile, ...]:
        """The files that were requested, also those that are missing or no pages."""
        return tuple(self._noted.values())

    def __call__(self, name: str) -> bytes | None:
        """Return the bytes of the page or text with this name, relative to the file; None if it is neither, or
        unreadable.
        """
        from reader import formats

        path = beside_path(self._path, name)
        if path == self._path or path.startswith(("../", "/")) or not formats.is_issue_file(Path(path)):
            return None
        page_file = self._found(path)
        if page_file:
            noted = BesideFile(name, page_file.size, page_file.mtime_ns)
        else:
            noted = BesideFile(name)
        self._noted[name] = noted
        try:
            data = self._bytes_of(path)
        except formats.UnreadableFile:
            return None
        if not formats.is_text(Path(path)) and not formats.is_page(data):
            return None
        self._noted[name] = replace(noted, digest=digest_of(data))
        return data


def source_of(folder: LibraryFolder, path: str) -> SourceText:
    """Return the decoded text of a file of a library; also that of a text of several issues. Raises UnreadableFile."""
    from reader import formats
    from reader.newspaper.correction import CorrectionKind

    with containers_of(folder) as containers:
        near_files = FilesBeside(path, containers.bytes_of)
        try:
            corrections = [c for c in containers.corrections(path) if c.claim.kind is CorrectionKind.ENCODING]
            return formats.decode(containers.bytes_of(path), path, beside=near_files, corrections=corrections)
        except formats.SeveralDays as found:
            if found.whole is None:
                raise
            return found.whole


class Originals(Struct, frozen=True):
    """Reads the source files of a library.

    `catalogue` returns the current catalogue, which may be replaced at any moment; `why_none` returns why the library
    has no source files, "" if it has. Methods raise LibraryError if a file is missing or cannot be read.
    """

    _folder: LibraryFolder
    _catalogue: Callable[[], CatalogueReading]
    _why_none: Callable[[], str]

    def source(self, path: str) -> SourceText:
        why = self._why_none()
        if why:
            raise LibraryError(why)
        from reader import formats

        try:
            return source_of(self._folder, path)
        except formats.UnreadableFile as error:
            raise LibraryError(say("{path}：{reason}", path=path, reason=error)) from error

    def with_faint(self, path: str) -> tuple[SourceText, Mapping[int, Sequence[tuple[int, int]]]]:
        """Return the text of a file, and by line number the spans of characters of which its OCR program was not
        certain.
        """
        source = self.source(path)
        from reader.formats import page_boxes, read_as
        from reader.formats.reading import SavedFile

        file_format = read_as(source.reading)
        if file_format is None or not file_format.states_certainty:
            return source, {}
        with containers_of(self._folder) as containers:
            file = SavedFile(path, containers.bytes_of(path))
        return source, page_boxes.faint_in(page_boxes.boxes_of(file, source))

    def of_article(self, article_id: int) -> tuple[StoredArticle, SourceRow]:
        stored = self._catalogue().article(article_id)
        if stored:
            source_row = next((source for source in stored.own_sources if not source.is_missing), None)
        else:
            source_row = None
        if stored is None or source_row is None:
            raise LibraryError(say("这篇文章的文件已不在资料库的文件夹里。把它放回去、更新后再试。"))
        return stored, source_row
