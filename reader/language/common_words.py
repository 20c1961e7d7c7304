"""The common words of a text: how probable the likeliest of them are that make up a stretch of it.

A table of 80,000 words in memory, where `language.words` has jieba's whole dictionary in a file that has to be built
first: what only has to know whether a few characters are ordinary words need not wait for that.
"""

import math
from collections.abc import Mapping, Set
from functools import cache, lru_cache
from typing import NamedTuple

from reader import assets

_STEPS = 8
UNKNOWN = -math.log(1 << 26)
"""The chance of a character that is no word."""


class Cuts(NamedTuple):
    """The chances (logarithms) of the likeliest words of a stretch up to each place, and from each place on."""

    up_to: list[float]
    behind: list[float]

    def cost(self, begin: int, end: int) -> float:
        """Return by how much the words of the whole stretch are rarer than those on either side of a part of it."""
        return self.up_to[begin] + self.behind[end] - self.up_to[-1]


class _Table(NamedTuple):
    chances: Mapping[str, float]
    longest: Mapping[str, int]
    famous: Set[str]


@lru_cache(1 << 14)
def cuts(text: str) -> Cuts:
    """Return the chances of the likeliest words of a stretch of Han characters."""
    chances, longest, _ = _table()
    size = len(text)
    alone = [chances.get(character, UNKNOWN) for character in text]
    up_to = [0.0] + [-math.inf] * size
    words: list[tuple[int, int, float]] = []
    for at in range(size):
        so_far = up_to[at]
        if so_far + alone[at] > up_to[at + 1]:
            up_to[at + 1] = so_far + alone[at]
        if most := longest.get(text[at : at + 2]):
            for end in range(at + 2, min(size, at + most) + 1):
                chance = chances.get(text[at:end])
                if chance is not None:
                    words.append((at, end, chance))
                    if so_far + chance > up_to[end]:
                        up_to[end] = so_far + chance
    behind = [0.0] * (size + 1)
    for at in range(size - 1, -1, -1):
        best = alone[at] + behind[at + 1]
        while words and words[-1][0] == at:
            _, end, chance = words.pop()
            if chance + behind[end] > best:
                best = chance + behind[end]
        behind[at] = best
    return Cuts(up_to, behind)


def most_cost(text: str) -> float:
    """Return a number that `Cuts.cost` of these characters never exceeds, wherever they stand, in far less time."""
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
