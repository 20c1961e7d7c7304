"""The order of articles: by date, or by relevance."""

import heapq
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice, pairwise
from typing import NamedTuple

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from reader.language.library_names import NO_NAMES, LibraryNames
from reader.language.words import WINDOW, WordMatch, standing, words
from reader.newspaper.holdings import Document
from reader.search.documents import Order
from reader.search.needles import has_signs, occurrences, unbounded
from reader.search.terms import (
    CREDITS_LINE,
    FIRST_BLOCK_LINE,
    HEADLINE_LINE,
    MOST_CREDITS,
    SEAM,
    SECTION_LINE,
    own_text,
    page_label,
)

# 26 sections of 100 pages, and the place of all other labels behind them, fit into 12 bits
PAGE_BITS = 12
_LAST_PAGE = (1 << PAGE_BITS) - 1


def page_place(page: str) -> int:
    """Return a number below 4096 that sorts pages within an issue: 1, 2 … 99, a1 … z99, then all other labels."""
    match = re.fullmatch("([a-z]?)([0-9]+)", page_label(page))
    if not match:
        return _LAST_PAGE
    section = ord(match[1]) - ord("a") + 1 if match[1] else 0
    return section * 100 + min(int(match[2]), 99)


_ID_BITS = 29


def date_keys(
    order: Order,
    dates: NDArray[np.unsignedinteger],
    places: NDArray[np.uint64],
    ids: NDArray[np.unsignedinteger],
) -> NDArray[np.uint64]:
    """Return keys that sort documents by date in `order`, then by page, then by id; undated documents (0) come last.

    `places` are ranks of pages (`page_place`). `Order.RELEVANCE` sorts like `Order.NEWEST`.
    """
    keys = dates.astype(np.uint64)
    is_undated = keys == 0
    latest = np.uint64((1 << 23) - 1)
    if order is not Order.OLDEST:
        np.subtract(latest, keys, out=keys)
    keys[is_undated] = latest
    keys <<= np.uint64(PAGE_BITS)
    keys |= places
    keys <<= np.uint64(_ID_BITS)
    keys |= ids & np.uint32((1 << _ID_BITS) - 1)
    return keys


class RankedTerm(Struct, frozen=True):
    """A needle and its weight: about 1.7 if every document contains it; the rarer it is, the higher."""

    needle: str
    weight: float


def ranked_terms(frequencies: Mapping[str, int], total: int) -> list[RankedTerm]:
    """Return the needles with their weights; those that none of the `total` documents may contain do not count.

    If there is no other, all of them do: a document is found by another part of the query then.
    """
    occurring = {needle: number for needle, number in frequencies.items() if number} or frequencies
    return [RankedTerm(needle, weight(number, total)) for needle, number in occurring.items()]


def weight(documents: int, total: int) -> float:
    """Return the weight of a needle that `documents` of `total` documents may contain."""
    return 1.0 + math.log1p(total / (documents + 1))


class Constants(Struct, frozen=True):
    """The weights of the parts of a score.

    Their unit is the limit that a needle's score in the text approaches with the number of its occurrences.
    `tools.benchmarks.bench_relevance --vary` shows the effect of other values: no single one matters much.
    """

    saturation: float = 1.2
    """The number of occurrences, in an article of the usual length, that scores half the maximum (BM25's k1)."""
    length_counts: float = 0.5
    """0: the number of occurrences counts; 1: their share of the text (BM25's b)."""
    part: float = 0.4
    """The weight of an occurrence inside a longer word (`WordMatch.PART`), relative to a whole word."""
    broken: float = 0.1
    """The weight of an occurrence across word boundaries (`WordMatch.BROKEN`), relative to a whole word."""
    byline: float = 0.3
    """The weight of an occurrence in a credit, relative to one in the text."""
    no_headline: float = 0.6
    """The weight of a text without a headline (notices, unplaced lines), relative to an article."""
    headline: float = 1.5
    """The weight of a needle in the headline, kicker or decks, or of one that is a whole credit: the author's name."""
    its_words: float = 0.75
    """The weight of a needle whose words are all in the headline, but not together."""
    section: float = 1.0
    """The weight of a needle in the section's label."""
    early: float = 0.3
    """The weight of a needle at the very beginning of the text; less if it occurs later."""
    near: float = 1.0
    """The weight of needles that are next to each other; less with a distance between them."""
    first_page: float = 0.05
    """The weight of being on the first page of an issue."""


