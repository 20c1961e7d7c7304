"""Files of named sections, whose checksums are verified whenever they are read.

A container consists of: magic number, concatenated sections, the CRC-32 of every 4096-byte page up to here, a directory
(JSON), and a tail: the directory's length, the CRC-32 of page CRCs and directory, magic number. All numbers are
little-endian. The CRC in the tail identifies the whole file, since it covers the CRC of every page.

A section is either a stream of bytes, which is read in pieces, or an array of numbers, which is read as a whole. An
array is stored as the zigzag-encoded differences of its numbers (the sign in the lowest bit), in 1, 2, 4 or 8 bytes
each, compressed with zstd.

Containers are read rather than memory-mapped: if another process truncates a mapped file, this process crashes.
Besides, a mapped file can't be deleted on Windows, and counts as memory of the process.
"""

import json
import struct
import threading
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import zstandard
from msgspec import Struct
from msgspec.structs import astuple, replace
from numpy.typing import NDArray

from reader import held_files
from reader.search.documents import IndexDamaged, IndexHeld
from reader.storage.disk_errors import explain
from reader.storage.regular_file import Pieces, PositionedFile

# each page has a CRC of its own, so that reading a few postings need not check the whole file
PAGE = 4096

_COPIED_AT_ONCE = 256 * PAGE
_MAGIC = b"GRAMSEG4"
_TAIL = struct.Struct("<QI8s")
_BYTES = "bytes"
_WIDTHS = {width: int(np.iinfo(width).max) for width in ("|u1", "<u2", "<u4", "<u8")}
"""The types of numbers, narrow ones first, with the largest number of each."""

Numbers = NDArray[np.unsignedinteger]


def _narrowest(numbers: NDArray[np.integer]) -> str:
    largest = int(numbers.max(initial=0))
    return next(width for width, most in _WIDTHS.items() if largest <= most)


class ContainerWriter:
    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._packer = zstandard.ZstdCompressor(level=3)
        self._sections: dict[str, _Section] = {}
        self._at = 0
        self._page = bytearray()
        self._page_crcs: list[int] = []
        self._write(_MAGIC)

    def stream(self, name: str, pieces: Iterable[bytes]) -> None:
        begin = self._at
        for piece in pieces:
            self._write(piece)
        self._sections[name] = _Section(_BYTES, begin, self._at - begin, self._at - begin)

    def array(self, name: str, values: NDArray[np.integer]) -> None:
        """Write a section of numbers, each ≥ 0 and < 2**62."""
        rises: NDArray[np.int64] = values.astype(np.int64)
        rises[1:] -= values[:-1].astype(np.int64)
        numbers = ((rises << 1) ^ (rises >> 63)).view(np.uint64)
        width = _narrowest(numbers)
        begin = self._at
        self._write(self._packer.compress(numbers.astype(width).tobytes()))
        self._sections[name] = _Section(width, begin, self._at - begin, len(values))

    def copy(self, name: str, other: "Container") -> None:
        """Write a section as another container has it. Raises IndexDamaged if that is damaged."""
        section, pieces = other.section_as_stored(name)
        begin = self._at
        for piece in pieces:
            self._write(piece)
        self._sections[name] = replace(section, begin=begin)

    def finish(self, meta: Mapping[str, Any]) -> int:
        """Write the directory, with `meta` (JSON) in it, and the tail. Return the CRC that identifies the file."""
        if self._page:
            self._page_crcs.append(zlib.crc32(self._page))
        crcs = np.array(self._page_crcs, "<u4").tobytes()
        sections = {name: astuple(section) for name, section in self._sections.items()}
        directory = json.dumps({"end": self._at, "sections": sections, "meta": meta}).encode()
        crc = zlib.crc32(crcs + directory)
        self._file.write(crcs + directory + _TAIL.pack(len(directory), crc, _MAGIC))
        return crc

    def _write(self, data: bytes) -> None:
        self._file.write(data)
        self._at += len(data)
        self._page += data
        full_size = len(self._page) // PAGE * PAGE
        if full_size:
            with memoryview(self._page) as pages:
                self._page_crcs += [zlib.crc32(pages[at : at + PAGE]) for at in range(0, full_size, PAGE)]
            del self._page[:full_size]


