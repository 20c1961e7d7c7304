"""Texts that nobody wrote: words of the dictionary in any order, with names that are in none; and their misreadings."""

import random
from collections.abc import Iterator, Sequence

from msgspec import Struct

from reader.language.equality import lookalikes
from reader.language.words import han_words

_SYLLABLES = "渡桥灯船江沙柳岚杉笛鹤菱芦莲梅竹松柏棠槐榆枫桐荷菊兰芷薇茵蓉"
_BETWEEN = ["的", "了", "，", "。", "在", "和", "与", "说"]


class MadeUp(Struct, frozen=True):
    """Texts, and the names that stand in some of them."""

    texts: tuple[str, ...]
    names: tuple[str, ...]


def made_up(seed: int, articles: int, names: int) -> MadeUp:
    """Return texts of some 150 characters; each name stands in 3 to 120 of them, in some several times."""
    dice = random.Random(seed)
    words = dice.sample(sorted(han_words(4)), 300)
    short = dice.sample(sorted(han_words(2)), 400)
    called: dict[str, None] = {}
    while len(called) < names:
        called["".join(dice.choices(_SYLLABLES + words[0], k=dice.randint(2, 4)))] = None
    pieces: list[list[str]] = [
        [*dice.choices(words, k=14), *dice.choices(short, k=30)] for _ in range(articles)
    ]
    for name in called:
        for number in dice.sample(range(articles), min(articles, round(3 * 40 ** dice.random()))):
            pieces[number] += [name] * dice.choice((1, 1, 1, 2, 3))
    for each in pieces:
        dice.shuffle(each)
    texts = ("".join(piece + dice.choice(_BETWEEN) for piece in each) for each in pieces)
    return MadeUp(tuple(texts), tuple(called))


def misread(texts: Sequence[str], rate: float, seed: int) -> Iterator[str]:
    """Yield texts in which of all characters this share is taken for others: most for one that looks like it."""
    dice = random.Random(seed)
    others = sorted(set("".join(texts)))
    for text in texts:
        yield "".join(
            character
            if dice.random() >= rate
            else dice.choice(lookalikes(character)[:4] or others)
            if dice.random() < 0.7
            else dice.choice([*others, ""])
            for character in text
        )
