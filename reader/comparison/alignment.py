"""The letters of two texts aligned by the runs that occur once in each: how much of one is in the other."""

from collections.abc import Sequence
from functools import cache

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from reader.comparison.differences import ascending
from reader.language.equality import simplified

Letters = NDArray[np.uint32]
"""A text as the code points of its letters and digits, simplified."""

_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_LETTER = np.uint64(0x100000001B3)
_OF_BYTES = np.uint32(0x9E3779B1)
# code points from here on are compared as they are
_BASIC = 0x10000


def letters(text: str) -> Letters:
    """Return the letters and digits of a text in simplified characters, without spaces and punctuation, which OCR often
    misreads.
    """
    folded = _in_one_form(text)
    found: Letters = folded[folded > 0]
    return found


def letters_of_all(texts: Sequence[str]) -> tuple[Letters, NDArray[np.intp]]:
    """Return the letters and digits of several texts, one after the other, and how many each text has.

    They are what `letters` returns; for many texts at once that takes a fraction of the time.
    """
    folded = _in_one_form("".join(texts))
    is_letter = folded > 0
    up_to = np.concatenate([[0], np.cumsum(is_letter)])
    ends = np.cumsum([len(text) for text in texts])
    return folded[is_letter], np.diff(up_to.take(ends), prepend=0)


def _in_one_form(text: str) -> Letters:
    """Return the code points of a text, simplified; 0 for what is no letter."""
    points = np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)
    folded: Letters = _folded().take(np.minimum(points, _BASIC))
    is_beyond = points >= _BASIC
    folded[is_beyond] = points[is_beyond]
    return folded


def as_text(text_letters: Letters) -> str:
    return text_letters.tobytes().decode("utf-32-le", "surrogatepass")


def as_bytes(text_letters: Letters) -> bytes:
    """Return a byte for each letter: equal letters have equal bytes, and different letters rarely do.

    The bytes of two texts have at least as long a common subsequence as the texts, and are compared six times as fast.
    """
    return (text_letters * _OF_BYTES >> np.uint32(24)).astype(np.uint8).tobytes()


def hashes(text_letters: Letters, length: int) -> NDArray[np.uint32]:
    """Return the hash of every run of `length` letters, in the order of the text."""
    runs = len(text_letters) - length + 1
    if runs <= 0:
        return np.empty(0, np.uint32)
    mixed = np.zeros(runs, np.uint64)
    for at in range(length):
        mixed = mixed * _LETTER + text_letters[at : at + runs]
    mixed *= _FACTOR
    mixed ^= mixed >> np.uint64(29)
    mixed *= _FACTOR
    run_hashes: NDArray[np.uint32] = (mixed >> np.uint64(32)).astype(np.uint32)
    return run_hashes


@cache
def _folded() -> NDArray[np.uint32]:
    """Return for each code point of the basic plane the letter as which it is compared; 0 if it is no letter."""
    table = np.zeros(_BASIC + 1, np.uint32)
    characters = "".join(filter(str.isalnum, map(chr, range(_BASIC))))
    table[[*map(ord, characters)]] = [*map(ord, simplified(characters))]
    return table


ANCHOR = 4
"""Number of letters of an anchor: a run that occurs exactly once in each of two texts, by which they are aligned."""

_Numbers = NDArray[np.intp]


