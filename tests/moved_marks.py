"""Invented articles with marks, changed as a new OCR or another parse changes them; each character is followed.

What is marked, what becomes of it and what is found are compared by the numbers of the characters, not by their looks.
"""

import random
from collections.abc import Sequence

from msgspec import Struct

from reader.library.quotes import passage_of, places_of
from reader.newspaper.article import Article, ArticleKind, Block, BlockKind
from reader.newspaper.passage import Passage, QuoteSpan
from tests.corpus import a_name, sentences

Character = tuple[int, str]
"""A character with a number of its own; 0 if it was not in the article that was marked."""
Paragraph = list[Character]

_TWINS = (
    "{place}全年节约用煤{n}吨，受到公司通报表扬，奖搪瓷盆{m}只。",
    "{place}的{n}名职工上台领奖，台下坐着他们的家属。",
    "{name}在{place}干了{n}年，没有请过一天假，街坊都说少见。",
    "{place}的代表{name}说，今年的任务已经完成，明年还要再加一成。",
    "会后，{name}到{place}看望了值班的工人，把带去的茶叶分给了大家。",
    "{place}也在这一天挂了牌，{name}当站长。",
)
_PLACES = (
    "农机厂",
    "纺织厂",
    "食品厂",
    "第一车间",
    "第二车间",
    "第三车间",
    "柳叶洲粮站",
    "望江门小学",
    "渡口",
    "砖瓦厂",
)
_NUMERALS = (
    "三",
    "十二",
    "十三",
    "二十",
    "三十",
    "三十二",
    "四十",
    "五十",
    "1987",
    "12",
    "13",
    "40",
    "3.2",
    "117",
)
_OTHER_PLACES = (
    "机修厂",
    "棉纺厂",
    "副食店",
    "第七车间",
    "第八车间",
    "望江楼粮站",
    "石板坡小学",
    "码头",
    "酱园",
)
_OTHER_NUMERALS = ("七", "十六", "17", "二十六", "六十", "三十六", "1976", "16", "48", "7.6", "128", "九")
"""What an article has instead after a change: not what another sentence of it had, from which nobody could tell it."""
_LIKE = dict(
    zip(
        "己已未末人入日曰土士千干大太天夫木本目自白百的是了在不有我",
        "已己末未入人曰日士土干千太大夫天本木自目百白旳昰丁在不冇找",
        strict=True,
    )
)


class Marked(Struct, frozen=True):
    """A mark in an article that has changed: its characters, the text before, and the text now."""

    passage: Passage
    numbers: frozenset[int]
    before: tuple[str, ...]
    now: tuple[tuple[Character, ...], ...]

    @property
    def kept(self) -> Article:
        blocks = tuple(Block(BlockKind.PARAGRAPH, text, ((1, 1),)) for text in self.before)
        return Article(key="k7qfz2m4yd3xw6ta", kind=ArticleKind.ARTICLE, blocks=blocks)

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple("".join(sign for _, sign in paragraph) for paragraph in self.now)

    def found(self, *, with_kept: bool = True) -> tuple[QuoteSpan, ...]:
        return places_of(self.passage, self.texts, self.kept if with_kept else None)

    def is_there(self, spans: Sequence[QuoteSpan]) -> bool:
        """Return whether a place has many of the marked characters: a sentence may have been inserted into a mark."""
        at = [number for span in spans for number, _ in self.now[span.text][span.start : span.end]]
        same = sum(number in self.numbers for number in at)
        return 4 * same >= len(at)

    @property
    def exists(self) -> bool:
        """Whether the words are still there, in one piece: unchanged, or of eight and more a tenth read otherwise."""
        every = [each for paragraph in self.now for each in paragraph]
        at = [place for place, (number, _) in enumerate(every) if number in self.numbers]
        if len(at) < len(self.numbers) or at[-1] - at[0] + 1 != len(at):
            return False
        words = "".join(self.passage.exact.split())
        now = "".join(sign for _, sign in every[at[0] : at[-1] + 1])
        changed = [(one, other) for one, other in zip(words, now, strict=True) if one != other]
        is_number = any(one in _DIGITS or other in _DIGITS for one, other in changed)
        return not changed or (len(words) >= 8 and 10 * len(changed) <= len(words) and not is_number)


_DIGITS = "0123456789零〇一二三四五六七八九十百千万廿"


def marked(seed: int) -> Marked:
    """Return a mark in an article and what became of both."""
    rng = random.Random(seed)
    article = _article(rng)
    before = tuple("".join(sign for _, sign in each) for each in article)
    while True:
        begin, end, numbers = _mark(rng, article)
        passage = passage_of(before, begin, end)
        if passage is not None and len(numbers) > 1:
            break
    for change in rng.sample(_CHANGES, rng.choice((1, 1, 2, 3))):
        article = change(rng, article)
    return Marked(passage, numbers, before, tuple(map(tuple, article)))


