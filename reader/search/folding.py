"""Which segments to build anew as one, so that there are few of them and each document is built few times."""

from collections.abc import Sequence
from dataclasses import dataclass

FEW = 8
"""Segments of one size that may stand side by side, and how much larger the next size is."""
LARGEST = 150_000
"""Documents of a segment that is folded no further."""
DEAD_SHARE = 4
"""A segment is built anew when one in so many of its documents is removed."""


@dataclass(frozen=True, slots=True)
class SegmentSize:
    """Documents of a segment, and those of them that are not removed."""

    documents: int
    live: int


def segments_to_fold(sizes: Sequence[SegmentSize]) -> list[int]:
    """Indices of the segments to fold into one, none when all is well.

    Sizes are classed by powers of `FEW`; a class that is full is folded, with all smaller ones. So there are never
    more than `FEW` segments for each class, and a document is built anew once for every class it grows through.
    """
    small = sorted((size.live, i) for i, size in enumerate(sizes) if size.live < LARGEST)
    fold: set[int] = set()
    of_class: dict[int, int] = {}
    for rank, (live, _) in enumerate(small):
        number = _class(live)
        of_class[number] = of_class.get(number, 0) + 1
        if of_class[number] >= FEW:
            fold.update(i for _, i in small[: rank + 1])
    fold.update(
        i for i, size in enumerate(sizes) if (size.documents - size.live) * DEAD_SHARE > size.documents
    )
    return sorted(fold)


def _class(documents: int) -> int:
    """The power of `FEW` that `documents` reaches."""
    number = 0
    while documents >= FEW:
        documents //= FEW
        number += 1
    return number
