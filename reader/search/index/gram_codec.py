"""Adapters of this index's segments to Whoosh: schema, codec, column reader, segment reader.

With them, Whoosh can run, sort and group any of its queries on this index (docs/whoosh.md). Segments are written by
`gram_writer.GramWriter`, never by Whoosh's own `SegmentWriter`.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TypeAlias

import numpy as np
from msgspec import Struct
from whoosh import fields, formats
from whoosh.analysis.tokenizers import IDTokenizer
from whoosh.codec import base
from whoosh.columns import Column, ColumnReader
from whoosh.filedb.filestore import Storage
from whoosh.reading import SegmentReader, TermInfo, TermNotFound
from whoosh.scoring import BaseScorer

from reader.language.library_names import NO_NAMES, LibraryNames
from reader.search.index.gram_fields import Docs, GramField, gram_of, key_of
from reader.search.index.matchers import DocsMatcher, cut
from reader.search.index.segments import Segment, reporting_damage
from reader.search.index.word_field import WordField
from reader.search.terms import (
    DAY,
    GRAM_FIELDS,
    ID,
    NEWSPAPER,
    NUMBER_FIELDS,
    PAGE,
    WORDS,
    grams,
    no_grams,
    page_label,
)

Term: TypeAlias = tuple[str, bytes]
"""A field name and a term in bytes, as in Whoosh."""


class Grams(fields.FieldType):
    """The type of a field that indexes the set of its text's characters and pairs of neighbouring characters.

    A query string is looked up by its grams: a document with all of them may contain the string. `query.Exact` verifies
    it.
    """

    def __init__(self) -> None:
        super().__init__(formats.Existence(), IDTokenizer(), multitoken_query="and")  # type: ignore[arg-type]

    def process_text(self, qstring: str, mode: str = "", **options: object) -> Iterator[str]:
        """Return the grams of a query string, which is in search form."""
        return iter(grams(qstring))


class Words(Grams):
    """The type of a field that indexes the words into which jieba cuts a text; a query string is cut the same way."""

    def __init__(self, names: LibraryNames) -> None:
        """Cut by the names of a library, too."""
        super().__init__()
        self.names = names

    def process_text(self, qstring: str, mode: str = "", **options: object) -> Iterator[str]:
        """Return the words of a query string, which is in search form."""
        from reader.language.words import index_words

        return iter(sorted(index_words(qstring, self.names)))


_NUMBER = fields.NUMERIC(int, bits=32, signed=False, shift_step=0, stored=True, sortable=True)


def schema(names: LibraryNames = NO_NAMES) -> fields.Schema:
    """Return the schema of the index: grams and words of texts; id, day (see `day_number`), newspaper and page.

    `names` are those by which the texts are cut.
    """
    numbers = dict.fromkeys((ID, DAY), _NUMBER)
    labels = {name: fields.ID(stored=True, sortable=True) for name in (NEWSPAPER, PAGE)}
    return fields.Schema(**{name: Grams() for name in GRAM_FIELDS}, words=Words(names), **numbers, **labels)


class GramSegment(base.Segment):
    """A segment with the interface that Whoosh expects."""

    def __init__(self, index_name: str, segment: Segment) -> None:
        self.indexname = index_name
        self.segid = segment.entry.name
        self.compound = False
        self.segment = segment
        self._removed = frozenset(segment.entry.removed)

    def codec(self) -> "GramCodec":
        return GramCodec()  # type: ignore[abstract]  # only Whoosh's writers, which are never used, need the rest

    def should_assemble(self) -> bool:
        return False

    def doc_count_all(self) -> int:
        return self.segment.entry.documents

    def deleted_count(self) -> int:
        return len(self._removed)

    def deleted_docs(self) -> Iterator[int]:
        return iter(self._removed)

    def is_deleted(self, docnum: int) -> bool:
        return docnum in self._removed

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Raise NotImplementedError: documents are removed by `GramWriter.remove`."""
        raise NotImplementedError("a segment never changes: remove documents with GramWriter.remove")


class GramCodec(base.Codec):
    """The reading half of a Whoosh codec for `GramSegment`."""

    def terms_reader(self, storage: Storage, segment: GramSegment) -> "GramTermsReader":
        return GramTermsReader(segment.segment)

    def per_document_reader(self, storage: Storage, segment: GramSegment) -> "GramPerDocumentReader":
        return GramPerDocumentReader(segment)


