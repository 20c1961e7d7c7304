"""The words of a segment: a sorted table of them, and their posting lists.

The table consists of blocks of up to `BLOCK` words, sorted by their UTF-8. A block contains the number of words, the
words' numbers, their document frequencies, and the words separated by line ends; it is compressed with zstd. The first
word of each block is in memory. From a word's number follows the key (`keys_of`) of its posting list in a `GramField`.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property

import numpy as np
import zstandard
from msgspec import Struct
from numpy.typing import NDArray

from reader.search.documents import IndexDamaged
from reader.search.index.containers import Container, ContainerWriter, Numbers, unpacked
from reader.search.index.gram_fields import SHIFT, Counts, Docs, GramField, Keys, write_field
from reader.search.index.matchers import NONE

BLOCK = 512
_LONGEST_BLOCK = 1 << 20
"""The maximum size in bytes of an uncompressed block."""
LONGEST = 256
"""The maximum length of an indexed word, in bytes."""
# more than any segment has: a damaged file must not fill the memory
_MOST_WORDS = 1 << 26
_REMEMBERED = 4
# The size in bytes of a number in a block; how many numbers there are per word.
_WIDTH = 4
_COLUMNS = 2
_HEAD_BITS = 16
Columns = NDArray[np.uint32]
_BEYOND = b"\xff"
"""Sorts after every byte of UTF-8."""


def keys_of(numbers: Numbers) -> Numbers:
    """Return the keys of the posting lists of the words with these numbers, which must be below 2**36."""
    heads = numbers >> np.uint64(_HEAD_BITS)
    rest = numbers & np.uint64((1 << _HEAD_BITS) - 1)
    keys: Numbers = (heads + np.uint64(1)) << np.uint64(SHIFT) | rest
    return keys


class _Block(Struct, frozen=True):
    """Successive words in UTF-8, their numbers, and their document frequencies, including removed documents."""

    words: list[bytes]
    numbers: Columns
    frequencies: Columns


class WordField:
    """The words of a segment with their posting lists. Every method may raise IndexDamaged."""

    def __init__(self, container: Container, name: str, doc_count: int) -> None:
        self._container = container
        self._name = name
        self._lists = GramField(container, name, doc_count)
        self._begins: Numbers = container.array(name + ".table.blocks", _MOST_WORDS)
        self._read: dict[int, _Block] = {}

    @cached_property
    def _firsts(self) -> list[bytes]:
        name = self._name + ".table.firsts"
        blocks = len(self._begins) - 1
        packed = self._container.piece(name, 0, self._container.count(name))
        if blocks > 0:
            firsts = unpacked(packed, (LONGEST + 1) * blocks).split(b"\n")
        else:
            firsts = []
        if len(firsts) != blocks:
            raise IndexDamaged("a table of words with another number of blocks")
        return firsts

    def frequency(self, word: str) -> int:
        """Return the number of documents that contain a word, including removed ones."""
        block, at = self._place_of(_encoded(word))
        if block:
            return int(block.frequencies[at])
        return 0

    def docs(self, word: str) -> Docs:
        """Return the documents that contain a word, ascending, including removed ones."""
        block, at = self._place_of(_encoded(word))
        if block is None:
            return NONE
        slot = self._lists.place(int(keys_of(block.numbers[at : at + 1].astype(np.uint64))[0]))
        if not slot.frequency:
            raise IndexDamaged("a word without documents")
        return self._lists.postings(slot)

    def words(self, prefix: str = "") -> Iterator[str]:
        """Yield the words that begin with `prefix`, sorted by their UTF-8."""
        for block, begin, end in self._beginning_with(_encoded(prefix)):
            yield from map(_decoded, block.words[begin:end])

    def commonest(self, prefix: str, count: int) -> list[str]:
        """Return the `count` most frequent words that begin with `prefix`, by document frequency, descending."""
        counted_words: list[tuple[int, bytes]] = []
        for block, begin, end in self._beginning_with(_encoded(prefix)):
            frequencies = block.frequencies[begin:end].astype(np.int64)
            most = np.argsort(-frequencies, kind="stable")[:count].tolist()
            counted_words += [(-int(frequencies[at]), block.words[begin + at]) for at in most]
        counted_words.sort()
        return [_decoded(word) for _, word in counted_words[:count]]

    def alike(self, word: str) -> Iterator[str]:
        """Yield the words of the same length that differ from `word` in exactly one character."""
        other = rb"[^\n\x80-\xbf][\x80-\xbf]*"
        characters = [re.escape(_encoded(character)) for character in word]
        patterns = [b"".join([*characters[:at], other, *characters[at + 1 :]]) for at in range(len(word))]
        pattern = re.compile(rb"^(?:%b)$" % b"|".join(patterns), re.MULTILINE)
        for at in range(len(self._firsts)):
            encoded_words = pattern.findall(self._unpacked(at)[1])
            for other_word in map(_decoded, encoded_words):
                if other_word != word:
                    yield other_word

    def _place_of(self, word: bytes) -> tuple[_Block | None, int]:
        """Return the block of a word and its index there; (None, 0) if the segment does not contain the word."""
        number = bisect_right(self._firsts, word) - 1
        if number < 0:
            return None, 0
        block = self._block(number)
        at = bisect_left(block.words, word)
        if block.words[at : at + 1] != [word]:
            return None, 0
        return block, at

    def _beginning_with(self, prefix: bytes) -> Iterator[tuple[_Block, int, int]]:
        """Yield the blocks that may contain words beginning with `prefix`, with the range [begin, end) of the words."""
        for at in range(max(bisect_right(self._firsts, prefix) - 1, 0), len(self._firsts)):
            block = self._block(at)
            end = bisect_left(block.words, prefix + _BEYOND)
            yield block, bisect_left(block.words, prefix), end
            if end < len(block.words):
                return

    def _block(self, at: int) -> _Block:
        block = self._read.get(at)
        if block is None:
            columns, words = self._unpacked(at)
            block = _Block(words.split(b"\n"), *columns)
            if len(block.words) != len(block.numbers):
                raise IndexDamaged("a block with other words")
            if len(self._read) >= _REMEMBERED:
                self._read.clear()
            self._read[at] = block
        return block

    def _unpacked(self, at: int) -> tuple[Columns, bytes]:
        """Return a block's numbers and frequencies as two rows, and its words as bytes separated by line ends."""
        piece = self._container.piece(self._name + ".table", int(self._begins[at]), int(self._begins[at + 1]))
        data = unpacked(piece, _LONGEST_BLOCK)
        count = int.from_bytes(data[:_WIDTH], "little")
        begin = _WIDTH * (1 + _COLUMNS * count)
        if not 0 < count <= BLOCK or len(data) < begin:
            raise IndexDamaged("a block of another length")
        return np.frombuffer(data[_WIDTH:begin], "<u4").reshape(_COLUMNS, count), data[begin:]


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _decoded(word: bytes) -> str:
    try:
        return word.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        raise IndexDamaged("a word that is no text") from error


