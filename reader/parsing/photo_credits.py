"""Where the credit of a photographer stands at the end of a caption or a paragraph."""

import re

from reader.language.forms import HAN
from reader.language.patterns import pattern
from reader.parsing import line_patterns

_PHOTO_TAIL = pattern(
    f"(?:(?:^|[\\s。！？；（(])(?P<before>[^。！？；（(]{{2,40}}?(?:摄影|摄|供图))"
    f"|(?P<after>摄影\\s?[/／:：]\\s?[{HAN} 、]{{2,24}}))[）)。.]*"
    f"(?:[（(][^（()）]{{1,12}}[）)]|\\s?[/／][{HAN}]{{2,8}})?$"
)


def without_photographer(caption: str) -> str:
    """Return a caption without the photographer's credit at its end."""
    tail = photo_tail(caption)
    if tail:
        return caption[: tail.start()]
    return caption


def photo_tail(text: str, start: int = 0) -> re.Match[str] | None:
    """Return the photographer's credit at the end of a text, not before `start`."""
    start = max(start, len(text) - line_patterns.TAIL)
    may_be = "摄" in text or "供图" in text
    if may_be:
        return _PHOTO_TAIL.search(text, start)
    return None
