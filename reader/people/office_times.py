"""The times in which somebody was in an office, by the days on which the person was seen in it.

Days are numbers, as of `date.toordinal`.
"""

import datetime as dt
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

AROUND = 90
"""So many days before the first and behind the last time that a person was seen in an office it may be the person."""
GAP = 730
"""A person who was seen in an office again within so many days was in it all the time."""
OTHERS_AROUND = 365
"""So many days around those of another person of the surname an office tells nobody."""


@dataclass(frozen=True, slots=True)
class Seen:
    """When somebody was seen in an office, as a number of the day, and what it was called."""

    day: int
    title: str


def day_of(seen: Seen) -> int:
    """Return the day, to sort by."""
    return seen.day


def nearest(days: Sequence[int], day: int) -> int:
    """Return the number of the day nearest to one; days ascend."""
    at = bisect_left(days, day)
    return min((n for n in (at - 1, at) if 0 <= n < len(days)), key=lambda n: abs(days[n] - day))


def stretches(seen: Collection[Seen], around: int) -> list[tuple[int, int]]:
    """Return the first and the last day of each time without a long gap, wider by so many days; ascending."""
    if not seen:
        return []
    days = [each.day for each in seen]
    cuts = [0, *(n for n, (one, next_) in enumerate(pairwise(days), 1) if next_ - one > GAP), len(days)]
    return [(days[first] - around, days[end - 1] + around) for first, end in pairwise(cuts)]


def free_of(times: Iterable[tuple[int, int]], taken: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield what is left of some times without others; these ascend."""
    for begin, last in times:
        for first, end in taken:
            if first > last:
                break
            if end < begin:
                continue
            if begin < first:
                yield begin, first - 1
            begin = max(begin, end + 1)
        if begin <= last:
            yield begin, last


def ordinal(day: int) -> int:
    """Return the number of a day that is written as 20240131."""
    return dt.date(day // 10_000, day // 100 % 100, day % 100).toordinal()


def date_of(ordinal: int) -> dt.date:
    """Return the date of a number of a day."""
    return dt.date.fromordinal(min(max(1, ordinal), dt.date.max.toordinal()))
