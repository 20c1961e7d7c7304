"""The cost of a stretch as words, and what it never exceeds."""

import math

import pytest

from reader.language import common_words


def test_a_word_costs_less_than_its_characters() -> None:
    cuts = common_words.cuts("渡口的灯")
    assert cuts.cost(0, 2) < common_words.cuts("渡").cost(0, 1) + common_words.cuts("口").cost(0, 1)
    assert math.isclose(cuts.up_to[-1], cuts.behind[0])


@pytest.mark.parametrize(
    "text", ["市长何渡生主持会议并讲话", "于是大家都来了", "塔克斯顿今日表示", "魑魅魍魉"]
)
def test_nothing_costs_more_than_is_said(text: str) -> None:
    cuts = common_words.cuts(text)
    for begin in range(len(text)):
        for end in range(begin + 1, min(begin + 4, len(text)) + 1):
            assert cuts.cost(begin, end) <= common_words.most_cost(text[begin:end]) + 1e-9


def test_words_and_famous_people() -> None:
    assert common_words.is_common("会议")
    assert not common_words.is_common("魑会")
    assert common_words.is_famous("蔡元培")
    assert not common_words.is_famous("何渡生")
