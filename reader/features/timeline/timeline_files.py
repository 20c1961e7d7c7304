"""Timelines as JSON, as a CSV table, as rows to be shown, and as an SVG picture.

The picture has bars for one query, lines with different marks for several. Times without data are hatched, and lines
have a gap there. Only paths, rectangles and text are used, which every program can draw.
"""

import html
import math
from collections.abc import Iterable, Iterator
from itertools import groupby

from reader.export.tables import Cell, Table
from reader.export.timeline import (
    Measure,
    Point,
    Timeline,
    TimelineSeries,
    in_words,
    label,
    legend,
    name_of,
    percent,
)
from reader.i18n import say
from reader.language.forms import without_controls


def as_object(timeline: Timeline, measure: Measure) -> dict[str, object]:
    """Return the timeline as an object for JSON; numbers found and shares are null for times without data."""
    share = None if measure is Measure.COUNT else measure
    queries = []
    for line in timeline.lines:
        points = []
        for time, point in zip(timeline.times, line.points, strict=True):
            points.append(_point(label(timeline.step, time), point, measure))
        queries.append(
            {
                "query": line.query,
                "understood_as": line.understood_as,
                "total": line.total,
                "undated": line.undated,
                "points": points,
            }
        )
    return {
        "by": timeline.step,
        "share": share,
        "queries": queries,
    }


def _point(time: str, point: Point, measure: Measure) -> dict[str, object]:
    has_data = point.held > 0
    count = point.count if has_data else None
    fields: dict[str, object] = {
        "time": time,
        "count": count,
        "held": point.held,
        "characters": point.characters if has_data else None,
        "held_characters": point.held_characters,
    }
    if measure is Measure.COUNT:
        return fields
    return {**fields, "share": point.value(measure)}


def as_table(timeline: Timeline, measure: Measure) -> Table:
    """Return a table with a row for each time, and columns for the numbers of each query.

    Cells without data are empty.
    """
    columns = {
        "count": say("篇数"),
        "held": say("共有篇数"),
        "characters": say("字数"),
        "held_characters": say("共有字数"),
    }
    if measure is not Measure.COUNT:
        columns["share"] = name_of(measure)
    words = [say("时间")]
    names = ["time"]
    for number, line in enumerate(timeline.lines, 1):
        words += (say("{query}：{column}", query=line.query, column=column) for column in columns.values())
        if number == 1:
            names += columns
        else:
            names += [f"{name}_{number}" for name in columns]
    rows: list[list[Cell]] = []
    for at, time in enumerate(timeline.times):
        row: list[Cell] = [label(timeline.step, time)]
        for line in timeline.lines:
            row += _cells(line.points[at], measure)
        rows.append(row)
    return Table(words, names, rows)


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

    def has_articles_at(numbered_time: tuple[int, int]) -> bool:
        at, _ = numbered_time
        return any(line.points[at].held for line in timeline.lines)

    for has_articles, group in groupby(enumerate(timeline.times), has_articles_at):
        times = list(group)
        if not has_articles:
            first = label(timeline.step, times[0][1])
            last = label(timeline.step, times[-1][1])
            yield (first if first == last else f"{first}–{last}", *[say("无资料")] * len(timeline.lines))
            continue
        for at, time in times:
            yield (label(timeline.step, time), *(_of_n(line.points[at], measure) for line in timeline.lines))


def _of_n(point: Point, measure: Measure) -> str:
    if not point.held:
        return say("无资料")
    counts = f"{point.count:,} / {point.held:,}"
    if measure is Measure.COUNT:
        return counts
    return f"{in_words(point.value(measure), measure)} ({counts})"


# The size of the picture in pixels; each row of the legend adds to the height.
WIDTH = 1000
HEIGHT = 420
_LEFT = 64.0
_RIGHT = 16.0
_TOP = 20.0
_BOTTOM = 44.0
_ROW = 24
_COLORS = ("#AE2F1C", "#245A8D", "#33663F", "#824E00", "#23201B")
_DASHES = ("", "7 3", "2 3", "10 3 2 3", "5 2 1 2")
_INK = "#23201B"
_FAINT = "#918672"
_PAPER = "#FFFFFF"
_FONT = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC',sans-serif"
_MOST_LABELS = 12
_MOST_MARKS = 150
_HATCH = 6
_WIDEST = 40.0
"""The maximum width of a bar, in pixels."""


