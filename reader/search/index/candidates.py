"""What the index alone can tell of a query: which documents of a segment surely match, and which may.

Sets are ascending document numbers. What costs nothing is asked first (dates, pages, newspapers), then the strings,
the rarest gram first, each only of the documents that are left; a list that is longer than looking at those
documents' texts would take is not read.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import chain

import numpy as np
from whoosh.query import And, Not, Or
from whoosh.query import Query as Node

from reader.language.forms import search_form
from reader.search.day_numbers import BEYOND, UNDATED, day_number
from reader.search.engine import SearchCancelled
from reader.search.index.docsets import NONE, both, either, without
from reader.search.index.gram_fields import GramField, PostingSlot, key_of
from reader.search.index.postings import Docs, docs_of_bitmap, docs_on
from reader.search.index.segments import DocumentRange, Segment, damage_told
from reader.search.query import Exact, Field, Newspaper, Page, Period, page_label
from reader.search.query.nodes import INDEXED_AS
from reader.search.schema import NEWSPAPER, PAGE
from reader.search.terms import grams

_FEW = 8
"""One in so many documents are asked one by one; of more, all are asked and those that are not wanted left out."""
_SOON_LOOKED_AT = 8
"""So many texts are looked at in the time that it takes to find out more of the index."""
_POSTINGS_A_TEXT = 1000
"""Postings that are read in the time that looking at one text takes."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """`surely` is part of `maybe`; between them the text decides."""

    surely: Docs
    maybe: Docs


class Rarity:
    """Which grams of a needle are rare: what the largest segment tells of them is near enough to what others would.

    It is the same whatever was asked before, and so are the candidates that are found by it.
    """

    def __init__(self, segments: Iterable[Segment]) -> None:
        self._segment = max(segments, key=lambda segment: segment.entry.documents, default=None)
        self._known: dict[tuple[Field, str], tuple[str, ...]] = {}

    def rarest_first(self, field: Field, needle: str) -> tuple[str, ...]:
        """The grams of a needle. Raises SegmentDamaged."""
        known = self._known.get((field, needle))
        if known is None:
            known = grams(needle)
            if self._segment and len(known) > 1:
                with damage_told(self._segment):
                    frequency = self._segment.field(INDEXED_AS[field]).frequency
                    known = tuple(sorted(known, key=lambda gram: frequency(key_of(gram))))
            self._known[field, needle] = known
        return known


def bounds(
    node: Node, stretch: DocumentRange, rarity: Rarity, cancelled: Callable[[], bool] = lambda: False
) -> Bounds:
    """Bounds of those documents of the stretch that `node` holds for, without those removed.

    Raises SearchCancelled, SegmentDamaged.
    """
    segment = stretch.segment
    is_short = (stretch.end - stretch.begin) * _FEW < segment.entry.documents
    within = np.arange(stretch.begin, stretch.end, dtype=np.int32) if is_short else None
    with damage_told(segment):
        found = _Asked(segment, rarity, cancelled).bounds(node, within)

    def here(docs: Docs) -> Docs:
        return segment.live(_cut_out(docs, stretch.begin, stretch.end))

    maybe = here(found.maybe)
    return Bounds(maybe if found.surely is found.maybe else here(found.surely), maybe)


class _Asked:
    """A segment and one query. `within` are the documents of which something is asked, None for all."""

    def __init__(self, segment: Segment, rarity: Rarity, cancelled: Callable[[], bool]) -> None:
        self._segment = segment
        self._rarity = rarity
        self._cancelled = cancelled

    def bounds(self, node: Node, within: Docs | None) -> Bounds:
        segment = self._segment
        match node:
            case Exact():
                if self._cancelled():
                    raise SearchCancelled
                return self._of_phrase(node, within)
            case Newspaper(needle=needle):
                wanted = [needle in search_form(name) for name in segment.newspapers]
                return _exactly(_labelled(wanted, segment, NEWSPAPER, within))
            case Page(label):
                wanted = [page_label(page) == label for page in segment.pages]
                return _exactly(_labelled(wanted, segment, PAGE, within))
            case Period(first, last):
                begin, end = segment.between(
                    day_number(first) or UNDATED + 1, day_number(last) if last else BEYOND
                )
                return _exactly(_cut_out(within, begin, end))
            case Not(query=part):
                asked = segment.all() if within is None else within
                inner = self.bounds(part, asked)
                return Bounds(without(asked, inner.maybe), without(asked, inner.surely))
            case And(subqueries=parts):
                return self._all_of(parts, within)
            case Or(subqueries=parts):
                of_parts = [self.bounds(part, within) for part in parts]
                return Bounds(
                    reduce(either, [each.surely for each in of_parts]),
                    reduce(either, [each.maybe for each in of_parts]),
                )
            case _:
                raise TypeError(node)

    def _all_of(self, parts: Sequence[Node], within: Docs | None) -> Bounds:
        """What is left of each part is what the next is asked of."""
        free = [part for part in parts if not _has_phrase(part)]
        surely = within
        for part in chain(free, self._cheapest_first(part for part in parts if _has_phrase(part))):
            if (
                isinstance(part, Not)
                and surely is not None
                and not len(surely)
                and not _is_ever_sure(part.query)
            ):
                continue  # it would rule out nothing
            found = self.bounds(part, within)
            surely = found.surely if surely is None else both(surely, found.surely)
            within = found.maybe
            if not len(within):
                break
        assert surely is not None
        assert within is not None
        return Bounds(both(surely, within), within)

    def _cheapest_first(self, parts: Iterable[Node]) -> Iterator[Node]:
        yield from sorted(
            parts, key=self._cost
        )  # a generator: costs are asked when the free parts left something

    def _cost(self, node: Node) -> int:
        """About how many documents `node` holds for, as far as the dictionary tells."""
        match node:
            case Exact():
                places = self._places(node)
                return next((place.frequency for place in places), self._segment.entry.documents)
            case And(subqueries=parts):
                return min(map(self._cost, parts))
            case Or(subqueries=parts):
                return sum(map(self._cost, parts))
            case _:
                return self._segment.entry.documents

    def _of_phrase(self, phrase: Exact, within: Docs | None) -> Bounds:
        wanted = grams(phrase.needle)
        if not wanted:
            return Bounds(NONE, self._segment.all() if within is None else within)
        is_exact = wanted == (phrase.needle,)
        docs = _holding(self._field(phrase), self._places(phrase), within, is_exact=is_exact)
        return _exactly(docs) if is_exact else Bounds(NONE, docs)

    def _places(self, phrase: Exact) -> Iterator[PostingSlot]:
        """Where the phrase's grams are to be found, the rarest first; looked up as they are asked for."""
        field = self._field(phrase)
        return (field.place(key_of(gram)) for gram in self._rarity.rarest_first(phrase.where, phrase.needle))

    def _field(self, phrase: Exact) -> GramField:
        return self._segment.field(phrase.field())


