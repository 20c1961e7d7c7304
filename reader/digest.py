"""Digests: what is equal has an equal one, and nothing else will."""

from typing import TYPE_CHECKING

from reader.later import Later

if TYPE_CHECKING:
    import hashlib
else:
    hashlib = Later(
        "hashlib"
    )  # with OpenSSL, 3 MB of memory that one who only reads and searches does without


def digest_of(data: bytes, size: int) -> bytes:
    """BLAKE2b, of so many bytes."""
    return hashlib.blake2b(data, digest_size=size).digest()
