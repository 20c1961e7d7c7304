"""What stands under words that are copied."""

from reader.export import article_text
from reader.language.control_characters import without_controls
from reader.newspaper.holdings import StoredArticle

_LEAST_QUOTED = 12
"""Fewer characters are a name or a word, copied to be looked up: no line tells where they are from."""


def with_source(words: str, stored: StoredArticle) -> str:
    """The words, with a line that says where they are from if they are long enough to be quoted; no control
    characters.
    """
    if len(words) < _LEAST_QUOTED:
        return without_controls(words)
    return without_controls(f"{words}\n{article_text.source_line(stored)}")
