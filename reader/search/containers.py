"""Files of named sections, of which every page is checked whenever it is read.

A container is: magic, sections one behind the other, the CRC of every page (4096 bytes each) of all that, a directory
(JSON), and a tail: the directory's length, the CRC of page CRCs and directory, magic. All is little-endian. That last
CRC stands for the whole file: whoever knows it knows every byte.

Containers are read, not mapped: a mapped file that is cut beneath a process kills it, stays undeletable on Windows,
and counts as that process's memory.
"""

import json
import os
import struct
import threading
import weakref
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

PAGE = 4096

_MAGIC = b"GRAMSEG3"
_TAIL = struct.Struct("<QI8s")
_DTYPES = ("|u1", "<u2", "<u4", "<u8")


class IndexDamaged(Exception):
    """Something of the index is not what was written: it is to be built again."""


class ContainerWriter:
    """Writes a container, section by section."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._sections: dict[str, tuple[str, int, int]] = {}
        self._at = 0
        self._page = bytearray()
        self._page_crcs: list[int] = []
        self._write(_MAGIC)

    def stream(self, name: str, pieces: Iterable[bytes]) -> None:
        """A section of bytes."""
        begin = self._at
        for piece in pieces:
            self._write(piece)
        self._sections[name] = ("|u1", begin, self._at - begin)

    def array(self, name: str, values: NDArray[Any]) -> None:
        """A section of unsigned integers, in the narrowest of 1, 2, 4 or 8 bytes."""
        dtype = next(each for each in _DTYPES if not len(values) or values.max() <= np.iinfo(each).max)
        begin = self._at
        self._write(np.ascontiguousarray(values, dtype).tobytes())
        self._sections[name] = (dtype, begin, self._at - begin)

    def finish(self, meta: Mapping[str, Any]) -> int:
        """Writes the directory, with `meta` (JSON) in it; the CRC that stands for the whole file."""
        if self._page:
            self._page_crcs.append(zlib.crc32(self._page))
        crcs = np.array(self._page_crcs, "<u4").tobytes()
        directory = json.dumps({"end": self._at, "sections": self._sections, "meta": meta}).encode()
        crc = zlib.crc32(crcs + directory)
        self._file.write(crcs + directory + _TAIL.pack(len(directory), crc, _MAGIC))
        return crc

    def _write(self, data: bytes) -> None:
        self._file.write(data)
        self._at += len(data)
        self._page += data
        whole = len(self._page) // PAGE * PAGE
        if whole:
            with memoryview(self._page) as pages:
                self._page_crcs += [zlib.crc32(pages[at : at + PAGE]) for at in range(0, whole, PAGE)]
            del self._page[:whole]


class Container:
    """An open container, from which any thread may read.

    Opening raises OSError where there is no such file. Opening and reading raise IndexDamaged where it is not the one
    that `size` and `crc` stand for.
    """

    def __init__(self, path: Path, size: int, crc: int) -> None:
        self._name = path.name
        self._file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        self._close = weakref.finalize(self, os.close, self._file)
        self._seeking = threading.Lock()
        if os.fstat(self._file).st_size != size or size < _TAIL.size:
            raise IndexDamaged(f"{self._name} is not {size} bytes long")
        length, found_crc, magic = _TAIL.unpack(self._read(size - _TAIL.size, size))
        if magic != _MAGIC or found_crc != crc or length > size - _TAIL.size:
            raise IndexDamaged(f"{self._name} is another file")
        directory = self._read(size - _TAIL.size - length, size - _TAIL.size)
        try:
            told = json.loads(directory)
            self.meta: Mapping[str, Any] = dict(told["meta"])
            self._sections = {
                str(name): (str(dtype), int(begin), int(length))
                for name, (dtype, begin, length) in told["sections"].items()
            }
            self._end = int(told["end"])
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
        self._close()

    def size(self, name: str) -> int:
        """How many numbers a section holds."""
        dtype, _, length = self._section(name)
        return length // np.dtype(dtype).itemsize

    def array(self, name: str) -> NDArray[Any]:
        """All numbers of a section, read into memory."""
        dtype, begin, length = self._section(name)
        return np.frombuffer(self._checked(begin, begin + length), dtype)

    def piece(self, name: str, begin: int, end: int) -> bytes:
        """A piece of a section of bytes."""
        _, at, length = self._section(name)
        if not 0 <= begin <= end <= length:
            raise IndexDamaged(f"{self._name} has no such piece of {name}")
        return self._checked(at + begin, at + end)

    def check(self) -> None:
        """Reads every page. Raises IndexDamaged."""
        for begin in range(0, self._end, 256 * PAGE):
            self._checked(begin, min(begin + 256 * PAGE, self._end))

    def _section(self, name: str) -> tuple[str, int, int]:
        dtype, begin, length = self._sections.get(name, ("", 0, 0))
        if dtype not in _DTYPES or begin < 0 or length < 0 or begin + length > self._end:
            raise IndexDamaged(f"{self._name} has no section {name}")
        if length % np.dtype(dtype).itemsize:
            raise IndexDamaged(f"{self._name} has part of a number in {name}")
        return dtype, begin, length

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
            data = self._pread(end - begin, begin)
        except OSError as error:
            raise IndexDamaged(f"{self._name} can't be read") from error
        if len(data) != end - begin:
            raise IndexDamaged(f"{self._name} ends too soon")
        return data

    if hasattr(os, "pread"):

        def _pread(self, length: int, at: int) -> bytes:
            return os.pread(self._file, length, at)

    else:  # Windows

        def _pread(self, length: int, at: int) -> bytes:
            with self._seeking:
                os.lseek(self._file, at, os.SEEK_SET)
                return os.read(self._file, length)
