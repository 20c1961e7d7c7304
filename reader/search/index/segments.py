"""Open segments of the index, and the candidates for a needle in a segment.

A segment contains documents, newest first, with id, day, newspaper and page of each, and the grams of their texts.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from reader.newspaper.holdings import Document
from reader.search.documents import BEYOND, Ids, IndexDamaged, Order, day_number, months_of
from reader.search.index.containers import Container, Numbers
from reader.search.index.gram_fields import Docs, GramField, PostingSlot, docs_of_bitmap, docs_on, key_of
from reader.search.index.manifest import SegmentEntry
from reader.search.index.matchers import ALL, NONE, both, cut, without
from reader.search.index.word_field import WordField
from reader.search.ranking import date_keys, page_place
from reader.search.terms import ID, NEWSPAPER, PAGE, WORDS, grams, no_grams
from reader.storage.regular_file import Pieces

OWN_WORDS = "own_words"
"""The name, in a segment's file, of the stamp of the reader's own words by which the texts were cut."""
GramsOf: TypeAlias = Callable[[str], tuple[str, ...]]
"""Returns the grams of a needle: `terms.grams`, or fewer for texts that the index has not, or in another form."""


class OpenFile:
    """The content of a segment's file, including removed documents; columns are read when first needed.

    Opening may raise OSError and IndexDamaged, everything else IndexDamaged.
    """

    def __init__(self, place: Path | Pieces, entry: SegmentEntry) -> None:
        """Use the open file `place`, or open the segment's file in the folder `place`."""
        file = place / entry.file_name if isinstance(place, Path) else place
        container = Container(file, entry.size, entry.crc)
        self.container = container
        self._documents = entry.documents
        self._fields: dict[str, GramField] = {}
        self._columns: dict[str, Numbers] = {}
        self._has_words = container.has(WORDS + ".table")
        self.own_words = str(container.meta.get(OWN_WORDS, ""))
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
            self._fields[name] = GramField(self.container, name, self._documents)
        return self._fields[name]

    @cached_property
    def words(self) -> WordField | None:
        """The words of the documents' texts; None if an earlier program version wrote the segment."""
        if self._has_words:
            return WordField(self.container, WORDS, self._documents)
        return None

    @cached_property
    def ids(self) -> Numbers:
        return self.container.array(ID, self._documents)

    def labels(self, column: str) -> tuple[str, ...]:
        if column == NEWSPAPER:
            return self.newspapers
        return self.pages

    def column(self, name: str) -> Numbers:
        """Return the column NEWSPAPER or PAGE: for each document an index into `labels`."""
        if name not in self._columns:
            numbers = self.container.array(name, self._documents)
            if numbers.max() >= len(self.labels(name)):
                raise IndexDamaged(f"{name} out of range")
            self._columns[name] = numbers
        return self._columns[name]

    @cached_property
    def months(self) -> tuple[Sequence[int], Docs]:
        """The distinct months of the documents as numbers (see `day_number`), and the first document of each."""
        return _months(self.days, self.begins)

    @cached_property
    def page_places(self) -> NDArray[np.uint64]:
        """The rank of each of `pages` within an issue (`page_place`)."""
        return np.array([page_place(page) for page in self.pages], np.uint64)

    def check(self) -> None:
        """Read every byte and compare checksums. Raises IndexDamaged."""
        self.container.check()


class UnindexedFile:
    """What `OpenFile` has of documents that no segment has: their columns, and no grams or words.

    Every one of them may contain any needle.
    """

    words = None

    def __init__(self, documents: Sequence[Document]) -> None:
        """Use at least one document, of which at most one has each id."""
        days = np.array([day_number(document.date) for document in documents], np.uint64)
        ids = np.array([new_document.id for new_document in documents], np.uint64)
        self.newspapers, newspapers = _numbered([new_document.newspaper for new_document in documents])
        self.pages, pages = _numbered([new_document.page or "" for new_document in documents])
        self.page_places = np.array([page_place(page) for page in self.pages], np.uint64)
        order = np.argsort(date_keys(Order.NEWEST, days, self.page_places[pages], ids), kind="stable")
        self.ids = ids[order]
        self._columns = {NEWSPAPER: newspapers[order], PAGE: pages[order]}
        self.begins = np.flatnonzero(np.diff(days[order], prepend=np.uint64(BEYOND))).astype(np.int32)
        self.days: Numbers = days[order][self.begins]

    def field(self, name: str) -> GramField:
        raise LookupError(name)

    def labels(self, column: str) -> tuple[str, ...]:
        if column == NEWSPAPER:
            return self.newspapers
        return self.pages

    def column(self, name: str) -> Numbers:
        return self._columns[name]

    @cached_property
    def months(self) -> tuple[Sequence[int], Docs]:
        return _months(self.days, self.begins)


def _numbered(labels: Sequence[str]) -> tuple[tuple[str, ...], Numbers]:
    """Return the distinct labels, and for each of `labels` its index among them."""
    number_by_label: dict[str, int] = {}
    numbers = [number_by_label.setdefault(label, len(number_by_label)) for label in labels]
    return tuple(number_by_label), np.array(numbers, np.uint32)


