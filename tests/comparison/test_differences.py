"""How two printings differ, and where one is a witness for the other."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.comparison.differences import (
    LookalikePlace,
    TextChange,
    differences,
    left_out_and_added,
    witnesses,
)
from reader.language.equality import lookalikes, shapes
from tests.comparison.invented_printings import a_text, cut, misread

SEEDS = st.integers(0, 10**6)
TEXTS = st.text(st.sampled_from("渡口的灯亮到后半夜。\nab"), max_size=60) | st.text(max_size=40)


@given(TEXTS, TEXTS)
def test_the_parts_are_both_texts_in_order_and_without_gaps(one: str, other: str) -> None:
    at = other_at = 0
    for part in differences(one, other):
        assert (part.begin, part.other_begin) == (at, other_at)
        assert part.end > part.begin or part.other_end > part.other_begin
        is_same = one[part.begin : part.end] == other[part.other_begin : part.other_end]
        assert is_same == (part.change is TextChange.SAME)
        assert (part.begin == part.end) == (part.change is TextChange.ADDED)
        assert (part.other_begin == part.other_end) == (part.change is TextChange.LEFT_OUT)
        at, other_at = part.end, part.other_end
    assert (at, other_at) == (len(one), len(other))


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert all(part.change is TextChange.SAME for part in differences(text, text))
    assert witnesses(text, text) == ()


def test_every_kind_of_change() -> None:
    one, other = "王太年說，渡口的灯明天就亮。大家都来看。", "王大年说，渡口的路灯明天亮。众人都来看。"
    found = [
        (part.change, one[part.begin : part.end], other[part.other_begin : part.other_end])
        for part in differences(one, other)
        if part.change is not TextChange.SAME
    ]
    assert found == [
        (TextChange.LOOKALIKE, "太", "大"),
        (TextChange.SHAPE, "說", "说"),
        (TextChange.ADDED, "", "路"),
        (TextChange.LEFT_OUT, "就", ""),
        (TextChange.OTHER, "大家", "众人"),
    ]


def test_a_witness_stands_among_what_is_the_same() -> None:
    assert witnesses("己未年的渡口", "己末年的渡口") == (LookalikePlace(1, 1, "未", "末"),)
    assert witnesses("前言。己未年", "己末年") == (LookalikePlace(4, 1, "未", "末"),)
    assert witnesses("說", "说") == ()
    assert witnesses("未", "末") == (), "a character alone says nothing"


@given(SEEDS, st.integers(100, 900), st.floats(0.0, 0.08))
def test_every_lone_misreading_is_a_witness(seed: int, length: int, rate: float) -> None:
    """Where single characters were taken for lookalikes, with others right on both sides, all are found."""
    chance = random.Random(seed)
    text = a_text(chance, length)
    copy, places, at = list(text), [], 3
    while at < len(text) - 3:
        if chance.random() < rate and (others := lookalikes(text[at])):
            if others[0] not in text[at - 1 : at + 2]:
                copy[at] = others[0]
                places.append(at)
            at += 5
        at += 1
    found = {(each.at, each.other_at) for each in witnesses(text, "".join(copy))}
    certain = {
        (at, at) for at in places if copy[at] not in shapes(text[at]) and text[at] not in shapes(copy[at])
    }
    assert len(found & certain) >= 0.97 * len(certain)


@pytest.mark.parametrize("rate", [0.02, 0.05, 0.1])
def test_long_texts_are_soon_compared(rate: float) -> None:
    chance = random.Random(rate)
    text = a_text(chance, 20_000)
    copy = cut(chance, misread(chance, text, rate), 0.2)
    same = sum(part.end - part.begin for part in differences(text, copy) if part.change is TextChange.SAME)
    assert same >= (1 - 1.3 * rate) * len(copy) * 0.98


def test_texts_that_never_stop_repeating_themselves() -> None:
    for one, other in [
        ("啊" * 5000, "啊" * 4000),
        ("啊呀" * 3000, "呀哎" * 3000),
        ("啊" * 3000, "呀" * 3000),
    ]:
        parts = differences(one, other)
        assert "".join(one[part.begin : part.end] for part in parts) == one


@pytest.mark.parametrize(
    ("one", "other", "counted"),
    [
        ("渡口的灯亮到后半夜。", "渡口的灯亮到后半夜。", (0, 0)),
        ("渡口的灯，亮到后半夜。老船工说完就走了。", "渡口的灯亮到后半夜。", (8, 0)),
        ("亮到后半夜。", "渡口的灯亮到后半夜。", (0, 4)),
        ("渡口的灯亮到后半夜。", "渡囗的灯亮到后半夜。", (0, 0)),  # a misread character is neither
    ],
)
def test_what_is_left_out_and_added_is_counted_in_letters(
    one: str, other: str, counted: tuple[int, int]
) -> None:
    assert left_out_and_added(one, other, differences(one, other)) == counted