CONSTANTS = Constants()
_USUAL_LENGTH = 600
"""The usual length of an article, in characters."""
# The distance from the beginning, and between two needles, at which the respective score is halved; in characters.
_EARLY = 100
_NEAR = 10
# How many occurrences per text are compared with word boundaries, shared by all needles; and how many occurrences of
# each needle are examined for the nearest other needle.
_STANDINGS = 4
_NEIGHBOURS = 50


class Score(NamedTuple):
    text: float
    headline: float
    early: float
    near: float
    first_page: float


def best_first(
    documents: Sequence[Document], sought: Sequence[RankedTerm], names: LibraryNames = NO_NAMES
) -> Iterator[int]:
    """Yield the indices of the documents by `score`, descending; equal scores in the order of `documents`.

    Finding word boundaries takes longest. So a document is first ranked by an upper bound, the score that it would have
    if all occurrences were whole words, and is scored only when its bound is the highest left. `names` are words.
    """
    parts = [_Parts.of(document.text) for document in documents]
    bounds = [
        _points(document, document_parts, sought, CONSTANTS, names, are_words=True)
        for document, document_parts in zip(documents, parts, strict=True)
    ]
    heap = [(-sum(bound), False, at) for at, bound in enumerate(bounds)]
    heapq.heapify(heap)
    while heap:
        _, is_score, at = heap[0]
        if is_score:
            heapq.heappop(heap)
            yield at
        else:
            exact = _points(documents[at], parts[at], sought, CONSTANTS, names, near=bounds[at].near)
            heapq.heapreplace(heap, (-sum(exact), True, at))


def score(document: Document, sought: Sequence[RankedTerm]) -> float:
    """Return the score of a document, independent of other documents; `sought` must not be empty."""
    return sum(points(document, sought))


def points(
    document: Document,
    sought: Sequence[RankedTerm],
    constants: Constants = CONSTANTS,
    *,
    are_words: bool = False,
) -> Score:
    """Return the parts of a document's score.

    A needle scores in the headline, by its frequency in the text, for an early occurrence, and near other needles. Rare
    needles score more. Parts of longer words score less than whole words, unless `are_words`.
    """
    return _points(document, _Parts.of(document.text), sought, constants, NO_NAMES, are_words=are_words)


