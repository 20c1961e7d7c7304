"""What `reader import-notes` prints as JSON."""

from reader.cli.schemas import Closed, Text


class New(Closed, frozen=True):
    key: str
    """Of the article."""
    path: str
    date: Text
    exact: Text
    """The words that the note is on."""
    note: str
    tags: list[str]


class Unanchored(Closed, frozen=True):
    exact: str
    why: str
    places: list[str]
    """The articles that have the words, if several have."""


class Anchored(Closed, frozen=True):
    new: list[New]
    known: int
    unanchored: list[Unanchored]
