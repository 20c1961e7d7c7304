"""Posting lists as bytes: which documents of a segment hold a gram.

A list, told by its document frequency alone, is a bitmap from an eighth of the segment's documents on, else the gaps
between document numbers in variable-length bytes (seven bits each, lowest first, the top bit set on all but the
last), packed with zstd from 512 documents on. Whatever is read is checked: what can't be a list is `IndexDamaged`.
"""

import numpy as np
import zstandard
from numpy.typing import NDArray

from reader.search.containers import IndexDamaged

Bytes = NDArray[np.uint8]
Docs = NDArray[np.int32]
"""Ascending document numbers within a segment."""
Counts = NDArray[np.int64]

DENSE = 8
"""A gram in one of so many documents is a bitmap."""
PACKED = 512
"""A list of so many documents is packed."""


def is_bitmap(frequency: int, doc_count: int) -> bool:
    return frequency * DENSE >= doc_count


def encode(
    docs: Docs, frequencies: Counts, doc_count: int, packer: zstandard.ZstdCompressor
) -> tuple[list[bytes], Counts]:
    """Posting lists as bytes: the pieces to write one behind the other, and the length in bytes of each list.

    `docs` are the lists one behind the other, none empty, `frequencies` their lengths.
    """
    start = np.cumsum(frequencies) - frequencies
    gap = np.diff(docs, prepend=docs[:1])
    gap[start] = docs[start]
    is_dense = frequencies * DENSE >= doc_count
    if is_dense.any():
        gap = gap[np.repeat(~is_dense, frequencies)]
    varints, length = varints_of(gap)
    size = np.zeros(len(frequencies), np.int64)
    sparse = frequencies[~is_dense]
    if len(sparse):
        size[~is_dense] = np.add.reduceat(length, np.cumsum(sparse) - sparse, dtype=np.int64)
    at = np.cumsum(size) - size
    pieces: list[bytes] = []
    done = 0
    for i in np.flatnonzero(is_dense | (frequencies >= PACKED)):
        begin, end = int(at[i]), int(at[i] + size[i])
        if is_dense[i]:
            bits = np.zeros(doc_count, np.uint8)
            bits[docs[start[i] : start[i] + frequencies[i]]] = 1
            piece = np.packbits(bits, bitorder="little").tobytes()
        else:
            piece = packer.compress(varints[begin:end].tobytes())
        pieces += [varints[done:begin].tobytes(), piece]
        size[i], done = len(piece), end
    return [*pieces, varints[done:].tobytes()], size


def decode(encoded: bytes, frequency: int, doc_count: int) -> Docs:
    """The posting list of `frequency` documents. Raises IndexDamaged where the bytes are not one."""
    if is_bitmap(frequency, doc_count):
        docs = docs_of_bitmap(bitmap(encoded, doc_count), doc_count)
    else:
        gaps = numbers_of(unpacked(encoded, 4 * frequency) if frequency >= PACKED else encoded)
        docs = np.cumsum(gaps, dtype=np.int64)
    if len(docs) != frequency or (frequency and docs[-1] >= doc_count):
        raise IndexDamaged("posting list of another length")
    return docs.astype(np.int32, copy=False)


def bitmap(encoded: bytes, doc_count: int) -> Bytes:
    """A bit a document, lowest first."""
    if len(encoded) != (doc_count + 7) // 8:
        raise IndexDamaged("bitmap of another length")
    return np.frombuffer(encoded, np.uint8)


def docs_of_bitmap(bits: Bytes, doc_count: int) -> Docs:
    found = np.flatnonzero(np.unpackbits(bits, count=doc_count, bitorder="little").view(bool))
    return found.astype(np.int32)


def docs_on(bits: Bytes, docs: Docs) -> Docs:
    """Those of `docs` whose bit is set."""
    found: Docs = docs[(bits[docs >> 3] >> (docs & 7).astype(np.uint8) & 1).view(bool)]
    return found


def unpacked(encoded: bytes, at_most: int) -> bytes:
    """Raises IndexDamaged where it is not a frame of that many bytes or less."""
    try:
        if not 0 < zstandard.get_frame_parameters(encoded).content_size <= at_most:
            raise IndexDamaged("packed bytes of another length")
        return zstandard.ZstdDecompressor().decompress(encoded)
    except zstandard.ZstdError as error:
        raise IndexDamaged("packed bytes can't be unpacked") from error


def varints_of(numbers: NDArray[np.integer]) -> tuple[Bytes, Bytes]:
    """Numbers below 2**28 as variable-length bytes, and the length of each."""
    length = np.ones(len(numbers), np.uint8)
    for bits in (7, 14, 21):
        length += numbers >= 1 << bits
    end = np.cumsum(length, dtype=np.int64)
    begin = end - length
    out = np.empty(int(end[-1]) if len(end) else 0, np.uint8)
    for nth in range(4):
        longer = np.flatnonzero(length > nth)
        if not len(longer):
            break
        more = (length[longer] > nth + 1).astype(np.uint8) << 7
        out[begin[longer] + nth] = ((numbers[longer] >> (7 * nth)) & 127).astype(np.uint8) | more
    return out, length


def numbers_of(encoded: bytes) -> Counts:
    """The numbers that `varints_of` was given. Raises IndexDamaged where one is too long."""
    varints = np.frombuffer(encoded, np.uint8)
    if not len(varints) or varints.max() < 128:
        return varints.astype(np.int64)
    last = np.flatnonzero(varints < 128)
    before = np.diff(last, prepend=-1) - 1
    longest = int(before.max()) if len(before) else 4
    if longest > 3:
        raise IndexDamaged("number too long")
    numbers: Counts = varints[last].astype(np.int64) << (7 * before)
    for back in range(1, longest + 1):
        longer = np.flatnonzero(before >= back)
        numbers[longer] |= (varints[last[longer] - back] & 127).astype(np.int64) << (
            7 * (before[longer] - back)
        )
    return numbers
