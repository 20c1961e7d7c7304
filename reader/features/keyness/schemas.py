"""What `reader keyness` prints as JSON."""

from typing import Literal

from msgspec import UNSET, UnsetType

from reader.cli.schemas import Asked, Closed, Text


class Sides(Closed, frozen=True):
    here: int
    there: int
    in_both: int | UnsetType = UNSET


class KeyWord(Closed, frozen=True):
    word: str
    direction: Literal["more", "less"]
    log_likelihood: float
    log_ratio: float
    here: int
    there: int
    articles_here: int
    articles_there: int


class Keyness(Asked, frozen=True, kw_only=True):
    query: str
    understood_as: str
    against: Text
    against_understood_as: Text
    articles: Sides
    counted: Sides
    words: Sides
    rows: list[KeyWord]
