"""What stands below what in the tree of a library: newspaper ▸ year ▸ month ▸ issue ▸ page ▸ article."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from reader.i18n import say
from reader.newspaper.holdings import ArticleRow, IssueRow, NewspaperRow, PageRow, PeriodRow
from reader.ui.widgets import wording

Key = tuple[object, ...]


class TreeSource(Protocol):
    """What the tree asks of a library."""

    def newspapers(self) -> list[NewspaperRow]: ...
    def years(self, newspaper: str) -> list[PeriodRow]: ...
    def months(self, newspaper: str, year: int) -> list[PeriodRow]: ...
    def issues(self, newspaper: str, year: int, month: int) -> list[IssueRow]: ...
    def undated_issues(self, newspaper: str) -> list[IssueRow]: ...
    def pages(self, issue_id: int) -> list[PageRow]: ...
    def articles(self, issue_id: int) -> list[ArticleRow]: ...
    def issue(self, issue_id: int) -> IssueRow | None: ...
    def article_row(self, article_id: int) -> ArticleRow | None: ...
    def generation(self) -> int: ...


class NodeKind(StrEnum):
    NEWSPAPER = "newspaper"
    YEAR = "year"
    MONTH = "month"
    UNDATED = "undated"
    ISSUE = "issue"
    PAGE = "page"
    ARTICLE = "article"


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """What a row of the tree stands for; `count` is of the issues below it, for an issue and a page of the articles."""

    kind: NodeKind
    newspaper: str = ""
    year: int = 0
    month: int = 0
    issue: IssueRow | None = None
    page: str | None = None
    article: ArticleRow | None = None
    count: int = 0
    undated_count: int = 0

    @property
    def key(self) -> Key:
        """The same for the same thing, whatever has become of its counts."""
        issue = self.issue.id if self.issue else 0
        article = self.article.id if self.article else 0
        return (self.kind, self.newspaper, self.year, self.month, issue, self.page, article)


def children_of(shelf: TreeSource, entry: TreeEntry | None) -> list[TreeEntry]:
    """The rows below an entry, in order; below None those of the top: newspapers, or all of the only one."""
    if entry is None:
        papers = [
            TreeEntry(NodeKind.NEWSPAPER, row.title, count=row.issue_count, undated_count=row.undated_count)
            for row in shelf.newspapers()
        ]
        return children_of(shelf, papers[0]) if len(papers) == 1 else papers
    paper = entry.newspaper
    match entry.kind:
        case NodeKind.NEWSPAPER:
            years = [
                TreeEntry(NodeKind.YEAR, paper, row.number, count=row.issue_count)
                for row in shelf.years(paper)
            ]
            undated = entry.undated_count
            return [*years, TreeEntry(NodeKind.UNDATED, paper, count=undated)] if undated else years
        case NodeKind.YEAR:
            return [
                TreeEntry(NodeKind.MONTH, paper, entry.year, row.number, count=row.issue_count)
                for row in shelf.months(paper, entry.year)
            ]
        case NodeKind.MONTH:
            rows = shelf.issues(paper, entry.year, entry.month)
            return [
                TreeEntry(NodeKind.ISSUE, paper, entry.year, entry.month, row, count=row.article_count)
                for row in rows
            ]
        case NodeKind.UNDATED:
            return [
                TreeEntry(NodeKind.ISSUE, paper, issue=row, count=row.article_count)
                for row in shelf.undated_issues(paper)
            ]
        case NodeKind.ISSUE | NodeKind.PAGE if entry.issue:
            return _below_issue(shelf, entry, entry.issue)
    return []


def _below_issue(shelf: TreeSource, entry: TreeEntry, issue: IssueRow) -> list[TreeEntry]:
    if entry.kind is NodeKind.ISSUE:
        pages = shelf.pages(issue.id)
        if any(row.page for row in pages):
            return [
                TreeEntry(NodeKind.PAGE, entry.newspaper, issue=issue, page=row.page, count=row.article_count)
                for row in pages
            ]
    return [
        TreeEntry(NodeKind.ARTICLE, entry.newspaper, issue=issue, page=article.page, article=article)
        for article in shelf.articles(issue.id)
        if entry.kind is NodeKind.ISSUE or article.page == entry.page
    ]


@dataclass(frozen=True, slots=True)
class Rows:
    """What the library has below the entries that are open, by their keys, below None at the top; as it was at its
    `generation`.
    """

    generation: int
    below: Mapping[Key | None, list[TreeEntry]]


def read_rows(shelf: TreeSource, opened: Collection[Key]) -> Rows:
    """The rows of the top, and those below all that is open."""
    generation = shelf.generation()
    below: dict[Key | None, list[TreeEntry]] = {}

    def read(entry: TreeEntry | None) -> None:
        below[entry.key if entry else None] = entries = children_of(shelf, entry)
        for each in entries:
            if each.key in opened:
                read(each)

    read(None)
    return Rows(generation, below)


def words_of(entry: TreeEntry) -> str:
    """What a row says."""
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
    """An issue in its month: day, weekday, number ("" for what is not known); or what is known of an undated one."""
    number = wording.issue_number(issue.number) if issue.number else ""
    if issue.date is None:
        return wording.issue_day(None, issue.month_day, issue.label), "", number
    return say("{day}日", day=issue.date.day), wording.short_weekday(issue.date), number


def count_of(entry: TreeEntry) -> str:
    if entry.kind is NodeKind.ARTICLE:
        return ""
    return (
        wording.articles(entry.count)
        if entry.kind in (NodeKind.ISSUE, NodeKind.PAGE)
        else wording.issues(entry.count)
    )


def spoken(entry: TreeEntry, is_bookmarked: bool = False) -> str:
    """A row in full, for those who hear it."""
    if entry.kind is NodeKind.ISSUE and entry.issue:
        return wording.issue_in_full(entry.issue)
    if entry.kind is NodeKind.YEAR:
        return wording.listed([say("{year}年", year=entry.year), count_of(entry)])
    return wording.listed([words_of(entry), count_of(entry), say("有书签") if is_bookmarked else ""])