class GramReader(SegmentReader):
    """A Whoosh reader of one segment; `grams` is the segment itself."""

    @property
    def grams(self) -> Segment:
        assert isinstance(self._segment, GramSegment)
        return self._segment.segment

    def frequency_of(self, fieldname: str, needle: str) -> int:
        """Return an upper bound of the number of documents that contain a needle (see `segments.frequency_of`)."""
        sought = self.grams.grams_of(needle)
        if not sought:
            return self.grams.entry.documents
        with reporting_damage(self.grams):
            frequency = self.grams.field(fieldname).frequency
            return min(frequency(key_of(gram)) for gram in sought)


class GramPerDocumentReader(base.PerDocumentReader):
    """The stored fields and the columns of a segment."""

    def __init__(self, segment: GramSegment) -> None:
        self._segment = segment

    def doc_count(self) -> int:
        return self._segment.segment.entry.live

    def doc_count_all(self) -> int:
        return self._segment.doc_count_all()

    def has_deletions(self) -> bool:
        return self._segment.deleted_count() > 0

    def is_deleted(self, docnum: int) -> bool:
        return self._segment.is_deleted(docnum)

    def deleted_docs(self) -> Iterator[int]:
        return self._segment.deleted_docs()

    # The index has no lengths; queries for a length read them from the catalogue.
    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        return default

    def field_length(self, fieldname: str) -> int:
        return 0

    def min_field_length(self, fieldname: str) -> int:
        return 0

    def max_field_length(self, fieldname: str) -> int:
        return 0

    def stored_fields(self, docnum: int) -> dict[str, int | str]:
        segment = self._segment.segment
        return {
            ID: int(segment.ids[docnum]),
            DAY: int(segment.dates_of(docnum)),
            NEWSPAPER: segment.newspapers[segment.column(NEWSPAPER)[docnum]],
            PAGE: segment.pages[segment.column(PAGE)[docnum]],
        }

    def has_column(self, fieldname: str) -> bool:
        return fieldname in NUMBER_FIELDS

    def column_reader(self, fieldname: str, column: Column) -> "ValueColumn":
        return ValueColumn(self._segment.segment, fieldname)


class ValueColumn(ColumnReader):
    """A column reader of one field: its values by document, as numbers or as labels in UTF-8."""

    def __init__(self, segment: Segment, fieldname: str) -> None:
        self._segment = segment
        self._fieldname = fieldname
        if fieldname in (NEWSPAPER, PAGE):
            self._labels = [label.encode() for label in segment.labels(fieldname)]

    def __len__(self) -> int:
        return self._segment.entry.documents

    def __getitem__(self, docnum: int) -> int | bytes:
        if self._fieldname in (NEWSPAPER, PAGE):
            return self._labels[int(self._segment.column(self._fieldname)[docnum])]
        return int(self._segment.ids[docnum] if self._fieldname == ID else self._segment.dates_of(docnum))

    def __iter__(self) -> Iterator[int | bytes]:
        return (self[docnum] for docnum in range(len(self)))


class _Terms(Struct, frozen=True):
    """The terms of one field; a term is in bytes.

    `texts` returns all terms, ascending; `frequency` the number of documents with a term, 0 if there is no such term;
    `docs` the documents with a term that exists, ascending. Removed documents count.
    """

    texts: Callable[[], list[bytes]]
    frequency: Callable[[bytes], int]
    docs: Callable[[bytes], Docs]


# texts of damaged files may contain lone surrogates
def _encoded(texts: Iterable[str]) -> list[bytes]:
    return [text.encode("utf-8", "surrogatepass") for text in texts]


def _decoded(text: bytes) -> str:
    return text.decode("utf-8", "surrogatepass")


def _gram_terms(field: GramField) -> _Terms:
    def all_terms() -> list[bytes]:
        return _encoded(map(gram_of, field.grams()))

    def frequency(text: bytes) -> int:
        gram = _decoded(text)
        if 1 <= len(gram) <= 2:
            return field.frequency(key_of(gram))
        return 0

    def docs(text: bytes) -> Docs:
        return field.postings(field.place(key_of(_decoded(text))))

    return _Terms(all_terms, frequency, docs)


