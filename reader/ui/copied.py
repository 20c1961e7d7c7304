"""What stands under words that are copied."""

from reader import typeset
from reader.newspaper.holdings import StoredArticle

_LEAST_QUOTED = 12
"""Fewer characters are a name or a word, copied to be looked up: no line tells where they are from."""


def with_source(words: str, stored: StoredArticle) -> str:
    """The words, with a line that says where they are from if they are long enough to be quoted."""
    return f"{words}\n{typeset.source_line(stored)}" if len(words) >= _LEAST_QUOTED else words
