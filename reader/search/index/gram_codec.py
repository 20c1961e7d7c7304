"""Segments of grams as Whoosh sees them: a field type, a codec that reads them, a matcher.

Stock Whoosh searches through this; the engine asks a segment's `GramField`s directly, which is faster. Segments are
written by `gram_index.GramWriter` alone, never by Whoosh's own `SegmentWriter`.
"""

import bisect
from array import array
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from whoosh import fields, formats
from whoosh.analysis.tokenizers import IDTokenizer
from whoosh.codec import base
from whoosh.filedb.filestore import Storage
from whoosh.matching.mcore import LeafMatcher, ReadTooFar
from whoosh.reading import TermInfo, TermNotFound
from whoosh.scoring import BaseScorer

from reader.search.index.gram_fields import gram_of, key_of
from reader.search.index.segments import Segment
from reader.search.schema import DAY, GRAM_FIELDS, ID, NEWSPAPER, NUMBER_FIELDS, PAGE
from reader.search.terms import grams

Term: TypeAlias = tuple[str, bytes]
"""A field's name and a gram in UTF-8."""


class Grams(fields.FieldType):
    """A field that is the set of its text's characters and pairs of characters.

    Asked with a string, it looks for the string's grams.
    """

    def __init__(self) -> None:
        super().__init__(formats.Existence(), IDTokenizer(), multitoken_query="and")  # type: ignore[arg-type]

    def process_text(self, qstring: str, mode: str = "", **options: object) -> Iterator[str]:
        """The grams of a query's string, already in search form."""
        return iter(grams(qstring))


def schema() -> fields.Schema:
    return fields.Schema(
        **{name: Grams() for name in GRAM_FIELDS}, **{name: fields.STORED() for name in NUMBER_FIELDS}
    )


class GramSegment(base.Segment):
    """A segment as Whoosh knows it."""

    def __init__(self, index_name: str, segment: Segment) -> None:
        self.indexname = index_name
        self.segid = segment.entry.name
        self.compound = False
        self.segment = segment
        self._removed = frozenset(segment.entry.removed)

    def codec(self) -> "GramCodec":
        return GramCodec()  # type: ignore[abstract]  # Whoosh's writers, which would ask for the rest, are never used

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


class GramCodec(base.Codec):
    def terms_reader(self, storage: Storage, segment: GramSegment) -> "GramTermsReader":
        return GramTermsReader(segment)

    def per_document_reader(self, storage: Storage, segment: GramSegment) -> "GramPerDocumentReader":
        return GramPerDocumentReader(segment)


class GramPerDocumentReader(base.PerDocumentReader):
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


class GramTermsReader(base.TermsReader):
    def __init__(self, segment: GramSegment) -> None:
        self._fields = {name: segment.segment.field(name) for name in GRAM_FIELDS}

    def __contains__(self, term: Term) -> bool:
        return self.doc_frequency(*term) > 0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        key = _key(text)
        return self._fields[fieldname].frequency(key) if key is not None and fieldname in self._fields else 0

    def frequency(self, fieldname: str, text: bytes) -> float:
        return float(self.doc_frequency(fieldname, text))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        docs = self._postings(fieldname, text)
        return TermInfo(float(len(docs)), len(docs), 0, 0, 1.0, docs[0], docs[-1])  # type: ignore[no-untyped-call]

    def matcher(
        self, fieldname: str, text: bytes, format_: formats.Format, scorer: BaseScorer | None = None
    ) -> "GramMatcher":
        return GramMatcher(self._postings(fieldname, text), (fieldname, text), format_, scorer)

    def indexed_field_names(self) -> Iterable[str]:
        return sorted(self._fields)

    def terms(self) -> Iterator[Term]:
        return self.terms_from("", b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[Term]:
        for name in self.indexed_field_names():
            if name >= fieldname:
                texts = (gram_of(key).encode("utf-8", "surrogatepass") for key in self._fields[name].grams())
                yield from ((name, text) for text in texts if name > fieldname or text >= prefix)

    def items(self) -> Iterator[tuple[Term, TermInfo]]:
        return self.items_from("", b"")

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[Term, TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def cursor(self, fieldname: str, fieldobj: fields.FieldType) -> base.FieldCursor:
        return base.EmptyCursor()

    def _postings(self, fieldname: str, text: bytes) -> "array[int]":
        if (fieldname, text) not in self:
            raise TermNotFound(f"{fieldname}:{text!r}")
        field = self._fields[fieldname]
        place = field.place(key_of(text.decode("utf-8", "surrogatepass")))
        return array("i", field.postings(place).tobytes())


def _key(text: bytes) -> int | None:
    gram = text.decode("utf-8", "surrogatepass")
    return key_of(gram) if 1 <= len(gram) <= 2 else None


class GramMatcher(LeafMatcher):
    """Walks over a decoded posting list."""

    def __init__(
        self,
        docs: "array[int]",
        term: Term,
        format_: formats.Format,
        scorer: BaseScorer | None,
        at: int = 0,
    ) -> None:
        self._docs = docs
        self._term = term
        self.format = format_
        self.scorer = scorer
        self._at = at

    def is_active(self) -> bool:
        return self._at < len(self._docs)

    def id(self) -> int:
        return self._docs[self._at]

    def all_ids(self) -> Iterator[int]:
        return iter(self._docs[self._at :])

    def reset(self) -> None:
        self._at = 0

    def copy(self) -> "GramMatcher":
        return GramMatcher(self._docs, self._term, self.format, self.scorer, self._at)

    def next(self) -> None:
        self._at += 1

    def skip_to(self, docnum: int) -> None:
        if not self.is_active():
            raise ReadTooFar
        if docnum > self.id():
            self._at = bisect.bisect_left(self._docs, docnum, self._at)

    def skip_to_quality(self, minquality: float) -> int:
        """The list is a single block: it is good enough, or over."""
        if self.block_quality() <= minquality:  # type: ignore[no-untyped-call]
            self._at = len(self._docs)
        return 1

    def weight(self) -> float:
        return 1.0

    def value(self) -> bytes:
        return b""

    def score(self) -> float:
        return self.scorer.score(self) if self.scorer else 1.0

    def block_min_length(self) -> int:
        return 0

    def block_max_length(self) -> int:
        return 0

    def block_max_weight(self) -> float:
        return 1.0
