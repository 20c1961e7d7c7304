"""Given invented texts and headlines, when they are compared, then they are reprints and series as variants.txt says.

That file holds digests: it does not tell what is right, but that something has changed, which no other test may notice.
After a change that is meant: pytest tests/features/reprints/test_variants.py --update-golden. The shingles of articles
are stored: if these change, so must the rules of `TABLES`.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from msgspec.structs import astuple, replace

from reader.comparison import alignment
from reader.comparison.differences import differences, witnesses
from reader.features.reprints import comparison as compare
from reader.features.reprints.reprint import SeriesPart, mark_of, series
from reader.features.reprints.reprint_table import TABLES
from reader.newspaper.article import BlockKind
from tests import digests
from tests.comparison.invented_printings import a_text, cut, misread
from tests.invented_article import ARTICLE, block

GOLDEN = Path(__file__).with_name("variants.txt")
TEXTS, HEADLINES, SERIES = 25, 120, 60
OPENINGS = ("", "", "（", "(", "【", "〈", "之", "第", "连载", "系列报道之", "系列", "　连载之")
NUMBERS = (
    "一",
    "二",
    "十二",
    "③",
    "7",
    "０",
    "998",
    "999",
    "1000",
    "上",
    "中",
    "下",
    "续完",
    "未完待续",
    "续一",
    "续昨",
    "",
)
CLOSINGS = ("", "", "）", ")", "】", "〉", "回", "篇）", "集", "讲")
LAST_LINES = ("（未完待续）", "未完", "渡口的灯亮了。", "〔下续〕")
FIRST_LINES = ("（续昨）戏台", "接3月2日第二版", "上接本报昨天", "戏台盖好后")


def printings(chance: random.Random) -> tuple[str, str]:
    """Return a text and another printing of it, misread, cut, with a part moved, left out or written otherwise."""
    text = a_text(chance, chance.choice((9, 60, 75, 130, 310, 320, 700)))
    other = misread(chance, text, chance.choice((0, 0.02, 0.1, 0.3)))
    for _ in range(chance.randrange(4)):
        at, size = chance.randrange(len(text)), chance.choice((1, 2, 3, 4, 9, 40))
        part = other[at : at + size]
        other = (
            other[:at] + chance.choice(("", a_text(chance, size), part * 2, part[::-1])) + other[at + size :]
        )
        if chance.random() < 0.2:
            other = other[at:] + other[:at]
    return text, cut(chance, other, chance.choice((0, 0.3, 0.9)))


def aligned(seed: int) -> Iterator[str]:
    chance = random.Random(f"align {seed}")
    for _ in range(TEXTS):
        one, other = map(alignment.letters, printings(chance))
        found = alignment.align(one, other)
        shares = found.share, found.whole_share, found.likeness
        may_be = compare.may_be_reprint(one, other, alignment.as_bytes(one), alignment.as_bytes(other))
        decided = compare.is_reprint(found), may_be, compare.is_own(found, 0.2)
        yield digests.digest_of((found, shares, decided, compare.fewest_matched(len(one))))


def differing(seed: int) -> Iterator[str]:
    chance = random.Random(f"differ {seed}")
    for _ in range(TEXTS):
        one, other = printings(chance)
        yield digests.digest_of((differences(one, other), witnesses(one, other)))


def shingles() -> Iterator[str]:
    chance = random.Random("shingles")
    yield str(TABLES.rules)
    for length in (9, 59, 60, 61, 90, 400, 1300, 5000):
        found = alignment.letters(a_text(chance, length) + "ab１Ｃ时時𠮷")
        yield digests.digest_of(
            (compare.shingles(found).tolist(), compare.limit(length), alignment.as_bytes(found))
        )


def found_in(seed: int) -> Iterator[str]:
    """Yield what is found among texts of which some are printed often."""
    chance = random.Random(f"library {seed}")
    pairs = [printings(chance) for _ in range(12)]
    often = a_text(chance, 150)
    texts = [text for pair in pairs for text in pair] + [misread(chance, often, 0.01) for _ in range(43)]
    texts += [often + pairs[number][0] for number in range(3)]
    known = dict(enumerate(map(alignment.letters, chance.sample(texts, len(texts))), 1))
    postings = [(number, compare.shingles(each)) for number, each in known.items()]
    new, old = compare.Postings.of(postings[::2]), compare.Postings.of(postings[1::2])
    search = compare.Comparison(new, [old])
    candidates = search.candidates(lambda ids: {number: len(known[number]) for number in ids})
    yield digests.digest_of((sorted(search.standing()), [astuple(each) for each in candidates]))
    yield digests.digest_of(list(compare.reprints(candidates, known.get)))


def a_headline(chance: random.Random) -> str:
    title = chance.choice(("老戏台旧事", "渡口", "渡", "连载", "长篇小说连载", "旧事 系列报道", ""))
    return title + chance.choice(OPENINGS) + chance.choice(NUMBERS) + chance.choice(CLOSINGS)


def marked() -> Iterator[str]:
    chance = random.Random("headlines")
    for _ in range(HEADLINES):
        lines = [a_headline(chance) if chance.random() < 0.4 else None for _ in range(3)]
        texts = chance.choice(FIRST_LINES), chance.choice(LAST_LINES)
        captions = (block(chance.choice(LAST_LINES), BlockKind.CAPTION),) if chance.random() < 0.3 else ()
        article = replace(
            ARTICLE,
            headline=chance.choice((a_headline(chance), "戏台", None)),
            kicker=lines[0],
            section=lines[1],
            decks=tuple(filter(None, lines[2:])),
            blocks=(*map(block, texts[chance.randrange(2) :]), *captions),
        )
        yield digests.digest_of(mark_of(article))


def in_series() -> Iterator[str]:
    chance = random.Random("series")
    mark = mark_of(replace(ARTICLE, headline="老戏台旧事（三）", kicker=None, section=None))
    assert mark is not None
    for _ in range(SERIES):
        day, parts = date(1990, 3, 1), []
        for number in range(chance.randrange(8)):
            day += timedelta(days=chance.choice((0, 1, 7, 44, 45, 46)))
            told = replace(mark, number=chance.choice((None, 1, number, number + 1)))
            parts.append(SeriesPart(number, chance.choice((day, day, day, None)), told))
        found = series(chance.sample(parts, len(parts)))
        yield digests.digest_of([[part.article_id for part in each] for each in found])


ROWS: digests.Rows = {
    **{f"alignment {seed}": partial(aligned, seed) for seed in range(8)},
    **{f"differences {seed}": partial(differing, seed) for seed in range(8)},
    **{f"library {seed}": partial(found_in, seed) for seed in range(4)},
    "shingles": shingles,
    "marks": marked,
    "series": in_series,
}


@pytest.mark.parametrize("name", ROWS)
def test_no_text_is_compared_otherwise_unseen(name: str, update_golden: bool) -> None:
    digests.compare(GOLDEN, ROWS, name, update=update_golden)
