"""The entries of the issue tree (newspaper ▸ year ▸ month ▸ issue ▸ article): their children and their words."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from functools import cache
from operator import attrgetter

from msgspec import Struct
from msgspec.structs import replace

from reader.i18n import say
from reader.library.contents import Contents
from reader.library.read_share import ReadSoFar
from reader.newspaper.facts import Fact
from reader.newspaper.holdings import ArticleRow, IssueRow, NewspaperRow, StoredArticle
from reader.ui.widgets import wording

Key = tuple[object, ...]


class ReadAhead:
    """The rows that tree and list need to show an article, queried in advance on another thread, and cached."""

    def __init__(self, contents: Contents, stored: StoredArticle) -> None:
        self.newspapers = contents.newspapers
        self.years = contents.years
        self.months = contents.months
        self.undated_issues = contents.undated_issues
        self.generation = contents.generation
        self.has_several_newspapers = cache(contents.has_several_newspapers)
        self.read_so_far = contents.read_so_far
        self.issues = cache(contents.issues)
        self.adjacent_issue = cache(contents.adjacent_issue)
        self.issue = cache(contents.issue)
        self.article_row = cache(contents.article_row)
        self.articles = cache(contents.articles)
        issue_id = stored.issue.id
        date = stored.issue.date
        for read in (self.issue, self.articles):
            read(issue_id)
        self.article_row(stored.id)
        self.has_several_newspapers()
        self.adjacent_issue(issue_id, -1)
        self.adjacent_issue(issue_id, 1)
        if date is not None:
            self.issues(stored.issue.newspaper, date.year, date.month)


class NodeKind(StrEnum):
    NEWSPAPER = "newspaper"
    YEAR = "year"
    MONTH = "month"
    UNDATED = "undated"
    UNREAD = "unread"
    """Years of which files are not read yet, and which have no row of their own."""
    ISSUE = "issue"
    PAGE = "page"
    ARTICLE = "article"


class PageHeading(Struct, frozen=True):
    page: str | None
    article_count: int
    fact: Fact[str]

    def words(self) -> str:
        return wording.page(self.page, self.fact)


def under_headings(articles: Sequence[ArticleRow]) -> list[PageHeading | ArticleRow]:
    """Return an issue's articles under the headings of their pages; without headings if no page is known."""
    if not any(article.shown_page for article in articles):
        return list(articles)
    rows: list[PageHeading | ArticleRow] = []
    for page in dict.fromkeys(article.shown_page for article in articles):
        page_articles = [article for article in articles if article.shown_page == page]
        rows += [PageHeading(page, len(page_articles), page_articles[0].page_fact), *page_articles]
    return rows


class TreeEntry(Struct, frozen=True):
    """The content of a row of the tree.

    `count` is the number of issues below it; for an issue, the number of its articles. `is_unfinished`: files that
    belong below it are not read yet. `until` is the last of unread years, of which `year` is the first.
    `title` is set only for newspapers; `is_alone` for an issue whose month has no row, and `names_year` for
    one whose year has none.
    """

    kind: NodeKind
    newspaper: str = ""
    year: int = 0
    month: int = 0
    issue: IssueRow | None = None
    heading: PageHeading | None = None
    article: ArticleRow | None = None
    is_alone: bool = False
    names_year: bool = False
    count: int = 0
    undated_count: int = 0
    title: Fact[str] | None = None
    is_unfinished: bool = False
    until: int = 0

    @property
    def key(self) -> Key:
        """The identity of the row, which does not change when its counts do."""
        issue = self.issue.id if self.issue else 0
        article = self.article.id if self.article else 0
        page = self.heading.page if self.heading else None
        return (self.kind, self.newspaper, self.year, self.month or self.until, issue, page, article)


Source = Contents | ReadAhead
"""Where the rows of tree and list are queried."""


def children_of(source: Source, entry: TreeEntry | None) -> list[TreeEntry]:
    """Return the children of an entry, in order.

    None is the parent of the top level: the newspapers, or the children of the newspaper if there is only one.
    """
    if entry is None:
        return _top_of(source)
    paper = entry.newspaper
    match entry.kind:
        case NodeKind.NEWSPAPER:
            dated = _dated(source, paper)
            undated = entry.undated_count
            if undated:
                return [*dated, TreeEntry(NodeKind.UNDATED, paper, count=undated)]
            return dated
        case NodeKind.YEAR:
            below: list[TreeEntry] = []
            for row in source.months(paper, entry.year):
                if row.issue_count == 1:
                    issues = source.issues(paper, entry.year, row.number)
                    below += [replace(_issue(issue), is_alone=True) for issue in issues]
                else:
                    below.append(
                        TreeEntry(NodeKind.MONTH, paper, entry.year, row.number, count=row.issue_count)
                    )
            return below
        case NodeKind.MONTH:
            return [_issue(row) for row in source.issues(paper, entry.year, entry.month)]
        case NodeKind.UNDATED:
            return [_issue(row) for row in source.undated_issues(paper)]
        case NodeKind.ISSUE if entry.issue:
            return _pages_and_articles(source, entry.issue, paper)
    return []


