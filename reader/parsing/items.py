"""The items of a page without headings: paragraphs that each begin alike, with a sign, a label in brackets, a dateline.

A page of telegrams, of news in a sentence each, of notices: “【路透社伦敦三日电】…”, “〖轮渡加价〗…”, “△…”.
"""

from collections.abc import Sequence
from enum import Enum, auto

from reader.language.numbers import NUMERAL
from reader.language.patterns import pattern
from reader.parsing.line_features import OF_HEADS, Line
from reader.parsing.weights import OUTSIDE, LineFeature, LineRole

_LEAST_ITEMS = 3
_LEAST_OF_TEXTS = 0.6
"""Share of the paragraphs that begin an item; others go on with one."""
_SHORTEST = 12
_LABEL = pattern(
    f"[【〖〔［\\[](?!{NUMERAL}+[】〗〕］\\]])(?P<words>[^】〗〕］\\]]{{2,20}})[】〗〕］\\]](?=.{{8}})"
)
_TELLS_SOURCE = pattern("[电電讯訊]$")
_GOES_ON = pattern("又[讯电訊電]?$|问$|答$|[编編]者|[记記]者|[链鏈]接|[资資]料|^[注註附按]|^[0-9:：]+$")
"""A label of something that belongs to the item above."""
_SIGNS = frozenset("△▲○◎●■□◆◇★☆※▽▼⊙◉")
_DATELINES = frozenset({LineFeature.DATELINE, LineFeature.TELEGRAM})
_OPENING = frozenset({LineRole.OPENING})


class _Beginning(Enum):
    SIGN = auto()
    LABEL = auto()
    DATELINE = auto()


def with_items(lines: Sequence[Line], allowed: Sequence[frozenset[LineRole]]) -> list[frozenset[LineRole]]:
    """Return the roles that lines may have, given those of before: what begins an item opens an article."""
    items = _items_of(lines, allowed)
    if not items:
        return [*allowed]
    return [
        _OPENING if at in items and not line.decisions.names_role else may
        for at, (line, may) in enumerate(zip(lines, allowed, strict=True))
    ]


def _items_of(lines: Sequence[Line], allowed: Sequence[frozenset[LineRole]]) -> frozenset[int]:
    """Return the indices of the lines with which items begin; none on a page with a heading, or if they begin unalike.

    `allowed` are the roles that the lines may have; those that may be outside of articles are passed over.
    """
    items: dict[int, str] = {}
    beginnings: set[_Beginning] = set()
    texts = 0
    for at, (line, may) in enumerate(zip(lines, allowed, strict=True)):
        if not may.isdisjoint(OUTSIDE) and not line.own.isdisjoint(OF_HEADS):
            continue
        if may <= OUTSIDE:
            continue
        beginning = _beginning_of(line)
        if beginning is None and (not items or line.is_heading_like):
            return frozenset()
        texts += len(line.text) >= _SHORTEST
        if beginning is not None:
            beginnings.add(beginning)
            items[at] = _words_of(line, beginning)
    if len(items) < _LEAST_ITEMS or len(items) < _LEAST_OF_TEXTS * texts:
        return frozenset()
    if _Beginning.SIGN in beginnings and (len(beginnings) > 1 or len({*items.values()}) > 1):
        return frozenset()
    labels = [words for words in items.values() if words and not _TELLS_SOURCE.search(words)]
    if _Beginning.LABEL in beginnings and len({*labels}) < len(labels):
        return frozenset()
    return frozenset(items)


def _beginning_of(line: Line) -> _Beginning | None:
    if len(line.text) < _SHORTEST:
        return None
    if line.text[0] in _SIGNS:
        return _Beginning.SIGN
    label = _LABEL.match(line.text)
    if label is not None:
        return None if _GOES_ON.search(label["words"]) else _Beginning.LABEL
    if not line.own.isdisjoint(_DATELINES):
        return _Beginning.DATELINE
    return None


def _words_of(line: Line, beginning: _Beginning) -> str:
    """Return what items that begin in one way have alike, or must not have: the sign; the words in brackets."""
    if beginning is _Beginning.SIGN:
        return line.text[0]
    label = _LABEL.match(line.text)
    if label is not None:
        return label["words"]
    return ""
