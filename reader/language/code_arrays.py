"""Texts as arrays of the codes of their characters, and strings of up to four characters as numbers: so that all places
of a text are looked up in a table at once.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint16]
Keys = NDArray[np.uint64]

CODES = 1 << 16
BEYOND_BASIC = CODES - 1
"""What stands for all Han characters beyond the basic plane, which are rare; it is no character itself."""
LONGEST = 4
"""The characters of the longest string that is a number."""
_HAN_BEYOND = 0x20000, 0x3FFFF
"""The first and the last code of the Han characters beyond the basic plane."""
_BITS = np.uint64(16)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
"""An odd number by which products differ in their first bits; it is that of Fibonacci hashing."""
_HASHES_A_NUMBER = 8


def codes(text: str) -> Codes:
    """Return the codes of a text, one for each character; 0 for one beyond the basic plane that is no Han character."""
    found = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    is_han_beyond = (found >= _HAN_BEYOND[0]) & (found <= _HAN_BEYOND[1])
    return np.where(found < CODES, found, np.where(is_han_beyond, BEYOND_BASIC, 0)).astype(np.uint16)


def is_basic(text: str) -> bool:
    """Return whether all characters of a string have codes of their own."""
    return max(text) < chr(BEYOND_BASIC)


def with_next(keys: Keys, following: Codes) -> Keys:
    """Return the numbers of strings with one more character each."""
    longer: Keys = keys << _BITS | following
    return longer


def keys_of(strings: Sequence[str]) -> Keys:
    """Return the numbers of strings of one length."""
    if not strings:
        return np.empty(0, np.uint64)
    columns = codes("".join(strings)).reshape(len(strings), -1).T
    keys: Keys = columns[0].astype(np.uint64)
    for column in columns[1:]:
        keys = with_next(keys, column)
    return keys


def places(keys: Keys, known: Keys) -> NDArray[np.intp]:
    """Return where each number stands among others, ascending, or -1."""
    found = np.full(len(keys), -1)
    if len(known):
        may_be = _may_be_among(keys, known)
        at = np.minimum(known.searchsorted(keys[may_be]), len(known) - 1)
        found[may_be] = np.where(known[at] == keys[may_be], at, -1)
    return found


def _may_be_among(keys: Keys, known: Keys) -> NDArray[np.intp]:
    """Return the places of numbers without most of those that are not among others: told by a table of their hashes,
    which takes a small part of the time of looking up a number.
    """
    bits = np.uint64((_HASHES_A_NUMBER * len(known)).bit_length())
    is_hash = np.zeros(1 << int(bits), bool)
    is_hash[known * _SPREAD >> np.uint64(64) - bits] = True
    return np.flatnonzero(is_hash[keys * _SPREAD >> np.uint64(64) - bits])


def is_among(keys: Keys, known: Keys) -> NDArray[np.bool_]:
    """Return which numbers are among others, ascending."""
    return places(keys, known) >= 0
