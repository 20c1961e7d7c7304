"""The conditions for a reprint: the shingles that both texts have, and the alignment that decides."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from reader.reprints.alignment import Alignment, align, in_order
from reader.reprints.postings import Postings, look_up, pairs, unpacked
from reader.reprints.reprint import MOST_REPRINTS, Reprint
from reader.reprints.shingles import LENGTH, SHORTEST, Letters, as_bytes, as_text, limit

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
