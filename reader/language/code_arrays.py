"""Texts as numpy arrays of character codes, and strings of up to four characters as integers (keys).

With these, all substrings of a text can be looked up in a table by a few numpy operations.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

_Number = TypeVar("_Number", bound=np.integer[Any])
Codes = NDArray[np.uint16]
Keys = NDArray[np.uint64]

CODES = 1 << 16
BEYOND_BASIC = CODES - 1
"""The code of all Han characters beyond the basic plane, which are rare."""
LONGEST = 4
"""The maximum length of a string that has a key: 64 bits, 16 for each character."""
_HAN_BEYOND = 0x20000, 0x3FFFF
"""The first and the last code of the Han characters beyond the basic plane."""
_BITS = np.uint64(16)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
"""The multiplier of Fibonacci hashing: 2**64 divided by the golden ratio, made odd."""
_HASHES_A_NUMBER = 8
"""The size of the hash table, relative to the number of known keys; the larger, the fewer false positives."""


def distinct(values: NDArray[_Number]) -> NDArray[_Number]:
    """Return the different values, ascending; `numpy.unique`, which hashes them, takes more than ten times as long."""
    in_order = np.sort(values)
    is_new = np.ones(len(in_order), bool)
    is_new[1:] = in_order[1:] != in_order[:-1]
    different: NDArray[_Number] = in_order[is_new]
    return different


def codes(text: str) -> Codes:
    """Return the codes of a text, one per character; 0 for characters beyond the basic plane other than Han ones."""
    found = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    is_han_beyond = (found >= _HAN_BEYOND[0]) & (found <= _HAN_BEYOND[1])
    return np.where(found < CODES, found, np.where(is_han_beyond, BEYOND_BASIC, 0)).astype(np.uint16)


@cache
def flags(characters: str) -> NDArray[np.bool_]:
    """Return an array that has for each character code whether it is one of `characters`; not to be changed."""
    found = np.zeros(CODES, bool)
    found[codes(characters)] = True
    return found


def is_basic(text: str) -> bool:
    """Return whether each character of a string has a code of its own, so that no other string has the same key."""
    return max(text) < chr(BEYOND_BASIC)


def with_next(keys: Keys, following: Codes) -> Keys:
    """Return the keys of the strings with these `keys`, each extended by the character with the code in `following`."""
    longer: Keys = keys << _BITS | following
    return longer


def keys_of(strings: Sequence[str]) -> Keys:
    """Return the keys of strings, which must all have the same length."""
    if not strings:
        return np.empty(0, np.uint64)
    columns = codes("".join(strings)).reshape(len(strings), -1).T
    keys: Keys = columns[0].astype(np.uint64)
    for column in columns[1:]:
        keys = with_next(keys, column)
    return keys


def places(keys: Keys, known: Keys) -> NDArray[np.intp]:
    """Return the index of each key in `known`, which must be ascending; -1 for a key that is not in it."""
    found = np.full(len(keys), -1)
    if len(known):
        may_be = _may_be_among(keys, known)
        at = np.minimum(known.searchsorted(keys[may_be]), len(known) - 1)
        found[may_be] = np.where(known[at] == keys[may_be], at, -1)
    return found


def _may_be_among(keys: Keys, known: Keys) -> NDArray[np.intp]:
    """Return the indices of all keys that are in `known`, and of a few that are not.

    A table of hashes excludes the others in a fraction of the time of a binary search.
    """
    bits = np.uint64((_HASHES_A_NUMBER * len(known)).bit_length())
    is_hash = np.zeros(1 << int(bits), bool)
    is_hash[known * _SPREAD >> np.uint64(64) - bits] = True
    return np.flatnonzero(is_hash[keys * _SPREAD >> np.uint64(64) - bits])


def is_among(keys: Keys, known: Keys) -> NDArray[np.bool_]:
    """Return a mask of the keys that are in `known`, which must be ascending."""
    return places(keys, known) >= 0
