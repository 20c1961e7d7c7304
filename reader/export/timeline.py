"""Timelines: the number of articles that queries find in each year, month or day, and the number of articles held.

If the library holds nothing for a time, its values are None, never zero.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from reader.export.records import BYTE_ORDER_MARK, csv_line
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
        return self.characters / self.held_characters if self.held_characters else None

    def __add__(self, other: "Point") -> "Point":
        """Return the numbers of both times together."""
        return Point(
            self.count + other.count,
            self.characters + other.characters,
            self.held + other.held,
            self.held_characters + other.held_characters,
        )


NOTHING = Point(0, 0, 0, 0)


class TimelineSeries(Struct, frozen=True):
    """A query over time: a point for each time of its timeline. `undated` counts the articles found without a date."""

    query: str
    understood_as: str
    points: tuple[Point, ...]
    undated: int

    @property
    def total(self) -> int:
        """The number of all articles found, with those undated."""
        return sum(point.count for point in self.points) + self.undated


class Timeline(Struct, frozen=True):
    """Queries over the same consecutive times.

    `times` are years, months as 12 * year + month - 1, or days as ordinals (`date.toordinal`).
    """

    step: Step
    times: tuple[int, ...]
    lines: tuple[TimelineSeries, ...]

    def label(self, time: int) -> str:
        """Return the label of one of its times: 1987, 1987-06, 1987-06-12."""
        return label(self.step, time)


def by_year(timeline: Timeline) -> Timeline:
    """Return a timeline of months summed up by year."""
    years = tuple(dict.fromkeys(time // 12 for time in timeline.times))
    lines = []
    for line in timeline.lines:
        summed = dict.fromkeys(years, NOTHING)
        for time, point in zip(timeline.times, line.points, strict=True):
            summed[time // 12] += point
        lines.append(replace(line, points=tuple(summed.values())))
    return Timeline(Step.YEAR, years, tuple(lines))


def between(timeline: Timeline, first: int, last: int) -> Timeline:
    """Return the timeline from `first` to `last`; times that it does not contain have no data."""
    times = tuple(range(first, last + 1))
    lines = []
    for line in timeline.lines:
        known = dict(zip(timeline.times, line.points, strict=True))
        lines.append(replace(line, points=tuple(known.get(time, NOTHING) for time in times)))
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
    """Return the name of a measure in the user interface."""
    return {
        Measure.COUNT: say("篇数"),
        Measure.ARTICLES: say("占当时篇数"),
        Measure.CHARACTERS: say("占当时字数"),
    }[measure]


def in_words(value: float | None, measure: Measure) -> str:
    """Return a value formatted for display: 12, 3.4%, or 无资料."""
    if value is None:
        return say("无资料")
    return f"{value:,.0f}" if measure is Measure.COUNT else percent(value)


def percent(share: float) -> str:
    """Return a share with up to two significant digits: 34%, 3.4%, 0.34%; 0% and 100% only if it is exactly that."""
    if share in (0, 1):
        return f"{share:.0%}"
    hundredths = min(100 * share, 99.9)
    if hundredths < 0.005:
        return "<0.01%"
    return f"{hundredths:.{0 if 10 <= hundredths < 99.5 else 1 if hundredths >= 1 else 2}f}%"


def as_object(timeline: Timeline, measure: Measure) -> dict[str, object]:
    """Return the timeline as an object for JSON; numbers found and shares are null for times without data."""
    return {
        "by": timeline.step,
        "share": None if measure is Measure.COUNT else measure,
        "queries": [
            {
                "query": line.query,
                "understood_as": line.understood_as,
                "total": line.total,
                "undated": line.undated,
                "points": [
                    _point(timeline.label(time), point, measure)
                    for time, point in zip(timeline.times, line.points, strict=True)
                ],
            }
            for line in timeline.lines
        ],
    }


def _point(time: str, point: Point, measure: Measure) -> dict[str, object]:
    has_data = point.held > 0
    fields: dict[str, object] = {
        "time": time,
        "count": point.count if has_data else None,
        "held": point.held,
        "characters": point.characters if has_data else None,
        "held_characters": point.held_characters,
    }
    return fields if measure is Measure.COUNT else {**fields, "share": point.value(measure)}


def as_csv(timeline: Timeline, measure: Measure) -> Iterator[str]:
    """Yield the lines of a CSV table with a row for each time, and columns for the numbers of each query.

    Cells without data are empty.
    """
    columns = [say("篇数"), say("共有篇数"), say("字数"), say("共有字数")]
    if measure is not Measure.COUNT:
        columns.append(name_of(measure))
    names = [
        say("{query}：{column}", query=line.query, column=each) for line in timeline.lines for each in columns
    ]
    yield BYTE_ORDER_MARK + csv_line([say("时间"), *names])
    for at, time in enumerate(timeline.times):
        cells = (cell for line in timeline.lines for cell in _cells(line.points[at], measure))
        yield csv_line([timeline.label(time), *cells])


def _cells(point: Point, measure: Measure) -> Iterator[int | float | None]:
    has_data = point.held > 0
    yield point.count if has_data else None
    yield point.held
    yield point.characters if has_data else None
    yield point.held_characters
    if measure is not Measure.COUNT:
        yield point.value(measure)


def as_rows(timeline: Timeline, measure: Measure) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a table for display: the time, then for each query its value with “found / held”.

    Consecutive times without data are combined into one row.
    """
    numbered = enumerate(timeline.times)
    for is_empty, group in groupby(numbered, lambda each: _is_empty(timeline, each[0])):
        times = list(group)
        if is_empty:
            first, last = timeline.label(times[0][1]), timeline.label(times[-1][1])
            yield (first if first == last else f"{first}–{last}", *[say("无资料")] * len(timeline.lines))
            continue
        for at, time in times:
            yield (timeline.label(time), *(_of_n(line.points[at], measure) for line in timeline.lines))


def _is_empty(timeline: Timeline, at: int) -> bool:
    return all(not line.points[at].held for line in timeline.lines)


def _of_n(point: Point, measure: Measure) -> str:
    if not point.held:
        return say("无资料")
    of = f"{point.count:,} / {point.held:,}"
    return of if measure is Measure.COUNT else f"{in_words(point.value(measure), measure)} ({of})"


def legend(line: TimelineSeries) -> str:
    """Return the entry of a line in the legend: the query and its number of articles."""
    return say("{query}（{n} 篇）", query=on_one_line(line.query), n=f"{line.total:,}")


def highest(lines: Sequence[TimelineSeries], measure: Measure) -> float:
    """Return the highest value of the lines; 0 if they have no data."""
    return max((value for line in lines for value in _values(line.points, measure)), default=0.0)


def _values(points: Iterable[Point], measure: Measure) -> Iterator[float]:
    return (value for point in points if (value := point.value(measure)) is not None)
