"""The text that an article's key is computed from."""

from reader.language.forms import search_form
from reader.newspaper.article import Block, BlockKind
from reader.newspaper.article_key import KEY_CHARACTERS
from reader.parsing.headline_levels import HeadlineLevels

_BODY = frozenset({BlockKind.PARAGRAPH, BlockKind.NOTICE, BlockKind.JUMP})
_FIRST_LOOK = 128


def body_of(blocks: tuple[Block, ...], storeys: HeadlineLevels) -> str:
    """Return the text in search form: paragraphs, notices and jump lines.

    If there are none, all blocks; without blocks, the headings. Only as much of a long body as the key needs.
    """
    texts = [block.text for block in blocks if block.kind in _BODY] or [block.text for block in blocks]
    if not texts:
        texts = [text for text in (storeys.section, storeys.kicker, storeys.headline, *storeys.decks) if text]
    whole = "".join(texts)
    start = search_form(whole[:_FIRST_LOOK])
    return start[:KEY_CHARACTERS] if len(start) > 2 * KEY_CHARACTERS else search_form(whole)
