"""Issues of whose day only the year is known, in a room: what a search for days asks of them, in SQL.

The year stands in the masthead of a file, and no column has it. So a period is asked for its days and, only where a
room has such issues, also for the years that are in it as a whole.
"""

from collections.abc import Callable, Sequence

from whoosh.query import And, Not, Or
from whoosh.query import Query as Node

from reader.newspaper.holdings import Between, Document
from reader.search.query import Period, Query, UnknownDay, all_of, any_of, negated
from reader.search.query.nodes import YEAR

YEAR_OF_FILE = "(s.masthead::json->>'year')::bigint"
"""SQL for the year that a file `s` tells of an issue of whose day nothing else is known."""
HAS_KNOWN_YEARS = (
    "SELECT EXISTS (SELECT FROM issue i JOIN source s ON s.issue_id = i.id"
    f" WHERE i.date IS NULL AND {YEAR_OF_FILE} IS NOT NULL)"
)
YEARS_ALONE = (
    f"SELECT i.id, max({YEAR_OF_FILE}) FROM issue i JOIN source s ON s.issue_id = i.id"
    f" WHERE i.date IS NULL AND {YEAR_OF_FILE} IS NOT NULL GROUP BY i.id"
)


class KnownYear(UnknownDay):
    """A query for the articles of issues of which only the year is known, from the year `first` to `last`."""

    def __init__(self, first: int, last: int) -> None:
        self._years = Between(YEAR.name, first, last + 1)

    def column(self, newspapers: Sequence[str]) -> Between:
        return self._years

    def holds(self, document: Document) -> bool:
        return document.date is None and self._years.holds(document.value(YEAR))

    def _key(self) -> tuple[object, ...]:
        return (self._years,)


def with_known_years(query: Query, has_known_years: Callable[[], bool]) -> Query:
    """Return a query that asks for the known years, too, wherever it asks for days, if the room has such."""
    if query.root is None:
        return query
    is_of_days = any(isinstance(leaf, Period) for leaf in query.root.leaves())
    if not is_of_days or not has_known_years():
        return query
    return Query(_with_years(query.root), query.remarks)


def _with_years(node: Node) -> Node:
    match node:
        case Period():
            years = node.years()
            if years is None:
                return node
            return Or([node, And([UnknownDay(), KnownYear(*years)])])
        case Not(query=part):
            return negated(_with_years(part))
        case And(subqueries=parts):
            return all_of(map(_with_years, parts)) or node
        case Or(subqueries=parts):
            return any_of(map(_with_years, parts)) or node
        case _:
            return node
