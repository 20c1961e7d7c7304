"""What a PDF file of an article or of a page says about itself, and the name it is saved under."""

import re
import unicodedata
from collections.abc import Sequence

from reader.export.article_text import day_of_issue, origin_in_words, page_in_words, source_line
from reader.export.citation import author_names
from reader.export.pdf_file import About
from reader.i18n import say
from reader.language.control_characters import on_one_line
from reader.newspaper.holdings import IssueRow, StoredArticle

LONGEST_NAME = 150
"""The most bytes of a file's name without its ending; some encrypted folders take no more."""

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\s\x00-\x1f\x7f]+')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)")


def about_article(parts: Sequence[StoredArticle]) -> About:
    """Return what the file of an article, or of a story's parts, says about itself."""
    first = parts[0]
    authors = dict.fromkeys(name for part in parts for name in author_names(part.article))
    return About(
        on_one_line(first.article.title()),
        tuple(authors),
        on_one_line(source_line(first)).removeprefix("——"),
        _keywords(first.issue, first.article.section),
    )


def about_page(issue: IssueRow, label: str | None, articles: Sequence[StoredArticle]) -> About:
    """Return what the file of a newspaper page says about itself; without a label it is the whole issue."""
    authors = dict.fromkeys(name for each in articles for name in author_names(each.article))
    titles = "；".join(on_one_line(each.article.title()) for each in articles)
    return About(page_title(issue, label), tuple(authors), titles, _keywords(issue, None))


def page_title(issue: IssueRow, label: str | None) -> str:
    """Return the title of a page: 雁桥日报 1987年6月12日 第02版."""
    day = day_of_issue(issue.date, issue.month_day, issue.label) + origin_in_words(issue.date_origin)
    page = say("第{page}版", page=page_in_words(label)) if label else ""
    return on_one_line(" ".join(filter(None, [issue.newspaper, day, page])))


def article_file_name(stored: StoredArticle) -> str:
    """Return the name of an article's file, without its ending: 雁桥日报 1987-06-12 标题."""
    return _file_name(_day(stored.issue), stored.article.title(), newspaper=stored.issue.newspaper)


def page_file_name(issue: IssueRow, label: str | None) -> str:
    """Return the name of a page's file, without its ending: 雁桥日报 1987-06-12 第02版."""
    page = say("第{page}版", page=page_in_words(label)) if label else say("全期")
    return _file_name(_day(issue), page, newspaper=issue.newspaper)


def named_file(name: str) -> str:
    """Return the name of a file or folder that is called so, without an ending."""
    return _file_name(name, newspaper="")


def _day(issue: IssueRow) -> str:
    return issue.date.isoformat() if issue.date else issue.month_day or issue.label


def _keywords(issue: IssueRow, section: str | None) -> tuple[str, ...]:
    words = (issue.newspaper, issue.date.isoformat() if issue.date else "", section or "")
    return tuple(filter(None, map(on_one_line, words)))


def _file_name(*words: str, newspaper: str) -> str:
    """Return words as a name that Windows, macOS and Linux take."""
    joined = unicodedata.normalize("NFC", on_one_line(" ".join(filter(None, (newspaper, *words)))))
    name = _FORBIDDEN.sub(" ", joined).strip(" .")
    name = name.encode("utf-8", "ignore")[:LONGEST_NAME].decode("utf-8", "ignore").strip(" .")
    if not name or _RESERVED.match(name):
        name = f"_{name}"
    return name
