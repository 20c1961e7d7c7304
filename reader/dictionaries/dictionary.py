"""What a dictionary is, whatever the files it is read from."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

MOST_ENTRIES = 5_000_000
LONGEST_WORD = 1024
"""The most bytes of a headword."""
LONGEST_ENTRY = 2 << 20
"""The most bytes of an entry."""


class DictionaryError(Exception):
    """A dictionary that can't be read; the message says why."""


class Headword(NamedTuple):
    """A headword, and where its entry lies: `start` and `length` mean something to its dictionary alone."""

    word: str
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as it was found: `markup` is HTML that nobody has looked at."""

    dictionary: str
    word: str
    markup: str


class Dictionary(Protocol):
    """A dictionary on the disk. Its files are opened for each question, and closed again."""

    @property
    def title(self) -> str: ...

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that it consists of: while they are the same, so are its headwords."""

    def headwords(self) -> Iterator[Headword]:
        """Yield all headwords, in any order. Raises DictionaryError and OSError."""

    def markup(self, start: int, length: int) -> str:
        """Return the HTML of an entry. Raises DictionaryError and OSError."""
