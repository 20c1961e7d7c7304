"""Given invented days, when their articles are stitched, then stitches and texts are as variants.txt says.

That file holds digests: it does not tell what is right, but that something has changed, which no other test may notice.
After a change that is meant: pytest tests/stitching/test_variants.py --update-golden.
"""

import random
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from reader.features.continued.evidence import pairs
from reader.newspaper.article import Article, ArticleKind, Block, BlockKind
from reader.stitching.pairing import DayArticle, for_and_against, seams, stitched, stitches
from tests import digests, texts

GOLDEN = Path(__file__).with_name("variants.txt")
DAYS = 8
PAGES = ("1", "2", "3", "4", "A4", "10", None)
ENDS = ("。", "。", "”", "，", "", "、", "1", "（本报记者）")
BEGINNINGS = ("", "", "本报讯 ", "的", "在", "”他说，", "“", "，", "新华社三月二日电 ", "1")
KINDS = (BlockKind.PARAGRAPH,) * 6 + (BlockKind.CAPTION, BlockKind.SUBHEAD)


def a_story(chance: random.Random) -> list[tuple[Article, str | None]]:
    """Return the parts of a story, each with its page, whose jump lines may be wrong or lost."""
    paragraphs = list(texts.texts(chance, chance.randint(2, 5)))
    headline = paragraphs[0][: chance.randint(4, 14)]
    cuts = sorted(chance.sample(range(len(paragraphs[-1]) + 1), chance.choice((0, 1, 1, 1, 2))))
    pages = chance.sample(PAGES, len(cuts) + 1)
    found = []
    for number, page in enumerate(pages):
        begin, end = ([0, *cuts][number], [*cuts, None][number])
        told = [
            chance.choice(BEGINNINGS) * (chance.random() < 0.3)
            + paragraphs[-1][begin:end].rstrip("。")
            + chance.choice(ENDS) * (chance.random() < 0.6)
        ]
        told = ([] if number else paragraphs[:-1]) + told + paragraphs[: chance.randrange(2)]
        blocks = [Block(chance.choice(KINDS), text, ((1, 1),)) for text in told if text]
        jump_from = (pages[number - 1] or "9") if number and chance.random() < 0.8 else None
        jump_to = (pages[number + 1] or "9") if number + 1 < len(pages) and chance.random() < 0.8 else None
        if jump_from and chance.random() < 0.8:
            blocks.insert(0, Block(BlockKind.JUMP, f"◀上接{jump_from}版", ()))
        if jump_to and chance.random() < 0.8:
            blocks.append(Block(BlockKind.JUMP, f"▶下转{jump_to}版", ()))
        kind = (
            ArticleKind.CONTINUATION
            if jump_from
            else chance.choice((ArticleKind.ARTICLE,) * 9 + (ArticleKind.NOTICES,))
        )
        head = chance.choice((headline, headline[:5], headline[3:], None)) if number else headline
        found.append(
            (
                Article("", kind, headline=head, blocks=tuple(blocks), jump_from=jump_from, jump_to=jump_to),
                page,
            )
        )
    return found


def a_day(chance: random.Random) -> list[DayArticle]:
    placed = [part for _ in range(chance.randint(1, 6)) for part in a_story(chance)]
    chance.shuffle(placed)
    files = chance.choice(("a.txt", None))
    return [
        DayArticle(10 * number, article, page, files or f"{page}.txt", number)
        for number, (article, page) in enumerate(placed)
    ]


def day(seed: int) -> Iterator[str]:
    chance = random.Random(f"day {seed}")
    for _ in range(DAYS):
        parts = a_day(chance)
        ids = [part.id for part in parts]
        decided = {
            (chance.choice(ids), chance.choice(ids)): chance.random() < 0.5
            for _ in range(chance.randrange(3))
        }
        found = stitches(parts, {pair: is_so for pair, is_so in decided.items() if pair[0] != pair[1]})
        yield digests.digest_of(
            [
                (
                    each.first_id,
                    each.second_id,
                    round(each.confidence, 9),
                    each.is_by_reader,
                    for_and_against(each),
                )
                for each in found
            ]
        )
        yield digests.digest_of(list(pairs(parts)))


def in_one(seed: int) -> Iterator[str]:
    """Yield the texts of stories, and of articles that are none."""
    chance = random.Random(f"story {seed}")
    for _ in range(DAYS):
        articles = [article for article, _ in a_story(chance) + a_story(chance)[: chance.randrange(2)]]
        story = stitched(*articles)
        found = [seam and (seam, seam.in_search_form()) for seam in seams(*articles)]
        yield digests.digest_of((story, found))


ROWS: digests.Rows = {
    **{f"day {seed}": partial(day, seed) for seed in range(16)},
    **{f"story {seed}": partial(in_one, seed) for seed in range(8)},
}


@pytest.mark.parametrize("name", ROWS)
def test_no_day_is_stitched_otherwise_unseen(name: str, update_golden: bool) -> None:
    digests.compare(GOLDEN, ROWS, name, update=update_golden)
