"""A table of places, some fifty bytes each, independent of their texts: a million can be sorted and grouped."""

from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from reader.search.concordance.places import Span, run_at

MOST_PLACES = 1_000_000
"""Places that are kept (about 50 MB), the first by date."""
_REACH = 3
"""Characters on each side that can be sorted by."""
_SAME, _LEAST_SAME = 20, 12
"""Two places are of the same text if they and the characters beside them are equal: `_SAME` on each side, or up to the
end of the paragraph, and `_LEAST_SAME` at least in all."""

Numbers = NDArray[np.int64]
"""Numbers of places in the table, in some order."""


class Sort(StrEnum):
    """The order of places: by date, or by the characters on one side, the nearest first."""

    DATE = "date"
    L1 = "l1"
    L2 = "l2"
    L3 = "l3"
    R1 = "r1"
    R2 = "r2"
    R3 = "r3"

    @property
    def is_left(self) -> bool:
        return self.value.startswith("l")

    @property
    def reach(self) -> int:
        """The number of characters to sort by; 0 for dates."""
        return 0 if self is Sort.DATE else int(self.value[1])


class Grouping(StrEnum):
    """What places are grouped by."""

    NONE = "none"
    YEAR = "year"
    NEWSPAPER = "newspaper"
    LEFT = "left"
    """By the character on their left."""
    RIGHT = "right"


_SORTED = {Grouping.YEAR: Sort.DATE, Grouping.LEFT: Sort.L1, Grouping.RIGHT: Sort.R1}


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the search text of an article; `end` is exclusive."""

    article_id: int
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Group:
    """`count` places with the characters `key` beside them, in reading order; or of the year or newspaper `key`.

    `key` is "" for a place at the end of its paragraph, and for an undated one.
    """

    key: str
    count: int


class PlaceTable:
    """Places in the order of their dates. One thread adds; others may read meanwhile."""

    def __init__(self) -> None:
        self.articles = 0
        """Articles added so far."""
        self.is_full = False
        """There are more places than are kept."""
        self._articles, self._years = array("I"), array("H")
        self._begins, self._ends = array("I"), array("I")
        self._beside = array("I")
        self._texts = array("q")
        self._newspapers: dict[str, int] = {}
        self._of_newspaper = array("H")

    def __len__(self) -> int:
        return len(self._texts)

    def __getitem__(self, number: int) -> Place:
        return Place(self._articles[number], self._begins[number], self._ends[number])

    def add(self, article_id: int, year: int, text: str, spans: Sequence[Span], newspaper: str = "") -> None:
        """Add the places in an article; `year` is 0 for an undated one, `newspaper` "" where it is unknown."""
        paper = self._newspapers.setdefault(newspaper, len(self._newspapers))
        self.articles += 1
        room = MOST_PLACES - len(self)
        self.is_full = self.is_full or len(spans) > room
        for begin, end in spans[:room]:
            first, last = run_at(text, begin)
            before = text[max(first, begin - _SAME) : begin]
            after = text[end : min(last, end + _SAME)]
            beside = [*before[: -_REACH - 1 : -1].ljust(_REACH, "\0"), *after[:_REACH].ljust(_REACH, "\0")]
            self._articles.append(article_id)
            self._years.append(year)
            self._of_newspaper.append(min(paper, 0xFFFF))
            self._begins.append(begin)
            self._ends.append(end)
            self._beside.extend(map(ord, beside))
            is_told = len(before) + len(after) >= _LEAST_SAME
            # a place with so little beside it may be in any text: it counts as the only one of its text
            self._texts.append(hash((before, text[begin:end], after)) if is_told else len(self._texts))

    def ordered(
        self,
        sort: Sort = Sort.DATE,
        *,
        is_folded: bool = True,
        within: tuple[Grouping, str] | None = None,
    ) -> Numbers:
        """Return the numbers of the places in an order; with `is_folded`, only the first by date of each text.

        `within`: only places of the group with this key.
        """
        numbers = self._first_of_text() if is_folded else np.arange(len(self))
        if within is not None:
            numbers = numbers[self._is_of(*within)[numbers]]
        if sort is Sort.DATE:
            return numbers
        keys = self._keys(sort)[numbers]
        # lexsort's primary key is the last; it is stable, so that equal keys stay ordered by date
        return numbers[np.lexsort(keys.T[::-1])]

    def same_text(self) -> NDArray[np.int64]:
        """Return for each place the number of places of the same text, itself included."""
        _, inverse, counts = np.unique(_copied(self._texts), return_inverse=True, return_counts=True)
        same: NDArray[np.int64] = counts[inverse.reshape(-1)]
        return same

    def grouped(self, by: Grouping, *, is_folded: bool = True) -> list[Group]:
        """Return the groups of places as `groups` does; newspapers by descending count."""
        if by is Grouping.NONE:
            return []
        if by is not Grouping.NEWSPAPER:
            return self.groups(_SORTED[by], is_folded=is_folded)
        numbers = self._first_of_text() if is_folded else np.arange(len(self))
        counts = Counter(_copied(self._of_newspaper)[numbers].tolist())
        found = [
            Group(name, counts[paper]) for name, paper in list(self._newspapers.items()) if counts[paper]
        ]
        return sorted(found, key=lambda group: (-group.count, group.key))

    def _is_of(self, by: Grouping, key: str) -> NDArray[np.bool_]:
        """Return a mask of the places in a group."""
        match by:
            case Grouping.YEAR:
                values, wanted = _copied(self._years), int(key or 0)
            case Grouping.NEWSPAPER:
                values, wanted = _copied(self._of_newspaper), self._newspapers.get(key, -1)
            case Grouping.LEFT | Grouping.RIGHT:
                values, wanted = self._keys(_SORTED[by])[:, 0], ord(key) if key else 0
            case Grouping.NONE:
                return np.ones(len(self), bool)
        is_of: NDArray[np.bool_] = values == wanted
        return is_of

    def groups(self, sort: Sort, *, is_folded: bool = True) -> list[Group]:
        """Return the groups of places with equal keys, by descending count; years ascending, the undated last."""
        numbers = self._first_of_text() if is_folded else np.arange(len(self))
        if sort is Sort.DATE:
            years = Counter(_copied(self._years)[numbers].tolist())
            in_order = sorted(years, key=lambda year: (year == 0, year))
            return [Group(str(year) if year else "", years[year]) for year in in_order]
        found = Counter(map(tuple, self._keys(sort)[numbers].tolist()))
        named = Counter[str]()
        for codes, count in found.items():
            key = "".join(chr(code) for code in codes if code)
            named[key[::-1] if sort.is_left else key] += count
        return [
            Group(key, count) for key, count in sorted(named.items(), key=lambda each: (-each[1], each[0]))
        ]

    def _first_of_text(self) -> Numbers:
        _, first = np.unique(_copied(self._texts), return_index=True)
        numbers: Numbers = np.sort(first)
        return numbers

    def _keys(self, sort: Sort) -> Numbers:
        beside = _copied(self._beside)
        beside = beside[: len(beside) // (2 * _REACH) * 2 * _REACH].reshape(-1, 2 * _REACH)
        begin = 0 if sort.is_left else _REACH
        keys: Numbers = beside[:, begin : begin + sort.reach]
        return keys


def _copied(values: "array[int]") -> NDArray[np.int64]:
    """Return a copy: an `array` whose buffer numpy shares can't grow."""
    return np.frombuffer(values.tobytes(), values.typecode).astype(np.int64)
