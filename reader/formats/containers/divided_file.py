"""A file of several issues (a book, a Word file, a text, a web page) as a container: each issue is a file in it."""

import zlib
from collections.abc import Callable, Sequence

from reader.formats.containers.container import ContainedFile, Listing, Tell
from reader.formats.containers.names import distinct_paths, issue_path
from reader.formats.reading import DayFile, SavedFile, SeveralDays
from reader.newspaper.article import SourceText

Divide = Callable[[SavedFile, SourceText | None], Sequence[DayFile]]
"""Returns the issues in a file; () if the file is not of the kind that the function divides.

The second argument is the text of the file as it was read as a whole; None if no article was found in it.
"""


def _dividers() -> Sequence[Divide]:
    """Return the functions that divide a file, in the order in which they are asked."""
    from reader.formats.downloads.download import divide

    return (divide,)


def only(file: SavedFile, source: SourceText | None) -> SourceText | None:
    """Return the text of a file of one issue, as it was read as a whole. Raises SeveralDays if it holds several."""
    for divide in _dividers():
        if days := divide(file, source):
            raise SeveralDays(days)
    from reader.formats import day_of_text  # with the parser, which a window does not load

    return source and day_of_text.only(source, file.corrections)


class DividedFile:
    """A file that holds the issues `days`; none if it is an issue itself, or can't be read."""

    def __init__(self, days: Sequence[DayFile]) -> None:
        paths = distinct_paths([issue_path(day.paper, day.date) for day in days])
        self._days = {path: day.data for path, day in zip(paths, days, strict=True)}

    def listing(self, tell: Tell) -> Listing:
        tell()
        return Listing(
            tuple(ContainedFile(path, len(data), zlib.crc32(data)) for path, data in self._days.items())
        )

    def read(self, path: str) -> bytes | None:
        return self._days.get(path)

    def close(self) -> None:
        self._days = {}
