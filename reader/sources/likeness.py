"""How much of an article is in others: the letters of either that the other has, too, although some are misread."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel, LCSseq

from reader.reprints.shingles import Letters, as_text, hashes

Mask = NDArray[np.bool_]
"""For each letter of a text, whether a condition holds."""

LENGTH = 4
"""Letters of a run that two texts share. Where one letter in ten is misread, 0.66 of them are still the same."""
GAP = 12
"""Letters between two shared runs that belong to them: misread, lost or added ones."""
LEAST_STRETCH = 8
"""Letters of the shortest stretch that is evidence: a shorter one is a set phrase."""
SHORTER_THAN_NEWS, MOST_REWRITTEN = 300, 0.06
"""Letters of a text that may be a form of words; the greatest share of it that stands where both have other ones."""
_LONGEST_NAME = 10
"""Letters of a name or a figure that is another: longer ones are lines that one of the texts lost."""
_CROWDED = 12
"""A run in so many articles of an issue is a set phrase."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What two articles share: the letters of either, and how many runs."""

    of_one: Mask
    of_other: Mask
    runs: int

    def of_whole(self, length: int, other_length: int) -> float:
        """Return the share of the runs of both texts, of so many letters, that they share."""
        return self.runs / max(1, length + other_length - self.runs)


class Runs:
    """The runs of letters of some texts, in which those of others are looked up."""

    def __init__(self, texts: Sequence[Letters]) -> None:
        self._lengths = [len(text) for text in texts]
        found = [hashes(text, LENGTH) for text in texts]
        hashed = np.concatenate([*found, np.empty(0, np.uint32)])
        owners = np.repeat(np.arange(len(texts)), [len(each) for each in found])
        places = np.concatenate([*(np.arange(len(each)) for each in found), np.empty(0, np.intp)])
        order = np.argsort(hashed, kind="stable")
        self._hashes, self._owners, self._places = hashed[order], owners[order], places[order]

    def shared_with(self, text: Letters) -> dict[int, Shared]:
        """Return what a text shares with each of the texts, by their numbers."""
        wanted = hashes(text, LENGTH)
        first = np.searchsorted(self._hashes, wanted, "left")
        counts = np.searchsorted(self._hashes, wanted, "right") - first
        counts[counts > _CROWDED] = 0
        own = np.repeat(np.arange(len(wanted)), counts)
        if not len(own):
            return {}
        at = np.arange(len(own)) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(first, counts)
        owners, places = self._owners[at], self._places[at]
        found = {}
        for number in np.unique(owners).tolist():
            is_own = owners == number
            of_one = _filled(own[is_own], len(text))
            of_other = _filled(places[is_own], self._lengths[number])
            if of_one.any() and of_other.any():
                found[number] = Shared(of_one, of_other, len(np.unique(own[is_own])))
        return found


def common(one: NDArray[np.uint32], other: NDArray[np.uint32]) -> float:
    """Return the share of the smaller of two sets of runs that is in the other, 0 to 1."""
    least = min(len(one), len(other))
    return len(np.intersect1d(one, other, assume_unique=True)) / least if least else 0.0


def likeness(one: Letters, other: Letters) -> float:
    """Return how much of the longer text stands in the shorter one in the same order, 0 to 1."""
    longest = max(len(one), len(other))
    return LCSseq.similarity(as_text(one), as_text(other)) / longest if longest else 1.0


def is_filled_in(one: Letters, other: Letters) -> bool:
    """Return whether two short texts are one form of words with other names or figures in it.

    They have stretches in the same place that have nothing in common; misread letters stand alone, mostly.
    """
    if not 0 < min(len(one), len(other)) <= SHORTER_THAN_NEWS:
        return False
    rewritten = at = other_at = 0
    for step in Indel.opcodes(as_text(one), as_text(other)):
        if step.tag == "equal":
            rewritten += _rewritten(step.src_start - at, step.dest_start - other_at)
            at, other_at = step.src_end, step.dest_end
    rewritten += _rewritten(len(one) - at, len(other) - other_at)
    return rewritten > MOST_REWRITTEN * min(len(one), len(other))


def _rewritten(length: int, other_length: int) -> int:
    shorter, longer = sorted((length, other_length))
    return longer if shorter >= 2 and 3 <= longer <= _LONGEST_NAME else 0


def _filled(places: NDArray[np.intp], length: int) -> Mask:
    """Return which letters stand in runs that begin at these places, or between two that are near each other."""
    mask = np.zeros(length, np.bool_)
    places = np.unique(places)
    if not len(places):
        return mask
    is_apart = np.diff(places) > LENGTH + GAP
    begins = places[np.concatenate([[True], is_apart])]
    ends = places[np.concatenate([is_apart, [True]])] + LENGTH
    for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
        if end - begin >= LEAST_STRETCH or end - begin >= length:
            mask[begin:end] = True
    return mask
