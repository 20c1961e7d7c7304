"""A line in italics or in bold type right below a marked heading is its deck: “## 标题”, “*副题*”."""

from collections.abc import Sequence

from reader.language.patterns import pattern
from reader.parsing import credits, fields, line_patterns

_EMPHASISED = pattern(r"([*_]{1,3})(?![*_\s])([^*_]{2,60})(?<![*_\s])\1")
_LONGEST = 66
_FIELD = pattern("[:：|｜]|[。；]$")
"""What a deck has not: the label of a field, or the end of a sentence of the text."""


def numbers_of_decks(lines: Sequence[str], levels: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Return the numbers of the lines that are decks by their emphasis.

    `levels` are the number of each line that is not blank, and the level of its heading mark, 0 without one. Of several
    lines in an article that are emphasised as a whole, the first is a subhead as the others are.
    """
    found: set[int] = set()
    deck = 0
    heading = ""
    for number, level in levels:
        line = lines[number - 1].strip()
        words = _emphasised(line)
        if level:
            found.add(deck)
            deck = 0
            heading = line
        elif words:
            deck = 0
            if heading and _may_be_deck(words, heading):
                deck = number
        if not level:
            heading = ""
    if levels and deck != levels[-1][0]:
        found.add(deck)
    return frozenset(found - {0})


def _emphasised(line: str) -> str:
    """Return the words of a line that is emphasised as a whole, "" for any other."""
    if line[0] not in "*_" or len(line) > _LONGEST:
        return ""
    match = _EMPHASISED.fullmatch(line)
    if match is None:
        return ""
    return match[2]


def _may_be_deck(words: str, heading: str) -> bool:
    """Return whether words below a heading are neither a credit, a day, the caption of a picture nor a field."""
    if _FIELD.search(words) or line_patterns.begins_caption(words) or line_patterns.is_caption(words):
        return False
    if credits.is_credit_line(words) or credits.is_author_line(words):
        return False
    return not fields.dates_in(words) and fields.title_in(heading.lstrip("# ")) is None