def _pages_and_articles(source: Source, issue: IssueRow, paper: str) -> list[TreeEntry]:
    entries: list[TreeEntry] = []
    for row in under_headings(source.articles(issue.id)):
        if isinstance(row, PageHeading):
            entries.append(TreeEntry(NodeKind.PAGE, paper, issue=issue, heading=row))
        else:
            entries.append(TreeEntry(NodeKind.ARTICLE, paper, issue=issue, article=row))
    return entries


FEW_ISSUES = 7
"""In a newspaper beside others, at most so many issues have no rows for their years and months above them."""


def _dated(source: Source, paper: str) -> list[TreeEntry]:
    """Return the years of a newspaper; if it is one of several, and has few issues, these."""
    rows = source.years(paper)
    read = source.read_so_far()
    if read.is_whole and len(source.newspapers()) > 1 and sum(row.issue_count for row in rows) <= FEW_ISSUES:
        return [
            replace(_issue(issue), is_alone=True, names_year=True)
            for year in rows
            for month in source.months(paper, year.number)
            for issue in source.issues(paper, year.number, month.number)
        ]
    years = [TreeEntry(NodeKind.YEAR, paper, row.number, count=row.issue_count) for row in rows]
    if read.is_whole:
        return years
    newspaper = None if len(source.newspapers()) == 1 else paper
    return _with_unread(years, read.unread_years(newspaper), paper)


def _top_of(source: Source) -> list[TreeEntry]:
    read = source.read_so_far()
    newspapers = wording.by_name(source.newspapers(), attrgetter("title"))
    papers = [_newspaper(row, read) for row in newspapers]
    if len(papers) == 1:
        return children_of(source, papers[0])
    unread_names = {unread_part.newspaper for unread_part in read.unread}
    unread_names -= {paper.newspaper for paper in papers}
    others = read.of_newspapers(unread_names - {""})
    return [*papers, *(TreeEntry(NodeKind.UNREAD, year=a, until=b) for a, b in others.unread_years())]


def _newspaper(row: NewspaperRow, read: ReadSoFar) -> TreeEntry:
    return TreeEntry(
        NodeKind.NEWSPAPER,
        row.title,
        count=row.issue_count,
        undated_count=row.undated_count,
        title=row.fact if row.title else None,
        is_unfinished=read.is_unfinished(row.title),
    )


def _with_unread(
    years: Sequence[TreeEntry], unread: Sequence[tuple[int, int]], paper: str
) -> list[TreeEntry]:
    """Return the years of a newspaper, with rows between them for those that are not read yet, and marks on others."""
    read_years = {entry.year for entry in years}
    rows: list[TreeEntry] = []
    for entry in years:
        is_unfinished = any(first <= entry.year <= last for first, last in unread)
        rows.append(replace(entry, is_unfinished=is_unfinished))
    for first, last in unread:
        run: list[int] = []
        for year in range(first, last + 2):
            if year <= last and year not in read_years:
                run.append(year)
            elif run:
                rows.append(TreeEntry(NodeKind.UNREAD, paper, run[0], until=run[-1], is_unfinished=True))
                run = []
    return sorted(rows, key=attrgetter("year"))


def _issue(row: IssueRow) -> TreeEntry:
    return TreeEntry(NodeKind.ISSUE, row.newspaper, issue=row, count=row.article_count)


class Rows(Struct, frozen=True):
    """The children of each open entry, by its key (None for the top), at a `generation` of the library."""

    generation: int
    below: Mapping[Key | None, list[TreeEntry]]


def read_rows(source: Source, opened: Collection[Key]) -> Rows:
    generation = source.generation()
    below: dict[Key | None, list[TreeEntry]] = {}

    def read(entry: TreeEntry | None) -> None:
        entries = children_of(source, entry)
        below[entry.key if entry else None] = entries
        for child in entries:
            if child.key in opened:
                read(child)

    read(None)
    return Rows(generation, below)


def path_to_issue(issue: IssueRow) -> list[Key]:
    paper = issue.newspaper
    path = [TreeEntry(NodeKind.NEWSPAPER, paper)]
    if issue.date:
        year = issue.date.year
        month = issue.date.month
        path += [TreeEntry(NodeKind.YEAR, paper, year), TreeEntry(NodeKind.MONTH, paper, year, month)]
    else:
        path.append(TreeEntry(NodeKind.UNDATED, paper))
    return [entry.key for entry in (*path, _issue(issue))]


