"""Timelines: the number of articles that queries find in each year, month or day, and the number of articles held.

If the library holds nothing for a time, its values are None, never zero.
"""

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from reader.i18n import say
from reader.language.forms import on_one_line

MOST_LINES = 5
"""Maximum number of queries in a timeline."""


class Step(StrEnum):
    """The length of each time of a timeline."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"


class Measure(StrEnum):
    """The value that is shown for each time."""

    COUNT = "count"
    """The number of articles found."""
    ARTICLES = "articles"
    """The share of the articles held."""
    CHARACTERS = "characters"
    """The share of the characters of the articles held."""


class Point(Struct, frozen=True):
    """The numbers of a query for one time.

    `count` articles with `characters` are found. `held` articles with `held_characters` are in the library, as far as
    the query's restrictions to newspapers and dates allow.
    """

    count: int
    characters: int
    held: int
    held_characters: int

    def value(self, measure: Measure) -> float | None:
        """Return the count, or the share from 0 to 1; None if nothing is held."""
        if not self.held:
            return None
        if measure is Measure.COUNT:
            return self.count
        if measure is Measure.ARTICLES:
            return self.count / self.held
        if self.held_characters:
            return self.characters / self.held_characters
        return None

    def __add__(self, other: "Point") -> "Point":
        return Point(
            self.count + other.count,
            self.characters + other.characters,
            self.held + other.held,
            self.held_characters + other.held_characters,
        )


NOTHING = Point(0, 0, 0, 0)


class TimelineSeries(Struct, frozen=True):
    """A query over time: a point for each time of its timeline. `undated` counts the articles found without a date.

    Where the times are not years, `years_alone` has the points, by year, of articles of which only the year is known.
    They are among the undated ones there.
    """

    query: str
    understood_as: str
    points: tuple[Point, ...]
    undated: int
    years_alone: Mapping[int, Point] = {}

    @property
    def total(self) -> int:
        return sum(point.count for point in self.points) + self.undated


class Timeline(Struct, frozen=True):
    """Queries over the same consecutive times.

    `times` are years, months as 12 * year + month - 1, or days as ordinals (`date.toordinal`).
    """

    step: Step
    times: tuple[int, ...]
    lines: tuple[TimelineSeries, ...]


def by_year(timeline: Timeline) -> Timeline:
    """Return a timeline of months as one of years, at which the articles stand of which only the year is known."""
    known_years = {time // 12 for time in timeline.times}
    for line in timeline.lines:
        known_years.update(line.years_alone)
    if known_years:
        years = tuple(range(min(known_years), max(known_years) + 1))
    else:
        years = ()
    lines = []
    for line in timeline.lines:
        summed = dict.fromkeys(years, NOTHING)
        for time, point in zip(timeline.times, line.points, strict=True):
            summed[time // 12] += point
        for year, point in line.years_alone.items():
            summed[year] += point
        undated = line.undated - sum(point.count for point in line.years_alone.values())
        lines.append(TimelineSeries(line.query, line.understood_as, tuple(summed.values()), undated))
    return Timeline(Step.YEAR, years, tuple(lines))


def between(timeline: Timeline, first: int, last: int) -> Timeline:
    """Return the timeline from `first` to `last`; times that it does not contain have no data."""
    times = tuple(range(first, last + 1))
    lines = []
    for line in timeline.lines:
        point_by_time = dict(zip(timeline.times, line.points, strict=True))
        lines.append(replace(line, points=tuple(point_by_time.get(time, NOTHING) for time in times)))
    return Timeline(timeline.step, times, tuple(lines))


def label(step: Step, time: int) -> str:
    """Return the label of a time: 1987, 1987-06, 1987-06-12."""
    match step:
        case Step.YEAR:
            return f"{time:04}"
        case Step.MONTH:
            return f"{time // 12:04}-{time % 12 + 1:02}"
        case Step.DAY:
            return dt.date.fromordinal(time).isoformat()


def name_of(measure: Measure) -> str:
    return {
        Measure.COUNT: say("篇数"),
        Measure.ARTICLES: say("占当时篇数"),
        Measure.CHARACTERS: say("占当时字数"),
    }[measure]


def in_words(value: float | None, measure: Measure) -> str:
    """Return a value formatted for display: 12, 3.4%, or 无资料."""
    if value is None:
        return say("无资料")
    if measure is Measure.COUNT:
        return f"{value:,.0f}"
    return percent(value)


def percent(share: float) -> str:
    """Return a share with up to two significant digits: 34%, 3.4%, 0.34%; 0% and 100% only if it is exactly that."""
    if share in (0, 1):
        return f"{share:.0%}"
    hundredths = min(100 * share, 99.9)
    if hundredths < 0.005:
        return "<0.01%"
    if hundredths < 1:
        return f"{hundredths:.2f}%"
    if 10 <= hundredths < 99.5:
        return f"{hundredths:.0f}%"
    return f"{hundredths:.1f}%"


def legend(line: TimelineSeries) -> str:
    return say("{query}（{n} 篇）", query=on_one_line(line.query), n=f"{line.total:,}")
