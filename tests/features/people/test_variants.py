"""Given invented texts, when people are looked for in them, then those are found that tests/people/variants.txt says.

That file holds digests: it does not tell what is right, but that something has changed, which no other test may notice.
After a change that is meant: pytest tests/people/test_variants.py --update-golden.
"""

import random
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from reader.features.people.coded_text import CodedText
from reader.features.people.marks import Marks
from reader.features.people.naming import named_in_all
from reader.features.people.offices import offices_among
from reader.features.people.recognition import people_in_all
from reader.language import address
from reader.parsing import parse
from tests import digests, texts
from tools.typesetter.generator import generate
from tools.typesetter.styles import STYLES, Style

GOLDEN = Path(__file__).with_name("variants.txt")
NUMBERS, TEXTS = 60, 10


def in_texts(number: int) -> Iterator[str]:
    return map(digests.digest_of, people_in_all(list(texts.texts(random.Random(number), TEXTS))))


def namings() -> Iterator[str]:
    chance = random.Random("naming")
    surnames = (chance.choice(texts.NAMES)[: chance.randint(1, 2)] for _ in range(TEXTS))
    said = [(surname, text) for surname in surnames for text in texts.texts(chance, TEXTS)]
    return (digests.digest_of(list(address.namings_in(text, surname))) for surname, text in said)


def near_offices(number: int) -> Iterator[str]:
    """Yield what is told by the words beside names that may begin and end anywhere."""
    chance = random.Random(f"offices {number}")
    for text in texts.texts(chance, TEXTS):
        marks = Marks(CodedText(text))
        places = sorted(chance.sample(range(len(text) + 1), min(len(text) // 2, TEXTS) * 2))
        found = offices_among(text, text, [*zip(places[::2], places[1::2], strict=True)])
        yield digests.digest_of((found, bytes(marks.begins), bytes(marks.ends)))


def in_style(style: Style) -> Iterator[str]:
    return map(digests.digest_of, named_in_all(parse(generate(style, 5, 0.01).source()).articles))


ROWS: digests.Rows = {
    **{str(number): partial(in_texts, number) for number in range(NUMBERS)},
    "namings": namings,
    **{f"offices {number}": partial(near_offices, number) for number in range(4)},
    **{style.name: partial(in_style, style) for style in STYLES},
}


@pytest.mark.parametrize("name", ROWS)
def test_nobody_is_found_otherwise_unseen(name: str, update_golden: bool) -> None:
    digests.compare(GOLDEN, ROWS, name, update=update_golden)