class Alignment(Struct, frozen=True):
    """How two texts correspond; all numbers are numbers of letters.

    `matched` letters are equal in both. `rewritten` letters are in stretches between matched ones where each text has
    at least `_REWRITTEN` different letters. `begin` to `end` is the stretch of the first text that corresponds to
    `other_begin` to `other_end` of the second.
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
        """Return the proportion of the shorter text that is in the other, 0 to 1."""
        return self.matched / max(1, min(self.length, self.other_length))

    @property
    def whole_share(self) -> float:
        """Return the proportion of the longer text that is in the other, 0 to 1."""
        return self.matched / max(1, self.length, self.other_length)

    @property
    def likeness(self) -> float:
        """Return the proportion of equal letters within the corresponding stretches, 0 to 1."""
        return self.matched / max(1, min(self.end - self.begin, self.other_end - self.other_begin))


# misread letters are rarely three in a row
_REWRITTEN = 3
_FEW_CELLS = 600
"""Two gaps are aligned letter by letter if the product of their lengths is at most this."""


def in_order(one: str | bytes, other: str | bytes, least: int = 0) -> int:
    """Return the length of the longest common subsequence of two texts; 0 if it is below `least`.

    No alignment matches more letters. It is computed 64 letters at a time (Hyyrö, "Bit-parallel LCS-length computation
    revisited", 2004).
    """
    from rapidfuzz.distance import LCSseq  # a window that reads and searches needs none

    return LCSseq.similarity(one, other, score_cutoff=least)


def align(one: Letters, other: Letters) -> Alignment:
    """Return the alignment of two texts by their anchors: the runs of `ANCHOR` letters that occur once in each.

    It uses the longest chain of anchors in the same order in both (as Heckel and the patience diff do). Between two
    anchors, letters at equal distances from them are compared.
    """
    places, other_places = _chain(*_anchors(one, other))
    if not len(places):
        return Alignment(len(one), len(other), 0, 0, 0, 0, 0, 0)
    pieces = _pieces(places, other_places)
    matched = 0
    rewritten = 0
    begin = int(places[0])
    other_begin = int(other_places[0])
    before = _in_step(one[:begin][::-1], other[:other_begin][::-1])
    matched += before[0]
    begin = begin - before[1]
    other_begin = other_begin - before[1]
    end = -1
    other_end = -1
    for at, other_at, length in pieces:
        if end >= 0:
            of_gap = _of_gap(one[end:at], other[other_end:other_at])
            matched += of_gap[0]
            rewritten += of_gap[1]
        same = one[at : at + length] == other[other_at : other_at + length]
        matched += int(np.count_nonzero(same))
        edges = np.flatnonzero(np.diff(np.concatenate([[True], same, [True]])))
        runs = edges[1::2] - edges[::2]
        rewritten += int(runs[runs >= _REWRITTEN].sum())
        end = at + length
        other_end = other_at + length
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
    """Return the offsets of the anchors in each text, in the order of the first text."""
    run_hashes, places = _once(hashes(one, ANCHOR))
    other_known, other_places = _once(hashes(other, ANCHOR))
    if not len(run_hashes) or not len(other_known):
        return np.empty(0, np.intp), np.empty(0, np.intp)
    at = np.minimum(other_known.searchsorted(run_hashes), len(other_known) - 1)
    is_shared = other_known[at] == run_hashes
    places = places[is_shared]
    other_places = other_places[at[is_shared]]
    order = places.argsort()
    return places[order], other_places[order]


def _once(run_hashes: NDArray[np.uint32]) -> tuple[NDArray[np.uint32], _Numbers]:
    """Return the hashes that occur once, ascending, and their offsets."""
    order = run_hashes.argsort(kind="stable")
    ordered = run_hashes[order]
    is_new = np.concatenate([[True], ordered[1:] != ordered[:-1], [True]])[: len(ordered) + 1]
    is_once = is_new[:-1] & is_new[1:]
    return ordered[is_once], order[is_once]


def _chain(places: _Numbers, other_places: _Numbers) -> tuple[_Numbers, _Numbers]:
    """Return the longest chain of anchors whose offsets ascend in both texts."""
    if np.all(other_places[1:] > other_places[:-1]):
        return places, other_places
    chosen = np.array(ascending(other_places.tolist()), np.intp)
    return places[chosen], other_places[chosen]


def _pieces(places: _Numbers, other_places: _Numbers) -> list[tuple[int, int, int]]:
    """Return the stretches between whose anchors both texts are equally long: offset, offset in the other, length."""
    step = other_places - places
    begins = np.flatnonzero(np.concatenate([[True], step[1:] != step[:-1]]))
    ends = np.append(begins[1:], len(places)) - 1
    pieces: list[tuple[int, int, int]] = []
    for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
        at = int(places[begin])
        other_at = int(other_places[begin])
        until = int(places[end]) + ANCHOR
        if pieces:  # two runs may overlap where a letter is in one text only
            last_at, last_other, length = pieces[-1]
            over = max(last_at + length - at, last_other + length - other_at, 0)
            at = at + over
            other_at = other_at + over
        if until > at:
            pieces.append((at, other_at, until - at))
    return pieces


def _of_gap(one: Letters, other: Letters) -> tuple[int, int]:
    """Return how many letters of a gap match, and how many were rewritten.

    Of a long gap, letters at equal distances from its ends are compared.
    """
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
    """Return how many letters match at equal offsets, and up to which offset more of them match than differ."""
    size = min(len(one), len(other))
    if not size:
        return 0, 0
    same = one[:size] == other[:size]
    gain = np.cumsum(np.where(same, 1, -1))
    best = int(gain.argmax())
    if gain[best] <= 0:
        return 0, 0
    return int(np.count_nonzero(same[: best + 1])), best + 1
