"""Finds the candidates for a string in a segment: the documents that hold all its grams.

The rarest gram comes first. A further posting list is only read while that is cheaper than looking at the texts of the
candidates left.
"""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from reader.search.index.gram_fields import GramField, PostingSlot, key_of
from reader.search.index.matchers import ALL, NONE, both, cut, numbers_of
from reader.search.index.postings import Docs, docs_of_bitmap, docs_on
from reader.search.index.segments import Segment, damage_told
from reader.search.terms import grams

_REMEMBERED = 256
_SOON_LOOKED_AT = 8
"""So many texts can be looked at in the time that one more look-up in the index takes."""
_POSTINGS_A_TEXT = 1000
"""Postings that are read in the time that looking at one text takes."""


class GramOrder:
    """The order in which the grams of a needle are looked up: rarest first.

    Frequencies are those of the largest segment, which are close enough to those of the others. So neither the order
    nor the candidates found by it depend on earlier queries.
    """

    def __init__(self, segments: Iterable[Segment]) -> None:
        self._segment = max(segments, key=lambda segment: segment.entry.documents, default=None)
        self._known: dict[tuple[str, str], tuple[str, ...]] = {}

    def rarest_first(self, fieldname: str, needle: str) -> tuple[str, ...]:
        """Return the grams of a needle, rarest first. Raises SegmentDamaged."""
        known = self._known.get((fieldname, needle))
        if known is None:
            known = grams(needle)
            if self._segment and len(known) > 1:
                with damage_told(self._segment):
                    frequency = self._segment.field(fieldname).frequency
                    known = tuple(sorted(known, key=lambda gram: frequency(key_of(gram))))
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[fieldname, needle] = known
        return known


def are_sure(needle: str) -> bool:
    """Return whether the index alone decides which documents hold the needle: it is a single gram."""
    return grams(needle) == (needle,)


def frequency_of(segment: Segment, fieldname: str, needle: str) -> int:
    """Return an upper bound of the number of documents that hold the needle: the document frequency of its rarest gram.

    Removed documents count. Raises SegmentDamaged.
    """
    with damage_told(segment):
        frequency = segment.field(fieldname).frequency
        return min((frequency(key_of(gram)) for gram in grams(needle)), default=segment.entry.documents)


def frequencies_of(segments: Iterable[Segment], fieldname: str, needles: Sequence[str]) -> list[int]:
    """Return for each needle the sum of its `frequency_of` over the segments; quicker than to ask for one at a time."""
    grams_of = [grams(needle) for needle in needles]
    key = {gram: key_of(gram) for each in grams_of for gram in each}
    wanted = np.array(sorted(key.values()), np.int64)
    sums = [0] * len(needles)
    for segment in segments:
        with damage_told(segment):
            counts = segment.field(fieldname).frequencies(wanted)
        known = dict(zip(wanted.tolist(), counts.tolist(), strict=True))
        of_gram = {gram: known[each] for gram, each in key.items()}
        documents = segment.entry.documents
        sums = [
            total + (min([of_gram[gram] for gram in each]) if each else documents)
            for total, each in zip(sums, grams_of, strict=True)
        ]
    return sums


def candidates(segment: Segment, fieldname: str, needle: str, order: GramOrder, within: range = ALL) -> Docs:
    """Return the documents in a range that may hold the needle, ascending, without removed ones.

    Where the needle has no grams, all in the range are returned; where `are_sure`, all returned do hold it. Raises
    SegmentDamaged.
    """
    within = range(within.start, min(within.stop, segment.entry.documents))
    if not grams(needle):
        return segment.live(numbers_of(within))
    with damage_told(segment):
        field = segment.field(fieldname)
        slots = _slots(field, fieldname, needle, order)
        return segment.live(_holding(field, slots, within, is_exact=are_sure(needle)))


def _slots(field: GramField, fieldname: str, needle: str, order: GramOrder) -> Iterator[PostingSlot]:
    """Return the places of the posting lists of a needle's grams, rarest first; each is looked up in its turn."""
    return (field.place(key_of(gram)) for gram in order.rarest_first(fieldname, needle))


def _holding(field: GramField, slots: Iterable[PostingSlot], within: range, *, is_exact: bool) -> Docs:
    """Return the documents in a range that hold all the grams; unless `is_exact`, a few others may be among them."""
    docs: Docs | None = None
    dense: list[PostingSlot] = []
    for slot in slots:
        if not slot.frequency:
            return NONE
        if docs is not None and not is_exact and slot.frequency > len(docs) * _POSTINGS_A_TEXT:
            continue
        if field.is_dense(slot):
            dense.append(slot)
            continue
        postings = cut(field.postings(slot), within)
        docs = postings if docs is None else both(docs, postings)
        if len(docs) <= _SOON_LOOKED_AT:
            return docs
    if dense and (docs is None or len(docs)):
        bits = np.bitwise_and.reduce([field.bitmap(slot) for slot in dense])
        docs = docs_of_bitmap(bits, within) if docs is None else docs_on(bits, docs)
    assert docs is not None
    return docs
