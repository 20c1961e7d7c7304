"""The encoding of posting lists: the documents of a segment that contain a gram.

The encoding of a list depends on its document frequency and the number of documents:

- one document: its number, in as few bytes as possible;
- an eighth of all documents or more: a bitmap, compressed with zstd;
- between: the gaps between its numbers in Rice's code (R. F. Rice, Some practical universal noiseless coding
  techniques, JPL 79-22, 1979): the lower bits of a gap in binary, the upper bits in unary (n zeros and a one). For
  randomly scattered documents, that is within a seventh of a bit per gap of the optimum. The lower bits of all gaps
  come first, then all upper bits, so that numpy decodes a whole list at once rather than gap by gap.

Reading raises IndexDamaged for bytes that are not a valid posting list.
"""

import numpy as np
import zstandard
from numpy.typing import NDArray

from reader.search.documents import IndexDamaged
from reader.search.index.containers import unpacked

Bytes = NDArray[np.uint8]
Docs = NDArray[np.int32]
"""Document numbers within a segment, ascending."""
Counts = NDArray[np.int64]

DENSE = 8
"""The list of a gram is a bitmap if at least one in so many documents contains the gram."""


def is_bitmap(frequency: int, doc_count: int) -> bool:
    return frequency * DENSE >= doc_count


# ---- writing


def encode(
    docs: Docs, frequencies: Counts, doc_count: int, packer: zstandard.ZstdCompressor
) -> tuple[bytes, Counts]:
    """Return the encoded posting lists, concatenated, and the length in bytes of each.

    `docs` are the concatenated lists, none of them empty; `frequencies` are their lengths.
    """
    is_dense = frequencies * DENSE >= doc_count
    is_in_dense = np.repeat(is_dense, frequencies)
    sparse, lengths = _encode_sparse(docs[~is_in_dense], frequencies[~is_dense], doc_count)
    bitmaps = _bitmaps(docs[is_in_dense], frequencies[is_dense], doc_count, packer)
    length = np.zeros(len(frequencies), np.int64)
    length[~is_dense] = lengths
    ends = np.cumsum(length)[is_dense].tolist()
    length[is_dense] = np.fromiter(map(len, bitmaps), np.int64, len(bitmaps))
    if not len(sparse):
        return b"".join(bitmaps), length
    whole = sparse.tobytes()
    pieces: list[bytes] = []
    done = 0
    for end, piece in zip(ends, bitmaps, strict=True):
        pieces += (whole[done:end], piece)
        done = end
    return b"".join([*pieces, whole[done:]]), length


def _bitmaps(
    docs: Docs, frequencies: Counts, doc_count: int, packer: zstandard.ZstdCompressor
) -> list[bytes]:
    """Return the compressed bitmap of each list.

    Equal bitmaps are compressed once: in a segment of few documents, many grams have the same one.
    """
    is_set = np.zeros((len(frequencies), doc_count), bool)
    is_set[np.repeat(np.arange(len(frequencies)), frequencies), docs] = True
    rows = np.packbits(is_set, axis=1, bitorder="little")
    every, size = rows.tobytes(), rows.shape[1]
    bitmaps = [every[at : at + size] for at in range(0, len(every), size)]
    packed = {each: packer.compress(each) for each in set(bitmaps)}
    return [packed[each] for each in bitmaps]


