"""What `reader chronicle` prints as JSON."""

from typing import Literal

from msgspec import UNSET, UnsetType

from reader.cli.schemas import Closed, Fact, Number, PlaceFacts, Read, Text


class DayFact(Closed, frozen=True):
    day: Fact


class Source(Closed, frozen=True):
    """A place in a paper that tells the event; `said` are the words that tell the day."""

    printing: str
    key: str
    newspaper: str
    date: Text
    page: Text
    headline: str
    words: str
    said: str
    facts: PlaceFacts


class Line(Closed, frozen=True):
    first: Text
    last: Text
    basis: Literal["stated", "inferred", "not told", "by the reader"]
    facts: DayFact
    text: str
    kept: bool
    differing: list[list[str]]
    """The figures on which the sources differ."""
    sources: list[Source]


class Chronicle(Read, frozen=True, kw_only=True):
    drafted_from: str
    articles: Number
    without_event: Number
    without_day: Number
    lines: list[Line]
    remarks: list[str] | UnsetType = UNSET
    suggestions: list[str] | UnsetType = UNSET
    undated: int | UnsetType = UNSET
    without_page: int | UnsetType = UNSET
    without_newspaper: int | UnsetType = UNSET
