"""The articles below a row of the tree, as what is asked for: of a newspaper, a year, a month, or of no known day."""

import calendar
import datetime as dt

from reader.search.query import Query, UnknownDay
from reader.search.query.editing import of_days, of_newspaper
from reader.ui.issues.tree_entries import NodeKind, TreeEntry


def articles_below(entry: TreeEntry, *, names_newspaper: bool) -> Query:
    """Return the query for the articles below a row; `names_newspaper`: of its newspaper, as there are several."""
    newspaper = None
    if names_newspaper:
        newspaper = entry.newspaper
    match entry.kind:
        case NodeKind.YEAR:
            return of_days(dt.date(entry.year, 1, 1), dt.date(entry.year, 12, 31), newspaper)
        case NodeKind.MONTH:
            days = calendar.monthrange(entry.year, entry.month)[1]
            first = dt.date(entry.year, entry.month, 1)
            return of_days(first, first.replace(day=days), newspaper)
        case NodeKind.UNDATED:
            return of_newspaper(newspaper, UnknownDay())
        case _:
            return of_newspaper(newspaper)
