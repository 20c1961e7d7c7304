"""An open segment: its documents, newest first, with day, newspaper and page of each, and the grams of their texts."""

from collections.abc import Iterator, Set
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from reader.search.day_numbers import months_of
from reader.search.engine import IndexDamaged
from reader.search.index import manifest
from reader.search.index.containers import Container, Numbers
from reader.search.index.gram_fields import GramField
from reader.search.index.manifest import SegmentEntry
from reader.search.index.matchers import without
from reader.search.index.postings import Docs
from reader.search.index.word_field import WordField
from reader.search.ranking import page_place
from reader.search.terms import ID, NEWSPAPER, PAGE, WORDS
from reader.storage.regular_file import Pieces, PositionedFile


class IndexFiles(Protocol):
    """The files that an index is read from. Methods raise FileNotFoundError, OSError and IndexDamaged."""

    def pointer(self) -> bytes | None:
        """Return the content of `current.json`; None where nothing was published."""

    def content(self, name: str) -> bytes:
        """Return the whole content of a small file."""

    def open(self, name: str) -> Pieces:
        """Open a large file."""

    def suspect(self, name: str) -> None:
        """Tell the next writer, where there is one, that a segment can't be read."""

    def suspected(self) -> Set[str]:
        """Return the names of segments that some process could not read."""


class FolderFiles:
    """The files of an index in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def pointer(self) -> bytes | None:
        return manifest.current(self._folder)

    def content(self, name: str) -> bytes:
        return manifest.content(self._folder, name)

    def open(self, name: str) -> Pieces:
        return PositionedFile(self._folder / name)

    def suspect(self, name: str) -> None:
        manifest.suspect(self._folder, name)

    def suspected(self) -> Set[str]:
        return manifest.suspected(self._folder)


class OpenFile:
    """The content of a segment's file, regardless of which documents are removed; columns are read when first needed.

    Opening raises OSError and IndexDamaged, everything else IndexDamaged.
    """

    def __init__(self, place: Path | Pieces, entry: SegmentEntry) -> None:
        """Open the file `place`, or the segment's file in the folder `place`."""
        file = place / entry.file_name if isinstance(place, Path) else place
        container = Container(file, entry.size, entry.crc)
        self._container = container
        self._documents = entry.documents
        self._fields: dict[str, GramField] = {}
        self._columns: dict[str, Numbers] = {}
        self._has_words = container.has(WORDS + ".table")
        self.newspapers = _labels(container, "newspapers")
        self.pages = _labels(container, "pages")
        self.days = container.array("days", entry.documents)
        self.begins = container.array("days.begin", entry.documents).astype(np.int32)  # dtype of `Docs`
        if (
            any(container.count(name) != entry.documents for name in (ID, NEWSPAPER, PAGE))
            or not 0 < len(self.days) == len(self.begins)
            or (self.days[0], self.days[-1], self.begins[0]) != (entry.newest, entry.oldest, 0)
            or (self.days[1:] >= self.days[:-1]).any()
            or (self.begins[1:] <= self.begins[:-1]).any()
            or self.begins[-1] >= entry.documents
        ):
            raise IndexDamaged(f"{entry.file_name} has other documents")

    def field(self, name: str) -> GramField:
        if name not in self._fields:
            self._fields[name] = GramField(self._container, name, self._documents)
        return self._fields[name]

    @cached_property
    def words(self) -> WordField | None:
        """The words of its texts; None in a segment of an earlier version."""
        return WordField(self._container, WORDS, self._documents) if self._has_words else None

    @cached_property
    def ids(self) -> Numbers:
        return self._container.array(ID, self._documents)

    def labels(self, column: str) -> tuple[str, ...]:
        """Return the labels that the numbers in the column NEWSPAPER or PAGE stand for."""
        return self.newspapers if column == NEWSPAPER else self.pages

    def column(self, name: str) -> Numbers:
        """Return the column NEWSPAPER or PAGE: for each document an index into `labels`."""
        if name not in self._columns:
            numbers = self._container.array(name, self._documents)
            if numbers.max() >= len(self.labels(name)):
                raise IndexDamaged(f"{name} out of range")
            self._columns[name] = numbers
        return self._columns[name]

    @cached_property
    def page_places(self) -> NDArray[np.uint64]:
        """The place of each of `pages` in its issue (`page_place`)."""
        return np.array([page_place(page) for page in self.pages], np.uint64)

    def check(self) -> None:
        """Read and check every byte."""
        self._container.check()


