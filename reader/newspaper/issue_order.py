"""The order of the articles of an issue in lists, and the pages that are estimated for those that state none."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from reader.language.patterns import pattern
from reader.newspaper.facts import Fact, Rule, fact_by
from reader.newspaper.holdings import ArticleRow
from reader.newspaper.issue import PathOrder, order_of


class ArticleInOrder(Struct, frozen=True):
    """An article with the order of its page, the file's own number of it, its first file and its position there."""

    row: ArticleRow
    page_order: int
    number: int
    path: str
    position: int


def in_order(articles: Sequence[ArticleInOrder]) -> list[ArticleRow]:
    """Return the articles of an issue in the order of `IssueTable.articles`, with their estimated pages."""
    estimated = _estimated_pages(articles)

    def key(article: ArticleInOrder) -> tuple[int, str, int, PathOrder, int]:
        page = estimated.get(article.row.id)
        page_order = article.page_order if page is None else int(page.value or 0)
        return page_order, article.row.page or "", article.number, order_of(article.path), article.position

    ordered = (article.row for article in sorted(articles, key=key))
    return [replace(row, estimated_page=estimated.get(row.id, row.estimated_page)) for row in ordered]


def _estimated_pages(articles: Sequence[ArticleInOrder]) -> Mapping[int, Fact[str]]:
    """Return the pages of articles that state none, by their ids: by the row of files, or by the second page."""
    pages = dict.fromkeys(_before_second_page(articles), fact_by(Rule.BEFORE_SECOND_PAGE, "1"))
    rows = pages_in_rows((article.path, article.row.page) for article in articles)
    in_rows = {
        article.row.id: rows[article.path]
        for article in articles
        if article.row.page is None and article.path in rows
    }
    return pages | in_rows


def _before_second_page(articles: Sequence[ArticleInOrder]) -> frozenset[int]:
    """Return the ids of the articles before the first one with a page in their file, if that page is 2.

    Return none if an article of the issue is known to be on page 1.
    """
    if any(placed_article.row.page == "1" for placed_article in articles):
        return frozenset()
    heads: dict[str, tuple[int, str]] = {}
    for article in articles:
        if article.row.page:
            head = article.position, article.row.page
            heads[article.path] = min(heads.get(article.path, head), head)
    ahead = (
        placed_article
        for placed_article in articles
        if placed_article.row.page is None and heads.get(placed_article.path, (0, ""))[1] == "2"
    )
    return frozenset(
        placed_article.row.id
        for placed_article in ahead
        if placed_article.position < heads[placed_article.path][0]
    )


# -- pages by the names of a day's files: `scan_01.txt` to `scan_08.txt` in one folder make a row of pages, where such a
# number alone tells no page, as it may count sheets in a box or articles

_NUMBERED = pattern(r"(?P<stem>(?:.*[^0-9])?)(?P<number>[0-9]{1,3})(?P<ending>\.[A-Za-z][A-Za-z0-9]*)")
_COUNTS_OTHERS = pattern(
    r"(?:(?<![a-z])(?:content|article|art|news|part|item|story|chap|chapter|no|c|box|vol|reel|copy)"
    r"|[篇条则卷盒箱袋册号件])[ ._-]*$",
    re.IGNORECASE,
)
"""What the number behind it counts, if not pages."""
_IN_FILE = pattern(
    r"\.(?!(?:zip|tar|t?gz|t?bz2|t?xz|zst)(?:/|$))[A-Za-z][A-Za-z0-9]{1,5}(?:/|$)", re.IGNORECASE
)
"""A folder that is a file with several texts, such as a table or a book: its numbers count rows or chapters."""
_FEWEST = 3
_MOST = 64
"""Number of pages; longer rows count something else."""


class _Numbered(Struct, frozen=True):
    """A file whose name ends with a number, with the pages that it states."""

    path: str
    name: str
    number: int
    stated: frozenset[str]

    @property
    def agrees(self) -> bool:
        """Whether the file states no other page than its number."""
        return self.stated <= {str(self.number)}


def pages_in_rows(articles: Iterable[tuple[str, str | None]]) -> Mapping[str, Fact[str]]:
    """Return the pages of those files of one day that make a row, by their paths.

    `articles` are the path and the stated page of each article. The files are in one folder, and their names differ
    only in the number at the end, from 1 without a gap. One that states another page shows that they are no pages.
    """
    stated: defaultdict[str, set[str]] = defaultdict(set)
    for path, page in articles:
        stated[path].update([page] if page else [])
    if len(stated) < _FEWEST:
        return {}
    rows: defaultdict[tuple[str, ...], list[_Numbered]] = defaultdict(list)
    for path, labels in stated.items():
        folder, _, name = path.rpartition("/")
        match = _NUMBERED.fullmatch(name)
        if match is not None and not _IN_FILE.search(folder) and not _COUNTS_OTHERS.search(match["stem"]):
            row = folder, match["stem"], match["ending"]
            rows[row].append(_Numbered(path, name, int(match["number"]), frozenset(labels)))
    pages = chain.from_iterable(row for row in rows.values() if _are_pages(row))
    return {page.path: fact_by(Rule.PAGE_IN_ROW, str(page.number), page.name) for page in pages}


def _are_pages(row: list[_Numbered]) -> bool:
    numbers = sorted(file.number for file in row)
    is_complete = numbers == [*range(1, len(row) + 1)]
    return _FEWEST <= len(row) <= _MOST and is_complete and all(file.agrees for file in row)
