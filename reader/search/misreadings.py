"""Likely misreadings in a text: characters that make a rare string where one that looks like them makes a word.

A character is suspected where it stands outside the words of the dictionary, or in a rare one, and where with another
in its place the words around it are far likelier; what the library itself shows counts beside the dictionary: a string
that stands in many articles is no misreading, and one that is rare beside the other is.
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
"""How much likelier the words have to be with the other character, as a natural logarithm."""
_WINDOW = 4
"""Characters on either side that decide."""
_LONGEST = 4
"""Characters of the words that are looked for around a character."""
_SEEN = 1.0
"""The weight of what the library shows beside the dictionary."""
_COMMON = -5.5
"""A character that is more probable than this is itself what is meant: 的, 在."""
_RARE_WORD = -13.5
"""A word that is less probable than this may be a misreading, too."""


@dataclass(frozen=True, slots=True)
class Suspicion:
    """The character at `at` of a text may be `read_as`: then `form`, from `begin` on, is `meant`.

    `certainty` is the natural logarithm of how much likelier the words are.
    """

    at: int
    read_as: str
    begin: int
    form: str
    meant: str
    certainty: float


Frequencies = Callable[[Sequence[str]], Sequence[int]]
"""Returns in how many articles each string stands."""


def suspicions(text: str, frequencies: Frequencies, least: float = LEAST_CERTAIN) -> list[Suspicion]:
    """Return the likely misreadings of a text in search form, ascending, the likeliest of each character.

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
    """Return what the library tells: how much more often the string that may be meant stands in it."""
    return math.log((seen[meant] + 0.5) / (max(seen[form] - 1, 0) + 0.5))


def _candidates(text: str) -> Iterator[Suspicion]:
    """Yield for each suspected character what it may be, with what the dictionary tells, which is in simplified."""
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
    """Return a character in the shape in which the dictionary has it."""
    plain = simplified(character)
    return plain if len(plain) == 1 else character


def _word_around(window: str, here: int, other: str) -> tuple[int, int] | None:
    """Return begin and end of the likeliest word of the dictionary that another character makes, if any."""
    best: tuple[float, int, int] | None = None
    for begin in range(max(0, here - _LONGEST + 1), here + 1):
        for end in range(max(here + 1, begin + 2), min(len(window), begin + _LONGEST) + 1):
            chance = word_chance(window[begin:here] + other + window[here + 1 : end])
            if chance is not None:
                worth = chance + 6 * (end - begin)
                best = max(best or (worth, begin, end), (worth, begin, end))
    return best[1:] if best else None
