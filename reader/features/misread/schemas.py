"""What `reader misreadings` and `reader correct character` print as JSON."""

from msgspec import UNSET, UnsetType

from reader.cli.schemas import CharacterOutcome, Closed, Text
from reader.newspaper.article import Where


class Misreading(Closed, frozen=True):
    key: Text
    path: Text
    where: Where
    index: int
    at: int
    printed: str
    read_as: str
    form: str
    meant: str
    before: str
    after: str
    witness: Text
    is_systematic: bool
    is_faint: bool


class Place(Misreading, frozen=True, kw_only=True):
    is_misread: bool


class Corrected(CharacterOutcome, frozen=True, kw_only=True):
    places: list[Place] | UnsetType = UNSET


Misreadings = list[Misreading]
