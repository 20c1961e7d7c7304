"""Digests of bytes."""


def digest_of(data: bytes, size: int) -> bytes:
    """Return the BLAKE2b digest of `data`, `size` bytes long."""
    import hashlib

    return hashlib.blake2b(data, digest_size=size).digest()
