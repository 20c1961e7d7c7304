"""An article as a Markdown file with its fields before it, that other programs take and `formats.article_file` reads.

Read again it gives the same article, with the same key. What is told is what is printed, or what a reader has
corrected, as far as it is not a character.
"""

import json
from collections.abc import Iterator

from reader.export.article_text import markdown_escaped
from reader.export.issue_markdown import other_fields
from reader.newspaper.article import Block, BlockKind, page_as_printed
from reader.newspaper.article_file import CAPTION, FENCE, JUMP, NOTICE, SUBHEAD, VERSION, Name
from reader.newspaper.holdings import StoredArticle
from reader.newspaper.issue import DateOrigin

_MARKS = {BlockKind.SUBHEAD: SUBHEAD, BlockKind.CAPTION: CAPTION, BlockKind.NOTICE: NOTICE}


def article_file(stored: StoredArticle, place: int) -> str:
    """Return an article as Markdown; `place` is its number in the issue, from 1."""
    fields = {name: value for name, value in _fields(stored, place) if value not in (None, "", [])}
    head = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items()]
    body = [_block(block) for block in stored.article.blocks if block.text]
    return "\n".join([FENCE, *head, FENCE, "", "\n\n".join(body), ""])


def _fields(stored: StoredArticle, place: int) -> Iterator[tuple[Name, object]]:
    article, issue = stored.article, stored.issue
    yield Name.VERSION, VERSION
    yield Name.TITLE, article.title()
    yield Name.NEWSPAPER, issue.newspaper
    yield Name.DATE, issue.date.isoformat() if issue.date else None
    yield Name.IS_PRINTED, issue.date_origin is DateOrigin.PRINTED if issue.date else None
    yield Name.MONTH_DAY, None if issue.date else issue.month_day
    yield Name.FIELDS, other_fields(stored.masthead)
    yield Name.PAGE, page_as_printed(article.page) if article.page else None
    yield Name.PLACE, place
    yield Name.KEY, article.key
    yield Name.SECTION, article.section
    yield Name.KICKER, article.kicker
    yield Name.HEADLINE, article.headline
    yield Name.DECKS, list(article.decks)
    texts = "\n".join(block.text for block in article.blocks)
    credits = dict.fromkeys(credit.as_printed for credit in article.credits)
    yield Name.AUTHORS, [printed for printed in credits if printed not in texts]


def _block(block: Block) -> str:
    text = markdown_escaped(block.text.replace("\n", " "))
    return f"{JUMP}{text}{JUMP}" if block.kind is BlockKind.JUMP else _MARKS.get(block.kind, "") + text
