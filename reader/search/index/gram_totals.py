"""The document frequencies of a field's grams in a whole index: summed over its segments, in one table.

Looking up a gram in forty segments takes a thousand times as long as in one table, and the rungs of the ladder (see
`answering.ladder`) look up thousands. The table is made when it is first needed. Segments that later updates add are
looked up separately. When there are more than `_MOST_APART` of them, or one of the table is gone, a new one is made.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from reader.search.index.gram_fields import key_of
from reader.search.index.segments import Segment, frequencies_of, reporting_damage
from reader.search.terms import grams

_MOST_APART = 4
"""The most segments that are looked up separately from the table."""
_AT_ONCE = 8
"""The number of segments whose tables are summed at a time; more would need more memory."""

_Table: TypeAlias = tuple[NDArray[np.int64], NDArray[np.uint32]]


class GramTotals:
    """The summed document frequencies of a field's grams, including removed documents.

    The constructor and `frequencies` may raise SegmentDamaged.
    """

    def __init__(self, segments: Mapping[str, Segment], fieldname: str) -> None:
        self._fieldname = fieldname
        self._grams_of = next((segment.grams_of for segment in segments.values()), grams)
        self._names = frozenset(segments)
        self._keys, self._counts = _summed(segments.values(), fieldname)

    def serve(self, segments: Mapping[str, Segment]) -> bool:
        """Return whether the table can be used for these segments.

        They must include all segments of the table and at most `_MOST_APART` others.
        """
        return self._names <= segments.keys() and len(segments) <= len(self._names) + _MOST_APART

    def frequencies(self, segments: Mapping[str, Segment], needles: Sequence[str]) -> list[int]:
        """Return what `segments.frequencies_of` returns. `serve(segments)` must be true."""
        grams_of = [self._grams_of(needle) for needle in needles]
        wanted = sorted({gram for each in grams_of for gram in each})
        keys = np.array([key_of(gram) for gram in wanted], np.int64)
        at = self._keys.searchsorted(keys)
        at[at == len(self._keys)] = 0
        counts = np.where(self._keys[at] == keys, self._counts[at], 0) if len(self._keys) else 0 * keys
        for name in segments.keys() - self._names:
            with reporting_damage(segments[name]):
                counts = counts + segments[name].field(self._fieldname).frequencies(keys)
        known = dict(zip(wanted, counts.tolist(), strict=True))
        found = [min((known[gram] for gram in each), default=-1) for each in grams_of]
        # for several grams, the sum of each segment's rarest is a closer bound than the rarest of the sums
        several = [n for n, each in enumerate(grams_of) if found[n] and len(each) != 1]
        sums = frequencies_of(segments.values(), self._fieldname, [needles[n] for n in several])
        for n, frequency in zip(several, sums, strict=True):
            found[n] = frequency
        return found


def _summed(segments: Iterable[Segment], fieldname: str) -> _Table:
    """Return the keys of all grams of the segments, ascending, and their summed document frequencies."""
    tables: list[_Table] = []
    for segment in segments:
        with reporting_damage(segment):
            tables.append(segment.field(fieldname).all_frequencies())
        if len(tables) >= _AT_ONCE:
            tables = [_as_one(tables)]
    return _as_one(tables) if tables else (np.empty(0, np.int64), np.empty(0, np.uint32))


def _as_one(tables: Sequence[_Table]) -> _Table:
    if len(tables) == 1:
        return tables[0]
    keys = np.concatenate([keys for keys, _ in tables])
    order = keys.argsort(kind="stable")
    keys = keys[order]
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    counts = np.concatenate([counts for _, counts in tables])[order]
    return keys[first], np.add.reduceat(counts, first, dtype=np.uint32) if len(first) else counts
