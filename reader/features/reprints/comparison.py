"""Finding reprints: shared shingles select pairs of texts, and an alignment of their letters decides."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from math import ceil

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from reader.comparison.alignment import Alignment, Letters, align, as_bytes, as_text, hashes, in_order
from reader.features.reprints.reprint import MOST_REPRINTS, Reprint
from reader.language.code_arrays import distinct

# The shingles of a text are a sample of its runs of `LENGTH` letters: those whose hash is below a limit (Broder, "On
# the resemblance and containment of documents", 1997, section 4: the fingerprints that are 0 mod m). Whether a run
# is in the sample depends on the run alone, not on its text. So two printings have most of their shingles in common
# although characters were misread and ends were cut, and the number of common shingles estimates how much of the
# shorter text is in the longer one, even if that is many times as long. Winnowing (Schleimer, Wilkerson and Aiken,
# 2003) would select by the neighbouring runs: a misread neighbour changes what it selects.


Numbers = NDArray[np.uint32]


class Postings(Struct, frozen=True):
    """Shingles, ascending, and for each the id of an article that has it."""

    shingles: Numbers
    articles: Numbers

    def __len__(self) -> int:
        return len(self.shingles)

    @classmethod
    def of(cls, articles: Iterable[tuple[int, Numbers]]) -> "Postings":
        """Return the postings of articles, given by id and shingles."""
        article_list = list(articles)
        if not article_list:
            return cls(np.empty(0, np.uint32), np.empty(0, np.uint32))
        ids, runs = zip(*article_list, strict=True)
        owners = np.repeat(np.array(ids, np.uint32), list(map(len, runs)))
        return _sorted(np.concatenate(runs), owners)

    def with_more(self, others: Sequence["Postings"]) -> "Postings":
        all_postings = (self, *others)
        shingles = np.concatenate([postings.shingles for postings in all_postings])
        articles = np.concatenate([postings.articles for postings in all_postings])
        return _sorted(shingles, articles)

    def only_of(self, articles: Numbers) -> "Postings":
        if not len(articles):
            return Postings(self.shingles[:0], self.articles[:0])
        at = np.minimum(articles.searchsorted(self.articles), len(articles) - 1)
        stays = articles[at] == self.articles
        return Postings(self.shingles[stays], self.articles[stays])


def _sorted(shingles: Numbers, articles: Numbers) -> Postings:
    order = shingles.argsort(kind="stable")
    return Postings(shingles[order], articles[order])


class Lookup(Struct, frozen=True):
    """For each of some shingles, the range of its postings in other `Postings`: [left, right)."""

    left: NDArray[np.intp]
    right: NDArray[np.intp]

    @property
    def counts(self) -> NDArray[np.intp]:
        return self.right - self.left


def look_up(shingle_keys: Numbers, postings: Postings) -> Lookup:
    """Return where each of the shingles `shingle_keys`, given ascending, is in the postings."""
    left = postings.shingles.searchsorted(shingle_keys, "left")
    right = left.copy()
    if len(postings):
        # what is not there need not be looked up twice
        is_there = postings.shingles[np.minimum(left, len(postings) - 1)] == shingle_keys
        right[is_there] = postings.shingles.searchsorted(shingle_keys[is_there], "right")
    return Lookup(left, right)


def pairs(
    looked_up: Postings, flags: NDArray[np.bool_], postings: Postings, lookup: Lookup
) -> NDArray[np.uint64]:
    """Return the pairs of different articles that share a shingle, as `packed`: one for each shared shingle.

    Args:
        looked_up: the postings that were looked up.
        flags: which of them count.
        postings: those they were looked up in.
        lookup: where they were found.
    """
    left = lookup.left[flags]
    counts = lookup.counts[flags]
    total = int(counts.sum())
    if not total:
        return np.empty(0, np.uint64)
    owners = np.repeat(looked_up.articles[flags], counts)
    begins = np.repeat(left - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts)
    others = postings.articles[begins + np.arange(total)]
    is_other = owners != others
    return packed(owners[is_other], others[is_other])


def packed(one: Numbers, other: Numbers) -> NDArray[np.uint64]:
    """Return pairs of ids as one number each, the greater id in front."""
    low = np.minimum(one, other)
    high = np.maximum(one, other)
    pair_numbers: NDArray[np.uint64] = high.astype(np.uint64) << np.uint64(32) | low
    return pair_numbers


def unpacked(pairs_: NDArray[np.uint64]) -> tuple[Numbers, Numbers]:
    """Return the greater and the lesser ids of packed pairs."""
    return (pairs_ >> np.uint64(32)).astype(np.uint32), (pairs_ & np.uint64(0xFFFFFFFF)).astype(np.uint32)


LENGTH = 5
"""Number of letters of a shingle. With one letter in ten misread, 59 % of all runs of five letters are still the same;
shorter runs are shared by too many unrelated texts."""

SHORTEST = 60
"""Minimum letters of a text that is compared; shorter texts are mostly set phrases, shared by many articles."""

WANTED = 40
"""Number of shingles of a text of ordinary length."""
# Maximum and minimum share of the runs of a text that are its shingles. With the minimum, a piece of some hundred
# letters of a very long text is still found.
DENSEST = 1 / 2
SPARSEST = 1 / 32

_HASHES = 1 << 32


def shingles(text_letters: Letters) -> NDArray[np.uint32]:
    """Return the shingles of a text, ascending, without repetitions; none for a text shorter than `SHORTEST`."""
    if len(text_letters) < SHORTEST:
        return np.empty(0, np.uint32)
    run_hashes = hashes(text_letters, LENGTH)
    return distinct(run_hashes[run_hashes < limit(len(text_letters))])


def shingles_of_all(of: Letters, sizes: NDArray[np.intp]) -> list[NDArray[np.uint32]]:
    """Return what `shingles` returns for each of several texts, whose letters follow each other."""
    found = hashes(of, LENGTH)
    owners = np.repeat(np.arange(len(sizes)), sizes)[: len(found)]
    limits = np.array(list(map(limit, sizes.tolist())), np.uint32)
    limits[sizes < SHORTEST] = 0
    is_within = np.arange(LENGTH, LENGTH + len(found)) <= np.cumsum(sizes).take(owners)
    is_shingle = is_within & (found < limits.take(owners))
    keys = distinct(owners[is_shingle].astype(np.uint64) << np.uint64(32) | found[is_shingle])
    begins = (keys >> np.uint64(32)).searchsorted(np.arange(1, len(sizes)))
    return np.split(keys.astype(np.uint32), begins)


@lru_cache(1 << 12)
def limit(length: int) -> int:
    """Return the limit of a text of `length` letters: runs whose hash is below it are its shingles.

    Two texts are compared by the shingles below the lower of their limits.
    """
    return int(_HASHES * min(max(WANTED / max(length, 1), SPARSEST), DENSEST))


CROWDED = MOST_REPRINTS
"""A shingle in more articles than this is crowded: a set phrase, or part of a text that the paper prints permanently,
such as the weather report, legal notices, advertisements. It is no evidence for a reprint, and is ignored: otherwise
a thousand such texts would make half a million pairs. A text with mostly crowded shingles is a *standing text*."""
STANDING = 0.5
"""Minimum proportion of crowded shingles in a standing text."""

LEAST_SHARE = 0.5
"""Minimum proportion of the shorter of two reprints that is in the other."""
LEAST_LIKENESS = 0.6
"""Minimum proportion of equal letters within the corresponding stretches of two reprints."""
MOST_REWRITTEN = 0.12
"""Maximum proportion of rewritten letters; texts with more are the same form, filled in twice."""
# Maximum number of letters of a short text, and the limits that apply to it in place of LEAST_SHARE and MOST_REWRITTEN,
# because it may be mostly set phrases, or a form. Misreadings alone stay below the limit: if one letter in five is
# misread, about one in fifty is next to two other misread ones.
SHORT = 300
LEAST_SHARE_OF_SHORT = 0.7
MOST_REWRITTEN_OF_SHORT = 0.05

FEWEST_SHARED = 3
LEAST_SHARED = 0.12
"""Minimum number of shingles that two texts must share to be aligned, and minimum proportion of the shorter text's
shingles. If both contain half of a text, each with one letter in ten misread, a proportion of 0.17 is expected."""
_BYTES_KEPT = 2_000_000
"""Maximum number of letters that are cached `as_bytes`."""
_MOST_CELLS = 20_000_000
"""Maximum product of the lengths of two texts whose common subsequence is computed before aligning them; 10 ms."""

EXPECTED_SHARED = 0.4
"""Minimum ratio of the shared shingles that are not crowded to those expected from the alignment. If it is lower, most
of the aligned text is in many articles, such as a line that a paper prints below each of them."""


class ReprintCandidate(Struct, frozen=True):
    """Two articles that may be reprints; `shared` is the proportion of the shorter one's shingles in the longer."""

    later: int
    earlier: int
    shared: float


