"""How probable it is that a printed string is another one misread: a noisy channel.

As in M. D. Kernighan, K. W. Church, W. A. Gale: A spelling correction program based on a noisy channel model, COLING
1990. A printed character may be meant, or be a misreading of one that looks like it, or of any other. Each of these is
as probable as the text is with it, times a reading of it that gives what is printed. Three witnesses judge the text:
the likeliest words of the dictionary, the library's own pairs of characters, and how many of its articles have the
whole string. How often characters are misread is what was measured in the library (`misreading_rates`): where little
is misread, little is taken for misread.

The weights are fitted (maximum likelihood) on news into which misreadings of several kinds were put, see
docs/performance.md.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from reader.language.glyphs import lookalikes, shapes
from reader.language.variants import in_simplified
from reader.language.words import WINDOW, chances_of_cuts

USUAL_RATE = 0.05
"""The share of characters that are misread where nothing was measured."""
_LEAST_RATE, _HIGHEST_RATE = 0.002, 0.2
_WORDS, _PAIRS, _STRING = 0.406, 0.62, 0.438
"""The weights of the dictionary's words, of the library's pairs of characters, and of its strings."""
_LIKE, _BY_RANK = -0.148, 0.413
"""How probable it is (all as logarithms) that a misread character becomes the one that looks most like it, and how much
less for those behind it."""
_UNLIKE, _UNLIKE_IF_LONG = {2: -math.inf, 3: -7.732}, -5.712
"""How probable it is that it becomes any other character, in a string of so many: a short one tells too little."""
_YET_ANOTHER = -5.304
"""How probable it is that a character was meant that is not looked at."""
_UNSEEN = 0.545
"""So many articles more than were counted a string is taken to stand in."""
_LEAST_PAIRS = 0.5
"""The weight of how often two characters would stand beside each other by chance."""
_MOST_EXPONENT = 700.0
"""Beyond it a float has no exponential."""
_LEAST_ARTICLES = 100
"""A smaller library is taken for one of so many: what stands in it once may be misread, too."""

Frequencies = Callable[[Sequence[str]], Sequence[int]]
"""Returns at most how many articles hold each string in search form."""


class NoisyChannel:
    """The misreadings of a library of so many `articles`, in which this share of the characters is misread."""

    def __init__(self, frequencies: Frequencies, articles: int, rate: float) -> None:
        self._frequencies = frequencies
        self.articles = max(_LEAST_ARTICLES, articles)
        rate = min(max(rate, _LEAST_RATE), _HIGHEST_RATE)
        self._misread, self._meant = math.log(rate), math.log1p(-rate)
        self._known: dict[str, int] = {}

    def chance(self, meant: str, printed: str, before: str, after: str, articles_with: int) -> float:
        """Return how probable it is that what is printed between two stretches of a line is `meant`.

        Both are in search form, of one length, and not equal; `articles_with` have the string as it is meant. Of
        several characters that differ the least probable counts.
        """
        differing = [at for at, (one, other) in enumerate(zip(meant, printed, strict=True)) if one != other]
        chance = min(self._chance_at(meant, printed, at, before, after, articles_with) for at in differing)
        if len(differing) > 1 and chance > 0:
            chance = min(chance, self._chance_of_all(meant, printed, differing, before, after, articles_with))
        return chance

    def _chance_of_all(
        self,
        meant: str,
        printed: str,
        differing: Sequence[int],
        before: str,
        after: str,
        articles_with: int,
    ) -> float:
        """Return how probable it is that several characters are misread, and not all of them meant."""
        worths = []
        for text, articles in ((meant, articles_with), (printed, max(0, self._count(printed) - 1))):
            line = before[-WINDOW:] + text + after[:WINDOW]
            begin = len(before[-WINDOW:])
            pairs = sum(
                self._in_pairs(
                    line[begin + at],
                    line[max(0, begin + at - 1) : begin + at],
                    line[begin + at + 1 : begin + at + 2],
                    self._own(printed) if text is printed else 0,
                )
                for at in differing
            )
            words = chances_of_cuts(in_simplified(line))[0][-1]
            worths.append(_WORDS * words + _PAIRS * pairs + _STRING * math.log(articles + _UNSEEN))
        asked, as_printed = worths
        asked += sum(
            self._misread + _becomes(meant[at], printed[at], len(meant)) - self._meant for at in differing
        )
        return 1 / (1 + math.exp(min(as_printed - asked, _MOST_EXPONENT)))

    def _chance_at(
        self, meant: str, printed: str, at: int, before: str, after: str, articles_with: int
    ) -> float:
        """Return how probable one character of a string is a misreading, the others being as they are meant."""
        window = before[-WINDOW:] + meant + after[:WINDOW]
        here = len(before[-WINDOW:]) + at
        left, right = (before + meant[:at])[-1:], (meant[at + 1 :] + after)[:1]
        self._look_up(
            each
            for character in (printed[at], meant[at])
            for each in (character, left, right, left + character, character + right)
        )
        own = self._own(printed)
        is_long = len(meant) > len("两字")

        def worth(character: str, articles: int) -> float:
            """Return how probable the text is with a character, as it weighs; 0 for one that nothing is known of."""
            words = chances_of_cuts(in_simplified(window[:here] + character + window[here + 1 :]))[0][-1]
            pairs = self._in_pairs(character, left, right, own if character == printed[at] else 0)
            return (
                _WORDS * (words - as_printed)
                + _PAIRS * pairs
                + (_STRING * math.log(articles + _UNSEEN) if is_long else 0.0)
            )

        as_printed = chances_of_cuts(in_simplified(window[:here] + printed[at] + window[here + 1 :]))[0][-1]
        asked = worth(meant[at], articles_with) + self._misread + _becomes(meant[at], printed[at], len(meant))
        others = [
            worth(printed[at], max(0, self._count(printed) - 1)) + self._meant,
            self._misread + _YET_ANOTHER,
        ]
        if asked > max(others):
            others += [
                worth(other, self._count(meant[:at] + other + meant[at + 1 :]))
                + self._misread
                + _becomes(other, printed[at], len(meant))
                for other in self._others(meant[at], printed[at], left, right)
            ]
        most = max(asked, *others)
        return math.exp(asked - most) / (
            math.exp(asked - most) + sum(math.exp(other - most) for other in others)
        )

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

    def _own(self, printed: str) -> int:
        """Return how many articles do not tell whether a string is meant: those that have it, if it is long enough for
        `_STRING` to weigh them, or the one that is looked at.
        """
        return self._count(printed) if len(printed) > len("两字") else 1

    def _others(self, meant: str, printed: str, left: str, right: str) -> list[str]:
        """Return the other characters that look like the printed one and stand between these two in the library."""
        found = [each for each in lookalikes(printed) if each != meant and each not in shapes(printed)]
        if left:
            self._look_up(left + each for each in found)
            found = [each for each in found if self._count(left + each)]
        self._look_up(string for each in found for string in (each, each + right))
        return [each for each in found if self._count(each + right)]

    def _count(self, string: str) -> int:
        if string not in self._known:
            self._look_up([string])
        return self._known[string]

    def _look_up(self, strings: Iterable[str]) -> None:
        """Learn how many articles have each string; many at once are quicker."""
        new = [string for string in dict.fromkeys(strings) if string and string not in self._known]
        if new:
            self._known.update(zip(new, self._frequencies(new), strict=True))


@lru_cache(maxsize=1 << 12)
def _becomes(meant: str, printed: str, length: int) -> float:
    """Return how probable it is that one character is read as another in a string of so many, as a logarithm."""
    rank = lookalikes(printed).find(meant)
    return _UNLIKE.get(length, _UNLIKE_IF_LONG) if rank < 0 else _LIKE - _BY_RANK * math.log1p(rank)
