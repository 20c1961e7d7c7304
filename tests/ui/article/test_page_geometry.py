"""Given stories by chance, then what is looked for, corrected and pointed at stands on their page where
page_geometry.txt says.

That file holds digests: it does not tell what is right, but that something has changed, which no other test may notice.
After a change that is meant: pytest tests/ui/article/test_page_geometry.py --update-golden.
"""

import random
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from reader.export.article_text import read_as_one, recognised_blocks
from reader.export.corrected_places import corrections_on
from reader.language.forms import search_form
from reader.language.scripts import Script
from reader.ui.article.page_geometry import (
    crossing,
    hits,
    hits_as_shown,
    number_in,
    place_in_article,
    step,
)
from tests import digests
from tests.told_stories import a_told_story

GOLDEN = Path(__file__).with_name("page_geometry.txt")
STORIES = 8


def stories(seed: int) -> Iterator[str]:
    chance = random.Random(f"page {seed}")
    for _ in range(STORIES):
        story = a_told_story(chance)
        parts = [part.article for part in story]
        blocks, whole = recognised_blocks(*story), read_as_one(*parts)
        texts = [block.text for block in blocks if block.text]
        begin = chance.randrange(20)
        needles = [search_form(chance.choice(texts))[begin : begin + chance.randint(1, 3)] for _ in range(2)]
        needles = [each.strip() for each in needles if each.strip()] or ["苗"]
        found = hits(whole, blocks, needles)
        yield digests.digest_of(
            (
                found,
                hits_as_shown(whole, blocks, needles, chance.choice(list(Script))),
                corrections_on(whole, blocks),
                [
                    place_in_article(parts, block, at)
                    for block in blocks
                    if block.text
                    for at in (0, chance.randrange(len(block.text)), len(block.text) - 1)
                ],
                [crossing(found, blocks, part) for part in range(len(parts) + 1)],
                [number_in(found, blocks, text, chance.randrange(20)) for text in texts],
                [step(at, by, len(found)) for at in range(-1, len(found)) for by in (1, -1) if found],
            )
        )


ROWS: digests.Rows = {f"page {seed}": partial(stories, seed) for seed in range(16)}


@pytest.mark.parametrize("name", ROWS)
def test_nothing_stands_elsewhere_on_a_page_unseen(name: str, update_golden: bool) -> None:
    digests.compare(GOLDEN, ROWS, name, update=update_golden)