def _points(
    document: Document,
    parts: "_Parts",
    sought: Sequence[RankedTerm],
    c: Constants,
    names: LibraryNames,
    *,
    are_words: bool = False,
    near: float | None = None,
) -> Score:
    """Return what `points` does; `near` is that part of the score if it is known, since finding it takes long."""
    text = document.text
    sought = [_as_in_text(term, text) for term in sought]
    share = 1.0 if parts.headline else c.no_headline
    slack = c.saturation * (1 - c.length_counts + c.length_counts * len(parts.body) / _USUAL_LENGTH)
    usual_weight = sum(term.weight for term in sought) / len(sought)
    looked_at = 0 if are_words else max(1, _STANDINGS // len(sought))
    in_text = 0.0
    in_headline = 0.0
    early = 0.0
    present = 0
    for term in sought:
        needle = term.needle
        rarity = term.weight / usual_weight
        if needle not in text:  # of a word in several shapes, most articles have one
            in_headline += rarity * c.its_words * _share_of_words(needle, parts.headline, names)
            continue
        present += 1
        if needle in parts.headline:
            in_headline += rarity * c.headline * _worth(parts.headline, needle, looked_at, c, names)
        else:
            in_headline += rarity * c.its_words * _share_of_words(needle, parts.headline, names)
        if needle in parts.section:
            in_headline += rarity * c.section
        credits = [credit for credit in parts.credits if needle in credit]
        if needle in credits:
            in_headline += rarity * c.headline
        count = parts.body.count(needle)
        repeated = sum(credit in parts.body for credit in credits[:MOST_CREDITS])
        weighted_count = c.byline * len(credits)
        if count > repeated:
            worth = _worth(parts.body, needle, looked_at, c, names)
            weighted_count += worth * (count - repeated)
            early += share * rarity * c.early * worth / (1 + parts.body.index(needle) / _EARLY)
        if weighted_count:
            in_text += share * rarity * weighted_count / (weighted_count + slack)
    if near is None:
        near = c.near * _nearness(text, sought) if present > 1 else 0.0
    is_first = document.page is not None and page_label(document.page) in ("1", "a1")
    return Score(in_text, in_headline, early, near, c.first_page * is_first)


class _Parts(Struct, frozen=True):
    """The parts of a search text: headline with kicker and decks, section, credits, and all other lines."""

    headline: str
    section: str
    credits: Sequence[str]
    body: str

    @classmethod
    def of(cls, text: str) -> "_Parts":
        lines = own_text(text).split("\n", FIRST_BLOCK_LINE)
        lines += [""] * (FIRST_BLOCK_LINE + 1 - len(lines))
        return cls(
            lines[HEADLINE_LINE].split(SEAM, 1)[0],
            lines[SECTION_LINE],
            lines[CREDITS_LINE].split(SEAM),
            lines[FIRST_BLOCK_LINE],
        )


def _as_in_text(term: RankedTerm, text: str) -> RankedTerm:
    """Return a term whose needle has signs with the string that it first stands for in a text."""
    if has_signs(term.needle):
        for begin, end in occurrences(text, term.needle):
            return replace(term, needle=text[begin:end])
    return term


def _worth(text: str, needle: str, looked_at: int, c: Constants, names: LibraryNames) -> float:
    """Return the mean weight of the first `looked_at` occurrences of a needle, from `c.broken` to 1; 1 for none."""
    places = _places(text, needle, looked_at) if looked_at else ()
    if not places:
        return 1.0
    whole_word = WordMatch.WHOLE
    broken = WordMatch.BROKEN
    length = len(needle)
    part = c.part if length > 1 else 1.0  # most characters are used in words: 雪 in 落雪
    worth = 0.0
    for at in places:
        end = at + length
        match = standing(text[max(0, at - WINDOW) : at], needle, text[end : end + WINDOW], names)
        if match is whole_word:
            worth += 1.0
        elif match is broken:
            worth += c.broken
        else:
            worth += part
    return worth / len(places)


def _share_of_words(needle: str, text: str, names: LibraryNames) -> float:
    """Return the share of a needle's characters, from 0 to 1, that belong to words contained in `text`."""
    words = _words_of(unbounded(needle), names)
    if words:
        return sum(len(word) for word in words if word in text) / len(unbounded(needle))
    return 0.0


@lru_cache(maxsize=256)
def _words_of(needle: str, names: LibraryNames) -> tuple[str, ...]:
    """Return the words of two characters or more in a needle; none if it has up to three, since it may be a name."""
    if len(needle) > 3:
        return tuple(word for word in words(needle, names) if len(word) > 1)
    return ()


def _nearness(text: str, sought: Sequence[RankedTerm]) -> float:
    """Return the mean over all needles of the proximity to the nearest other needle, from 0 to 1."""
    places = []
    for index, term in enumerate(sought):
        places += [(at, index) for at in _places(text, term.needle, _NEIGHBOURS)]
    places.sort()
    nearest = [math.inf] * len(sought)
    for (left, i), (right, j) in pairwise(places):
        if i != j:
            gap = max(0, right - left - len(sought[i].needle))
            nearest[i] = min(nearest[i], gap)
            nearest[j] = min(nearest[j], gap)
    return sum(1 / (1 + gap / _NEAR) for gap in nearest) / len(sought)


def _places(text: str, needle: str, most: int) -> list[int]:
    """Return the offsets of the first `most` occurrences of a needle."""
    return [begin for begin, _ in islice(occurrences(text, needle), most)]
