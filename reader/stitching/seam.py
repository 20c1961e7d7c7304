"""Where the text of a part begins and ends, and whether a sentence continues from one part to the next."""

import re

from reader.language.forms import HAN
from reader.newspaper.article import Article, BlockKind

_FINAL = "。！？…!?.”’\"'）)》】"
_NEVER_FIRST = "，。、；：！？”’）》,.;:!?)%％"
_DATELINE = re.compile(
    f"(?:据|综合)?[{HAN}]{{1,8}}?(?:[{HAN}]{{0,6}}[0-9]{{1,2}}日)?[讯电](?=[ \u3000（(]|$)|[【·■□◎]"
)


def opening(article: Article) -> int | None:
    """Return the index of the paragraph that the text begins with; None if it begins with a subhead."""
    for place, block in enumerate(article.blocks):
        if block.kind is BlockKind.PARAGRAPH and block.text:
            return place
        if block.kind is BlockKind.SUBHEAD:
            return None
    return None


def ending(article: Article) -> int | None:
    """Return the index of the paragraph that the text ends with."""
    for place, block in reversed(list(enumerate(article.blocks))):
        if block.kind is BlockKind.PARAGRAPH and block.text:
            return place
        if block.kind is BlockKind.SUBHEAD:
            return None
    return None


def has_dateline(paragraph: str) -> bool:
    return _DATELINE.match(paragraph) is not None


def is_open(paragraph: str) -> bool:
    """Return whether a paragraph ends in the middle of a sentence."""
    return paragraph[-1] not in _FINAL


def quotation_runs_on(before: str, after: str) -> bool:
    """Return whether a quotation is left open by one paragraph and closed in the other before any opens there."""
    closed, opened = after.find("”"), after.find("“")
    return before.rfind("“") > before.rfind("”") and closed >= 0 and (opened < 0 or closed < opened)


def runs_on(before: str, after: str) -> bool:
    """Return whether two half paragraphs are one: the first is unfinished, or the second can't begin a paragraph."""
    if has_dateline(after):
        return False
    return is_open(before) or after[0] in _NEVER_FIRST or quotation_runs_on(before, after)
