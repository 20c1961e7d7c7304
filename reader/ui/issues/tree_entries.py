"""The entries of the issue tree (newspaper ▸ year ▸ month ▸ issue ▸ page ▸ article): their children and their words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Protocol

from reader.i18n import say
from reader.library.contents import Contents
from reader.newspaper.holdings import ArticleRow, IssueRow, NewspaperRow, PageRow, PeriodRow, StoredArticle
from reader.newspaper.issue import DateOrigin, TitleOrigin
from reader.ui.widgets import wording

Key = tuple[object, ...]


class TreeSource(Protocol):
    """The queries of a library from which the tree is filled."""

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


class ReadAhead:
    """The rows that tree and list need to show an article, queried in advance on another thread, and cached.

    Other rows are queried when they are needed.
    """

    def __init__(self, contents: Contents, stored: StoredArticle) -> None:
        self.newspapers, self.years, self.months = contents.newspapers, contents.years, contents.months
        self.undated_issues, self.generation = contents.undated_issues, contents.generation
        self.issues, self.issue_beside = cache(contents.issues), cache(contents.issue_beside)
        self.issue, self.article_row = cache(contents.issue), cache(contents.article_row)
        self.pages, self.articles = cache(contents.pages), cache(contents.articles)
        issue_id, date = stored.issue.id, stored.issue.date
        for read in (self.issue, self.pages, self.articles):
            read(issue_id)
        self.article_row(stored.id)
        self.issue_beside(issue_id, -1)
        self.issue_beside(issue_id, 1)
        if date is not None:
            self.issues(stored.issue.newspaper, date.year, date.month)


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
    """The content of a row of the tree.

    `count` is the number of issues below it; for an issue or a page, the number of its articles. `newspaper_origin` is
    set only for newspapers.
    """

    kind: NodeKind
    newspaper: str = ""
    year: int = 0
    month: int = 0
    issue: IssueRow | None = None
    page: str | None = None
    article: ArticleRow | None = None
    count: int = 0
    undated_count: int = 0
    newspaper_origin: TitleOrigin | None = None

    @property
    def key(self) -> Key:
        """The identity of the row, which does not change when its counts do."""
        issue = self.issue.id if self.issue else 0
        article = self.article.id if self.article else 0
        return (self.kind, self.newspaper, self.year, self.month, issue, self.page, article)


def children_of(source: TreeSource, entry: TreeEntry | None) -> list[TreeEntry]:
    """Return the children of an entry, in order.

    None is the parent of the top level: the newspapers, or the children of the newspaper if there is only one.
    """
    if entry is None:
        papers = [
            TreeEntry(
                NodeKind.NEWSPAPER,
                row.title,
                count=row.issue_count,
                undated_count=row.undated_count,
                newspaper_origin=row.origin,
            )
            for row in source.newspapers()
        ]
        return children_of(source, papers[0]) if len(papers) == 1 else papers
    paper = entry.newspaper
    match entry.kind:
        case NodeKind.NEWSPAPER:
            years = [
                TreeEntry(NodeKind.YEAR, paper, row.number, count=row.issue_count)
                for row in source.years(paper)
            ]
            undated = entry.undated_count
            return [*years, TreeEntry(NodeKind.UNDATED, paper, count=undated)] if undated else years
        case NodeKind.YEAR:
            return [
                TreeEntry(NodeKind.MONTH, paper, entry.year, row.number, count=row.issue_count)
                for row in source.months(paper, entry.year)
            ]
        case NodeKind.MONTH:
            rows = source.issues(paper, entry.year, entry.month)
            return [
                TreeEntry(NodeKind.ISSUE, paper, entry.year, entry.month, row, count=row.article_count)
                for row in rows
            ]
        case NodeKind.UNDATED:
            return [
                TreeEntry(NodeKind.ISSUE, paper, issue=row, count=row.article_count)
                for row in source.undated_issues(paper)
            ]
        case NodeKind.ISSUE | NodeKind.PAGE if entry.issue:
            return _below_issue(source, entry, entry.issue)
    return []


def _below_issue(source: TreeSource, entry: TreeEntry, issue: IssueRow) -> list[TreeEntry]:
    """Return the pages of an issue, or its articles if no page is known; for a page, its articles."""
    if entry.kind is NodeKind.ISSUE:
        pages = source.pages(issue.id)
        if any(row.page for row in pages):
            return [
                TreeEntry(NodeKind.PAGE, entry.newspaper, issue=issue, page=row.page, count=row.article_count)
                for row in pages
            ]
    return [
        TreeEntry(NodeKind.ARTICLE, entry.newspaper, issue=issue, page=article.page, article=article)
        for article in source.articles(issue.id)
        if entry.kind is NodeKind.ISSUE or article.page == entry.page
    ]


@dataclass(frozen=True, slots=True)
class Rows:
    """The children of each open entry, by its key (None for the top), at a `generation` of the library."""

    generation: int
    below: Mapping[Key | None, list[TreeEntry]]


def read_rows(source: TreeSource, opened: Collection[Key]) -> Rows:
    """Read the entries of the top level, and the children of every entry whose key is in `opened`."""
    generation = source.generation()
    below: dict[Key | None, list[TreeEntry]] = {}

    def read(entry: TreeEntry | None) -> None:
        below[entry.key if entry else None] = entries = children_of(source, entry)
        for child in entries:
            if child.key in opened:
                read(child)

    read(None)
    return Rows(generation, below)


def path_to_issue(issue: IssueRow) -> list[Key]:
    """Return the keys of the rows from the newspaper down to an issue."""
    paper = issue.newspaper
    path = [TreeEntry(NodeKind.NEWSPAPER, paper)]
    if issue.date:
        year, month = issue.date.year, issue.date.month
        path += [TreeEntry(NodeKind.YEAR, paper, year), TreeEntry(NodeKind.MONTH, paper, year, month)]
        path.append(TreeEntry(NodeKind.ISSUE, paper, year, month, issue))
    else:
        path += [TreeEntry(NodeKind.UNDATED, paper), TreeEntry(NodeKind.ISSUE, paper, issue=issue)]
    return [entry.key for entry in path]


def paths_to_article(issue: IssueRow, article: ArticleRow) -> tuple[list[Key], list[Key]]:
    """Return the two possible paths of an article in the tree: below its page, and directly below its issue."""
    path, paper = path_to_issue(issue), issue.newspaper
    page = TreeEntry(NodeKind.PAGE, paper, issue=issue, page=article.page)
    leaf = TreeEntry(NodeKind.ARTICLE, paper, issue=issue, page=article.page, article=article)
    return [*path, page.key, leaf.key], [*path, leaf.key]


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
    """Return the day, the weekday and the number of an issue, each "" if it is not known.

    For an issue without a full date, the first is the known part of the date, or else the label of its file.
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
    """Return the mark of a row with an estimated date or newspaper: 推定, or 报名推定 for an issue's newspaper."""
    issue = entry.issue if entry.kind is NodeKind.ISSUE else None
    if issue and issue.date_origin is DateOrigin.INFERRED:
        return say("推定")
    if issue and issue.newspaper_origin and issue.newspaper_origin.is_estimated:
        return say("报名推定")
    return say("推定") if entry.newspaper_origin and entry.newspaper_origin.is_estimated else ""


def spoken(
    entry: TreeEntry, *, is_bookmarked: bool = False, is_noted: bool = False, is_read: bool = False
) -> str:
    """Return the text of a row for a screen reader."""
    if entry.kind is NodeKind.ISSUE and entry.issue:
        return wording.issue_in_full(entry.issue)
    if entry.kind is NodeKind.YEAR:
        return wording.listed([say("{year}年", year=entry.year), count_of(entry)])
    origin = wording.newspaper_origin(entry.newspaper_origin)
    added = [
        say("有书签") if is_bookmarked else "",
        say("有批注") if is_noted else "",
        say("读过") if is_read else "",
    ]
    return wording.listed([words_of(entry), count_of(entry), origin, *added])
