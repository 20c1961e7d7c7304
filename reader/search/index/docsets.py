"""Sets of documents as arrays of document numbers, ascending without duplicates."""

import numpy as np
from numpy.typing import NDArray

from reader.search.index.postings import Docs

NONE: Docs = np.empty(0, np.int32)

ALL = range(1 << 31)
"""A range that includes every document number."""

_FEW = 16
"""A set this many times smaller than the other is looked up in it by binary search; else by a mask."""


def numbers_of(documents: range) -> Docs:
    return np.arange(documents.start, max(documents.start, documents.stop), dtype=np.int32)


def cut(docs: Docs, within: range) -> Docs:
    """Return the documents within the range."""
    if within == ALL:
        return docs
    begin, end = docs.searchsorted(np.array([within.start, within.stop], docs.dtype))
    return docs[begin:end]


def both(one: Docs, other: Docs) -> Docs:
    few, many = (one, other) if len(one) < len(other) else (other, one)
    if not len(few):
        return few
    if len(few) * _FEW < len(many):
        found = many[np.minimum(many.searchsorted(few), len(many) - 1)] == few
    else:
        found = _mask(many, few)[few]
    members: Docs = few[found]
    return members


def either(one: Docs, other: Docs) -> Docs:
    if not len(one) or not len(other):
        return one if len(one) else other
    joined = np.concatenate([one, other])
    joined.sort(kind="stable")  # timsort merges two ascending runs
    members: Docs = joined[np.append(True, joined[1:] != joined[:-1])]
    return members


def without(docs: Docs, others: Docs) -> Docs:
    left: Docs = docs[~is_in(docs, others)]
    return left


def is_in(docs: Docs, others: Docs) -> NDArray[np.bool_]:
    """Return a mask as long as `docs`: whether each is among `others`."""
    if docs is others:
        return np.ones(len(docs), bool)
    if not len(docs) or not len(others):
        return np.zeros(len(docs), bool)
    found: NDArray[np.bool_] = _mask(others, docs)[docs]
    return found


def _mask(members: Docs, asked: Docs) -> NDArray[np.bool_]:
    mask = np.zeros(max(int(members[-1]), int(asked[-1])) + 1, bool)
    mask[members] = True
    return mask
