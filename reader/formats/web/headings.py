"""Finds the headline of an article without a known element: by the style of the lines above the text."""

import re
from collections.abc import Sequence

from reader.formats.web.lines import WebLine
from reader.formats.web.main_text import is_furniture

_MOST_ABOVE = 14
_SHORTEST, _LONGEST = 2, 90
_TITLE = re.compile(r"title|biao_?ti|\btit|tit\b|\bbt\d?\b|headline|\bfont01\b", re.IGNORECASE)
_OTHER = re.compile(
    r"pre|sub|sup|intro|yin|\bfu|lead|kick|page|paper|ban|list|nav|menu|site|logo|date|time|author|source|font02",
    re.IGNORECASE,
)
_SIZE = re.compile(r"(?<=[a-z_-])([1-4]\d)(?=b?(?:px)?\b)")
"""The type size in the name of a class: `hei16b`, `f-20`."""
_TAGS = {"h1": 3.0, "h2": 2.5, "h3": 2.0, "h4": 1.5, "h5": 1.0, "h6": 0.5}
_LEAST = 1.0
# A headline in plain style is among so many last lines above the text, and has at least so many letters.
_NEXT, _SHORTEST_PLAIN = 2, 4


def likely_headline(above: Sequence[WebLine], page_title: str) -> str | None:
    """Return the line above a text that looks most like its headline; None if none does.

    Lines near the text score higher, and lines that the page's title `page_title` repeats.
    """
    near = [line for line in above if line.text and not is_furniture(line)][-_MOST_ABOVE:]
    title = "".join(page_title.split())
    scores = [_score(line, title) - 0.1 * (len(near) - at) for at, line in enumerate(near, 1)]
    best = max(scores, default=0.0)
    if best >= _LEAST:
        return near[scores.index(best)].text
    plain = (line.text for line in reversed(near[-_NEXT:]) if _score(line, title) == 0.0)
    return next((text for text in plain if _SHORTEST_PLAIN <= len(text) <= _LONGEST), None)


def _score(line: WebLine, page_title: str) -> float:
    words = "".join(line.text.split())
    if not _SHORTEST <= len(words) <= _LONGEST or line.linked:
        return 0.0
    own = line.marks.rpartition(f"{line.tag} ")[2]
    score = _TAGS.get(line.tag, 0.0)
    score += 3.0 if _TITLE.search(own) and not _OTHER.search(own) else -1.5 if _OTHER.search(own) else 0.0
    score += max((min(int(size), 40) - 12) / 4.0 for size in ["12", *_SIZE.findall(own)])
    score += 2.0 * (line.bold >= len(words) and line.tag not in _TAGS)
    score += 3.0 * (len(words) > 3 and words in page_title) + line.is_centred
    return score - 3.0 * line.text.endswith(("。", "；"))
