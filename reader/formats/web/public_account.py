"""Articles of public accounts (微信公众号): the account, who wrote the article and the day."""

import datetime as dt
import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from reader.formats.web.lines import lines_of

_CHINA = dt.timezone(dt.timedelta(hours=8))
_CREATED = re.compile(rb"\b(?:ct|create_time|createTime)\b[\"']?\s*[=:]\s*(?:JsDecode\()?[\"'](\d{10})[\"']")
"""When the article was sent, in seconds; pages that no browser has run show no day."""
_DAY = re.compile(r"(\d{4})\s?[-年]\s?(\d{1,2})\s?[-月]\s?(\d{1,2})")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class AccountArticle:
    """`text` is the element of the article's text."""

    text: LexborNode
    headline: str | None
    account: str | None
    author: str | None
    date: dt.date | None


def account_article(tree: LexborHTMLParser, data: bytes) -> AccountArticle | None:
    """Return what a page of a public account tells; None if it is none. `data` are the bytes of the page."""
    text = tree.css_first("#js_content", None)
    if text is None:
        return None
    headline = _words(tree, "#activity-name") or _words(tree, ".rich_media_title")
    account = _words(tree, "#js_name") or _words(tree, ".profile_nickname")
    author = _words(tree, "#js_author_name") or _words(tree, "#js_author_name_text")
    return AccountArticle(text, headline, account, author, _date(tree, data))


def _words(tree: LexborHTMLParser, selector: str) -> str | None:
    node = tree.css_first(selector, None)
    words = " ".join(line.text for line in lines_of(node)).strip()
    return words if words and len(words) <= 2 * _LONGEST else None


def _date(tree: LexborHTMLParser, data: bytes) -> dt.date | None:
    if shown := _DAY.search(_words(tree, "#publish_time") or ""):
        try:
            return dt.date(*map(int, shown.groups()))
        except ValueError:
            return None
    created = _CREATED.search(data)
    return dt.datetime.fromtimestamp(int(created[1]), _CHINA).date() if created else None
