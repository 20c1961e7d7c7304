"""RIPEMD-128, by which MDict hides the list of its headwords; no library of Python's has it.

As its authors describe it: https://homes.esat.kuleuven.be/~bosselae/ripemd160.html
"""

import struct
from collections.abc import Callable

_WORDS = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
    (7, 4, 13, 1, 10, 6, 15, 3, 12, 0, 9, 5, 2, 14, 11, 8),
    (3, 10, 14, 4, 9, 15, 8, 1, 2, 7, 0, 6, 13, 11, 5, 12),
    (1, 9, 11, 10, 0, 8, 12, 4, 13, 3, 7, 15, 14, 5, 6, 2),
)
_WORDS_BESIDE = (
    (5, 14, 7, 0, 9, 2, 11, 4, 13, 6, 15, 8, 1, 10, 3, 12),
    (6, 11, 3, 7, 0, 13, 5, 10, 14, 15, 8, 12, 4, 9, 1, 2),
    (15, 5, 1, 3, 7, 14, 6, 9, 11, 8, 12, 2, 10, 0, 4, 13),
    (8, 6, 4, 1, 3, 11, 15, 0, 5, 12, 2, 13, 9, 7, 10, 14),
)
_TURNS = (
    (11, 14, 15, 12, 5, 8, 7, 9, 11, 13, 14, 15, 6, 7, 9, 8),
    (7, 6, 8, 13, 11, 9, 7, 15, 7, 12, 15, 9, 11, 7, 13, 12),
    (11, 13, 6, 7, 14, 9, 13, 15, 14, 8, 13, 6, 5, 12, 7, 5),
    (11, 12, 14, 15, 14, 15, 9, 8, 9, 14, 5, 6, 8, 6, 5, 12),
)
_TURNS_BESIDE = (
    (8, 9, 9, 11, 13, 15, 15, 5, 7, 7, 8, 11, 14, 14, 12, 6),
    (9, 13, 15, 7, 12, 8, 9, 11, 7, 7, 12, 7, 6, 15, 13, 11),
    (9, 7, 15, 11, 8, 6, 6, 14, 12, 13, 5, 14, 13, 13, 7, 5),
    (15, 5, 8, 11, 14, 14, 6, 14, 6, 9, 12, 9, 12, 5, 15, 8),
)
_ADDED = (0, 0x5A827999, 0x6ED9EBA1, 0x8F1BBCDC)
_ADDED_BESIDE = (0x50A28BE6, 0x5C4DD124, 0x6D703EF3, 0)
_MIXED: tuple[Callable[[int, int, int], int], ...] = (
    lambda x, y, z: x ^ y ^ z,
    lambda x, y, z: (x & y) | (~x & z),
    lambda x, y, z: (x | ~y) ^ z,
    lambda x, y, z: (x & z) | (y & ~z),
)
_ALL = 0xFFFFFFFF

_State = tuple[int, int, int, int]
_Rounds = tuple[tuple[int, ...], ...]


def ripemd128(message: bytes) -> bytes:
    """Return the digest of a message, 16 bytes."""
    padded = message + b"\x80" + b"\0" * ((55 - len(message)) % 64) + struct.pack("<Q", 8 * len(message))
    state: _State = (0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476)
    for block in struct.iter_unpack("<16I", padded):
        a, b, c, d = _line(state, block, _WORDS, _TURNS, _ADDED, _MIXED)
        e, f, g, h = _line(state, block, _WORDS_BESIDE, _TURNS_BESIDE, _ADDED_BESIDE, _MIXED[::-1])
        p, q, r, s = state
        state = ((q + c + h) & _ALL, (r + d + e) & _ALL, (s + a + f) & _ALL, (p + b + g) & _ALL)
    return struct.pack("<4I", *state)


def _line(
    state: _State,
    block: tuple[int, ...],
    words: _Rounds,
    turns: _Rounds,
    added: tuple[int, ...],
    mixed: tuple[Callable[[int, int, int], int], ...],
) -> _State:
    a, b, c, d = state
    for number in range(4):
        for word, turn in zip(words[number], turns[number], strict=True):
            t = (a + mixed[number](b, c, d) + block[word] + added[number]) & _ALL
            a, d, c, b = d, c, b, ((t << turn) | (t >> (32 - turn))) & _ALL
    return a, b, c, d
