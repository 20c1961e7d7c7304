"""Which words are common, and whose names are famous."""

import re

from reader.language import common_words
from reader.language.forms import HAN


def test_words_and_famous_people() -> None:
    assert common_words.is_common("会议")
    assert not common_words.is_common("魑会")
    assert common_words.is_famous("蔡元培")
    assert not common_words.is_famous("何渡生")


def test_common_words_are_han_characters() -> None:
    assert all(re.fullmatch(f"[{HAN}]+", word) for word in common_words.chances())


def test_the_longest_word_is_known_by_its_first_characters() -> None:
    for word in common_words.chances():
        assert len(word) < 2 or len(word) <= common_words.longest()[word[:2]]
