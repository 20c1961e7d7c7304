"""Search texts as PostgreSQL stores them: it can store neither NUL nor lone surrogates.

Such characters are stored as `STAND_IN`, and the original text is stored beside it, as bytes. So a needle without any
of these characters is in the stored text if and only if it is in the original.
"""

import re

STAND_IN = "\ufdd0"
UNSTORED = f"\0\ud800-\udfff{STAND_IN}"
"""The characters that are stored as others, and `STAND_IN`, as the inside of a regular expression's class."""
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_DOUBTFUL = re.compile(f"[{UNSTORED}]")
_ENCODING = ("utf-8", "surrogatepass")


def as_stored(text: str) -> tuple[str, bytes | None]:
    """Return the text to store, and the original as bytes if it differs, else None."""
    if not _UNSTORABLE.search(text):
        return text, None
    return _UNSTORABLE.sub(STAND_IN, text), text.encode(*_ENCODING)


def as_it_is(stored: str, beside: bytes | None) -> str:
    """Return the original text. Raises ValueError if the bytes are not a valid text."""
    return stored if beside is None else beside.decode(*_ENCODING)


def is_comparable(needle: str) -> bool:
    """Return whether a needle can be compared with stored texts: it contains no character that is stored as another."""
    return not _DOUBTFUL.search(needle)
