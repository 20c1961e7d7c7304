"""Lines read from the wrong end are told apart by their words, and are turned round without losing a character."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.language.common_words import are_backwards, backwards

LINES = ("城南新橋昨日通車", "我市召開春耕會議", "大米價格上漲", "渡船添了夜班")


@given(st.text("渡船添夜班，。（）《》「」", max_size=20))
def test_a_line_turned_round_twice_is_as_before(text: str) -> None:
    assert backwards(backwards(text)) == text


@given(st.text())
def test_only_brackets_change_in_a_line_that_is_turned_round(text: str) -> None:
    bare = [
        Counter(each for each in line if each not in "（）《》〈〉「」『』【】〔〕“”‘’")
        for line in (text, backwards(text))
    ]
    assert bare[0] == bare[1]


@pytest.mark.parametrize(
    ("printed", "read"),
    [("號35第", "第35號"), ("）表附（秤開", "開秤（附表）"), ("隊BBC的海上", "上海的BBC隊")],
)
def test_numbers_and_latin_words_keep_their_direction_and_brackets_turn(printed: str, read: str) -> None:
    # as a program reads what is printed from the right: the shape of a bracket is that of its partner
    assert backwards(printed.translate(str.maketrans("（）", "）（"))) == read


@pytest.mark.parametrize("line", LINES)
def test_a_line_is_backwards_if_its_words_are(line: str) -> None:
    assert are_backwards([backwards(line)]) == [True]
    assert are_backwards([line]) == [False]


def test_a_line_without_known_words_goes_with_its_page() -> None:
    unknown = "甲乙丙"
    assert are_backwards([unknown]) == [False]
    assert are_backwards([backwards(LINES[0]), unknown]) == [True, True]
    assert are_backwards([LINES[0], unknown]) == [False, False]


def test_a_line_that_is_certain_goes_its_own_way() -> None:
    assert are_backwards([backwards(LINES[0]), backwards(LINES[1]), LINES[2]]) == [True, True, False]
    assert are_backwards([LINES[0], LINES[1], backwards(LINES[2])]) == [False, False, True]
