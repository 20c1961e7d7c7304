"""Where words begin that stand beside names: what one look-up of pairs tells, against trying at each place."""

import random
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.features.people import marks
from reader.features.people.coded_text import (
    BESIDE_WORDS,
    DEEDS,
    SPEECH_WORDS,
    CodedText,
    PairFlag,
    numbers_before,
    plain_words,
)
from reader.language import names
from reader.language.code_arrays import flags

WORDS = (
    *plain_words(f"{BESIDE_WORDS}|{SPEECH_WORDS}|{DEEDS}"),
    *names.parts(),
    *names.long_surnames(),
    *names.compound_surnames(),
    *names.japanese_surnames(),
)
BETWEEN = (
    *"，,（()）、。；\n 的在今年现任为兼代副当选等一行本人家/／岁3０十A长",
    *(
        "今年三十岁",
        "，年仅8 岁",
        "（现年",
        "（音）",
        "为会长，",
        "当选书记。",
        "等出席",
        "主义",
        "(Anna Lee",
    ),
)


def a_text(seed: int) -> str:
    chance = random.Random(seed)
    parts = (chance.choice(WORDS if chance.random() < 0.5 else BETWEEN) for _ in range(40))
    return "".join(part[: chance.choice((1, 2, 9))] for part in parts)


def everywhere(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    return filter(None, (pattern.match(text, at) for at in range(len(text))))


@given(st.integers(0, 10**6))
def test_law_marks_are_found_that_are_tried_at_each_place(seed: int) -> None:
    text = a_text(seed)
    coded = CodedText(text)
    after = [match.start() for match in everywhere(marks._OFFICE_AFTER, text)]
    assert sorted(marks._has_office_after(coded)) == after
    for pattern, flag, words in (
        (marks._BESIDE, PairFlag.BESIDE, BESIDE_WORDS),
        (marks._SAYS, PairFlag.SAID, f"{SPEECH_WORDS}|{DEEDS}"),
    ):
        found = [match.span() for match in marks._at_begins(coded, pattern, flag, words)]
        assert found == [match.span() for match in everywhere(pattern, text)]


@given(st.integers(0, 10**6))
def test_law_names_of_known_parts_are_found_that_are_tried_at_each_place(seed: int) -> None:
    text = a_text(seed)
    coded = CodedText(text)
    for pattern, flag in ((names.joined_pattern(), PairFlag.PART), (names.long_pattern(), PairFlag.LONG)):
        found = [match.span() for match in coded.matches(pattern, coded.begins(flag))]
        assert found == [match.span() for match in everywhere(pattern, text)]


@pytest.mark.parametrize(
    ("words", "flag"),
    [(names.compound_surnames(), PairFlag.COMPOUND), (names.japanese_surnames(), PairFlag.JAPANESE)],
)
def test_surnames_begin_where_they_stand(words: frozenset[str], flag: PairFlag) -> None:
    text = "，".join(sorted(words))
    begins = {word[:2] for word in words}
    is_begin = CodedText(text).begins(flag)
    assert [bool(is_begin[at]) for at in range(len(text))] == [
        text[at : at + 2] in begins for at in range(len(text))
    ]


def test_places_of_characters_are_told_and_counted() -> None:
    coded = CodedText("甲，乙，\U00020000")
    assert [at for at in range(5) if coded.are("，")[at]] == [1, 3]
    assert coded.of(flags("甲"))[:2].tolist() == [True, False]
    assert numbers_before(coded.are("，"))[:6].tolist() == [0, 0, 1, 1, 2, 2]
