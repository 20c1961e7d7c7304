"""What `reader import-notes` prints as JSON."""

from reader.cli.schemas import Closed, Text


class New(Closed, frozen=True):
    key: str
    path: str
    date: Text
    exact: Text
    note: str
    tags: list[str]


class Unanchored(Closed, frozen=True):
    exact: str
    why: str
    places: list[str]


class Anchored(Closed, frozen=True):
    new: list[New]
    known: int
    unanchored: list[Unanchored]
