"""The text of a copy: words with a line of their source below them, or a whole article."""

from collections.abc import Iterable

from reader.export import article_text
from reader.export.readings import with_readings
from reader.language.control_characters import without_controls
from reader.newspaper.holdings import StoredArticle

_LEAST_QUOTED = 12
"""Fewer characters than these are a name or a word to look up, and get no source."""


def with_source(words: str, stored: StoredArticle) -> str:
    """Return words without control characters, with a line of their source if they are long enough to be quoted."""
    if len(words) < _LEAST_QUOTED:
        return without_controls(words)
    return without_controls(f"{words}\n{article_text.source_line(stored)}")


def whole_text(parts: Iterable[StoredArticle], *, tells_corrected: bool) -> str:
    """Return a whole article; with `tells_corrected`, corrected characters follow the printed ones."""
    return article_text.as_text(*(map(with_readings, parts) if tells_corrected else parts))
