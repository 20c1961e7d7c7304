"""What `reader offices` prints as JSON."""

from msgspec import UNSET, UnsetType

from reader.cli.schemas import Closed, Fact, PlaceFacts, Read, Text


class Place(Closed, frozen=True):
    newspaper: Text
    date: Text
    page: Text
    facts: PlaceFacts
    key: str


class PlaceOfHolder(Place, frozen=True, kw_only=True):
    is_body_sure: bool


class FactsOfHolder(Closed, frozen=True):
    body: Fact
    first: Fact
    last: Fact


class Holder(Closed, frozen=True):
    name: str
    label: str
    first: Text
    last: Text
    articles: int
    is_acting: bool
    is_former: bool
    facts: FactsOfHolder
    places: list[PlaceOfHolder]


class Office(Closed, frozen=True):
    office: str
    holders: list[Holder]
    gaps: list[list[str]]
    """First and last day of each time in which nobody is seen in it."""


class HolderAtOnce(Place, frozen=True, kw_only=True):
    name: str
    label: str
    office: str


class Conflict(Closed, frozen=True):
    office: str
    first: str
    last: str
    people: list[HolderAtOnce]


class Body(Closed, frozen=True):
    body: Text
    people: int
    articles: int
    offices: list[Office] | UnsetType = UNSET
    conflicts: list[Conflict] | UnsetType = UNSET


class Offices(Read, frozen=True, kw_only=True):
    bodies: list[Body]
