"""The grams of a text as PostgreSQL's integers, for an index of arrays.

A gram is a character or a pair of neighbours, of 16 bits each (UTF-16): a pair is one integer of 32 bits, a single
one has zeros in place of the second, which is in no gram. A character outside the basic plane is a pair.
"""

import re

import numpy as np
from numpy.typing import NDArray

from reader.search.terms import ANY, NO_GRAM

_IS_GAP = np.zeros(1 << 16, bool)
_IS_GAP[[ord(character) for character in NO_GRAM]] = True
_GAPS = re.compile(f"[{re.escape(NO_GRAM + ANY)}]")


def grams_of_text(text: str) -> list[int]:
    """Return all grams of a search text, ascending."""
    units = _units(text)
    is_gap = _IS_GAP[units]
    singles = units[~is_gap] << 16
    pairs = (units[:-1] << 16 | units[1:])[~(is_gap[:-1] | is_gap[1:])]
    found: list[int] = np.unique(np.concatenate([singles, pairs]).view(np.int32)).tolist()
    return found


def grams_of_needle(needle: str) -> list[int]:
    """Return the grams that every text with the needle has: its pairs, and what has no neighbour."""
    found: dict[int, None] = {}
    for word in _GAPS.split(needle):
        units = _units(word)
        wanted = units[:-1] << 16 | units[1:] if len(units) > 1 else units << 16
        found.update(dict.fromkeys(wanted.view(np.int32).tolist()))
    return list(found)


def are_sure(needle: str) -> bool:
    """Return whether the texts with the grams of a needle are those that hold it: it is a gram itself."""
    return not _GAPS.search(needle) and 0 < len(_units(needle)) <= 2


def _units(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), "<u2").astype(np.uint32)
