"""Matchers over arrays of document numbers, and set operations for a whole tree of Whoosh's matchers.

Whoosh's matchers step from document to document, which takes seconds for a million documents. If only the set is needed
(to count, or to sort by date), arrays are faster. So the leaves contain their documents as arrays, and `docs_of`
combines these over a tree of intersections, unions and exclusions, with the same result as stepping.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.matching import (
    FilterMatcher,
    IntersectionMatcher,
    InverseMatcher,
    Matcher,
    NullMatcherClass,
    UnionMatcher,
)
from whoosh.matching.mcore import LeafMatcher, ReadTooFar
from whoosh.scoring import BaseScorer

from reader.search.index.gram_fields import Docs

NONE: Docs = np.empty(0, np.int32)

ALL = range(1 << 31)
"""A range that includes every document number."""

_FEW = 16
"""If one set is this many times smaller than the other, it is looked up by binary search, else with a mask."""


def cut(docs: Docs, within: range) -> Docs:
    if within == ALL:
        return docs
    begin, end = docs.searchsorted(np.array([within.start, within.stop], docs.dtype))
    return docs[begin:end]


def both(one: Docs, other: Docs) -> Docs:
    few, many = (one, other) if len(one) < len(other) else (other, one)
    if not len(few):
        return few
    if len(few) * _FEW < len(many):
        mask = many[np.minimum(many.searchsorted(few), len(many) - 1)] == few
    else:
        mask = _mask(many, few).take(few)
    return few.compress(mask)


def in_any(sets: Sequence[Docs]) -> Docs:
    mask = np.zeros(1 + max((int(docs[-1]) for docs in sets if len(docs)), default=-1), bool)
    for docs in sets:
        mask[docs] = True
    return np.flatnonzero(mask).astype(np.int32)


def without(docs: Docs, others: Docs) -> Docs:
    return docs.compress(~is_in(docs, others))


def is_in(docs: Docs, others: Docs) -> NDArray[np.bool_]:
    """Return a mask as long as `docs`: whether each document is among `others`."""
    if docs is others:
        return np.ones(len(docs), bool)
    if not len(docs) or not len(others):
        return np.zeros(len(docs), bool)
    return _mask(others, docs).take(docs)


def _mask(members: Docs, indices: Docs) -> NDArray[np.bool_]:
    """Return a mask by document number of `members`, long enough to be indexed with `indices`."""
    mask = np.zeros(max(int(members[-1]), int(indices[-1])) + 1, bool)
    mask[members] = True
    return mask


class DocsMatcher(LeafMatcher):
    """A matcher over ascending document numbers, which are computed when first needed.

    `make` returns the documents in a range; its array is never modified. Each document has weight 1. Its score comes
    from `scorer`, or is `boost` without one.
    """

    def __init__(
        self,
        make: Callable[[range], Docs],
        term: tuple[str, bytes] | None = None,
        scorer: BaseScorer | None = None,
        boost: float = 1.0,
    ) -> None:
        self._make = make
        self._docs: Docs | None = None
        self._at = 0
        self._term = term
        self.scorer = scorer
        self._boost = boost

    @property
    def docs(self) -> Docs:
        """All documents, including those before the current one."""
        if self._docs is None:
            self._docs = self._make(ALL)
        return self._docs

    def docs_in(self, within: range) -> Docs:
        if self._docs is None:
            return self._make(within)
        return cut(self._docs, within)

    def among(self, docs: Docs, within: range) -> Docs:
        """Return those of some documents in a range that match."""
        return both(docs, self.docs_in(within))

    def is_active(self) -> bool:
        return self._at < len(self.docs)

    def id(self) -> int:
        return int(self.docs[self._at])

    def all_ids(self) -> Iterator[int]:
        return iter(self.docs[self._at :].tolist())

    def reset(self) -> None:
        self._at = 0

    def copy(self) -> "DocsMatcher":
        copied = DocsMatcher(partial(cut, self.docs), self._term, self.scorer, self._boost)
        copied._at = self._at
        return copied

    def next(self) -> None:
        if not self.is_active():
            raise ReadTooFar
        self._at += 1

    def skip_to(self, id: int) -> None:
        if not self.is_active():
            raise ReadTooFar
        if id > self.id():
            self._at += int(self.docs[self._at :].searchsorted(id))

    def skip_to_quality(self, minquality: float) -> int:
        """Skip the whole list, which counts as a single block, unless its quality exceeds `minquality`."""
        if self.block_quality() <= minquality:
            self._at = len(self.docs)
        return 1

    def supports(self, astype: str) -> bool:
        return False

    def supports_block_quality(self) -> bool:
        return self.scorer is None or self.scorer.supports_block_quality()

    def max_quality(self) -> float:
        if self.scorer:
            return self.scorer.max_quality()
        return self._boost

    def block_quality(self) -> float:
        if self.scorer:
            return self.scorer.block_quality(self)
        return self._boost

    def weight(self) -> float:
        return 1.0

    def value(self) -> bytes:
        return b""

    def score(self) -> float:
        if self.scorer:
            return self.scorer.score(self)
        return self._boost

    def block_min_length(self) -> int:
        return 0

    def block_max_length(self) -> int:
        return 0

    def block_max_weight(self) -> float:
        return 1.0


class LateIntersection(IntersectionMatcher):
    """Whoosh's intersection, but its first document is not searched before the matcher is used.

    The search takes seconds if the parts have few documents in common, and `docs_of` does not need it.
    """

    def __init__(self, a: Matcher, b: Matcher) -> None:
        self._is_begun = True
        super().__init__(a, b)  # type: ignore[no-untyped-call]

    def reset(self) -> None:
        self.a.reset()
        self.b.reset()
        self._is_begun = False

    def is_active(self) -> bool:
        self._begin()
        return bool(self.a.is_active() and self.b.is_active())

    def id(self) -> int:
        self._begin()
        return int(self.a.id())

    def copy(self) -> "LateIntersection":
        copied = LateIntersection(self.a.copy(), self.b.copy())  # type: ignore[abstract]  # it is not
        copied._is_begun = self._is_begun
        return copied

    def replace(self, minquality: float = 0) -> Matcher:
        self._begin()
        return super().replace(minquality)  # type: ignore[no-untyped-call,no-any-return]

    def skip_to_quality(self, minquality: float) -> int:
        self._begin()
        return super().skip_to_quality(minquality)  # type: ignore[no-untyped-call,no-any-return]

    def _find_first(self) -> None:
        """Do nothing but mark that the search is still to be done: Whoosh's constructor calls this."""
        self._is_begun = False

    def _begin(self) -> None:
        if not self._is_begun:
            self._is_begun = True
            super()._find_first()  # type: ignore[no-untyped-call]