def is_reprint(alignment: Alignment) -> bool:
    """Return whether two texts are printings of one text, or one contains most of the other."""
    is_short = min(alignment.length, alignment.other_length) <= SHORT
    if is_short:
        most_rewritten = MOST_REWRITTEN_OF_SHORT
    else:
        most_rewritten = MOST_REWRITTEN
    return (
        alignment.matched >= fewest_matched(min(alignment.length, alignment.other_length))
        and alignment.likeness >= LEAST_LIKENESS
        and alignment.rewritten <= most_rewritten * (alignment.matched + alignment.rewritten)
    )


def fewest_matched(length: int) -> int:
    """Return the minimum number of letters of a text of `length` letters that must be in a longer reprint of it."""
    return ceil(
        max(SHORTEST * LEAST_SHARE, length * (LEAST_SHARE_OF_SHORT if length <= SHORT else LEAST_SHARE))
    )


def may_be_reprint(one: Letters, other: Letters, one_bytes: bytes, other_bytes: bytes) -> bool:
    """Return False if no alignment of two texts can make them reprints; this is faster than aligning them.

    Each text is also given `as_bytes`.
    """
    if len(one) * len(other) > _MOST_CELLS:
        return True
    least = fewest_matched(min(len(one), len(other)))
    return (
        in_order(one_bytes, other_bytes, least) >= least  # a sixth of the time, and refuses nearly all
        and in_order(as_text(one), as_text(other), least) >= least
    )


