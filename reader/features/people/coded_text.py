"""A text as arrays of codes, with all its words found by one look-up of the pairs of characters in it.

The same look-up tells where words begin that stand beside names (`PairFlag`).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import IntFlag
from functools import cache
from itertools import chain, repeat
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from reader.language import code_arrays, common_words, names
from reader.language.address import OFFICE_WORDS, PEOPLE_WORDS, TRADE_WORDS, office_words
from reader.language.code_arrays import Codes, Keys, KeyTable, flags

Numbers = NDArray[np.float64]
Places = NDArray[np.intp]
Flags = NDArray[np.bool_]
_Number = TypeVar("_Number", bound=np.generic)

_LONGEST = common_words.LONGEST
PADDING = 8
"""Number of line breaks appended to a text, so that lookups a few places behind its end need no bounds check."""

WRITERS, SPEECH_WORDS, DEEDS = ("|".join(office_words(of)) for of in ("writers", "speech", "deeds"))
BESIDE_WORDS = f"{OFFICE_WORDS}|{TRADE_WORDS}|{WRITERS}|{PEOPLE_WORDS}"
"""Offices, trades and words for people, as alternatives of a regex."""
DOCTRINES = ("理论", "主义", "思想")
MANNER = "也|又|还|则|当日|当天|当时|今日|昨日|今天|昨天|日前|随后|曾"
"""What may stand between a name and a verb of speech."""


class PairFlag(IntFlag):
    """What two characters may be the beginning of."""

    BESIDE = 1
    """One of `BESIDE_WORDS`."""
    SAID = 2
    """One of `SPEECH_WORDS` or `DEEDS`."""
    MANNER = 4
    COMPOUND = 8
    """They are a surname."""
    JAPANESE = 16
    """A Japanese surname."""
    DOCTRINE = 32
    """They are one of `DOCTRINES`."""
    PART = 64
    """A part of a name that is made of several: 扎西次仁."""
    LONG = 128
    """A surname of three characters and more."""


class CodedText:
    """A text as arrays: the codes of its characters, and the keys of all pairs of neighbouring characters."""

    def __init__(self, text: str) -> None:
        self.text = text
        padded = text + "\n" * PADDING
        self.codes = code_arrays.codes(padded)
        self._indexes = self.codes.astype(np.intp)
        self.pairs = code_arrays.with_next(self.codes[:-1].astype(np.uint64), self.codes[1:])
        pair = tables().pairs.places(self.pairs)
        self._flags = tables().flags.take(pair)  # the last one is that of -1
        self.words = self._words(pair)
        """The log probabilities of the common words by length - 1 and place of begin; minus infinity for no word."""

    def _words(self, pair: NDArray[np.int32]) -> Numbers:
        common = tables()
        words = np.full((_LONGEST, len(self.pairs)), -np.inf)
        words[0] = common.alone.take(self._indexes[:-1])
        at = np.flatnonzero(pair >= 0)
        pair = pair.take(at)
        keys = self.pairs.take(at)
        words[1, at] = common.of_two.take(pair)
        for length, (table, chances) in enumerate(common.longer, 3):
            is_longer = np.flatnonzero(common.longest.take(pair) >= length)
            at = at.take(is_longer)
            pair = pair.take(is_longer)
            keys = keys.take(is_longer)
            keys = code_arrays.with_next(keys, self.codes.take(at + (length - 1)))
            number = table.places(keys)
            is_word = number >= 0
            words[length - 1, at[is_word]] = chances[number[is_word]]
        chance_of = common_words.chances()
        for begin in at[common.longest_begin.has(keys)].tolist():
            words[_LONGEST - 1, begin] = chance_of.get(self.text[begin : begin + _LONGEST], -np.inf)
        return words

    def begins(self, flag: PairFlag) -> Flags:
        """Return for each place whether the two characters there begin something of this kind."""
        is_begin: Flags = self._flags & np.uint8(flag) != 0
        return is_begin

    def are(self, characters: str) -> Flags:
        """Return for each place, and for the padding, whether the character is one of some characters."""
        return self.of(flags(characters))

    def of(self, by_code: NDArray[_Number]) -> NDArray[_Number]:
        """Return what a table has for each character, by its code, and for the padding."""
        return by_code.take(self._indexes)

    def matches(self, pattern: re.Pattern[str], places: Flags) -> Iterator[re.Match[str]]:
        """Yield the matches of a pattern that begin at some places."""
        return filter(None, map(pattern.match, repeat(self.text), np.flatnonzero(places).tolist()))

    def keys(self, at: Places, length: int) -> Keys:
        """Return the keys (integer codes) of the strings of `length` characters that begin at the places `at`."""
        keys = self.codes[at].astype(np.uint64)
        for number in range(1, length):
            keys = code_arrays.with_next(keys, self.codes[at + number])
        return keys


def numbers_before(holds: Flags) -> NDArray[np.int32]:
    """Return for each place, and for the end, in how many places before it something holds."""
    numbers = np.zeros(len(holds) + 1, np.int32)
    np.cumsum(holds, out=numbers[1:])
    return numbers


class Tables(NamedTuple):
    """The common words as arrays for vectorized lookup; probabilities are logarithms."""

    alone: Numbers
    """The probability of each character as a word, by its code."""
    begins: Numbers
    """How probably, not as a logarithm, each character begins a longer word, by its code."""
    pairs: KeyTable
    """All pairs of characters that begin a word, or anything that has a `PairFlag`."""
    flags: NDArray[np.uint8]
    """For each of `pairs`, its `PairFlag`; one more is 0."""
    longest: Places
    """For each of `pairs`, the length of the longest word that begins with it; 0 if none does."""
    of_two: Numbers
    """For each of `pairs`, its probability as a word; minus infinity if it is no word."""
    longer: tuple[tuple[KeyTable, Numbers], ...]
    """The keys and the probabilities of the words of three characters, then of those of four."""
    longest_begin: KeyTable
    """The keys of the first four characters of the words of five."""


@cache
def tables() -> Tables:
    characters, chances = zip(*map(_words_of, range(1, _LONGEST + 1)), strict=True)
    alone = np.full(code_arrays.CODES, common_words.UNKNOWN)
    alone[characters[0][0]] = chances[0]
    begins = np.zeros(code_arrays.CODES)
    for word_codes, chance in zip(characters[1:], chances[1:], strict=True):
        begins += np.bincount(word_codes[0], np.exp(chance), code_arrays.CODES)
    first_two = [code_arrays.keys_of_codes(character[:2]) for character in characters[1:]]
    flagged = [(flag, code_arrays.keys_of([*strings])) for flag, strings in _flagged_pairs()]
    all_pairs = [*first_two, *(keys for _, keys in flagged)]
    pairs = KeyTable(code_arrays.distinct(np.concatenate(all_pairs)))
    pair_flags = np.zeros(len(pairs) + 1, np.uint8)
    for flag, keys in flagged:
        pair_flags[pairs.places(keys)] |= np.uint8(flag)
    longest = np.zeros(len(pairs), np.intp)
    for length, keys in enumerate(first_two, 2):
        longest[pairs.places(keys)] = length
    of_two = np.full(len(pairs), -np.inf)
    of_two[pairs.places(first_two[0])] = chances[1]
    longer = range(2, code_arrays.LONGEST)
    of_longer = tuple((KeyTable(code_arrays.keys_of_codes(characters[at])), chances[at]) for at in longer)
    longest_begin = KeyTable(code_arrays.distinct(code_arrays.keys_of_codes(characters[_LONGEST - 1][:-1])))
    return Tables(alone, begins, pairs, pair_flags, longest, of_two, of_longer, longest_begin)


def _words_of(length: int) -> tuple[Sequence[Codes], Numbers]:
    """Return the codes of the first, the second, … characters of all common words of a length; and their chances."""
    groups = common_words.of_length(length)
    codes = code_arrays.codes("".join(chain.from_iterable(words for _, words in groups)))
    chances = np.repeat([chance for chance, _ in groups], [len(words) for _, words in groups])
    return [codes[at::length] for at in range(length)], chances


def _flagged_pairs() -> Iterator[tuple[PairFlag, set[str]]]:
    yield PairFlag.BESIDE, _first_two(plain_words(BESIDE_WORDS))
    yield PairFlag.SAID, _first_two(plain_words(f"{SPEECH_WORDS}|{DEEDS}"))
    yield PairFlag.MANNER, _first_two(plain_words(MANNER))
    yield PairFlag.COMPOUND, {*names.compound_surnames()}
    yield PairFlag.JAPANESE, _first_two(names.japanese_surnames())
    yield PairFlag.DOCTRINE, {*DOCTRINES}
    yield PairFlag.PART, _first_two(names.parts())
    yield PairFlag.LONG, _first_two(names.long_surnames())


def _first_two(words: Iterable[str]) -> set[str]:
    return {word[:2] for word in words if len(word) > 1}


@cache
def plain_words(words: str) -> Sequence[str]:
    """Return alternatives of a regex up to what it looks ahead for."""
    return [re.sub(r"\(.*\)|\?", "", word) for word in words.split("|")]
