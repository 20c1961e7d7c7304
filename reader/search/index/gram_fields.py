"""The storage of a field's grams: a dictionary of the grams, and their posting lists.

A gram is one or two neighbouring characters; its key is `first code point << 21 | second` (0 for a single character),
so that keys sort as the grams' UTF-8 does. Up to 256 successive grams that begin with the same character form a block
of the dictionary. A block has three columns: the gaps between the keys, the document frequencies, and the lengths of
the posting lists. A column is stored as rows of bytes, the lowest bytes of all numbers first, so that the higher bytes,
which are mostly 0, compress well. All but the smallest blocks are compressed with zstd. Only a table of the blocks is
in memory (some 300 kB for 100,000 articles); looking up a gram reads one block. The posting lists of a block are
contiguous.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import zstandard
from numpy.typing import NDArray

from reader.search.documents import IndexDamaged
from reader.search.index.containers import Container, ContainerWriter, unpacked
from reader.search.index.postings import Bytes, Counts, Docs, bitmap, byte_widths, decode, encode, is_bitmap

Keys = NDArray[np.uint64]

# the bits of a code point
SHIFT = 21
_SECOND = (1 << SHIFT) - 1
# The number of grams in the largest block, and in the smallest block that is compressed.
BLOCK, PACKED_BLOCK = 256, 48
# more than any segment has: a damaged file must not fill the memory
_MOST_BLOCKS = 1 << 22
_REMEMBERED, _BLOCKS_REMEMBERED = 64, 32
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
        found = self._places.get(gram)
        if found is None:
            if len(self._places) >= _REMEMBERED:
                self._places.clear()
            found = self._places[gram] = self._place(gram)
        return found

    def _place(self, gram: int) -> PostingSlot:
        at = int(self._first.searchsorted(np.int64(gram), "right")) - 1
        first = int(self._first[at]) if at >= 0 else 0
        if first >> SHIFT != gram >> SHIFT:
            return _NOWHERE
        behind_first, frequencies, lengths = self._block(at)
        wanted = np.uint32(gram - first)
        found = int(behind_first.searchsorted(wanted))
        if found == len(behind_first) or behind_first[found] != wanted:
            return _NOWHERE
        frequency = int.from_bytes(frequencies[:, found].tobytes(), "little")
        of_block = _numbers(lengths[:, : found + 1])
        end = int(self._begins[at]) + int(of_block.sum())
        begin = end - int(of_block[found])
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
            wanted = grams[begin:end] - self._first[at]
            found = behind_first.searchsorted(wanted)
            found[found == len(behind_first)] = 0
            there = np.flatnonzero(behind_first[found] == wanted)
            counts[begin + there] = _numbers(frequencies[:, found[there]])
        if (counts > self.doc_count).any():
            raise IndexDamaged("block that can't be")
        return counts

    def all_frequencies(self) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
        """Return the keys of all grams, ascending, and their document frequencies, including removed documents."""
        keys, counts = [np.empty(0, np.int64)], [np.empty(0, np.uint32)]
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
            wide, columns_before = widths[number], widths[:number].sum(axis=0)
            found = np.zeros(len(of_gram), np.uint32)
            for nth in range(int(wide.max())):
                has = np.flatnonzero((wide > nth)[of_gram])
                row = ((columns_before + nth) * counts)[of_gram[has]]
                found[has] |= joined[first_bytes[has] + row].astype(np.uint32) << np.uint32(8 * nth)
            return found

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
        found = self._read.get(at)
        if found is None:
            count = int(self._counts[at])
            piece = self._container.piece(self._dictionary, int(self._blocks[at]), int(self._blocks[at + 1]))
            data = self._unpacked(piece, count)
            gaps, lengths = data[0], data[_COLUMNS - 1]
            rows = np.frombuffer(data, np.uint8, offset=_COLUMNS).reshape(-1, count)
            found = _numbers(rows[:gaps]).cumsum(dtype=np.uint32), rows[gaps:-lengths], rows[-lengths:]
            if len(self._read) >= _BLOCKS_REMEMBERED:
                self._read.clear()
            self._read[at] = found
        return found

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
        columns = [np.empty(0, np.int64)] * _COLUMNS  # of the block that the next group may continue
        for keys, frequencies, docs in groups:
            encoded, lengths = encode(docs, frequencies, doc_count, packer)
            of_group = keys.astype(np.int64), frequencies, lengths
            columns = [np.concatenate(pieces) for pieces in zip(columns, of_group, strict=True)]
            bounds = _begins_of_blocks(columns[0])
            note(columns, bounds)
            columns = [column[bounds[-1] :] for column in columns]
            yield encoded
        note(columns, np.array(sorted({0, len(columns[0])})))

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
        for byte in range(int(width.max())):
            has = np.flatnonzero((width > byte)[of_gram])
            data[row[has] + byte * length[has]] = column[has] >> 8 * byte
        row += width[of_gram] * length
    sizes, every, done = ends - begins, data.tobytes(), 0
    pieces: list[bytes] = []
    for nth in np.flatnonzero(counts >= PACKED_BLOCK).tolist():
        begin, end = begins[nth], ends[nth]
        pieces += every[done:begin], packer.compress(every[begin:end])
        sizes[nth], done = len(pieces[-1]), end
    return b"".join([*pieces, every[done:]]), sizes
