"""The row of an article in the catalogue, all of which is derived from the article and its search text."""

import json
from typing import NamedTuple

from reader.newspaper.article import Article, BlockKind, Role
from reader.newspaper.json_format import article_to_json
from reader.storage.folder import digest_of

_NO_PAGE = 1 << 60
_DATELINE = 24
"""Characters. A credit that begins this far into a paragraph, or less, belongs to the dateline."""


class ArticleColumns(NamedTuple):
    """The columns of the same names.

    `digest` differs for articles that differ in anything but their place in a file, or are from files of different
    formats.
    """

    key: str
    digest: bytes
    kind: str
    page: str | None
    page_order: int
    kicker: str | None
    title: str
    lead: str
    names: str
    length: int


COLUMNS = ", ".join(ArticleColumns._fields)


def of(article: Article, text: str, form: str = "") -> ArticleColumns:
    """Return the row of an article; `form` is the format of its files, "" for plain text."""
    return ArticleColumns(
        article.key,
        digest_of(f"{form}{_without_lines(article)}\n{text}".encode()),
        article.kind.value,
        article.page,
        _page_order(article.page),
        article.kicker,
        article.title(),
        _lead(article),
        json.dumps(_names(article), ensure_ascii=False),
        sum(len(block.text) for block in article.blocks),
    )


def _page_order(page: str | None) -> int:
    """Return the sort key of a page: "1" < "2" < "10" < "A1" < "B1" < no page."""
    if page is None:
        return _NO_PAGE
    letters = page.rstrip("0123456789")
    number = int(page[len(letters) :][:6] or 0)
    return sum(ord(letter) << (7 * i) for i, letter in enumerate(reversed(letters[:3]))) * 1_000_000 + number


def _lead(article: Article) -> str:
    """Return the beginning of the text for a list: the first long enough paragraph, after its credit."""
    texts = [block.text for block in article.blocks if block.kind in (BlockKind.PARAGRAPH, BlockKind.NOTICE)]
    text = next((text for text in texts if len(text) > 8), texts[0] if texts else "")
    credits = [(text.find(credit.as_printed), len(credit.as_printed)) for credit in article.credits]
    begin = max((at + length for at, length in credits if 0 <= at <= _DATELINE), default=0)
    return (text[begin:].lstrip("）) 　") or text)[:120]


def _names(article: Article) -> list[str]:
    written = (Role.REPORTER, Role.CORRESPONDENT, Role.AUTHOR)
    names = [name for credit in article.credits if credit.role in written for name in credit.names]
    return list(dict.fromkeys(names))


def _without_lines(article: Article) -> str:
    """Return the article's record without its place in the file: equal for equal articles."""
    record = article_to_json(article)
    del record["source_lines"]
    for block in record["blocks"]:
        del block["source_lines"]
    return json.dumps(record, ensure_ascii=False, sort_keys=True)
