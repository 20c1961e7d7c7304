"""The key of an article: a pure function of the decoded text of one file."""

import base64
from collections import Counter
from collections.abc import Iterable

from reader.newspaper.digest import digest_of

KEY_CHARACTERS = 48


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