def as_svg(timeline: Timeline, measure: Measure) -> str:
    top = _TOP + _ROW * max(1, len(timeline.lines))
    height = HEIGHT + _ROW * max(1, len(timeline.lines))
    words = say("{measure}，按时间", measure=name_of(measure))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}">',
        f"<title>{_escaped(words)}</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="{_PAPER}"/>',
        *_Chart(timeline, measure, top, height - _BOTTOM).parts(),
        "</svg>\n",
    ]
    return "\n".join(parts)


class _Chart:
    """Draws the elements of a timeline; its plot area is between the y coordinates `top` and `base`."""

    def __init__(self, timeline: Timeline, measure: Measure, top: float, base: float) -> None:
        self._timeline = timeline
        self._measure = measure
        self._top = top
        self._base = base
        self._column = (WIDTH - _LEFT - _RIGHT) / max(1, len(timeline.times))
        self._steps = _steps(highest(timeline.lines, measure), is_whole=measure is Measure.COUNT)

    def parts(self) -> Iterator[str]:
        """Yield all SVG elements, those in the background first."""
        yield from self._legend()
        yield from self._scale()
        yield from self._gaps()
        if len(self._timeline.lines) == 1:
            width = min(self._column - min(3.0, self._column * 0.2), _WIDEST)
            bars = []
            for at, point in enumerate(self._timeline.lines[0].points):
                value = point.value(self._measure)
                if value:
                    height = max(1.5, self._base - self._y(value))
                    bars.append(
                        f"M{self._x(at) - width / 2:.2f} {self._base:.1f}v-{height:.2f}h{width:.2f}v{height:.2f}z"
                    )
            yield (f'<path d="{"".join(bars)}" fill="{_COLORS[0]}"/>')
        else:
            for number, line in enumerate(self._timeline.lines):
                yield from self._line(number, line)
        times = self._timeline.times
        step = max(1, math.ceil(len(times) / _MOST_LABELS))
        for at in range(0, len(times), step):
            yield _text(self._x(at), self._base + 20, label(self._timeline.step, times[at]), anchor="middle")

    def _x(self, at: int) -> float:
        return _LEFT + (at + 0.5) * self._column

    def _y(self, value: float) -> float:
        return self._base - (self._base - self._top) * value / self._steps[-1]

    def _legend(self) -> Iterator[str]:
        for number, line in enumerate(self._timeline.lines):
            y = 22 + _ROW * number
            yield _path(f"M{_LEFT:.0f} {y}h32", number)
            yield _mark(number, _LEFT + 16, y)
            yield _text(_LEFT + 42, y + 5, legend(line))
        yield _text(WIDTH - _RIGHT, 27, name_of(self._measure), anchor="end", color=_FAINT)

    def _scale(self) -> Iterator[str]:
        for value in self._steps:
            y = self._y(value)
            color = _FAINT if value == 0 else "#DDD5C7"
            yield f'<path d="M{_LEFT} {y:.1f}H{WIDTH - _RIGHT}" stroke="{color}" stroke-width="1"/>'
            if self._measure is Measure.COUNT:
                words = f"{value:,.0f}"
            else:
                words = percent(value)
            yield _text(_LEFT - 8, y + 4, words, anchor="end", color=_FAINT)

    def _gaps(self) -> Iterator[str]:
        """Yield the hatching of the times for which no query has data, labelled if it is wide enough."""
        for is_empty, places in groupby(range(len(self._timeline.times)), self._is_empty):
            if is_empty:
                group = list(places)
                left = _LEFT + group[0] * self._column
                right = _LEFT + (group[-1] + 1) * self._column
                lines = _hatching(left, right, self._top, self._base)
                yield f'<path d="{lines}" stroke="{_FAINT}" stroke-width="1" opacity="0.6" fill="none"/>'
                if right - left > 60:
                    middle = (left + right) / 2, (self._top + self._base) / 2
                    yield (
                        f'<rect x="{middle[0] - 28:.1f}" y="{middle[1] - 11:.1f}" width="56" height="22"'
                        f' fill="{_PAPER}"/>'
                    )
                    yield _text(middle[0], middle[1] + 5, say("无资料"), anchor="middle", color=_FAINT)

    def _is_empty(self, at: int) -> bool:
        """Return whether no query has data at a time."""
        return all(line.points[at].value(self._measure) is None for line in self._timeline.lines)

    def _line(self, number: int, line: TimelineSeries) -> Iterator[str]:
        places: list[tuple[float, float | None]] = []
        for at, point in enumerate(line.points):
            value = point.value(self._measure)
            y = None if value is None else self._y(value)
            places.append((self._x(at), y))
        drawn = []
        marked = []
        for has_data, group in groupby(places, lambda place: place[1] is not None):
            run = [(x, y) for x, y in group if y is not None]
            if has_data:
                drawn.append("M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in run))
                marked += run if len(run) == 1 or len(places) <= _MOST_MARKS else []
        yield _path("".join(drawn), number)
        yield from (_mark(number, x, y) for x, y in marked)


def _steps(most: float, *, is_whole: bool) -> list[float]:
    """Return about five values for the horizontal grid lines, from 0 to at least `most`."""
    rough = (most or 1) / 4
    unit = 10 ** math.floor(math.log10(rough))
    step = next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= rough * 0.999)
    if is_whole:
        step = max(1, round(step))
    return [number * step for number in range(math.ceil((most or 1) / step * 0.9999) + 1)]


