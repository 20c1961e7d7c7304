"""A quotation that stands above the headline of a handbill belongs to it, and begins no article of its own."""

from collections.abc import Sequence

from reader.language.equality import simplified
from reader.language.patterns import pattern
from reader.parsing.line_features import Line
from reader.parsing.weights import OUTSIDE, LineRole

_LABEL = pattern(
    "(?:最[高新]指示|(?:毛主席|马克思|恩格斯|列宁|斯大林|鲁迅|孙中山|总理)?(?:语录|教导|遗嘱))[:：]?"
)
_MOST_LINES = 8
_LONGEST = 160
"""Maximum number of characters of a quotation; a longer one is a text."""
_HEADLINE = frozenset({LineRole.KICKER, LineRole.HEADLINE, LineRole.SECTION})
_NO_TEXT = _HEADLINE | OUTSIDE | {LineRole.HEADLINE_MORE, LineRole.DECK, LineRole.BYLINE, LineRole.NOTICE}


def is_label_of_quotation(text: str) -> bool:
    """Return whether a line says whose words stand below it: “最高指示”."""
    return _LABEL.fullmatch(simplified("".join(text.split()))) is not None


def with_epigraph(lines: Sequence[Line], roles: Sequence[LineRole]) -> tuple[LineRole, ...]:
    """Return the roles; a short quotation below its label, with which a file begins, is above the headline below it."""
    if not lines or not is_label_of_quotation(lines[0].plain):
        return tuple(roles)
    end = 1
    while end < len(lines) and end <= _MOST_LINES and roles[end] not in _NO_TEXT:
        end += 1
    is_short = sum(len(line.plain) for line in lines[1:end]) <= _LONGEST
    is_by_reader = any(line.decisions.names_role or line.decisions.starts for line in lines[: end + 1])
    if end == 1 or end >= len(lines) or roles[end] not in _HEADLINE or not is_short or is_by_reader:
        return tuple(roles)
    return (LineRole.SECTION, *[LineRole.KICKER] * (end - 1), *roles[end:])
