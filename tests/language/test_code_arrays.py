"""Strings as numbers, looked up all at once."""

import random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reader.language import code_arrays, equality
from reader.language.code_arrays import KeyTable, codes, keys_of


def test_a_text_has_a_code_for_each_character() -> None:
    assert codes("渡a𠮷😀").tolist() == [ord("渡"), ord("a"), code_arrays.BEYOND_BASIC, 0]
    assert not code_arrays.is_basic("渡𠮷")


def test_numbers_are_found_where_they_stand() -> None:
    dice = random.Random(1)
    strings = ["".join(dice.choices("渡口的灯亮了", k=4)) for _ in range(500)]
    known = np.unique(keys_of(strings[:100]))
    table = KeyTable(known)
    at = table.places(keys_of(strings))
    for string, place in zip(strings, at.tolist(), strict=True):
        assert (place >= 0) is (string in strings[:100])
        assert place < 0 or known[place] == keys_of([string])[0]
    assert table.has(keys_of(strings)).tolist() == [string in strings[:100] for string in strings]


def test_nothing_is_among_nothing() -> None:
    assert KeyTable(keys_of([])).places(keys_of(["渡口"])).tolist() == [-1]
    assert KeyTable(keys_of(["渡口"])).places(keys_of([])).tolist() == []


@given(st.lists(st.integers(0, 2**64 - 1)), st.lists(st.integers(0, 2**64 - 1)))
def test_keys_whose_slots_are_taken_are_found(keys: list[int], others: list[int]) -> None:
    # 20 keys have the first slot as their own, 20 the last one: most of these have one behind it, or behind the first
    alike = [number * pow(0x9E3779B97F4A7C15, -1, 1 << 64) % (1 << 64) for number in range(-20, 20)]
    known = [*keys, *alike, *keys]
    wanted = np.array([*known, *others], np.uint64)
    found = KeyTable(np.array(known, np.uint64)).places(wanted).tolist()
    assert found == [known.index(key) if key in known else -1 for key in (*known, *others)]


@given(st.lists(st.integers(0, 2**32 - 1)))
def test_each_value_stands_once_in_order(values: list[int]) -> None:
    assert code_arrays.distinct(np.array(values, np.uint32)).tolist() == sorted(set(values))


@given(st.text("渡口的灯漢書後著⻓金😀𠮷𠁞a，", max_size=60))
def test_law_texts_are_simplified_as_one_by_one(text: str) -> None:
    assert code_arrays.simplified(text) == equality.simplified(text)
    assert code_arrays.in_simplified(text).tolist() == [*map(ord, equality.in_simplified(text))]
