"""Which words are common, and whose names are famous."""

from reader.language import common_words


def test_words_and_famous_people() -> None:
    assert common_words.is_common("会议")
    assert not common_words.is_common("魑会")
    assert common_words.is_famous("蔡元培")
    assert not common_words.is_famous("何渡生")


def test_the_longest_word_is_known_by_its_first_characters() -> None:
    for word in common_words.chances():
        assert len(word) < 2 or len(word) <= common_words.longest()[word[:2]]
