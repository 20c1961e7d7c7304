"""A book (EPUB, Word) as a container: each day is a file. A book of a single day contains no files."""

import zlib
from typing import IO

from reader.formats.containers.container import ContainedFile, Listing, Tell
from reader.formats.containers.names import distinct_paths, issue_path
from reader.formats.packages.book_days import encoded
from reader.formats.packages.docx import Docx
from reader.formats.packages.epub import Epub
from reader.formats.reading import MOST_BYTES, SavedFile
from reader.newspaper.article import SourceText


class BookContainer:
    """A book. An unreadable one contains no files; the reason is reported when the book itself is read."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        data = file.read(MOST_BYTES + 1)
        file.close()
        self._days: dict[str, bytes] = {}
        book = SavedFile(name, data)
        epub, docx = Epub(), Docx()
        format_of_book = epub if epub.certainty(book) >= docx.certainty(book) else docx
        try:
            issues = format_of_book.issues(book) if len(data) <= MOST_BYTES else ()
        except (
            Exception
        ):  # even a bug in a format must not block other files; it is reported when the book itself is read
            return
        if len(issues) > 1:
            self._days = dict(
                zip(distinct_paths([*map(_path_of, issues)]), map(encoded, issues), strict=True)
            )

    def listing(self, tell: Tell) -> Listing:
        tell()
        return Listing(
            tuple(ContainedFile(path, len(data), zlib.crc32(data)) for path, data in self._days.items())
        )

    def read(self, path: str) -> bytes | None:
        return self._days.get(path)

    def close(self) -> None:
        self._days = {}


def _path_of(source: SourceText) -> str:
    stated = source.stated
    date = stated.date.isoformat() if stated and stated.date else ""
    return issue_path(stated.title if stated else None, date)
