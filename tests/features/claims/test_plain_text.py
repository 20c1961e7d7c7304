"""Sentences are read in simplified characters with marks of full width, each character at its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.features.claims.plain_text import plain_of


@given(st.text())
def test_every_character_stays_at_its_place_and_twice_is_once(text: str) -> None:
    plain = plain_of(text)
    assert len(plain) == len(text)
    assert plain_of(plain) == plain


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("渡口通航,首航!", "渡口通航，首航！"),
        ("(注)怎麼樣?;:", "（注）怎么样？；："),
        ("1,234.5人", "1,234.5人"),
        ("5:30", "5:30"),
        ("5: 30", "5： 30"),
        ("共5,首航", "共5，首航"),
        ("共,5人", "共，5人"),
    ],
)
def test_marks_are_of_full_width_but_within_numbers(text: str, plain: str) -> None:
    assert plain_of(text) == plain
