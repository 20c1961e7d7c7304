"""The words of the issue tree's rows: as they are shown, and as a screen reader speaks them."""

from reader.i18n import say
from reader.newspaper.holdings import IssueRow
from reader.newspaper.issue import DateOrigin
from reader.ui.issues.tree_entries import NodeKind, TreeEntry
from reader.ui.widgets import wording


def words_of(entry: TreeEntry) -> str:
    """Return the text of a row."""
    match entry.kind:
        case NodeKind.NEWSPAPER:
            return entry.newspaper or say("报名不详")
        case NodeKind.YEAR:
            return str(entry.year)
        case NodeKind.MONTH:
            return wording.month(entry.month)
        case NodeKind.UNDATED:
            return say("日期不详")
        case NodeKind.PAGE:
            return wording.page(entry.page)
        case NodeKind.ISSUE if entry.issue:
            return " ".join(filter(None, issue_words(entry.issue)))
    return entry.article.title if entry.article else ""


def issue_words(issue: IssueRow) -> tuple[str, str, str]:
    """Return the day, the weekday and the number of an issue, each "" where it is not known.

    For an issue without a full date the first is what is known of its date, or else the label of its file.
    """
    number = wording.number_and_edition(issue)
    if issue.date is None:
        return wording.issue_day(None, issue.month_day, issue.label), "", number
    return say("{day}日", day=issue.date.day), wording.short_weekday(issue.date), number


def count_of(entry: TreeEntry) -> str:
    """Return the number of issues or articles below a row, in words; "" for an article."""
    if entry.kind is NodeKind.ARTICLE:
        return ""
    return (
        wording.articles(entry.count)
        if entry.kind in (NodeKind.ISSUE, NodeKind.PAGE)
        else wording.issues(entry.count)
    )


def estimate_of(entry: TreeEntry) -> str:
    """Return the mark of a row whose day or newspaper's name is estimated: 推定; for an issue's name alone 报名推定."""
    issue = entry.issue if entry.kind is NodeKind.ISSUE else None
    if issue and issue.date_origin is DateOrigin.INFERRED:
        return say("推定")
    if issue and issue.newspaper_origin and issue.newspaper_origin.is_estimated:
        return say("报名推定")
    return say("推定") if entry.newspaper_origin and entry.newspaper_origin.is_estimated else ""


def spoken(
    entry: TreeEntry, *, is_bookmarked: bool = False, is_noted: bool = False, is_read: bool = False
) -> str:
    """Return the full text of a row for a screen reader."""
    if entry.kind is NodeKind.ISSUE and entry.issue:
        return wording.issue_in_full(entry.issue)
    if entry.kind is NodeKind.YEAR:
        return wording.listed([say("{year}年", year=entry.year), count_of(entry)])
    told_by = wording.newspaper_origin(entry.newspaper_origin)
    added = [
        say("有书签") if is_bookmarked else "",
        say("有批注") if is_noted else "",
        say("读过") if is_read else "",
    ]
    return wording.listed([words_of(entry), count_of(entry), told_by, *added])