def _hatching(left: float, right: float, top: float, base: float) -> str:
    """Return the path of a hatching with lines from the lower left to the upper right, cut off at the edges."""
    lines = []
    height = base - top
    for number in range(math.ceil(left / _HATCH), math.ceil((right + height) / _HATCH)):
        foot = number * _HATCH  # the line leaves the base at foot - height and is at the top at foot
        start = max(left, foot - height)
        end = min(right, foot)
        if start < end:
            lines.append(
                f"M{start:.1f} {base - (start - foot + height):.1f}L{end:.1f} {top + foot - end:.1f}"
            )
    return "".join(lines)


def _path(lines: str, number: int) -> str:
    if _DASHES[number]:
        dash = f' stroke-dasharray="{_DASHES[number]}"'
    else:
        dash = ""
    return f'<path d="{lines}" fill="none" stroke="{_COLORS[number]}" stroke-width="2"{dash}/>'


def _mark(number: int, x: float, y: float) -> str:
    """Return the mark of line `number` at a point: disc, square, triangle, diamond, ring."""
    shapes = (
        f"M{x - 3.5:.2f} {y:.2f}a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0z",
        f"M{x - 3.2:.2f} {y - 3.2:.2f}h6.4v6.4h-6.4z",
        f"M{x:.2f} {y - 4.2:.2f}l4.2 7.4h-8.4z",
        f"M{x:.2f} {y - 4.6:.2f}l4.6 4.6l-4.6 4.6l-4.6 -4.6z",
        f"M{x - 3.5:.2f} {y:.2f}a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0z",
    )
    fill = _PAPER if number == len(shapes) - 1 else _COLORS[number]
    return f'<path d="{shapes[number]}" fill="{fill}" stroke="{_COLORS[number]}" stroke-width="1.5"/>'


def _text(x: float, y: float, words: str, *, anchor: str = "start", color: str = _INK) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="{_FONT}" font-size="13" fill="{color}"'
        f' text-anchor="{anchor}">{_escaped(words)}</text>'
    )


def _escaped(words: str) -> str:
    return html.escape(without_controls(words), quote=False)


def highest(lines: Iterable[TimelineSeries], measure: Measure) -> float:
    values = []
    for line in lines:
        for point in line.points:
            values.append(point.value(measure))
    return max((value for value in values if value is not None), default=0.0)
