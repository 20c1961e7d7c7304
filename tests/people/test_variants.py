"""Given invented texts, when people are looked for in them, then those are found that tests/people/variants.txt says.

That file holds digests: it does not tell what is right, but that something has changed, which no other test may notice.
After a change that is meant: pytest tests/people/test_variants.py --update-golden.
"""

import random
from collections.abc import Iterator
from pathlib import Path

from reader.parsing import parse
from reader.people import address
from reader.people.naming import named_in_all
from reader.people.recognition import people_in_all
from tests import digests, texts
from tests.typesetter.generator import generate
from tests.typesetter.styles import STYLES

GOLDEN = Path(__file__).with_name("variants.txt")
ROWS, TEXTS = 60, 10


def rows() -> Iterator[tuple[str, list[str]]]:
    for number in range(ROWS):
        read = list(texts.texts(random.Random(number), TEXTS))
        yield str(number), [digests.digest_of(each) for each in people_in_all(read)]
    chance = random.Random("naming")
    surnames = (chance.choice(texts.NAMES)[: chance.randint(1, 2)] for _ in range(TEXTS))
    said = [(surname, text) for surname in surnames for text in texts.texts(chance, TEXTS)]
    yield "namings", [digests.digest_of(list(address.namings_in(text, surname))) for surname, text in said]
    for style in STYLES:
        articles = parse(generate(style, 5, 0.01).source()).articles
        yield style.name, [digests.digest_of(each) for each in named_in_all(articles)]


def test_nobody_is_found_otherwise_unseen(update_golden: bool) -> None:
    digests.compare(GOLDEN, rows(), update=update_golden)
