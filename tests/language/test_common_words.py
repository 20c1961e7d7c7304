"""Which words are common, and whose names are famous."""

import re

from reader.language import common_words
from reader.language.forms import HAN


def test_words_and_famous_people() -> None:
    assert common_words.is_common("会议")
    assert not common_words.is_common("魑会")
    assert "蔡元培" in common_words.famous()
    assert "何渡生" not in common_words.famous()


def test_common_words_are_han_characters() -> None:
    assert all(re.fullmatch(f"[{HAN}]+", word) for word in common_words.chances())


def test_every_common_word_is_among_those_of_its_length() -> None:
    known = {
        word: chance
        for length in range(1, common_words.LONGEST + 1)
        for chance, words in common_words.of_length(length)
        for word in words
        if len(word) == length
    }
    assert known == common_words.chances()