class Segment:
    """A segment of a manifest: its file, and which of its documents are removed.

    `span` is the number of the first day of the span of dates that it belongs to.
    """

    def __init__(self, entry: SegmentEntry, file: OpenFile, span: int) -> None:
        self.entry = entry
        self.span = span
        self.file = file
        self.newspapers = file.newspapers
        self.pages = file.pages
        self._removed = np.array(entry.removed, np.int32)

    def field(self, name: str) -> GramField:
        return self.file.field(name)

    @property
    def words(self) -> WordField | None:
        """The words of its texts; None in a segment of an earlier version."""
        return self.file.words

    @property
    def ids(self) -> Numbers:
        return self.file.ids

    def labels(self, column: str) -> tuple[str, ...]:
        return self.file.labels(column)

    def column(self, name: str) -> Numbers:
        return self.file.column(name)

    @property
    def days(self) -> Numbers:
        """The distinct days of its documents as numbers, descending."""
        return self.file.days

    @property
    def day_counts(self) -> NDArray[np.int64]:
        """The number of documents of each of `days`, removed ones included."""
        ends = np.append(self.file.begins[1:], self.entry.documents)
        return ends.astype(np.int64) - self.file.begins

    def all(self) -> Docs:
        """Return all documents, removed ones included."""
        return np.arange(self.entry.documents, dtype=np.int32)

    def live(self, docs: Docs) -> Docs:
        """Return those of `docs` that are not removed."""
        return without(docs, self._removed) if len(self._removed) else docs

    def dates_of(self, docs: Docs | int) -> NDArray[np.uint64]:
        """Return the days of documents as numbers."""
        day = self.file.begins.searchsorted(docs, "right") - 1
        return self.days[day].astype(np.uint64)

    def places_of(self, docs: Docs) -> NDArray[np.uint64]:
        """Return the places of the documents' pages in their issues (`page_place`)."""
        return self.file.page_places[self.column(PAGE)[docs]]

    def count_months(self, docs: Docs) -> dict[int, int]:
        """Return the number of documents by month, as `month_number` counts months (undated: 0); `docs` ascend."""
        months = months_of(self.days)
        first = np.flatnonzero(np.append(True, months[1:] != months[:-1]))
        begins = np.append(docs.searchsorted(self.file.begins[first]), len(docs))
        counts = np.diff(begins)
        return {int(month): int(count) for month, count in zip(months[first], counts, strict=True) if count}

    def count_labels(self, column: str, docs: Docs) -> dict[str, int]:
        """Return the number of documents by label in the column NEWSPAPER or PAGE."""
        labels = self.labels(column)
        if len(labels) == 1:
            return {labels[0]: len(docs)} if len(docs) else {}
        counts = np.bincount(self.column(column)[docs], minlength=len(labels)).tolist()
        return {label: count for label, count in zip(labels, counts, strict=True) if count}

    def day_of(self, doc: int) -> int:
        """Return the day of a document as a number."""
        return int(self.days[self.file.begins.searchsorted(doc, "right") - 1])

    def between(self, oldest: int, newest: int) -> tuple[int, int]:
        """Return the range [begin, end) of the documents from day `oldest` to `newest` (numbers, both inclusive)."""
        ascending = self.days[::-1]
        first = len(ascending) - int(ascending.searchsorted(newest, "right"))
        last = len(ascending) - int(ascending.searchsorted(oldest, "left"))
        begins = np.append(self.file.begins, self.entry.documents)
        return int(begins[first]), int(begins[last])


class SegmentDamaged(IndexDamaged):
    """A segment, given by its name, is damaged."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@contextmanager
def damage_told(segment: Segment) -> Iterator[None]:
    """Raise damage inside the block as SegmentDamaged, which names the segment."""
    try:
        yield
    except SegmentDamaged:  # of another segment, which was asked on the way
        raise
    except IndexDamaged as error:
        raise SegmentDamaged(segment.entry.name) from error


def _labels(container: Container, name: str) -> tuple[str, ...]:
    labels = container.meta.get(name)
    if not isinstance(labels, list) or not all(isinstance(label, str) for label in labels):
        raise IndexDamaged(f"no {name}")
    return tuple(labels)
