"""Builds segments in bulk: documents are inverted batch by batch with numpy, and batches are merged by ranges of keys.

A segment's documents are stored newest first (`ranking.date_keys`), regardless of the order in which they are added.
"""

import contextlib
import os
import shutil
import tempfile
from array import array
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import BinaryIO, Generic, TypeVar

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from reader.language.code_arrays import distinct
from reader.language.library_names import NO_NAMES, LibraryNames
from reader.language.words import index_words, stamp
from reader.newspaper.holdings import Document
from reader.search.documents import Order, day_number
from reader.search.index.containers import ContainerWriter
from reader.search.index.gram_fields import SHIFT, Counts, Docs, Keys, write_field
from reader.search.index.manifest import WAITING_PREFIX
from reader.search.index.segments import OWN_WORDS
from reader.search.index.word_field import LONGEST, write_words
from reader.search.index.word_field import keys_of as word_keys
from reader.search.ranking import date_keys, page_place
from reader.search.terms import (
    CREDITS,
    CREDITS_LINE,
    DAY,
    GRAM_FIELDS,
    HEADLINE,
    HEADLINE_LINE,
    ID,
    NEWSPAPER,
    NO_GRAM,
    NUMBER_FIELDS,
    PAGE,
    SECTION,
    SECTION_LINE,
    TEXT,
    WORDS,
)

# limits the memory for inverting a batch; the numbers of its documents must fit into `_DOC_BITS`
BATCH_DOCUMENTS = 4000
BATCH_CHARACTERS = 500_000
SLICE_CHARACTERS = 1_000_000
"""The number of characters that are inverted at a time. Their postings, most of them duplicates, need much memory."""
_MERGED_POSTINGS = 250_000
"""The approximate number of postings that are merged at a time. More would take more memory, but not less time."""
_SAMPLED = 64
"""One in so many keys of a batch stays in memory."""
# a posting is a key and a document number in 64 bits; those of a batch fit into 16
_DOC_BITS = 16
_SURELY_SHORT = LONGEST // 4
"""A word of up to so many characters has no more than `LONGEST` bytes."""
_NO_GRAM = np.array([ord(character) for character in NO_GRAM], np.uint32)


class BuiltSegment(Struct, frozen=True):
    """The result of writing a segment: its file's CRC, its first and last day, and the ids of its documents in order.

    `order` has for each document of the segment its position among the documents added.
    """

    crc: int
    ids: NDArray[np.uint32]
    order: NDArray[np.int64]
    oldest: int
    newest: int


