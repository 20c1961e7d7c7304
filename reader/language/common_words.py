"""The common words of texts, and how probable they are.

A table of 80,000 words in memory, where `language.words` has jieba's whole dictionary in a file that has to be built
first: what only has to know whether a few characters are ordinary words need not wait for that.
"""

import math
from collections.abc import Mapping, Set
from functools import cache
from typing import NamedTuple

from reader import assets

_STEPS = 8
UNKNOWN = -math.log(1 << 26)
"""The chance of a character that is no word."""


class _Table(NamedTuple):
    chances: Mapping[str, float]
    longest: Mapping[str, int]
    famous: Set[str]


def most_cost(text: str) -> float:
    """Return a number that `people.word_costs` never exceeds for these characters, in far less time."""
    chances = _table().chances
    alone = [chances.get(character, UNKNOWN) for character in text]
    saved = 0.0
    for at in range(len(text) - 1):
        chance = chances.get(text[at : at + 2])
        if chance is not None:
            saved = max(saved, chance - alone[at] - alone[at + 1])
    return -sum(alone) - saved


def chances() -> Mapping[str, float]:
    """Return the logarithms of how probable the common words are."""
    return _table().chances


def longest() -> Mapping[str, int]:
    """Return by two characters how many the longest common word has that begins with them."""
    return _table().longest


def famous() -> Set[str]:
    """Return the names of people of whom much has been written."""
    return _table().famous


def is_common(text: str) -> bool:
    """Return whether a text is one of the common words."""
    return text in _table().chances


def is_famous(name: str) -> bool:
    """Return whether a name is that of a person of whom much has been written."""
    return name in _table().famous


@cache
def _table() -> _Table:
    words, _, people = (
        assets.resource("wordlists/common_words.txt").read_text(encoding="utf-8").partition("[people]\n")
    )
    counts: dict[str, float] = {}
    for line in words.splitlines():
        if line[0] != "#":
            step, _, found = line.partition(" ")
            counts.update(dict.fromkeys(found.split(" "), int(step) / _STEPS))
    total = math.log(sum(map(math.exp, counts.values())))
    chances = {word: count - total for word, count in counts.items()}
    longest: dict[str, int] = {}
    for word in chances:
        size = len(word)
        if size > longest.get(word[:2], 1):
            longest[word[:2]] = size
    famous = frozenset(name for line in people.splitlines() for name in line.split(" ")[1:])
    return _Table(chances, longest, famous)