def _holding(field: GramField, places: Iterable[PostingSlot], within: Docs | None, *, is_exact: bool) -> Docs:
    """The documents that hold all the grams; or, where that need not be exact, a few more."""
    docs = within
    dense: list[PostingSlot] = []
    for place in places:
        if not place.frequency:
            return NONE
        if docs is not None and not is_exact and place.frequency > len(docs) * _POSTINGS_A_TEXT:
            continue
        if field.is_dense(place):
            dense.append(place)
            continue
        postings = field.postings(place)
        docs = postings if docs is None else both(docs, postings)
        if len(docs) <= _SOON_LOOKED_AT:
            return docs
    if dense and (docs is None or len(docs)):
        bits = np.bitwise_and.reduce([field.bitmap(place) for place in dense])
        docs = docs_of_bitmap(bits, field.doc_count) if docs is None else docs_on(bits, docs)
    assert docs is not None
    return docs


def _has_phrase(node: Node) -> bool:
    match node:
        case Exact():
            return True
        case Not(query=part):
            return _has_phrase(part)
        case And(subqueries=parts) | Or(subqueries=parts):
            return any(map(_has_phrase, parts))
        case _:
            return False


def _is_ever_sure(node: Node) -> bool:
    """Whether there may be documents that surely match."""
    match node:
        case Exact(needle=needle):
            return grams(needle) == (needle,)
        case And(subqueries=parts):
            return all(map(_is_ever_sure, parts))
        case Or(subqueries=parts):
            return any(map(_is_ever_sure, parts))
        case _:
            return True


def _exactly(docs: Docs) -> Bounds:
    return Bounds(docs, docs)


def _labelled(wanted: Sequence[bool], segment: Segment, column: str, within: Docs | None) -> Docs:
    """The documents whose label in `column` is among those `wanted`."""
    if not any(wanted):
        return NONE
    if all(wanted):
        return segment.all() if within is None else within
    numbers = segment.column(column)
    if within is None:
        return np.flatnonzero(np.array(wanted)[numbers]).astype(np.int32)
    found: Docs = within[np.array(wanted)[numbers[within]]]
    return found


def _cut_out(docs: Docs | None, begin: int, end: int) -> Docs:
    """Those from `begin` to before `end`."""
    if docs is None:
        return np.arange(begin, end, dtype=np.int32)
    first, last = docs.searchsorted(np.array([begin, end], np.int32))
    return docs[first:last]
