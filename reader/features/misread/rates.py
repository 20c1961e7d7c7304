"""Measures, on a library's own texts, how often OCR has misread or dropped their characters.

Only words of four characters that occur in the library at least `_LEAST` times are used. A place with the word's other
three characters but another inner one is very probably a misreading. So is a place where an inner character is missing,
for words whose other characters form no words. Places that may be correct are excluded: the other character forms a
word with a neighbour, or is next to it about as often as the right one, or is itself frequent in this place. This
detects the share `DETECTED` of all misreadings; of the correct places it counts the share `FALSE` as misread. `missed`
corrects for both.

In a small library there are too few such words. For it, an overall rate is measured on all words of four characters,
even those that occur only with a wrong character. Any text has some of these by chance, about `BY_CHANCE` per
character.

Traditional characters count as their simplified ones.
"""

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from reader.language import code_arrays
from reader.language.code_arrays import KeyTable

VERSION = 2
"""Version of the method; results of another version are discarded and measured again."""

# The share of misreadings that are detected, and the rates of false detections: of another character, and of a missing
# one. Measured on clean texts with artificial misreadings, see docs/accuracy.md.
DETECTED = 0.92
FALSE = 0.0028
FALSE_DROPS = 0.0018
BY_CHANCE = 0.00055
"""Places per character, in a text without misreadings, that look like a word of four characters with a wrong one."""
_LEAST = 3
_ALSO = 0.25
"""A character counts as misread only if it is next to its neighbour at most this fraction as often as the right one."""
_MOSTLY = 0.34
"""If one character replaces another in more than this share of a word's places, it is not a misreading."""
_USUAL_SEEN = 100
"""The weight of the usual rate in `Misreadings.rate`, as a number of characters."""
_ENOUGH = 500_000
"""The overall rate is measured on so many characters from the beginning of the texts."""
_SHAPES = (0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0, 30.0)
"""The shapes from which the likeliest is chosen; the smaller the shape, the more the characters' rates differ."""
# the Han characters of the basic block, numbered in 15 bits, so that four of them fit into 64 bits
_FIRST = 0x4E00
_LAST = 0x9FFF
_BITS = 15

_FOUND_AT_ONCE = 1 << 18
"""Number of places that are packed at a time, as this takes much memory."""

Codes = NDArray[np.uint16]
"""Han characters as numbers from 1, 0 for any other character."""
Packed = NDArray[np.int64]
"""Several of these packed into one number."""
Period = tuple[str, int]
"""A newspaper, and a range of years."""
Seen = tuple[int, int]
"""The number of characters examined, and the number of misread ones among them."""


class Misreadings(Struct, frozen=True):
    """The measured counts: by character, by period, and of missing characters.

    The characters' rates, relative to their mean, follow a gamma distribution with mean 1 and the given `shape`.
    `on_the_whole` counts the characters of all words in a text of `characters_read` characters.
    """

    characters: Mapping[str, Seen]
    periods: Mapping[Period, Seen]
    dropped: Seen
    shape: float
    on_the_whole: Seen
    characters_read: int

    @property
    def total(self) -> Seen:
        seen_sum = 0
        wrong_sum = 0
        for seen, wrong in self.characters.values():
            seen_sum += seen
            wrong_sum += wrong
        return seen_sum, wrong_sum

    def rate(self, usual: float) -> float:
        """Return the overall share of misread characters; `usual` is the prior, with the weight `_USUAL_SEEN`."""
        seen, wrong = self.on_the_whole
        certain = max(0.0, wrong - BY_CHANCE * self.characters_read)
        return (certain + usual * _USUAL_SEEN) / (seen + _USUAL_SEEN)

    def to_json(self) -> str:
        return json.dumps(
            {
                "characters": self.characters,
                "periods": [[period, *seen] for period, seen in self.periods.items()],
                "dropped": self.dropped,
                "shape": self.shape,
                "on_the_whole": [*self.on_the_whole, self.characters_read],
            },
            ensure_ascii=False,
        )


def misreadings_from_json(text: str) -> Misreadings:
    """Return the object that `Misreadings.to_json` has written."""
    value = json.loads(text)
    characters: dict[str, Seen] = {}
    for character, (seen, wrong) in value["characters"].items():
        characters[character] = (seen, wrong)
    periods: dict[Period, Seen] = {}
    for (newspaper, years), seen, wrong in value["periods"]:
        periods[newspaper, years] = (seen, wrong)
    dropped_seen, dropped_wrong = value["dropped"]
    seen, wrong, characters_read = value["on_the_whole"]
    return Misreadings(
        characters,
        periods,
        (dropped_seen, dropped_wrong),
        float(value["shape"]),
        (seen, wrong),
        characters_read,
    )


def measured_as_json(texts: Sequence[tuple[Period, str]]) -> str:
    """Return the result of `measured` as `Misreadings.to_json` writes it."""
    return measured(texts).to_json()


