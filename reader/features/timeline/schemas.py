"""What `reader timeline` prints as JSON."""

from typing import Literal

from msgspec import UNSET, UnsetType

from reader.cli.schemas import Closed, Number, Read, Text


class Point(Closed, frozen=True):
    time: str
    count: Number
    held: int
    characters: Number
    held_characters: int
    share: float | UnsetType | None = UNSET


class Line(Closed, frozen=True):
    query: str
    understood_as: str
    total: int
    undated: int
    """The number of articles that are on no point: found without a day, or left out for want of one."""
    without_page: int
    without_newspaper: int
    points: list[Point]
    remarks: list[str]
    suggestions: list[str]


class Timeline(Read, frozen=True, kw_only=True):
    by: Literal["year", "month", "day"]
    share: Text
    queries: list[Line]
    remarks: list[str]
    missing_dates: list[list[Text]]
