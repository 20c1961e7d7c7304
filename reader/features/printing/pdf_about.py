"""What the PDF files of articles and pages say about themselves, and their names."""

from collections.abc import Sequence

from reader.export.article_text import day_of_issue, origin_in_words, page_in_words, source_in_words
from reader.export.citation import author_names
from reader.export.exported_files import About, file_name
from reader.i18n import say
from reader.language.forms import on_one_line
from reader.newspaper.holdings import IssueRow, StoredArticle


def about_article(parts: Sequence[StoredArticle]) -> About:
    first = parts[0]
    authors = dict.fromkeys(name for part in parts for name in author_names(part.article))
    return About(
        on_one_line(first.article.title()),
        tuple(authors),
        on_one_line(source_in_words(first)),
        _keywords(first.issue, first.article.corrected().section),
    )


def about_page(issue: IssueRow, label: str | None, articles: Sequence[StoredArticle]) -> About:
    """Return the metadata for the file of a newspaper page, or of the whole issue if `label` is None."""
    authors = dict.fromkeys(name for each in articles for name in author_names(each.article))
    titles = "；".join(on_one_line(each.article.title()) for each in articles)
    return About(page_title(issue, label), tuple(authors), titles, _keywords(issue, None))


def page_title(issue: IssueRow, label: str | None) -> str:
    """Return the title of a page, or of the issue if `label` is None: 雁桥日报 1987年6月12日 第02版."""
    day = day_of_issue(issue.date, issue.month_day, issue.label) + origin_in_words(issue.date_origin)
    page = say("第{page}版", page=page_in_words(label)) if label else ""
    return on_one_line(" ".join(filter(None, [issue.newspaper, day, page])))


def article_file_name(stored: StoredArticle) -> str:
    """Return the file name of an article, without a suffix: 雁桥日报 1987-06-12 标题."""
    return file_name(_day(stored.issue), stored.article.title(), newspaper=stored.issue.newspaper)


def page_file_name(issue: IssueRow, label: str | None) -> str:
    """Return the file name of a page, without a suffix: 雁桥日报 1987-06-12 第02版; 全期 if `label` is None."""
    page = say("第{page}版", page=page_in_words(label)) if label else say("全期")
    return file_name(_day(issue), page, newspaper=issue.newspaper)


def _day(issue: IssueRow) -> str:
    return issue.date.isoformat() if issue.date else issue.month_day or issue.label


def _keywords(issue: IssueRow, section: str | None) -> tuple[str, ...]:
    words = (issue.newspaper, issue.date.isoformat() if issue.date else "", section or "")
    return tuple(filter(None, map(on_one_line, words)))