def _article(rng: random.Random) -> list[Paragraph]:
    texts = ["".join(_sentence(rng) for _ in range(rng.randint(1, 4))) for _ in range(rng.randint(3, 9))]
    if rng.random() < 0.3:
        texts.insert(rng.randrange(len(texts)), rng.choice(("后来的事", "领奖台下", "值班的人")))
    numbers = iter(range(1, 100_000))
    return [[(next(numbers), sign) for sign in text] for text in texts]


def _sentence(rng: random.Random) -> str:
    if rng.random() < 0.5:
        return f"{a_name(rng)}说，{rng.choice(sentences()[::2])}"
    return rng.choice(_TWINS).format(
        place=rng.choice(_PLACES), name=a_name(rng), n=rng.choice(_NUMERALS), m=rng.choice(_NUMERALS)
    )


def _mark(
    rng: random.Random, article: list[Paragraph]
) -> tuple[tuple[int, int], tuple[int, int], frozenset[int]]:
    first = rng.randrange(len(article))
    length = rng.choice((2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30, 45, 60))
    start = rng.randrange(len(article[first]))
    if rng.random() < 0.15:
        start, length = 0, len(article[first])
    end = min(start + length, len(article[first]))
    if rng.random() < 0.1 and first + 1 < len(article):
        last, end = first + 1, min(length, len(article[first + 1]))
        inside = [*article[first][start:], *article[last][:end]]
    else:
        last, inside = first, article[first][start:end]
    return (first, start), (last, end), frozenset(number for number, sign in inside if sign.strip())


def _sentences(paragraph: Paragraph) -> list[Paragraph]:
    found: list[Paragraph] = [[]]
    for each in paragraph:
        found[-1].append(each)
        if each[1] == "。":
            found.append([])
    return [each for each in found if each]


def _new(text: str) -> Paragraph:
    return [(0, sign) for sign in text]


def _with_other_words(
    rng: random.Random, article: list[Paragraph], words: Sequence[str], others: Sequence[str]
) -> list[Paragraph]:
    """Replace some occurrences of the words by others."""
    changed = []
    for paragraph in article:
        text, at, now = "".join(sign for _, sign in paragraph), 0, []
        while at < len(text):
            word = next(
                (each for each in sorted(words, key=len, reverse=True) if text.startswith(each, at)), ""
            )
            if word and rng.random() < 0.4:
                now += _new(rng.choice(others))
            else:
                now += paragraph[at : at + max(1, len(word))]
            at += max(1, len(word))
        changed.append(now)
    return changed


def _with_other_numbers(rng: random.Random, article: list[Paragraph]) -> list[Paragraph]:
    return _with_other_words(rng, article, _NUMERALS, _OTHER_NUMERALS)


def _with_other_names(rng: random.Random, article: list[Paragraph]) -> list[Paragraph]:
    return _with_other_words(rng, article, _PLACES, _OTHER_PLACES)


def _without_sentences(rng: random.Random, article: list[Paragraph]) -> list[Paragraph]:
    return [
        [each for sentence in _sentences(paragraph) if rng.random() > 0.25 for each in sentence]
        for paragraph in article
    ]


def _with_sentences(rng: random.Random, article: list[Paragraph]) -> list[Paragraph]:
    return [
        [
            each
            for sentence in _sentences(paragraph)
            for each in [*(_new(rng.choice(sentences()[1::2])) if rng.random() < 0.25 else []), *sentence]
        ]
        for paragraph in article
    ]


def _in_another_order(rng: random.Random, article: list[Paragraph]) -> list[Paragraph]:
    return rng.sample(article, len(article))


def _read_otherwise(rng: random.Random, article: list[Paragraph]) -> list[Paragraph]:
    share = rng.choice((0.01, 0.03, 0.05))
    return [
        [(number, _LIKE.get(sign, "口") if rng.random() < share else sign) for number, sign in paragraph]
        for paragraph in article
    ]


def _joined_otherwise(rng: random.Random, article: list[Paragraph]) -> list[Paragraph]:
    changed: list[Paragraph] = [[]]
    for paragraph in article:
        for sentence in _sentences(paragraph):
            changed[-1] += sentence
            if rng.random() < 0.3:
                changed.append([])
        if rng.random() < 0.6:
            changed.append([])
    return [each for each in changed if each]


def _with_spaces(rng: random.Random, article: list[Paragraph]) -> list[Paragraph]:
    return [
        [one for each in paragraph for one in ([each, (each[0], " ")] if rng.random() < 0.05 else [each])]
        for paragraph in article
    ]


_CHANGES = (
    _with_other_numbers,
    _with_other_names,
    _without_sentences,
    _with_sentences,
    _in_another_order,
    _read_otherwise,
    _joined_otherwise,
)
