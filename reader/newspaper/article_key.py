"""The key of an article: a pure function of the decoded text of one file."""

import base64
from collections import Counter
from collections.abc import Iterable


def digest_of(data: bytes, size: int) -> bytes:
    """Return the BLAKE2b digest of `data`, `size` bytes long."""
    import hashlib

    return hashlib.blake2b(data, digest_size=size).digest()


KEY_CHARACTERS = 48


MOST_ALIKE = 9
"""How many articles with one opening are told apart when one of them is looked for in its issue."""


def opening_of(key: str) -> str:
    """Return the part of a key that all articles with this opening have; the rest is a number by their order."""
    return key.partition("-")[0]


def key_of_lost(key: str) -> str:
    """Return what stands for the key of an article that is gone while another one has its opening; none has it."""
    return f"{opening_of(key)}-0"


def keys_alike(key: str) -> list[str]:
    """Return the keys of the articles that may have the opening of this one, which comes first."""
    opening = opening_of(key)
    if key == key_of_lost(key):
        return [key]
    return list(dict.fromkeys([key, opening, *(f"{opening}-{n}" for n in range(2, MOST_ALIKE + 1))]))


def keys_of(bodies: Iterable[str]) -> list[str]:
    """Return the keys of a file's articles. `bodies` are in search form and in reading order.

    A key is a digest of the first 48 characters of the body, 16 letters and digits; the second article with
    that digest in the file has “-2” behind it, and so on.
    """
    seen: Counter[str] = Counter()
    keys = []
    for body in bodies:
        digest = digest_of(body[:KEY_CHARACTERS].encode(), 10)
        name = base64.b32encode(digest).decode().lower()
        seen[name] += 1
        keys.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return keys
