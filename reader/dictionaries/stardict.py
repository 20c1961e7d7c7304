"""Dictionaries of StarDict: .ifo says what there is, .idx has the headwords, .dict or .dict.dz the entries."""

import gzip
import struct
import zlib
from array import array
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from reader.dictionaries import dictzip
from reader.dictionaries.bytes_of_file import damaged, exactly, go_to, is_link, opened
from reader.dictionaries.dictionary import (
    LONGEST_ENTRY,
    LONGEST_WORD,
    MOST_ENTRIES,
    DictionaryError,
    Headword,
)
from reader.dictionaries.markup import as_markup
from reader.i18n import say

_MAGIC = "StarDict's dict ifo file"
_LONGEST_IFO = 1 << 16
_MOST_INDEX = 1 << 30
"""The most bytes of an index, which a compressed one could be made to have."""
_PIECE = 1 << 20
_LONGEST_TITLE = 80

_TEXT, _MARKUP, _BYTES = "mtyw", "hgxk", "WPX"
"""The kinds of fields of an entry: plain text, some markup, what is no text."""


@dataclass(frozen=True, slots=True)
class StarDict:
    """A dictionary by its .ifo file, whose fields were read by `stardict_of`."""

    title: str
    files: tuple[Path, ...]
    kinds: str
    """The kinds of the fields of every entry; "" if each entry tells them."""
    offset_bytes: int
    index: Path
    entries: Path
    synonyms: Path | None

    def headwords(self) -> Iterator[Headword]:
        starts, lengths = array("Q"), array("Q")
        place = struct.Struct(">QI" if self.offset_bytes == 8 else ">II")
        for word, rest in _records(self.index, place.size):
            start, length = place.unpack(rest)
            starts.append(start)
            lengths.append(length)
            if 0 < length <= LONGEST_ENTRY:
                yield Headword(word, start, length)
        if self.synonyms is not None:
            for word, rest in _records(self.synonyms, 4):
                (number,) = struct.unpack(">I", rest)
                if number < len(starts) and 0 < lengths[number] <= LONGEST_ENTRY:
                    yield Headword(word, starts[number], lengths[number])

    def markup(self, start: int, length: int) -> str:
        data = self._bytes(start, length)
        return "<hr>".join(as_markup(kind, text) for kind, text in _fields(data, self.kinds))

    def _bytes(self, start: int, length: int) -> bytes:
        if not 0 < length <= LONGEST_ENTRY:
            raise damaged()
        if self.entries.suffix == ".dz":
            return dictzip.read(self.entries, start, length)
        with opened(self.entries) as file:
            go_to(file, start)
            return exactly(file, length, LONGEST_ENTRY)


def stardict_of(ifo: Path) -> StarDict:
    """Return the dictionary of an .ifo file. Raises DictionaryError and OSError."""
    with opened(ifo) as file:
        data = file.read(_LONGEST_IFO + 1)
    lines = data.decode("utf-8-sig", "replace").splitlines()
    if len(data) > _LONGEST_IFO or not lines or lines[0].strip() != _MAGIC:
        raise damaged()
    told = dict(line.partition("=")[::2] for line in lines[1:] if "=" in line)
    offset_bits = told.get("idxoffsetbits", "32").strip()
    if offset_bits not in ("32", "64"):
        raise damaged()
    index = _beside(ifo, ".idx", ".idx.gz")
    entries = _beside(ifo, ".dict", ".dict.dz")
    if index is None or entries is None:
        lacking = ".idx" if index is None else ".dict"
        raise DictionaryError(say("缺了同名的 {suffix} 文件", suffix=lacking))
    synonyms = _beside(ifo, ".syn")
    files = tuple(path for path in (ifo, index, entries, synonyms) if path)
    title = told.get("bookname", "").strip()[:_LONGEST_TITLE] or ifo.stem
    kinds = told.get("sametypesequence", "").strip()
    return StarDict(title, files, kinds, 8 if offset_bits == "64" else 4, index, entries, synonyms)


def _beside(ifo: Path, *suffixes: str) -> Path | None:
    """Return the first file of the same name with one of the suffixes, if any. Raises DictionaryError for a link."""
    names = (ifo.name.removesuffix(ifo.suffix) + suffix for suffix in suffixes)
    found = [path for name in names if (path := ifo.with_name(name)).is_file()]
    files = [path for path in found if not path.is_symlink()]
    if found and not files:
        raise is_link(found[0])
    return next(iter(files), None)


def _records(path: Path, size: int) -> Iterator[tuple[str, bytes]]:
    """Yield the words of a file, each ended by a zero, with the `size` bytes that stand behind it."""
    rest, number = b"", 0
    for piece in _pieces(path):
        rest += piece
        at = 0
        while (end := rest.find(b"\0", at, at + LONGEST_WORD + 1)) >= 0 and end + 1 + size <= len(rest):
            yield rest[at:end].decode("utf-8", "replace"), rest[end + 1 : end + 1 + size]
            at = end + 1 + size
            number += 1
            if number > MOST_ENTRIES:
                raise DictionaryError(say("词条太多，超过 {n} 条", n=f"{MOST_ENTRIES:,}"))
        rest = rest[at:]
        if len(rest) > LONGEST_WORD + 1 + size:
            raise damaged()
    if rest:
        raise damaged()


def _pieces(path: Path) -> Iterator[bytes]:
    with ExitStack() as stack:
        file: BinaryIO = stack.enter_context(opened(path))
        if path.suffix == ".gz":
            file = stack.enter_context(gzip.GzipFile(fileobj=file))  # type: ignore[assignment]
        read = 0
        try:
            while piece := file.read(_PIECE):
                read += len(piece)
                if read > _MOST_INDEX:
                    raise damaged()
                yield piece
        except (EOFError, gzip.BadGzipFile, zlib.error):
            raise damaged() from None


def _fields(data: bytes, kinds: str) -> Iterator[tuple[str, str]]:
    """Yield the kind and the text of the fields of an entry that are text."""
    told, at = kinds, 0
    while at < len(data) and (told or not kinds):
        if kinds:
            kind, told = told[0], told[1:]
        else:
            kind, at = chr(data[at]), at + 1
        is_last = bool(kinds) and not told
        if kind.isupper():
            if is_last:
                end = stop = len(data)
            else:
                (length,) = struct.unpack(">I", data[at : at + 4].rjust(4, b"\xff"))
                at += 4
                end = stop = min(at + length, len(data))
        else:
            found = -1 if is_last else data.find(b"\0", at)
            end, stop = (found, found + 1) if found >= 0 else (len(data), len(data))
        if kind in _TEXT + _MARKUP:
            yield kind, data[at:end].decode("utf-8", "replace")
        at = stop