def _months(days: Numbers, begins: Docs) -> tuple[Sequence[int], Docs]:
    """Return the distinct months of days, and the first document of each."""
    months = months_of(days)
    first = np.flatnonzero(np.diff(months, prepend=-1))
    return months[first].tolist(), begins[first]


class Segment:
    """A segment of a manifest: its open file, and which of its documents are removed.

    `span` is the first day (as a number) of the span of dates that it belongs to. `grams_of` returns the grams that the
    segment has for every text with a needle.
    """

    def __init__(
        self,
        entry: SegmentEntry,
        file: "OpenFile | UnindexedFile",
        span: int,
        grams_of: "GramsOf" = grams,
    ) -> None:
        self.entry = entry
        self.grams_of = grams_of
        self.span = span
        self.file = file
        self.newspapers = file.newspapers
        self.pages = file.pages
        self.field = file.field
        self.column = file.column
        self.labels = file.labels
        self.days = file.days
        """The distinct days of its documents as numbers, descending."""
        self._removed = np.array(entry.removed, np.int32)

    @property
    def words(self) -> WordField | None:
        """The words of the documents' texts; None if an earlier program version wrote the segment."""
        return self.file.words

    @property
    def ids(self) -> Numbers:
        return self.file.ids

    def is_sure(self, needle: str) -> bool:
        """Return whether the segment alone decides which documents contain the needle, as it is itself a gram."""
        return self.grams_of(needle) == (needle,)

    @property
    def day_counts(self) -> NDArray[np.int64]:
        """The number of documents of each of `days`, removed ones included."""
        ends = np.append(self.file.begins[1:], self.entry.documents)
        return ends.astype(np.int64) - self.file.begins

    def within(self, documents: range = ALL) -> Docs:
        end = min(documents.stop, self.entry.documents)
        return self.live(np.arange(documents.start, end, dtype=np.int32))

    def live(self, docs: Docs) -> Docs:
        """Return those of `docs` that are not removed."""
        if len(self._removed):
            return without(docs, self._removed)
        return docs

    def dates_of(self, docs: Docs | int) -> NDArray[np.uint64]:
        day = self.file.begins.searchsorted(docs, "right") - 1
        return self.days[day].astype(np.uint64)

    def places_of(self, docs: Docs) -> NDArray[np.uint64]:
        """Return the rank of each document's page within its issue (`page_place`)."""
        return self.file.page_places[self.column(PAGE)[docs]]

    def count_months(self, docs: Docs) -> dict[int, int]:
        """Return the number of documents by month number (see `day_number`; undated: 0). `docs` must be ascending."""
        months, begins = self.file.months
        counts = np.diff(docs.searchsorted(begins), append=len(docs)).tolist()
        return {month: count for month, count in zip(months, counts, strict=True) if count}

    def count_labels(self, column: str, docs: Docs) -> dict[str, int]:
        """Return the number of documents by label in the column NEWSPAPER or PAGE."""
        labels = self.labels(column)
        if len(labels) == 1:
            if len(docs):
                return {labels[0]: len(docs)}
            return {}
        counts = np.bincount(self.column(column).take(docs), minlength=len(labels)).tolist()
        return {label: count for label, count in zip(labels, counts, strict=True) if count}

    def between(self, oldest: int, newest: int) -> tuple[int, int]:
        """Return the range [begin, end) of the documents from day `oldest` to `newest` (numbers, both inclusive)."""
        ascending = self.days[::-1]
        first = len(ascending) - int(ascending.searchsorted(newest, "right"))
        last = len(ascending) - int(ascending.searchsorted(oldest, "left"))
        begins = np.append(self.file.begins, self.entry.documents)
        return int(begins[first]), int(begins[last])


class SegmentDamaged(IndexDamaged):
    """The segment called `name` is damaged."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@contextmanager
def reporting_damage(segment: Segment) -> Iterator[None]:
    """Convert IndexDamaged raised inside the block to SegmentDamaged with the name of the segment."""
    try:
        yield
    except SegmentDamaged:  # of another segment, which the block has read as well
        raise
    except IndexDamaged as error:
        raise SegmentDamaged(segment.entry.name) from error


def unindexed_segment(documents: Sequence[Document], span: int) -> Segment:
    """Return a segment of documents of a span that no file has; they are candidates for every needle."""
    file = UnindexedFile(documents)
    entry = SegmentEntry("", len(documents), (), int(file.days[-1]), int(file.days[0]), 0, 0)
    return Segment(entry, file, span, no_grams)


def ids_of(segments: Iterable[Segment]) -> Ids:
    """Return the ids of the segments' documents that are not removed. Raises SegmentDamaged."""
    id_arrays = [np.empty(0, np.uint32)]
    for segment in segments:
        with reporting_damage(segment):
            id_arrays.append(segment.ids[segment.within()].astype(np.uint32))
    return np.concatenate(id_arrays)


def _labels(container: Container, name: str) -> tuple[str, ...]:
    labels = container.meta.get(name)
    if not isinstance(labels, list) or not all(isinstance(label, str) for label in labels):
        raise IndexDamaged(f"no {name}")
    return tuple(labels)


