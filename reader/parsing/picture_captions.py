"""Assigning pictures that stand after a text to their articles, by the words of their captions."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import takewhile

from reader.language.forms import HAN
from reader.parsing import credits
from reader.parsing.articles import Group
from reader.parsing.line_features import Line
from reader.parsing.weights import Feature, LineRole

_WORD = re.compile(f"[{HAN}]+")
_LEAST_PAIRS = 8
_STRANGE = 0.06
"""Maximum share of a caption's character pairs in a text that is not the picture's. Of thirty pictures with their
articles all but one had a tenth or more in common, and none had with the article before its own."""
_AT_HOME = 0.25


def with_pictures_moved(groups: Sequence[Group]) -> list[Group]:
    """Return the groups with unrelated pictures after a text moved to the article below, or to groups of their own."""
    apart: list[Group] = []
    for at, group in enumerate(groups):
        captions = _behind_the_text(group)
        pairs = _pairs(credits.without_photographer(line.plain) for line, _ in captions)
        if len(pairs) < _LEAST_PAIRS or _shared(pairs, group.members[: -len(captions)]) > _STRANGE:
            apart.append(group)
            continue
        apart.append(_of(group, group.members[: -len(captions)]))
        below = groups[at + 1] if at + 1 < len(groups) else None
        if below is not None and not below.is_by_reader and _shared(pairs, below.members) >= _AT_HOME:
            below.members[:0] = captions
            below.roles.add(LineRole.CAPTION)
        else:
            apart.append(_of(group, captions))
    return apart


def _behind_the_text(group: Group) -> list[tuple[Line, LineRole]]:
    """Return the captions at the end of an article that also has a text."""
    behind = list(takewhile(lambda member: member[1] is LineRole.CAPTION, reversed(group.members)))
    is_free = not group.is_by_reader and not any(
        line.decisions.names_role or line.decisions.joins or Feature.POINTER in line.own for line, _ in behind
    )
    has_text = LineRole.PARAGRAPH in group.roles or LineRole.OPENING in group.roles
    return behind[::-1] if is_free and has_text else []


def _of(group: Group, members: list[tuple[Line, LineRole]]) -> Group:
    return replace(group, members=members, roles={role for _, role in members})


def _shared(pairs: set[str], members: Iterable[tuple[Line, LineRole]]) -> float:
    return len(pairs & _pairs(line.plain for line, _ in members)) / len(pairs)


def _pairs(texts: Iterable[str]) -> set[str]:
    """Return the pairs of adjacent Han characters."""
    words = [word for text in texts for word in _WORD.findall(text)]
    return {word[i : i + 2] for word in words for i in range(len(word) - 1)}
