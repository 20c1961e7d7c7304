"""Segments built in bulk: documents are inverted batch by batch with numpy, batches merged key range by key range."""

import contextlib
import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from reader.search.engine import Document
from reader.search.gram_files import (
    IS_GRAM_CHARACTER,
    SHIFT,
    ContainerWriter,
    Counts,
    Docs,
    Keys,
    write_field,
)
from reader.search.terms import CREDITS_LINE, HEADLINE_LINE, SECTION_LINE

TEXT, HEADLINE, SECTION, CREDITS = GRAM_FIELDS = ("text", "headline", "section", "credits")
"""The fields of a segment that are sets of grams; the last three are lines of the first."""
ID, DATE, NEWSPAPER, PAGE = NUMBER_FIELDS = ("id", "date", "newspaper", "page")
"""The fields that are a number a document; newspaper and page count into the segment's own tables of labels."""

BATCH_DOCUMENTS = 4000
BATCH_CHARACTERS = 2_500_000
_MERGED_POSTINGS = 2_000_000
_DOC_BITS = 16


def date_number(date: dt.date | None) -> int:
    """A date as a number that sorts as dates do and shifts to its year; 0 for none."""
    return date.year << 9 | date.month << 5 | date.day if date else 0


def year_of(dates: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The years of date numbers; 0 for none."""
    return dates >> np.uint32(9)


class SegmentBuilder:
    """Gathers documents for one segment; full batches wait in a folder of their own beside the index.

    Raises OSError where that can't be written. An id added again takes the place of the earlier one.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._waiting_room: Path | None = None
        self._inverted = {name: _InvertedField(name) for name in GRAM_FIELDS}
        self._texts: list[str] = []
        self._characters = 0
        self._documents_inverted = 0
        self._numbers: dict[str, list[int]] = {name: [] for name in NUMBER_FIELDS}
        self._newspapers: dict[str, int] = {}
        self._pages: dict[str, int] = {"": 0}
        self._doc_of: dict[int, int] = {}
        self.replaced: set[int] = set()
        """Document numbers whose id was added again."""

    def close(self) -> None:
        """Lets go of everything, and leaves nothing waiting."""
        self._inverted.clear()  # unmaps what waits
        if self._waiting_room:
            shutil.rmtree(self._waiting_room, ignore_errors=True)

    @property
    def ids(self) -> Sequence[int]:
        return self._numbers[ID]

    def add(self, document: Document) -> None:
        doc = len(self.ids)
        if document.id in self._doc_of:
            self.replaced.add(self._doc_of[document.id])
        self._doc_of[document.id] = doc
        self._numbers[ID].append(document.id)
        self._numbers[DATE].append(date_number(document.date))
        self._numbers[NEWSPAPER].append(
            self._newspapers.setdefault(document.newspaper, len(self._newspapers))
        )
        self._numbers[PAGE].append(self._pages.setdefault(document.page or "", len(self._pages)))
        self._texts.append(document.text)
        self._characters += len(document.text)
        if len(self._texts) >= BATCH_DOCUMENTS or self._characters >= BATCH_CHARACTERS:
            self._waiting_room = self._waiting_room or Path(
                tempfile.mkdtemp(prefix=WAITING_PREFIX, dir=self._folder)
            )
            self._invert(self._waiting_room)

    def write(self, path: Path) -> int:
        """Writes the segment, which is on the disk afterwards, and gives its CRC. Nothing is left there on failure."""
        self._invert(None)
        try:
            with path.open("xb") as file:
                out = ContainerWriter(file)
                for name, numbers in self._numbers.items():
                    out.array(name, np.asarray(numbers, np.uint64))
                for name, field in self._inverted.items():
                    write_field(out, name, len(self.ids), field.groups())
                crc = out.finish(
                    documents=len(self.ids), newspapers=list(self._newspapers), pages=list(self._pages)
                )
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            with contextlib.suppress(OSError):
                path.unlink()
            raise
        return crc

    def _invert(self, waiting_room: Path | None) -> None:
        if self._texts:
            lines = [text.split("\n", CREDITS_LINE + 1) for text in self._texts]
            for name, field in self._inverted.items():
                texts = self._texts if name == TEXT else [_line(parts, _LINE_OF[name]) for parts in lines]
                field.add(texts, self._documents_inverted, waiting_room)
        self._documents_inverted += len(self._texts)
        self._texts.clear()
        self._characters = 0


WAITING_PREFIX = "waiting-"
_LINE_OF = {HEADLINE: HEADLINE_LINE, SECTION: SECTION_LINE, CREDITS: CREDITS_LINE}


def _line(lines: Sequence[str], number: int) -> str:
    return lines[number] if number < len(lines) else ""


_Number = TypeVar("_Number", bound=np.generic)


@dataclass(frozen=True, slots=True)
class _Batch:
    """An inverted batch: distinct keys, where the documents of each end, documents counted from `first`."""

    keys: Keys
    ends: NDArray[np.uint32]
    docs: NDArray[np.uint16]
    first: int


def invert(texts: Sequence[str]) -> tuple[Keys, NDArray[np.uint32], NDArray[np.uint16]]:
    """The distinct keys of the texts' grams, ascending; where the documents of each end; those documents."""
    lengths = np.fromiter((len(text) + 1 for text in texts), np.int64, len(texts))
    joined = ("\n".join(texts) + "\n").encode("utf-32-le", "surrogatepass")
    character = np.frombuffer(joined, "<u4").astype(np.uint64)
    doc = np.repeat(np.arange(len(texts), dtype=np.uint64), lengths)
    is_part = IS_GRAM_CHARACTER[character]
    single = np.flatnonzero(is_part)
    pair = np.flatnonzero(is_part[:-1] & is_part[1:])
    head = character << np.uint64(SHIFT + _DOC_BITS) | doc
    postings = np.concatenate([head[single], head[pair] | character[pair + 1] << np.uint64(_DOC_BITS)])
    postings.sort()
    postings = postings[np.flatnonzero(np.diff(postings, prepend=np.uint64(0)))]  # 0 is no posting
    key = postings >> np.uint64(_DOC_BITS)
    last = np.flatnonzero(np.append(np.diff(key) != 0, True)[: len(key)])
    return key[last], (last + 1).astype(np.uint32), postings.astype(np.uint16)


class _InvertedField:
    """The batches of one field."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._batches: list[_Batch] = []

    def add(self, texts: Sequence[str], first: int, waiting_room: Path | None) -> None:
        """Inverts a batch whose documents are counted from `first`; it waits in that folder, if one is given."""
        keys, ends, docs = invert(texts)
        if not len(keys):
            return
        if waiting_room:
            stem = f"{self._name}-{len(self._batches)}"
            keys = _on_disk(waiting_room / f"{stem}.keys", keys)
            ends = _on_disk(waiting_room / f"{stem}.ends", ends)
            docs = _on_disk(waiting_room / f"{stem}.docs", docs)
        self._batches.append(_Batch(keys, ends, docs, first))

    def groups(self) -> Iterator[tuple[Keys, Counts, Docs]]:
        """Keys, document frequencies and posting lists of successive ranges of keys."""
        at = [0] * len(self._batches)
        for bound in self._bounds():
            keys: list[Keys] = []
            counts: list[Counts] = []
            docs: list[Docs] = []
            for i, batch in enumerate(self._batches):
                begin, end = at[i], int(batch.keys.searchsorted(bound))
                at[i] = end
                if begin == end:
                    continue
                before = int(batch.ends[begin - 1]) if begin else 0
                keys.append(batch.keys[begin:end])
                counts.append(_lengths(batch.ends[begin:end], before))
                docs.append(
                    batch.docs[before : int(batch.ends[end - 1])].astype(np.int32) + np.int32(batch.first)
                )
            if keys:
                yield _merged(np.concatenate(keys), np.concatenate(counts), np.concatenate(docs))

    def _bounds(self) -> Iterator[np.uint64]:
        """Keys that part the batches into ranges of about `_MERGED_POSTINGS`, and one beyond them all."""
        if self._batches:
            sample = np.concatenate([batch.keys[::64] for batch in self._batches])
            weight = np.concatenate(
                [
                    np.diff(batch.ends[::64].astype(np.int64), append=int(batch.ends[-1]))
                    for batch in self._batches
                ]
            )
            order = np.argsort(sample, kind="stable")
            heap = np.cumsum(weight[order])
            cuts = np.searchsorted(heap, np.arange(_MERGED_POSTINGS, heap[-1], _MERGED_POSTINGS))
            yield from np.unique(sample[order][cuts])
        yield np.uint64(1 << 63)


def _on_disk(path: Path, array: NDArray[_Number]) -> NDArray[_Number]:
    path.write_bytes(array.data)  # numpy's own tofile is silent when the disk is full
    return np.memmap(path, array.dtype, "r")


def _lengths(ends: NDArray[np.uint32], before: int) -> Counts:
    """The lengths of pieces that end at `ends`, the first begun at `before`."""
    lengths = ends.astype(np.int64)
    lengths[1:] -= ends[:-1]
    lengths[:1] -= before
    return lengths


def _merged(keys: Keys, counts: Counts, docs: Docs) -> tuple[Keys, Counts, Docs]:
    """Lists of several batches, one batch behind the other, with those of one key joined (batches stay in order)."""
    order = np.argsort(keys, kind="stable")
    begin, counts, keys = (np.cumsum(counts) - counts)[order], counts[order], keys[order]
    shift = begin - (np.cumsum(counts) - counts)
    docs = docs[np.repeat(shift, counts) + np.arange(len(docs))]
    first = np.flatnonzero(np.append(True, np.diff(keys) != 0))
    return keys[first], np.add.reduceat(counts, first), docs
