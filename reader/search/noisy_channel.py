"""A noisy channel model: the probability that a printed string is a misreading of another string.

Follows M. D. Kernighan, K. W. Church, W. A. Gale: A spelling correction program based on a noisy channel model, COLING
1990. The odds of a misreading are the prior odds of this misreading times the likelihood ratio of the text with the
meant string to the text as printed. The likelihood of a text depends on its most probable words by the dictionary, and
on the frequencies of its character pairs in the library. The prior odds are higher for characters that look alike, for
long strings, and in a library where many characters are misread. They are lower where the printed character is part of
a word, and where the printed character may as well be a misreading of a third one.

The weights were fitted (maximum likelihood) on news with artificial misreadings of several kinds, see
docs/accuracy.md.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import TypeAlias

from reader.language.equality import ILLEGIBLE_MARKS, in_simplified, less_alike, lookalikes, shapes
from reader.language.forms import HAN
from reader.language.numbers import number_of
from reader.language.patterns import pattern
from reader.language.words import WINDOW, chance_of_best_cut, known_words
from reader.newspaper.article import FAINT, SURE

_IS_HAN = pattern(f"[{HAN}]")
USUAL_RATE = 0.05
"""The share of misread characters that is assumed before it has been measured."""
_LEAST_RATE = 0.002
_HIGHEST_RATE = 0.2
_LONG = 4
"""Strings of this length or more share the weights of long strings."""
_OF_LENGTH = {2: 1.152, 3: 3.161, 4: 4.492, 5: 5.558}
"""The prior log odds of a misreading, by the length of the string; all weights here are in units of log odds."""
_RATE = {2: 0.509, 3: 0.717, _LONG: 0.834}
"""The weight of the log odds of any character to be misread."""
_WORDS = {2: 0.266, 3: 0.300, _LONG: 0.169}
_PAIRS = {2: 0.113, 3: 0.205, _LONG: 0.236}
"""The weights of the evidence from the dictionary's words and from the library's character pairs."""
_SHARE = {2: 0.0, 3: -1.608, _LONG: -3.441}
"""The weight of the share of articles with the printed string among those with either string."""
_BY_RANK = {2: -0.447, 3: -0.642, _LONG: -0.402}
"""The weight of log(1 + r); r is the number of characters that look more like the meant one than the printed one."""
_UNLIKE = {2: -3.851, 3: -5.387, _LONG: -4.811}
"""Added for each character that does not look like the meant one."""
_TWO = {4: -3.786, 5: -3.307, 6: -2.926}
"""Added where two characters are misread, by the length of the string, clamped to these lengths."""
_IN_WORD = {2: -1.708, 3: -1.016, _LONG: -1.706}
"""Added where all printed characters in question are parts of words of the dictionary."""
_RIVALS = {2: 1.390, 3: 0.718, _LONG: 0.316}
"""The weight of the log probability that the meant character is meant, of all that look like the printed one."""
# `_BY_RANK` and `_UNLIKE` in the comparison of the characters that may be meant.
_RIVAL_BY_RANK = -0.9
_RIVAL_UNLIKE = -7.0
_RIVAL_CONTEXT = 3
"""The number of characters on each side by which these are compared."""
# Upper bounds of the evidence from character pairs, and from words.
_PAIRS_AT_MOST = 12.0
_WORDS_AT_MOST = {2: 18.0, 3: 22.0, _LONG: 28.0}
_FEW = 3
"""A printed string is considered correct if it is in more than this number of other articles, and in more of them than
the meant string is."""
_LEAST_ODDS = -0.5
"""Lower odds count as probability 0."""
_BY_CERTAINTY = {SURE: -2.0, FAINT: 0.5}
"""The log odds that a character is misread as the one meant, of which the recognizer was sure, or was not. That it is
misread at all they tell far better (docs/accuracy.md); but a doubted character may be a misreading of any other.
"""
_LEAST_PAIRS = 0.5
"""The pseudocount of a character pair, in multiples of the number of pairs to expect by chance."""
_LEAST_LEGIBLE = 3
"""The least length of a string that a mark for an illegible character (王□明) may be a part of."""
_MOST_EXPONENT = 700.0
"""Beyond it, `math.exp` overflows."""
_LEAST_ARTICLES = 100
"""The least number of articles to calculate with: in a smaller library, a string that occurs once may be misread."""

Place: TypeAlias = tuple[str, str, str, float]
"""The printed string, the text before and after it in its line, and the log odds of `by_recognizer`."""
Frequencies = Callable[[Sequence[str]], Sequence[int]]
"""Returns for each string in search form an upper bound of the number of articles that contain it."""


class NoisyChannel:
    """The model for a library of `articles` articles, in which the share `rate` of the characters is misread."""

    def __init__(self, frequencies: Frequencies, articles: int, rate: float) -> None:
        self._frequencies = frequencies
        self.articles = max(_LEAST_ARTICLES, articles)
        rate = min(max(rate, _LEAST_RATE), _HIGHEST_RATE)
        self._rate = math.log(rate / (1 - rate))
        self._known: dict[str, int] = {}

    def chance(
        self, meant: str, printed: str, before: str, after: str, by_recognizer: float, articles_with: int
    ) -> float:
        """Return the probability that `printed`, between `before` and `after` in a line, is a misreading of `meant`.

        Both are in search form, of equal length, and different; `articles_with` is the number of articles with `meant`,
        `by_recognizer` the log odds of that name.
        """
        if _is_illegible(meant, printed):
            return 1.0
        self._look_up((printed, *_affected_strings(meant, printed, before, after)))
        length = min(len(meant), _LONG)
        odds = by_recognizer + self._by_itself(meant, printed, articles_with)
        # the log odds from the frequencies of the library's character pairs
        evidence = 0.0
        for at, (one, other) in enumerate(zip(meant, printed, strict=True)):
            if one != other:
                left = (before + meant[:at])[-1:]
                right = (meant[at + 1 :] + after)[:1]
                evidence += self._in_pairs(one, left, right, 0)
                left = (before + printed[:at])[-1:]
                right = (printed[at + 1 :] + after)[:1]
                evidence -= self._in_pairs(other, left, right, 1)
        odds += _PAIRS[min(len(meant), _LONG)] * min(evidence, _PAIRS_AT_MOST)
        # what follows takes longest: it is skipped if even the strongest evidence would not be enough
        if odds + _WORDS[length] * _WORDS_AT_MOST[length] < _LEAST_ODDS:
            return 0.0
        before = before[-WINDOW:]
        after = after[:WINDOW]
        odds += _word_evidence(meant, printed, before, after)
        if odds < _LEAST_ODDS:
            return 0.0
        # all printed characters in question are parts of words of the dictionary
        words = known_words(in_simplified(before + printed + after))
        are_in_words = []
        for word in words:
            for _ in word:
                are_in_words.append(len(word) > 1)
        if all(are_in_words[len(before) + at] for at, one in enumerate(meant) if one != printed[at]):
            odds += _IN_WORD[length]
        odds += _RIVALS[length] * self._chance_among_rivals(meant, printed, before, after)
        return 1 / (1 + math.exp(min(max(-odds, -_MOST_EXPONENT), _MOST_EXPONENT)))

    def possible(
        self, meant: str, printed: Iterable[str], articles_with: int, by_recognizer: float = 0.0
    ) -> list[str]:
        """Return the printed strings that may be misreadings of `meant` in the context that makes it most likely."""
        strings = list(dict.fromkeys(printed))
        self._look_up(strings)
        length = min(len(meant), _LONG)
        around = _PAIRS[length] * _PAIRS_AT_MOST + _WORDS[length] * _WORDS_AT_MOST[length] + by_recognizer
        return [
            string
            for string in strings
            if _is_illegible(meant, string)
            or self._by_itself(meant, string, articles_with) + around >= _LEAST_ODDS
        ]

    def likely(self, meant: str, places: Iterable[Place], articles_with: int, least: float) -> set[Place]:
        """Return the places whose `chance` to be `meant` is at least `least`; faster than calling `chance` for each."""
        likely_places = list(places)
        for odds in {place[3] for place in likely_places}:
            odds_places = [place for place in likely_places if place[3] == odds]
            possible = set(self.possible(meant, (place[0] for place in odds_places), articles_with, odds))
            likely_places = [place for place in likely_places if place[3] != odds or place[0] in possible]
        self._look_up(chain.from_iterable(_affected_strings(meant, *place[:3]) for place in likely_places))
        return {place for place in likely_places if self.chance(meant, *place, articles_with) >= least}

    def _by_itself(self, meant: str, printed: str, articles_with: int) -> float:
        """Return the log odds from the two strings alone, without their context."""
        differing = [(one, other) for one, other in zip(meant, printed, strict=True) if one != other]
        length = min(len(meant), _LONG)
        ranks = [_rank(one, other) for one, other in differing]
        others = max(0, self._count(printed) - 1)
        if others > max(_FEW, articles_with):
            return -_MOST_EXPONENT
        rarities = sum(math.log1p(rank) for rank in ranks if rank is not None)
        log_odds = (
            _OF_LENGTH[min(len(meant), max(_OF_LENGTH))]
            + _RATE[length] * self._rate
            + _SHARE[length] * others / (articles_with + others + 2)
            + _UNLIKE[length] * ranks.count(None)
            + _BY_RANK[length] * rarities
        )
        if len(differing) > 1:
            log_odds += _TWO[min(max(len(meant), min(_TWO)), max(_TWO))]
        return log_odds

    def _chance_among_rivals(self, meant: str, printed: str, before: str, after: str) -> float:
        """Return the log probability that the first different character is meant, and none else like the printed one.

        They are compared by words and character pairs in the context.
        """
        at = next(at for at, one in enumerate(meant) if one != printed[at])
        line = before + meant[:at], meant[at + 1 :] + after
        left = line[0][-_RIVAL_CONTEXT:]
        right = line[1][:_RIVAL_CONTEXT]
        rivals = dict.fromkeys(meant[at] + lookalikes(printed[at]))
        rivals.pop(printed[at], None)
        self._look_up(
            chain.from_iterable(
                (
                    rival_character,
                    left[-1:] + rival_character,
                    rival_character + right[:1],
                    left[-1:],
                    right[:1],
                )
                for rival_character in rivals
            )
        )
        likelihood = {}
        for rival in rivals:
            rank = _rank(rival, printed[at])
            words = chance_of_best_cut(in_simplified(left + rival + right))
            pairs = self._in_pairs(rival, left[-1:], right[:1], 0)
            if rank is None:
                likeness = _RIVAL_UNLIKE
            else:
                likeness = _RIVAL_BY_RANK * math.log1p(rank)
            likelihood[rival] = (words + pairs) / 2 + likeness
        most = max(likelihood.values())
        total = sum(math.exp(log_chance - most) for log_chance in likelihood.values())
        return likelihood[meant[at]] - most - math.log(total)

    def _in_pairs(self, character: str, left: str, right: str, own_count: int) -> float:
        """Return the log probability of a character between two others, from the library's character pairs.

        `own_count` is subtracted from the counts: the number of articles that are counted because of the place in
        question.
        """
        character_count = max(0, self._count(character) - own_count) + 1
        chance = math.log(character_count / self.articles)
        if left:
            pair_count = max(0, self._count(left + character) - own_count)
            least_count = _LEAST_PAIRS * character_count / self.articles
            chance = math.log((pair_count + least_count) / (self._count(left) + 1))
        if right:
            right_count = max(1, self._count(right))
            pair_count = max(0, self._count(character + right) - own_count)
            least_count = _LEAST_PAIRS * right_count / self.articles
            likelihood = math.log((pair_count + least_count) / character_count)
            chance += likelihood - math.log((right_count + 1) / self.articles)
        return chance

    def _count(self, string: str) -> int:
        if string not in self._known:
            self._look_up([string])
        return self._known[string]

    def _look_up(self, strings: Iterable[str]) -> None:
        """Look up and cache the number of articles with each string; one call for many strings is faster."""
        new = [string for string in dict.fromkeys(strings) if string and string not in self._known]
        if new:
            self._known.update(zip(new, self._frequencies(new), strict=True))


def by_recognizer(certainty: str, at: Iterable[int]) -> float:
    """Return the log odds that characters are misread, from the marks of an article's characters (`SURE`, `FAINT`).

    `at` are the offsets of the printed characters in question. 0 if nothing is known about them.
    """
    if certainty:
        return sum(_BY_CERTAINTY.get(certainty[place : place + 1], 0.0) for place in at)
    return 0.0


def _affected_strings(meant: str, printed: str, before: str, after: str) -> Iterator[str]:
    """Yield the characters and character pairs of both strings whose counts are used, including those at their ends."""
    for line in (before + meant + after, before + printed + after):
        for at in range(max(0, len(before) - 1), min(len(line), len(before) + len(meant) + 1)):
            yield line[at : at + 1]
            yield line[at : at + 2]


def _word_evidence(meant: str, printed: str, before: str, after: str) -> float:
    """Return the log odds from the dictionary's words in the string and its context."""
    as_meant, as_printed = (
        chance_of_best_cut(in_simplified(before + text + after)) for text in (meant, printed)
    )
    length = min(len(meant), _LONG)
    return _WORDS[length] * min(as_meant - as_printed, _WORDS_AT_MOST[length])


