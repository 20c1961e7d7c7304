"""The plan of a newspaper page: the ranks of headlines, and the arrangement of articles in bands.

A band is a row of adjacent articles, each of them one or several columns wide; the text of an article continues from
column to column. So a page of any length is read from top to bottom in the order of printing.
"""

import math
from collections.abc import Sequence
from enum import IntEnum
from functools import cache

from msgspec import Struct

LONGEST_LEG = 30
"""The maximum number of lines of a column.

A longer text continues in a new row of columns, so that one need not scroll up to continue reading.
"""
_MAX_IN_BAND = 4
"""The maximum number of articles in a band."""
# The minimum number of characters of the text of an article of this rank.
_MAJOR = 700
_MINOR = 240


class Rank(IntEnum):
    BRIEF = 0
    MINOR = 1
    MAJOR = 2
    LEAD = 3


class Extent(Struct, frozen=True):
    """The size of an article, to estimate its height.

    Attributes:
        rank: the rank of its headline.
        head: the number of characters of the headline.
        storeys: the number of lines above and below the headline: section, kicker, decks.
        lines: the number of lines of its text in one column.
    """

    rank: Rank
    head: int
    storeys: int
    lines: int


HEADLINE_SIZES = {Rank.BRIEF: 1.12, Rank.MINOR: 1.3, Rank.MAJOR: 1.6, Rank.LEAD: 2.1}
"""The size of a headline, as a multiple of the size of the body."""


def _rank_of(length: int) -> Rank:
    if length >= _MAJOR:
        return Rank.MAJOR
    if length >= _MINOR:
        return Rank.MINOR
    return Rank.BRIEF


def ranks(lengths: Sequence[int], are_headed: Sequence[bool]) -> list[Rank]:
    """Return the ranks of articles, in order, from the numbers of characters of their texts.

    The lead is the first article with a headline whose text is at least half as long as the longest.
    """
    longest = max((n for n, headed in zip(lengths, are_headed, strict=True) if headed), default=0)
    lead = next((i for i, n in enumerate(lengths) if are_headed[i] and 2 * n >= longest), None)
    article_ranks = [_rank_of(length) for length in lengths]
    # a single article needs no emphasis
    if lead is not None and len(lengths) > 1:
        article_ranks[lead] = Rank.LEAD
    return article_ranks


def bands(extents: Sequence[Extent], columns: int, measure: int) -> list[tuple[int, ...]]:
    """Return the bands of a page: for each band the number of columns that each of its articles spans.

    `measure` is the width of a column in characters. The bands minimize the empty space; they are found by dynamic
    programming over the best arrangement of the first articles.
    """
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, ())]
    for end in range(1, len(extents) + 1):
        ways = [
            (best[end - count][0] + _cost(extents[end - count : end], spans, columns, measure), spans)
            for count in range(1, min(end, columns, _MAX_IN_BAND) + 1)
            for spans in _compositions(columns, count)
        ]
        best.append(min(ways))
    page_bands = []
    end = len(extents)
    while end:
        page_bands.append(best[end][1])
        end -= len(best[end][1])
    return page_bands[::-1]


def estimated_height(extent: Extent, span: int, measure: int) -> float:
    size = HEADLINE_SIZES[extent.rank]
    headline = math.ceil(extent.head * size / (span * measure)) * size
    legs = max(1, math.ceil(extent.lines / (span * LONGEST_LEG)))
    return headline + extent.storeys + math.ceil(extent.lines / span) + (legs - 1)


def _cost(extents: Sequence[Extent], spans: tuple[int, ...], columns: int, measure: int) -> float:
    """Return the empty space of a band, in lines of one column, with penalties for what newspapers avoid."""
    heights = [estimated_height(e, span, measure) for e, span in zip(extents, spans, strict=True)]
    tallest = max(heights)
    # two lines across the page for each band, so that many flat bands are not cheaper than one
    cost = 2.0 * columns + sum(span * (tallest - height) for span, height in zip(spans, heights, strict=True))
    if len(spans) > 1:
        # an article of several rows of columns should be alone in its band
        cost += columns * max(0.0, tallest - LONGEST_LEG)
    for extent, span in zip(extents, spans, strict=True):
        if span > 1:
            # a text should not be spread over columns of fewer than four lines
            cost += span * max(0.0, 4 - extent.lines / span)
        if extent.rank is Rank.LEAD and columns > 1 and span == 1:
            # the lead should span several columns
            cost += 6 * columns
        if extent.rank is not Rank.LEAD and extent.lines < LONGEST_LEG:
            # a short article should not be spread over the page
            cost += 2 * (span - 1)
    return cost


@cache
def _compositions(total: int, count: int) -> tuple[tuple[int, ...], ...]:
    if count == 1:
        return ((total,),)
    return tuple(
        (first, *rest)
        for first in range(1, total - count + 2)
        for rest in _compositions(total - first, count - 1)
    )
