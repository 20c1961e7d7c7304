"""A needle with open characters as patterns of PostgreSQL's.

They are of the text as it is stored, in which one character stands for each that there is no room for (`stored_text`):
an open character may be that, too.
"""

import re

from reader.search.terms import ANY, MARKERS, SEAM

_LONGEST = 100
"""Characters of the longest needle that SQL tells: for long expressions a server makes large tables, or refuses."""
_OPEN = f"[^\n{SEAM}{MARKERS}]"
_SIGN_OF_LIKE = re.compile(r"([\\%_])")


def is_told(needle: str) -> bool:
    """Return whether the patterns of a needle are short enough for any server."""
    return len(needle) <= _LONGEST


def like_pattern(needle: str) -> str:
    """Return the pattern of LIKE for the texts that hold a needle, also with what ends a run in an open place."""
    return "%" + _SIGN_OF_LIKE.sub(r"\\\1", needle).replace(ANY, "_") + "%"


def regular_expression(needle: str) -> str:
    """Return the regular expression for the texts that hold a needle."""
    return "".join(_OPEN if character == ANY else re.escape(character) for character in needle)
