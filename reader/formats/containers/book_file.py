"""A book as a container (EPUB, Word): of several days, each is a file of its own; a book of one day holds none."""

import zlib
from typing import IO

from reader.formats.containers.container import ContainedFile, Listing, Tell
from reader.formats.containers.names import issue_path, told_apart
from reader.formats.packages.book_days import encoded
from reader.formats.packages.docx import Docx
from reader.formats.packages.epub import Epub
from reader.formats.reading import MOST_BYTES, SavedFile
from reader.newspaper.article import SourceText


class BookContainer:
    """A book. Why one can't be read is said when it is read itself: it holds nothing then."""

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
        ):  # also for a bug of ours: it must not keep other files out, and is told with the book
            return
        if len(issues) > 1:
            self._days = dict(zip(told_apart([*map(_path_of, issues)]), map(encoded, issues), strict=True))

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
    told = source.told
    date = told.date.isoformat() if told and told.date else ""
    return issue_path(told.title if told else None, date)
