"""What a format is: see docs/formats.md for how to add one."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from reader.newspaper.source_text import SourceText

ReadBeside = Callable[[str], bytes | None]
"""Hands in a file that another names, by its `local_name`; None if there is none, or none that may be read with it."""


def nothing_beside(name: str) -> bytes | None:
    return None


@dataclass(frozen=True)
class SavedFile:
    """A file's bytes, and its name: the path in the library, with `/`.

    `address` is where it was saved from (a URL), "" if that is unknown: a web archive tells it beside the page.
    `beside` hands in the pages that it names, if it is the table of contents of an issue in many files.
    """

    name: str
    data: bytes
    address: str = ""
    beside: ReadBeside = nothing_beside

    @cached_property
    def ending(self) -> str:
        """The ending of the name in small letters (".htm"), without what wget and HTTrack leave behind it."""
        last = unicodedata.normalize("NFC", self.name).rpartition("/")[2].lower()
        stem = min((last.partition(sign)[0] for sign in "?@#"), key=len)
        stem = stem if "." in stem else last
        return stem[stem.rfind(".") :] if "." in stem else ""


class Format(Protocol):
    """Reads the files of one kind. The registry asks all formats, and the surest reads."""

    @property
    def name(self) -> str:
        """What `--as` takes, and what is stored."""

    def certainty(self, file: SavedFile) -> float:
        """Return how sure it is that the file is its own, 0 to 1. It only looks at the bytes."""

    def read(self, file: SavedFile) -> SourceText:
        """Return the text of the file, and what it tells of its articles; without `reading`, which the registry adds,
        unless something was left out.

        Raises UnreadableFile, with a sentence for the reader; NotAnIssue, if the file is whole and holds no article.
        """
