"""Collocates: pairs of characters, or words as jieba cuts them, that are more frequent beside a query than elsewhere.

The names of people in a library are words, too, since jieba has few of them.

A unit is counted within a window of some characters on either side of a place, and in all texts. A unit that overlaps a
match is not beside it; one in the windows of two places is counted once. Units consist of letters, figures and Han
characters; windows end with the paragraph.

There are two measures, which answer two questions:

- the log-likelihood ratio G² (Dunning 1993, “Accurate Methods for the Statistics of Surprise and Coincidence”): how
  sure it is that a unit is more frequent in the windows than by chance; chance exceeds 10.83 once in a thousand times;
- logDice (Rychlý 2008, “A Lexicographer-Friendly Association Score”): how closely a unit and the query belong
  together, independent of the size of the library; 14 where neither occurs without the other, one less where that is
  half as frequent.
"""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import accumulate
from operator import add

from reader.search.concordance.places import Span, places, runs
from reader.search.query import Query

_MOST_PIECES = 4
"""Words that are joined to a name, at most."""


@dataclass(frozen=True, slots=True)
class Collocate:
    """A unit that occurs beside a query: `beside` times in the windows, `total` times in all texts."""

    unit: str
    beside: int
    total: int
    log_likelihood: float
    log_dice: float


@dataclass(frozen=True, slots=True)
class Collocates:
    """The collocates of a query, by descending log-likelihood, from `places` places."""

    places: int
    found: tuple[Collocate, ...]


class CollocateCounter:
    """Counts units text by text. `names`, in search form, are words even where the dictionary cuts them up."""

    def __init__(
        self, query: Query, window: int, *, by_words: bool, names: AbstractSet[str] = frozenset()
    ) -> None:
        self._names = names
        self._surnames = frozenset(name[0] for name in names)
        self._query = query
        self._window = window
        self._by_words = by_words
        self._places = 0
        self._beside: Counter[str] = Counter()
        self._total: Counter[str] = Counter()

    def add(self, text: str, *, has_places: bool, article: int = 0) -> None:
        """Count the units of an article's search text. `has_places` is False if the query has no place in it."""
        spans = places(text, self._query, article) if has_places else []
        self._places += len(spans)
        for begin, end in runs(text):
            run = text[begin:end]
            here = [(a - begin, b - begin) for a, b in spans if begin <= a < end]
            self._total.update(self._words(run) if self._by_words else map(add, run, run[1:]))
            if here:
                units = _placed(
                    self._words(run) if self._by_words else map(add, run, run[1:]), self._by_words
                )
                is_beside = _beside(sorted(here), self._window)
                self._beside.update(unit for at, unit in units if is_beside(at, at + len(unit)))

    def _words(self, run: str) -> Iterator[str]:
        """Yield the words of a run; those that form a name are joined."""
        cut = _words(run)
        at = 0
        while at < len(cut):
            ends = range(min(len(cut), at + _MOST_PIECES), at + 1, -1) if cut[at][0] in self._surnames else ()
            end = next((end for end in ends if "".join(cut[at:end]) in self._names), at + 1)
            yield "".join(cut[at:end])
            at = end

    def collocates(self, *, least: int = 2) -> Collocates:
        """Return the units that occur `least` times or more in the windows, and more often there than elsewhere."""
        in_windows = sum(count for unit, count in self._beside.items() if unit.isalnum())
        in_all = sum(count for unit, count in self._total.items() if unit.isalnum())
        found = []
        for unit, beside in self._beside.items():
            total = self._total[unit]
            if not unit.isalnum() or beside < least or beside * in_all <= total * in_windows:
                continue
            found.append(
                Collocate(
                    unit,
                    beside,
                    total,
                    log_likelihood(
                        beside, total - beside, in_windows - beside, in_all - in_windows - total + beside
                    ),
                    log_dice(beside, self._places, total),
                )
            )
        found.sort(key=lambda each: (-each.log_likelihood, each.unit))
        return Collocates(self._places, tuple(found))


def log_likelihood(a: int, b: int, c: int, d: int) -> float:
    """Return G² of a 2×2 table: the unit inside and outside the windows (a, b), all other units there (c, d)."""

    def weighed(counts: Iterable[int]) -> float:
        return sum(n * math.log(n) for n in counts if n)

    return max(
        0.0,
        2
        * (
            weighed((a, b, c, d))
            + weighed((a + b + c + d,))
            - weighed((a + b, c + d))
            - weighed((a + c, b + d))
        ),
    )


def log_dice(beside: int, of_query: int, of_unit: int) -> float:
    """Return logDice: 14 where neither occurs without the other, one less for half as often."""
    return 14 + math.log2(2 * beside / (of_query + of_unit))


def _words(run: str) -> list[str]:
    """Return the words of a run as printed. They are cut in its simplified form, the only one in the dictionary."""
    from reader.language.variants import simplified
    from reader.language.words import words

    cut = words(simplified(run))
    return [run[end - len(word) : end] for word, end in zip(cut, accumulate(map(len, cut)), strict=True)]


def _placed(units: Iterable[str], are_words: bool) -> Iterator[tuple[int, str]]:
    """Yield the begin of each unit, and the unit. Words follow each other; pairs begin at every character."""
    at = 0
    for unit in units:
        yield at, unit
        at += len(unit) if are_words else 1


def _beside(spans: Sequence[Span], window: int) -> Callable[[int, int], bool]:
    """Return a test whether a unit, given by begin and end, is within the window of a span and overlaps none.

    The spans ascend.
    """
    begins = [begin for begin, _ in spans]
    furthest = list(accumulate((end for _, end in spans), max))

    def reached(before: int) -> int:
        """Return the largest end of the spans that begin before a place; -1 for none."""
        number = bisect_left(begins, before)
        return furthest[number - 1] if number else -1

    def is_beside(begin: int, end: int) -> bool:
        return reached(end) <= begin and reached(begin + window + 1) >= max(end - window, 0)

    return is_beside
