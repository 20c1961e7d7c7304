"""The plan of a newspaper page: the ranks of headlines, and the bands that the articles form.

A band is a row of neighbours, each over one or several columns; its text runs down the first of its columns and on to
the next. So a page is read from the top to the bottom, however long it is, in the order in which it was printed.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

LONGEST_LEG = 30
"""The most lines of a column: a longer text continues in a new row of columns, so that nobody scrolls up to read on."""

_MOST_BESIDE = 4
_MAJOR, _MINOR = 700, 240
"""The least characters of the text of an article of this rank."""


class Rank(IntEnum):
    """The prominence of an article, which decides the size of its headline."""

    BRIEF = 0
    MINOR = 1
    MAJOR = 2
    LEAD = 3


@dataclass(frozen=True, slots=True)
class Extent:
    """The size of an article.

    `head` is the characters of its headline, `storeys` the lines above and below that, `lines` those of its text in one
    column.
    """

    rank: Rank
    head: int
    storeys: int
    lines: int


HEADLINE_SIZES = {Rank.BRIEF: 1.12, Rank.MINOR: 1.3, Rank.MAJOR: 1.6, Rank.LEAD: 2.1}
"""The size of a headline, in times the size of the body."""

_LINE = 1.6
"""The pitch of the body's lines, and roughly that of headlines, in times their size."""


def ranks(lengths: Sequence[int], are_headed: Sequence[bool]) -> list[Rank]:
    """Return the rank of each article by the characters of its text, in order.

    The lead is the first article with a headline that is at least half as long as the longest of them.
    """
    longest = max((n for n, headed in zip(lengths, are_headed, strict=True) if headed), default=0)
    lead = next((i for i, n in enumerate(lengths) if are_headed[i] and 2 * n >= longest), None)
    found = [Rank.MAJOR if n >= _MAJOR else Rank.MINOR if n >= _MINOR else Rank.BRIEF for n in lengths]
    if lead is not None and len(lengths) > 1:
        found[lead] = Rank.LEAD
    return found


def bands(extents: Sequence[Extent], columns: int, measure: int) -> list[tuple[int, ...]]:
    """Return the articles in bands: for each band the columns that each of its articles spans.

    `measure` is the width of a column in characters. The bands leave the least of the page empty; they are found by
    dynamic programming over the best way to each article.
    """
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, ())]
    for end in range(1, len(extents) + 1):
        ways = [
            (best[end - count][0] + _cost(extents[end - count : end], spans, columns, measure), spans)
            for count in range(1, min(end, columns, _MOST_BESIDE) + 1)
            for spans in _compositions(columns, count)
        ]
        best.append(min(ways))
    found, end = [], len(extents)
    while end:
        found.append(best[end][1])
        end -= len(best[end][1])
    return found[::-1]


def estimated_height(extent: Extent, span: int, measure: int) -> float:
    """Return the height of an article over `span` columns, in lines of the body."""
    size = HEADLINE_SIZES[extent.rank]
    headline = math.ceil(extent.head * size / (span * measure)) * size
    legs = max(1, math.ceil(extent.lines / (span * LONGEST_LEG)))
    return headline + extent.storeys + math.ceil(extent.lines / span) + (legs - 1)


def _cost(extents: Sequence[Extent], spans: tuple[int, ...], columns: int, measure: int) -> float:
    """Return the empty space of a band, in lines of one column, with penalties for what newspapers avoid."""
    heights = [estimated_height(e, span, measure) for e, span in zip(extents, spans, strict=True)]
    tallest = max(heights)
    cost = 2.0 * columns + sum(span * (tallest - height) for span, height in zip(spans, heights, strict=True))
    if len(spans) > 1:
        cost += columns * max(0.0, tallest - LONGEST_LEG)
    for extent, span in zip(extents, spans, strict=True):
        if span > 1:
            cost += span * max(0.0, 4 - extent.lines / span)
        if extent.rank is Rank.LEAD and columns > 1 and span == 1:
            cost += 6 * columns
        if extent.rank is not Rank.LEAD and extent.lines < LONGEST_LEG:
            cost += 2 * (span - 1)
    return cost


@cache
def _compositions(total: int, count: int) -> tuple[tuple[int, ...], ...]:
    """Return all ways to write `total` as a sum of `count` numbers from 1 on."""
    return tuple(_sums(total, count))


def _sums(total: int, count: int) -> Iterator[tuple[int, ...]]:
    if count == 1:
        yield (total,)
        return
    for first in range(1, total - count + 2):
        for rest in _sums(total - first, count - 1):
            yield (first, *rest)
