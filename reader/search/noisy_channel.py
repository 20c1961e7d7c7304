"""How probable it is that a printed string is another one misread: a noisy channel.

As in M. D. Kernighan, K. W. Church, W. A. Gale: A spelling correction program based on a noisy channel model, COLING
1990: the odds that a string is meant are those of the text with it against the text as printed, times those of such a
misreading. Two witnesses judge the text: the likeliest words of the dictionary and the library's own pairs of
characters. A misreading is likelier the more alike the characters look, the longer the string, and the more is misread
in the library (`misreading_rates`): where little is misread, little is taken for misread.

The weights are fitted (maximum likelihood) on news into which misreadings of several kinds were put, see
docs/performance.md.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TypeAlias

from reader.language.glyphs import lookalikes
from reader.language.variants import in_simplified
from reader.language.words import WINDOW, chance_of_best_cut

USUAL_RATE = 0.05
"""The share of characters that are misread where nothing was measured."""
_LEAST_RATE, _HIGHEST_RATE = 0.002, 0.2
_LONG = 4
"""A string of so many characters and more is long: others with most of its characters are few."""
_OF_LENGTH = {2: 0.098, 3: 1.833, 4: 1.346, 5: 2.65}
"""What speaks for a misreading at first (as all here a logarithm of odds), by the length of the string."""
_WORDS = {2: 0.341, 3: 0.329, _LONG: 0.377}
_PAIRS = {2: 0.351, 3: 0.292, _LONG: 0.156}
"""The weights of the dictionary's words and of the library's pairs of characters."""
_SHARE = {2: 0.0, 3: -2.117, _LONG: -1.554}
"""The weight of the share of the articles that have what is printed among those with either."""
_RATE = 0.587
_BY_RANK = {2: -1.115, 3: -0.514, _LONG: -0.379}
"""The weight of how many others look more like the character (of the logarithm)."""
_UNLIKE = {2: -6.514, 3: -5.457, _LONG: -3.767}
"""What is added for a character that does not look like the one that is meant."""
_TWO = {4: -4.986, 5: -4.295, 6: -3.052}
"""What is added where two characters are misread, in strings of so many characters (of fewer and more, too)."""
_PAIRS_AT_MOST, _WORDS_AT_MOST = 3.5, {2: 6.0, 3: 8.0, _LONG: 12.0}
"""What is around a string hardly ever tells more than this."""
_FEW = 3
"""More other articles than so many, and than have the string that is meant, are not all misread."""
_LEAST_ODDS = -1.0
"""Less is taken for none."""
_LEAST_PAIRS = 0.5
"""The weight of how often two characters would stand beside each other by chance."""
_MOST_EXPONENT = 700.0
"""Beyond it a float has no exponential."""
_LEAST_ARTICLES = 100
"""A smaller library is taken for one of so many: what stands in it once may be misread, too."""

Place: TypeAlias = tuple[str, str, str]
"""What is printed, and the text of the line before and after it."""
Frequencies = Callable[[Sequence[str]], Sequence[int]]
"""Returns at most how many articles hold each string in search form."""


class NoisyChannel:
    """The misreadings of a library of so many `articles`, in which this share of the characters is misread."""

    def __init__(self, frequencies: Frequencies, articles: int, rate: float) -> None:
        self._frequencies = frequencies
        self.articles = max(_LEAST_ARTICLES, articles)
        rate = min(max(rate, _LEAST_RATE), _HIGHEST_RATE)
        self._rate = math.log(rate / (1 - rate))
        self._known: dict[str, int] = {}

    def chance(self, meant: str, printed: str, before: str, after: str, articles_with: int) -> float:
        """Return how probable it is that what is printed between two stretches of a line is `meant`.

        Both are in search form, of one length, and not equal; `articles_with` have the string as it is meant.
        """
        self._look_up((printed, *_asked_about(meant, printed, before, after)))
        odds = self._by_itself(meant, printed, articles_with)
        odds += self._pairs_tell(meant, printed, before, after)
        if odds + _WORDS_AT_MOST[min(len(meant), _LONG)] < _LEAST_ODDS:
            return 0.0
        odds += _words_tell(meant, printed, before[-WINDOW:], after[:WINDOW])
        return 1 / (1 + math.exp(min(max(-odds, -_MOST_EXPONENT), _MOST_EXPONENT)))

    def possible(self, meant: str, printed: Iterable[str], articles_with: int) -> list[str]:
        """Return the printed strings that may be another one misread, if all that is around them speaks for it."""
        strings = list(dict.fromkeys(printed))
        self._look_up(strings)
        least = _LEAST_ODDS - _PAIRS_AT_MOST - _WORDS_AT_MOST[min(len(meant), _LONG)]
        return [each for each in strings if self._by_itself(meant, each, articles_with) >= least]

    def likely(self, meant: str, places: Iterable[Place], articles_with: int, least: float) -> set[Place]:
        """Return the places that are `meant` with at least this probability; many at once are quicker."""
        wanted = list(places)
        possible = set(self.possible(meant, (printed for printed, _, _ in wanted), articles_with))
        wanted = [place for place in wanted if place[0] in possible]
        self._look_up(asked for place in wanted for asked in _asked_about(meant, *place))
        return {place for place in wanted if self.chance(meant, *place, articles_with) >= least}

    def _by_itself(self, meant: str, printed: str, articles_with: int) -> float:
        """Return what the two strings tell, without what is around them."""
        differing = [(one, other) for one, other in zip(meant, printed, strict=True) if one != other]
        length = min(len(meant), _LONG)
        ranks = [_rank(one, other) for one, other in differing]
        others = max(0, self._count(printed) - 1)
        if others > max(_FEW, articles_with):
            return -_MOST_EXPONENT
        return (
            _OF_LENGTH[min(len(meant), max(_OF_LENGTH))]
            + _RATE * self._rate
            + _SHARE[length] * others / (articles_with + others + 2)
            + _UNLIKE[length] * ranks.count(None)
            + _BY_RANK[length] * sum(math.log1p(rank) for rank in ranks if rank is not None)
            + (_TWO[min(max(len(meant), min(_TWO)), max(_TWO))] if len(differing) > 1 else 0.0)
        )

    def _pairs_tell(self, meant: str, printed: str, before: str, after: str) -> float:
        """Return what the library's pairs of characters tell."""
        weight = _PAIRS[min(len(meant), _LONG)]
        told = 0.0
        for at, (one, other) in enumerate(zip(meant, printed, strict=True)):
            if one != other:
                left, right = (before + meant[:at])[-1:], (meant[at + 1 :] + after)[:1]
                told += self._in_pairs(one, left, right, 0)
                left, right = (before + printed[:at])[-1:], (printed[at + 1 :] + after)[:1]
                told -= self._in_pairs(other, left, right, 1)
        return weight * told

    def _in_pairs(self, character: str, left: str, right: str, own: int) -> float:
        """Return how probable a character is between two others by the pairs of the library, as a logarithm.

        `own` articles do not count: those in which it is to be told whether the character is meant.
        """
        alone = max(0, self._count(character) - own) + 1
        chance = math.log(alone / self.articles)
        if left:
            together = max(0, self._count(left + character) - own) + _LEAST_PAIRS * alone / self.articles
            chance = math.log(together / (self._count(left) + 1))
        if right:
            of_right = max(1, self._count(right))
            together = max(0, self._count(character + right) - own) + _LEAST_PAIRS * of_right / self.articles
            chance += math.log(together / alone) - math.log((of_right + 1) / self.articles)
        return chance

    def _count(self, string: str) -> int:
        if string not in self._known:
            self._look_up([string])
        return self._known[string]

    def _look_up(self, strings: Iterable[str]) -> None:
        """Learn how many articles have each string; many at once are quicker."""
        new = [string for string in dict.fromkeys(strings) if string and string not in self._known]
        if new:
            self._known.update(zip(new, self._frequencies(new), strict=True))


def _asked_about(meant: str, printed: str, before: str, after: str) -> Iterator[str]:
    """Yield the characters and pairs of characters in which a place and what may be meant there differ."""
    for line in (before + meant + after, before + printed + after):
        for at in range(max(0, len(before) - 1), min(len(line), len(before) + len(meant) + 1)):
            yield line[at : at + 1]
            yield line[at : at + 2]


def _words_tell(meant: str, printed: str, before: str, after: str) -> float:
    """Return what the words of the dictionary tell."""
    as_meant, as_printed = (
        chance_of_best_cut(in_simplified(before + text + after)) for text in (meant, printed)
    )
    return _WORDS[min(len(meant), _LONG)] * (as_meant - as_printed)


@lru_cache(maxsize=1 << 12)
def _rank(meant: str, printed: str) -> int | None:
    """Return how many characters look more like one than another does; None where they do not look alike."""
    ranks = (lookalikes(printed).find(meant), lookalikes(meant).find(printed))
    return min((rank for rank in ranks if rank >= 0), default=None)
