"""An invented archive of any size, whose vocabulary grows as a newspaper's does.

Its articles are strung together from phrases of one to four words of jieba's dictionary, drawn as often as they are
common; of these phrases the commonest recur as Zipf's law has it (in Mandelbrot's form), new ones come up with every
article, and an article says some of its own again. So the number of different grams rises with the length of the text
by Heaps' law, and an article holds as many as a real one: `Vocabulary` counts both, `bench_search` prints them beside
those of real issues. At a million characters there are 185,000, where broadcast news has 145,000 and sentences of a
national daily some 200,000.

The same for the same seed, on every machine. Strings are planted in a known share of all articles.
"""

import datetime as dt
import hashlib
import random
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate, islice

import numpy as np
from msgspec import Struct

from reader.newspaper.article import Article, ArticleKind, Block, BlockKind, Credit, Role
from reader.newspaper.issue import DateOrigin, IssuePart, Masthead
from reader.search.terms import all_grams
from tests.corpus import a_name
from tools.tables.dictionary_entries import entries

TITLE = "雁桥日报"
LAST_DAY = dt.date(2024, 12, 31)
ARTICLES_AN_ISSUE = 43
PAGES = 8
PLANTED = {"1 %": "水文观测站", "10 %": "春季灌溉期", "30 %": "有关负责人", "80 %": "本报雁桥讯"}
COUNTED_AT = (10_000, 18_000, 30_000, 1_000_000, 10_000_000)

_FIRST_PHRASES, _NEW_PHRASES = 50_000, 2
_WORDS_OF_A_PHRASE = (0.45, 0.3, 0.15, 0.1)
_ZIPF, _MANDELBROT = 0.95, 5
_SAID_AGAIN = 0.28
"""The share of phrases that an article has said before."""
_PHRASES = (45, 260)
"""Of an article: from, to."""
_PUNCTUATION = "，，，，，。。。、：；"
_UNPUNCTUATED = 3 * len(_PUNCTUATION)
"""So many phrases are followed by none, where each of the above follows one."""
_PARAGRAPH = 180


class Archive:
    """`articles` of them, in issues of `ARTICLES_AN_ISSUE`, one a day up to `LAST_DAY`."""

    def __init__(self, articles: int, seed: int = 1) -> None:
        self.articles = articles
        self._seed = seed
        chance = np.random.default_rng(seed)
        words, common = _dictionary()
        known = _FIRST_PHRASES + _NEW_PHRASES * articles
        lengths = chance.choice(len(_WORDS_OF_A_PHRASE), known, p=_WORDS_OF_A_PHRASE) + 1
        ends = np.concatenate([[0], np.cumsum(lengths)])
        of_phrases = np.searchsorted(common, chance.random(ends[-1])).astype(np.int32)
        self._recurring = np.cumsum(1 / (np.arange(known) + _MANDELBROT) ** _ZIPF)
        self._phrase = lru_cache(1 << 17)(
            lambda n: "".join(words[word] for word in of_phrases[ends[n] : ends[n + 1]])
        )

    def __len__(self) -> int:
        """How many issues."""
        return -(-self.articles // ARTICLES_AN_ISSUE)

    def issues(self) -> Iterator[IssuePart]:
        """The newest first, as a sync reads them."""
        return map(self.issue, range(len(self)))

    def issue(self, number: int) -> IssuePart:
        """Number 0 is the newest; its phrases are those of the whole archive, the oldest have the fewest."""
        date = LAST_DAY - dt.timedelta(days=number)
        first = number * ARTICLES_AN_ISSUE
        count = min(ARTICLES_AN_ISSUE, self.articles - first)
        drawn = self._drawn(number, self.articles - first, count)
        articles = tuple(_article(first + n, n, phrases) for n, phrases in enumerate(drawn))
        return IssuePart(
            f"{date:%Y/%m}/{date:%Y%m%d}.txt",
            "utf-8",
            20 * count,
            Masthead(TITLE, TITLE, date, date_origin=DateOrigin.PRINTED, number=30_000 - number),
            articles,
        )

    def _drawn(self, number: int, articles_till_then: int, count: int) -> Iterator[list[str]]:
        """The phrases of each article of an issue."""
        chance = np.random.default_rng((self._seed, number))
        known = _FIRST_PHRASES + _NEW_PHRASES * articles_till_then - 1
        lengths = chance.integers(*_PHRASES, count)
        total = int(lengths.sum())
        drawn = np.searchsorted(self._recurring[:known], chance.random(total) * self._recurring[known - 1])
        new = iter(zip(drawn.tolist(), (chance.random(total) / _SAID_AGAIN).tolist(), strict=True))
        for length in lengths.tolist():
            phrases: list[str] = []
            for n, again in islice(new, length):
                phrases.append(
                    phrases[int(again * len(phrases))] if again < 1 and phrases else self._phrase(n)
                )
            yield phrases


def _article(number: int, place: int, phrases: Sequence[str]) -> Article:
    """The `number`-th of the archive and the `place`-th of its issue, strung together from phrases."""
    chance = random.Random(number)
    ends = chance.choices(("", *_PUNCTUATION), (_UNPUNCTUATED, *[1] * len(_PUNCTUATION)), k=len(phrases))
    body = [phrase + end for phrase, end in zip(phrases, ends, strict=True)]
    for share, string in PLANTED.items():
        if chance.random() * 100 < float(share[:-2]):
            at = chance.randrange(len(body))
            body[at] = string + body[at]
    name = a_name(chance)
    paragraphs = _paragraphs(body)
    paragraphs[0] = f"（记者 {name}）{chance.randrange(2, 9999)}{paragraphs[0]}"
    line = 6 + 20 * place
    return Article(
        hashlib.blake2b(b"%d" % number, digest_size=8).hexdigest(),
        ArticleKind.ARTICLE,
        str(1 + place * PAGES // ARTICLES_AN_ISSUE),
        headline="".join(phrases[-6:])[:18],
        credits=(Credit(Role.REPORTER, (name,), f"记者 {name}"),),
        blocks=tuple(
            Block(BlockKind.PARAGRAPH, text, ((line + 2 * n, line + 2 * n),))
            for n, text in enumerate(paragraphs, 1)
        ),
        source_lines=((line, line + 2 * len(paragraphs)),),
    )


class Vocabulary(Struct, frozen=True):
    """How many different grams the first so many characters of some texts hold; and how many a character, counted for
    each text apart.
    """

    grown: dict[int, int]
    of_a_text: float

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Vocabulary":
        """Counts up to the last of `COUNTED_AT`, or the end of the texts."""
        known: set[str] = set()
        grown: dict[int, int] = {}
        characters = of_texts = 0
        marks = list(COUNTED_AT)
        for text in texts:
            grams = all_grams(text)
            known |= grams
            of_texts += len(grams)
            characters += len(text)
            if characters >= marks[0]:
                grown[marks.pop(0)] = len(known)
                if not marks:
                    break
        return cls(grown, of_texts / characters)


def _paragraphs(pieces: Iterable[str]) -> list[str]:
    paragraphs = [""]
    for piece in pieces:
        if len(paragraphs[-1]) > _PARAGRAPH:
            paragraphs.append("")
        paragraphs[-1] += piece
    return paragraphs


@cache
def _dictionary() -> tuple[list[str], np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """The words of Han characters, and the share of all words of a text that they are, added up."""
    words = {word: times for word, times, _ in entries() if all("\u4e00" <= c <= "\u9fff" for c in word)}
    common = np.array(list(accumulate(words.values())), np.float64)
    return list(words), common / common[-1]
