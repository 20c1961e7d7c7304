"""How many articles of each year may match a query by the index: from stored counts, or else counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from whoosh.query import And, Or
from whoosh.query import Query as Node

from reader.room import counts
from reader.room.common_grams import ALL, Year, kept_of
from reader.room.conditions import ALWAYS, Condition, all_of, by_index, days_by_index, index_decides, together
from reader.room.connections import RoomConnections
from reader.room.counts import CountRow, YearCounts
from reader.room.lots import articles_named
from reader.search.query import Exact, Period

Cancelled: TypeAlias = Callable[[], bool]
ByYear: TypeAlias = dict[int, YearCounts]


class IndexCounts:
    """Counts articles of a room. `years` are all of its years, with the stored counts of the query's grams."""

    def __init__(
        self,
        connections: RoomConnections,
        newspapers: Sequence[str],
        years: Sequence[Year],
        cancelled: Cancelled,
    ) -> None:
        self._connections = connections
        self._newspapers = newspapers
        self._years = {each.year: each for each in years if each.articles}
        self._cancelled = cancelled

    @property
    def years(self) -> list[int]:
        """The years that have articles, ascending."""
        return [*self._years]

    def of(self, node: Node | None, years: Sequence[int]) -> ByYear:
        """Return the counts, in some years, of what may match; with None, of all articles."""
        if not years:
            return {}
        match node:
            case None:
                return self._kept_or(ALL, node, years)
            case Exact() if index_decides(node):
                return self._kept_or(node.needle, node, years)
            case And(subqueries=parts) if periods := [each for each in parts if isinstance(each, Period)]:
                some = [year for year in years if all(_has_any_of(each, year) for each in periods)]
                whole = [year for year in some if all(_has_all_of(each, year) for each in periods)]
                rest = [each for each in parts if not isinstance(each, Period)]
                others = [year for year in some if year not in whole]
                return self.of(together(rest, And) if rest else None, whole) | self._counted(node, others)
            case Or(subqueries=parts):
                return self._of_any(parts, years)
            case _:
                return self._counted(node, years)

    def _of_any(self, parts: Sequence[Node], years: Sequence[int]) -> ByYear:
        """Return the counts of what may match any part.

        In years with stored counts of one part, where the others are rarer, the index counts only these and what both
        have.
        """
        most = max(parts, key=self._articles_kept)
        others = [each for each in parts if each is not most]
        inside = [year for year in years if self._are_fewer(others, most, self._years.get(year))]
        if not inside:
            return self._counted(Or(parts), years)
        both = Or([And([most, each]) for each in others])
        either = (self.of(most, inside), self.of(together(others, Or), inside))
        found = counts.less(counts.sum_of(either), self._counted(both, inside))
        return found | self._counted(Or(parts), [year for year in years if year not in inside])

    def _articles_kept(self, part: Node) -> int:
        return sum(_kept(part, each) for each in self._years.values())

    def _are_fewer(self, others: Sequence[Node], most: Node, year: Year | None) -> bool:
        return year is not None and 0 < sum(articles_named(each, year) for each in others) <= _kept(
            most, year
        )

    def _kept_or(self, gram: str, node: Node | None, years: Sequence[int]) -> ByYear:
        kept = {
            year: counts
            for year, counts in kept_of(self._connections, gram, self._cancelled).items()
            if year in years
        }
        return kept | self._counted(node, [year for year in years if year not in kept])

    def _counted(self, node: Node | None, years: Sequence[int]) -> ByYear:
        condition = ALWAYS if node is None else by_index(node, self._newspapers)
        if node is not None and condition == ALWAYS:
            return self.of(None, years)
        return self.counted(condition, years)

    def counted(self, condition: Condition, years: Sequence[int]) -> ByYear:
        """Return the counts of the articles that meet a condition, in some years."""
        if not years:
            return {}
        days = ALWAYS if self._years.keys() <= set(years) else _in_any(sorted(years))
        whole = all_of((days, condition))
        sql = counts.SELECTED.format(condition=whole.sql)
        return counts.by_year(self._connections.rows(CountRow, sql, whole.values, self._cancelled))


def _kept(part: Node, year: Year) -> int:
    """Return the stored count of a part in a year; 0 where there is none."""
    return year.common.get(part.needle, 0) if isinstance(part, Exact) and index_decides(part) else 0


def _has_any_of(period: Period, year: int) -> bool:
    """Return whether articles of a year may be of the period."""
    first, last = period.first, period.last
    return year > 0 and (not first or first.year <= year) and (not last or year <= last.year)


def _has_all_of(period: Period, year: int) -> bool:
    """Return whether all articles of a year are of the period."""
    first, last = period.first, period.last
    begins = not first or first.year < year or (first.year, first.month, first.day) == (year, 1, 1)
    ends = not last or last.year > year or (last.year, last.month, last.day) == (year, 12, 31)
    return begins and ends


def _in_any(years: Sequence[int]) -> Condition:
    """Return the condition of being of any of these years, which ascend."""
    runs: list[tuple[int, int]] = []
    for year in years:
        if runs and runs[-1][1] == year - 1:
            runs[-1] = (runs[-1][0], year)
        else:
            runs.append((year, year))
    return all_of((days_by_index(first << 9, (last + 1) << 9) for first, last in runs), " OR ")
