"""Given stories by chance, when they are set or exported, then blocks and texts are as variants.txt says.

That file holds digests: it does not tell what is right, but that something has changed, which no other test may notice.
After a change that is meant: pytest tests/export/test_variants.py --update-golden.
"""

import random
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from reader.export import article_text
from tests import digests
from tests.told_stories import a_told_story

GOLDEN = Path(__file__).with_name("variants.txt")
STORIES = 12


def stories(seed: int) -> Iterator[str]:
    chance = random.Random(f"export {seed}")
    for _ in range(STORIES):
        story = a_told_story(chance)
        articles = [part.article for part in story]
        blocks = article_text.page_blocks(*story)
        yield digests.digest_of(
            (
                (blocks, article_text.markable_texts(blocks), article_text.read_as_one(*articles)),
                [
                    write(*story)
                    for write in (article_text.as_text, article_text.as_markdown, article_text.as_html)
                ],
                [article_text.source_line(part) for part in story],
                [article_text.standing_credits(each) for each in articles],
                article_text.issue_file(story[0].masthead, articles),
            )
        )


ROWS: digests.Rows = {f"story {seed}": partial(stories, seed) for seed in range(16)}


@pytest.mark.parametrize("name", ROWS)
def test_no_story_is_set_otherwise_unseen(name: str, update_golden: bool) -> None:
    digests.compare(GOLDEN, ROWS, name, update=update_golden)
