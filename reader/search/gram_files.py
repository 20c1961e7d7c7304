"""The files of a segment of the index: arrays in a mapped file, and posting lists of grams.

A gram is one or two neighbouring characters; its key is `first code point << 21 | second` (0 for a single
character), so that keys sort as the grams' UTF-8 does. A posting list, told by its document frequency alone, is
a bitmap from an eighth of the segment's documents on, else the gaps between document numbers in variable-length
bytes (seven bits each, lowest first, the top bit set on all but the last), packed with zstd from 512 documents on.

A container is: magic, sections (each on a multiple of 8 bytes), directory (JSON), its length and CRC, magic. All is
little-endian. Whatever is read is checked before it is used: what does not fit raises `IndexDamaged`.
"""

import json
import mmap
import os
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import numpy as np
import zstandard
from numpy.typing import NDArray

from reader.search.terms import NO_GRAM

Bytes = NDArray[np.uint8]
Docs = NDArray[np.int32]
"""Ascending document numbers within a segment."""
Keys = NDArray[np.uint64]
Counts = NDArray[np.int64]

SHIFT = 21
_SECOND = (1 << SHIFT) - 1
DENSE = 8
"""A gram in one of so many documents is a bitmap."""
PACKED = 512
"""A list of so many documents is packed."""

_MAGIC = b"GRAMSEG2"
_TAIL = struct.Struct("<QI8s")
_DTYPES = ("|u1", "<u2", "<u4", "<u8")

IS_GRAM_CHARACTER = np.ones(0x110000, bool)
IS_GRAM_CHARACTER[[ord(character) for character in NO_GRAM]] = False


class IndexDamaged(Exception):
    """A file of the index is not what was written; the index is to be deleted and built again."""


def key_of(gram: str) -> int:
    """The key of one or two characters."""
    return ord(gram[0]) << SHIFT | (ord(gram[1]) if len(gram) == 2 else 0)


def gram_of(key: int) -> str:
    return chr(key >> SHIFT) + (chr(key & _SECOND) if key & _SECOND else "")


# ---- posting lists


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
    varints, length = _varints(gap)
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


def _varints(numbers: Docs) -> tuple[Bytes, Bytes]:
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


def decode(encoded: Bytes, frequency: int, doc_count: int) -> Docs:
    """The posting list of `frequency` documents. Raises IndexDamaged where the bytes are not one."""
    if frequency * DENSE >= doc_count:
        if len(encoded) != (doc_count + 7) // 8:
            raise IndexDamaged("bitmap of another length")
        docs = np.flatnonzero(np.unpackbits(encoded, count=doc_count, bitorder="little").view(bool))
    else:
        docs = np.cumsum(_numbers(_unpacked(encoded, frequency)), dtype=np.int64)
    if len(docs) != frequency or (frequency and docs[-1] >= doc_count):
        raise IndexDamaged("posting list of another length")
    return docs.astype(np.int32)


def _unpacked(encoded: Bytes, frequency: int) -> Bytes:
    if frequency < PACKED:
        return encoded
    packed = encoded.tobytes()
    try:
        if not 0 < zstandard.get_frame_parameters(packed).content_size <= 4 * frequency:
            raise IndexDamaged("posting list of another length")
        unpacked = zstandard.ZstdDecompressor().decompress(packed)
    except zstandard.ZstdError as error:
        raise IndexDamaged("posting list can't be unpacked") from error
    return np.frombuffer(unpacked, np.uint8)


def _numbers(varints: Bytes) -> NDArray[np.int64]:
    if not len(varints) or varints.max() < 128:
        return varints.astype(np.int64)
    last = np.flatnonzero(varints < 128)
    before = np.diff(last, prepend=-1) - 1
    longest = int(before.max()) if len(before) else 4
    if longest > 3:
        raise IndexDamaged("number too long")
    numbers: NDArray[np.int64] = varints[last].astype(np.int64) << (7 * before)
    for back in range(1, longest + 1):
        longer = np.flatnonzero(before >= back)
        numbers[longer] |= (varints[last[longer] - back] & 127).astype(np.int64) << (
            7 * (before[longer] - back)
        )
    return numbers


