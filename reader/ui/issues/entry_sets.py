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


def articles_below(entry: TreeEntry, titles: Sequence[str]) -> Query:
    """Return the query for the articles below a row: of its newspaper, given the titles of several, if there are."""
    newspaper = None
    if titles:
        newspaper = entry.newspaper
    match entry.kind:
        case NodeKind.YEAR:
            return of_days(dt.date(entry.year, 1, 1), dt.date(entry.year, 12, 31), newspaper, titles)
        case NodeKind.MONTH:
            days = calendar.monthrange(entry.year, entry.month)[1]
            first = dt.date(entry.year, entry.month, 1)
            return of_days(first, first.replace(day=days), newspaper, titles)
        case NodeKind.UNDATED:
            return of_newspaper(newspaper, UnknownDay(), titles=titles)
        case _:
            return of_newspaper(newspaper, titles=titles)


def articles_of_issue(issue: IssueRow, same_month: Sequence[IssueRow], titles: Sequence[str]) -> Query:
    """Return the query for the articles of an issue of a known day, given the issues of its newspaper in that month.

    The ordinary edition of a day is what is of no other edition of it. `titles` are as for `articles_below`.
    """
    assert issue.date is not None
    newspaper = None
    if titles:
        newspaper = issue.newspaper
    day = Period(issue.date, issue.date)
    if issue.edition:
        return of_newspaper(newspaper, day, Edition(issue.edition), titles=titles)
    others = [other.edition for other in same_month if other.date == issue.date and other.edition]
    no_others = [negated(Edition(edition)) for edition in others]
    return of_newspaper(newspaper, day, *no_others, titles=titles)
