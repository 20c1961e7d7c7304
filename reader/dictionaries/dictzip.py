"""Random access to a file that dictzip has compressed in pieces (.dict.dz), as RFC 1952 lets it."""

import struct
import zlib
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import BinaryIO

from reader.dictionaries.bytes_of_file import damaged, exactly, go_to, inflated, opened
from reader.dictionaries.dictionary import DictionaryError
from reader.i18n import say

_MAGIC = b"\x1f\x8b\x08"
_HAS_CRC, _HAS_EXTRA, _HAS_NAME, _HAS_COMMENT = 2, 4, 8, 16
_LONGEST_NAME = 4096


@dataclass(frozen=True)
class _Pieces:
    """The pieces of a file: how long each is unpacked, but the last, and where it begins."""

    length: int
    begins: list[int]
    """One more than there are pieces: the end of the last."""


def read(path: Path, start: int, length: int) -> bytes:
    """Return bytes of the unpacked file. Raises DictionaryError and OSError."""
    with opened(path) as file:
        pieces = _pieces(file)
        first, last = start // pieces.length, (start + length - 1) // pieces.length
        if length < 1 or last + 1 >= len(pieces.begins):
            raise damaged()
        found = b"".join(_piece(file, pieces, number) for number in range(first, last + 1))
    within = start - first * pieces.length
    if within + length > len(found):
        raise damaged()
    return found[within : within + length]


def _piece(file: BinaryIO, pieces: _Pieces, number: int) -> bytes:
    begin, end = pieces.begins[number : number + 2]
    go_to(file, begin)
    packed = exactly(file, end - begin, 1 << 16)
    if number + 2 < len(pieces.begins):
        return inflated(packed, pieces.length, -zlib.MAX_WBITS)
    try:  # the last may be shorter
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, pieces.length)
    except zlib.error:
        raise damaged() from None


def _pieces(file: BinaryIO) -> _Pieces:
    head = exactly(file, 10, 10)
    flags = head[3]
    if not head.startswith(_MAGIC):
        raise damaged()
    if not flags & _HAS_EXTRA:
        raise DictionaryError(say("不是 dictzip 压缩的 .dict.dz；请解压成 .dict"))
    (extra,) = struct.unpack("<H", exactly(file, 2, 2))
    sizes = _sizes_in(exactly(file, extra, 1 << 16))
    for flag in (_HAS_NAME, _HAS_COMMENT):
        if flags & flag:
            _skip_name(file)
    if flags & _HAS_CRC:
        exactly(file, 2, 2)
    return _Pieces(sizes[0], list(accumulate(sizes[1], initial=file.tell())))


def _sizes_in(extra: bytes) -> tuple[int, tuple[int, ...]]:
    """Return how long a piece is unpacked, and how long each is packed."""
    while len(extra) >= 4:
        name, (size,) = extra[:2], struct.unpack_from("<H", extra, 2)
        field, extra = extra[4 : 4 + size], extra[4 + size :]
        if name == b"RA" and len(field) >= 6:
            version, length, number = struct.unpack_from("<3H", field)
            if version == 1 and length and len(field) == 6 + 2 * number:
                return length, struct.unpack_from(f"<{number}H", field, 6)
    raise DictionaryError(say("不是 dictzip 压缩的 .dict.dz；请解压成 .dict"))


def _skip_name(file: BinaryIO) -> None:
    for _ in range(_LONGEST_NAME):
        if exactly(file, 1, 1) == b"\0":
            return
    raise damaged()
