"""The articles below a row of the tree, as what is asked for: of a newspaper, year, month, issue, or no known day."""

import calendar
import datetime as dt
from collections.abc import Sequence

from reader.newspaper.holdings import IssueRow
from reader.search.query import Period, Query, UnknownDay
from reader.search.query.editing import of_days, of_newspaper
from reader.search.query.nodes import negated
from reader.search.query.values import Edition
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


def articles_of_issue(issue: IssueRow, same_month: Sequence[IssueRow], *, names_newspaper: bool) -> Query:
    """Return the query for the articles of an issue of a known day, given the issues of its newspaper in that month.

    The ordinary edition of a day is what is of no other edition of it.
    """
    assert issue.date is not None
    newspaper = None
    if names_newspaper:
        newspaper = issue.newspaper
    day = Period(issue.date, issue.date)
    if issue.edition:
        return of_newspaper(newspaper, day, Edition(issue.edition))
    others = [other.edition for other in same_month if other.date == issue.date and other.edition]
    return of_newspaper(newspaper, day, *(negated(Edition(edition)) for edition in others))
