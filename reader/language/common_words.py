"""A table in memory of 80,000 common words with their probabilities, and which lines make words only from their end.

`language.words` has jieba's whole dictionary, in a file that must be built first. Code that only has to know whether a
string is an ordinary word uses this table and need not wait for that.
"""

import math
import re
from collections.abc import Mapping, Sequence, Set
from functools import cache, lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

from reader import assets
from reader.language.scripts import Script, in_script

_STEPS = 8
"""The word list contains the logarithms of frequencies, times this number, as integers."""
LONGEST = 5
"""The length of the longest word."""
UNKNOWN = -math.log(1 << 26)
"""The log probability of a character that is not a common word by itself."""


class _Table(NamedTuple):
    chances: Mapping[str, float]
    of_length: Sequence[Sequence[tuple[float, Sequence[str]]]]
    famous: Set[str]


def most_cost(text: str) -> float:
    """Return an upper bound of the cost that `people.candidates.costs` computes for a text; it takes far less time."""
    chances = _table().chances
    alone = [chances.get(character, UNKNOWN) for character in text]
    saved = 0.0
    for at in range(len(text) - 1):
        chance = chances.get(text[at : at + 2])
        if chance is not None:
            saved = max(saved, chance - alone[at] - alone[at + 1])
    return -sum(alone) - saved


@lru_cache(1 << 13)
def chance(text: str) -> float:
    """Return the log probability of a short text as its likeliest sequence of words."""
    chance_by_word = _table().chances
    best = [0.0]
    for end in range(1, len(text) + 1):
        best.append(best[-1] + chance_by_word.get(text[end - 1], UNKNOWN))
        for begin in range(max(0, end - LONGEST), end - 1):
            word_chance = chance_by_word.get(text[begin:end])
            if word_chance is not None and best[begin] + word_chance > best[end]:
                best[end] = best[begin] + word_chance
    return best[-1]


def cut(text: str) -> list[str]:
    chance_by_word = _table().chances
    best = [0.0]
    begins = [0]
    for end in range(1, len(text) + 1):
        best.append(best[-1] + chance_by_word.get(text[end - 1], UNKNOWN))
        begins.append(end - 1)
        for begin in range(max(0, end - LONGEST), end - 1):
            word_chance = chance_by_word.get(text[begin:end])
            if word_chance is not None and best[begin] + word_chance > best[end]:
                best[end] = best[begin] + word_chance
                begins[end] = begin
    words = []
    end = len(text)
    while end:
        words.append(text[begins[end] : end])
        end = begins[end]
    return words[::-1]


def chances() -> Mapping[str, float]:
    """Return the natural logarithm of the probability of each common word."""
    return _table().chances


def of_length(length: int) -> Sequence[tuple[float, Sequence[str]]]:
    """Return the common words of a length in groups of equal log probability, each with that probability."""
    return _table().of_length[length - 1]


def famous() -> Set[str]:
    return _table().famous


def is_common(text: str) -> bool:
    return text in _table().chances


@cache
def _table() -> _Table:
    words, _, people = (
        assets.resource("wordlists/common_words.txt").read_text(encoding="utf-8").partition("[people]\n")
    )
    lines = (line.split("/") for line in words.splitlines() if line[0] != "#")
    counted: list[tuple[float, list[list[str]]]] = []
    for step, *parts in lines:
        counted.append((int(step) / _STEPS, list(map(str.split, parts))))
    total = math.log(sum(sum(map(len, group_words)) * math.exp(count) for count, group_words in counted))
    of_length: list[list[tuple[float, list[str]]]] = []
    for at in range(LONGEST):
        of_length.append([(count - total, group_words[at]) for count, group_words in counted])
    chances = {}
    for groups in of_length:
        for chance, group_words in groups:
            for word in group_words:
                chances[word] = chance
    famous = frozenset(chain.from_iterable(line.split(" ")[1:] for line in people.splitlines()))
    return _Table(chances, of_length, famous)


_KEPT = re.compile(r"[!-~]+")
"""Matches Latin letters and numbers, which run from left to right in any line."""
_MIRRORED = str.maketrans("（）《》〈〉「」『』【】〔〕“”‘’", "）（》《〉〈」「』『】【〕〔”“’‘")
_CERTAIN = 2
"""So many more words in one direction make a line certain; a line with fewer goes with the page."""


def backwards(text: str) -> str:
    """Return a text from its last character to its first, with brackets turned; Latin words and numbers stay."""
    turned = _KEPT.sub(_reversed, text)[::-1]
    return turned.translate(_MIRRORED)


def _reversed(run: re.Match[str]) -> str:
    return run[0][::-1]


def are_backwards(texts: Sequence[str]) -> list[bool]:
    """Return for each line of one page whether it makes words only from its end to its beginning."""
    gains = [_gain(text) for text in texts]
    is_usual = sum(gains) >= _CERTAIN
    return [gain >= _CERTAIN or (is_usual and gain > -_CERTAIN) for gain in gains]


def _gain(text: str) -> int:
    """Return how many more pairs of characters are common words backwards than forwards."""
    pairs = [first + second for first, second in pairwise(in_script(text, Script.SIMPLIFIED))]
    return sum(is_common(pair[::-1]) - is_common(pair) for pair in pairs)
