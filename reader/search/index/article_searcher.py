"""The index as Whoosh's FileIndex, and a searcher that verifies candidates by the articles' texts."""

from __future__ import annotations

import contextlib
import threading
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
from msgspec import Struct, structs
from numpy.typing import NDArray
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex
from whoosh.matching import Matcher
from whoosh.reading import EmptyReader, IndexReader, MultiReader
from whoosh.scoring import BaseScorer, WeightingModel
from whoosh.searching import SearchContext, Searcher

from reader.language.library_names import NO_NAMES, LibraryNames
from reader.newspaper.holdings import Document
from reader.search.documents import IndexDamaged, Texts, day_number
from reader.search.index import gram_codec, manifest
from reader.search.index.gram_fields import Docs
from reader.search.index.manifest import IndexFiles, Manifest, SegmentEntry
from reader.search.index.matchers import DocsMatcher, both, cut
from reader.search.index.segments import (
    GramOrder,
    GramsOf,
    OpenFile,
    Segment,
    ids_of,
    unindexed_segment,
)
from reader.search.ranking import CONSTANTS, RankedTerm, weight
from reader.search.terms import CREDITS, HEADLINE, SECTION, TEXT, WORDS, grams

# The size of the first and of the largest batch of candidates whose texts are read together; sizes double.
_LEAST_CONFIRMED = 32
_MOST_CONFIRMED = 1024


class Bound(StrEnum):
    """Which documents a matcher yields without reading texts: all candidates, or only those that surely match."""

    MAYBE = "maybe"
    SURELY = "surely"

    @property
    def opposite(self) -> Bound:
        if self is Bound.MAYBE:
            return Bound.SURELY
        return Bound.MAYBE


def bound_of(context: SearchContext | None) -> Bound | None:
    """Return the bound that a search context requests; None if matchers have to be exact."""
    return getattr(context, "bound", None)


def within_bound(context: SearchContext, bound: Bound | None) -> SearchContext:
    """Return a copy of a search context that requests a bound, or exact matchers (None)."""
    bounded: SearchContext = context.set(bound=bound)
    return bounded


class ArticleSearcher(Searcher):
    """A Whoosh searcher over gram segments; the searchers of single segments (leaves) share their parent's texts."""

    def __init__(
        self,
        reader: IndexReader,
        texts: Texts | None = None,
        *,
        names: LibraryNames = NO_NAMES,
        parent: ArticleSearcher | None = None,
        fromindex: Any = None,
        **options: Any,
    ) -> None:
        """Use `texts`, or else the parent's, or those of `fromindex`; `names` are words of the texts."""
        if parent:
            names = parent.names
        self.names: LibraryNames = names
        options.setdefault("weighting", ArticleWeighting())
        # Before Whoosh's constructor, which makes the searchers of the segments.
        self.texts: Texts = parent.texts if parent else texts or fromindex.texts
        if parent:
            self.gram_order: GramOrder = parent.gram_order
        else:
            leaves = (leaf for leaf, _ in reader.leaf_readers())
            self.gram_order = GramOrder(
                [leaf.grams for leaf in leaves if isinstance(leaf, gram_codec.GramReader)]
            )
        super().__init__(reader, parent=parent, fromindex=fromindex, **options)

    @property
    def leaves(self) -> list[tuple[ArticleSearcher, int]]:
        """The searchers of the segments, each with the offset of its first document; a leaf returns itself."""
        if self.reader().is_atomic():
            return [(self, 0)]
        return list(self.subsearchers or [])

    @property
    def spans(self) -> list[list[ArticleSearcher]]:
        """The leaves of each span of dates, ascending after that of the undated. Spans without segments are omitted."""
        of_span: dict[int, list[ArticleSearcher]] = {}
        for leaf, _ in self.leaves:
            if leaf.segment is not None:
                of_span.setdefault(leaf.segment.span, []).append(leaf)
        return [of_span[first] for first in sorted(of_span)]

    @property
    def segment(self) -> Segment | None:
        """The segment of a leaf; None if the searcher has several segments or none."""
        reader = self.reader()
        if isinstance(reader, gram_codec.GramReader):
            return reader.grams
        return None

    def confirmed(self, docs: Docs, test: Callable[[str, int], bool]) -> NDArray[np.bool_]:
        """Return a mask as long as `docs`: whether each of these documents of a leaf passes `test(text, id)`."""
        segment = self.segment
        assert segment is not None
        ids: Sequence[int] = segment.ids[docs].tolist()
        passing_ids = {id for id, text in self.texts.search_texts(ids) if test(text, id)}
        return np.fromiter((id in passing_ids for id in ids), bool, len(ids))


