"""The grams of a string that is looked for: characters and pairs, as the function of `schema.TABLES` makes them."""

import re

from reader.room.stored_text import UNSTORED
from reader.search.terms import ANY, NO_GRAM

_GAPS = re.compile(f"[{re.escape(NO_GRAM + ANY)}{UNSTORED}]")


def grams_of(needle: str) -> list[str]:
    """Return the grams that every text with the needle has: its pairs, and what has no neighbour."""
    found: dict[str, None] = {}
    for word in _GAPS.split(needle):
        pairs = [word[at : at + 2] for at in range(len(word) - 1)]
        found.update(dict.fromkeys(pairs or [*word]))
    return list(found)


def are_sure(needle: str) -> bool:
    """Return whether the texts with the grams of a needle are those that hold it: it is a gram itself."""
    return 0 < len(needle) <= 2 and not _GAPS.search(needle)