# ---- containers


class ContainerWriter:
    """Writes a container, section by section."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._sections: dict[str, tuple[str, int, int]] = {}
        self._at = len(_MAGIC)
        self._crc = 0
        self._write(_MAGIC)

    def _write(self, data: bytes) -> None:
        self._file.write(data)
        self._crc = zlib.crc32(data, self._crc)

    def stream(self, name: str, dtype: str, pieces: Iterable[bytes]) -> None:
        size = 0
        for piece in pieces:
            self._write(piece)
            size += len(piece)
        self._sections[name] = (dtype, self._at, size)
        padding = -(self._at + size) % 8
        self._write(b"\0" * padding)
        self._at += size + padding

    def array(self, name: str, values: NDArray[Any]) -> None:
        """Unsigned integers, in the narrowest of 2, 4 or 8 bytes."""
        top = int(values.max()) if len(values) else 0
        dtype = "<u2" if top < 1 << 16 else "<u4" if top < 1 << 32 else "<u8"
        self.stream(name, dtype, [np.ascontiguousarray(values, dtype).tobytes()])

    def finish(self, **meta: Any) -> int:
        """Writes the directory, with `meta` (JSON) in it, and gives the CRC of all that was written."""
        directory = json.dumps({"sections": self._sections, "meta": meta}).encode()
        self._write(directory + _TAIL.pack(len(directory), zlib.crc32(directory), _MAGIC))
        return self._crc


class Container:
    """A mapped container of `size` bytes. Raises OSError where there is no file, IndexDamaged where it is another."""

    def __init__(self, path: Path, size: int) -> None:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size != size or size < _TAIL.size + len(_MAGIC):
                raise IndexDamaged(f"{path.name} is not {size} bytes long")
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        length, crc, magic = _TAIL.unpack(self._data[-_TAIL.size :])
        self._end = size - _TAIL.size - length
        if magic != _MAGIC or self._end < len(_MAGIC):
            raise IndexDamaged(f"{path.name} is no segment")
        directory = self._data[self._end : -_TAIL.size]
        if zlib.crc32(directory) != crc:
            raise IndexDamaged(f"{path.name} has a damaged directory")
        try:
            read = json.loads(directory)
            self.meta: Mapping[str, Any] = read["meta"]
            self._sections = {
                str(name): (str(d), int(b), int(n)) for name, (d, b, n) in read["sections"].items()
            }
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise IndexDamaged(f"{path.name} has no directory") from error

    def array(self, name: str) -> NDArray[Any]:
        """A section, not copied."""
        dtype, begin, size = self._sections.get(name, ("", 0, 0))
        if dtype not in _DTYPES or size < 0 or begin < len(_MAGIC) or begin % 8 or begin + size > self._end:
            raise IndexDamaged(f"no section {name}")
        width = np.dtype(dtype).itemsize
        if size % width:
            raise IndexDamaged(f"section {name} has part of a number")
        return np.frombuffer(self._data, dtype, size // width, begin)


class _Place(NamedTuple):
    begin: int
    end: int
    frequency: int


class GramField:
    """The grams of one field of a segment, with their posting lists; `gram`s are given by their keys."""

    def __init__(self, container: Container, name: str, doc_count: int) -> None:
        self.doc_count = doc_count
        self._head = container.array(name + ".head")
        self._start = container.array(name + ".start")
        self._second = container.array(name + ".second")
        self._frequency = container.array(name + ".frequency")
        self._offset = container.array(name + ".offset")
        self._postings = container.array(name + ".postings")
        grams = len(self._second)
        if (len(self._start), len(self._frequency), len(self._offset)) != (
            len(self._head) + 1,
            grams,
            grams + 1,
        ):
            raise IndexDamaged(f"field {name} has sections of unequal lengths")

    def frequency(self, gram: int) -> int:
        """In how many documents the gram stands, removed ones included."""
        place = self._find(gram)
        return place.frequency if place else 0

    def postings(self, gram: int) -> Docs:
        """The documents the gram stands in, removed ones included."""
        place = self._find(gram)
        if place is None:
            return np.empty(0, np.int32)
        return decode(self._postings[place.begin : place.end], place.frequency, self.doc_count)

    def keep(self, gram: int, docs: Docs) -> Docs:
        """Those of `docs` the gram stands in. A bitmap is looked into, not decoded."""
        place = self._find(gram)
        if place is None or not len(docs):
            return docs[:0]
        if place.frequency * DENSE >= self.doc_count:
            bitmap = self._postings[place.begin : place.end]
            if len(bitmap) != (self.doc_count + 7) // 8:
                raise IndexDamaged("bitmap of another length")
            has_gram = (bitmap[docs >> 3] >> (docs & 7) & 1).astype(bool)
        else:
            postings = self.postings(gram)
            has_gram = postings[np.minimum(postings.searchsorted(docs), len(postings) - 1)] == docs
        kept: Docs = docs[has_gram]
        return kept

    def grams(self) -> Iterator[int]:
        """All grams, ascending."""
        bounds = self._start.tolist()
        for head, begin, end in zip(self._head.tolist(), bounds, bounds[1:], strict=False):
            yield from (head << SHIFT | second for second in self._second[begin:end].tolist())

    def _find(self, gram: int) -> _Place | None:
        at = _index_of(gram >> SHIFT, self._head)
        if at is None:
            return None
        begin, end = int(self._start[at]), int(self._start[at + 1])
        if not begin <= end <= len(self._second):
            raise IndexDamaged("grams out of range")
        at = _index_of(gram & _SECOND, self._second[begin:end])
        if at is None:
            return None
        at += begin
        place = _Place(int(self._offset[at]), int(self._offset[at + 1]), int(self._frequency[at]))
        if not place.begin <= place.end <= len(self._postings) or not 0 < place.frequency <= self.doc_count:
            raise IndexDamaged("posting list out of range")
        return place


def _index_of(value: int, ascending: NDArray[Any]) -> int | None:
    if value > np.iinfo(ascending.dtype).max:
        return None
    at = int(
        ascending.searchsorted(ascending.dtype.type(value))
    )  # of the same type, or all would be converted
    return at if at < len(ascending) and ascending[at] == value else None


def write_field(
    out: ContainerWriter, name: str, doc_count: int, groups: Iterable[tuple[Keys, Counts, Docs]]
) -> None:
    """`groups` are keys, document frequencies and the posting lists one behind the other, in order of keys."""
    packer = zstandard.ZstdCompressor(level=3)
    all_keys: list[Keys] = [np.empty(0, np.uint64)]
    all_frequencies: list[Counts] = [np.empty(0, np.int64)]
    all_sizes: list[Counts] = [np.zeros(1, np.int64)]

    def pieces() -> Iterator[bytes]:
        for keys, frequencies, docs in groups:
            encoded, sizes = encode(docs, frequencies, doc_count, packer)
            all_keys.append(keys)
            all_frequencies.append(frequencies)
            all_sizes.append(sizes)
            yield from encoded

    out.stream(name + ".postings", "|u1", pieces())
    keys = np.concatenate(all_keys)
    head = keys >> np.uint64(SHIFT)
    first = np.flatnonzero(np.diff(head, prepend=np.uint64(0)))  # no gram begins with code point 0
    out.array(name + ".head", head[first])
    out.array(name + ".start", np.append(first, len(keys)))
    out.array(name + ".second", keys & np.uint64(_SECOND))
    out.array(name + ".frequency", np.concatenate(all_frequencies))
    out.array(name + ".offset", np.cumsum(np.concatenate(all_sizes)))


def fingerprint(path: Path) -> tuple[int, int]:
    """Size and CRC of a file. Raises OSError."""
    crc = 0
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            crc = zlib.crc32(piece, crc)
        return file.tell(), crc
