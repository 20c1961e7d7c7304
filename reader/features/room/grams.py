"""The grams of a needle: its characters and pairs, as the SQL function `grams` in `schema.TABLES` makes them."""

import re

from reader.features.room.stored_text import UNSTORED
from reader.search.terms import NO_GRAM, SIGNS

_GAPS = re.compile(f"[{re.escape(NO_GRAM + SIGNS)}{UNSTORED}]")


def grams_of(needle: str) -> list[str]:
    """Return grams that every text with the needle has: its pairs, and characters without a neighbour."""
    found: dict[str, None] = {}
    for word in _GAPS.split(needle):
        pairs = [word[at : at + 2] for at in range(len(word) - 1)]
        found.update(dict.fromkeys(pairs or [*word]))
    return list(found)


def are_sure(needle: str) -> bool:
    """Return whether every text with the grams of the needle holds the needle, which is then a gram itself."""
    return 0 < len(needle) <= 2 and not _GAPS.search(needle)
