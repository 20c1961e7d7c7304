"""The conditions for a reprint: the shingles that both texts have, and the alignment of their words that decides."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq

from reader.reprints.reprint import MOST_REPRINTS, Reprint
from reader.reprints.shingles import (
    LENGTH,
    SHORTEST,
    Letters,
    Postings,
    as_bytes,
    as_text,
    hashes,
    limit,
    look_up,
    pairs,
    unpacked,
)

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


CROWDED = MOST_REPRINTS
"""A shingle that stands in more articles than these is a set phrase, or part of a text that stands in the paper all the
time: forms of the weather, legal notices, advertisements. It says nothing about two of them, and is not compared:
else a thousand such texts would make half a million pairs. Where most are so, the text is a *standing text*."""
STANDING = 0.5
"""The share of crowded shingles that makes a text a standing one."""

LEAST_SHARE = 0.5
"""Minimum share of the shorter text that is in the other."""
LEAST_LIKENESS = 0.6
"""Minimum share of letters that are equal within the stretch that is in both."""
MOST_REWRITTEN = 0.12
"""Maximum share of letters where both texts have some of their own: more is a form filled in twice."""
SHORT, LEAST_SHARE_OF_SHORT, MOST_REWRITTEN_OF_SHORT = 300, 0.7, 0.05
"""Letters, and the same shares for a text that is not longer: it may be mostly set phrases, or a form. Misreadings
alone rewrite less: where one letter in five differs, one in fifty stands beside two others that do."""

FEWEST_SHARED = 3
LEAST_SHARED = 0.12
"""The number of shingles that two texts have to share before they are aligned, and their share of those of the shorter
text: 0.17 is to be expected of half a text that was misread in one letter of ten, twice."""
_MOST_CELLS = 20_000_000
"""Texts whose lengths have no greater product are asked for the letters that they have in the same order: in 10 ms."""

EXPECTED_SHARED = 0.4
"""The share of the shingles to be expected by an alignment that two texts have to share, crowded ones left out: where
it is less, most of what was aligned stands in many texts, as the line below every article of a paper."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two articles that may be reprints; `shared` is the share of shingles of the shorter that is in the longer."""

    later: int
    earlier: int
    shared: float


def is_reprint(found: Alignment) -> bool:
    """Return whether two texts are printings of one text, or one holds most of the other."""
    is_short = min(found.length, found.other_length) <= SHORT
    most_rewritten = MOST_REWRITTEN_OF_SHORT if is_short else MOST_REWRITTEN
    return (
        found.matched >= fewest_matched(min(found.length, found.other_length))
        and found.likeness >= LEAST_LIKENESS
        and found.rewritten <= most_rewritten * (found.matched + found.rewritten)
    )


def fewest_matched(length: int) -> int:
    """Return how many letters of a text of `length` letters at least have to be in a longer one that is its reprint."""
    return ceil(
        max(SHORTEST * LEAST_SHARE, length * (LEAST_SHARE_OF_SHORT if length <= SHORT else LEAST_SHARE))
    )


def may_be_reprint(one: Letters, other: Letters) -> bool:
    """Return whether an alignment may find enough of the shorter text in the longer; quicker than to align them."""
    if len(one) * len(other) > _MOST_CELLS:
        return True
    least = fewest_matched(min(len(one), len(other)))
    return (
        in_order(as_bytes(one), as_bytes(other), least)
        >= least  # a sixth of the time, and refuses nearly all
        and in_order(as_text(one), as_text(other), least) >= least
    )


def is_own(found: Alignment, shared: float) -> bool:
    """Return whether the aligned part is the texts' own; `shared` as of a candidate."""
    return shared >= EXPECTED_SHARED * found.share * found.likeness**LENGTH


def reprints(
    candidates: Iterable[Candidate], letters_of: Callable[[int], Letters | None]
) -> Iterator[Reprint]:
    """Yield which of some pairs of articles are reprints; `letters_of` is None for one that is gone."""
    for pair in candidates:
        first_id, second_id = sorted((pair.earlier, pair.later))
        first, second = letters_of(first_id), letters_of(second_id)
        if first is None or second is None or not may_be_reprint(first, second):
            continue
        found = align(first, second)
        if is_reprint(found) and is_own(found, pair.shared):
            yield Reprint(first_id, second_id, found.share, found.whole_share, found.likeness)


class Comparison:
    """A search for the reprints of some new articles, among themselves and in others that are looked at run by run."""

    def __init__(self, new: Postings, others: Callable[[], Iterable[Postings]]) -> None:
        """Begin with the postings of the new articles; `others` returns those of all others, again and again."""
        self._new = new
        self._others = others
        holders = look_up(new.shingles, new).counts
        for run in others():
            holders = holders + look_up(new.shingles, run).counts
        self._is_crowded = holders > CROWDED

    def standing(self) -> set[int]:
        """Return the new articles whose text is printed in the paper permanently."""
        ids, place = np.unique(self._new.articles, return_inverse=True)
        shares = np.bincount(place, self._is_crowded, len(ids)) / np.maximum(np.bincount(place), 1)
        return set(ids[shares >= STANDING].tolist())

    def candidates(self, lengths: Callable[[set[int]], dict[int, int]]) -> list[Candidate]:
        """Return the pairs of articles that share enough shingles to be aligned.

        `lengths` returns the length in letters of the articles with these ids. Of each new article no more are returned
        than a text may have reprints, those that share most.
        """
        wanted = ~self._is_crowded
        found = [self._shared(run, wanted) for run in self._others()]
        among, counts = self._shared(self._new, wanted)
        found.append((among, counts // 2))  # each of the two articles finds the other
        keys = np.concatenate([each for each, _ in found])
        shared = np.concatenate([each for _, each in found])
        keys, place = np.unique(keys, return_inverse=True)
        shared = np.bincount(place, shared, len(keys)).astype(np.intp)
        is_some = shared >= FEWEST_SHARED
        keys, shared = keys[is_some], shared[is_some]
        later, earlier = (each.tolist() for each in unpacked(keys))
        known = lengths({*later, *earlier})
        chosen: dict[int, list[Candidate]] = {}
        for article_id, other_id, number in zip(later, earlier, shared.tolist(), strict=True):
            length, other_length = known.get(article_id, 0), known.get(other_id, 0)
            kept = min(length, other_length) * min(limit(length), limit(other_length)) / (1 << 32)
            if kept and number >= LEAST_SHARED * kept:
                chosen.setdefault(article_id, []).append(Candidate(article_id, other_id, number / kept))
        return [
            candidate
            for each in chosen.values()
            for candidate in sorted(each, key=lambda one: (-one.shared, one.earlier))[:CROWDED]
        ]

    def _shared(
        self, run: Postings, wanted: NDArray[np.bool_]
    ) -> tuple[NDArray[np.uint64], NDArray[np.intp]]:
        found = look_up(self._new.shingles, run)
        return np.unique(pairs(self._new, wanted, run, found), return_counts=True)