@lru_cache(maxsize=1 << 12)
def _rank(meant: str, printed: str) -> int | None:
    """Return the number of characters that look more like `meant` than `printed` does; None if they are not alike."""
    ranks = (
        (lookalikes(one) + less_alike(one)).find(other) for one, other in ((printed, meant), (meant, printed))
    )
    return min((rank for rank in ranks if rank >= 0), default=None)


def _is_illegible(meant: str, printed: str) -> bool:
    """Return whether a string is printed with a mark (□) for each character in which it differs from the one meant."""
    return len(meant) >= _LEAST_LEGIBLE and all(
        other in ILLEGIBLE_MARKS for one, other in zip(meant, printed, strict=True) if one != other
    )


@lru_cache(maxsize=1 << 12)
def misread_for(character: str) -> tuple[str, ...]:
    """Return what may be printed instead of a character: its lookalikes, and marks for an illegible one."""
    others = (*lookalikes(character), *ILLEGIBLE_MARKS)
    return tuple(other for other in others if may_be_misread(other, character))


@lru_cache(maxsize=1 << 12)
def may_be_misread(printed: str, meant: str) -> bool:
    """Return whether a printed Han character may be a misreading of `meant`, or stands for an illegible one.

    It must not be another shape of the same character, nor may both be numerals.
    """
    if printed in ILLEGIBLE_MARKS and _IS_HAN.match(meant):
        return True
    are_numbers = number_of(meant) is not None and number_of(printed) is not None
    return not are_numbers and printed not in shapes(meant) and _IS_HAN.match(printed) is not None