class SegmentBuilder:
    """Collects the documents of one segment; inverted batches are stored in a temporary folder inside the index's.

    Methods raise OSError if a file can't be written.
    """

    def __init__(self, folder: Path, names: LibraryNames = NO_NAMES) -> None:
        """Build a segment in a folder, of texts that are cut by the names of a library, too."""
        self._folder = folder
        self._waiting_room: Path | None = None
        self._inverted = {name: _InvertedField(name) for name in GRAM_FIELDS}
        self._words = InvertedWords(names)
        self._texts: list[str] = []
        self._numbers = {name: array("Q") for name in NUMBER_FIELDS}
        self._newspapers: dict[str, int] = {}
        self._pages: dict[str, int] = {"": 0}
        self.waiting = 0
        """The number of characters in texts that are not inverted yet."""

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def ids(self) -> "array[int]":
        return self._numbers[ID]

    def close(self) -> None:
        """Close files, and delete the temporary folder."""
        for field in self._inverted.values():
            field.close()
        self._words.close()
        if self._waiting_room:
            shutil.rmtree(self._waiting_room, ignore_errors=True)

    def add(self, document: Document) -> None:
        numbers = self._numbers
        numbers[ID].append(document.id)
        numbers[DAY].append(day_number(document.date))
        numbers[NEWSPAPER].append(self._newspapers.setdefault(document.newspaper, len(self._newspapers)))
        numbers[PAGE].append(self._pages.setdefault(document.page or "", len(self._pages)))
        self._texts.append(document.text)
        self.waiting += len(document.text)
        if len(self._texts) >= BATCH_DOCUMENTS:
            self.invert()

    def invert(self) -> None:
        """Invert the texts that were added since the last call, and store the result on disk."""
        self._waiting_room = self._waiting_room or Path(
            tempfile.mkdtemp(prefix=WAITING_PREFIX, dir=self._folder)
        )
        self._invert(self._waiting_room)

    def write(self, path: Path) -> BuiltSegment:
        """Write the segment to a new file `path` and flush it to disk. On failure, the file is deleted."""
        self._invert(None)
        order = self._order()
        columns = {name: np.frombuffer(numbers, np.uint64)[order] for name, numbers in self._numbers.items()}
        dates = columns.pop(DAY)
        first_of_day = np.flatnonzero(np.append(True, np.diff(dates) != 0))
        try:
            # a new name each time, as readers of an older manifest may have the former file open
            with path.open("xb") as file:
                out = ContainerWriter(file)
                for name, numbers in columns.items():
                    out.array(name, numbers)
                out.array("days", dates[first_of_day])
                out.array("days.begin", first_of_day)
                in_order = np.empty(len(order), np.int32)
                in_order[order] = np.arange(len(order), dtype=np.int32)
                if (np.diff(order) > 0).all():
                    ranks = None
                else:
                    ranks = in_order
                for name in GRAM_FIELDS:
                    write_field(out, name, len(self), self._inverted[name].groups(ranks))
                self._words.write(out, len(self), ranks)
                labels = {"newspapers": list(self._newspapers), "pages": list(self._pages)}
                crc = out.finish({**labels, OWN_WORDS: self._words.stamp})
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            with contextlib.suppress(OSError):
                path.unlink()
            raise
        return BuiltSegment(crc, columns[ID].astype(np.uint32), order, int(dates[-1]), int(dates[0]))

    def _order(self) -> NDArray[np.int64]:
        """Return the documents' positions among those added, sorted newest first."""
        places = np.array([page_place(page) for page in self._pages], np.uint64)
        numbers = {name: np.frombuffer(column, np.uint64) for name, column in self._numbers.items()}
        keys = date_keys(Order.NEWEST, numbers[DAY], places[numbers[PAGE]], numbers[ID])
        return np.argsort(keys, kind="stable")

    def _invert(self, waiting_room: Path | None) -> None:
        if self._texts:
            first = len(self) - len(self._texts)
            lines = [text.split("\n", CREDITS_LINE + 1) for text in self._texts]
            for name in GRAM_FIELDS:
                if name == TEXT:
                    texts = self._texts
                else:
                    texts = [_line(parts, _LINE_OF[name]) for parts in lines]
                self._inverted[name].add(invert(texts), first, waiting_room)
            self._words.add(self._texts, first, waiting_room)
        self._texts.clear()
        self.waiting = 0


_LINE_OF = {HEADLINE: HEADLINE_LINE, SECTION: SECTION_LINE, CREDITS: CREDITS_LINE}


def _line(lines: Sequence[str], number: int) -> str:
    if number < len(lines):
        return lines[number]
    return ""


_Number = TypeVar("_Number", bound=np.generic)


class _Stored(Generic[_Number]):
    """An array that is stored in `file`, or in memory if no file is given."""

    def __init__(self, array: NDArray[_Number], file: BinaryIO | None) -> None:
        self._dtype = array.dtype
        self._array = None if file else array
        self._file = file
        self._begin = file.seek(0, os.SEEK_END) if file else 0
        if file:
            file.write(array.data)

    def piece(self, begin: int, end: int) -> NDArray[_Number]:
        if self._array is not None:
            return self._array[begin:end]
        assert self._file is not None
        width = self._dtype.itemsize
        self._file.seek(self._begin + begin * width)
        return np.frombuffer(self._file.read((end - begin) * width), self._dtype)


