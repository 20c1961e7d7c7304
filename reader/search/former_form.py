"""What of a text in the present search form an index of the former one has."""

from functools import lru_cache

from reader.language.equality import FOLDED
from reader.language.key_form import key_form
from reader.search.terms import ANY, grams

_CHANGED = {folded for code, other in FOLDED.items() if key_form(chr(code)) == chr(code) for folded in other}
"""The characters of the search form that other characters, or runs of them, became in its former version."""
CHANGED_SIGNS = frozenset(filter(str.isascii, _CHANGED))
"""Those of them that are signs, and no characters that were radicals."""


@lru_cache(maxsize=1 << 14)
def grams_of_former(needle: str) -> tuple[str, ...]:
    """Return the grams that every text with `needle` has in an index of the former search form; () if none is sure."""
    return grams("".join(ANY if character in _CHANGED else character for character in needle))
