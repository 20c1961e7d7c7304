"""Collocates: character pairs, or words as jieba cuts them, that are more frequent near a query than elsewhere.

The names of people in a library count as words, too, since jieba knows few of them.

A unit (pair or word) is counted in the windows, some characters on either side of each place, and in all texts. A unit
that overlaps a match is not counted for the window; one in the windows of two places is counted once. Units consist of
letters, digits and Han characters; windows end with the paragraph.

There are two measures:

- the log-likelihood ratio G² (Dunning 1993, “Accurate Methods for the Statistics of Surprise and Coincidence”) states
  how certain it is that a unit is more frequent in the windows; by chance, it exceeds 10.83 once in a thousand times;
- logDice (Rychlý 2008, “A Lexicographer-Friendly Association Score”) states how closely a unit and the query are
  associated, independent of the size of the library: 14 if neither occurs without the other, one less if they occur
  together half as often.

How a unit is spread is measured over the issues with places, as in `search.answering.dispersion`: by how often it is in
the windows of each, of which the units are the size of the issue.
"""

import math
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import accumulate
from operator import add, attrgetter

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from reader.export.tables import Table
from reader.i18n import say
from reader.language.equality import simplified
from reader.language.library_names import NO_NAMES, LibraryNames
from reader.search.answering.dispersion import Cells, Dispersion, dispersions
from reader.search.answering.places import Span, places, runs
from reader.search.query import Query

_MOST_PIECES = 4
"""The maximum number of words that are joined to one name."""


_STOP_WORDS = """
    的 了 着 过 得 地 之 所 者 们 个 其 此 该 这 那 某 各 每 是 为 有 无 在 于 以 与 和 及 或 并 而 且 但 则 若 如 即 乃
    因 由 自 从 向 对 把 被 将 让 给 使 同 跟 比 到 至 也 都 又 还 就 才 只 很 最 更 再 已 曾 正 便 却 不 没 未 非 吗
    呢 吧 啊 我 你 他 她 它 您 咱 一 上 下 里 中 等 说 这个 那个 这些 那些 这样 那样 这里 那里 这种 我们 你们 他们
    她们 它们 自己 大家 什么 怎么 一个 一些 一种 没有 不是 就是 还是 也是 可以 已经 因为 所以 但是 如果 虽然 以及 以后
    以前 对于 关于 由于 并且 而且 或者 其中 之间 同时 不仅 之一
    a an and are as at be by for from in is it of on or that the to was were with
"""
"""Words that say little of what a text is about: particles, pronouns, prepositions; in simplified characters."""
STOP_WORDS = frozenset(_STOP_WORDS.split())


class Collocate(Struct, frozen=True):
    """A unit that occurs near a query: `beside` times in the windows, `total` times in all texts."""

    unit: str
    beside: int
    total: int
    log_likelihood: float
    log_dice: float
    spread: Dispersion = Dispersion()


class Collocates(Struct, frozen=True):
    """The collocates of a query, sorted by log-likelihood, descending; of so many of its `places` in its `articles`."""

    places: int
    found: tuple[Collocate, ...]
    articles: int = 0
    analysed: float = 1.0
    """The share of the articles that were searched for the names among them; others may name more people."""

    def without_stop_words(self) -> "Collocates":
        """Return those that are no stop words, nor pairs of characters with one of a single character among them."""
        return replace(
            self, found=tuple(collocate for collocate in self.found if not _is_stop_word(collocate.unit))
        )


def _is_stop_word(unit: str) -> bool:
    plain = simplified(unit)
    return plain in STOP_WORDS or (len(plain) == 2 and not STOP_WORDS.isdisjoint(plain))


