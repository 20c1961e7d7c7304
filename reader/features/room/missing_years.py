"""The years of a room whose server does not answer, and how a query leaves them out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from msgspec import Struct

from reader.search.documents import BEYOND, DateRange

_BOUNDS = re.compile(r"FOR VALUES FROM \('?(\d{1,7})'?\) TO \('?(\d{1,7})'?\)")
_DAYS = {"article_text": "day", "year": "(year << 9)", "common_gram": "(year << 9)"}
"""The tables with rows of years, and the SQL expression for the day of a row."""
_OF_YEARS = re.compile(rf"\b(?:FROM|JOIN)\s+(?:{'|'.join(_DAYS)})\b", re.IGNORECASE)
_BEYOND_UNDATED = 1 << 9
"""The day number beyond those of undated articles: that of the year 1."""
_BEGINS_WITH = re.compile(r"\s*WITH\s+(?!RECURSIVE)", re.IGNORECASE)


class FarYears(Struct, frozen=True, order=True):
    """The partition `table` on another server, from the day `first` to before `beyond` (`day_numbers.day_number`)."""

    first: int
    beyond: int
    server: str
    table: str


def far_years(bounds: str, server: str, table: str) -> FarYears | None:
    """Return a partition on another server, from its bounds as PostgreSQL prints them; None for others than ours."""
    match = _BOUNDS.fullmatch(bounds)
    if match is None:
        return None
    first = int(match[1])
    beyond = int(match[2])
    if first < beyond <= BEYOND:
        return FarYears(first, beyond, server, table)
    return None


class MissingYears(Struct, frozen=True):
    """Day numbers that can't be queried, as ascending half-open ranges.

    Adjacent ranges are joined, except for that of undated articles.
    """

    stretches: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, partitions: Iterable[FarYears]) -> MissingYears:
        return cls(_joined((partition.first, partition.beyond) for partition in partitions))

    @classmethod
    def of_years(cls, years: Iterable[int]) -> MissingYears:
        return cls(_joined((year << 9, (year + 1) << 9) for year in years))

    def __bool__(self) -> bool:
        return bool(self.stretches)

    def __contains__(self, day: object) -> bool:
        """Return whether a day (`day_numbers.day_number`) can't be queried."""
        return isinstance(day, int) and any(first <= day < beyond for first, beyond in self.stretches)

    def and_also(self, other: MissingYears) -> MissingYears:
        return MissingYears(_joined((*self.stretches, *other.stretches)))

    def covers(self, other: MissingYears) -> bool:
        """Return whether this contains all that is missing in `other`."""
        for start, end in other.stretches:
            if not any(first <= start and end <= beyond for first, beyond in self.stretches):
                return False
        return True

    @property
    def present(self) -> str:
        """The SQL condition of days that can be queried, in a form by which PostgreSQL prunes partitions."""
        return self._present("day")

    def left_out(self, sql: str) -> str:
        """Return the query with these years hidden, by CTEs, from the tables in `_DAYS`; return others unchanged."""
        if not self.stretches or not _OF_YEARS.search(sql):
            return sql
        tables = ", ".join(
            f"{table} AS NOT MATERIALIZED (SELECT * FROM yuebao.{table} WHERE {self._present(day)})"
            for table, day in _DAYS.items()
        )
        own_tables = _BEGINS_WITH.match(sql)
        if own_tables:
            return f"WITH {tables}, {sql[own_tables.end() :]}"
        return f"WITH {tables} {sql}"

    def _present(self, day: str) -> str:
        """Return the SQL condition that `day`, an expression for a day number, lies in none of the ranges."""
        between = []
        start = 0
        for first, beyond in self.stretches:
            if start < first:
                between.append(f"({day} >= {start} AND {day} < {first})")
            start = beyond
        return "(" + " OR ".join([*between, f"{day} >= {start}"]) + ")"

    def within(self, first: dt.date | None, last: dt.date | None) -> MissingYears:
        """Return the missing years that a period overlaps; undated articles belong to no period."""
        begin = first.year << 9 if first else 1
        end = (last.year + 1) << 9 if last else BEYOND
        overlaps = [(max(start, begin), min(beyond, end)) for start, beyond in self.stretches]
        return MissingYears(tuple((start, beyond) for start, beyond in overlaps if start < beyond))

    @property
    def dates(self) -> tuple[DateRange, ...]:
        return tuple(_dates_of(first, beyond) for first, beyond in self.stretches)


def _joined(stretches: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return the ranges in order, those that touch as one; the undated stay separate."""
    joined: list[tuple[int, int]] = []
    for first, beyond in sorted(stretches):
        if not joined:
            joined.append((first, beyond))
            continue
        last_first, last_beyond = joined[-1]
        if last_beyond > _BEYOND_UNDATED and first <= last_beyond:
            joined[-1] = (last_first, max(beyond, last_beyond))
        elif first >= last_beyond:
            joined.append((first, beyond))
    return tuple(joined)


def _dates_of(first: int, beyond: int) -> DateRange:
    if beyond <= _BEYOND_UNDATED:
        return DateRange(None, None, is_away=True)
    begin = max(first >> 9, 1)
    end = (beyond - 1) >> 9
    return DateRange(dt.date(begin, 1, 1), dt.date(end, 12, 31), is_away=True)


NOTHING_MISSING = MissingYears()