def measured(texts: Iterable[tuple[Period, str]]) -> Misreadings:
    """Count the misread characters in texts, each given with its period, of up to 65,535 periods."""
    numbers: dict[Period, int] = {}
    parts = [""]
    lengths = [0]
    of_text = [0]
    for period, text in texts:
        parts.append(text + "\n")
        lengths.append(len(parts[-1]))
        of_text.append(numbers.setdefault(period, len(numbers)))
    measuring = _Measuring(
        _codes(code_arrays.in_simplified("".join(parts))),
        np.repeat(np.array(of_text, np.uint16), lengths),
        len(numbers),
    )
    for inner in (1, 2):
        measuring.look_for_others(inner)
        measuring.look_for_drops(inner)
        measuring.look_at_all(inner)
    characters = {character: (seen, wrong) for character, (seen, wrong) in measuring.characters.items()}
    periods = dict(
        zip(numbers, zip(*(each.tolist() for each in measuring.periods), strict=True), strict=True)
    )
    shape = _shape(characters.values())
    return Misreadings(
        characters, periods, measuring.dropped, shape, measuring.on_the_whole, measuring.characters_read
    )


class _Measuring:
    """Counts the places of a text with a word of four characters, intact or with a wrong or missing inner character."""

    def __init__(self, text: Codes, period: NDArray[np.uint16], periods: int) -> None:
        self._text = text
        self._period = period
        # in 30 bits: those of half the size are sorted in half the time
        pairs = np.sort(_packed(text[:-1], text[1:]).astype(np.int32)).astype(np.int64)
        is_first = np.append(True, pairs[1:] != pairs[:-1])[: len(pairs)]
        self._pairs = _table(pairs[is_first])
        self._pair_counts = np.diff(np.flatnonzero(is_first), append=len(pairs))
        words = _words(4)
        length = max(0, len(text) - 3)
        self._fours = [text[n : n + length] for n in range(4)]
        packed = _packed(*words)
        order = np.argsort(packed)
        number = _find(_table(packed[order]), *self._fours)
        self._is_word = number >= 0
        self._at_words = np.flatnonzero(self._is_word)
        self._word_at = order[number[self._is_word]]
        self._count = np.bincount(self._word_at, minlength=len(packed))
        self._words = words
        self._known = np.nonzero(self._count >= _LEAST)[0]
        self.characters: dict[str, list[int]] = {}
        self.periods = np.zeros((2, periods), np.int64)
        self.dropped = 0, 0
        self.on_the_whole = 0, 0
        self.characters_read = int(np.count_nonzero(text[:_ENOUGH]))

    def look_at_all(self, inner: int) -> None:
        """Add to `on_the_whole` all words, also rare ones, and the places where their character `inner` differs."""
        words, broken, _ = self._others(inner, np.arange(len(self._count)), _ENOUGH)
        is_read = self._at_words < _ENOUGH
        word_count = np.bincount(self._word_at[is_read], minlength=len(self._count))[words].sum()
        seen, wrong = self.on_the_whole
        self.on_the_whole = seen + int(word_count) + len(broken), wrong + len(broken)

    def look_for_others(self, inner: int) -> None:
        """Count, by character and period, the frequent words and the places where their character `inner` differs."""
        words, broken, at = self._others(inner, self._known)
        wrong = np.bincount(broken, minlength=len(self._count))
        for word in words.tolist():
            seen = self.characters.setdefault(chr(int(self._words[inner][word]) + _FIRST - 1), [0, 0])
            seen[0] += int(self._count[word] + wrong[word])
            seen[1] += int(wrong[word])
        is_used = np.zeros(len(self._count), bool)
        is_used[words] = True
        of_period = self._period[self._at_words[is_used[self._word_at]]]
        wrong_of_period = np.bincount(self._period[at], minlength=self.periods.shape[1])
        self.periods[0] += np.bincount(of_period, minlength=self.periods.shape[1]) + wrong_of_period
        self.periods[1] += wrong_of_period

    def _others(
        self, inner: int, word_numbers: NDArray[np.int64], end: int | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Return the words looked for, the word of each place with another character number `inner`, and its offset.

        `word_numbers` are the words to use, as indices into the dictionary's words. Only places before `end` count.
        """
        keys, words = self._without(inner, word_numbers)
        fours = [four[:end] for four in self._fours]
        number = _find(_table(keys), *(codes for n, codes in enumerate(fours) if n != inner))
        at = np.nonzero((number >= 0) & ~self._is_word[:end] & (fours[inner] > 0))[0]
        word = words[number[at]]
        other = fours[inner][at]
        left = self._fours[inner - 1][at]
        right = self._fours[inner + 1][at]
        meant = self._words[inner][word]
        is_other = ~(_are_words(left, other) | _are_words(other, right))
        is_other &= self._times(left, other) <= _ALSO * self._times(left, meant) + 1
        is_other &= self._times(other, right) <= _ALSO * self._times(meant, right) + 1
        _, same, counts = np.unique(_packed(word, other), return_inverse=True, return_counts=True)
        is_other &= counts[same.reshape(-1)] <= _MOSTLY * self._count[word] + 1
        return words, word[is_other], at[is_other]

    def look_for_drops(self, inner: int) -> None:
        """Count for `dropped` the frequent words, and the places where character number `inner` is missing."""
        keys, words = self._without(inner, self._known[self._leaves_no_word(inner)])
        text = self._text
        number = _find(_table(keys), text[:-2], text[1:-1], text[2:])
        at = np.nonzero(number >= 0)[0]
        word = words[number[at]]
        left, meant, right = (self._words[n][word] for n in (inner - 1, inner, inner + 1))
        seldom = _ALSO * np.minimum(self._times(left, meant), self._times(meant, right)) + 1
        wrong = np.bincount(word[self._times(left, right) <= seldom], minlength=len(self._count))
        most = 1 + (_MOSTLY * self._count).astype(np.int64)
        count = int(np.minimum(wrong, most).sum())
        seen, before = self.dropped
        self.dropped = seen + int(self._count[words].sum()) + count, before + count

    def _leaves_no_word(self, inner: int) -> NDArray[np.bool_]:
        """Return which frequent words contain no other word without character number `inner`.

        Tested are the two characters on the longer side, the two around the gap, and all three.
        """
        words = [word[self._known] for word in self._words]
        rest = [codes for n, codes in enumerate(words) if n != inner]
        apart = words[2:] if inner == 1 else words[:2]
        return ~(_are_words(*rest) | _are_words(*apart) | _are_words(words[inner - 1], words[inner + 1]))

    def _without(self, inner: int, word_numbers: NDArray[np.int64]) -> tuple[Packed, NDArray[np.int64]]:
        """Return the distinct packed three characters of words other than number `inner`, ascending, and the words.

        Of several words with the same three characters, the most frequent is taken.
        """
        keys = _packed(*(codes[word_numbers] for n, codes in enumerate(self._words) if n != inner))
        order = np.lexsort((-self._count[word_numbers], keys))
        keys = keys[order]
        words = word_numbers[order]
        is_first = np.r_[True, keys[1:] != keys[:-1]][: len(keys)]
        return keys[is_first], words[is_first]

    def _times(self, left: Codes, right: Codes) -> NDArray[np.int64]:
        """Return for each pair of characters how often the text contains it."""
        number = _find(self._pairs, left, right)
        counts: NDArray[np.int64] = np.where(number >= 0, self._pair_counts[number], 0)
        return counts


def _codes(points: code_arrays.Points) -> Codes:
    codes = points - np.uint32(_FIRST - 1)
    codes[codes > _LAST - (_FIRST - 1)] = 0  # also what is less than `_FIRST`, as it is unsigned
    return codes.astype(np.uint16)


def _packed(*characters: Codes | Packed) -> Packed:
    packed = characters[0].astype(np.int64)
    for character in characters[1:]:
        packed <<= _BITS
        packed |= character
    return packed


def _table(packed: Packed) -> KeyTable:
    return KeyTable(packed.view(np.uint64))


def _find(key_table: KeyTable, *characters: Codes) -> NDArray[np.int32]:
    """Return the index of each group of characters, packed, in a table; -1 if it is not contained."""
    indices = np.empty(len(characters[0]), np.int32)
    for at in range(0, len(indices), _FOUND_AT_ONCE):
        some = _packed(*(character[at : at + _FOUND_AT_ONCE] for character in characters))
        indices[at : at + _FOUND_AT_ONCE] = key_table.places(some.view(np.uint64))
    return indices


@cache
def _words(length: int) -> Sequence[Codes]:
    """Return the characters of all dictionary words of a length: an array of all first ones, of all second ones …"""
    from reader.language.words import han_words

    return tuple(_codes(code_arrays.points("".join(han_words(length)))).reshape(-1, length).T.copy())


def _are_words(*characters: Codes) -> NDArray[np.bool_]:
    """Return which groups of characters are words; each group is looked up once."""
    from reader.language.words import has_word

    _, first, same = np.unique(_packed(*characters), return_index=True, return_inverse=True)
    distinct = np.stack([character[first] for character in characters], axis=1).astype("<u4") + np.uint32(
        _FIRST - 1
    )
    text = distinct.tobytes().decode("utf-32-le")
    length = len(characters)
    is_word = [has_word(text[at : at + length]) for at in range(0, len(text), length)]
    flags: NDArray[np.bool_] = np.array(is_word, bool)[same.reshape(-1)]
    return flags


def _shape(characters: Iterable[Seen]) -> float:
    """Return the shape with the highest likelihood; with gamma distributed rates, counts are negative binomial."""
    kinds = Counter(characters)
    total = sum(seen * n for (seen, _), n in kinds.items())
    wrong = sum(wrong * n for (_, wrong), n in kinds.items())
    rate = (wrong + 0.5) / (total + 1)

    def likelihood(shape: float) -> float:
        return sum(
            n
            * (
                math.lgamma(shape + wrong)
                - math.lgamma(shape)
                + shape * math.log(shape / (shape + seen * rate))
                + wrong * math.log(seen * rate / (shape + seen * rate))
            )
            for (seen, wrong), n in kinds.items()
            if seen
        )

    return max(_SHAPES, key=likelihood)
