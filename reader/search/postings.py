"""Posting lists as bytes: which documents of a segment hold a gram.

How a list is written follows from its document frequency and the number of documents:

- one document: its number, in as many bytes as it takes;
- fewer than 2048: Elias and Fano's code. Of each number the lower bits stand as they are, of all together the upper
  ones in unary: so many zeros as the upper part has risen by, and a one for each document. It comes within half a bit
  a document of what is possible (P. Elias, Efficient storage and retrieval by content and address of static files,
  J. ACM 21, 1974; S. Vigna, Quasi-succinct indices, WSDM 2013);
- more: the gaps between the numbers as variable-length bytes, packed with zstd;
- an eighth of all documents or more: a bit a document, packed with zstd.

Whatever is read is checked: what can't be a list is `IndexDamaged`.
"""

import numpy as np
import zstandard
from numpy.typing import NDArray

from reader.search.containers import unpacked
from reader.search.engine import IndexDamaged

Bytes = NDArray[np.uint8]
Docs = NDArray[np.int32]
"""Ascending document numbers within a segment."""
Counts = NDArray[np.int64]

DENSE = 8
"""A gram in one of so many documents has a bitmap."""
PACKED = 2048
"""A list of so many documents is packed."""


def is_bitmap(frequency: int, doc_count: int) -> bool:
    return frequency * DENSE >= doc_count


# ---- writing


def encode(
    docs: Docs, frequencies: Counts, doc_count: int, packer: zstandard.ZstdCompressor
) -> tuple[list[bytes], Counts]:
    """Posting lists as bytes: the pieces to write one behind the other, and the length in bytes of each list.

    `docs` are the lists one behind the other, none empty, `frequencies` their lengths.
    """
    begin = np.cumsum(frequencies) - frequencies
    is_large = (frequencies >= PACKED) | (frequencies * DENSE >= doc_count)
    small, lengths = _encode_small(docs[np.repeat(~is_large, frequencies)], frequencies[~is_large], doc_count)
    length = np.zeros(len(frequencies), np.int64)
    length[~is_large] = lengths
    at = np.cumsum(length) - length
    pieces: list[bytes] = []
    done = 0
    for i in np.flatnonzero(is_large).tolist():
        piece = packer.compress(_encode_large(docs[begin[i] : begin[i] + frequencies[i]], doc_count))
        pieces += [small[done : at[i]].tobytes(), piece]
        length[i], done = len(piece), int(at[i])
    return [*pieces, small[done:].tobytes()], length


def _encode_large(docs: Docs, doc_count: int) -> bytes:
    if not is_bitmap(len(docs), doc_count):
        return varints_of(np.diff(docs, prepend=0))[0].tobytes()
    bits = np.zeros(doc_count, np.uint8)
    bits[docs] = 1
    return np.packbits(bits, bitorder="little").tobytes()


