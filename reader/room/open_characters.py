"""Translating a needle with open characters (`ANY`) into patterns of PostgreSQL.

They match the stored text, in which a stand-in replaces each character that can't be stored (`stored_text`). An open
character matches the stand-in, as it matches that character in the text itself.
"""

import re

from reader.search.terms import ANY, MARKERS, SEAM

_LONGEST = 100
"""Characters of the longest needle that is translated: a server compiles long expressions slowly, or rejects them."""
_OPEN = f"[^\n{SEAM}{MARKERS}]"
_SIGN_OF_LIKE = re.compile(r"([\\%_])")


def is_short_enough(needle: str) -> bool:
    """Return whether the patterns of a needle are short enough for any server."""
    return len(needle) <= _LONGEST


def like_pattern(needle: str) -> str:
    """Return a LIKE pattern that the texts with the needle match, and texts with the end of a run for an `ANY`."""
    return "%" + _SIGN_OF_LIKE.sub(r"\\\1", needle).replace(ANY, "_") + "%"


def regular_expression(needle: str) -> str:
    """Return the regular expression that exactly the texts with the needle match."""
    return "".join(_OPEN if character == ANY else re.escape(character) for character in needle)