class _Batch:
    """An inverted batch, whose documents are numbered from `first`. It is read once, by ascending keys."""

    def __init__(self, inverted: "_Inverted", first: int, file: BinaryIO | None) -> None:
        keys, ends, docs = inverted
        self.first = first
        self.count = len(keys)
        self.sample = keys[::_SAMPLED].copy()  # a slice would keep all the keys in memory
        self.weights = np.diff(ends[::_SAMPLED].astype(np.int64), append=len(docs))
        self._keys = _Stored(keys, file)
        self._ends = _Stored(ends, file)
        self._docs = _Stored(docs, file)
        self._done = 0
        self._docs_done = 0

    def up_to(self, bound: np.uint64) -> tuple[Keys, Counts, Docs]:
        """Return the keys below `bound` that were not returned before, their frequencies and their posting lists."""
        last = min(int(self.sample.searchsorted(bound)) * _SAMPLED, self.count)
        keys = self._keys.piece(self._done, last)
        keys = keys[: int(keys.searchsorted(bound))]
        ends = self._ends.piece(self._done, self._done + len(keys)).astype(np.int64)
        counts = np.diff(ends, prepend=self._docs_done)
        docs = self._docs.piece(self._docs_done, self._docs_done + int(counts.sum())).astype(np.int32)
        self._done += len(keys)
        self._docs_done += len(docs)
        return keys, counts, docs + np.int32(self.first)


_Inverted = tuple[Keys, NDArray[np.uint32], NDArray[np.uint16]]
"""Distinct keys, ascending; the end (exclusive) of each key's posting list; the concatenated posting lists."""


def invert(texts: Sequence[str]) -> _Inverted:
    """Return the keys of the texts' grams with their posting lists; the texts are numbered from 0."""
    joined = "\n".join(texts) + "\n"
    ends = np.cumsum(np.fromiter((len(text) + 1 for text in texts), np.int64, len(texts)))
    slices = [_postings(joined, ends, at) for at in range(0, len(joined), SLICE_CHARACTERS)]
    return _lists_of(slices[0] if len(slices) == 1 else _distinct(np.concatenate(slices)))


def _lists_of(postings: NDArray[np.uint64]) -> _Inverted:
    """Return the posting lists of distinct, ascending postings (key << 16 | document)."""
    key = postings >> np.uint64(_DOC_BITS)
    last = np.flatnonzero(np.append(key[1:] != key[:-1], key[:1] > 0))
    return key[last], (last + 1).astype(np.uint32), postings.astype(np.uint16)


def _postings(joined: str, ends: NDArray[np.int64], at: int) -> NDArray[np.uint64]:
    """Return the distinct postings, ascending, of the grams that begin in a slice of `joined`.

    The slice has `SLICE_CHARACTERS` characters from offset `at` on. `ends` are the documents' ends (exclusive).
    """
    text = joined[at : at + SLICE_CHARACTERS + 1]  # with the second character of the last pair
    character = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    is_part = ~np.isin(character, _NO_GRAM)
    is_pair = is_part[:-1] & is_part[1:]
    bounds = np.clip(ends, at, at + len(text))
    lengths = bounds - np.append(at, bounds[:-1])
    head = character.astype(np.uint64)
    head <<= np.uint64(SHIFT + _DOC_BITS)
    head |= np.repeat(np.arange(len(ends), dtype=np.uint64), lengths)
    singles = np.count_nonzero(is_part)
    postings = np.empty(singles + np.count_nonzero(is_pair), np.uint64)
    postings[:singles] = head[is_part]
    postings[singles:] = head[:-1][is_pair]
    postings[singles:] |= character[1:][is_pair].astype(np.uint64) << np.uint64(_DOC_BITS)
    return _distinct(postings)