class ConfirmedMatcher(DocsMatcher):
    """A matcher over those candidates that `confirm` accepts, which is asked in batches as they are reached."""

    def __init__(
        self,
        candidates: Callable[[range], Docs],
        confirm: Callable[[Docs], NDArray[np.bool_]],
        boost: float = 1.0,
    ) -> None:
        super().__init__(candidates, boost=boost)
        self._confirm = confirm
        self._confirmed = 0
        self._batch = _LEAST_CONFIRMED

    @property
    def docs(self) -> Docs:
        """All confirmed documents, ascending; verifies all remaining candidates."""
        self._confirm_some(len(super().docs))
        return super().docs

    def docs_in(self, within: range) -> Docs:
        return self._confirmed_of(super().docs_in(within))

    def among(self, docs: Docs, within: range) -> Docs:
        return self._confirmed_of(both(docs, super().docs_in(within)))

    def is_active(self) -> bool:
        docs = super().docs
        while self._at >= self._confirmed < len(docs):
            self._confirm_some(self._batch)
            self._batch = min(2 * self._batch, _MOST_CONFIRMED)
            docs = super().docs
        return self._at < len(docs)

    def id(self) -> int:
        self.is_active()
        return int(super().docs[self._at])

    def skip_to(self, id: int) -> None:
        while self.is_active() and self.id() < id:
            ahead = int(super().docs[self._at : self._confirmed].searchsorted(id))
            self._at += max(ahead, 1)

    def copy(self) -> ConfirmedMatcher:
        candidates = super().docs
        copied = ConfirmedMatcher(partial(cut, candidates), self._confirm, self._boost)
        copied._at = self._at
        copied._confirmed = self._confirmed
        copied._batch = self._batch
        return copied

    def _confirm_some(self, count: int) -> None:
        docs = super().docs
        begin = self._confirmed
        batch = docs[begin : begin + count]
        confirmed = self._confirmed_of(batch)
        self._docs = np.concatenate([docs[:begin], confirmed, docs[begin + len(batch) :]])
        self._confirmed = begin + len(confirmed)

    def _confirmed_of(self, docs: Docs) -> Docs:
        if len(docs):
            return docs.compress(self._confirm(docs))
        return docs


_NAME = "grams"
_READ_AT_ONCE = 500
"""Number of articles that no segment has whose columns are read together."""


class Snapshot(Struct, frozen=True):
    """One state of the index: a manifest, and its segments by name, without those that could not be opened.

    `unindexed` has documents of the catalogue that no segment has: they are searched by their texts alone. `names` are
    those by which the texts are cut into words.
    """

    manifest: Manifest
    segments: Mapping[str, Segment]
    unindexed: Sequence[Segment] = ()
    names: LibraryNames = NO_NAMES

    @property
    def missing(self) -> list[SegmentEntry]:
        return [entry for entry in self.manifest.segments if entry.name not in self.segments]


