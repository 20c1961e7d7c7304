"""What a library holds, as rows to show: not yet articles to read."""

import datetime as dt
from dataclasses import dataclass

from reader.newspaper.article import Article, ArticleKind
from reader.newspaper.issue import DateOrigin, Masthead
from reader.newspaper.passage import Passage
from reader.newspaper.source_text import LineSpan


@dataclass(frozen=True, slots=True)
class NewspaperRow:
    """A newspaper held; `title` is "" where no file told one."""

    title: str
    issue_count: int
    undated_count: int


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """A year, or a month of a year, with how many issues are held."""

    number: int
    issue_count: int


@dataclass(frozen=True, slots=True)
class IssueRow:
    """An issue in the tree. `date` is None for an issue under 日期不详; `label` is then the file's name."""

    id: int
    newspaper: str
    date: dt.date | None
    month_day: str | None
    date_origin: DateOrigin | None
    number: int | None
    article_count: int
    label: str


@dataclass(frozen=True, slots=True)
class PageRow:
    """A page of an issue; `page` is None for the articles whose page is not known."""

    page: str | None
    article_count: int


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article in a list: `title` is its headline or how it begins, `lead` the first words of its text,
    `names` who signed it, `length` the characters of its blocks.
    """

    id: int
    key: str
    issue_id: int
    kind: ArticleKind
    page: str | None
    kicker: str | None
    title: str
    lead: str
    names: tuple[str, ...]
    length: int


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A file an article was read from; `is_missing` when the file has gone and the text stays."""

    path: str
    encoding: str
    source_lines: tuple[LineSpan, ...]
    is_missing: bool


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that an issue was read from, and the masthead it has."""

    path: str
    is_missing: bool
    masthead: Masthead


@dataclass(frozen=True, slots=True)
class MissingFile:
    """A file that is gone, with its issue, and how many articles no other file has."""

    path: str
    newspaper: str
    date: dt.date | None
    month_day: str | None
    article_count: int


@dataclass(frozen=True, slots=True)
class FolderFile:
    """A file among those of a folder; `date` where the date of its issue is more than inferred."""

    path: str
    issue_id: int
    newspaper: str
    date: dt.date | None


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """All that is known of one article: itself, its issue, the masthead it was read under, its files."""

    id: int
    article: Article
    issue: IssueRow
    masthead: Masthead
    sources: tuple[SourceRow, ...]

    @property
    def is_missing(self) -> bool:
        return all(source.is_missing for source in self.sources)


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A bookmark, with the article as it was when it was made; of the whole article, or of a `passage` of it that is
    highlighted. `deleted`: when it was removed; None while it is kept. `is_orphan`: the library has the article no
    more; `is_passage_lost`: it has, but these words are not found in it.
    """

    uuid: str
    key: str
    newspaper: str
    date: dt.date | None
    month_day: str | None
    number: int | None
    page: str | None
    path: str
    article: Article
    note: str
    tags: tuple[str, ...]
    created: dt.datetime
    modified: dt.datetime
    passage: Passage | None = None
    deleted: dt.datetime | None = None
    is_orphan: bool = False
    is_passage_lost: bool = False


def kept_article(bookmark: Bookmark) -> StoredArticle:
    """The article a bookmark keeps, as if the library had it; its id is 0."""
    issue = IssueRow(
        id=0,
        newspaper=bookmark.newspaper,
        date=bookmark.date,
        month_day=bookmark.month_day,
        date_origin=None,
        number=bookmark.number,
        article_count=1,
        label=bookmark.path,
    )
    source = SourceRow(bookmark.path, "", bookmark.article.source_lines, is_missing=True)
    return StoredArticle(0, bookmark.article, issue, Masthead(title=bookmark.newspaper), (source,))