def _encode_small(docs: Docs, frequencies: Counts, doc_count: int) -> tuple[Bytes, Counts]:
    """Lists of a single document, and those in Elias and Fano's code."""
    ends = np.cumsum(frequencies)
    last = docs[ends - 1].astype(np.int64)
    width = _lower_widths(frequencies, doc_count)
    is_single = frequencies == 1
    length = (frequencies * (width + 1) + (last >> width) + 7) >> 3
    length[is_single] = _bytes_of(last[is_single])
    begin = np.cumsum(length) - length
    words = np.zeros(int(length.sum()) // 4 + 3, np.uint32)
    is_coded = np.repeat(~is_single, frequencies)
    of = np.repeat(np.arange(len(frequencies)), frequencies)[is_coded]
    numbers = docs[is_coded].astype(np.int64)
    rank = np.arange(len(docs))[is_coded] - (ends - frequencies)[of]
    bit, width = begin[of] << 3, width[of]
    _set_bits(words, bit + rank * width, numbers & ((1 << width) - 1))
    _set_bits(words, bit + frequencies[of] * width + (numbers >> width) + rank, np.ones(len(of), np.int64))
    out = words.astype("<u4", copy=False).view(np.uint8)
    for nth in range(4):
        longer = is_single & (length > nth)
        out[begin[longer] + nth] = last[longer] >> (8 * nth)
    return out[: int(length.sum())], length


def _set_bits(words: NDArray[np.uint32], bits: Counts, numbers: Counts) -> None:
    """Writes numbers, below 2**32, at ascending places in `words` counted in bits, which are 0 there."""
    if not len(bits):
        return
    word = bits >> 5
    shifted = numbers.astype(np.uint64) << (bits & 31).astype(np.uint64)
    first = np.flatnonzero(np.append(True, word[1:] != word[:-1]))
    words[word[first]] |= np.bitwise_or.reduceat(shifted.astype(np.uint32), first)
    words[word[first] + 1] |= np.bitwise_or.reduceat((shifted >> np.uint64(32)).astype(np.uint32), first)


def _lower_widths(frequencies: Counts, doc_count: int) -> Counts:
    """How many lower bits the numbers of each list have in Elias and Fano's code."""
    return np.frexp(np.maximum(doc_count // frequencies, 1))[1].astype(np.int64) - 1


def _bytes_of(numbers: Counts) -> Counts:
    """How many bytes each number takes."""
    return (1 + (numbers >= 1 << 8) + (numbers >= 1 << 16) + (numbers >= 1 << 24)).astype(np.int64)


# ---- reading


def decode(encoded: bytes, frequency: int, doc_count: int) -> Docs:
    """The posting list of `frequency` documents. Raises IndexDamaged where the bytes are not one."""
    docs: NDArray[np.signedinteger]
    if is_bitmap(frequency, doc_count):
        docs = docs_of_bitmap(bitmap(encoded, doc_count), doc_count)
    elif frequency >= PACKED:
        docs = np.cumsum(numbers_of(unpacked(encoded, 4 * frequency)), dtype=np.int64)
    elif frequency > 1:
        docs = _decode_elias_fano(encoded, frequency, doc_count)
    else:
        docs = np.array([int.from_bytes(encoded[:4], "little")])
    if len(docs) != frequency or docs[-1] >= doc_count or (docs[1:] <= docs[:-1]).any():
        raise IndexDamaged("not a posting list")
    return docs.astype(np.int32, copy=False)


def _decode_elias_fano(encoded: bytes, frequency: int, doc_count: int) -> Counts:
    width = (doc_count // frequency).bit_length() - 1
    data = np.frombuffer(encoded + bytes(4), np.uint8)
    bit = np.arange(frequency) * width
    if len(encoded) * 8 < frequency * (width + 1):
        raise IndexDamaged("posting list of another length")
    words = np.ndarray(len(data) - 3, "<u4", data, strides=(1,))  # one begins at every byte
    around = words[bit >> 3].astype(np.int64)
    lower = (around >> (bit & 7)) & ((1 << width) - 1)
    first = frequency * width
    ones = np.flatnonzero(np.unpackbits(data[first >> 3 : -4], bitorder="little")[first & 7 :])
    if len(ones) != frequency:
        raise IndexDamaged("posting list of another length")
    numbers: Counts = (ones - np.arange(frequency)) << width | lower
    return numbers


def bitmap(encoded: bytes, doc_count: int) -> Bytes:
    """A bit a document, lowest first."""
    bits = unpacked(encoded, (doc_count + 7) // 8)
    if len(bits) != (doc_count + 7) // 8:
        raise IndexDamaged("bitmap of another length")
    return np.frombuffer(bits, np.uint8)


def docs_of_bitmap(bits: Bytes, doc_count: int) -> Docs:
    found = np.flatnonzero(np.unpackbits(bits, count=doc_count, bitorder="little").view(bool))
    return found.astype(np.int32)


def docs_on(bits: Bytes, docs: Docs) -> Docs:
    """Those of `docs` whose bit is set."""
    found: Docs = docs[(bits[docs >> 3] >> (docs & 7).astype(np.uint8) & 1).view(bool)]
    return found


# ---- numbers of variable length


def varints_of(numbers: NDArray[np.integer]) -> tuple[Bytes, Bytes]:
    """Numbers below 2**28 as variable-length bytes (seven bits each, lowest first, the top bit set on all but the
    last), and the length of each."""
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
