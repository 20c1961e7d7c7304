"""Counting the results of a query by what is known of them, and what the query leaves out as something is not known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from reader import never
from reader.library.derived_data import Derived, reporting_damaged_data

if TYPE_CHECKING:
    from reader.search.query import Choice, Query, Unknown


class ResultCounts(Struct, frozen=True):
    """The exact counts of a query's results in a library. Every method may be called from any thread."""

    _derived: Derived

    def of_results(self, query: Query, total: int, cancelled: Callable[[], bool]) -> dict[str, Any]:
        """Return the fields of `Results` that count all articles found."""
        return {
            "by_edition": self._by_edition(query, total, cancelled),
            "by_value": self._by_value(query, total, cancelled),
            "left_out": self.left_out(query, cancelled),
        }

    def number(self, query: Query, cancelled: Callable[[], bool]) -> int:
        """Return the number of articles that a query finds. Raises like the engine."""
        return self._derived.engine.search(query, limit=0, exact=True, cancelled=cancelled).total

    def _by_edition(self, query: Query, total: int, cancelled: Callable[[], bool]) -> dict[str, int]:
        from reader.search.query import Edition, Query, all_of

        root = query.root
        if root is not None and total:
            editions = self._derived.catalogue.tree.editions()
        else:
            editions = []
        if root is None or not editions:
            return {}
        counts = {name: self.number(Query(all_of([root, Edition(name)])), cancelled) for name in editions}
        counts[""] = total - sum(counts.values())
        return {name: number for name, number in counts.items() if number}

    def by_value(self, query: Query, cancelled: Callable[[], bool] = never) -> Mapping[Choice, int] | None:
        """Return the counts of a query's results by the values that features tell of articles.

        None if these are not known of all articles. Raises like `search`.
        """
        with reporting_damaged_data():
            return self._by_value(query, 1, cancelled)

    def _by_value(self, query: Query, total: int, cancelled: Callable[[], bool]) -> dict[Choice, int] | None:
        from reader.search.query import VALUE_FIELDS, Choice

        if not total or not VALUE_FIELDS:
            return {}
        catalogue = self._derived.catalogue
        counts: dict[Choice, int] = {}
        ids = set(self._derived.engine.matches(query, cancelled).tolist())
        for value_field in VALUE_FIELDS:
            if value_field.value.table:
                table = catalogue.table(value_field.value.table)
            else:
                table = None
            if table is None or not table.is_filled():
                return None
            up_to = table.up_to()
            after = [article_id for article_id in ids if article_id > up_to]
            values = [value_field.of(stored.article) for stored in catalogue.stored(after).values()]
            for option in value_field.options:
                number = len(table.ids_with([option.value]) & ids) + values.count(option)
                counts |= {Choice(value_field, option): number} if number else {}
        return counts

    def left_out(self, query: Query, cancelled: Callable[[], bool] = never) -> Mapping[Unknown, int]:
        """Return how many articles a query may mean and leaves out, by what isn't known of them.

        Raises like `search`.
        """
        numbers = {}
        with reporting_damaged_data():
            for unknown, others in self._left_out_of(query):
                number = self.number(others, cancelled)
                if number:
                    numbers[unknown] = number
        return numbers

    def left_out_as(self, typed: Query) -> Mapping[Unknown, str]:
        """Return what is typed to find the articles that `left_out` counts, for all that it may count."""
        from reader.search import query as queries

        return {unknown: queries.as_typed(others) for unknown, others in self._left_out_of(typed)}

    def _left_out_of(self, query: Query) -> Iterator[tuple[Unknown, Query]]:
        from reader.search.query import Unknown, unpaged_of, untitled_of

        questions = {
            Unknown.DAY: self._undated_of(query),
            Unknown.PAGE: unpaged_of(query),
            Unknown.NEWSPAPER: untitled_of(query),
        }
        for unknown, others in questions.items():
            if others is not None:
                yield unknown, others

    def _undated_of(self, query: Query) -> Query | None:
        from reader.search.query import has_dates, undated_of

        if not has_dates(query):  # most don't, and the catalogue need not be asked
            return None
        tree = self._derived.catalogue.tree
        return undated_of(query, with_month_days=tree.has_month_days(), with_years=tree.has_known_years())
