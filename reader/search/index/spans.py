"""Decides on merging, so that there are few segments, none too large, and each document is rebuilt few times.

Articles are kept in spans of dates. An update writes its documents as a small segment into each span it touches; small
segments of a span are folded into one, and a span that has grown too large is cut in two. These functions only decide;
`merging` does the work.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reader.search.index.manifest import SegmentEntry, Span

FEW = 8
"""The ratio of successive size classes; so many segments of one class are folded."""
FILLED = 140_000
"""With so many documents in a segment, another is begun for the rest of the same update."""
LARGEST = 150_000
"""A span of more documents is cut in two; a segment of so many is folded no further."""
BESIDE = 5
"""Segments of a span that is at least half full and fits into one segment are folded into one when all but the largest
have together a fifth of the largest's documents: a search asks every segment, and takes hardly longer for a large
one."""
DEAD_SHARE = 10
"""A segment is rebuilt when more than one in so many of its documents is removed."""


@dataclass(frozen=True, slots=True)
class Fold:
    """Segments of one span to rebuild as one."""

    segments: tuple[SegmentEntry, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """The segments of a span to cut in two, at a date that `cut_at` finds."""

    segments: tuple[SegmentEntry, ...]


def span_of(firsts: Sequence[int], day: int) -> int:
    """Return the index of the span that contains `day`, among spans that begin with `firsts`."""
    return bisect_right(firsts, day) - 1


def work_to_do(spans: Sequence[Span]) -> Iterator[Fold | Cut]:
    """Yield all steps that might be done, the newest spans first; a span that is to be cut is not folded before."""
    for span in reversed(spans):
        has_days = len({day for entry in span.segments for day in (entry.oldest, entry.newest)}) > 1
        if has_days and sum(entry.live for entry in span.segments) > LARGEST:
            yield Cut(span.segments)
        elif fold := segments_to_fold(span.segments):
            yield Fold(tuple(fold))


def segments_to_fold(segments: Sequence[SegmentEntry]) -> list[SegmentEntry]:
    """Return the segments of a span to fold into one; an empty list where none are.

    Sizes are classed by powers of `FEW`; a class that is full is folded, with all smaller ones. So there are never more
    than `FEW` segments of a class, and a document is rebuilt once for every class it grows through; a few times more in
    a large span, which is mostly one segment (`BESIDE`).
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
    """Return the exponent of the largest power of `FEW` that is no more than `documents`."""
    number = 0
    while documents >= FEW:
        documents //= FEW
        number += 1
    return number


def cut_at(days: NDArray[np.integer], counts: NDArray[np.integer], segments: Sequence[SegmentEntry]) -> int:
    """Return the day with which the second half of a span begins.

    `days` (two or more, ascending) have `counts` documents. The day is the one that makes the halves most equal; one
    between two segments is preferred, if the smaller half then has at least a quarter of the documents.
    """
    firsts = days[1:]
    inequality = np.abs(2 * np.cumsum(counts)[:-1] - counts.sum())
    is_between = np.ones(len(firsts), bool)
    for entry in segments:
        is_between &= (firsts <= entry.oldest) | (entry.newest < firsts)
    is_free = is_between & (2 * inequality <= counts.sum())
    return int(firsts[np.lexsort((inequality, ~is_free))[0]])


def segments_to_cut(segments: Sequence[SegmentEntry], day: int) -> list[SegmentEntry]:
    """Return the segments to rebuild so that another span can begin with `day`: those that reach across it.

    All, where there are such and each half fits into one segment: it would be folded into one in the end.
    """
    over = [entry for entry in segments if entry.oldest < day <= entry.newest]
    fits = sum(entry.live for entry in segments) <= 2 * FILLED
    return list(segments) if over and fits else over
