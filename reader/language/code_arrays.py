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
    if not len(known):
        return np.full(len(keys), -1)
    at = np.minimum(known.searchsorted(keys), len(known) - 1)
    return np.where(known[at] == keys, at, -1)


def is_among(keys: Keys, known: Keys) -> NDArray[np.bool_]:
    """Return which numbers are among others, ascending."""
    return places(keys, known) >= 0
