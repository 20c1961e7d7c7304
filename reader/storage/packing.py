"""Texts as they are packed: the search text of an article, and its record.

The search text is compressed with a dictionary, trained on texts of the same library; the record of the article with
the search text, from which it differs little. Both are in UTF-16: where a Han character is one unit of two bytes,
Zstandard finds more than in UTF-8, and Python decodes it as fast. Newspaper text takes 0.3–0.4 and 0.05–0.1 of the
search text's UTF-8; decompressing a search text takes 4 µs.
"""

import json
from codecs import utf_16_le_decode
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from itertools import accumulate, chain
from typing import Any

import msgspec
import zstandard
from msgspec import Struct, field

from reader.newspaper.article import (
    Article,
    ArticleKind,
    Block,
    BlockKind,
    CharacterReading,
    Credit,
    ElsewhereText,
    LineSpan,
)
from reader.newspaper.json_format import article_from_json, article_to_json

# Values in place of a dictionary's id: the texts are unpacked, as in catalogues before version 5; the search text is
# compressed without a dictionary.
UNPACKED = -1
BY_ITSELF = 0

_LARGEST_DICTIONARY = 196_608
"""Bytes. Above, Zstandard uses parameters for inputs of more than 256 KB, which compress less at the same level."""
_TAUGHT = 8
"""Amount of text that a dictionary is trained on, as a multiple of its size."""
_LEAST_TAUGHT = 100_000
# Zstandard's compression levels. Level 12 would find 2 % more in five times the time.
_LEVEL = 7
_RECORD_LEVEL = 5
# Number of characters from which on a text is no newspaper article, and its compression level: time matters more than
# space then, and the repetitions of a record are too far apart for Zstandard.
_LARGE = 1_000_000
_LEVEL_OF_LARGE = 1
_HELD = 1 << 20
"""Size in bytes from which on a decompressed text is cached, because decompressing takes long."""
_SLICE = 1 << 22
"""Bytes that are decoded in one call, during which other threads wait."""
_LARGEST = 1 << 30
_MOST_MARKS = 1 << 25
_ENCODING = ("utf-16-le", "surrogatepass")
BYTES_OF_CHARACTER = 2
"""Size of nearly every character of an unpacked text."""

# What follows is part of the format: records that were packed with it can be read with nothing else.
_USUAL_RECORD = (
    '"role":"author","names":["role":"editor","names":["role":"agency","names":["role":"photographer","names":['
    '"kind":"notices","kind":"unplaced","kind":"continuation","kind":"notice","text":"","kind":"caption","text":"'
    '","source_lines":[2,0,2,0]},{"kind":"jump","text":"","source_lines":[1,0,1,0]},{"kind":"subhead","text":"'
    '"kind":"article","page":"1","section":null,"kicker":null,"headline":null,"decks":[],"credits":[],'
    '"credits":[{"role":"correspondent","names":["","as_printed":"{"role":"reporter","names":["","as_printed":"'
    '"}],"jump_from":null,"jump_to":null,"blocks":[{"kind":"paragraph","text":"",'
    '"source_lines":[1,0]},{"kind":"paragraph","text":"","source_lines":[2,0]},{"kind":"paragraph","text":"'
    '","source_lines":[2,0]}],"source_lines":[1,0,2,0,2,0,2,0,2,0,2,0]}'
)
_WIDE = tuple(zip(",:;?!()", "，：；？！（）", strict=True))


class PackDamaged(Exception):
    """The bytes are not those that were packed."""


