"""What the index alone can tell of a query: which documents surely match, and which may."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reader.language.forms import search_form
from reader.search.engine import SearchCancelled
from reader.search.gram_builder import CREDITS, HEADLINE, SECTION, TEXT, date_number
from reader.search.gram_codec import GramSegment
from reader.search.gram_files import key_of
from reader.search.query import AllOf, AnyOf, Field, Newspaper, Node, Not, Page, Period, Phrase, page_label
from reader.search.terms import grams

Mask = NDArray[np.bool_]
"""One truth a document of a segment."""

_INDEXED_AS = {
    Field.ANYWHERE: TEXT, Field.HEADLINE: HEADLINE, Field.CREDITS: CREDITS, Field.SECTION: SECTION
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bounds:
    """`surely` is part of `maybe`; between them the text decides. Removed documents are in neither."""

    surely: Mask
    maybe: Mask


def bounds(node: Node, segment: GramSegment, cancelled: Callable[[], bool]) -> Bounds:
    """Bounds of the documents that `node` holds for. Raises SearchCancelled."""
    found = _bounds(node, segment, cancelled)
    return Bounds(found.surely & segment.is_live, found.maybe & segment.is_live)


def _bounds(node: Node, segment: GramSegment, cancelled: Callable[[], bool]) -> Bounds:
    match node:
        case Phrase():
            if cancelled():
                raise SearchCancelled
            return _of_phrase(node, segment)
        case Newspaper(needle=needle):
            return _labelled(
                [needle in search_form(name) for name in segment.newspapers], segment.newspaper_numbers
            )
        case Page(label):
            return _labelled([page_label(page) == label for page in segment.pages], segment.page_numbers)
        case Period():
            return _exactly(_in_period(node, segment.dates))
        case Not(part):
            inner = _bounds(part, segment, cancelled)
            return Bounds(~inner.maybe, ~inner.surely)
        case AllOf(parts):
            all_bounds = [_bounds(part, segment, cancelled) for part in parts]
            return Bounds(
                np.logical_and.reduce([each.surely for each in all_bounds]),
                np.logical_and.reduce([each.maybe for each in all_bounds]),
            )
        case AnyOf(parts):
            all_bounds = [_bounds(part, segment, cancelled) for part in parts]
            return Bounds(
                np.logical_or.reduce([each.surely for each in all_bounds]),
                np.logical_or.reduce([each.maybe for each in all_bounds]),
            )


def _of_phrase(phrase: Phrase, segment: GramSegment) -> Bounds:
    field = segment.fields[_INDEXED_AS[phrase.field]]
    needed = grams(phrase.needle)
    if not needed:
        return Bounds(np.zeros(field.doc_count, bool), np.ones(field.doc_count, bool))
    rarest, *others = sorted((key_of(gram) for gram in needed), key=field.frequency)
    docs = field.postings(rarest)
    for gram in others:
        if not len(docs):
            break
        docs = field.keep(gram, docs)
    maybe = np.zeros(field.doc_count, bool)
    maybe[docs] = True
    return _exactly(maybe) if needed == (phrase.needle,) else Bounds(np.zeros(field.doc_count, bool), maybe)


def _exactly(mask: Mask) -> Bounds:
    return Bounds(mask, mask)


def _labelled(wanted: list[bool], numbers: NDArray[np.unsignedinteger]) -> Bounds:
    return _exactly(np.array(wanted, bool)[numbers])


def _in_period(period: Period, dates: NDArray[np.uint32]) -> Mask:
    mask = dates > 0
    if period.first:
        mask &= dates >= date_number(period.first)
    if period.last:
        mask &= dates <= date_number(period.last)
    return mask
