"""Keyness: the words of one set of articles that are more frequent, or less, than in another.

There are two measures, as AntConc computes them:

- the log-likelihood ratio G² (Dunning 1993, “Accurate Methods for the Statistics of Surprise and Coincidence”) of all
  four cells of a table, the word and all other words here and there, which is AntConc's default, “Log-Likelihood
  (4-term)”: L. Anthony, groups.google.com/g/antconc/c/c5WuwK1Wvfw, of 2 February 2023. (The two-term form of Rayson and
  Garside 2000 leaves out the other words, and is slightly less.) By chance, it exceeds 10.83 once in a thousand times;
- the log ratio (A. Hardie, “Log Ratio: an informal introduction”, cass.lancs.ac.uk, 2014): the binary logarithm of the
  ratio of both relative frequencies. 1 is twice as frequent, −1 half as frequent. A frequency of 0 counts as 0.5, as
  AntConc has it in its %DIFF (L. Anthony, groups.google.com/g/antconc/c/FXrQ2sVbMGc, of 23 September 2017), and
  github.com/browndw/humanities_analytics in Hardie's; no statement was found on AntConc's own log ratio.

How a word is spread over the issues of a set is measured as in `search.answering.dispersion`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from operator import attrgetter

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from reader import do_nothing, never
from reader.export.tables import Cell, Table
from reader.features.keyness.word_counts import Numbers, Portion, WordCounts
from reader.i18n import count, say
from reader.library.article_set import ArticleSet
from reader.library.derived_data import reporting_damaged_data
from reader.library.library import Library
from reader.library.read_share import ReadSoFar, none_so_far
from reader.search.answering.dispersion import (
    CellSums,
    Dispersion,
    Dispersions,
    Mask,
    Parts,
    dispersions,
    spread_in_words,
)
from reader.search.needles import needle_of
from reader.search.query import Exact, Query, all_of, as_typed, negated

LEAST_ARTICLES = 3
"""The number of articles in which a word has to be, here and there together."""
_LEAST_CHARACTERS = 2
"""The number of characters of a word to be listed; all words count in the size of a set."""
_ZERO = 0.5
"""What a frequency of 0 counts as in a log ratio."""


class KeyWord(Struct, frozen=True):
    """A word with its frequencies, and the numbers of articles with it, here and there."""

    word: str
    here: int
    there: int
    articles_here: int
    articles_there: int
    log_likelihood: float
    log_ratio: float
    is_more: bool
    """Whether it is more frequent here."""
    spread_here: Dispersion = Dispersion()
    spread_there: Dispersion = Dispersion()

    @property
    def spread(self) -> Dispersion:
        """How it is spread over the issues of the side that has it more often."""
        if self.is_more:
            return self.spread_here
        return self.spread_there


class Keyness(Struct, frozen=True):
    """The words by log-likelihood, descending; of each set the numbers of its articles, of those counted, of words."""

    words: tuple[KeyWord, ...]
    articles: tuple[int, int]
    counted: tuple[int, int]
    sizes: tuple[int, int]
    in_both: int


class Side:
    """How often the words of one set of articles are in its issues, and how many words each issue has there."""

    def __init__(self, issues: int) -> None:
        self._sums = CellSums()
        self._sizes = np.zeros(issues, np.int64)

    def add(self, words: Numbers, issues: Numbers, counts: Numbers, are_listed: Mask) -> None:
        self._sizes += np.bincount(issues, counts, len(self._sizes)).astype(np.int64)
        self._sums.add(words[are_listed], issues[are_listed], counts[are_listed])

    def spread(self, words: int) -> Dispersions:
        """Return the dispersions of the words with the numbers below `words`."""
        return dispersions(self._sums.cells(), self._sizes, words)


class Sums(Struct, frozen=True):
    """For each word its frequencies here and there, and its numbers of articles here and there."""

    words: tuple[str, ...]
    totals: Numbers
    counted: tuple[int, int]
    sides: tuple[Side, ...] = ()
    """How the words are spread, here and there."""


def summed(portions: Iterable[tuple[Portion, Numbers]], here: Numbers, there: Numbers, issues: Parts) -> Sums:
    number_of: dict[str, int] = {}
    sides = (Side(issues.count), Side(issues.count))
    are_long = bytearray()
    totals = np.zeros((4, 1 << 12), np.int64)
    counted = [0, 0]
    for portion, meant in portions:
        ids, lengths, numbers, counts = portion.arrays()
        new = [number_of.setdefault(word, len(number_of)) for word in portion.words]
        places = np.array(new, np.int64)
        if len(number_of) > totals.shape[1]:
            more = max(len(number_of) - totals.shape[1], totals.shape[1])
            totals = np.pad(totals, ((0, 0), (0, more)))
        are_long.extend(map(_may_be_listed, islice(number_of, len(are_long), None)))
        are_listed = np.frombuffer(are_long, np.bool_)[places]
        is_meant = np.isin(ids, meant, assume_unique=True)
        for side, of in enumerate((here, there)):
            is_own = is_meant & np.isin(ids, of, assume_unique=True)
            counted[side] += int(is_own.sum())
            own = np.repeat(is_own, lengths)
            frequencies = np.bincount(numbers[own], counts[own], len(places))
            totals[side, places] += frequencies.astype(np.int64)
            totals[side + 2, places] += np.bincount(numbers[own], minlength=len(places))
            in_issues = np.repeat(issues.of_articles(ids[is_own]), lengths[is_own])
            words = numbers[own]
            sides[side].add(places[words], in_issues, counts[own].astype(np.int64), are_listed[words])
    return Sums(tuple(number_of), totals[:, : len(number_of)], (counted[0], counted[1]), sides)


def _may_be_listed(word: str) -> bool:
    return len(word) >= _LEAST_CHARACTERS


def log_likelihood(
    first_counts: Numbers, second_counts: Numbers, all_here: int, all_there: int
) -> NDArray[np.float64]:
    """Return G² of words with these frequencies in sets of so many words."""
    observed = np.array(
        [[first_counts, second_counts], [all_here - first_counts, all_there - second_counts]], np.float64
    )
    rows = observed.sum(axis=1, keepdims=True)
    columns = observed.sum(axis=0, keepdims=True)
    expected = rows * columns / max(all_here + all_there, 1)
    ratio = np.divide(observed, expected, out=np.ones_like(observed), where=observed > 0)
    likelihoods: NDArray[np.float64] = 2 * (observed * np.log(ratio)).sum(axis=(0, 1))
    return np.maximum(likelihoods, 0.0)


def log_ratio(
    first_counts: Numbers, second_counts: Numbers, all_here: int, all_there: int
) -> NDArray[np.float64]:
    shares = (
        np.where(first_counts > 0, first_counts, _ZERO) / all_here,
        np.where(second_counts > 0, second_counts, _ZERO) / all_there,
    )
    ratios: NDArray[np.float64] = np.log2(shares[0] / shares[1])
    return ratios


def key_words(sums: Sums) -> tuple[KeyWord, ...]:
    """Return the words that are in enough articles and not equally frequent, by log-likelihood."""
    all_here, all_there = (int(total.sum()) for total in sums.totals[:2])
    if not (all_here and all_there):
        return ()
    is_long = np.fromiter(map(_may_be_listed, sums.words), np.bool_, len(sums.words))
    listed = np.flatnonzero(is_long & (sums.totals[2:].sum(axis=0) >= LEAST_ARTICLES))
    here, there, articles_here, articles_there = sums.totals[:, listed]
    likelihoods = log_likelihood(here, there, all_here, all_there)
    ratios = log_ratio(here, there, all_here, all_there)
    counts = (each.tolist() for each in (here, there, articles_here, articles_there))
    measures = (each.tolist() for each in (likelihoods, ratios, here * all_there - there * all_here))
    spreads = (side.spread(len(sums.words)).of_words(listed) for side in sums.sides)
    found = [
        KeyWord(sums.words[at], a, b, in_a, in_b, likelihood, ratio, balance > 0, *spread)
        for at, a, b, in_a, in_b, likelihood, ratio, balance, *spread in zip(
            listed.tolist(), *counts, *measures, *spreads, strict=True
        )
        if balance
    ]
    found.sort(key=attrgetter("word"))
    found.sort(key=attrgetter("log_likelihood"), reverse=True)
    return tuple(found)


def keyness(
    library: Library,
    here: ArticleSet,
    there: ArticleSet | None = None,
    rest: ArticleSet | None = None,
    *,
    cancelled: Callable[[], bool] = never,
    progress: Callable[[int, int], object] = do_nothing,
) -> Keyness:
    """Return the words of the articles of one set against those of another; None: all others of `rest`.

    Without `rest`, these are of the whole library. Raises like `Engine.matches` and `WordCounts.portions`, and
    LibraryError if catalogue or index are damaged.
    """
    with reporting_damaged_data():
        derived = library.derived
        issues = Parts.of(derived.catalogue.tree.issues_of_articles())
        alive = issues.ids

        def ids_of(query: Query) -> Numbers:
            found = derived.engine.matches(query, cancelled).astype(np.int64)
            return np.intersect1d(found, alive)

        own = ids_of(here.query)
        if there is not None:
            others = ids_of(there.query)
        else:
            if rest is None or rest.is_whole:
                within = alive
            else:
                within = ids_of(rest.query)
            others = np.setdiff1d(within, own)
            if here.query.root and library.lacked():
                # of what can't be searched it is not known whether it is among the rest
                others = np.intersect1d(others, ids_of(Query(negated(here.query.root))))
        wanted = np.union1d(own, others)
        portions = WordCounts(derived).portions(wanted, alive, progress, cancelled)
        sums = summed(portions if len(own) and len(others) else (), own, others, issues)
    sizes = int(sums.totals[0].sum()), int(sums.totals[1].sum())
    articles = len(own), len(others)
    counted = sums.counted if len(own) and len(others) else articles
    return Keyness(key_words(sums), articles, counted, sizes, len(np.intersect1d(own, others)))


def places_query(word: str, query: Query, *, is_rest: bool = False) -> str:
    """Return what is typed to find a word, exactly so, in a set of articles; `is_rest`: in all but that."""
    root = negated(query.root) if is_rest and query.root else query.root
    exact = Exact(word, needle_of(word))
    return as_typed(Query(all_of([root, exact] if root else [exact])))


def in_words(comparison: Keyness) -> tuple[str, str]:
    """Return the sizes of both sets."""
    first_words, second_words = (
        say("，").join([count(articles, "{n} 篇"), count(size, "{n} 个词")])
        for articles, size in zip(comparison.articles, comparison.sizes, strict=True)
    )
    return first_words, second_words


def remarks_on(comparison: Keyness, read: ReadSoFar) -> list[str]:
    """Return sentences on what is to be known of the sets: none in one, the same article in both, not all counted."""
    sentences = []
    if not all(comparison.articles):
        if comparison.articles[0]:
            none = say("另一边没有文章，没有可比的。")
        else:
            none = say("没有这样的文章。")
        sentences.append(none_so_far(read, none, say("目前还没有可比的文章。")))
    if comparison.in_both:
        sentences.append(say("有 {n} 篇两边都算了。", n=f"{comparison.in_both:,}"))
    if comparison.counted != comparison.articles:
        counted = sum(comparison.counted)
        total = sum(comparison.articles)
        sentences.append(
            say("只数到 {n} / {total} 篇，数是到此为止的。", n=f"{counted:,}", total=f"{total:,}")
        )
    return sentences


def headings() -> tuple[str, ...]:
    """Return the headings of the columns of `numbers_of`."""
    return say("这边次数"), say("另边次数"), say("这边篇数"), say("另边篇数"), "G²", "log ratio", "DP", "D"


def numbers_of(word: KeyWord) -> tuple[str, ...]:
    """Return the numbers of a word as they are shown; how it is spread, on the side that has it more often."""
    counts = (word.here, word.there, word.articles_here, word.articles_there)
    measures = (f"{word.log_likelihood:,.1f}", f"{word.log_ratio:+.2f}")
    return *(f"{number:,}" for number in counts), *measures, *word.spread.in_words()


def measures_in_words() -> str:
    """Return what the measures of words mean."""
    of_words = say("G²：多肯定不是碰巧，10.83 起很肯定；log ratio：1 是两倍，−1 是一半")
    return say("；").join([of_words, spread_in_words()])


def _cells(word: KeyWord) -> tuple[Cell, ...]:
    counts = (word.here, word.there, word.articles_here, word.articles_there)
    measures = (round(word.log_likelihood, 2), round(word.log_ratio, 2))
    issues = (word.spread_here.issues, word.spread_there.issues)
    direction = say("多") if word.is_more else say("少")
    return (
        word.word,
        direction,
        *counts,
        *measures,
        *issues,
        *word.spread_here.cells(),
        *word.spread_there.cells(),
    )


def table_of(words: Iterable[KeyWord]) -> Table:
    rows = map(_cells, words)
    names = (
        "word",
        "direction",
        "here",
        "there",
        "articles_here",
        "articles_there",
        "log_likelihood",
        "log_ratio",
        "issues_here",
        "issues_there",
        "dp_here",
        "juilland_d_here",
        "dp_there",
        "juilland_d_there",
    )
    of_spread = (
        say("这边期数"),
        say("另边期数"),
        say("这边 DP"),
        say("这边 D"),
        say("另边 DP"),
        say("另边 D"),
    )
    return Table((say("词"), say("这边用得"), *headings()[:-2], *of_spread), names, rows)
