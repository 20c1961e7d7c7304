"""Links to articles: `yuebao:article/KEY?paper=…&date=…&page=…`.

A link names an article, never a file or a folder of anybody's. It may come from anywhere: other texts are refused, and
the parameters besides the key only serve to distinguish equal keys, and to describe an article that is not found.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.i18n import say

if TYPE_CHECKING:
    from reader.newspaper.holdings import StoredArticle

SCHEME = "yuebao:"
LONGEST = 2000
"""Characters of a link; one of ours has a tenth of them."""
_LONGEST_PAPER, _LONGEST_PAGE = 100, 20
_MOST_FIELDS = 12
_LINK = re.compile(r"yuebao:(?://)?article/([a-z2-7]{16}(?:-[1-9][0-9]{0,5})?)/?(?:\?([^#?]*))?", re.I)
_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


class BadLink(ValueError):
    """A text that is no link to an article; the message says so."""


@dataclass(frozen=True, slots=True)
class ArticleLink:
    """The article's key; its newspaper, "" where that is not known; date and page, where they are known."""

    key: str
    newspaper: str = ""
    date: dt.date | None = None
    page: str | None = None

    def __str__(self) -> str:
        """Return the link as it is copied, in ASCII, so that any program recognises it as a link."""
        from urllib.parse import urlencode

        fields = {
            "paper": self.newspaper[:_LONGEST_PAPER],
            "date": self.date.isoformat() if self.date else "",
            "page": (self.page or "")[:_LONGEST_PAGE],
        }
        told = urlencode({name: value for name, value in fields.items() if value})
        return f"{SCHEME}article/{self.key}" + (f"?{told}" if told else "")


def is_link(text: str) -> bool:
    """Return whether a text is meant to be a link, by its beginning."""
    return text[: len(SCHEME)].lower() == SCHEME


def link_to(stored: StoredArticle) -> ArticleLink:
    issue = stored.issue
    return ArticleLink(stored.article.key, issue.newspaper, issue.date, stored.article.page)


def parse_link(text: str) -> ArticleLink:
    """Return the link. Raises BadLink."""
    from urllib.parse import parse_qsl

    found = _LINK.fullmatch(text) if len(text) <= LONGEST and text.isprintable() else None
    if found is None:
        raise _bad(text)
    try:
        told = parse_qsl(found[2] or "", keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
        fields = dict(told)
        if len(fields) < len(told):
            raise _bad(text)
        date = _date(fields.get("date", ""))
    except ValueError as error:
        raise _bad(text) from error
    paper, page = fields.get("paper", ""), fields.get("page", "")
    if len(paper) > _LONGEST_PAPER or len(page) > _LONGEST_PAGE or not (paper + page).isprintable():
        raise _bad(text)
    return ArticleLink(found[1].lower(), paper, date, page or None)


def _date(text: str) -> dt.date | None:
    """Raises ValueError."""
    if text and not _DATE.fullmatch(text):
        raise ValueError(text)
    return dt.date.fromisoformat(text) if text else None


def _bad(text: str) -> BadLink:
    shown = "".join(each if each.isprintable() else "?" for each in text[:60]) + "…" * (len(text) > 60)
    return BadLink(
        say(
            "这不是阅报的链接，什么也没有打开：{link}。完整的链接像 yuebao:article/k7qfz2m4yd3xw6ta",
            link=shown,
        )
    )
