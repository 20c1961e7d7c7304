"""Likely misreadings in a text: characters in a rare string where a lookalike makes a word.

A character is suspected where it is outside the words of the dictionary, or in a rare one, and where another in its
place makes the words around it far likelier. The library's own texts count besides the dictionary: a string in many
articles is no misreading, and one that is rare beside the other is.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from reader.language.variants import simplified
from reader.language.words import cost, known_words, word_chance
from reader.search.misread_string import misread_for

LEAST_CERTAIN = 7.0
"""The least gain in the likelihood of the words by the other character, as a natural logarithm."""
_WINDOW = 4
"""Characters on either side that are considered."""
_LONGEST = 4
"""Characters of the longest word that is looked for around a character."""
_SEEN = 1.0
"""The weight of the library's texts relative to the dictionary."""
_COMMON = -5.5
"""A character with a greater log probability is itself what is meant: 的, 在."""
_RARE_WORD = -13.5
"""A word with a smaller log probability may be a misreading, too."""


@dataclass(frozen=True, slots=True)
class Suspicion:
    """The character at `at` of a text may be `read_as`; then `form`, which begins at `begin`, is `meant`.

    `certainty` is the gain in the likelihood of the words, as a natural logarithm.
    """

    at: int
    read_as: str
    begin: int
    form: str
    meant: str
    certainty: float


Frequencies = Callable[[Sequence[str]], Sequence[int]]
"""Returns the number of articles that contain each string."""


def suspicions(text: str, frequencies: Frequencies, least: float = LEAST_CERTAIN) -> list[Suspicion]:
    """Return the likely misreadings of a text in search form, ascending: the likeliest of each character.

    The text may have several lines.
    """
    candidates = list(_candidates(text))
    forms = dict.fromkeys(
        chain.from_iterable((each.form, each.meant) for each in candidates if each.certainty > 0)
    )
    wanted = list(forms)
    seen = dict(zip(wanted, frequencies(wanted), strict=True)) if wanted else {}
    best: dict[int, Suspicion] = {}
    for each in candidates:
        if each.certainty <= 0:
            continue
        certainty = each.certainty + _SEEN * _shown(seen, each.form, each.meant)
        if certainty >= least and (each.at not in best or certainty > best[each.at].certainty):
            best[each.at] = Suspicion(each.at, each.read_as, each.begin, each.form, each.meant, certainty)
    return [best[at] for at in sorted(best)]


def _shown(seen: Mapping[str, int], form: str, meant: str) -> float:
    """Return the evidence of the library: the log ratio of the frequencies of `meant` and `form`."""
    return math.log((seen[meant] + 0.5) / (max(seen[form] - 1, 0) + 0.5))


def _candidates(text: str) -> Iterator[Suspicion]:
    """Yield the possible readings of each suspected character with the evidence of the dictionary.

    The dictionary is in simplified characters.
    """
    plain = "".join(map(_plain, text))
    at = 0
    for word in known_words(plain):
        begin, at = at, at + len(word)
        if len(word) == 1 or (word_chance(word) or 0.0) < _RARE_WORD:
            for place in range(begin, at):
                if "\u4e00" <= text[place] <= "\u9fff" and (word_chance(plain[place]) or -99.0) < _COMMON:
                    yield from _at(text, plain, place)


def _at(text: str, plain: str, at: int) -> Iterator[Suspicion]:
    first, last = max(0, at - _WINDOW), min(len(text), at + _WINDOW + 1)
    window, here = plain[first:last], at - first
    as_printed: float | None = None
    for other in misread_for(text[at]):
        span = _word_around(window, here, _plain(other))
        if span is None:
            continue
        if as_printed is None:
            as_printed = cost(window)
        certainty = as_printed - cost(window[:here] + _plain(other) + window[here + 1 :])
        begin, end = first + span[0], first + span[1]
        meant = text[begin:at] + other + text[at + 1 : end]
        yield Suspicion(at, other, begin, text[begin:end], meant, certainty)


@lru_cache(maxsize=1 << 14)
def _plain(character: str) -> str:
    """Return a character in the shape that the dictionary has."""
    plain = simplified(character)
    return plain if len(plain) == 1 else character


def _word_around(window: str, here: int, other: str) -> tuple[int, int] | None:
    """Return begin and end of the likeliest word that the character `other` makes at `here`; None for none."""
    best: tuple[float, int, int] | None = None
    for begin in range(max(0, here - _LONGEST + 1), here + 1):
        for end in range(max(here + 1, begin + 2), min(len(window), begin + _LONGEST) + 1):
            chance = word_chance(window[begin:here] + other + window[here + 1 : end])
            if chance is not None:
                worth = chance + 6 * (end - begin)
                best = max(best or (worth, begin, end), (worth, begin, end))
    return best[1:] if best else None