def write_words(
    out: ContainerWriter,
    name: str,
    doc_count: int,
    numbers: dict[str, int],
    groups: Iterable[tuple[Keys, Counts, Docs]],
) -> None:
    """Write the words of a segment with their posting lists.

    `numbers` are the words' numbers; `groups` are the posting lists in the form that `gram_fields.write_field` takes.
    """
    frequencies = np.zeros(len(numbers), np.int64)

    def counted() -> Iterator[tuple[Keys, Counts, Docs]]:
        for keys, of_keys, docs in groups:
            heads = (keys >> np.uint64(SHIFT)) - np.uint64(1)
            low = keys & np.uint64((1 << _HEAD_BITS) - 1)
            frequencies[(heads << np.uint64(_HEAD_BITS) | low).astype(np.int64)] = of_keys
            yield keys, of_keys, docs

    write_field(out, name, doc_count, counted())
    ordered = sorted(numbers)  # as their UTF-8 would be
    packer = zstandard.ZstdCompressor(level=3)
    begins = [0]

    def blocks() -> Iterator[bytes]:
        for at in range(0, len(ordered), BLOCK):
            words = ordered[at : at + BLOCK]
            of_words = np.array([numbers[word] for word in words], np.int64)
            columns = np.stack([of_words, frequencies[of_words]]).astype("<u4").tobytes()
            head = len(words).to_bytes(_WIDTH, "little") + columns
            piece = packer.compress(head + _encoded("\n".join(words)))
            begins.append(begins[-1] + len(piece))
            yield piece

    out.stream(name + ".table", blocks())
    out.stream(name + ".table.firsts", [packer.compress(_encoded("\n".join(ordered[::BLOCK])))])
    out.array(name + ".table.blocks", np.array(begins, np.int64))