def words_of(entry: TreeEntry) -> str:
    match entry.kind:
        case NodeKind.NEWSPAPER:
            return wording.newspaper(entry.newspaper)
        case NodeKind.YEAR:
            return str(entry.year)
        case NodeKind.MONTH:
            return wording.month(entry.month)
        case NodeKind.UNREAD:
            if entry.year == entry.until:
                return str(entry.year)
            return f"{entry.year}–{entry.until}"
        case NodeKind.UNDATED:
            return say("日期不详")
        case NodeKind.PAGE if entry.heading:
            return entry.heading.words()
        case NodeKind.ISSUE if entry.issue:
            return " ".join(filter(None, issue_words(entry)))
    if entry.article:
        return entry.article.title
    return ""


def issue_words(entry: TreeEntry) -> tuple[str, str, str]:
    """Return the day (as far as no row above tells it), the weekday and the number of an issue, "" if it is not known.

    For an issue without a full date, the first is the known part of the date, or else the label of its file.
    """
    issue = entry.issue
    if issue is None:
        return "", "", ""
    number = wording.number_and_edition(issue)
    if issue.date is None:
        return wording.issue_day(None, issue.month_day, issue.label), "", number
    day = say("{day}日", day=issue.date.day)
    if entry.names_year:
        day = wording.short_day(issue.date)
    elif entry.is_alone:
        day = say("{month}{day}日", month=wording.short_month(issue.date.month), day=issue.date.day)
    return day, wording.short_weekday(issue.date), number


def count_of(entry: TreeEntry) -> str:
    """Return the number of issues or articles below a row, in words; "" for an article."""
    if entry.kind is NodeKind.ARTICLE:
        return ""
    if entry.kind is NodeKind.UNREAD:
        return say("还没读到")
    if entry.heading:
        return wording.articles(entry.heading.article_count)
    if entry.issue:
        number = wording.articles(entry.count)
    else:
        number = wording.issues(entry.count)
    if entry.is_unfinished:
        return say("目前 {number}", number=number)
    return number


def estimate_of(entry: TreeEntry) -> str:
    """Return the mark of a row whose date or newspaper is not sure: 据文件名; 报纸名据路径 for an issue's newspaper."""
    if entry.kind is NodeKind.ISSUE and entry.issue is not None:
        day = entry.issue.facts.day
        if day.mark and entry.issue.date:
            return day.mark
        return wording.estimated_newspaper(entry.issue)
    if entry.title is not None:
        return entry.title.mark
    return ""


class RowWords(Struct, frozen=True):
    """What is painted in a row, as it is known on a day; `words` are three of an issue (`issue_words`), else one."""

    entry: TreeEntry
    day: dt.date
    words: tuple[str, ...]
    count: str
    estimate: str


def row_words(entry: TreeEntry, day: dt.date) -> RowWords:
    if entry.kind is NodeKind.ISSUE and entry.issue:
        words: tuple[str, ...] = issue_words(entry)
    else:
        words = (words_of(entry),)
    return RowWords(entry, day, words, count_of(entry), estimate_of(entry))


QUIET = {"check", "pencil"}
"""The icons of what is only told, in the grey of less important words."""


class ArticleMarks(Struct):
    """Which articles have a bookmark, a note and a read mark, and which are proofread, by their ids.

    The tree and the list show the same.
    """

    bookmarked: frozenset[int] = frozenset()
    noted: frozenset[int] = frozenset()
    read: frozenset[int] = frozenset()
    proofread: frozenset[int] = frozenset()

    def signs(self, article: ArticleRow | None) -> list[str]:
        """Return the icons of an article's marks, the first one at the right edge."""
        marks = {
            "star-filled": self.bookmarked,
            "note": self.noted,
            "check": self.read,
            "pencil": self.proofread,
        }
        return [icon for icon, ids in marks.items() if article is not None and article.id in ids]

    def spoken(self, article: ArticleRow | None) -> list[str]:
        words = {
            "star-filled": say("有收藏"),
            "note": say("有批注"),
            "check": say("读过"),
            "pencil": say("校对过"),
        }
        return [words[icon] for icon in self.signs(article)]


def spoken(entry: TreeEntry, marks: ArticleMarks | None = None) -> str:
    if entry.kind is NodeKind.ISSUE and entry.issue:
        return wording.issue_in_full(entry.issue)
    if entry.kind is NodeKind.YEAR:
        return wording.listed([say("{year}年", year=entry.year), count_of(entry)])
    if entry.title and entry.title.remark:
        remark = say("报纸名{remark}", remark=entry.title.remark)
    else:
        remark = ""
    added = marks.spoken(entry.article) if marks is not None else []
    return wording.listed([words_of(entry), count_of(entry), remark, *added])
