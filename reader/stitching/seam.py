"""Where the text of a part begins and ends, and whether a sentence continues from one part to the next."""

import re

from reader.language.forms import HAN
from reader.language.variants import simplified
from reader.newspaper.article import Article, Block, BlockKind

_FINAL = "。！？…!?.”’\"'）)》】"
_NEVER_FIRST = "，。、；：！？”’）》,.;:!?)%％"
_SELDOM_FIRST = frozenset(
    "的文是看查原学了人生们个到和来发要开方法地师者信都动月实得没子么里业并体面名分去起问力件些知院定意着友表样系制次已部点心种息己"
    "保位间论员处民机做权用平提度证将求话场及园合化交扰解告加什声手期立打办门书水义代视把议利见诉未持程示又份光育律何决规章式群络组"
    "容过地吗呢吧之于与上下中内外"
)
"""Characters that begin a paragraph less than half as often as they stand in one, in public papers and essays."""
_OFTEN_FIRST = frozenset("在我这而当但从那第她如其因现今此据该随根另再虽目由除按二三尽每昨前截")
"""Those that begin one more than twice as often."""
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


def is_continued(article: Article) -> bool:
    """Return whether a jump line says that the article goes on elsewhere, be its page read or not."""
    return article.jump_to is not None or any(
        _is_jump(block) for block in article.blocks[_first_text(article) :]
    )


def is_continuation(article: Article) -> bool:
    """Return whether a jump line says that the article began elsewhere, be its page read or not."""
    return article.jump_from is not None or any(
        _is_jump(block) for block in article.blocks[: _first_text(article)]
    )


def _is_jump(block: Block) -> bool:
    return block.kind is BlockKind.JUMP


def _first_text(article: Article) -> int:
    """Return the index of the first paragraph; 0 if there is none, as a jump line alone leads away."""
    kinds = [block.kind for block in article.blocks]
    return kinds.index(BlockKind.PARAGRAPH) if BlockKind.PARAGRAPH in kinds else 0


def has_dateline(paragraph: str) -> bool:
    return _DATELINE.match(paragraph) is not None


def is_open(paragraph: str) -> bool:
    """Return whether a paragraph ends in the middle of a sentence."""
    return paragraph[-1] not in _FINAL


def seldom_begins(paragraph: str) -> bool:
    """Return whether a paragraph begins as paragraphs seldom do: in the middle of a sentence or of a quotation."""
    first, closed, opened = simplified(paragraph[0]), paragraph.find("”"), paragraph.find("“")
    return first in _NEVER_FIRST or first in _SELDOM_FIRST or (closed >= 0 and not 0 <= opened < closed)


def often_begins(paragraph: str) -> bool:
    """Return whether a paragraph begins as many do."""
    return simplified(paragraph[0]) in _OFTEN_FIRST


def quotation_runs_on(before: str, after: str) -> bool:
    """Return whether a quotation is left open by one paragraph and closed in the other before any opens there."""
    closed, opened = after.find("”"), after.find("“")
    return before.rfind("“") > before.rfind("”") and closed >= 0 and (opened < 0 or closed < opened)


def runs_on(before: str, after: str) -> bool:
    """Return whether two half paragraphs are one: the first is unfinished, or the second can't begin a paragraph."""
    if has_dateline(after):
        return False
    return is_open(before) or after[0] in _NEVER_FIRST or quotation_runs_on(before, after)