def _encode_sparse(docs: Docs, frequencies: Counts, doc_count: int) -> tuple[Bytes, Counts]:
    """Return the encoded lists of single documents and those in Rice's code, concatenated, and their sizes in bytes."""
    first = np.cumsum(frequencies) - frequencies
    gaps = np.diff(docs, prepend=-1) - 1
    gaps[first] = docs[first]
    # for each list the number of lower bits of a gap in Rice's code
    width = np.frexp(np.maximum(doc_count // frequencies, 1))[1].astype(np.int64) - 1
    of = np.repeat(np.arange(len(frequencies), dtype=np.int32), frequencies)
    upper = gaps >> width[of]
    risen = np.cumsum(upper)
    before = risen[first] - upper[first]
    length = (frequencies * (width + 1) + np.diff(before, append=upper.sum()) + 7) >> 3
    is_single = frequencies == 1
    length[is_single] = byte_widths(docs[first[is_single]])
    begin = np.cumsum(length) - length
    words = np.zeros(int(length.sum()) // 4 + 3, np.uint32)
    coded = np.flatnonzero(~is_single[of])
    of, gaps = of[coded], gaps[coded]
    rank, risen = coded - first[of], risen[coded] - before[of]
    bit, frequency, width = begin[of] << 3, frequencies[of], width[of]
    _set_bits(words, bit + rank * width, gaps & ((1 << width) - 1))
    _set_bits(words, bit + frequency * width + risen + rank, np.ones(len(of), np.int64))
    out = words.astype("<u4", copy=False).view(np.uint8)
    for nth in range(4):
        longer = is_single & (length > nth)
        out[begin[longer] + nth] = docs[first[longer]] >> (8 * nth)
    return out[: int(length.sum())], length


def _set_bits(words: NDArray[np.uint32], bits: Counts, numbers: Counts) -> None:
    """Write numbers below 2**32 into `words` at the ascending bit offsets `bits`, where all bits must be 0."""
    if not len(bits):
        return
    word = bits >> 5
    shifted = numbers.astype(np.uint64) << (bits & 31).astype(np.uint64)
    first = np.flatnonzero(np.append(True, word[1:] != word[:-1]))
    words[word[first]] |= np.bitwise_or.reduceat(shifted.astype(np.uint32), first)
    words[word[first] + 1] |= np.bitwise_or.reduceat((shifted >> np.uint64(32)).astype(np.uint32), first)


def byte_widths(numbers: Counts) -> Counts:
    """Return the number of bytes that each number needs, 1 to 4."""
    return (1 + (numbers >= 1 << 8) + (numbers >= 1 << 16) + (numbers >= 1 << 24)).astype(np.int64)


# ---- reading


def decode(encoded: bytes, frequency: int, doc_count: int) -> Docs:
    """Return the decoded posting list of `frequency` documents. Raises IndexDamaged if the bytes are invalid."""
    docs: NDArray[np.signedinteger]
    if is_bitmap(frequency, doc_count):
        docs = docs_of_bitmap(bitmap(encoded, doc_count), range(doc_count))
    elif frequency > 1:
        # the posting list of two documents or more that is encoded in Rice's code. Raises IndexDamaged.
        width = (doc_count // frequency).bit_length() - 1
        first = frequency * width
        if len(encoded) * 8 < first + frequency:
            raise IndexDamaged("posting list of another length")
        bits = np.unpackbits(np.frombuffer(encoded, np.uint8), bitorder="little")
        lower = bits[:first].reshape(frequency, width).T.astype(np.int32, order="C")  # a row for each bit
        lower <<= np.arange(width, dtype=np.int32)[:, np.newaxis]
        ones = bits[first:].view(bool).nonzero()[0]
        if len(ones) != frequency:
            raise IndexDamaged("posting list of another length")
        rank = np.arange(frequency)
        numbers: Counts = (ones - rank << width) + np.bitwise_or.reduce(lower).cumsum() + rank
        docs = numbers
    else:
        docs = np.array([int.from_bytes(encoded[:4], "little")])
    if len(docs) != frequency or docs[-1] >= doc_count:  # all of them ascend
        raise IndexDamaged("not a posting list")
    return docs.astype(np.int32, copy=False)


def bitmap(encoded: bytes, doc_count: int) -> Bytes:
    """Return the uncompressed bitmap: a bit per document, lowest bit first. Raises IndexDamaged."""
    bits = unpacked(encoded, (doc_count + 7) // 8)
    if len(bits) != (doc_count + 7) // 8:
        raise IndexDamaged("bitmap of another length")
    return np.frombuffer(bits, np.uint8)


def docs_of_bitmap(bits: Bytes, within: range) -> Docs:
    """Return the documents in a range whose bit is set."""
    first = within.start // 8
    is_set = np.unpackbits(bits[first:], count=within.stop - 8 * first, bitorder="little").view(bool)
    docs = np.flatnonzero(is_set[within.start - 8 * first :]).astype(np.int32)
    docs += np.int32(within.start)
    return docs


def docs_on(bits: Bytes, docs: Docs) -> Docs:
    """Return those of `docs` whose bit is set in a bitmap of all documents."""
    return docs.compress((bits.take(docs >> 3) >> (docs & 7).astype(np.uint8) & 1).view(bool))
