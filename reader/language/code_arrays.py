"""Texts as numpy arrays of character codes, and strings of up to four characters as integers (keys).

So all substrings of a text are looked up in a table with one numpy operation.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint16]
Keys = NDArray[np.uint64]

CODES = 1 << 16
BEYOND_BASIC = CODES - 1
"""The code that stands for every Han character beyond the basic plane; these are rare, and share it."""
LONGEST = 4
"""Maximum characters of a string that has a key: 16 bits each, in 64."""
_HAN_BEYOND = 0x20000, 0x3FFFF
"""The first and the last code of the Han characters beyond the basic plane."""
_BITS = np.uint64(16)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
"""The multiplier of Fibonacci hashing: 2**64 divided by the golden ratio, made odd."""
_HASHES_A_NUMBER = 8


def codes(text: str) -> Codes:
    """Return the codes of a text, one for each character; 0 for one beyond the basic plane that is no Han character."""
    found = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    is_han_beyond = (found >= _HAN_BEYOND[0]) & (found <= _HAN_BEYOND[1])
    return np.where(found < CODES, found, np.where(is_han_beyond, BEYOND_BASIC, 0)).astype(np.uint16)


def is_basic(text: str) -> bool:
    """Return whether each character of a string has a code of its own: then no other string has its key."""
    return max(text) < chr(BEYOND_BASIC)


def with_next(keys: Keys, following: Codes) -> Keys:
    """Return the keys of strings that are one character longer: those of `keys`, each followed by the code in
    `following`.
    """
    longer: Keys = keys << _BITS | following
    return longer


def keys_of(strings: Sequence[str]) -> Keys:
    """Return the keys of strings, which all have the same length."""
    if not strings:
        return np.empty(0, np.uint64)
    columns = codes("".join(strings)).reshape(len(strings), -1).T
    keys: Keys = columns[0].astype(np.uint64)
    for column in columns[1:]:
        keys = with_next(keys, column)
    return keys


def places(keys: Keys, known: Keys) -> NDArray[np.intp]:
    """Return the index of each key in `known`, which is ascending; -1 for a key that is not in it."""
    found = np.full(len(keys), -1)
    if len(known):
        may_be = _may_be_among(keys, known)
        at = np.minimum(known.searchsorted(keys[may_be]), len(known) - 1)
        found[may_be] = np.where(known[at] == keys[may_be], at, -1)
    return found


def _may_be_among(keys: Keys, known: Keys) -> NDArray[np.intp]:
    """Return the indices of the keys that may be in `known`: all that are, and a few that are not.

    A table of hashes excludes the others, in a small part of the time of a binary search.
    """
    bits = np.uint64((_HASHES_A_NUMBER * len(known)).bit_length())
    is_hash = np.zeros(1 << int(bits), bool)
    is_hash[known * _SPREAD >> np.uint64(64) - bits] = True
    return np.flatnonzero(is_hash[keys * _SPREAD >> np.uint64(64) - bits])


def is_among(keys: Keys, known: Keys) -> NDArray[np.bool_]:
    """Return a mask of the keys that are in `known`, which is ascending."""
    return places(keys, known) >= 0
