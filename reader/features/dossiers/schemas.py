"""What `reader dossier` prints as JSON."""

from typing import Literal

from msgspec import UNSET, UnsetType

from reader.cli.schemas import Closed, Passage, PlaceFacts, Text


class Dossier(Closed, frozen=True):
    uuid: str
    name: str
    count: int


class Entry(Closed, frozen=True):
    """A note with its text, or an article with the rest, and what of it was clipped."""

    uuid: str
    kind: Literal["note", "article", "clipping"]
    text: str | UnsetType = UNSET
    key: str | UnsetType = UNSET
    printing: str | UnsetType = UNSET
    newspaper: Text | UnsetType = UNSET
    date: Text | UnsetType = UNSET
    page: Text | UnsetType = UNSET
    path: str | UnsetType = UNSET
    facts: PlaceFacts | UnsetType = UNSET
    headline: Text | UnsetType = UNSET
    passage: Passage | UnsetType | None = UNSET
    is_orphan: bool | UnsetType = UNSET
    is_passage_lost: bool | UnsetType = UNSET


class Shown(Closed, frozen=True):
    uuid: str
    name: str
    entries: list[Entry]


Dossiers = list[Dossier]
