"""What is to be printed: an article with its story, or a newspaper page, with its notes and what is said about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from reader.export.article_text import page_blocks
from reader.export.citation import Style, cite
from reader.export.pdf_file import (
    About,
    about_article,
    about_page,
    article_file_name,
    page_file_name,
    page_title,
)
from reader.library.library import Library
from reader.newspaper.holdings import Bookmark, IssueRow, StoredArticle
from reader.ui.article.typesetting import PageStyle
from reader.ui.page.page_layout import PageArticle
from reader.ui.printing.article_printout import ArticleOnPaper, ArticlePrintout
from reader.ui.printing.page_printout import PageOnPaper, PagePrintout
from reader.ui.printing.sheets import PaperChoice, Printout

USUAL_STYLE = PageStyle()


@dataclass(frozen=True, slots=True)
class OnPaper:
    """Something to be printed; `file_name` has no ending."""

    content: ArticleOnPaper | PageOnPaper
    about: About
    file_name: str

    @property
    def has_notes(self) -> bool:
        """Whether it has anything that the switch for notes is about."""
        return bool(self.content.bookmarks)

    def printout(self, choice: PaperChoice) -> Printout:
        """Begin to typeset it for paper."""
        if isinstance(self.content, ArticleOnPaper):
            return ArticlePrintout(self.content, choice)
        return PagePrintout(self.content, choice)


def article_on_paper(library: Library, parts: Sequence[StoredArticle], style: PageStyle) -> OnPaper:
    """Return an article, or the parts of its story, to be printed whole."""
    opened = parts[0]
    content = ArticleOnPaper(
        page_blocks(*parts),
        opened.article.title(),
        cite(opened, Style.GB2015),
        style,
        _bookmarks(library, parts),
    )
    return OnPaper(content, about_article(parts), article_file_name(opened))


def page_on_paper(
    library: Library,
    issue: IssueRow,
    label: str | None,
    articles: Sequence[StoredArticle],
    style: PageStyle,
) -> OnPaper:
    """Return a newspaper page to be printed; its articles are printed whole."""
    content = PageOnPaper(
        [PageArticle(stored, page_blocks(stored)) for stored in articles],
        page_title(issue, label),
        page_title(issue, label),
        style,
        _bookmarks(library, articles),
    )
    return OnPaper(content, about_page(issue, label, articles), page_file_name(issue, label))


def page_of_article(library: Library, parts: Sequence[StoredArticle], style: PageStyle) -> OnPaper:
    """Return the newspaper page on which the first of `parts` stands, to be printed."""
    issue, label = parts[0].issue, parts[0].article.page
    rows = [row for row in library.contents.articles(issue.id) if row.page == label]
    read = (library.articles.article(row.id) for row in rows)
    return page_on_paper(library, issue, label, [each for each in read if each] or parts[:1], style)


def _bookmarks(library: Library, articles: Sequence[StoredArticle]) -> list[Bookmark]:
    """Return the highlights of articles, and the bookmarks with a note."""
    return [
        bookmark
        for stored in articles
        for bookmark in library.notebook.bookmarks_of(stored)
        if bookmark.passage or bookmark.note
    ]