def is_own(alignment: Alignment, shared: float) -> bool:
    """Return whether the aligned text is in few other articles; `shared` is that of the `ReprintCandidate`."""
    return shared >= EXPECTED_SHARED * alignment.share * alignment.likeness**LENGTH


def reprints(
    candidates: Iterable[ReprintCandidate], letters_of: Callable[[int], Letters | None]
) -> Iterator[Reprint]:
    """Yield those candidates that are reprints; `letters_of` returns None for an article that no longer exists."""
    bytes_by_article: dict[int, bytes] = {}
    size = 0
    for pair in candidates:
        first_id, second_id = sorted((pair.earlier, pair.later))
        first = letters_of(first_id)
        second = letters_of(second_id)
        if first is None or second is None:
            continue
        if size > _BYTES_KEPT:
            bytes_by_article.clear()
            size = 0
        # an article is in many candidates
        for article_id, text_letters in ((first_id, first), (second_id, second)):
            if article_id not in bytes_by_article:
                bytes_by_article[article_id] = as_bytes(text_letters)
                size += len(text_letters)
        if not may_be_reprint(first, second, bytes_by_article[first_id], bytes_by_article[second_id]):
            continue
        alignment = align(first, second)
        if is_reprint(alignment) and is_own(alignment, pair.shared):
            yield Reprint(first_id, second_id, alignment.share, alignment.whole_share, alignment.likeness)


class Comparison:
    """A search for reprints of new articles, among themselves and among others, whose postings are read run by run."""

    def __init__(self, new: Postings, others: Iterable[Postings]) -> None:
        """`new` are the postings of the new articles, `others` those of all others, of which one is kept at a time."""
        self._new = new
        self._found: list[tuple[Postings, Lookup]] = []
        """The postings found in each of them, and where these are, without those of shingles that are crowded there."""
        holders = look_up(new.shingles, new).counts
        for run in others:
            lookup = look_up(new.shingles, run)
            holders = holders + lookup.counts
            # the postings that were found, and where they are among these; not those of shingles in more than
            # `most` articles
            counts = np.where(lookup.counts <= CROWDED, lookup.counts, 0)
            right = counts.cumsum()
            left = right - counts
            at = np.repeat(lookup.left - left, counts) + np.arange(int(counts.sum()))
            self._found.append((Postings(run.shingles[at], run.articles[at]), Lookup(left, right)))
        self._is_crowded = holders > CROWDED

    def standing(self) -> set[int]:
        ids, place = np.unique(self._new.articles, return_inverse=True)
        shares = np.bincount(place, self._is_crowded, len(ids)) / np.maximum(np.bincount(place), 1)
        return set(ids[shares >= STANDING].tolist())

    def candidates(self, lengths: Callable[[set[int]], dict[int, int]]) -> list[ReprintCandidate]:
        """Return the pairs of articles that share enough shingles to be aligned.

        `lengths` returns the length in letters of the articles with these ids. Of each new article no more are returned
        than a text may have reprints, those that share most.
        """
        flags = ~self._is_crowded
        shared_pairs = [self._shared(run, flags, places) for run, places in self._found]
        among, counts = self._shared(self._new, flags, look_up(self._new.shingles, self._new))
        shared_pairs.append((among, counts // 2))  # each of the two articles finds the other
        keys = np.concatenate([pair_keys for pair_keys, _ in shared_pairs])
        shared = np.concatenate([pair_counts for _, pair_counts in shared_pairs])
        keys, place = np.unique(keys, return_inverse=True)
        shared = np.bincount(place, shared, len(keys)).astype(np.intp)
        is_some = shared >= FEWEST_SHARED
        keys = keys[is_some]
        shared = shared[is_some]
        later, earlier = (ids.tolist() for ids in unpacked(keys))
        length_by_article = lengths({*later, *earlier})
        chosen: dict[int, list[ReprintCandidate]] = {}
        for article_id, other_id, number in zip(later, earlier, shared.tolist(), strict=True):
            length = length_by_article.get(article_id, 0)
            other_length = length_by_article.get(other_id, 0)
            size = min(length, other_length) * min(limit(length), limit(other_length)) / (1 << 32)
            if size and number >= LEAST_SHARED * size:
                chosen.setdefault(article_id, []).append(
                    ReprintCandidate(article_id, other_id, number / size)
                )
        best: list[ReprintCandidate] = []
        for article_candidates in chosen.values():
            article_candidates.sort(key=lambda candidate: (-candidate.shared, candidate.earlier))
            best += article_candidates[:CROWDED]
        return best

    def _shared(
        self, run: Postings, flags: NDArray[np.bool_], lookup: Lookup
    ) -> tuple[NDArray[np.uint64], NDArray[np.intp]]:
        return np.unique(pairs(self._new, flags, run, lookup), return_counts=True)
