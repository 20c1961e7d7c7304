"""The shingles of a text: what two printings of it share although characters were misread and ends were cut.

Every run of `LENGTH` letters has a hash; those whose hash is small enough are kept, in whatever text they stand
(Broder, "On the resemblance and containment of documents", 1997, section 4: the fingerprints that are 0 mod m). So a
run that two texts share is kept of both or of neither, and the share of the kept ones that they have in common tells
how much of the shorter one is in the longer, also where that is many times as long. Winnowing (Schleimer, Wilkerson
and Aiken, 2003) keeps the least hash of each window, and keeps another one wherever a neighbour was misread.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from reader.language.variants import simplified

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


Letters = NDArray[np.uint32]
"""A text as the code points of its letters and digits, simplified."""

LENGTH = 5
"""Letters of a shingle. Where one letter in ten was misread, 0.59 of all runs of five are still the same; a shorter run
stands in too many texts that have nothing to do with each other."""

SHORTEST = 60
"""Letters. A shorter text is not compared: it is mostly set phrases, of which any two articles share some."""

WANTED = 40
"""The number of shingles that are kept of a text of ordinary length."""
DENSEST, SPARSEST = 1 / 2, 1 / 32
"""The greatest and the least share of its shingles that is kept of a text: of a very long one enough to find a piece
of some hundred letters."""

_HASHES = 1 << 32
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_LETTER = np.uint64(0x100000001B3)
_OF_BYTES = np.uint32(0x9E3779B1)
_BASIC = 0x10000


def letters(text: str) -> Letters:
    """Return the letters and digits of a text, simplified: no space or punctuation, which OCR seldom gets right."""
    points = np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)
    folded = _folded()[np.minimum(points, _BASIC)]
    folded = np.where(points >= _BASIC, points, folded)
    found: Letters = folded[folded > 0]
    return found


def as_text(found: Letters) -> str:
    """Return letters as a string, as long as they are."""
    return found.tobytes().decode("utf-32-le", "surrogatepass")


def as_bytes(found: Letters) -> bytes:
    """Return a byte for each letter, the same for equal ones and seldom for others: two texts have no more letters in
    the same order than their bytes, which are compared in a sixth of the time.
    """
    return (found * _OF_BYTES >> np.uint32(24)).astype(np.uint8).tobytes()


def shingles(of: Letters) -> NDArray[np.uint32]:
    """Return the shingles that are kept of a text, ascending and each once; none of one shorter than `SHORTEST`."""
    if len(of) < SHORTEST:
        return np.empty(0, np.uint32)
    found = hashes(of, LENGTH)
    return np.unique(found[found < limit(len(of))])


@lru_cache(1 << 12)
def limit(length: int) -> int:
    """Return the number below which the hashes are that are kept of a text of so many letters.

    Of two texts those below the lower of their limits are compared.
    """
    return int(_HASHES * min(max(WANTED / max(length, 1), SPARSEST), DENSEST))


def hashes(of: Letters, length: int) -> NDArray[np.uint32]:
    """Return the hash of every run of so many letters, in the order of the text."""
    runs = len(of) - length + 1
    if runs <= 0:
        return np.empty(0, np.uint32)
    mixed = np.zeros(runs, np.uint64)
    for at in range(length):
        mixed = mixed * _LETTER + of[at : at + runs]
    mixed *= _FACTOR
    mixed ^= mixed >> np.uint64(29)
    mixed *= _FACTOR
    found: NDArray[np.uint32] = (mixed >> np.uint64(32)).astype(np.uint32)
    return found


@cache
def _folded() -> NDArray[np.uint32]:
    """Return for each code point of the basic plane the letter that it is compared as; 0 for what is none."""
    table = np.zeros(_BASIC + 1, np.uint32)
    characters = "".join(filter(str.isalnum, map(chr, range(_BASIC))))
    table[[*map(ord, characters)]] = [*map(ord, simplified(characters))]
    return table
