"""What is copied of an article: words with a line of their source below them, or all of it."""

from collections.abc import Iterable

from reader.export import article_text
from reader.export.readings import with_readings
from reader.language.control_characters import without_controls
from reader.newspaper.holdings import StoredArticle

_LEAST_QUOTED = 12
"""Fewer characters than these are a name or a word to look up; they get no line of source."""


def with_source(words: str, stored: StoredArticle) -> str:
    """Return words with a line of their source if they are long enough to be quoted, without control characters."""
    if len(words) < _LEAST_QUOTED:
        return without_controls(words)
    return without_controls(f"{words}\n{article_text.source_line(stored)}")


def whole_text(parts: Iterable[StoredArticle], *, tells_corrected: bool) -> str:
    """Return a whole article; with `tells_corrected` as a reader has corrected it, behind what is printed."""
    return article_text.as_text(*(map(with_readings, parts) if tells_corrected else parts))
