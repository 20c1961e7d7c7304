"""Invented texts and other printings of them: misread, cut at their ends, with a passage left out."""

import random
from functools import cache
from itertools import accumulate

from reader import assets
from reader.language.equality import lookalikes


@cache
def characters() -> str:
    """Return the characters in common use that look like others."""
    lines = assets.resource("wordlists/lookalikes.txt").read_text(encoding="utf-8").splitlines()
    return "".join(line[0] for line in lines if not line.startswith("#"))[:2400]


@cache
def phrases() -> tuple[str, ...]:
    """Return invented phrases of two to seven characters."""
    chance = random.Random("phrases")
    return tuple(
        "".join(chance.choices(characters(), k=chance.choice((2, 2, 3, 4, 4, 5, 7)))) for _ in range(4000)
    )


@cache
def _weights() -> tuple[float, ...]:
    """Return how often each phrase stands in texts, summed up: as words do, by Zipf's law."""
    return tuple(accumulate(1 / (rank + 8) for rank in range(len(phrases()))))


def a_text(chance: random.Random, length: int) -> str:
    """Return a text of so many characters and their punctuation, which recur as those of a newspaper do."""
    text = ""
    while len(text) < length:
        text += chance.choices(phrases(), cum_weights=_weights())[0] + chance.choice(("", "", "", "，", "。"))
    return text[:length]


def misread(chance: random.Random, text: str, rate: float) -> str:
    """Return a text with some of its characters taken for others: mostly for those that look like them."""
    read = []
    for character in text:
        if chance.random() >= rate:
            read.append(character)
        elif chance.random() < 0.1:
            read.append("")
        else:
            read.append(chance.choice(lookalikes(character) or characters()))
    return "".join(read)


def cut(chance: random.Random, text: str, share: float) -> str:
    """Return a text without up to this share of it, cut from its ends."""
    away = int(len(text) * share * chance.random())
    begin = chance.randint(0, away)
    return text[begin : len(text) - (away - begin)]
