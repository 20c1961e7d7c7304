"""The line of source below copied words."""

from reader.export import article_text
from reader.language.control_characters import without_controls
from reader.newspaper.holdings import StoredArticle

_LEAST_QUOTED = 12
"""Fewer characters than these are a name or a word to look up; they get no line of source."""


def with_source(words: str, stored: StoredArticle) -> str:
    """Return words with a line of their source if they are long enough to be quoted, without control characters."""
    if len(words) < _LEAST_QUOTED:
        return without_controls(words)
    return without_controls(f"{words}\n{article_text.source_line(stored)}")
