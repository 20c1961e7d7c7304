"""What `reader room` prints as JSON."""

from msgspec import UNSET, UnsetType

from reader.cli.schemas import Closed, Number, Text


class Created(Closed, frozen=True):
    room: str
    created: bool


class Added(Closed, frozen=True):
    days: int
    unchanged: int
    removed: int
    articles: int
    left_out: int | UnsetType = UNSET
    missing_dates: list[list[Text]] | UnsetType = UNSET


class Checked(Closed, frozen=True):
    newspapers: int
    issues: int
    articles: int
    first_year: Number
    last_year: Number
    may_load: bool
    is_encrypted: bool
    strings: int
    problems: list[str]
    rights: list[str]


class Forgotten(Closed, frozen=True):
    room: str
    forgotten: bool


class Served(Closed, frozen=True):
    folder: str
    room: str
    readers: list[str]
    created: bool
    encrypted: bool
