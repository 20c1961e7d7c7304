"""How many articles have a common gram, stored year by year, because counting anew takes long.

`year.is_counted` says whether the counts of a year are stored. A load that changes the year deletes them in the same
transaction (`texts.put`), and counts again at its end. So the stored counts are exact, or absent.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from reader.features.room.answers import BoundedConnection, one, rows, run, streamed
from reader.features.room.connections import RoomConnections, reporting_nonsense
from reader.features.room.counts import YearCounts
from reader.features.room.missing_years import NOTHING_MISSING, MissingYears
from reader.language.code_arrays import distinct
from reader.search.documents import months_of

COMMON = 1000
"""The least number of articles of a year that makes a gram common: then its counts are stored."""
_SAMPLE = 4000
"""The approximate number of a year's articles that are sampled to find the grams that may be common."""
_AT_ONCE = 1000
_MOST = 1 << 24
"""Maximum number of a year's texts that are read."""
_SLOWEST = 0.01
"""Maximum seconds per text, on average over a year, to receive and count it."""
_PAIR = 32
"""Bits of a character in a gram's number: the lower bits are the first, the upper ones the second (0 for none)."""


ALL = ""
"""The gram that stands for all articles: its counts are those of the whole year."""


class _StoredCounts(msgspec.Struct, frozen=True):
    """The counts of a gram in a year, in the form of the stored JSON. Months are `day_numbers.month_number`."""

    months: dict[int, int]
    pages: dict[str, int]
    newspapers: dict[str, int]


class Year(msgspec.Struct, frozen=True):
    """The number of articles of a year, and how many of them have each gram that was asked for and is common there.

    Without stored counts (`is_counted`), `common` is empty.
    """

    year: int
    articles: int
    is_counted: bool
    common: dict[str, int]


def years_with(connections: RoomConnections, grams: Sequence[str], cancelled: Any) -> list[Year]:
    """Return all years, ascending, with the stored counts of these grams."""
    sql = (
        "SELECT y.year, y.articles, y.is_counted, c.gram, c.articles FROM year y"
        " LEFT JOIN common_gram c ON c.year = y.year AND c.gram = ANY(%s::text[]) ORDER BY y.year"
    )
    year_by_number: dict[int, Year] = {}
    stored = connections.rows(tuple[int, int, bool, str | None, int | None], sql, (list(grams),), cancelled)
    for number, articles, is_counted, gram, of_gram in stored:
        year = year_by_number.setdefault(number, Year(number, articles, is_counted, {}))
        if gram is not None and of_gram is not None:
            year.common[gram] = of_gram
    return list(year_by_number.values())


def stored_counts(connections: RoomConnections, gram: str, cancelled: Any) -> dict[int, YearCounts]:
    sql = "SELECT year, counts FROM common_gram WHERE gram = %s"
    counts_by_year = {}
    with reporting_nonsense():
        for year, counts in connections.rows(tuple[int, str], sql, (gram,), cancelled):
            stored = msgspec.json.decode(counts, type=_StoredCounts)
            counts_by_year[year] = YearCounts.of(stored.months, stored.pages, stored.newspapers)
    return counts_by_year


# -- counting, by a librarian


def uncounted(connection: BoundedConnection, missing: MissingYears = NOTHING_MISSING) -> list[int]:
    """Return the years whose common grams are still to be counted, the newest first, without those that are missing."""
    year_rows = rows(connection, tuple[int], "SELECT year FROM year WHERE NOT is_counted ORDER BY year DESC")
    return [year for (year,) in year_rows if year << 9 not in missing]


def count_common(connection: BoundedConnection, missing: MissingYears = NOTHING_MISSING) -> None:
    """Count the common grams of all `uncounted` years, in a transaction each."""
    for year in uncounted(connection, missing):
        with connection.transaction():
            # a load that changes the year meanwhile waits for this row's lock, and then deletes these counts
            (articles,) = one(
                connection, tuple[int], "SELECT articles FROM year WHERE year = %s FOR UPDATE", year
            )
            run(connection, "DELETE FROM common_gram WHERE year = %s", year)
            if articles >= COMMON:
                stored = _counted(connection, year, articles)
            else:
                stored = {}
            with connection.cursor().copy("COPY common_gram FROM STDIN") as copy:
                for gram, (number, counts) in stored.items():
                    copy.write_row((year, gram, number, msgspec.json.encode(counts).decode()))
            run(connection, "UPDATE year SET is_counted = true WHERE year = %s", year)


