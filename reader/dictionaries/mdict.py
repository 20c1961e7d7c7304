"""Dictionaries of MDict (.mdx): a header, blocks of headwords, blocks of entries.

Read are versions 1 and 2, packed with zlib or not at all, the list of headwords hidden or not. What asks for a
registration code, is packed with LZO or is of version 3 is refused, and the reason told.
"""

import re
import struct
import zlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from reader.dictionaries.bytes_of_file import damaged, exactly, go_to, inflated, opened, size_of
from reader.dictionaries.dictionary import (
    LONGEST_ENTRY,
    LONGEST_WORD,
    MOST_ENTRIES,
    DictionaryError,
    Headword,
)
from reader.dictionaries.ripemd import ripemd128
from reader.i18n import say

_LONGEST_HEADER = 1 << 22
_LONGEST_BLOCK = 1 << 24
"""The most bytes of a block, packed and unpacked; of usual ones there are tens of thousands."""
_MOST_OF_LIST = 1 << 26
"""The most bytes of the list of blocks."""
_MOST_HIDDEN = 1 << 22
"""Likewise, of a hidden one, which is uncovered byte by byte."""
_PLAIN, _LZO, _ZLIB = b"\0\0\0\0", b"\1\0\0\0", b"\2\0\0\0"
_HIDES_RECORDS, _HIDES_LIST = 1, 2
_HIDDEN = {"": 0, "No": 0, "0": 0, "Yes": 1, "1": 1, "2": 2, "3": 3}
_LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class MDict:
    """A dictionary by its .mdx file, whose header was read by `mdict_of`."""

    title: str
    path: Path
    encoding: str
    number_bytes: int
    """Those of a number in the lists: 8, or 4 in version 1."""
    is_list_hidden: bool
    keys_at: int
    """Where the part of the headwords begins."""

    @property
    def files(self) -> tuple[Path, ...]:
        return (self.path,)

    def headwords(self) -> Iterator[Headword]:
        """Yield the headwords; an entry ends where the next one begins, of whichever headword that is."""
        with opened(self.path) as file:
            _, end = self._record_blocks(file)
            starts = array("Q", (start for start, _ in self._all_keys(file)))
            begins = np.append(np.unique(np.array(starts, np.uint64)), np.uint64(end))
            for start, word in self._all_keys(file):
                after = int(np.searchsorted(begins, start, "right"))
                length = int(begins[min(after, len(begins) - 1)]) - start
                if 0 < length <= LONGEST_ENTRY:
                    yield Headword(word, start, length)

    def _all_keys(self, file: BinaryIO) -> Iterator[tuple[int, str]]:
        """Yield where each entry begins, and its headword."""
        sizes = self._key_blocks(file)
        number = 0
        for packed, unpacked in sizes:
            for start, word in self._keys(_block(file, packed, unpacked)):
                number += 1
                if number > MOST_ENTRIES:
                    raise DictionaryError(say("词条太多，超过 {n} 条", n=f"{MOST_ENTRIES:,}"))
                yield start, word

    def markup(self, start: int, length: int) -> str:
        if not 0 < length <= LONGEST_ENTRY:
            raise damaged()
        with opened(self.path) as file:
            table, _ = self._record_blocks(file)
            begins = np.concatenate(([0], np.cumsum(table[:, 1])))
            first = int(np.searchsorted(begins, start, "right")) - 1
            last = int(np.searchsorted(begins, start + length, "left"))
            if not 0 <= first < last <= len(table):
                raise damaged()
            go_to(file, file.tell() + int(table[:first, 0].sum()))
            data = b"".join(
                _block(file, int(packed), int(unpacked)) for packed, unpacked in table[first:last]
            )
        within = start - int(begins[first])
        return data[within : within + length].decode(self.encoding, "replace").rstrip("\0\r\n ")

    def _key_blocks(self, file: BinaryIO) -> list[tuple[int, int]]:
        """Return how long each block of headwords is, packed and unpacked; `file` stands at the first."""
        count, unpacked, packed, whole = self._key_numbers(file)
        data = exactly(file, packed, _MOST_HIDDEN if self.is_list_hidden else _MOST_OF_LIST)
        if self.number_bytes == 8:
            data = _unpacked(_unhidden(data) if self.is_list_hidden else data, unpacked, _MOST_OF_LIST)
        sizes = self._sizes_of_key_blocks(data, count)
        if sum(size for size, _ in sizes) != whole:
            raise damaged()
        return sizes

    def _key_numbers(self, file: BinaryIO) -> tuple[int, int, int, int]:
        """Return the number of blocks, the length of their list unpacked and packed, and that of all blocks."""
        go_to(file, self.keys_at)
        if self.number_bytes == 4:
            count, _, packed, whole = self._numbers(file, 4)
            return count, packed, packed, whole
        count, _, unpacked, packed, whole = self._numbers(file, 5)
        exactly(file, 4, 4)  # a checksum
        return count, unpacked, packed, whole

    def _sizes_of_key_blocks(self, data: bytes, count: int) -> list[tuple[int, int]]:
        """Return how long each block is, packed and unpacked."""
        width = self.number_bytes
        length = struct.Struct(">H" if width == 8 else ">B")
        sizes = struct.Struct(">QQ" if width == 8 else ">II")
        character = 2 if self.encoding == "utf-16-le" else 1
        end_mark = 1 if width == 8 else 0
        found, at = [], 0
        try:
            for _ in range(count):
                at += width
                for _ in range(2):  # the first and the last headword
                    (characters,) = length.unpack_from(data, at)
                    at += length.size + (characters + end_mark) * character
                found.append(sizes.unpack_from(data, at))
                at += sizes.size
        except struct.error:
            raise damaged() from None
        return found

    def _keys(self, block: bytes) -> Iterator[tuple[int, str]]:
        width, at = self.number_bytes, 0
        end_mark = b"\0\0" if self.encoding == "utf-16-le" else b"\0"
        while at < len(block):
            start = int.from_bytes(block[at : at + width])
            begin = at + width
            end = block.find(end_mark, begin, begin + LONGEST_WORD + 2)
            while end >= 0 and (end - begin) % len(end_mark):  # the zero is half of each of two characters
                end = block.find(end_mark, end + 1, begin + LONGEST_WORD + 2)
            if end < 0:
                raise damaged()
            yield start, block[begin:end].decode(self.encoding, "replace").strip()
            at = end + len(end_mark)

    def _record_blocks(self, file: BinaryIO) -> tuple[NDArray[np.int64], int]:
        """Return the sizes of the blocks of entries, packed and unpacked, and their whole length.

        `file` stands at the first of them.
        """
        _, _, packed, whole = self._key_numbers(file)
        go_to(file, file.tell() + packed + whole)
        count, _, size, _ = self._numbers(file, 4)
        if size != count * 2 * self.number_bytes:
            raise damaged()
        data = exactly(file, size, _MOST_OF_LIST)
        table = np.frombuffer(data, ">u8" if self.number_bytes == 8 else ">u4").reshape(-1, 2)
        if table.size and int(table.max()) > _LONGEST_BLOCK:
            raise damaged()
        return table.astype(np.int64), int(table[:, 1].sum())

    def _numbers(self, file: BinaryIO, count: int) -> tuple[int, ...]:
        form = f">{count}{'Q' if self.number_bytes == 8 else 'I'}"
        return struct.unpack(form, exactly(file, count * self.number_bytes, 64))