class Container:
    """An open container; any thread may read from it.

    Opening raises OSError if there is no such file. Opening and reading raise IndexDamaged if the file is not the one
    that `size` and `crc` describe.
    """

    def __init__(self, file: Path | Pieces, size: int, crc: int) -> None:
        self._file: Pieces = PositionedFile(file) if isinstance(file, Path) else file
        self._name = self._file.name
        if self._file.size != size or size < _TAIL.size:
            raise IndexDamaged(f"{self._name} is not {size} bytes long")
        length, found_crc, magic = _TAIL.unpack(self._read(size - _TAIL.size, size))
        if magic != _MAGIC or found_crc != crc or length > size - _TAIL.size:
            raise IndexDamaged(f"{self._name} is another file")
        directory = self._read(size - _TAIL.size - length, size - _TAIL.size)
        try:
            content = json.loads(directory)
            self.meta: Mapping[str, Any] = dict(content["meta"])
            self._sections = {str(name): _Section(*section) for name, section in content["sections"].items()}
            self._valid: dict[str, _Section] = {}
            self._end = int(content["end"])
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise IndexDamaged(f"{self._name} has no directory") from error
        pages = -(-self._end // PAGE)
        if not 0 <= self._end <= size or self._end + 4 * pages + length + _TAIL.size != size:
            raise IndexDamaged(f"{self._name} has a directory of another file")
        crcs = self._read(self._end, self._end + 4 * pages)
        if zlib.crc32(directory, zlib.crc32(crcs)) != crc:
            raise IndexDamaged(f"{self._name} has a damaged directory")
        self._page_crcs = np.frombuffer(crcs, "<u4")

    def close(self) -> None:
        self._file.close()

    def has(self, name: str) -> bool:
        return name in self._sections

    def names(self) -> tuple[str, ...]:
        """Return the names of the sections, in the order in which they were written."""
        return tuple(self._sections)

    def section_as_stored(self, name: str) -> tuple["_Section", Iterator[bytes]]:
        """Return the entry of a section, and its bytes in pieces."""
        section = self._section(name)
        end = section.begin + section.length
        begins = range(section.begin, end, _COPIED_AT_ONCE)
        return section, (self._checked(begin, min(begin + _COPIED_AT_ONCE, end)) for begin in begins)

    def count(self, name: str) -> int:
        """Return the number of values in a section: numbers of an array, or bytes of a stream."""
        return self._section(name).count

    def array(self, name: str, at_most: int) -> Numbers:
        """Return an array in the narrowest unsigned dtype. Raises IndexDamaged if it is longer than `at_most`."""
        section = self._section(name)
        if section.width == _BYTES or section.count > at_most:
            raise IndexDamaged(f"{self._name} has other numbers in {name}")
        size = section.count * np.dtype(section.width).itemsize
        data = unpacked(self._checked(section.begin, section.begin + section.length), size)
        if len(data) != size:
            raise IndexDamaged(f"{self._name} has another number of {name}")
        values = np.frombuffer(data, section.width).astype(np.int64)
        falls = (values & 1).astype(bool)
        values >>= 1
        np.invert(values, out=values, where=falls)
        values.cumsum(out=values)
        if len(values) and values.min() < 0:
            raise IndexDamaged(f"{self._name} has other numbers in {name}")
        return values.astype(_narrowest(values))

    def piece(self, name: str, begin: int, end: int) -> bytes:
        """Return the bytes [begin, end) of a stream."""
        section = self._section(name)
        if section.width != _BYTES or not 0 <= begin <= end <= section.length:
            raise IndexDamaged(f"{self._name} has no such piece of {name}")
        return self._checked(section.begin + begin, section.begin + end)

    def check(self) -> None:
        """Read every page and verify its checksum. Raises IndexDamaged."""
        for begin in range(0, self._end, 256 * PAGE):
            self._checked(begin, min(begin + 256 * PAGE, self._end))

    def _section(self, name: str) -> "_Section":
        if name not in self._valid:
            section = self._sections.get(name)
            if section is None or not section.can_be(self._end):
                raise IndexDamaged(f"{self._name} has no section {name}")
            self._valid[name] = section
        return self._valid[name]

    def _checked(self, begin: int, end: int) -> bytes:
        first = begin // PAGE
        data = self._read(first * PAGE, min(-(-end // PAGE) * PAGE, self._end))
        with memoryview(data) as pages:
            for at in range(0, len(data), PAGE):
                if zlib.crc32(pages[at : at + PAGE]) != self._page_crcs[first + at // PAGE]:
                    raise IndexDamaged(f"{self._name} is damaged")
        return data[begin - first * PAGE : end - first * PAGE]

    def _read(self, begin: int, end: int) -> bytes:
        try:
            data = self._file.read(end - begin, begin)
        except OSError as error:
            if held_files.is_held(error):
                raise IndexHeld(explain(error, Path(self._name))) from error
            raise IndexDamaged(f"{self._name} can't be read") from error
        if len(data) != end - begin:
            raise IndexDamaged(f"{self._name} ends too soon")
        return data


class _Section(Struct, frozen=True):
    """An entry of the directory: dtype of the numbers ("bytes" for a stream), offset, length in bytes, and values."""

    width: str
    begin: int
    length: int
    count: int

    def can_be(self, end: int) -> bool:
        """Return whether the entry is valid in a file whose sections end at offset `end`."""
        numbers = (self.begin, self.length, self.count)
        return (
            self.width in (_BYTES, *_WIDTHS)
            and all(type(number) is int and number >= 0 for number in numbers)
            and self.begin + self.length <= end
        )


def unpacked(packed: bytes, at_most: int) -> bytes:
    """Return the content of a zstd frame. Raises IndexDamaged if it is invalid or has more than `at_most` bytes."""
    try:
        if not 0 <= zstandard.get_frame_parameters(packed).content_size <= at_most:
            raise IndexDamaged("packed bytes of another length")
        return _of_thread.unpacker.decompress(packed)
    except zstandard.ZstdError as error:
        raise IndexDamaged("packed bytes can't be unpacked") from error


class _OfThread(threading.local):
    """The decompressor of a thread; it is reused, since making one takes longer than decompressing."""

    def __init__(self) -> None:
        self.unpacker = zstandard.ZstdDecompressor()


_of_thread = _OfThread()
