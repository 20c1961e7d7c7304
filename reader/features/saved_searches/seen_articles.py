"""Sets of articles already seen in a saved search, stored independently of catalogue and index.

An article is represented by a code of 64 bits. The upper 48 bits are a digest of its key, which depends only on its
text. The lower 16 bits are a digest of its newspaper, day and length, and distinguish articles with the same key, such
as a repeated notice. Ids of the catalogue are not used, as they change when it is rebuilt.
"""

from collections import Counter
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from reader.newspaper.article import digest_of

Codes = NDArray[np.uint64]
"""Codes of articles, ascending. If two articles have the same code, it occurs twice."""

NOTHING: Codes = np.empty(0, np.uint64)
"""The empty set."""
_LOWER_BITS = 16
"""Number of bits that distinguish articles with the same key."""


def code(key: str, newspaper: str, day: int, length: int) -> int:
    """Return the code of an article; `day` is a `day_number`, `length` in characters."""
    apart = digest_of(f"{newspaper}\n{day}\n{length}".encode(), 2)
    return int.from_bytes(digest_of(key.encode(), 6) + apart)


def packed(codes: Codes) -> bytes:
    """Return the codes as bytes, 8 for each; `unpacked` is the inverse."""
    return codes.astype("<u8").tobytes()


def unpacked(data: bytes) -> Codes:
    """Return the codes in `data`. It may come from an untrusted file, so an incomplete code at its end is ignored."""
    return np.sort(np.frombuffer(data[: len(data) // 8 * 8], "<u8").astype(np.uint64))


def either(*several: Codes) -> Codes:
    """Return the union of the sets; a code occurs as often as in the set with most of its occurrences."""
    counted = [np.unique(codes, return_counts=True) for codes in several]
    distinct_codes = np.unique(np.concatenate([NOTHING, *(values for values, _ in counted)]))
    most = np.zeros(len(distinct_codes), np.int64)
    for values, counts in counted:
        places = distinct_codes.searchsorted(values)
        most[places] = np.maximum(most[places], counts)
    return np.repeat(distinct_codes, most)


def followed(codes: Codes, moves: Mapping[str, str]) -> Codes:
    """Return the codes with the keys replaced that have changed; `moves` has the new keys by the old ones."""
    if not moves or not len(codes):
        return codes
    new_of = {_key_part(old): _key_part(new) for old, new in moves.items()}
    olds = np.array(sorted(new_of), np.uint64)
    keys = codes >> np.uint64(_LOWER_BITS)
    is_old = np.isin(keys, olds)
    if not is_old.any():
        return codes
    changed = codes.copy()
    apart = np.uint64((1 << _LOWER_BITS) - 1)
    news = np.array([new_of[key] for key in keys[is_old].tolist()], np.uint64)
    changed[is_old] = news << np.uint64(_LOWER_BITS) | codes[is_old] & apart
    return changed


def are_new(codes: Codes, seen: Codes) -> NDArray[np.bool_]:
    """Return for each code whether its article is new, that is, not among those `seen` (ascending).

    An article with the key of a seen one but another day or length, for example after a correction, counts as the seen
    article, unless the code of that one is among `codes`, too. `codes` may be in any order.
    """
    values, place, counts = np.unique(codes, return_inverse=True, return_counts=True)
    seen_counts = seen.searchsorted(values, "right") - seen.searchsorted(values, "left")
    is_new: NDArray[np.bool_] = (seen_counts == 0)[place]
    doubtful = np.flatnonzero(is_new | (counts > seen_counts)[place])
    if not len(doubtful) or not len(seen):
        return is_new
    left = Counter(dict(zip(values.tolist(), seen_counts.tolist(), strict=True)))
    pending = []
    for at in doubtful.tolist():
        each = int(codes[at])
        if left[each] > 0:
            left[each] -= 1
            is_new[at] = False
        else:
            is_new[at] = True
            pending.append(at)
    keys_pending = codes[pending] >> np.uint64(_LOWER_BITS)
    of_keys = seen[np.isin(seen >> np.uint64(_LOWER_BITS), keys_pending)]
    spare = Counter((of_keys >> np.uint64(_LOWER_BITS)).tolist())
    in_both = np.flatnonzero(np.isin(codes >> np.uint64(_LOWER_BITS), keys_pending) & ~is_new)
    spare.subtract((codes[in_both] >> np.uint64(_LOWER_BITS)).tolist())
    for at, key in zip(pending, keys_pending.tolist(), strict=True):
        if spare[key] > 0:
            spare[key] -= 1
            is_new[at] = False
    return is_new


def _key_part(key: str) -> int:
    return int.from_bytes(digest_of(key.encode(), 6))
