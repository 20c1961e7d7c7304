"""A table of the places of a query that needs some fifty bytes per place, so that a million can be sorted and grouped.

It contains the characters next to each place, so that texts need not be read again.
"""

from array import array
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from operator import attrgetter

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from reader.counts import most_frequent
from reader.search.answering.places import Span, run_at

MOST_PLACES = 1_000_000
"""The maximum number of places in a table (about 50 MB); further ones are dropped."""
_REACH = 3
"""The number of characters on each side by which places can be sorted."""
# Two places belong to the same text if they and their context are equal. The context is `_SAME` characters on each
# side, or less at the end of the paragraph; it must have `_LEAST_SAME` characters in all.
_SAME = 20
_LEAST_SAME = 12

Numbers = NDArray[np.int64]
"""Row numbers of places in the table, in some order."""


class Sort(StrEnum):
    """The order of places: by date, or by one to three characters on the left (L) or right (R), the nearest first."""

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
        """The number of characters to sort by; 0 for `DATE`."""
        if self is Sort.DATE:
            return 0
        return int(self.value[1])


class Grouping(StrEnum):
    NONE = "none"
    YEAR = "year"
    NEWSPAPER = "newspaper"
    LEFT = "left"
    """By the character before the place."""
    RIGHT = "right"
    """By the character after the place."""


_SORTED = {Grouping.YEAR: Sort.DATE, Grouping.LEFT: Sort.L1, Grouping.RIGHT: Sort.R1}


class Place(Struct, frozen=True):
    """An occurrence in the search text of an article; `end` is exclusive."""

    article_id: int
    begin: int
    end: int


class Group(Struct, frozen=True):
    """A group of `count` places.

    `key` is what they have in common: the characters next to them (in reading order), the year or the newspaper. It is
    "" for places at the beginning or end of a paragraph, and for undated ones.
    """

    key: str
    count: int


