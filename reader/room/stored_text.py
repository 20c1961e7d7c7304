"""A search text as PostgreSQL stores it, which has no room for NUL and for halves of characters.

Where a text has such characters, they are stored as `STAND_IN`, and the text as it is stands beside it as bytes. So a
needle without any of them is in the stored text if and only if it is in the text.
"""

import re

STAND_IN = "\ufdd0"
UNSTORED = f"\0\ud800-\udfff{STAND_IN}"
"""The characters of which the stored texts do not tell where they are, as a class of a regular expression has them."""
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_DOUBTFUL = re.compile(f"[{UNSTORED}]")
_ENCODING = ("utf-8", "surrogatepass")


def as_stored(text: str) -> tuple[str, bytes | None]:
    """Return the text to store, and the bytes beside it."""
    if not _UNSTORABLE.search(text):
        return text, None
    return _UNSTORABLE.sub(STAND_IN, text), text.encode(*_ENCODING)


def as_it_is(stored: str, beside: bytes | None) -> str:
    """Return the text of which these are stored. Raises ValueError where the bytes are no text."""
    return stored if beside is None else beside.decode(*_ENCODING)


def is_comparable(needle: str) -> bool:
    """Return whether the stored texts tell which texts hold the needle."""
    return not _DOUBTFUL.search(needle)
