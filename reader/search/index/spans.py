"""Decisions on merging: few segments, none too large, each document built few times.

Articles are kept in spans of dates. An update writes what it brings as a small segment into each span it touches;
small segments of a span are folded into one, and a span that has grown too large is cut in two. These functions
decide; `whoosh_engine` does it.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reader.search.index.manifest import SegmentEntry, Span

FEW = 8
"""Segments of one size that may stand side by side, and how much larger the next size is."""
FILLED = 140_000
"""Documents of a segment when another is begun for what else comes in one go."""
LARGEST = 150_000
"""A span of more documents is cut in two; a segment of so many is folded no further."""
BESIDE = 5
"""Segments of a span that is half as large as it may be, and fit into one, are made one when those beside the largest
have together a fifth of what it has: a search asks all segments, and takes hardly longer for a large one."""
DEAD_SHARE = 10
"""A segment is built anew when one in so many of its documents is removed."""


@dataclass(frozen=True, slots=True)
class Fold:
    """Segments of one span to build anew as one."""

    segments: tuple[SegmentEntry, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """The segments of a span to cut in two, at a date that `cut_at` finds."""

    segments: tuple[SegmentEntry, ...]


def span_of(firsts: Sequence[int], day: int) -> int:
    """Which of the spans that begin with these days has this one."""
    return bisect_right(firsts, day) - 1


def work_to_do(spans: Sequence[Span]) -> Iterator[Fold | Cut]:
    """All that might be done, the newest spans first, a span's cut before what else is to be done with it."""
    for span in reversed(spans):
        has_days = len({day for entry in span.segments for day in (entry.oldest, entry.newest)}) > 1
        if has_days and sum(entry.live for entry in span.segments) > LARGEST:
            yield Cut(span.segments)
        elif fold := segments_to_fold(span.segments):
            yield Fold(tuple(fold))


def segments_to_fold(segments: Sequence[SegmentEntry]) -> list[SegmentEntry]:
    """Segments of a span to fold into one, none when all is well.

    Sizes are classed by powers of `FEW`; a class that is full is folded, with all smaller ones. So there are never
    more than `FEW` segments for each class, and a document is built anew once for every class it grows through; a few
    times more in a large span, which is mostly one segment (`BESIDE`).
    """
    small = sorted((entry for entry in segments if entry.live < LARGEST), key=lambda entry: entry.live)
    fold: list[SegmentEntry] = []
    of_class: dict[int, int] = {}
    for rank, entry in enumerate(small, start=1):
        number = _class(entry.live)
        of_class[number] = of_class.get(number, 0) + 1
        if of_class[number] >= FEW:
            fold = small[:rank]
    sizes = [entry.live for entry in small]
    if LARGEST // 2 <= sum(sizes) <= FILLED and BESIDE * sum(sizes[:-1]) >= sizes[-1]:
        fold = small
    rotten = [entry for entry in segments if len(entry.removed) * DEAD_SHARE > entry.documents]
    return list(dict.fromkeys([*fold, *rotten]))


def _class(documents: int) -> int:
    """The power of `FEW` that `documents` reaches."""
    number = 0
    while documents >= FEW:
        documents //= FEW
        number += 1
    return number


def cut_at(days: NDArray[np.integer], counts: NDArray[np.integer], segments: Sequence[SegmentEntry]) -> int:
    """The day to begin the second half of a span with: of `days` (ascending, two or more, with so many documents
    each) the one that makes equal halves, or one between two segments, if the lesser part has a quarter.
    """
    firsts = days[1:]
    inequality = np.abs(2 * np.cumsum(counts)[:-1] - counts.sum())
    is_between = np.ones(len(firsts), bool)
    for entry in segments:
        is_between &= (firsts <= entry.oldest) | (entry.newest < firsts)
    is_free = is_between & (2 * inequality <= counts.sum())
    return int(firsts[np.lexsort((inequality, ~is_free))[0]])


def segments_to_cut(segments: Sequence[SegmentEntry], day: int) -> list[SegmentEntry]:
    """Which segments of a span to build anew so that another begins with `day`: those that reach over it.

    All, if there are such and each half fits into one segment, which would be made of it in the end.
    """
    over = [entry for entry in segments if entry.oldest < day <= entry.newest]
    fits = sum(entry.live for entry in segments) <= 2 * FILLED
    return list(segments) if over and fits else over