class PlaceTable:
    """The places of a query in the order of their dates. One thread adds places; others may read meanwhile."""

    def __init__(self) -> None:
        self.articles = 0
        """The number of articles added so far."""
        self.is_full = False
        """Whether places were dropped because of `MOST_PLACES`."""
        self._articles = array("I")
        self._years = array("H")
        self._begins = array("I")
        self._ends = array("I")
        self._around = array("I")
        self._texts = array("q")
        self._newspapers: dict[str, int] = {}
        self._of_newspaper = array("H")

    def __len__(self) -> int:
        return len(self._texts)

    def __getitem__(self, number: int) -> Place:
        return Place(self._articles[number], self._begins[number], self._ends[number])

    def number_of(self, place: Place) -> int:
        """Return the row number of a place; -1 if it is not there."""
        in_article = map(int, np.flatnonzero(_copied(self._articles) == place.article_id))
        return next((number for number in in_article if self[number] == place), -1)

    def add(self, article_id: int, year: int, text: str, spans: Sequence[Span], newspaper: str = "") -> None:
        """Add the places in an article; `year` is 0 if it is undated, `newspaper` "" if it is unknown."""
        paper = self._newspapers.setdefault(newspaper, len(self._newspapers))
        self.articles += 1
        room = MOST_PLACES - len(self)
        self.is_full = self.is_full or len(spans) > room
        for begin, end in spans[:room]:
            first, last = run_at(text, begin)
            before = text[max(first, begin - _SAME) : begin]
            after = text[end : min(last, end + _SAME)]
            around = [*before[: -_REACH - 1 : -1].ljust(_REACH, "\0"), *after[:_REACH].ljust(_REACH, "\0")]
            self._articles.append(article_id)
            self._years.append(year)
            self._of_newspaper.append(min(paper, 0xFFFF))
            self._begins.append(begin)
            self._ends.append(end)
            self._around.extend(map(ord, around))
            is_comparable = len(before) + len(after) >= _LEAST_SAME
            # a place with so little context may be in any text: it counts as the only one of its text
            self._texts.append(hash((before, text[begin:end], after)) if is_comparable else len(self._texts))

    def ordered(
        self,
        sort: Sort = Sort.DATE,
        *,
        is_folded: bool = True,
        within: tuple[Grouping, str] | None = None,
    ) -> Numbers:
        """Return the row numbers of the places, sorted; with `is_folded`, only the first by date of each text.

        `within` restricts them to one group, given by grouping and key.
        """
        if is_folded:
            numbers = self._first_of_text()
        else:
            numbers = np.arange(len(self))
        if within is not None:
            numbers = numbers[self._is_of(*within)[numbers]]
        if sort is Sort.DATE:
            return numbers
        keys = self._keys(sort)[numbers]
        # lexsort's primary key is the last; it is stable, so that equal keys stay ordered by date
        return numbers[np.lexsort(keys.T[::-1])]

    def same_text(self) -> NDArray[np.int64]:
        """Return for each place the number of places of the same text, including itself."""
        _, inverse, counts = np.unique(_copied(self._texts), return_inverse=True, return_counts=True)
        same: NDArray[np.int64] = counts[inverse.reshape(-1)]
        return same

    def grouped(self, by: Grouping, *, is_folded: bool = True) -> list[Group]:
        """Return the groups of places: years ascending, the undated last; all others by descending count."""
        if by is Grouping.NONE:
            return []
        if by is not Grouping.NEWSPAPER:
            return self.groups(_SORTED[by], is_folded=is_folded)
        if is_folded:
            numbers = self._first_of_text()
        else:
            numbers = np.arange(len(self))
        counts = Counter(_copied(self._of_newspaper)[numbers].tolist())
        groups = [
            Group(name, counts[paper]) for name, paper in list(self._newspapers.items()) if counts[paper]
        ]
        return sorted(sorted(groups, key=attrgetter("key")), key=attrgetter("count"), reverse=True)

    def _is_of(self, by: Grouping, key: str) -> NDArray[np.bool_]:
        match by:
            case Grouping.YEAR:
                values = _copied(self._years)
                value = int(key or 0)
            case Grouping.NEWSPAPER:
                values = _copied(self._of_newspaper)
                value = self._newspapers.get(key, -1)
            case Grouping.LEFT | Grouping.RIGHT:
                values = self._keys(_SORTED[by])[:, 0]
                value = ord(key) if key else 0
            case Grouping.NONE:
                return np.ones(len(self), bool)
        is_of: NDArray[np.bool_] = values == value
        return is_of

    def groups(self, sort: Sort, *, is_folded: bool = True) -> list[Group]:
        """Return the groups of places that are equal by `sort`, by descending count; for dates, years ascending."""
        if is_folded:
            numbers = self._first_of_text()
        else:
            numbers = np.arange(len(self))
        if sort is Sort.DATE:
            years = Counter(_copied(self._years)[numbers].tolist())
            unknown = years.pop(0, 0)
            groups = [Group(str(year), years[year]) for year in sorted(years)]
            if unknown:
                groups.append(Group("", unknown))
            return groups
        count_by_codes = Counter(map(tuple, self._keys(sort)[numbers].tolist()))
        count_by_key = Counter[str]()
        for codes, count in count_by_codes.items():
            key = "".join(chr(code) for code in codes if code)
            count_by_key[key[::-1] if sort.is_left else key] += count
        return [Group(key, count_by_key[key]) for key in most_frequent(count_by_key)]

    def _first_of_text(self) -> Numbers:
        _, first = np.unique(_copied(self._texts), return_index=True)
        numbers: Numbers = np.sort(first)
        return numbers

    def _keys(self, sort: Sort) -> Numbers:
        around = _copied(self._around)
        around = around[: len(around) // (2 * _REACH) * 2 * _REACH].reshape(-1, 2 * _REACH)
        begin = 0 if sort.is_left else _REACH
        keys: Numbers = around[:, begin : begin + sort.reach]
        return keys


def _copied(values: "array[int]") -> NDArray[np.int64]:
    """Return a copy: while numpy shares the buffer of an `array`, it can't grow."""
    return np.frombuffer(values.tobytes(), values.typecode).astype(np.int64)