def mdict_of(path: Path) -> MDict:
    """Return the dictionary of an .mdx file. Raises DictionaryError and OSError."""
    with opened(path) as file:
        (length,) = struct.unpack(">I", exactly(file, 4, 4))
        if length > size_of(file):
            raise damaged()
        header = exactly(file, length, _LONGEST_HEADER)
        (checksum,) = struct.unpack("<I", exactly(file, 4, 4))
    if zlib.adler32(header) != checksum:
        raise damaged()
    told = dict(re.findall(r'(\w+)="([^"]*)"', header.decode("utf-16-le", "replace")))
    version = _version(told.get("GeneratedByEngineVersion", "2.0"))
    hidden = _HIDDEN.get(told.get("Encrypted", ""))
    if hidden is None:
        raise damaged()
    if hidden & _HIDES_RECORDS:
        raise DictionaryError(say("要注册码才能打开"))
    encoding = _encoding(told.get("Encoding", ""))
    title = re.sub("<[^>]*>", "", told.get("Title", "")).strip()[:_LONGEST_TITLE]
    if title in ("", "Title (No HTML code allowed)"):
        title = path.stem
    return MDict(title, path, encoding, 8 if version >= 2 else 4, bool(hidden & _HIDES_LIST), 4 + length + 4)


def _version(said: str) -> float:
    try:
        version = float(said)
    except ValueError:
        raise damaged() from None
    if not 1 <= version < 3:
        raise DictionaryError(say("是 MDict {version} 版的，还读不了", version=said[:8]))
    return version


def _encoding(said: str) -> str:
    """Return Python's name of an encoding that a header names."""
    known = {"": "utf-8", "utf-8": "utf-8", "utf-16": "utf-16-le", "big5": "big5hkscs"}
    known |= dict.fromkeys(("gbk", "gb2312", "gb18030"), "gb18030") | {"iso8859-1": "latin-1"}
    try:
        return known[said.casefold()]
    except KeyError:
        raise DictionaryError(say("文字编码是 {encoding}，还读不了", encoding=said[:20])) from None


def _block(file: BinaryIO, packed: int, unpacked: int) -> bytes:
    return _unpacked(exactly(file, packed, _LONGEST_BLOCK), unpacked, _LONGEST_BLOCK)


def _unpacked(data: bytes, length: int, most: int) -> bytes:
    kind, packed = data[:4], data[8:]
    if length > most:
        raise damaged()
    if kind == _ZLIB:
        return inflated(packed, length)
    if kind == _LZO:
        raise DictionaryError(say("用 LZO 压缩，还读不了；用 MDict 的工具重新打包成 zlib 就行"))
    if kind != _PLAIN or len(packed) != length:
        raise damaged()
    return packed


def _unhidden(data: bytes) -> bytes:
    """Return a list of blocks as it was before it was hidden: all but its first eight bytes are."""
    key = ripemd128(data[4:8] + struct.pack("<I", 0x3695))
    made, before = bytearray(), 0x36
    for number, byte in enumerate(data[8:]):
        turned = (byte >> 4 | byte << 4) & 0xFF
        made.append(turned ^ before ^ (number & 0xFF) ^ key[number % 16])
        before = byte
    return data[:8] + bytes(made)
