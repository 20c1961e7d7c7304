"""Which articles have which shingles: sorted arrays, in which those of new articles are looked up all at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Postings:
    """Shingles, ascending, and for each the id of an article that has it."""

    shingles: Numbers
    articles: Numbers

    def __len__(self) -> int:
        return len(self.shingles)

    @classmethod
    def of(cls, found: Iterable[tuple[int, Numbers]]) -> "Postings":
        """Return the postings of articles, given by id and shingles."""
        known = list(found)
        if not known:
            return cls(np.empty(0, np.uint32), np.empty(0, np.uint32))
        owners = np.repeat(
            np.array([i for i, _ in known], np.uint32), [len(shingles) for _, shingles in known]
        )
        return _sorted(np.concatenate([shingles for _, shingles in known]), owners)

    def with_more(self, others: Sequence["Postings"]) -> "Postings":
        """Return these postings and others as one."""
        every = (self, *others)
        return _sorted(
            np.concatenate([each.shingles for each in every]),
            np.concatenate([each.articles for each in every]),
        )

    def only_of(self, articles: Numbers) -> "Postings":
        """Return those of these articles, given ascending."""
        if not len(articles):
            return Postings(self.shingles[:0], self.articles[:0])
        at = np.minimum(articles.searchsorted(self.articles), len(articles) - 1)
        stays = articles[at] == self.articles
        return Postings(self.shingles[stays], self.articles[stays])


def _sorted(shingles: Numbers, articles: Numbers) -> Postings:
    order = shingles.argsort(kind="stable")
    return Postings(shingles[order], articles[order])


@dataclass(frozen=True, slots=True)
class Lookup:
    """The places in some postings of the shingles of others: for each of these from where to where."""

    left: NDArray[np.intp]
    right: NDArray[np.intp]

    @property
    def counts(self) -> NDArray[np.intp]:
        return self.right - self.left


def look_up(wanted: Numbers, postings: Postings) -> Lookup:
    """Look up shingles, given ascending."""
    return Lookup(
        postings.shingles.searchsorted(wanted, "left"), postings.shingles.searchsorted(wanted, "right")
    )


def pairs(of: Postings, wanted: NDArray[np.bool_], postings: Postings, found: Lookup) -> NDArray[np.uint64]:
    """Return a pair of articles for every shingle that one of each has, as `packed`; none of an article with itself.

    Args:
        of: the postings that were looked up.
        wanted: which of them count.
        postings: those they were looked up in.
        found: where they were found.
    """
    left, counts = found.left[wanted], found.counts[wanted]
    total = int(counts.sum())
    if not total:
        return np.empty(0, np.uint64)
    owners = np.repeat(of.articles[wanted], counts)
    begins = np.repeat(left - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts)
    others = postings.articles[begins + np.arange(total)]
    is_other = owners != others
    return packed(owners[is_other], others[is_other])


def packed(one: Numbers, other: Numbers) -> NDArray[np.uint64]:
    """Return pairs of ids as one number each, the greater id in front."""
    low, high = np.minimum(one, other), np.maximum(one, other)
    found: NDArray[np.uint64] = high.astype(np.uint64) << np.uint64(32) | low
    return found


def unpacked(pairs_: NDArray[np.uint64]) -> tuple[Numbers, Numbers]:
    """Return the greater and the lesser ids of packed pairs."""
    return (pairs_ >> np.uint64(32)).astype(np.uint32), (pairs_ & np.uint64(0xFFFFFFFF)).astype(np.uint32)
