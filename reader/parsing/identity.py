"""The body that an article is known by."""

from reader.language.forms import search_form
from reader.newspaper.article import Block, BlockKind
from reader.parsing.storeys import Storeys

_BODY = frozenset({BlockKind.PARAGRAPH, BlockKind.NOTICE, BlockKind.JUMP})
_ENOUGH = 2000


def body_of(blocks: tuple[Block, ...], storeys: Storeys) -> str:
    """In search form: paragraphs, notices and jump lines; without any, all blocks; without blocks, the headings."""
    texts = [block.text for block in blocks if block.kind in _BODY] or [block.text for block in blocks]
    if not texts:
        texts = [text for text in (storeys.section, storeys.kicker, storeys.headline, *storeys.decks) if text]
    return search_form("".join(texts)[:_ENOUGH])