class LateInverse(InverseMatcher):
    """Whoosh's inverse, but its first document is not searched before the matcher is used, either."""

    def __init__(self, child: Matcher, limit: int, missing: Callable[[int], bool], **options: Any) -> None:
        self._is_begun = False
        super().__init__(child, limit, missing, **options)  # type: ignore[no-untyped-call]

    def is_active(self) -> bool:
        self._begin()
        return bool(super().is_active())  # type: ignore[no-untyped-call]

    def id(self) -> int:
        self._begin()
        return int(super().id())  # type: ignore[no-untyped-call]

    def next(self) -> None:
        self._begin()
        super().next()  # type: ignore[no-untyped-call]

    def skip_to(self, id: int) -> None:
        self._begin()
        super().skip_to(id)  # type: ignore[no-untyped-call]

    def _find_next(self) -> None:
        if self._is_begun:  # not in Whoosh's constructor
            super()._find_next()  # type: ignore[no-untyped-call]

    def _begin(self) -> None:
        if not self._is_begun:
            self._is_begun = True
            self._find_next()


def docs_of(matcher: Matcher, within: range = ALL) -> Docs:
    """Return the documents of a matcher in a range, ascending.

    The result of an exclusion may include removed documents.
    """
    match matcher:
        case DocsMatcher():
            return matcher.docs_in(within)
        case NullMatcherClass():
            return NONE
        case IntersectionMatcher(a=a, b=b):
            return _among(docs_of(a, within), b, within)
        case UnionMatcher(a=a, b=b):
            return in_any([docs_of(a, within), docs_of(b, within)])
        case InverseMatcher(child=child, limit=limit):
            is_left = np.ones(len(inside := range(within.start, min(within.stop, limit))), bool)
            is_left[docs_of(child, inside) - np.int32(inside.start)] = False
            return np.flatnonzero(is_left).astype(np.int32) + np.int32(inside.start)
        case FilterMatcher(child=child):
            return docs_of(child, within)
        case _:
            matcher.reset()
            return cut(np.fromiter(matcher.all_ids(), np.int32), within)


def _among(docs: Docs, matcher: Matcher, within: range) -> Docs:
    """Return those of some documents in a range that a matcher yields; it reads of no others if it has to read."""
    if not len(docs):
        return docs
    match matcher:
        case DocsMatcher():
            return matcher.among(docs, within)
        case IntersectionMatcher(a=a, b=b):
            return _among(_among(docs, a, within), b, within)
        case UnionMatcher(a=a, b=b):
            return in_any([_among(docs, a, within), _among(docs, b, within)])
        case InverseMatcher(child=child):
            return without(docs, _among(docs, child, within))
        case _:
            return both(docs, docs_of(matcher, within))
