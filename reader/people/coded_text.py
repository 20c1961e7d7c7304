"""A text as arrays: the codes of its characters, and which pairs of them are common words."""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reader.language import code_arrays, common_words
from reader.language.code_arrays import Keys
from reader.language.forms import HAN

Numbers = NDArray[np.float64]
Places = NDArray[np.intp]

PADDING = 8
"""Places behind the end of a text that may be asked for, too: line breaks."""


class CodedText:
    """The characters of a text: their codes, and the numbers of all pairs."""

    def __init__(self, text: str) -> None:
        self.text = text
        padded = text + "\n" * PADDING
        self.codes = code_arrays.codes(padded)
        self.pairs = code_arrays.with_next(self.codes[:-1].astype(np.uint64), self.codes[1:])
        self.words_of_two = code_arrays.places(self.pairs, tables().pairs)
        """For each place which of `Tables.pairs` begins there, or -1."""

    def keys(self, at: Places, length: int) -> Keys:
        """Return the numbers of the strings of so many characters at some places."""
        keys = self.codes[at].astype(np.uint64)
        for number in range(1, length):
            keys = code_arrays.with_next(keys, self.codes[at + number])
        return keys


class Tables(NamedTuple):
    """The common words: logarithms of the chances of characters, by code; the words of two to four characters, as
    numbers, ascending; how long the longest word is that begins with each pair; and the chances of all.
    """

    alone: Numbers
    pairs: Keys
    longest: Places
    of_two: Numbers
    longer: tuple[tuple[Keys, Numbers], ...]


@cache
def tables() -> Tables:
    words, longest = common_words.chances(), common_words.longest()
    by_length: dict[int, list[str]] = {}
    for word in words:
        by_length.setdefault(len(word), []).append(word)

    def of_length(length: int) -> tuple[Keys, Numbers]:
        keys = code_arrays.keys_of(by_length[length])
        order = np.argsort(keys)
        return keys[order], np.array([*map(words.__getitem__, by_length[length])])[order]

    alone = np.full(code_arrays.CODES, common_words.UNKNOWN)
    characters, chances = of_length(1)
    alone[characters] = chances
    pairs = code_arrays.keys_of([*longest])
    order = np.argsort(pairs)
    pairs = pairs[order]
    known, chances = of_length(2)
    of_two = np.full(len(pairs), -np.inf)
    of_two[code_arrays.places(known, pairs)] = chances
    longer = tuple(of_length(length) for length in range(3, code_arrays.LONGEST + 1))
    return Tables(alone, pairs, np.fromiter(longest.values(), np.intp)[order], of_two, longer)


@cache
def is_han() -> NDArray[np.bool_]:
    """Return for each code whether it is that of a Han character."""
    import re

    found = np.zeros(code_arrays.CODES, bool)
    for run in re.finditer(f"[{HAN}]+", "".join(map(chr, range(code_arrays.CODES)))):
        found[run.start() : run.end()] = True
    found[code_arrays.BEYOND_BASIC] = True
    return found


def flags(characters: str) -> NDArray[np.bool_]:
    """Return for each code whether it is that of one of some characters."""
    found = np.zeros(code_arrays.CODES, bool)
    found[code_arrays.codes(characters)] = True
    return found