# The candidates for a needle in a segment are the documents that contain all its grams.
#
# The rarest gram is looked up first. Another posting list is only read while that is cheaper than verifying the texts
# of the remaining candidates.


_REMEMBERED = 256
_POSTINGS_A_TEXT = 1000
"""The number of postings that can be read in the time of verifying one text."""


class GramOrder:
    """The order in which the grams of a needle are looked up: rarest first.

    The frequencies are those of the largest segment, which are similar enough in the others. So neither the order nor
    the candidates depend on earlier queries.
    """

    def __init__(self, segments: Iterable[Segment]) -> None:
        with_grams = (segment for segment in segments if segment.grams_of is not no_grams)
        self._segment = max(with_grams, key=attrgetter("entry.documents"), default=None)
        self._known: dict[tuple[str, str], tuple[str, ...]] = {}

    def rarest_first(self, fieldname: str, needle: str) -> tuple[str, ...]:
        """Return the grams of a needle, rarest first. Raises SegmentDamaged."""
        grams = self._known.get((fieldname, needle))
        if grams is None:
            if self._segment:
                grams = self._segment.grams_of(needle)
            else:
                grams = ()
            if self._segment and len(grams) > 1:
                with reporting_damage(self._segment):
                    frequency = self._segment.field(fieldname).frequency
                    grams = tuple(sorted(grams, key=lambda gram: frequency(key_of(gram))))
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[fieldname, needle] = grams
        return grams


def frequencies_of(segments: Iterable[Segment], fieldname: str, needles: Sequence[str]) -> list[int]:
    """Return for each needle the sum of `frequency_of` over the segments; faster than calling it for each needle."""
    sums = [0] * len(needles)
    for grams_of, some in groupby(segments, attrgetter("grams_of")):
        frequencies = _frequencies(some, fieldname, [grams_of(needle) for needle in needles])
        sums = [total + more for total, more in zip(sums, frequencies, strict=True)]
    return sums


def _frequencies(
    segments: Iterable[Segment], fieldname: str, grams_of: Sequence[tuple[str, ...]]
) -> list[int]:
    key = {}
    for needle_grams in grams_of:
        for gram in needle_grams:
            key[gram] = key_of(gram)
    sorted_keys = np.array(sorted(key.values()), np.int64)
    sums = [0] * len(grams_of)
    for segment in segments:
        with reporting_damage(segment):
            if len(sorted_keys):
                counts = segment.field(fieldname).frequencies(sorted_keys)
            else:
                counts = sorted_keys
        count_by_key = dict(zip(sorted_keys.tolist(), counts.tolist(), strict=True))
        of_gram = {gram: count_by_key[gram_key] for gram, gram_key in key.items()}
        documents = segment.entry.documents
        for number, needle_grams in enumerate(grams_of):
            if needle_grams:
                sums[number] += min([of_gram[gram] for gram in needle_grams])
            else:
                sums[number] += documents
    return sums


def candidates(
    segment: Segment,
    fieldname: str,
    needle: str,
    order: GramOrder,
    within: range = ALL,
    *,
    by_all_grams: bool = False,
) -> Docs:
    """Return the documents in the range `within` that may contain the needle, ascending, without removed ones.

    For a needle without grams, all documents in the range are returned. If `segment.is_sure(needle)`, all returned
    documents contain it. `by_all_grams`, a document is returned or not whatever segment it is in; else some lack a gram
    that is frequent in theirs. Raises SegmentDamaged.
    """
    if not segment.grams_of(needle):
        return segment.within(within)
    within = range(within.start, min(within.stop, segment.entry.documents))
    with reporting_damage(segment):
        field = segment.field(fieldname)
        # each is looked up only when it is needed
        slots = (field.place(key_of(gram)) for gram in order.rarest_first(fieldname, needle))
        by_all = by_all_grams or segment.is_sure(needle)
        return segment.live(_holding(field, slots, within, by_all=by_all))


def _holding(field: GramField, slots: Iterable[PostingSlot], within: range, *, by_all: bool) -> Docs:
    """Return the documents in a range that contain all the grams; unless `by_all`, some may lack one of them."""
    docs: Docs | None = None
    dense: list[PostingSlot] = []
    for slot in slots:
        if not slot.frequency:
            return NONE
        # verifying the texts of all remaining candidates is faster than reading this list
        if docs is not None and not by_all and slot.frequency > len(docs) * _POSTINGS_A_TEXT:
            continue
        if field.is_dense(slot):
            # bitmaps are combined at the end, all at once
            dense.append(slot)
            continue
        postings = cut(field.postings(slot), within)
        docs = postings if docs is None else both(docs, postings)
        if not len(docs):
            return docs
    if dense and (docs is None or len(docs)):
        bits = np.bitwise_and.reduce([field.bitmap(slot) for slot in dense])
        if docs is None:
            docs = docs_of_bitmap(bits, within)
        else:
            docs = docs_on(bits, docs)
    assert docs is not None
    return docs
