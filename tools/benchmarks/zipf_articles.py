"""Invented articles by the million: words as frequent as in Zipf's law, some of them an article's own subject.

Nothing of it can be read. What is as in newspapers is how often a character, a pair of them and a name occurs: some are
in every second article, most in a few. The n-th article is the same on every machine.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from reader.newspaper.holdings import Document
from tests.corpus import GIVEN, SURNAMES
from tests.search.library_of_texts import a_document

CHARACTERS, WORDS, NAMES = 5_000, 60_000, 200_000
LENGTH = 230
"""Words of an article, some 500 characters."""
SUBJECT = 40
"""Words that are an article's own, of which half of it is made."""
FIRST_YEAR = 1980
_SHARE_OF_LENGTH = {1: 0.08, 2: 0.67, 3: 0.15, 4: 0.10}


def articles(numbers: Sequence[int], of: int, years: int) -> Iterator[Document]:
    """Yield articles by their numbers, of `of` in all, which are spread over some years."""
    words, odds = _words()
    for number in numbers:
        chance = np.random.default_rng(number)
        day = dt.date(FIRST_YEAR, 1, 1) + dt.timedelta(days=number * 365 * years // (of + 1))
        own = odds.searchsorted(chance.random(SUBJECT))
        drawn = odds.searchsorted(chance.random(LENGTH))
        is_own = chance.random(LENGTH) < 0.5
        drawn[is_own] = own[chance.integers(0, SUBJECT, int(is_own.sum()))]
        said = [words[at] for at in drawn]
        names = [_names()[at] for at in (NAMES * chance.random(4) ** 3).astype(int)]
        for at in range(9, LENGTH, 10):
            said[at] += "。" if at % 30 == 29 else "，"
        said[20], said[90], said[170] = names[1:]
        yield a_document(
            number,
            day.isoformat(),
            str(number % 8 + 1),
            newspaper="雁桥晚报" if number % 4 == 0 else "雁桥日报",
            headline="".join(said[1:8]),
            credits=f"记者{names[0]}",
            body=["".join(said[:80]), "".join(said[80:160]), "".join(said[160:])],
        )


@cache
def _words() -> tuple[list[str], NDArray[np.float64]]:
    """Return the words, and the sums of their odds up to each, the most frequent first."""
    chance = np.random.default_rng(1980)
    characters = [chr(0x4E00 + int(at)) for at in chance.permutation(20_000)[:CHARACTERS]]
    of_character = _zipf(CHARACTERS, 40, 1.5)
    lengths = chance.choice([*_SHARE_OF_LENGTH], WORDS, p=[*_SHARE_OF_LENGTH.values()])
    drawn = of_character.searchsorted(chance.random(int(lengths.sum())))
    ends = lengths.cumsum()
    words = [
        "".join(characters[at] for at in drawn[end - length : end])
        for end, length in zip(ends.tolist(), lengths.tolist(), strict=True)
    ]
    words[:12] = characters[:12]
    return words, _zipf(WORDS, 8, 1)


@cache
def _names() -> list[str]:
    chance = np.random.default_rng(1981)
    surnames, given = np.array([*SURNAMES]), np.array([*GIVEN])
    parts = (chance.choice(surnames, NAMES), chance.choice(given, NAMES), chance.choice([*GIVEN, ""], NAMES))
    return ["".join(each) for each in zip(*parts, strict=True)]


def _zipf(count: int, shift: int, power: float) -> NDArray[np.float64]:
    """Return the sums of odds that fall with the rank, as Mandelbrot has them."""
    odds = 1.0 / (np.arange(count) + shift) ** power
    sums: NDArray[np.float64] = np.cumsum(odds / odds.sum())
    return sums.clip(max=1 - 1e-12)
