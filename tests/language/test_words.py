"""Words, by whichever segmenter is installed: one suite for both."""

import sys
import warnings
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.language import words as module
from reader.language.words import is_known, word_spans, words


@pytest.fixture(params=["rjieba", "jieba"], autouse=True)
def segmenter(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if request.param == "jieba":
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # what jieba's source gives when it is compiled for the first time
            import jieba  # noqa: F401
        monkeypatch.setitem(sys.modules, "rjieba", None)
    else:
        pytest.importorskip("rjieba")
    module._cutter.cache_clear()
    yield
    module._cutter.cache_clear()


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
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


@pytest.mark.parametrize(
    ("text", "known"), [("文化", True), ("图书馆", True), ("林溪", False), ("馆", False), ("", False)]
)
def test_words_of_the_dictionary(text: str, known: bool) -> None:
    assert is_known(text) is known