def trained(texts: Sequence[str]) -> zstandard.ZstdCompressionDict | None:
    """Train a dictionary on what the texts have in common. Return None if they are too few."""
    samples: list[bytes | bytearray | memoryview] = [text.encode(*_ENCODING) for text in texts]
    taught = sum(map(len, samples))
    if taught < _LEAST_TAUGHT:
        return None
    try:
        return zstandard.train_dictionary(min(_LARGEST_DICTIONARY, taught // _TAUGHT), samples, d=6, k=50)
    except zstandard.ZstdError:
        return None


class Packer:
    """Packs texts with one dictionary, or with None. Not for two threads at a time."""

    def __init__(self, dictionary: zstandard.ZstdCompressionDict | None) -> None:
        if dictionary:
            self.dictionary = dictionary.dict_id()
        else:
            self.dictionary = BY_ITSELF
        if dictionary:
            dictionary.precompute_compress(level=_LEVEL)
        self._compressor = _compressor(_LEVEL, dictionary)

    def text(self, text: str) -> bytes:
        if len(text) < _LARGE:
            compressor = self._compressor
        else:
            compressor = _compressor(_LEVEL_OF_LARGE, None)
        return compressor.compress(text.encode(*_ENCODING))


def packed_record(article: Article, text: str) -> bytes:
    """Return the article without its key, packed; `text` is its search text."""
    record = article_to_json(article)
    # it is a column of the row
    del record["key"]
    _replace_lines(record, _steps)
    written = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    is_large = len(text) >= _LARGE
    if is_large:
        compressor = _compressor(_LEVEL_OF_LARGE, None)
    else:
        prefix = zstandard.ZstdCompressionDict(_prefix(text), zstandard.DICT_TYPE_RAWCONTENT)
        compressor = _compressor(_RECORD_LEVEL, prefix)
    return compressor.compress(written.encode(*_ENCODING))


def packed_marks(marks: str) -> bytes:
    """Return marks of the characters of a search text, packed."""
    return _compressor(_LEVEL, None).compress(marks.encode(*_ENCODING))


def marks_of(packed: bytes) -> str:
    """Return the marks that `packed_marks` has packed. Raises PackDamaged, also for more than `_MOST_MARKS`."""
    try:
        return _decompressed(zstandard.ZstdDecompressor(), packed, 2 * _MOST_MARKS)
    except (zstandard.ZstdError, ValueError) as error:
        raise PackDamaged(str(error)) from error


def _without_dictionary() -> dict[int, zstandard.ZstdDecompressor]:
    return {BY_ITSELF: zstandard.ZstdDecompressor()}


class Unpacker(Struct):
    """Unpacks texts; `dictionary` returns one by its id. Not for two threads at a time.

    Every method raises PackDamaged.
    """

    _dictionary: Callable[[int], zstandard.ZstdCompressionDict]
    _decompressors: dict[int, zstandard.ZstdDecompressor] = field(default_factory=_without_dictionary)
    _held: tuple[int, bytes, str] | None = None

    def text(self, dictionary: int, packed: bytes) -> str:
        """Return a search text. The last large one is cached, because a search needs it several times."""
        try:
            if dictionary == UNPACKED:
                return packed.decode()
            if zstandard.frame_content_size(packed) < _HELD:
                return _decompressed(self._decompressor(dictionary), packed)
            if self._held is None or self._held[:2] != (dictionary, packed):
                self._held = dictionary, packed, _decompressed(self._decompressor(dictionary), packed)
            return self._held[2]
        except (zstandard.ZstdError, ValueError) as error:
            raise PackDamaged(str(error)) from error

    def article(
        self, key: str, dictionary: int, packed_text: bytes, packed_record: bytes, text: str | None = None
    ) -> Article:
        """Return an article; `text` is its search text, where that is known."""
        try:
            if dictionary == UNPACKED:
                return article_from_json(json.loads(self._decompressors[BY_ITSELF].decompress(packed_record)))
            if text is None:
                text = self.text(dictionary, packed_text)
            return _article_of(key, text, packed_record, self._decompressors[BY_ITSELF])
        except (zstandard.ZstdError, ValueError, KeyError, TypeError) as error:
            raise PackDamaged(str(error)) from error

    def _decompressor(self, dictionary: int) -> zstandard.ZstdDecompressor:
        decompressor = self._decompressors.get(dictionary)
        if decompressor is None:
            decompressor = zstandard.ZstdDecompressor(dict_data=self._dictionary(dictionary))
            self._decompressors[dictionary] = decompressor
        return decompressor


LONGEST_HEAD = 18
"""Number of bytes at the beginning of a packed text from which its unpacked size is known."""


def unpacked_size(dictionary: int, size: int, head: bytes) -> int:
    """Return the size in bytes of an unpacked search text, given its packed `size` and the first `LONGEST_HEAD` packed
    bytes.
    """
    if dictionary == UNPACKED:
        return size
    try:
        return max(size, zstandard.frame_content_size(head))
    except zstandard.ZstdError as error:
        raise PackDamaged(str(error)) from error


def record_of(key: str, text: str, packed: bytes, longest: int = _LARGEST) -> dict[str, Any]:
    """Return the record that `packed_record` has packed, of an article with that key and search text.

    Raises PackDamaged, also for a record of more than `longest` bytes.
    """
    try:
        written = _unpacked_record(text, packed, longest, zstandard.ZstdDecompressor())
        record: dict[str, Any] = json.loads(written)
        _replace_lines(record, _spans)
    except (zstandard.ZstdError, ValueError, KeyError, TypeError) as error:
        raise PackDamaged(str(error)) from error
    return {"key": key, **record}


class _RecordBlock(Struct):
    """A block in a record; its lines are as `_steps` returned them."""

    kind: BlockKind
    text: str
    source_lines: list[int]


class _Record(Struct):
    """A record with the fields of `Article`, decoded without intermediate objects."""

    kind: ArticleKind
    page: str | None
    section: str | None
    kicker: str | None
    headline: str | None
    decks: tuple[str, ...]
    credits: tuple[Credit, ...]
    jump_from: str | None
    jump_to: str | None
    blocks: list[_RecordBlock]
    source_lines: list[int]
    readings: tuple[CharacterReading, ...] = ()
    elsewhere: tuple[ElsewhereText, ...] = ()


@cache
def _decoder() -> msgspec.json.Decoder[_Record]:
    return msgspec.json.Decoder(_Record)


def _article_of(key: str, text: str, packed: bytes, decompressor: zstandard.ZstdDecompressor) -> Article:
    """Return the article whose record is packed; it takes a fifth of the time of `record_of`.

    Raises what `record_of` does, and ZstdError.
    """
    try:
        record = _decoder().decode(_unpacked_record(text, packed, _LARGEST, decompressor))
    except (msgspec.DecodeError, UnicodeEncodeError):  # half of a character: only Python's decoder takes it
        return article_from_json(record_of(key, text, packed))
    blocks = []
    at = 0
    for block in record.blocks:
        spans, at = _spans_of(block.source_lines, at)
        blocks.append(Block(block.kind, block.text, spans))
    source_lines, _ = _spans_of(record.source_lines, 0)
    return Article(
        key,
        record.kind,
        record.page,
        record.section,
        record.kicker,
        record.headline,
        record.decks,
        record.credits,
        record.jump_from,
        record.jump_to,
        tuple(blocks),
        source_lines,
        record.readings,
        record.elsewhere,
    )


def _unpacked_record(text: str, packed: bytes, longest: int, decompressor: zstandard.ZstdDecompressor) -> str:
    if len(text) >= _LARGE:
        with suppress(zstandard.ZstdError):  # as earlier versions packed all records
            return _decompressed(decompressor, packed, longest)
    _check_size(packed, longest)
    # a decompressor made for each prefix would take twice the time of all else
    return _in_slices(decompressor.decompress_content_dict_chain([_as_frame(_prefix(text)), packed]))


def _as_frame(data: bytes) -> bytes:
    """Return data as a frame of Zstandard that is not compressed (RFC 8878, 3.1.1)."""
    blocks = [data[at : at + _LARGEST_BLOCK] for at in range(0, len(data), _LARGEST_BLOCK)] or [b""]
    frame = [_FRAME_HEAD, len(data).to_bytes(4, "little")]
    for number, block in enumerate(blocks, 1):
        head = len(block) << _BITS_OF_KIND | (number == len(blocks))
        frame += [head.to_bytes(3, "little"), block]
    return b"".join(frame)


_FRAME_HEAD = zstandard.FRAME_HEADER + b"\xa0"
"""The beginning of a frame that is decompressed as a whole, and has its size in four bytes."""
_LARGEST_BLOCK = 1 << 17
"""Bytes."""
_BITS_OF_KIND = 3
"""The lowest bit of a block's head is that of the last one; the next two are 0 for one that is not compressed."""


def _compressor(level: int, dictionary: zstandard.ZstdCompressionDict | None) -> zstandard.ZstdCompressor:
    # with a checksum, since SQLite has none; the dictionary's id is a column of the row
    return zstandard.ZstdCompressor(level, dictionary, write_checksum=True, write_dict_id=False)


def _decompressed(decompressor: zstandard.ZstdDecompressor, packed: bytes, longest: int = _LARGEST) -> str:
    _check_size(packed, longest)
    return _in_slices(decompressor.decompress(packed))


def _check_size(packed: bytes, longest: int) -> None:
    # memory for the stated size would be allocated, even if a damaged frame states an impossible one
    if zstandard.frame_content_size(packed) > longest:
        raise zstandard.ZstdError("impossibly long")


def _in_slices(unpacked: bytes) -> str:
    if len(unpacked) <= _SLICE:
        return _decoded(unpacked, is_last=True)[0]
    parts: list[str] = []
    at = 0
    while at < len(unpacked):
        text, length = _decoded(unpacked[at : at + _SLICE], is_last=at + _SLICE >= len(unpacked))
        parts.append(text)
        at += length
    return "".join(parts)


def _decoded(data: bytes, *, is_last: bool) -> tuple[str, int]:
    return utf_16_le_decode(data, _ENCODING[1], is_last)  # asked for by name, it takes twice as long


def _prefix(text: str) -> bytes:
    """Return what a record is likely to repeat: a record's keys, the search text, and its likely printed form."""
    printed = text
    for narrow, wide in _WIDE:  # an eighth of the time of `translate`
        printed = printed.replace(narrow, wide)
    quoted = printed.split('"')
    likely = "".join(
        (_USUAL_RECORD, text, *chain.from_iterable(zip(quoted, "“”" * len(quoted), strict=False)))
    )
    return likely.encode(*_ENCODING)


def _replace_lines(
    record: dict[str, Any], replaced: Callable[[list[Any], int], tuple[list[Any], int]]
) -> None:
    """Replace the spans of lines of a record and its blocks, each relative to the end of those before it."""
    record["source_lines"], _ = replaced(record["source_lines"], 0)
    at = 0
    for block in record["blocks"]:
        block["source_lines"], at = replaced(block["source_lines"], at)


def _steps(spans: list[list[int]], at: int) -> tuple[list[int], int]:
    """Return [[first, last], …] as the differences of consecutive numbers, and the last number."""
    steps = []
    for number in chain.from_iterable(spans):
        steps.append(number - at)
        at = number
    return steps, at


def _spans(steps: list[int], at: int) -> tuple[list[list[int]], int]:
    spans, end = _spans_of(steps, at)
    return [list(span) for span in spans], end


def _spans_of(steps: list[int], at: int) -> tuple[tuple[LineSpan, ...], int]:
    """Return the spans for the differences that `_steps` returned, and their last number."""
    numbers = list(accumulate(steps, initial=at))
    return tuple(zip(numbers[1::2], numbers[2::2], strict=True)), numbers[-1]
