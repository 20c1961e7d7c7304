"""The order of the articles of an issue in lists, and the pages that are estimated for those that state none."""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from reader.newspaper.facts import Fact, Rule, fact_by
from reader.newspaper.holdings import ArticleRow
from reader.newspaper.issue import PathOrder, order_of
from reader.newspaper.page_rows import pages_in_rows


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
