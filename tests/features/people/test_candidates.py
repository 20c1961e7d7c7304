"""What is looked for at all places of a text at once is what is found at one place after the other."""

import random
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from reader.features.people import candidates
from reader.features.people.candidates import PARTICLES
from reader.features.people.coded_text import CodedText
from reader.language import common_words, names
from reader.language.address import is_held_apart
from tests.corpus import sentences

FOREIGN = "斯特克尔巴伊诺夫阿拉法那什但布什马丁·王，说"
USED = sorted({character for chances in names.transliteration_chances() for character in chances})


def a_text(seed: int) -> str:
    dice = random.Random(seed)
    parts = [dice.choice(sentences()), *("".join(dice.choices(FOREIGN, k=12)) for _ in range(4))]
    # most of these are as likely words as names
    parts += ("".join(dice.choices(USED, k=dice.randrange(2, 5))) for _ in range(60))
    dice.shuffle(parts)
    return "\n" + "\n".join(parts) + "\n"


def foreign_names(text: str) -> Iterator[tuple[int, int, float]]:
    """Yield the parts of runs of transliteration characters that may be foreign names, as told run by run."""
    for begin, end in names.runs(text):
        leading = text[begin - 1]
        is_led = end - begin > 2 and names.is_surname(leading) and is_held_apart(leading)
        whole = text[begin : min(end, begin + names.LONGEST)]
        if common_words.most_cost(whole) + names.chance_of_foreign_name(whole) <= -4.0:
            continue
        start = begin - is_led
        for first in range(start, min(start + is_led + 2, end - 2) + 1):
            for last in range(max(first + 2, end - 2), min(end, first + names.LONGEST) + 1):
                name = text[first:last]
                if PARTICLES.isdisjoint(name) and name[-1] not in candidates._LAST_OF_NONE:
                    yield first, last, names.chance_of_foreign_name(name)


@given(st.integers(0, 10**6))
def test_law_foreign_names_are_those_of_each_run(seed: int) -> None:
    text = a_text(seed)
    found = [(begin, end, chance) for begin, end, _, chance in candidates._foreign(CodedText(text))]
    assert found == [*foreign_names(text)]


@given(st.integers(0, 10**6))
def test_law_words_are_those_of_the_table(seed: int) -> None:
    text = a_text(seed) + max(common_words.chances(), key=len)
    words = CodedText(text).words
    for begin in range(len(text)):
        for length in range(1, common_words.LONGEST + 1):
            chance = common_words.chances().get(text[begin : begin + length])
            if chance is None or begin + length > len(text):
                chance = common_words.UNKNOWN if length == 1 else float("-inf")
            assert words[length - 1, begin] == chance