class GramIndex(FileIndex):
    """The index in `folder`; empty if the folder does not exist.

    Reading and writing raise IndexDamaged if the manifest is damaged.
    """

    def __init__(
        self,
        folder: Path,
        texts: Texts | None = None,
        files: IndexFiles | None = None,
        grams_of: GramsOf = grams,
    ) -> None:
        """Open nothing yet. Without the articles' `texts`, no candidates can be verified.

        `files` gives access to the files of an index that is not in `folder`; such an index is only read. `grams_of`
        is that of its segments.
        """
        # not through FileIndex, which would look for a pickled table of contents
        self.folder = folder
        self.files = files or IndexFiles(folder)
        self.storage = FileStorage(str(folder))
        self.indexname = _NAME
        self.texts = texts
        self.grams_of = grams_of
        self._files: dict[str, OpenFile] = {}
        self._open_lock = threading.Lock()

    def snapshot(self, without: Collection[str] = ()) -> Snapshot:
        """Return the current state of the index; files of segments that are open already are reused.

        Segments that can't be opened are omitted, and so are those named in `without`.
        """
        with self._open_lock:
            return self._snapshot(without)

    def _snapshot(self, without: Collection[str]) -> Snapshot:
        while True:
            pointer = self.files.pointer()
            try:
                index_manifest = manifest.led_to(pointer, self.files.content)
                files = dict(
                    self._opened(entry for entry in index_manifest.segments if entry.name not in without)
                )
            except FileNotFoundError as error:
                if self.files.pointer() == pointer:
                    raise IndexDamaged("no manifest") from error
                continue
            if self.files.pointer() == pointer:  # else files may have been deleted with their generation
                self._files = files
                segments = {}
                for span in index_manifest.spans:
                    for entry in span.segments:
                        if entry.name in files:
                            file = files[entry.name]
                            segments[entry.name] = Segment(entry, file, span.first, self.grams_of)
                return Snapshot(index_manifest, segments, names=self.files.names(index_manifest))

    def with_unindexed(self, state: Snapshot) -> Snapshot:
        """Return the state with the documents of the segments that could not be opened, if there are any.

        Raises SegmentDamaged.
        """
        if not state.missing or self.texts is None:
            return state
        indexed = ids_of(state.segments.values())
        left = np.setdiff1d(np.array(self.texts.article_ids(), np.uint32), indexed).tolist()
        firsts = [span.first for span in state.manifest.spans]
        of_span: dict[int, list[Document]] = {}
        for at in range(0, len(left), _READ_AT_ONCE):
            for text in self.texts.texts(left[at : at + _READ_AT_ONCE]).values():
                first = firsts[bisect_right(firsts, day_number(text.date)) - 1]
                of_span.setdefault(first, []).append(structs.replace(text, text=""))
        unindexed = [unindexed_segment(documents, first) for first, documents in of_span.items()]
        return structs.replace(state, unindexed=unindexed)

    def _opened(self, entries: Iterable[SegmentEntry]) -> Iterator[tuple[str, OpenFile]]:
        for entry in entries:
            if not entry.is_set_aside:
                with contextlib.suppress(OSError, IndexDamaged):
                    yield entry.name, self._files.get(entry.name) or self._open(entry)

    def _open(self, entry: SegmentEntry) -> OpenFile:
        return OpenFile(self.files.open(entry.file_name), entry)

    def latest_generation(self) -> int:
        return self.files.manifest().generation

    def last_modified(self) -> int:
        return int((self.folder / self.files.manifest().file_name).stat().st_mtime)

    def writer(self, procs: int = 1, **options: Any) -> NoReturn:
        """Raise NotImplementedError: Whoosh's writer would write segments in Whoosh's format."""
        raise NotImplementedError("segments are written by GramWriter")

    def damaged(self) -> list[SegmentEntry]:
        """Read every byte of every segment, and return the damaged segments. Raises IndexDamaged, OSError."""
        return [entry for entry in self.files.manifest().segments if not self._is_whole(entry)]

    def _is_whole(self, entry: SegmentEntry) -> bool:
        try:
            self._open(entry).check()
        except (OSError, IndexDamaged):
            return False
        return not entry.is_set_aside

    def reader(self, reuse: IndexReader | None = None) -> IndexReader:
        return self.reader_of(self.snapshot())

    def searcher(self, **options: Any) -> ArticleSearcher:
        """Return a searcher of the current state, for Whoosh's queries and those of `search.query`."""
        return self.searcher_of(self.snapshot(), **options)

    def searcher_of(self, state: Snapshot, **options: Any) -> ArticleSearcher:
        return ArticleSearcher(
            self.reader_of(state), self.texts, names=state.names, fromindex=self, **options
        )

    def reader_of(self, state: Snapshot) -> IndexReader:
        schema = gram_codec.schema(state.names)
        generation = state.manifest.generation
        readers: list[IndexReader] = [
            gram_codec.GramReader(self.storage, schema, gram_codec.GramSegment(_NAME, segment), generation)
            for segment in (*state.segments.values(), *state.unindexed)
        ]
        if not readers:
            return EmptyReader(schema)
        if len(readers) == 1:
            return readers[0]
        return MultiReader(readers, generation)

    def _read_toc(self) -> TOC:
        now = self.snapshot()
        opened = [gram_codec.GramSegment(_NAME, segment) for segment in now.segments.values()]
        return TOC(gram_codec.schema(now.names), opened, now.manifest.generation)


FIELD_COUNTS = {
    TEXT: 1.0,
    HEADLINE: CONSTANTS.headline,
    SECTION: CONSTANTS.section,
    CREDITS: CONSTANTS.headline,
    WORDS: 0.5,
}
"""The factor of a term's weight in each field. WORDS adds to TEXT if the term is a whole word of the text."""


def first_guess(
    documents: int, sought: Sequence[RankedTerm], docs_by_field: Mapping[str, Sequence[NDArray[np.int32]]]
) -> NDArray[np.float32]:
    """Return an estimate of the score of each of so many documents, from the index alone.

    `docs_by_field` has for each field, and for each needle, the documents whose field may contain it.
    """
    guess = np.zeros(documents, np.float32)
    for fieldname, of_needles in docs_by_field.items():
        for term, docs in zip(sought, of_needles, strict=True):
            guess[docs] = guess.take(docs) + np.float32(FIELD_COUNTS[fieldname] * term.weight)
    return guess


class ArticleWeighting(WeightingModel):
    """Weighs terms by rarity only: the index does not store how often a term occurs in a document."""

    def idf(self, searcher: Any, fieldname: str, text: str) -> float:
        parent_searcher = searcher.get_parent()
        return weight(parent_searcher.doc_frequency(fieldname, text), parent_searcher.doc_count())

    def scorer(self, searcher: Any, fieldname: str, text: str, qf: int = 1) -> FieldScorer:
        return FieldScorer(searcher.idf(fieldname, text) * FIELD_COUNTS.get(fieldname, 0.0) * qf)


class FieldScorer(BaseScorer):
    """A scorer that gives every document of a posting list the same score."""

    def __init__(self, score: float) -> None:
        self._score = score

    def supports_block_quality(self) -> bool:
        return True

    def score(self, matcher: Matcher) -> float:
        return self._score

    def max_quality(self) -> float:
        return self._score

    def block_quality(self, matcher: Matcher) -> float:
        return self._score