def _distinct(postings: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Sort the postings in place, and return them without duplicates."""
    postings.sort()
    is_first: NDArray[np.bool_] = np.append(postings[:1] > 0, postings[1:] != postings[:-1])
    return postings[is_first]


class _InvertedField(Struct):
    """The batches of one field; those on disk share one file."""

    _name: str
    _batches: list[_Batch] = []
    _file: BinaryIO | None = None

    def close(self) -> None:
        self._batches.clear()
        if self._file:
            with contextlib.suppress(OSError):  # closing may flush data that is not needed any more
                self._file.close()

    def add(self, inverted: _Inverted, first: int, waiting_room: Path | None) -> None:
        """Add a batch whose documents are numbered from `first`; it is stored in `waiting_room`, if given."""
        if waiting_room and not self._file:
            self._file = (waiting_room / self._name).open("xb+")
        self._batches.append(_Batch(inverted, first, self._file if waiting_room else None))

    def groups(self, ranks: Docs | None) -> Iterator[tuple[Keys, Counts, Docs]]:
        """Yield keys, document frequencies and posting lists by successive ranges of keys, ascending.

        `ranks` are the documents' numbers in the segment; None if these are the order in which they were added.
        """
        for bound in self._bounds():
            pieces = [batch.up_to(bound) for batch in self._batches]
            pieces = [piece for piece in pieces if len(piece[0])]
            if not pieces:
                continue
            if len(pieces) == 1:
                group = pieces[0]
            else:
                group = _merged(*map(np.concatenate, zip(*pieces, strict=True)))
            if ranks is not None:
                group = _ranked(group, ranks)
            yield group

    def _bounds(self) -> Iterator[np.uint64]:
        """Yield the ends (exclusive) of key ranges with about `_MERGED_POSTINGS` postings; the last exceeds any key."""
        if self._batches:
            sample = np.concatenate([batch.sample for batch in self._batches])
            order = np.argsort(sample, kind="stable")
            heap = np.cumsum(np.concatenate([batch.weights for batch in self._batches])[order])
            if len(heap):
                cuts = np.searchsorted(heap, np.arange(_MERGED_POSTINGS, heap[-1], _MERGED_POSTINGS))
                yield from distinct(sample[order][cuts])
            yield np.uint64(1 << 63)


class InvertedWords:
    """The words of documents, which are added batch by batch, and written as a field of a segment."""

    def __init__(self, names: LibraryNames) -> None:
        self._names = names
        self._numbers: dict[str, int] = {}
        self._field = _InvertedField(WORDS)
        self.stamp = stamp(names)
        """That of the reader's own words, and of the names, by which the texts are cut."""

    def close(self) -> None:
        self._field.close()

    def add(self, texts: Sequence[str], first: int, waiting_room: Path | None) -> None:
        """Add texts, numbered from `first`; what they are inverted to is stored in `waiting_room`, if given."""
        self._field.add(self._words_of(texts), first, waiting_room)

    def write(self, out: ContainerWriter, doc_count: int, ranks: Docs | None) -> None:
        """Write the field; `ranks` are those of `_InvertedField.groups`."""
        write_words(out, WORDS, doc_count, self._numbers, self._field.groups(ranks))

    def _words_of(self, texts: Sequence[str]) -> _Inverted:
        """Invert the words of the texts. Words that have no number yet get the next ones."""
        numbers = self._numbers
        word_numbers = array("Q")
        counts = []
        for text in texts:
            words = index_words(text, self._names)
            if max(map(len, words), default=0) > _SURELY_SHORT:
                words = [word for word in words if len(word.encode("utf-8", "surrogatepass")) <= LONGEST]
            new = [word for word in words if word not in numbers]
            numbers.update(zip(new, count(len(numbers)), strict=False))
            word_numbers.extend(map(numbers.__getitem__, words))
            counts.append(len(words))
        keys = word_keys(np.frombuffer(word_numbers, np.uint64))
        documents = np.repeat(np.arange(len(texts), dtype=np.uint64), counts)
        return _lists_of(_distinct(keys << np.uint64(_DOC_BITS) | documents))


def _merged(keys: Keys, counts: Counts, docs: Docs) -> tuple[Keys, Counts, Docs]:
    """Concatenate the posting lists that several batches have for the same key; the batches must be in order."""
    order = np.argsort(keys, kind="stable")
    begin = (np.cumsum(counts) - counts)[order]
    counts = counts[order]
    keys = keys[order]
    shift = begin - (np.cumsum(counts) - counts)
    docs = docs[np.repeat(shift, counts) + np.arange(len(docs))]
    first = np.flatnonzero(np.append(True, np.diff(keys) != 0))
    return keys[first], np.add.reduceat(counts, first), docs


def _ranked(group: tuple[Keys, Counts, Docs], ranks: Docs) -> tuple[Keys, Counts, Docs]:
    """Return the posting lists with documents renumbered by `ranks`, each ascending."""
    keys, counts, docs = group
    postings = np.repeat(np.arange(len(keys), dtype=np.int64) << 32, counts) | ranks[docs]
    postings.sort()
    return keys, counts, postings.astype(np.int32)  # the lower 32 bits