def _counted(connection: BoundedConnection, year: int, articles: int) -> dict[str, tuple[int, _StoredCounts]]:
    one_of = max(articles // _SAMPLE, 1)
    most = min(2 * articles + _AT_ONCE, _MOST)  # a server that sends others without end is not read to it
    # the grams that occur in at least `least` texts, ascending
    grams = np.empty(0, np.uint64)
    numbers = np.empty(0, np.int64)
    for lot in _texts(connection, year, one_of, most):
        more, times = np.unique(np.concatenate([_grams(text.search) for text in lot]), return_counts=True)
        grams, places = np.unique(np.concatenate([grams, more]), return_inverse=True)
        numbers = np.bincount(places, np.concatenate([numbers, times]), len(grams)).astype(np.int64)
    may_be = grams[numbers >= (0.8 * COMMON / one_of)]
    counting = _Counting(may_be)
    for lot in _texts(connection, year, 1, most):
        counting.add(lot)
    return counting.as_stored()


class _Text(NamedTuple):
    day: int
    page: str
    newspaper: str
    search: str


def _texts(connection: BoundedConnection, year: int, one_of: int, most: int) -> Iterator[list[_Text]]:
    """Yield the texts of a year, or a sample of one in `one_of`, in batches."""
    text_rows = streamed(
        connection,
        "SELECT day, coalesce(page, ''), newspaper, search FROM article_text"
        " WHERE day >= %s AND day < %s AND id %% %s = 0",
        (year << 9, (year + 1) << 9, one_of),
        most_rows=most,
        most_characters=math.inf,  # they are read a lot at a time
        seconds_a_row=_SLOWEST,
    )
    while True:
        texts = [msgspec.convert(row, _Text) for row in islice(text_rows, _AT_ONCE)]
        if not texts:
            return
        yield texts


class _Counting:
    """Counts the articles that have each of some grams, by month, page and newspaper."""

    def __init__(self, grams: NDArray[np.uint64]) -> None:
        self._grams = np.concatenate([[np.uint64(0)], grams])
        self._by: dict[tuple[int, object], NDArray[np.int64]] = {}

    def add(self, lot: Sequence[_Text]) -> None:
        text_grams = [_grams(text.search) for text in lot]
        all_grams = np.concatenate(text_grams)
        of_text = np.repeat(np.arange(len(lot)), [len(grams) for grams in text_grams])
        places = self._grams.searchsorted(all_grams).clip(max=len(self._grams) - 1)
        is_sought = self._grams[places] == all_grams
        places = places[is_sought]
        of_text = of_text[is_sought]
        days, pages, newspapers, _ = zip(*lot, strict=True)
        months = months_of(np.array(days, np.uint32)).tolist()
        for kind, values in enumerate((months, pages, newspapers)):
            names = list(dict.fromkeys(values))
            of_name = np.array([names.index(value) for value in values])[of_text]
            numbers = np.bincount(places * len(names) + of_name, minlength=len(self._grams) * len(names))
            for name, column in zip(names, numbers.reshape(-1, len(names)).T, strict=True):
                sums = self._by.setdefault((kind, name), np.zeros(len(self._grams), np.int64))
                sums += column

    def as_stored(self) -> dict[str, tuple[int, _StoredCounts]]:
        stored_by_gram = {}
        for at, gram in enumerate(self._grams.tolist()):
            by: tuple[dict[Any, int], dict[Any, int], dict[Any, int]] = ({}, {}, {})
            for (kind, value), numbers in self._by.items():
                if numbers[at]:
                    by[kind][value] = int(numbers[at])
            number = sum(by[0].values())
            if number >= COMMON:
                first = gram & 0xFFFFFFFF
                second = gram >> _PAIR
                name = "".join(chr(character) for character in (first, second) if character)
                stored_by_gram[name] = number, _StoredCounts(*by)
        return stored_by_gram


def _grams(text: str) -> NDArray[np.uint64]:
    """Return the grams of a text as numbers, ascending, with 0 for `ALL`.

    Among them are grams that no needle has (`grams.grams_of`), such as those across the end of a line.
    """
    characters = np.frombuffer(text.encode("utf-32-le"), "<u4").astype(np.uint64)
    pairs = characters[:-1] | characters[1:] << np.uint64(_PAIR)
    return distinct(np.concatenate([[np.uint64(0)], characters, pairs]))
