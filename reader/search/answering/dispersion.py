"""Dispersion: how evenly a word is spread over the parts of a set of articles, which are its issues.

Both measures compare the frequencies of the word in the parts with the sizes of the parts, in words:

- DP, the deviation of proportions (S. Th. Gries 2008, “Dispersions and adjusted frequencies in corpora”, International
  Journal of Corpus Linguistics 13:4): half of what the shares of the word in the parts differ from the shares of the
  parts in the set. 0 is as even as can be, almost 1 is in one small part only;
- Juilland's D (A. Juilland, D. Brodin, C. Davidovitch 1970, “Frequency Dictionary of French Words”; for parts of
  different sizes as in S. Th. Gries 2020, “Analyzing Dispersion”, in “A Practical Handbook of Corpus Linguistics”):
  1 − V / √(n − 1) of the n parts, where V is the standard deviation of the word's relative frequencies in them (of all
  parts, not of a sample) divided by their mean. 1 is as even as can be, 0 is in one part only. There is none of a
  single part.

Parts without a word are left out.
"""

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from reader.i18n import say
from reader.language.code_arrays import distinct

Numbers: TypeAlias = NDArray[np.int64]
Shares: TypeAlias = NDArray[np.float64]
Mask: TypeAlias = NDArray[np.bool_]

_DIGITS = 9
"""The number of digits of a measure behind the point."""
_BITS = 63
"""The number of bits of a number, without its sign."""


class Cells(Struct, frozen=True):
    """How often words are in parts: each of the `words` (numbers) in one of the `parts` (numbers), with its frequency.

    A word and a part stand together only once.
    """

    words: Numbers
    parts: Numbers
    frequencies: Numbers


class Parts(Struct, frozen=True):
    """The part that each article is in: `ids` of articles, ascending, and the `numbers` of their parts, from 0."""

    ids: Numbers
    numbers: Numbers

    @classmethod
    def of(cls, part_of: Mapping[int, int]) -> "Parts":
        """Return the parts of articles, given by their ids and by what names a part."""
        ids = np.array(sorted(part_of), np.int64)
        names = np.array([part_of[article_id] for article_id in ids.tolist()], np.int64)
        _, numbers = np.unique(names, return_inverse=True)
        return cls(ids, numbers.astype(np.int64))

    def of_articles(self, ids: Numbers) -> Numbers:
        """Return the numbers of the parts of articles, which must be among them."""
        return self.numbers[np.searchsorted(self.ids, ids)]

    @property
    def count(self) -> int:
        return int(self.numbers.max(initial=-1)) + 1


class Dispersions(Struct, frozen=True):
    """Of each word by its number: in how many parts it is, DP and D; both are NaN for a word in no part, D also where
    there is a single part.
    """

    parts: Numbers
    dp: Shares
    juilland_d: Shares

    def of_words(self, words: Numbers) -> "list[Dispersion]":
        """Return the dispersions of some words, given by their numbers."""
        measures = (self.parts[words], self.dp[words], self.juilland_d[words])
        parts, dp, juilland_d = (_or_none(measure) for measure in measures)
        return list(map(Dispersion, parts, dp, juilland_d))


class Dispersion(Struct, frozen=True):
    """Of one word: in how many issues it is, DP and Juilland's D; None where there is none."""

    issues: int = 0
    dp: float | None = None
    juilland_d: float | None = None

    def in_words(self) -> tuple[str, str]:
        """Return DP and D as they are shown, “–” where there is none."""
        return _shown(self.dp), _shown(self.juilland_d)

    def as_json(self) -> dict[str, int | float | None]:
        return {"issues": self.issues, "dp": self.dp, "juilland_d": self.juilland_d}

    def cells(self) -> tuple[float | None, float | None]:
        """Return DP and D for a table."""
        return _rounded(self.dp), _rounded(self.juilland_d)


def _rounded(measure: float | None) -> float | None:
    return None if measure is None else round(measure, 4)


def spread_in_words() -> str:
    """Return what DP and D mean."""
    return say("DP：0 是各期都用，近 1 是只在少数几期；D 反过来")


def _shown(measure: float | None) -> str:
    return "–" if measure is None else f"{measure:.2f}"


