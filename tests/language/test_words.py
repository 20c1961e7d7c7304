"""Words, by whichever segmenter is installed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.language.words import word_spans, words


@given(st.text())
def test_words_leave_nothing_out(text: str) -> None:
    assert "".join(words(text)) == text


def test_words_of_a_sentence() -> None:
    assert {"图书馆", "搬家"} <= set(words("图书馆今天搬家"))


@pytest.mark.parametrize(
    ("before", "after", "spans"),
    [
        ("江城银行支行创", "新信贷", True),
        ("图书", "馆搬家", True),
        ("旧报搬家", "馆长说", False),
        ("", "馆", False),
    ],
)
def test_a_word_broken_at_the_end_of_a_line(before: str, after: str, spans: bool) -> None:
    assert word_spans(before, after) is spans
