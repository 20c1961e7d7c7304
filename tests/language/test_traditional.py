"""Given a text in traditional characters, when it is read as simplified, then every character stays in its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.language.equality import simplified


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("【本報訊】（記者顏若水）", "【本报讯】（记者颜若水）"),
        ("農曆丁丑年臘月初八", "农历丁丑年腊月初八"),
        ("聲明啟事", "声明启事"),
        ("渡口加开一班船", "渡口加开一班船"),
    ],
)
def test_words_that_newspapers_use(printed: str, plain: str) -> None:
    assert simplified(printed) == plain


@given(st.text())
def test_length_stays_and_nothing_is_left_to_do(text: str) -> None:
    assert len(simplified(text)) == len(text)
    assert simplified(simplified(text)) == simplified(text)


def test_a_text_without_traditional_characters_is_itself() -> None:
    text = "渡口加开一班船"
    assert simplified(text) is text
