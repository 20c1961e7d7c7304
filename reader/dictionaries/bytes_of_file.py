"""Bytes of a file of somebody else's: as many as it surely has, and no more than is bearable."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from os import fdopen, fstat
from pathlib import Path
from typing import BinaryIO

from reader.dictionaries.dictionary import DictionaryError
from reader.i18n import say
from reader.storage.regular_file import NO_LINK, open_regular


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a regular file for reading. Raises OSError, and DictionaryError for a link, wherever it leads."""
    if path.is_symlink():
        raise is_link(path)
    with fdopen(open_regular(path, flags=NO_LINK), "rb") as file:
        yield file


def size_of(file: BinaryIO) -> int:
    return fstat(file.fileno()).st_size


def go_to(file: BinaryIO, place: int) -> None:
    """Go to a place of a file. Raises DictionaryError if it has none such."""
    if not 0 <= place <= size_of(file):
        raise damaged()
    file.seek(place)


def exactly(file: BinaryIO, number: int, most: int) -> bytes:
    """Return the next `number` bytes. Raises DictionaryError if there are fewer, or they are more than `most`."""
    if not 0 <= number <= most:
        raise damaged()
    data = file.read(number)
    if len(data) != number:
        raise damaged()
    return data


def inflated(data: bytes, length: int, window: int = zlib.MAX_WBITS) -> bytes:
    """Return what was compressed into exactly `length` bytes; of more no byte is made. Raises DictionaryError."""
    unpacker = zlib.decompressobj(window)
    try:
        made = unpacker.decompress(data, length)
        rest = unpacker.decompress(unpacker.unconsumed_tail, 1) if unpacker.unconsumed_tail else b""
    except zlib.error:
        raise damaged() from None
    if len(made) != length or rest:
        raise damaged()
    return made


def is_link(path: Path) -> DictionaryError:
    return DictionaryError(say("{name} 是链接，没有跟随；请放入文件本身", name=path.name))


def damaged() -> DictionaryError:
    return DictionaryError(say("文件损坏，或不是这种词典"))
