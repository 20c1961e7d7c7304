"""A place is looked for again by the numbers and the words beside it: a twin sentence with other numbers is not it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.language.surroundings import (
    NEAR,
    WithDigits,
    agree_after,
    agree_before,
    alike,
    common_beginning,
    numbers_in,
    numbers_of,
)

SIDE = "渡口从今天起加开一班船票价不变首班船提前"
TEXTS = st.text("甲乙丙三十五千万0123,", max_size=20)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("无", []),
        ("三十五人", ["35"]),
        ("35人", ["35"]),
        ("1,234.5元", ["1234", "5"]),
        ("12,34", ["12", "34"]),
        ("廿三日至两百", ["23", "200"]),
        ("3万5千", ["3", "万", "5", "1000"]),
        ("五亿", ["5", "亿"]),
        ("一九八七年", ["1987"]),
        ("万里", ["万"]),
    ],
)
def test_numbers_of_a_text_are_told_in_one_notation(text: str, numbers: list[str]) -> None:
    assert numbers_in(text) == numbers


@given(TEXTS, TEXTS, TEXTS)
def test_numbers_of_words_are_those_that_reach_into_them_and_whole(
    before: str, words: str, after: str
) -> None:
    everywhere = numbers_in(before + words + after)
    inside = numbers_of(before, words, after)
    assert numbers_of("", words, "") == (numbers_in(words) if words else [])
    joined = ",".join(everywhere)
    assert ",".join(inside) in joined
    assert numbers_of("", before + words + after, "") == everywhere


@pytest.mark.parametrize(
    ("before", "words", "after", "numbers"),
    [
        ("共三", "十五", "人", ["35"]),
        ("共三", "十", "五人", ["35"]),
        ("共三人", "到场", "五人", []),
        ("3", "人", "5", []),
        ("第3", "人5", "0名", ["50"]),
    ],
)
def test_a_number_that_is_cut_by_the_words_counts_as_a_whole(
    before: str, words: str, after: str, numbers: list[str]
) -> None:
    assert numbers_of(before, words, after) == numbers


@given(TEXTS, st.data())
def test_a_span_of_a_text_with_digits_leads_back_to_what_was_printed_there(
    form: str, data: st.DataObject
) -> None:
    digits = WithDigits(form)
    assert numbers_in(digits.text) == numbers_in(form) or "万" in form or "千" in form or "十" in form
    if not digits.text:
        return
    start = data.draw(st.integers(0, len(digits.text) - 1))
    end = data.draw(st.integers(start + 1, len(digits.text)))
    begin, stop = digits.span(start, end)
    assert 0 <= begin < stop <= len(form)
    assert digits.text[start:end] in WithDigits(form[begin:stop]).text


@pytest.mark.parametrize(
    ("form", "words", "printed"),
    [
        ("共三十五人到场", "35", "三十五"),
        ("共三十五人到场", "5人", "三十五人"),
        ("共三十五人到场", "共3", "共三十五"),
        ("共三十五人到场", "到场", "到场"),
        ("三人五马", "人5", "人五"),
        ("35人三马", "3马", "三马"),
    ],
)
def test_a_number_is_led_back_to_as_a_whole(form: str, words: str, printed: str) -> None:
    digits = WithDigits(form)
    start = digits.text.index(words)
    begin, end = digits.span(start, start + len(words))
    assert form[begin:end] == printed


@given(st.text("甲乙丙", max_size=8), st.text("甲乙丙", max_size=8))
def test_likeness_is_the_number_of_characters_in_the_same_order(one: str, other: str) -> None:
    assert alike(one, other) == alike(other, one) <= min(len(one), len(other))
    assert alike(one, one + other) == alike(one, other + one) == len(one)


@pytest.mark.parametrize(
    ("stored", "now", "agrees"),
    [
        (SIDE, SIDE, True),
        (SIDE, SIDE[:NEAR] + "全是另外的字", True),
        (SIDE, f"新{SIDE}", True),
        (SIDE, SIDE.replace("票价", "价钱"), True),
        (SIDE, SIDE[5:], False),
        (SIDE, "全是另外的字，" * 3, False),
        ("", "", False),
        ("船开了", "船开了", False),
        ("船开走了", "船开走了。", True),
        ("船开走了", "船开了", False),
        ("船在渡口开走", "船在渡口停下", False),
        ("渡口有三班船从今天起开", "渡口有3班船从今天起开", True),
        ("渡口有三班船从今天起开", "渡口有四班船从今天起开", False),
        ("渡口有三班船从今天起开", "渡口有班船从今天起开了", False),
        ("渡口班船从今天起开到三", "渡口班船从今天起开到四", True),
    ],
)
def test_a_side_agrees_by_most_of_its_characters_and_all_of_its_numbers(
    stored: str, now: str, agrees: bool
) -> None:
    assert agree_after(stored, now) is agrees


@pytest.mark.parametrize(
    ("stored", "now", "agrees"),
    [
        (SIDE, SIDE, True),
        (SIDE, f"全是另外的字{SIDE[-NEAR:]}", True),
        (SIDE, SIDE[:-5], False),
        ("船开走了", "那船开走了", True),
        ("渡口有三班船从今天起开", "渡口有四班船从今天起开", False),
        ("三班船从渡口今天起开了", "四班船从渡口今天起开了", True),
        ("从渡口开到第一二号码头边", "从渡口开到第一三号码头边", False),
    ],
)
def test_the_side_before_a_place_is_compared_from_the_place_backwards(
    stored: str, now: str, agrees: bool
) -> None:
    assert agree_before(stored, now) is agrees


@given(st.text("甲乙", max_size=6), st.text("甲乙", max_size=6))
def test_a_common_beginning_is_as_long_as_it_can_be(one: str, other: str) -> None:
    length = common_beginning(one, other)
    assert one[:length] == other[:length]
    assert length == min(len(one), len(other)) or one[length] != other[length]
