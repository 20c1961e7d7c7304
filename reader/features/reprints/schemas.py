"""What `reader similar` prints as JSON, on each line."""

from msgspec import UNSET, UnsetType

from reader.cli.schemas import Closed, Facts, Number, Part, Text


class Article(Closed, frozen=True):
    key: str
    printing: str
    newspaper: Text
    date: Text
    edition: Text
    page: Text
    facts: Facts
    headline: Text
    path: str


class Witness(Closed, frozen=True):
    """A place where two printings have different characters that look alike."""

    at: int
    other_at: int
    character: str
    other: str


class OtherPrinting(Article, frozen=True, kw_only=True):
    of: str
    likeness: float
    share: float
    whole_share: float
    is_whole: bool
    analysed_share: float | UnsetType = UNSET
    parts: list[Part] | UnsetType = UNSET
    witnesses: list[Witness] | UnsetType = UNSET


class Group(Closed, frozen=True):
    articles: list[Article]
    analysed_share: float | UnsetType = UNSET


class PartOfSeries(Article, frozen=True, kw_only=True):
    number: Number


class Series(Closed, frozen=True):
    parts: list[PartOfSeries]
    analysed_share: float | UnsetType = UNSET
