"""Timelines as JSON, as a CSV table and as rows to be shown."""

from collections.abc import Iterator
from itertools import groupby

from reader.export.records import BYTE_ORDER_MARK, csv_line
from reader.export.timeline import Measure, Point, Timeline, in_words, label, name_of
from reader.i18n import say


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
                    _point(label(timeline.step, time), point, measure)
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
        yield csv_line([label(timeline.step, time), *cells])


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
    for held, group in groupby(
        numbered, lambda each: any(line.points[each[0]].held for line in timeline.lines)
    ):
        times = list(group)
        if not held:
            first, last = label(timeline.step, times[0][1]), label(timeline.step, times[-1][1])
            yield (first if first == last else f"{first}–{last}", *[say("无资料")] * len(timeline.lines))
            continue
        for at, time in times:
            yield (label(timeline.step, time), *(_of_n(line.points[at], measure) for line in timeline.lines))


def _of_n(point: Point, measure: Measure) -> str:
    if not point.held:
        return say("无资料")
    of = f"{point.count:,} / {point.held:,}"
    return of if measure is Measure.COUNT else f"{in_words(point.value(measure), measure)} ({of})"
