"""What bars show of the articles found: their numbers or the values of lines at each time, and these in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from msgspec import Struct, field

from reader.export.timeline import Measure, Point, Timeline, between, by_year, in_words
from reader.features.timeline.ui.time_scale import BarRange, TimeScale, time_scale
from reader.i18n import say
from reader.library.read_share import WHOLE, ReadSoFar, so_far
from reader.ui.widgets import wording

if TYPE_CHECKING:
    from reader.search.query import Period


class DrawnBars(Struct, frozen=True, dict=True):
    """The counts by month, or lines with the held articles; what is read; the dates that are wanted.

    Everything else is computed from these when it is first asked for.
    """

    by_month: Mapping[int, int] = field(default_factory=dict)
    timeline: Timeline | None = None
    read: ReadSoFar = WHOLE
    period: Period | None = None
    wanted_measure: Measure = Measure.COUNT

    @cached_property
    def scale(self) -> TimeScale:
        months = [*self._months_without_result()]
        return time_scale(self._counts(), self.period, months, self._years_alone())

    @cached_property
    def unread(self) -> frozenset[int]:
        """The bars of whose time files are not read yet, or some of which the path tells no time."""
        return frozenset(self._unread_bars())

    @cached_property
    def points(self) -> Mapping[int, tuple[Point, ...]]:
        """The points of the lines at each bar shown; empty while the held articles are not known."""
        timeline = self.shown_timeline()
        if timeline is None:
            return {}
        points = {}
        for at, time in enumerate(timeline.times):
            points[time] = tuple(line.points[at] for line in timeline.lines)
        return points

    @cached_property
    def values(self) -> Mapping[int, Sequence[float | None]]:
        """The values of the points in the measure drawn, so that painting computes none."""
        measure = self.measure
        values = {}
        for at, points in self.points.items():
            values[at] = [point.value(measure) for point in points]
        return values

    @cached_property
    def most(self) -> float:
        """The value at the top of the scale."""
        if self.timeline is None:
            return max(self.scale.counts.values(), default=1)
        return max((value or 0 for value in chain.from_iterable(self.values.values())), default=0) or 1

    @property
    def measure(self) -> Measure:
        """The measure drawn: counts as long as the held articles are not known."""
        if self.timeline:
            return self.wanted_measure
        return Measure.COUNT

    def shown_timeline(self) -> Timeline | None:
        """Return the lines at the bars shown; None while they are not known."""
        span = self.scale.span
        if self.timeline is None or span is None:
            return None
        if self.scale.months_a_bar == 12:
            timeline = by_year(self.timeline)
        else:
            timeline = self.timeline
        return between(timeline, span.first, span.last)

    def value(self, number: int, line: int = 0) -> float | None:
        """Return the value of a line at a bar; None without held articles."""
        if self.timeline is None:
            return self.scale.counts.get(number, 0)
        values = self.values.get(number)
        if values:
            return values[line]
        return None

    def has_data(self, number: int) -> bool:
        points = self.points.get(number, ())
        return self.timeline is None or any(point.held for point in points)

    def with_numbers(self) -> Iterator[tuple[Period, int]]:
        """Yield the period of each bar with its number of articles, the newest first."""
        for number in sorted(self.scale.counts, reverse=True):
            yield self.scale.period(BarRange(number, number)), self.scale.counts[number]

    def has_years_alone(self) -> bool:
        """Return whether articles of which only the year is known stand at a bar."""
        return self.scale.months_a_bar == 12 and self.scale.span is not None and bool(self._years_alone())

    def undated(self) -> int:
        """Return the number of the articles found that are at no bar, as their day is not known."""
        if self.timeline is None or not self.timeline.lines:
            return 0
        line = self.timeline.lines[0]
        if self.has_years_alone():
            return line.undated - sum(point.count for point in line.years_alone.values())
        return line.undated

    def _unread_bars(self) -> Iterator[int]:
        span = self.scale.span
        months = self.scale.months_a_bar
        if span is not None and self.read.has_undated():
            yield from range(span.first, span.last + 1)
        elif span is not None:
            for first, last in self.read.unread_months():
                yield from range(max(first // months, span.first), min(last // months, span.last) + 1)

    def _months_without_result(self) -> Iterator[int]:
        """Yield months that have a bar without a result: while files are read, all that are held or not read yet."""
        if self.read.is_whole:
            return
        for period in self.read.unread:
            if period.last:
                yield from (period.first, period.last)
        if self.timeline is not None:
            times_and_points = zip(self.timeline.times, self.timeline.lines[0].points, strict=True)
            yield from (time for time, point in times_and_points if time and point.held)

    def _counts(self) -> Mapping[int, int]:
        if self.timeline is None:
            return self.by_month
        counts = {}
        for at, time in enumerate(self.timeline.times):
            counts[time] = sum(line.points[at].count for line in self.timeline.lines)
        return counts

    def _years_alone(self) -> dict[int, int]:
        """Return by year the articles of all lines of which only the year is known."""
        counts: dict[int, int] = {}
        for line in self.timeline.lines if self.timeline else ():
            for year, point in line.years_alone.items():
                if point.count:
                    counts[year] = counts.get(year, 0) + point.count
        return counts

    # -- words

    @cached_property
    def _labels(self) -> dict[int, str]:
        """The periods of bars in words: putting them into words at each painting takes longer than all else."""
        return {}

    def label(self, number: int, *, is_full: bool) -> str:
        """Return the label of a bar: 1987, 1987-06, or 6月 if the year is clear."""
        if self.scale.months_a_bar == 1 and not is_full and number % 12:
            return wording.short_month(number % 12 + 1)
        if number not in self._labels:
            self._labels[number] = wording.period(self.scale.period(BarRange(number, number)))
        return self._labels[number]

    def in_words(self, number: int) -> str:
        """Return what stands at a bar: 1987：46 篇."""
        return say(
            "{when}：{articles}", when=self.label(number, is_full=True), articles=self._articles(number)
        )

    def all_in_words(self) -> list[str]:
        """Return what stands at each bar that has or may have articles."""
        bars = sorted({*(self.points if self.timeline else self.scale.counts), *self.unread})
        return [self.in_words(number) for number in bars]

    def _articles(self, number: int) -> str:
        hit_count = self.scale.counts.get(number, 0)
        if number in self.unread:
            if hit_count:
                return so_far(self.read, wording.articles(hit_count))
            return say("还没读到")
        if self.timeline is None:
            return wording.articles(hit_count)
        if not self.has_data(number):
            return say("无资料")
        points = zip(self.timeline.lines, self.points[number], strict=True)
        return say("；").join([self._point_in_words(line.query, point) for line, point in points])

    def _point_in_words(self, query: str, point: Point) -> str:
        """Return a point in words, with its count: 渡口 3.4%，46 篇，共有 1,204 篇."""
        assert self.timeline is not None
        name = query if len(self.timeline.lines) > 1 else ""
        if not point.held:
            return " ".join(filter(None, [name, say("无资料")]))
        if self.measure is Measure.COUNT:
            share = ""
        else:
            share = in_words(point.value(self.measure), self.measure)
        total_words = say("共有 {articles}", articles=wording.articles(point.held))
        numbers = wording.listed([share, wording.articles(point.count), total_words])
        return " ".join(filter(None, [name, numbers]))
