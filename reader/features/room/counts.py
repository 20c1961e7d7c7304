"""The counts of an answer by year, so that exact counts of some years can be combined with estimates of others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from msgspec import Struct, field

from reader.search.documents import Found


class CountRow(NamedTuple):
    """The number of articles of a year in one month, on one page or of one newspaper; the other two are null."""

    year: int
    month: int | None
    page: str | None
    newspaper: str | None
    articles: int


SELECTED = (
    "SELECT day >> 9, CASE WHEN day = 0 THEN 0 ELSE (day >> 9) * 12 + (day >> 5 & 15) - 1 END AS month,"
    " coalesce(page, '') AS in_page, newspaper AS of_paper, sum(articles)::bigint"
    " FROM (SELECT day, page, newspaper, count(*) AS articles FROM article_text WHERE {condition}"
    " GROUP BY day, page, newspaper) AS of_day GROUP BY GROUPING SETS ((1, 2), (1, 3), (1, 4))"
)
"""SQL for `CountRow`s. It counts by day first: then few rows are grouped three times, and other servers send few."""


class YearCounts(Struct):
    """The number of articles of a year by month (`day_numbers.month_number`), page and newspaper."""

    by_month: Counter[int] = field(default_factory=Counter)
    by_page: Counter[str] = field(default_factory=Counter)
    by_newspaper: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, months: dict[int, int], pages: dict[str, int], newspapers: dict[str, int]) -> YearCounts:
        return cls(Counter(months), Counter(pages), Counter(newspapers))

    def add(self, month: int, page: str, newspaper: str) -> None:
        self.by_month[month] += 1
        self.by_page[page] += 1
        self.by_newspaper[newspaper] += 1


def by_year(rows: Iterable[CountRow]) -> dict[int, YearCounts]:
    """Return the counts by year of rows that were selected by `SELECTED`."""
    counts_by_year: dict[int, YearCounts] = {}
    for row in rows:
        counts = counts_by_year.setdefault(row.year, YearCounts())
        if row.month is not None:
            counts.by_month[row.month] += row.articles
        elif row.page is not None:
            counts.by_page[row.page] += row.articles
        elif row.newspaper is not None:
            counts.by_newspaper[row.newspaper] += row.articles
    return counts_by_year


def together(parts: Iterable[YearCounts]) -> YearCounts:
    months: Counter[int] = Counter()
    pages: Counter[str] = Counter()
    newspapers: Counter[str] = Counter()
    for part in parts:
        months.update(part.by_month)
        pages.update(part.by_page)
        newspapers.update(part.by_newspaper)
    return YearCounts(months, pages, newspapers)


def sum_of(parts: Iterable[dict[int, YearCounts]]) -> dict[int, YearCounts]:
    of_year: dict[int, list[YearCounts]] = {}
    for part in parts:
        for year, counts in part.items():
            of_year.setdefault(year, []).append(counts)
    return {year: together(year_counts) for year, year_counts in of_year.items()}


def less(full_counts: dict[int, YearCounts], part: dict[int, YearCounts]) -> dict[int, YearCounts]:
    """Return `full_counts` minus `part`, year by year; `part` must be a subset."""
    none = YearCounts()
    return {
        year: YearCounts(
            counts.by_month - part.get(year, none).by_month,
            counts.by_page - part.get(year, none).by_page,
            counts.by_newspaper - part.get(year, none).by_newspaper,
        )
        for year, counts in full_counts.items()
    }


def found(counts: Iterable[YearCounts], *, is_exact: bool, ids: Sequence[int] = ()) -> Found:
    total_counts = together(counts)
    return Found(
        tuple(ids),
        total_counts.by_month.total(),
        is_exact,
        dict(total_counts.by_month),
        dict(total_counts.by_page),
        dict(total_counts.by_newspaper),
    )


def in_steps(years: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield the years in batches of 1, 2, 4 and so on: the first numbers come at once, the others with few queries."""
    at = 0
    size = 1
    while at < len(years):
        yield years[at : at + size]
        at += size
        size *= 2
