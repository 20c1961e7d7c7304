"""Strings as numbers, looked up all at once."""

import random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reader.language import code_arrays
from reader.language.code_arrays import codes, is_among, keys_of, places


def test_a_text_has_a_code_for_each_character() -> None:
    assert codes("渡a𠮷😀").tolist() == [ord("渡"), ord("a"), code_arrays.BEYOND_BASIC, 0]
    assert not code_arrays.is_basic("渡𠮷")


def test_numbers_are_found_where_they_stand() -> None:
    dice = random.Random(1)
    strings = ["".join(dice.choices("渡口的灯亮了", k=4)) for _ in range(500)]
    known = np.unique(keys_of(strings[:100]))
    at = places(keys_of(strings), known)
    for string, place in zip(strings, at.tolist(), strict=True):
        assert (place >= 0) is (string in strings[:100])
        assert place < 0 or known[place] == keys_of([string])[0]
    assert is_among(keys_of(strings), known).tolist() == [string in strings[:100] for string in strings]


def test_nothing_is_among_nothing() -> None:
    assert places(keys_of(["渡口"]), keys_of([])).tolist() == [-1]
    assert places(keys_of([]), keys_of(["渡口"])).tolist() == []


@given(st.lists(st.integers(0, 2**32 - 1)))
def test_each_value_stands_once_in_order(values: list[int]) -> None:
    assert code_arrays.distinct(np.array(values, np.uint32)).tolist() == sorted(set(values))
