"""The probability that a printed string is another one misread: a noisy channel.

Follows M. D. Kernighan, K. W. Church, W. A. Gale: A spelling correction program based on a noisy channel model, COLING
1990: the odds that a string is meant are those of the text with it against the text as printed, times those of such a
misreading. The text is judged by the likeliest words of the dictionary, and by the library's own pairs of characters. A
misreading is the likelier, the more alike the characters look, and the longer the string. The prior odds are those of a
character of the library to be misread (`misreading_rates`): where little is misread, little is taken for misread.

The weights are fitted (maximum likelihood) on news into which misreadings of several kinds were put, see
docs/performance.md.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TypeAlias

from reader.language.variants import in_simplified, less_alike, lookalikes
from reader.language.words import WINDOW, chance_of_best_cut

USUAL_RATE = 0.05
"""The share of misread characters where nothing was measured."""
_LEAST_RATE, _HIGHEST_RATE = 0.002, 0.2
_LONG = 4
"""The length from which a string counts as long: few other strings share most of its characters."""
_OF_LENGTH = {2: 1.298, 3: 3.846, 4: 3.947, 5: 5.226}
"""The prior for a misreading (like all weights here, a logarithm of odds), by the length of the string."""
_WORDS = {2: 0.324, 3: 0.284, _LONG: 0.329}
_PAIRS = {2: 0.438, 3: 0.423, _LONG: 0.285}
"""The weights of the dictionary's words and of the library's pairs of characters."""
_SHARE = {2: 0.0, 3: -2.242, _LONG: -4.126}
"""The weight of the share of articles with the printed string among those with either."""
_BY_RANK = {2: -0.878, 3: -0.895, _LONG: -0.482}
"""The weight of the logarithm of 1 + the number of characters that look more alike."""
_UNLIKE = {2: -7.566, 3: -7.513, _LONG: -5.768}
"""Added for each character that does not look like the meant one."""
_TWO = {4: -4.539, 5: -3.965, 6: -3.509}
"""Added where two characters are misread, by the length of the string, clamped to these lengths."""
_PAIRS_AT_MOST, _WORDS_AT_MOST = 12.0, {2: 18.0, 3: 22.0, _LONG: 28.0}
"""Upper bounds of the evidence of the text around a string."""
_FEW = 3
"""A string is taken as correct if more other articles have it than this number, and more than have the meant string."""
_LEAST_ODDS = -1.0
"""Lower odds count as probability 0."""
_LEAST_PAIRS = 0.5
"""The weight of the number of times two characters are neighbours by chance."""
_MOST_EXPONENT = 700.0
"""Beyond it, `math.exp` overflows."""
_LEAST_ARTICLES = 100
"""A smaller library counts as one of this size: what occurs in it once may be misread, too."""

Place: TypeAlias = tuple[str, str, str]
"""What is printed, and the text before and after it in its line."""
Frequencies = Callable[[Sequence[str]], Sequence[int]]
"""Returns for each string in search form an upper bound of the number of articles that contain it."""


class NoisyChannel:
    """The misreadings of a library of `articles` articles, in which the share `rate` of the characters is misread."""

    def __init__(self, frequencies: Frequencies, articles: int, rate: float) -> None:
        self._frequencies = frequencies
        self.articles = max(_LEAST_ARTICLES, articles)
        rate = min(max(rate, _LEAST_RATE), _HIGHEST_RATE)
        self._rate = math.log(rate / (1 - rate))
        self._known: dict[str, int] = {}

    def chance(self, meant: str, printed: str, before: str, after: str, articles_with: int) -> float:
        """Return the probability that what is printed, between two stretches of a line, is `meant`.

        Both are in search form, of equal length, and different; `articles_with` is the number of articles with `meant`.
        """
        self._look_up((printed, *_affected_strings(meant, printed, before, after)))
        length = min(len(meant), _LONG)
        odds = self._by_itself(meant, printed, articles_with)
        odds += self._pair_evidence(meant, printed, before, after)
        if odds + _WORDS[length] * _WORDS_AT_MOST[length] < _LEAST_ODDS:
            return 0.0
        odds += _word_evidence(meant, printed, before[-WINDOW:], after[:WINDOW])
        return 1 / (1 + math.exp(min(max(-odds, -_MOST_EXPONENT), _MOST_EXPONENT)))

    def possible(self, meant: str, printed: Iterable[str], articles_with: int) -> list[str]:
        """Return the printed strings that may be `meant` misread if all the text around them supports it."""
        strings = list(dict.fromkeys(printed))
        self._look_up(strings)
        length = min(len(meant), _LONG)
        around = _PAIRS[length] * _PAIRS_AT_MOST + _WORDS[length] * _WORDS_AT_MOST[length]
        return [
            each for each in strings if self._by_itself(meant, each, articles_with) + around >= _LEAST_ODDS
        ]

    def likely(self, meant: str, places: Iterable[Place], articles_with: int, least: float) -> set[Place]:
        """Return the places whose `chance` to be `meant` is at least `least`; faster than to ask for one at a time."""
        wanted = list(places)
        possible = set(self.possible(meant, (printed for printed, _, _ in wanted), articles_with))
        wanted = [place for place in wanted if place[0] in possible]
        self._look_up(asked for place in wanted for asked in _affected_strings(meant, *place))
        return {place for place in wanted if self.chance(meant, *place, articles_with) >= least}

    def _by_itself(self, meant: str, printed: str, articles_with: int) -> float:
        """Return the log odds from the two strings alone, without their context."""
        differing = [(one, other) for one, other in zip(meant, printed, strict=True) if one != other]
        length = min(len(meant), _LONG)
        ranks = [_rank(one, other) for one, other in differing]
        others = max(0, self._count(printed) - 1)
        if others > max(_FEW, articles_with):
            return -_MOST_EXPONENT
        return (
            _OF_LENGTH[min(len(meant), max(_OF_LENGTH))]
            + self._rate
            + _SHARE[length] * others / (articles_with + others + 2)
            + _UNLIKE[length] * ranks.count(None)
            + _BY_RANK[length] * sum(math.log1p(rank) for rank in ranks if rank is not None)
            + (_TWO[min(max(len(meant), min(_TWO)), max(_TWO))] if len(differing) > 1 else 0.0)
        )

    def _pair_evidence(self, meant: str, printed: str, before: str, after: str) -> float:
        """Return the log odds from the frequencies of the library's character pairs."""
        told = 0.0
        for at, (one, other) in enumerate(zip(meant, printed, strict=True)):
            if one != other:
                left, right = (before + meant[:at])[-1:], (meant[at + 1 :] + after)[:1]
                told += self._in_pairs(one, left, right, 0)
                left, right = (before + printed[:at])[-1:], (printed[at + 1 :] + after)[:1]
                told -= self._in_pairs(other, left, right, 1)
        return _PAIRS[min(len(meant), _LONG)] * min(told, _PAIRS_AT_MOST)

    def _in_pairs(self, character: str, left: str, right: str, own: int) -> float:
        """Return the log probability of a character between two others by the pairs of the library.

        `own` articles are subtracted from the counts: those whose reading is in question.
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
        """Look up and cache the number of articles with each string; one query for many is faster."""
        new = [string for string in dict.fromkeys(strings) if string and string not in self._known]
        if new:
            self._known.update(zip(new, self._frequencies(new), strict=True))


def _affected_strings(meant: str, printed: str, before: str, after: str) -> Iterator[str]:
    """Yield the characters and pairs in which the text as printed and as meant differ, with the neighbouring ones."""
    for line in (before + meant + after, before + printed + after):
        for at in range(max(0, len(before) - 1), min(len(line), len(before) + len(meant) + 1)):
            yield line[at : at + 1]
            yield line[at : at + 2]


def _word_evidence(meant: str, printed: str, before: str, after: str) -> float:
    """Return the log odds from the dictionary's words."""
    as_meant, as_printed = (
        chance_of_best_cut(in_simplified(before + text + after)) for text in (meant, printed)
    )
    length = min(len(meant), _LONG)
    return _WORDS[length] * min(as_meant - as_printed, _WORDS_AT_MOST[length])


@lru_cache(maxsize=1 << 12)
def _rank(meant: str, printed: str) -> int | None:
    """Return how many characters look more like `meant` than `printed` does; None if the two do not look alike."""
    ranks = (
        (lookalikes(one) + less_alike(one)).find(other) for one, other in ((printed, meant), (meant, printed))
    )
    return min((rank for rank in ranks if rank >= 0), default=None)
