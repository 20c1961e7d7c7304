"""What `reader check` prints as JSON."""

from typing import Any

from msgspec import UNSET, UnsetType

from reader.cli.schemas import Closed, Failure, Repair, Text


class Suggestion(Repair, frozen=True, kw_only=True):
    """A date or a number that is suggested for the issue of a file."""

    path: str


class Missing(Closed, frozen=True):
    path: str
    articles: int


class Forgotten(Closed, frozen=True):
    """The missing files whose texts were removed, and the folder in which they are kept."""

    paths: list[str]
    articles: int
    kept_in: Text


class Checked(Closed, frozen=True):
    problems: list[str]
    user_data: list[str]
    repaired: bool
    names: int | None
    """The number of names of people that have become words; null if none have."""
    articles: int
    strings: int
    suggestions: list[Suggestion]
    left_out: list[Failure]
    missing: list[Missing]
    forgotten: Forgotten | None
    pack: dict[str, Any] | UnsetType = UNSET
    """Of a pack: by whom and when it was given."""


class Unchecked(Closed, frozen=True):
    """Of a library on a server, which is checked there."""

    user_data: list[str]
    unchecked: str
