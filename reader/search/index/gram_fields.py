"""The storage of a field's grams: a dictionary of the grams, and their posting lists.

A gram is one or two neighbouring characters; its key is `first code point << 21 | second` (0 for a single character),
so that keys sort as the grams' UTF-8 does. Up to 256 successive grams that begin with the same character form a block
of the dictionary. A block has three columns: the gaps between the keys, the document frequencies, and the lengths of
the posting lists. A column is stored as rows of bytes, the lowest bytes of all numbers first, so that the higher bytes,
which are mostly 0, compress well. All but the smallest blocks are compressed with zstd. Only a table of the blocks is
in memory (some 300 kB for 100,000 articles); looking up a gram reads one block. The posting lists of a block are
contiguous.

A posting list has the documents of a segment that contain a gram. Its encoding depends on its document frequency and
the number of documents:

- one document: its number, in as few bytes as possible;
- an eighth of all documents or more: a bitmap, compressed with zstd;
- between: the gaps between its numbers in Rice's code (R. F. Rice, Some practical universal noiseless coding
  techniques, JPL 79-22, 1979): the lower bits of a gap in binary, the upper bits in unary (n zeros and a one). For
  randomly scattered documents, that is within a seventh of a bit per gap of the optimum. The lower bits of all gaps
  come first, then all upper bits, so that numpy decodes a whole list at once rather than gap by gap.

Reading raises IndexDamaged for bytes that are not a valid posting list.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import zstandard
from numpy.typing import NDArray

from reader.search.documents import IndexDamaged
from reader.search.index.containers import Container, ContainerWriter, unpacked

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
    if is_dense.all():  # in a segment of up to `DENSE` documents
        bitmaps = _bitmaps(docs, frequencies, doc_count, packer)
        return b"".join(bitmaps), np.fromiter(map(len, bitmaps), np.int64, len(bitmaps))
    is_in_dense = np.repeat(is_dense, frequencies)
    sparse, lengths = _encode_sparse(docs[~is_in_dense], frequencies[~is_dense], doc_count)
    bitmaps = _bitmaps(docs[is_in_dense], frequencies[is_dense], doc_count, packer)
    length = np.zeros(len(frequencies), np.int64)
    length[~is_dense] = lengths
    ends = np.cumsum(length)[is_dense].tolist()
    length[is_dense] = np.fromiter(map(len, bitmaps), np.int64, len(bitmaps))
    sparse_bytes = sparse.tobytes()
    pieces: list[bytes] = []
    done = 0
    for end, piece in zip(ends, bitmaps, strict=True):
        pieces += (sparse_bytes[done:end], piece)
        done = end
    return b"".join([*pieces, sparse_bytes[done:]]), length


def _bitmaps(
    docs: Docs, frequencies: Counts, doc_count: int, packer: zstandard.ZstdCompressor
) -> list[bytes]:
    """Return the compressed bitmap of each list.

    Equal bitmaps are compressed once: in a segment of few documents, many grams have the same one.
    """
    is_set = np.zeros((len(frequencies), doc_count), bool)
    is_set[np.repeat(np.arange(len(frequencies)), frequencies), docs] = True
    rows = np.packbits(is_set, axis=1, bitorder="little")
    bitmaps: list[bytes] = rows.view(f"V{rows.shape[1]}")[:, 0].tolist()
    packed = {bitmap: packer.compress(bitmap) for bitmap in set(bitmaps)}
    return list(map(packed.__getitem__, bitmaps))


def _encode_sparse(docs: Docs, frequencies: Counts, doc_count: int) -> tuple[Bytes, Counts]:
    """Return the encoded lists of single documents and those in Rice's code, concatenated, and their sizes in bytes."""
    first = np.cumsum(frequencies) - frequencies
    gaps = np.diff(docs, prepend=-1) - 1
    gaps[first] = docs[first]
    # for each list the number of lower bits of a gap in Rice's code
    width = np.frexp(np.maximum(doc_count // frequencies, 1))[1].astype(np.int64) - 1
    list_numbers = np.repeat(np.arange(len(frequencies), dtype=np.int32), frequencies)
    upper = gaps >> width[list_numbers]
    risen = np.cumsum(upper)
    before = risen[first] - upper[first]
    length = (frequencies * (width + 1) + np.diff(before, append=upper.sum()) + 7) >> 3
    is_single = frequencies == 1
    length[is_single] = byte_widths(docs[first[is_single]])
    begin = np.cumsum(length) - length
    words = np.zeros(int(length.sum()) // 4 + 3, np.uint32)
    coded = np.flatnonzero(~is_single[list_numbers])
    list_numbers = list_numbers[coded]
    gaps = gaps[coded]
    rank = coded - first[list_numbers]
    risen = risen[coded] - before[list_numbers]
    bit = begin[list_numbers] << 3
    frequency = frequencies[list_numbers]
    width = width[list_numbers]
    _set_bits(words, bit + rank * width, gaps & ((1 << width) - 1))
    _set_bits(words, bit + frequency * width + risen + rank, np.ones(len(list_numbers), np.int64))
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


Keys = NDArray[np.uint64]

# the bits of a code point
SHIFT = 21
_SECOND = (1 << SHIFT) - 1
# The number of grams in the largest block, and in the smallest block that is compressed.
BLOCK = 256
PACKED_BLOCK = 48
# more than any segment has: a damaged file must not fill the memory
_MOST_BLOCKS = 1 << 22
_REMEMBERED = 64
_BLOCKS_REMEMBERED = 32
_BLOCKS_AT_ONCE = 4096
"""The blocks that are read at a time when all are; some hundred thousand grams."""
_WIDEST = 4
"""The most bytes that a number in a column has."""
_COLUMNS = 3


def key_of(gram: str) -> int:
    return ord(gram[0]) << SHIFT | (ord(gram[1]) if len(gram) == 2 else 0)


def gram_of(key: int) -> str:
    return chr(key >> SHIFT) + (chr(key & _SECOND) if key & _SECOND else "")


class PostingSlot(NamedTuple):
    """The byte range [begin, end) of a gram's posting list, and its document frequency, including removed documents."""

    begin: int
    end: int
    frequency: int


_NOWHERE = PostingSlot(0, 0, 0)


class GramField:
    """The grams of one field of a segment, with their posting lists; grams are given by their keys.

    Every method may raise IndexDamaged.
    """

    def __init__(self, container: Container, name: str, doc_count: int) -> None:
        self.doc_count = doc_count
        self._container = container
        self._dictionary = name + ".dictionary"
        self._postings = name + ".postings"
        self._first = container.array(name + ".first", _MOST_BLOCKS).astype(np.int64)
        self._counts = container.array(name + ".counts", _MOST_BLOCKS)
        self._blocks = container.array(name + ".blocks", _MOST_BLOCKS + 1)
        self._begins = container.array(name + ".begins", _MOST_BLOCKS + 1)
        blocks = len(self._first)
        self._places: dict[int, PostingSlot] = {}
        self._read: dict[int, tuple[NDArray[np.uint32], Bytes, Bytes]] = {}
        if not len(self._counts) == len(self._blocks) - 1 == len(self._begins) - 1 == blocks:
            raise IndexDamaged(f"field {name} has sections of unequal lengths")

    def place(self, gram: int) -> PostingSlot:
        """Return the slot of the gram's posting list; an empty slot of frequency 0 if no document contains the gram.

        Recent results are cached, since a search looks up the same grams repeatedly.
        """
        slot = self._places.get(gram)
        if slot is None:
            if len(self._places) >= _REMEMBERED:
                self._places.clear()
            slot = self._place(gram)
            self._places[gram] = slot
        return slot

    def _place(self, gram: int) -> PostingSlot:
        at = int(self._first.searchsorted(np.int64(gram), "right")) - 1
        first = int(self._first[at]) if at >= 0 else 0
        if first >> SHIFT != gram >> SHIFT:
            return _NOWHERE
        behind_first, frequencies, lengths = self._block(at)
        gap = np.uint32(gram - first)
        index = int(behind_first.searchsorted(gap))
        if index == len(behind_first) or behind_first[index] != gap:
            return _NOWHERE
        frequency = int.from_bytes(frequencies[:, index].tobytes(), "little")
        of_block = _numbers(lengths[:, : index + 1])
        end = int(self._begins[at]) + int(of_block.sum())
        begin = end - int(of_block[index])
        if not begin < end <= self._begins[at + 1] or not 0 < frequency <= self.doc_count:
            raise IndexDamaged("block that can't be")
        return PostingSlot(begin, end, frequency)

    def frequency(self, gram: int) -> int:
        """Return the number of documents that contain the gram, including removed ones."""
        return self.place(gram).frequency

    def frequencies(self, grams: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the number of documents that contain each gram, including removed ones. `grams` must be ascending."""
        counts = np.zeros(len(grams), np.int64)
        blocks = self._first.searchsorted(grams, "right") - 1
        bounds = np.flatnonzero(np.diff(blocks)) + 1
        for begin, end in pairwise([0, *bounds.tolist(), len(grams)]):
            at = int(blocks[begin]) if end > begin else -1
            if at < 0:
                continue
            behind_first, frequencies, _ = self._block(at)
            gaps = grams[begin:end] - self._first[at]
            indices = behind_first.searchsorted(gaps)
            indices[indices == len(behind_first)] = 0
            gram_places = np.flatnonzero(behind_first[indices] == gaps)
            counts[begin + gram_places] = _numbers(frequencies[:, indices[gram_places]])
        if (counts > self.doc_count).any():
            raise IndexDamaged("block that can't be")
        return counts

    def all_frequencies(self) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
        """Return the keys of all grams, ascending, and their document frequencies, including removed documents."""
        keys = [np.empty(0, np.int64)]
        counts = [np.empty(0, np.uint32)]
        for begin in range(0, len(self._first), _BLOCKS_AT_ONCE):
            blocks = np.arange(begin, min(begin + _BLOCKS_AT_ONCE, len(self._first)))
            bounds = self._blocks[begin : blocks[-1] + 2].astype(np.int64).tolist()
            data = self._container.piece(self._dictionary, bounds[0], bounds[-1])
            if bounds != sorted(bounds):
                raise IndexDamaged("blocks that overlap")
            pieces = [data[at - bounds[0] : behind - bounds[0]] for at, behind in pairwise(bounds)]
            of_blocks, column = self._tables(blocks, pieces)
            keys.append(of_blocks)
            counts.append(column(1))
        return np.concatenate(keys), np.concatenate(counts)

    def _tables(
        self, numbers_of_blocks: NDArray[np.intp], pieces: Sequence[bytes]
    ) -> tuple[NDArray[np.int64], Callable[[int], NDArray[np.uint32]]]:
        """Return the keys of the grams of blocks, given the blocks' numbers and stored bytes, and a function that
        returns one of the columns.
        """
        counts = self._counts[numbers_of_blocks].astype(np.int64)
        blocks = [self._unpacked(piece, count) for piece, count in zip(pieces, counts.tolist(), strict=True)]
        joined = np.frombuffer(b"".join(blocks), np.uint8)
        starts = np.cumsum([0, *map(len, blocks)])[:-1]
        widths = np.stack([joined[starts + nth] for nth in range(_COLUMNS)]).astype(np.int64)
        ends = counts.cumsum()
        of_gram = np.repeat(np.arange(len(counts)), counts)
        first_bytes = (starts + _COLUMNS - (ends - counts))[of_gram] + np.arange(len(of_gram))

        def column(number: int) -> NDArray[np.uint32]:
            wide = widths[number]
            columns_before = widths[:number].sum(axis=0)
            numbers = np.zeros(len(of_gram), np.uint32)
            for nth in range(int(wide.max())):
                has = np.flatnonzero((wide > nth)[of_gram])
                row = ((columns_before + nth) * counts)[of_gram[has]]
                numbers[has] |= joined[first_bytes[has] + row].astype(np.uint32) << np.uint32(8 * nth)
            return numbers

        gaps = column(0).astype(np.int64)
        behind = gaps.cumsum()
        at_first = ends - counts
        behind -= (behind[at_first] - gaps[at_first])[of_gram]
        return self._first[numbers_of_blocks][of_gram] + behind, column

    def postings(self, place: PostingSlot) -> Docs:
        """Return the documents in a gram's posting list, ascending, including removed ones."""
        return decode(self._list(place), place.frequency, self.doc_count)

    def is_dense(self, place: PostingSlot) -> bool:
        return is_bitmap(place.frequency, self.doc_count)

    def bitmap(self, place: PostingSlot) -> Bytes:
        """Return the bitmap of a gram for which `is_dense`: a bit per document, lowest bit first."""
        return bitmap(self._list(place), self.doc_count)

    def grams(self) -> Iterator[int]:
        yield from self.all_frequencies()[0].tolist()

    def _list(self, place: PostingSlot) -> bytes:
        return self._container.piece(self._postings, place.begin, place.end)

    def _block(self, at: int) -> tuple[NDArray[np.uint32], Bytes, Bytes]:
        """Return the differences of a block's keys to its first key, and the columns of frequencies and lengths.

        A column has a row for each byte of its numbers, lowest byte first.
        """
        block = self._read.get(at)
        if block is None:
            count = int(self._counts[at])
            piece = self._container.piece(self._dictionary, int(self._blocks[at]), int(self._blocks[at + 1]))
            data = self._unpacked(piece, count)
            gaps = data[0]
            lengths = data[_COLUMNS - 1]
            rows = np.frombuffer(data, np.uint8, offset=_COLUMNS).reshape(-1, count)
            block = _numbers(rows[:gaps]).cumsum(dtype=np.uint32), rows[gaps:-lengths], rows[-lengths:]
            if len(self._read) >= _BLOCKS_REMEMBERED:
                self._read.clear()
            self._read[at] = block
        return block

    def _unpacked(self, data: bytes, count: int) -> bytes:
        """Return the content of a block of so many grams."""
        if not 0 < count <= BLOCK:
            raise IndexDamaged("block of another length")
        if count >= PACKED_BLOCK:
            data = unpacked(data, _COLUMNS * (1 + _WIDEST * count))
        widths = data[:_COLUMNS]
        if len(data) != _COLUMNS + sum(widths) * count or not 0 < min(widths) <= max(widths) <= _WIDEST:
            raise IndexDamaged("block of another length")
        return data


def _numbers(column: Bytes) -> NDArray[np.uint32]:
    numbers: NDArray[np.uint32]
    if len(column) == 1:
        numbers = column[0].astype(np.uint32)
    else:
        of_each = np.zeros((column.shape[1], _WIDEST), np.uint8)
        of_each[:, : len(column)] = column.T
        numbers = of_each.view("<u4")[:, 0]
    return numbers


def write_field(
    out: ContainerWriter, name: str, doc_count: int, groups: Iterable[tuple[Keys, Counts, Docs]]
) -> None:
    """Write the dictionary and the posting lists of a field.

    Each of `groups` has keys, their document frequencies, and their posting lists concatenated. Keys are ascending
    within and across groups.
    """
    packer = zstandard.ZstdCompressor(level=3)
    blocks: list[bytes] = []
    firsts, counts, lengths_of_blocks, sizes = ([np.empty(0, np.int64)] for _ in range(4))

    def note(columns: Sequence[Counts], bounds: Counts) -> None:
        """Note the blocks of which number n ends at row `bounds[n + 1]`."""
        if len(bounds) > 1:
            begins = bounds[:-1]
            keys, frequencies, lengths = (column[: bounds[-1]] for column in columns)
            gaps = np.diff(keys, prepend=0)
            gaps[begins] = 0
            encoded, lengths_encoded = _blocks(bounds, (gaps, frequencies, lengths), packer)
            blocks.append(encoded)
            lengths_of_blocks.append(lengths_encoded)
            firsts.append(keys[begins])
            counts.append(np.diff(bounds))
            sizes.append(np.add.reduceat(lengths, begins))

    def lists() -> Iterator[bytes]:
        columns = [np.empty(0, np.int64)] * _COLUMNS
        for keys, frequencies, docs in groups:
            if len(columns[0]):
                bounds = _begins_of_blocks(columns[0])
                note(columns, bounds)
                columns = [column[bounds[-1] :] for column in columns]  # this group may continue their block
            encoded, lengths = encode(docs, frequencies, doc_count, packer)
            of_group = keys.astype(np.int64), frequencies, lengths
            columns = [np.concatenate(pieces) for pieces in zip(columns, of_group, strict=True)]
            yield encoded
        note(columns, np.append(_begins_of_blocks(columns[0]), len(columns[0])))

    out.stream(name + ".postings", lists())
    out.stream(name + ".dictionary", blocks)
    out.array(name + ".first", np.concatenate(firsts))
    out.array(name + ".counts", np.concatenate(counts))
    out.array(name + ".blocks", np.append(0, np.cumsum(np.concatenate(lengths_of_blocks))))
    out.array(name + ".begins", np.append(0, np.cumsum(np.concatenate(sizes))))


def _begins_of_blocks(keys: Counts) -> Counts:
    """Return the rows at which blocks begin; the first row does, and there is at least one."""
    of_head = np.flatnonzero(np.diff(keys >> SHIFT, prepend=0))  # no gram begins with code point 0
    rank = np.arange(len(keys)) - np.repeat(of_head, np.diff(np.append(of_head, len(keys))))
    return np.flatnonzero(rank % BLOCK == 0)


def _blocks(
    bounds: Counts, columns: Sequence[Counts], packer: zstandard.ZstdCompressor
) -> tuple[bytes, Counts]:
    """Return the encoded blocks of the dictionary, concatenated, and their lengths.

    Block n ends at row `bounds[n + 1]`. `GramField._block` decodes a block.
    """
    counts = np.diff(bounds)
    widths = np.stack([byte_widths(np.maximum.reduceat(column, bounds[:-1])) for column in columns])
    ends = np.cumsum(_COLUMNS + counts * widths.sum(axis=0))
    begins = np.append(0, ends[:-1])
    data = np.empty(int(ends[-1]), np.uint8)
    of_gram = np.repeat(np.arange(len(counts)), counts)
    row = (begins + _COLUMNS - bounds[:-1])[of_gram] + np.arange(len(of_gram))
    length = counts[of_gram]
    for nth, (column, width) in enumerate(zip(columns, widths, strict=True)):
        data[begins + nth] = width
        data[row] = column  # the lowest byte
        for byte in range(1, int(width.max())):
            has = np.flatnonzero((width > byte)[of_gram])
            data[row[has] + byte * length[has]] = column[has] >> 8 * byte
        row += width[of_gram] * length
    sizes = ends - begins
    every = data.tobytes()
    done = 0
    pieces: list[bytes] = []
    for nth in np.flatnonzero(counts >= PACKED_BLOCK).tolist():
        begin = begins[nth]
        end = ends[nth]
        pieces += every[done:begin], packer.compress(every[begin:end])
        sizes[nth] = len(pieces[-1])
        done = end
    return b"".join([*pieces, every[done:]]), sizes
