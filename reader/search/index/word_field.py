"""The words of a segment: a sorted table of them, and their posting lists by number.

The table is blocks of up to `BLOCK` words in the order of their UTF-8, parted by line ends and packed with zstd; the
first word of each block is held in memory. A word's number leads to its posting list in a `GramField`.
"""

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
        return self._container.array(self._name + ".table.numbers", _MOST_WORDS)

    def frequency(self, word: str) -> int:
        """Return in how many documents a word stands, removed ones included."""
        return self._slot(word).frequency

    def docs(self, word: str) -> Docs:
        """Return the documents in which a word stands, ascending, removed ones included."""
        slot = self._slot(word)
        return self._lists.postings(slot) if slot.frequency else NONE

    def words(self, prefix: str = "") -> Iterator[str]:
        """Return the words that begin so, in the order of their UTF-8."""
        begin = prefix.encode("utf-8", "surrogatepass")
        for at in range(max(bisect_right(self._firsts, begin) - 1, 0), len(self._firsts)):
            for word in self._block(at):
                if word.startswith(begin):
                    yield _decoded(word)
                elif word > begin:
                    return

    def _slot(self, word: str) -> PostingSlot:
        text = word.encode("utf-8", "surrogatepass")
        at = bisect_right(self._firsts, text) - 1
        if at < 0:
            return PostingSlot(0, 0, 0)
        block = self._block(at)
        place = bisect_left(block, text)
        if place == len(block) or block[place] != text:
            return PostingSlot(0, 0, 0)
        rank = at * BLOCK + place
        if rank >= len(self._numbers):
            raise IndexDamaged("a table of words with another number of words")
        return self._lists.place(key_of(int(self._numbers[rank])))

    def _block(self, at: int) -> list[bytes]:
        block = self._read.get(at)
        if block is None:
            packed = self._container.piece(
                self._name + ".table", int(self._blocks[at]), int(self._blocks[at + 1])
            )
            block = unpacked(packed, _LONGEST_BLOCK).split(b"\n")
            if len(block) > BLOCK:
                raise IndexDamaged("a block with too many words")
            if len(self._read) >= _REMEMBERED:
                self._read.clear()
            self._read[at] = block
        return block


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
    write_field(out, name, doc_count, groups)
    texts = {word.encode("utf-8", "surrogatepass"): number for word, number in numbers.items()}
    ordered = sorted(texts)
    packer = zstandard.ZstdCompressor(level=3)
    blocks = [packer.compress(b"\n".join(ordered[at : at + BLOCK])) for at in range(0, len(ordered), BLOCK)]
    out.stream(name + ".table", blocks)
    out.stream(name + ".table.firsts", [packer.compress(b"\n".join(ordered[::BLOCK]))])
    out.array(name + ".table.blocks", np.cumsum([0, *map(len, blocks)]))
    out.array(name + ".table.numbers", np.array([texts[text] for text in ordered], np.int64))
