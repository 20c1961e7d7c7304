"""The words of a segment: a sorted table of them, and their posting lists by number.

The table is blocks of up to `BLOCK` words in the order of their UTF-8, parted by line ends and packed with zstd; the
first word of each block is held in memory. A word's number leads to its posting list in a `GramField`.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property

import numpy as np
import zstandard

from reader.search.engine import IndexDamaged
from reader.search.index.containers import Container, ContainerWriter, Numbers, unpacked
from reader.search.index.docsets import NONE
from reader.search.index.gram_fields import SHIFT, GramField, Keys, PostingSlot, write_field
from reader.search.index.postings import Counts, Docs

BLOCK = 512
_LONGEST_BLOCK = 1 << 20
"""Bytes of an unpacked block, at most."""
LONGEST = 256
"""Bytes of the longest word that is indexed."""
_MOST_WORDS = 1 << 26
_REMEMBERED = 16
_HEAD_BITS = 16
_BEYOND = b"\xff"
"""Behind whatever a word may go on with."""


def key_of(number: int) -> int:
    """Return the key of the posting list of the word with this number, from 0 to below 2**36."""
    return ((number >> _HEAD_BITS) + 1) << SHIFT | (number & (1 << _HEAD_BITS) - 1)


class WordField:
    """The words of a segment with their posting lists. Everything raises IndexDamaged."""

    def __init__(self, container: Container, name: str, doc_count: int) -> None:
        self._container = container
        self._name = name
        self._lists = GramField(container, name, doc_count)
        self._blocks: Numbers = container.array(name + ".table.blocks", _MOST_WORDS)
        self._read: dict[int, list[bytes]] = {}

    @cached_property
    def _firsts(self) -> list[bytes]:
        """The first word of each block."""
        name = self._name + ".table.firsts"
        packed = self._container.piece(name, 0, self._container.count(name))
        firsts = (
            unpacked(packed, (LONGEST + 1) * len(self._blocks)).split(b"\n") if len(self._blocks) > 1 else []
        )
        if len(firsts) != len(self._blocks) - 1:
            raise IndexDamaged("a table of words with another number of blocks")
        return firsts

    @cached_property
    def _numbers(self) -> Numbers:
        """The number of each word, in the order of the table."""
        return self._of_each_word("numbers")

    @cached_property
    def _frequencies(self) -> Numbers:
        """The number of documents of each word, removed ones included, in the order of the table."""
        return self._of_each_word("frequencies")

    def _of_each_word(self, column: str) -> Numbers:
        numbers = self._container.array(f"{self._name}.table.{column}", _MOST_WORDS)
        if -(-len(numbers) // BLOCK) != len(self._firsts):
            raise IndexDamaged("a table of words with another number of words")
        return numbers

    def frequency(self, word: str) -> int:
        """Return in how many documents a word stands, removed ones included."""
        return self._slot(word).frequency

    def docs(self, word: str) -> Docs:
        """Return the documents in which a word stands, ascending, removed ones included."""
        slot = self._slot(word)
        return self._lists.postings(slot) if slot.frequency else NONE

    def words(self, prefix: str = "") -> Iterator[str]:
        """Return the words that begin so, in the order of their UTF-8."""
        return map(self._word, self._ranks(_encoded(prefix)))

    def commonest(self, prefix: str, count: int) -> list[str]:
        """Return words that begin so, those first that stand in most documents."""
        ranks = self._ranks(_encoded(prefix))
        frequencies = self._frequencies[ranks.start : ranks.stop]
        order = np.argsort(-frequencies.astype(np.int64), kind="stable")[:count]
        return [self._word(ranks.start + at) for at in order.tolist()]

    def alike(self, word: str) -> Iterator[str]:
        """Return the words that differ from a word in one character."""
        other = rb"[^\n\x80-\xbf][\x80-\xbf]*"
        characters = [re.escape(_encoded(character)) for character in word]
        patterns = [b"".join([*characters[:at], other, *characters[at + 1 :]]) for at in range(len(word))]
        pattern = re.compile(rb"^(?:%b)$" % b"|".join(patterns), re.MULTILINE)
        for at in range(len(self._firsts)):
            yield from (
                text for found in pattern.findall(self._unpacked(at)) if (text := _decoded(found)) != word
            )

    def _ranks(self, prefix: bytes) -> range:
        """Return the places in the table of the words that begin so."""
        return range(self._rank(prefix), self._rank(prefix + _BEYOND))

    def _rank(self, text: bytes) -> int:
        """Return the place in the table of the first word that isn't before the text."""
        at = bisect_right(self._firsts, text) - 1
        return at * BLOCK + bisect_left(self._block(at), text) if at >= 0 else 0

    def _word(self, rank: int) -> str:
        block = self._block(rank // BLOCK)
        if rank % BLOCK >= len(block):
            raise IndexDamaged("a block with too few words")
        return _decoded(block[rank % BLOCK])

    def _slot(self, word: str) -> PostingSlot:
        text = _encoded(word)
        rank = self._rank(text)
        if rank >= len(self._frequencies) or self._word(rank) != word:
            return PostingSlot(0, 0, 0)
        return self._lists.place(key_of(int(self._numbers[rank])))

    def _block(self, at: int) -> list[bytes]:
        block = self._read.get(at)
        if block is None:
            block = self._unpacked(at).split(b"\n")
            if len(block) > BLOCK:
                raise IndexDamaged("a block with too many words")
            if len(self._read) >= _REMEMBERED:
                self._read.clear()
            self._read[at] = block
        return block

    def _unpacked(self, at: int) -> bytes:
        packed = self._container.piece(
            self._name + ".table", int(self._blocks[at]), int(self._blocks[at + 1])
        )
        return unpacked(packed, _LONGEST_BLOCK)


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
    """Write the words of a segment, numbered as in `numbers`; `groups` as `gram_fields.write_field` takes them."""
    frequencies = np.zeros(len(numbers), np.int64)

    def counted() -> Iterator[tuple[Keys, Counts, Docs]]:
        for keys, of_keys, docs in groups:
            frequencies[_numbers_of(keys)] = of_keys
            yield keys, of_keys, docs

    write_field(out, name, doc_count, counted())
    texts = {_encoded(word): number for word, number in numbers.items()}
    ordered = sorted(texts)
    in_order = np.array([texts[text] for text in ordered], np.int64)
    packer = zstandard.ZstdCompressor(level=3)
    blocks = [packer.compress(b"\n".join(ordered[at : at + BLOCK])) for at in range(0, len(ordered), BLOCK)]
    out.stream(name + ".table", blocks)
    out.stream(name + ".table.firsts", [packer.compress(b"\n".join(ordered[::BLOCK]))])
    out.array(name + ".table.blocks", np.cumsum([0, *map(len, blocks)]))
    out.array(name + ".table.numbers", in_order)
    out.array(name + ".table.frequencies", frequencies[in_order])


def _numbers_of(keys: Keys) -> Counts:
    """Return the numbers of the words with these keys."""
    low = np.uint64((1 << _HEAD_BITS) - 1)
    return (((keys >> np.uint64(SHIFT)) - np.uint64(1)) << np.uint64(_HEAD_BITS) | keys & low).astype(
        np.int64
    )
