"""Compression of an article's texts.

The search text is compressed with a dictionary, trained on texts of the same library; the record of the article with
the search text, from which it differs little. Both are in UTF-16: where a Han character is one unit of two bytes,
Zstandard finds more than in UTF-8, and Python decodes it as fast. Newspaper text takes 0.3–0.4 and 0.05–0.1 of the
search text's UTF-8; decompressing a search text takes 4 µs.
"""

import json
from codecs import utf_16_le_decode
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import chain
from typing import Any

import zstandard

from reader.newspaper.article import Article
from reader.newspaper.json_format import article_from_json, article_to_json

# Values in place of a dictionary's id: the texts are unpacked, as in catalogues before version 5; the search text is
# compressed without a dictionary.
UNPACKED, BY_ITSELF = -1, 0

_LARGEST_DICTIONARY = 196_608
"""Bytes. Above, Zstandard uses parameters for inputs of more than 256 KB, which compress less at the same level."""
_TAUGHT = 8
"""Amount of text that a dictionary is trained on, as a multiple of its size."""
_LEAST_TAUGHT = 100_000
# Zstandard's compression levels. Level 12 would find 2 % more in five times the time.
_LEVEL, _RECORD_LEVEL = 7, 5
# Number of characters from which on a text is no newspaper article, and its compression level: time matters more than
# space then, and the repetitions of a record are too far apart for Zstandard.
_LARGE, _LEVEL_OF_LARGE = 1_000_000, 1
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
        self.dictionary = dictionary.dict_id() if dictionary else BY_ITSELF
        if dictionary:
            dictionary.precompute_compress(level=_LEVEL)
        self._compressor = _compressor(_LEVEL, dictionary)

    def text(self, text: str) -> bytes:
        compressor = self._compressor if len(text) < _LARGE else _compressor(_LEVEL_OF_LARGE, None)
        return compressor.compress(text.encode(*_ENCODING))


def packed_record(article: Article, text: str) -> bytes:
    """Return the article without its key, packed; `text` is its search text."""
    record = article_to_json(article)
    # it is a column of the row
    del record["key"]
    _replace_lines(record, _steps)
    written = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    is_large = len(text) >= _LARGE
    compressor = _compressor(_LEVEL_OF_LARGE, None) if is_large else _compressor(_RECORD_LEVEL, _prefix(text))
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


class Unpacker:
    """Unpacks texts; `dictionary` returns one by its id. Not for two threads at a time.

    Every method raises PackDamaged.
    """

    def __init__(self, dictionary: Callable[[int], zstandard.ZstdCompressionDict]) -> None:
        self._dictionary = dictionary
        self._decompressors: dict[int, zstandard.ZstdDecompressor] = {
            BY_ITSELF: zstandard.ZstdDecompressor(),
        }
        self._held: tuple[int, bytes, str] | None = None

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
            return article_from_json(record_of(key, text, packed_record))
        except (zstandard.ZstdError, ValueError, KeyError, TypeError) as error:
            raise PackDamaged(str(error)) from error

    def _decompressor(self, dictionary: int) -> zstandard.ZstdDecompressor:
        known = self._decompressors.get(dictionary)
        if known is None:
            known = zstandard.ZstdDecompressor(dict_data=self._dictionary(dictionary))
            self._decompressors[dictionary] = known
        return known


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
        record: dict[str, Any] = json.loads(_unpacked_record(text, packed, longest))
        _replace_lines(record, _spans)
    except (zstandard.ZstdError, ValueError, KeyError, TypeError) as error:
        raise PackDamaged(str(error)) from error
    return {"key": key, **record}


def _unpacked_record(text: str, packed: bytes, longest: int) -> str:
    if len(text) >= _LARGE:
        with suppress(zstandard.ZstdError):  # as earlier versions packed all records
            return _decompressed(zstandard.ZstdDecompressor(), packed, longest)
    return _decompressed(zstandard.ZstdDecompressor(dict_data=_prefix(text)), packed, longest)


def _compressor(level: int, dictionary: zstandard.ZstdCompressionDict | None) -> zstandard.ZstdCompressor:
    # with a checksum, since SQLite has none; the dictionary's id is a column of the row
    return zstandard.ZstdCompressor(level, dictionary, write_checksum=True, write_dict_id=False)


def _decompressed(decompressor: zstandard.ZstdDecompressor, packed: bytes, longest: int = _LARGEST) -> str:
    # memory for the stated size would be allocated, even if a damaged frame states an impossible one
    if zstandard.frame_content_size(packed) > longest:
        raise zstandard.ZstdError("impossibly long")
    unpacked = decompressor.decompress(packed)
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


def _prefix(text: str) -> zstandard.ZstdCompressionDict:
    """Return what a record is likely to repeat: a record's keys, the search text, and its likely printed form."""
    printed = text
    for narrow, wide in _WIDE:  # an eighth of the time of `translate`
        printed = printed.replace(narrow, wide)
    quoted = printed.split('"')
    likely = "".join(
        (_USUAL_RECORD, text, *chain.from_iterable(zip(quoted, "“”" * len(quoted), strict=False)))
    )
    return zstandard.ZstdCompressionDict(likely.encode(*_ENCODING), zstandard.DICT_TYPE_RAWCONTENT)


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
    """Return the spans for the differences that `_steps` returned."""
    numbers = []
    for step in steps:
        at += step
        numbers.append(at)
    return [list(span) for span in zip(numbers[::2], numbers[1::2], strict=True)], at