class CellSums:
    """Sums the frequencies of words in parts, lot by lot; a part may be in several lots."""

    def __init__(self) -> None:
        self._lots: list[Cells] = []

    def add(self, words: Numbers, parts: Numbers, frequencies: Numbers) -> None:
        """Add frequencies; a word and a part may stand together several times."""
        if len(words):
            self._lots.append(cells_of(words, parts, frequencies))

    def cells(self) -> Cells:
        """Return the sums of all lots. Only what stands in several lots is summed again."""
        if not self._lots:
            nothing = np.empty(0, np.int64)
            return Cells(nothing, nothing, nothing)
        words = np.concatenate([lot.words for lot in self._lots])
        parts = np.concatenate([lot.parts for lot in self._lots])
        frequencies = np.concatenate([lot.frequencies for lot in self._lots])
        of_lots = np.sort(np.concatenate([distinct(lot.parts) for lot in self._lots]))
        repeated = np.zeros(int(of_lots[-1]) + 1, np.bool_)
        repeated[of_lots[1:][of_lots[1:] == of_lots[:-1]]] = True
        if not repeated.any():
            return Cells(words, parts, frequencies)
        is_again = repeated[parts]
        again = cells_of(words[is_again], parts[is_again], frequencies[is_again])
        return Cells(
            np.concatenate([words[~is_again], again.words]),
            np.concatenate([parts[~is_again], again.parts]),
            np.concatenate([frequencies[~is_again], again.frequencies]),
        )


def cells_of(words: Numbers, parts: Numbers, frequencies: Numbers) -> Cells:
    """Return cells in which a word and a part stand together once, in order of both."""
    words, parts, frequencies = _in_order(words, parts, frequencies)
    is_first = np.ones(len(words), np.bool_)
    is_first[1:] = (words[1:] != words[:-1]) | (parts[1:] != parts[:-1])
    first = np.flatnonzero(is_first)
    sums = np.add.reduceat(frequencies, first) if len(first) else frequencies
    return Cells(words[first], parts[first], sums)


def _in_order(words: Numbers, parts: Numbers, frequencies: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Return the same in order of word and part; as one number each, where these have room for the three."""
    of_part = int(parts.max(initial=0)).bit_length()
    of_frequency = int(frequencies.max(initial=0)).bit_length()
    if int(words.max(initial=0)).bit_length() + of_part + of_frequency > _BITS:
        order = np.lexsort((parts, words))
        return words[order], parts[order], frequencies[order]
    packed = np.sort((words << of_part | parts) << of_frequency | frequencies)
    pairs = packed >> of_frequency
    return pairs >> of_part, pairs & ((1 << of_part) - 1), packed & ((1 << of_frequency) - 1)


def dispersions(cells: Cells, sizes: Numbers, number: int) -> Dispersions:
    """Return the dispersions of the words with the numbers below `number`; `sizes` are those of the parts, in words."""
    parts = np.bincount(cells.words, minlength=number)
    totals = np.bincount(cells.words, cells.frequencies, number)
    size_of_part = sizes[cells.parts]
    with np.errstate(invalid="ignore", divide="ignore"):
        expected = size_of_part / sizes.sum()
        share = cells.frequencies / totals[cells.words]
        # of the parts without the word, which are no cells, the expected shares differ
        apart = 1 + np.bincount(cells.words, np.abs(share - expected) - expected, number)
        dp = np.where(totals > 0, apart / 2, np.nan)
        relative = cells.frequencies / size_of_part
        of_parts = int(np.count_nonzero(sizes))
        mean = np.bincount(cells.words, relative, number) / of_parts
        in_parts = np.bincount(cells.words, (relative - mean[cells.words]) ** 2, number)
        squares = in_parts + (of_parts - parts) * mean**2
        evenness = 1 - np.sqrt(squares / of_parts) / mean / np.sqrt(of_parts - 1)
        juilland_d = np.where((totals > 0) & (of_parts > 1), evenness, np.nan)
    # the order of the parts, which is another one in every catalogue, decides the last digits of sums
    measures = (np.round(np.clip(measure, 0.0, 1.0), _DIGITS) for measure in (dp, juilland_d))
    return Dispersions(parts, *measures)


def _or_none(measure: Numbers | Shares) -> list[Any]:
    """Return the values of a measure, None where there is none."""
    values: list[Any] = measure.tolist()
    for at in np.flatnonzero(np.isnan(measure)).tolist():
        values[at] = None
    return values
