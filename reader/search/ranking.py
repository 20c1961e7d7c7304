"""What order articles come in: by date, or by how much each has to say about what was asked."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from reader.search.engine import Document, Order
from reader.search.query import page_label
from reader.search.terms import HEADLINE_LINE, SEAM

_PAGE_BITS, _ID_BITS = 12, 29
_LAST_PAGE = (1 << _PAGE_BITS) - 1


def page_place(page: str) -> int:
    """Where a page stands in an issue: 1, 2 … 99, a1 … z99, all others, below 4096."""
    found = re.fullmatch("([a-z]?)([0-9]+)", page_label(page))
    if not found:
        return _LAST_PAGE
    section = ord(found[1]) - ord("a") + 1 if found[1] else 0
    return section * 100 + min(int(found[2]), 99)


def date_keys(
    order: Order, dates: NDArray[np.uint32], places: NDArray[np.uint64], ids: NDArray[np.uint32]
) -> NDArray[np.uint64]:
    """Keys that sort as `order` wants (relevance as newest): by date, then page, then id; undated (0) last."""
    day = dates.astype(np.uint64)
    latest = np.uint64((1 << 23) - 1)
    when = np.where(day == 0, latest, day if order is Order.OLDEST else latest - day)
    low = ids.astype(np.uint64) & np.uint64((1 << _ID_BITS) - 1)
    keys: NDArray[np.uint64] = when << np.uint64(_PAGE_BITS + _ID_BITS) | places << np.uint64(_ID_BITS) | low
    return keys


@dataclass(frozen=True, slots=True)
class Sought:
    """A needle and how much it tells: 1 for one that stands everywhere, more the rarer it is."""

    needle: str
    weight: float


def weight(documents: int, total: int) -> float:
    """How much a needle tells that may stand in `documents` of `total` documents."""
    return 1.0 + math.log1p(total / (documents + 1))


_SATURATION, _USUAL_LENGTH = 1.2, 600
_HEADLINE, _WHOLE_HEADLINE, _NEARNESS, _FIRST_PAGE = 2.0, 0.5, 1.0, 0.15


def score(document: Document, sought: Sequence[Sought]) -> float:
    """How much the document has to say: what stands in the headline first, then how densely the needles stand,
    how near each other, a little for the first page. The same for the same text."""
    text = document.text
    headline = text.split("\n", 1)[HEADLINE_LINE].split(SEAM, 1)[0]
    length = 0.5 + 0.5 * len(text) / _USUAL_LENGTH
    points = 0.0
    for each in sought:
        occurrences = text.count(each.needle)
        points += each.weight * occurrences / (occurrences + _SATURATION * length)
        if each.needle in headline:
            points += each.weight * (_HEADLINE + _WHOLE_HEADLINE * len(each.needle) / len(headline))
    if len(sought) > 1:
        points += _NEARNESS * _nearness(text, sought)
    if document.page is not None and page_label(document.page) in ("1", "a1"):
        points += _FIRST_PAGE
    return points


def _nearness(text: str, sought: Sequence[Sought]) -> float:
    """From 0 to 1: how near the nearest neighbours of different needles stand, on average."""
    places = sorted(
        (at, i) for i, each in enumerate(sought) for at in _occurrences(text, each.needle, at_most=50)
    )
    nearest = [math.inf] * len(sought)
    for (left, i), (right, j) in pairwise(places):
        if i != j:
            gap = max(0, right - left - len(sought[i].needle))
            nearest[i] = min(nearest[i], gap)
            nearest[j] = min(nearest[j], gap)
    return sum(1 / (1 + gap / 10) for gap in nearest) / len(sought)


def _occurrences(text: str, needle: str, *, at_most: int) -> list[int]:
    found: list[int] = []
    at = text.find(needle)
    while at >= 0 and len(found) < at_most:
        found.append(at)
        at = text.find(needle, at + len(needle))
    return found