def _word_terms(field: WordField) -> _Terms:
    def all_terms() -> list[bytes]:
        return _encoded(field.words())

    def frequency(text: bytes) -> int:
        return field.frequency(_decoded(text))

    def docs(text: bytes) -> Docs:
        return field.docs(_decoded(text))

    return _Terms(all_terms, frequency, docs)


def _value_terms(segment: Segment, name: str) -> _Terms:
    """Return the terms of a field with one value per document; pages are normalized by `page_label`."""
    numbers_of: dict[bytes, list[int]] = {}
    if name in (NEWSPAPER, PAGE):
        labels = segment.labels(name)
        for number, text in enumerate(_encoded(map(page_label, labels) if name == PAGE else labels)):
            numbers_of.setdefault(text, []).append(number)
    else:
        values = segment.days if name == DAY else segment.ids
        numbers_of = {_NUMBER.to_bytes(int(value)): [int(value)] for value in values}

    def docs(text: bytes) -> Docs:
        numbers = numbers_of[text]
        if name == DAY:
            return np.arange(*segment.between(numbers[0], numbers[0]), dtype=np.int32)
        values = segment.ids if name == ID else segment.column(name)
        return np.flatnonzero(np.isin(values, np.array(numbers))).astype(np.int32)

    def all_terms() -> list[bytes]:
        return sorted(filter(None, numbers_of))

    def frequency(text: bytes) -> int:
        if text in numbers_of:
            return len(docs(text))
        return 0

    return _Terms(all_terms, frequency, docs)


class GramTermsReader(base.TermsReader):
    """A Whoosh reader of the terms and posting lists of all fields of a segment."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self._known: dict[str, _Terms] = {}

    def __contains__(self, term: Term) -> bool:
        return self.doc_frequency(*term) > 0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        if fieldname not in self.indexed_field_names():
            return 0
        with reporting_damage(self._segment):
            return self._terms(fieldname).frequency(text)

    def frequency(self, fieldname: str, text: bytes) -> float:
        return float(self.doc_frequency(fieldname, text))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        docs = self._docs(fieldname, text)
        return TermInfo(float(len(docs)), len(docs), 0, 0, 1.0, int(docs[0]), int(docs[-1]))

    def matcher(
        self, fieldname: str, text: bytes, format_: formats.Format, scorer: BaseScorer | None = None
    ) -> DocsMatcher:
        docs = self._docs(fieldname, text)
        return DocsMatcher(partial(cut, docs), (fieldname, text), scorer)

    def indexed_field_names(self) -> Iterable[str]:
        has_grams = self._segment.grams_of is not no_grams
        names = [*NUMBER_FIELDS]
        if has_grams:
            names += GRAM_FIELDS
        if self._segment.words:
            names.append(WORDS)
        return sorted(names)

    def terms(self) -> Iterator[Term]:
        return self.terms_from("", b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[Term]:
        for name in self.indexed_field_names():
            if name >= fieldname:
                with reporting_damage(self._segment):
                    texts = self._terms(name).texts()
                yield from ((name, text) for text in texts if name > fieldname or text >= prefix)

    def items(self) -> Iterator[tuple[Term, TermInfo]]:
        return self.items_from("", b"")

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[Term, TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def cursor(self, fieldname: str, fieldobj: fields.FieldType) -> base.FieldCursor:
        return base.EmptyCursor()

    def _docs(self, fieldname: str, text: bytes) -> Docs:
        if (fieldname, text) not in self:
            raise TermNotFound(f"{fieldname}:{text!r}")
        with reporting_damage(self._segment):
            return self._terms(fieldname).docs(text)

    def _terms(self, fieldname: str) -> _Terms:
        if fieldname not in self._known:
            self._known[fieldname] = self._opened(fieldname)
        return self._known[fieldname]

    def _opened(self, fieldname: str) -> _Terms:
        if fieldname in GRAM_FIELDS:
            return _gram_terms(self._segment.field(fieldname))
        words = self._segment.words
        if fieldname == WORDS and words is not None:
            return _word_terms(words)
        return _value_terms(self._segment, fieldname)
