"""The alignment of two texts: which letters of one stand in the other, in the same order."""

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq

from reader.reprints.shingles import Letters, as_text, hashes

ANCHOR = 4
"""Letters of a run that stands once in either text, by which they are aligned."""

_Numbers = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two texts laid side by side; all numbers count letters.

    `matched` are equal in both, `rewritten` stand between those where both have at least `_REWRITTEN` others;
    `begin`, `end` and `other_begin`, `other_end` is the stretch of either that is in both.
    """

    length: int
    other_length: int
    matched: int
    rewritten: int
    begin: int
    end: int
    other_begin: int
    other_end: int

    @property
    def share(self) -> float:
        """Return how much of the shorter text is in the other, 0 to 1."""
        return self.matched / max(1, min(self.length, self.other_length))

    @property
    def whole_share(self) -> float:
        """Return how much of the longer text is in the other, 0 to 1."""
        return self.matched / max(1, self.length, self.other_length)

    @property
    def likeness(self) -> float:
        """Return how much is equal within the stretch that is in both, 0 to 1."""
        return self.matched / max(1, min(self.end - self.begin, self.other_end - self.other_begin))


_REWRITTEN = 3
_FEW_CELLS = 600
"""Gaps whose lengths have no greater product are aligned letter by letter."""


def in_order(one: str | bytes, other: str | bytes, least: int = 0) -> int:
    """Return the length of the longest sequence of letters that stand in both in this order; 0 if it is below `least`.

    No alignment matches more. Computed 64 letters at a time (Hyyrö, "Bit-parallel LCS-length computation revisited",
    2004).
    """
    return LCSseq.similarity(one, other, score_cutoff=least)


def align(one: Letters, other: Letters) -> Alignment:
    """Return the alignment of two texts by the runs of `ANCHOR` letters that stand once in each.

    The longest chain of them that has the same order in both is taken (as Heckel and the patience diff do); between two
    of them letters are compared in step.
    """
    places, other_places = _chain(*_anchors(one, other))
    if not len(places):
        return Alignment(len(one), len(other), 0, 0, 0, 0, 0, 0)
    pieces = _pieces(places, other_places)
    matched = rewritten = 0
    begin, other_begin = int(places[0]), int(other_places[0])
    before = _in_step(one[:begin][::-1], other[:other_begin][::-1])
    matched += before[0]
    begin, other_begin = begin - before[1], other_begin - before[1]
    end = other_end = -1
    for at, other_at, length in pieces:
        if end >= 0:
            of_gap = _of_gap(one[end:at], other[other_end:other_at])
            matched += of_gap[0]
            rewritten += of_gap[1]
        same = one[at : at + length] == other[other_at : other_at + length]
        matched += int(np.count_nonzero(same))
        rewritten += _runs_of_false(same)
        end, other_end = at + length, other_at + length
    behind = _in_step(one[end:], other[other_end:])
    matched += behind[0]
    return Alignment(
        len(one),
        len(other),
        matched,
        rewritten,
        begin,
        end + behind[1],
        other_begin,
        other_end + behind[1],
    )


def _anchors(one: Letters, other: Letters) -> tuple[_Numbers, _Numbers]:
    """Return the places of the runs that stand once in each text, in the order of the first."""
    known, places = _once(hashes(one, ANCHOR))
    other_known, other_places = _once(hashes(other, ANCHOR))
    if not len(known) or not len(other_known):
        return np.empty(0, np.intp), np.empty(0, np.intp)
    at = np.minimum(other_known.searchsorted(known), len(other_known) - 1)
    is_shared = other_known[at] == known
    places, other_places = places[is_shared], other_places[at[is_shared]]
    order = places.argsort()
    return places[order], other_places[order]


def _once(found: NDArray[np.uint32]) -> tuple[NDArray[np.uint32], _Numbers]:
    """Return the hashes that stand once, ascending, and their places."""
    order = found.argsort(kind="stable")
    ordered = found[order]
    is_new = np.concatenate([[True], ordered[1:] != ordered[:-1], [True]])[: len(ordered) + 1]
    is_once = is_new[:-1] & is_new[1:]
    return ordered[is_once], order[is_once]


def _chain(places: _Numbers, other_places: _Numbers) -> tuple[_Numbers, _Numbers]:
    """Return the most anchors that rise in both texts."""
    if np.all(other_places[1:] > other_places[:-1]):
        return places, other_places
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    values = other_places.tolist()
    for number, value in enumerate(values):
        at = bisect_left(tails, value)
        before.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(value)
            ends.append(number)
        else:
            tails[at], ends[at] = value, number
    chain = []
    number = ends[-1]
    while number >= 0:
        chain.append(number)
        number = before[number]
    chosen = np.array(chain[::-1], np.intp)
    return places[chosen], other_places[chosen]


def _pieces(places: _Numbers, other_places: _Numbers) -> list[tuple[int, int, int]]:
    """Return the stretches within which both texts go on in step: place, place in the other, length."""
    step = other_places - places
    begins = np.flatnonzero(np.concatenate([[True], step[1:] != step[:-1]]))
    ends = np.append(begins[1:], len(places)) - 1
    pieces: list[tuple[int, int, int]] = []
    for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
        at, other_at, until = int(places[begin]), int(other_places[begin]), int(places[end]) + ANCHOR
        if pieces:  # two runs may overlap where a letter is in one text only
            last_at, last_other, length = pieces[-1]
            over = max(last_at + length - at, last_other + length - other_at, 0)
            at, other_at = at + over, other_at + over
        if until > at:
            pieces.append((at, other_at, until - at))
    return pieces


def _of_gap(one: Letters, other: Letters) -> tuple[int, int]:
    """Return how many letters of a gap match, and how many were rewritten: of a long one from either end in step."""
    if not len(one) or not len(other):
        return 0, 0
    if len(one) * len(other) <= _FEW_CELLS:
        matched = in_order(as_text(one), as_text(other))
        left = min(len(one), len(other)) - matched
        return matched, left if left >= _REWRITTEN else 0
    matched, reach = _in_step(one, other)
    left = min(len(one), len(other)) - reach
    if left > 0:
        more, back = _in_step(one[reach:][::-1], other[reach:][::-1])
        matched += more
        left -= back
    return matched, max(left, 0) if left >= _REWRITTEN else 0


def _in_step(one: Letters, other: Letters) -> tuple[int, int]:
    """Return how many letters match from the beginning on, and how far it is worth to go on."""
    size = min(len(one), len(other))
    if not size:
        return 0, 0
    same = one[:size] == other[:size]
    gain = np.cumsum(np.where(same, 1, -1))
    best = int(gain.argmax())
    if gain[best] <= 0:
        return 0, 0
    return int(np.count_nonzero(same[: best + 1])), best + 1


def _runs_of_false(same: NDArray[np.bool_]) -> int:
    """Return how many letters stand in runs of at least `_REWRITTEN` that differ."""
    edges = np.flatnonzero(np.diff(np.concatenate([[True], same, [True]])))
    runs = edges[1::2] - edges[::2]
    return int(runs[runs >= _REWRITTEN].sum())