class CollocateCounter:
    """Counts units text by text: words if `by_words`, else character pairs.

    `names` (in search form) count as words even if the dictionary splits them; those of `cut_by` are in it.
    """

    def __init__(
        self,
        query: Query,
        window: int,
        *,
        by_words: bool,
        names: AbstractSet[str] = frozenset(),
        cut_by: LibraryNames = NO_NAMES,
    ) -> None:
        self._cut_by = cut_by
        self._names = names
        self._surnames = frozenset(name[0] for name in names)
        self._query = query
        self._window = window
        self._by_words = by_words
        self._places = 0
        self._near: Counter[str] = Counter()
        self._total: Counter[str] = Counter()
        self._in_issues: defaultdict[int, Counter[str]] = defaultdict(Counter)
        """The units in the windows of each issue."""

    def add(self, text: str, *, has_places: bool, article: int = 0, issue: int = 0) -> None:
        """Count the units of the search text of `article`. `has_places` is False if the query does not occur in it."""
        if has_places:
            spans = places(text, self._query, article)
        else:
            spans = []
        self._places += len(spans)
        for begin, end in runs(text):
            run = text[begin:end]
            here = [(a - begin, b - begin) for a, b in spans if begin <= a < end]
            self._total.update(self._words(run) if self._by_words else map(add, run, run[1:]))
            if here:
                units = _with_offsets(
                    self._words(run) if self._by_words else map(add, run, run[1:]), self._by_words
                )
                is_near = _near(sorted(here), self._window)
                near = [unit for at, unit in units if is_near(at, at + len(unit))]
                self._near.update(near)
                self._in_issues[issue].update(near)

    def _words(self, run: str) -> Iterator[str]:
        """Yield the words of a run; words that form a name are joined."""
        cut = _words(run, self._cut_by)
        at = 0
        while at < len(cut):
            ends = range(min(len(cut), at + _MOST_PIECES), at + 1, -1) if cut[at][0] in self._surnames else ()
            end = next((end for end in ends if "".join(cut[at:end]) in self._names), at + 1)
            yield "".join(cut[at:end])
            at = end

    def collocates(self, *, least: int = 2) -> Collocates:
        """Return the units that occur at least `least` times in the windows, and more often there than elsewhere."""
        in_windows = sum(count for unit, count in self._near.items() if unit.isalnum())
        in_all = sum(count for unit, count in self._total.items() if unit.isalnum())
        found = []
        for unit, beside in self._near.items():
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
        found.sort(key=attrgetter("unit"))
        found.sort(key=attrgetter("log_likelihood"), reverse=True)
        spreads = self._spreads([each.unit for each in found])
        rows = (replace(each, spread=spread) for each, spread in zip(found, spreads, strict=True))
        return Collocates(self._places, tuple(rows))

    def _spreads(self, units: Sequence[str]) -> list[Dispersion]:
        """Return how each unit is spread over the issues."""
        number_of = {unit: number for number, unit in enumerate(units)}
        words = array("q")
        parts = array("q")
        frequencies = array("q")
        sizes = array("q")
        for part, counted in enumerate(self._in_issues.values()):
            sizes.append(sum(count for unit, count in counted.items() if unit.isalnum()))
            for unit, count in counted.items():
                if unit in number_of:
                    words.append(number_of[unit])
                    parts.append(part)
                    frequencies.append(count)
        cells = Cells(*(np.frombuffer(column, np.int64) for column in (words, parts, frequencies)))
        of_sizes = np.frombuffer(sizes, np.int64)
        return dispersions(cells, of_sizes, len(units)).of_words(np.arange(len(units)))


def log_likelihood(a: int, b: int, c: int, d: int) -> float:
    """Return G² of a 2×2 table: counts of the unit (a, b) and of all others (c, d), inside and outside the windows."""

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
    """Return logDice of a unit from three counts: in the windows, places of the query, and in all texts."""
    return 14 + math.log2(2 * beside / (of_query + of_unit))


def _words(run: str, names: LibraryNames) -> list[str]:
    """Return the words of a run as printed; it is cut in simplified characters, the only ones in the dictionary."""
    from reader.language.equality import simplified
    from reader.language.words import words

    cut = words(simplified(run), names)
    return [run[end - len(word) : end] for word, end in zip(cut, accumulate(map(len, cut)), strict=True)]


def _with_offsets(units: Iterable[str], are_words: bool) -> Iterator[tuple[int, str]]:
    """Yield the offset of each unit, and the unit. Words are consecutive; pairs begin at every character."""
    at = 0
    for unit in units:
        yield at, unit
        at += len(unit) if are_words else 1


def _near(spans: Sequence[Span], window: int) -> Callable[[int, int], bool]:
    """Return a test whether a unit, given by begin and end, is in the window of a span and overlaps none.

    `spans` must be ascending.
    """
    begins = [begin for begin, _ in spans]
    furthest = list(accumulate((end for _, end in spans), max))

    def reached(before: int) -> int:
        """Return the largest end of the spans that begin before offset `before`; -1 if there are none."""
        number = bisect_left(begins, before)
        if number:
            return furthest[number - 1]
        return -1

    def is_near(begin: int, end: int) -> bool:
        return reached(end) <= begin and reached(begin + window + 1) >= max(end - window, 0)

    return is_near


def headings() -> tuple[str, ...]:
    """Return the headings of the columns of `numbers_of`."""
    return say("旁边"), say("全部"), "G²", "logDice", "DP", "D"


def numbers_of(row: Collocate) -> tuple[str, ...]:
    counts = (f"{row.beside:,}", f"{row.total:,}")
    return *counts, f"{row.log_likelihood:,.1f}", f"{row.log_dice:.2f}", *row.spread.in_words()


def to_json(row: Collocate) -> dict[str, object]:
    return {
        "unit": row.unit,
        "beside": row.beside,
        "total": row.total,
        "log_likelihood": row.log_likelihood,
        "log_dice": row.log_dice,
        **row.spread.as_json(),
    }


def table_of(found: Iterable[tuple[str, Collocates]]) -> Table:
    """Return collocates as a table; each of the kinds that were counted is told in its rows by its name."""
    rows = []
    for kind, collocates in found:
        for row in collocates.found:
            rows.append(
                (
                    kind,
                    *(row.unit, row.beside, row.total),
                    *(round(row.log_likelihood, 2), round(row.log_dice, 2)),
                    *(row.spread.issues, *row.spread.cells()),
                )
            )
    names = ("kind", "unit", "beside", "total", "log_likelihood", "log_dice", "issues", "dp", "juilland_d")
    of_counts = headings()[:4]
    return Table((say("种类"), say("字词"), *of_counts, say("期数"), "DP", "D"), names, rows)
