"""Texts as numpy arrays of character codes, and strings of up to four characters as integers (keys).

With these, all substrings of a text can be looked up in a table by a few numpy operations.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from reader.language import equality

_Number = TypeVar("_Number", bound=np.integer[Any])
Points = NDArray[np.uint32]
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
_SLOTS_A_KEY = 8
"""The least number of slots of a hash table for each key; the more, the fewer keys share one."""


def distinct(values: NDArray[_Number]) -> NDArray[_Number]:
    """Return the different values, ascending; `numpy.unique`, which hashes them, takes more than ten times as long."""
    in_order = np.sort(values)
    is_new = np.ones(len(in_order), bool)
    is_new[1:] = in_order[1:] != in_order[:-1]
    different: NDArray[_Number] = in_order[is_new]
    return different


def codes(text: str) -> Codes:
    """Return the codes of a text, one per character; 0 for characters beyond the basic plane other than Han ones."""
    codes = points(text)
    if is_all_basic(codes):
        return codes.astype(np.uint16)
    is_han_beyond = (codes >= _HAN_BEYOND[0]) & (codes <= _HAN_BEYOND[1])
    return np.where(codes < CODES, codes, np.where(is_han_beyond, BEYOND_BASIC, 0)).astype(np.uint16)


def points(text: str) -> Points:
    """Return the code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def is_all_basic(codes: Points) -> bool:
    """Return whether all code points are those of the basic plane."""
    return not len(codes) or int(codes.max()) < CODES


def simplified(text: str) -> str:
    """Return what `equality.simplified` returns; of a long text in a twentieth of the time."""
    return _replaced(points(text), equality.read_as).tobytes().decode("utf-32-le", "surrogatepass")


def in_simplified(text: str) -> Points:
    """Return the code points of what `equality.in_simplified` returns."""
    return _replaced(points(text), equality.to_simplified)


def _replaced(codes: Points, becomes: Callable[[], Mapping[int, int]]) -> Points:
    """Return code points with those replaced that have another one in a table."""
    basic = _of_basic(becomes)
    if is_all_basic(codes):
        return basic.take(codes)
    replaced: Points = basic.take(np.minimum(codes, CODES - 1))
    beyond = np.flatnonzero(codes >= CODES)
    table = becomes()
    replaced[beyond] = [table.get(point, point) for point in codes.take(beyond).tolist()]
    return replaced


@cache
def _of_basic(becomes: Callable[[], Mapping[int, int]]) -> Points:
    """Return what each code point of the basic plane becomes."""
    others = np.arange(CODES, dtype=np.uint32)
    for code, other in becomes().items():
        if code < CODES:
            others[code] = other
    return others


@cache
def flags(characters: str) -> NDArray[np.bool_]:
    """Return an array that has for each character code whether it is one of `characters`; not to be changed."""
    code_flags = np.zeros(CODES, bool)
    code_flags[codes(characters)] = True
    return code_flags


def is_basic(text: str) -> bool:
    """Return whether each character of a string has a code of its own, so that no other string has the same key."""
    return max(text) < chr(BEYOND_BASIC)


def with_next(keys: Keys, following: Codes) -> Keys:
    """Return the keys of the strings with these `keys`, each extended by the character with the code in `following`."""
    longer: Keys = keys << _BITS | following
    return longer


def keys_of(strings: Sequence[str]) -> Keys:
    if not strings:
        return np.empty(0, np.uint64)
    return keys_of_codes([*codes("".join(strings)).reshape(len(strings), -1).T])


def keys_of_codes(columns: Sequence[Codes]) -> Keys:
    """Return the keys of strings, given the codes of their first characters, those of the second, and so on."""
    keys: Keys = columns[0].astype(np.uint64)
    for column in columns[1:]:
        keys = with_next(keys, column)
    return keys


class KeyTable:
    """A hash table of keys, in which many are looked up at once."""

    def __init__(self, keys: Keys) -> None:
        self._keys = np.append(keys, np.uint64(0))
        bits = (_SLOTS_A_KEY * len(keys) | 1).bit_length()
        self._shift = np.uint64(64 - bits)
        self._at = np.full((1 << bits) + 1, -1, np.int32)
        """The index of the key in each slot, -1 for none; a key whose slot is taken has the next free one."""
        left = np.arange(len(keys))
        slots = self._slots(keys)
        while len(left):
            is_free = self._at[slots] < 0
            self._at[slots[is_free][::-1]] = left[is_free][::-1]
            is_left = self._at[slots] != left
            left = left[is_left]
            slots = self._next(slots[is_left])

    def __len__(self) -> int:
        return len(self._keys) - 1

    def _slots(self, keys: Keys) -> NDArray[np.intp]:
        return (keys * _SPREAD >> self._shift).astype(np.intp)

    def _next(self, slots: NDArray[np.intp]) -> NDArray[np.intp]:
        return (slots + 1) % len(self._at)

    def places(self, keys: Keys) -> NDArray[np.int32]:
        """Return the index of each key among those of the table, the first one of equals; -1 for any other key."""
        found = np.full(len(keys), -1, np.int32)
        slots = self._slots(keys)
        at = self._at.take(slots)
        left = np.flatnonzero(at >= 0)  # a key whose slot is free is not in the table
        at = at.take(left)
        slots = slots.take(left)
        keys = keys.take(left)
        while len(left):
            is_same = self._keys.take(at) == keys
            found[left[is_same]] = at[is_same]
            is_other = np.flatnonzero(~is_same)
            slots = self._next(slots.take(is_other))
            at = self._at.take(slots)
            is_taken = np.flatnonzero(at >= 0)
            is_other = is_other.take(is_taken)
            at = at.take(is_taken)
            slots = slots.take(is_taken)
            left = left.take(is_other)
            keys = keys.take(is_other)
        return found

    def has(self, keys: Keys) -> NDArray[np.bool_]:
        return self.places(keys) >= 0


class ByCharacter:
    """A number for each character, which a function is asked for once."""

    def __init__(self, number_of: Callable[[str], int]) -> None:
        self._number_of = number_of
        self._known = np.full(CODES, -1)

    def at(self, text: str, text_codes: Codes, places: NDArray[np.intp]) -> NDArray[np.intp]:
        """Return the numbers of the characters of a text at these places."""
        wanted = text_codes.take(places)
        numbers = self._known.take(wanted)
        # two codes stand for several characters each
        unknown = np.flatnonzero((numbers < 0) | (wanted == 0) | (wanted == BEYOND_BASIC))
        for at, place in zip(unknown.tolist(), places.take(unknown).tolist(), strict=True):
            numbers[at] = self._number_of(text[place])
        self._known[wanted.take(unknown)] = numbers.take(unknown)
        return numbers
