"""Words of recognised lines are joined as they are written, and words that a line end broke are whole again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats.scans.scanned_words import (
    breadth,
    is_written_close,
    joined_words,
    whole_words,
    without_stray_spaces,
)


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["渡", "口", "通", "航"], "渡口通航"),
        (["渡口", "，", "通航"], "渡口，通航"),
        (["ひ", "ら", "がな"], "ひらがな"),
        (["the", "new", "bridge"], "the new bridge"),
        (["渡口", "No.", "5", "船"], "渡口 No. 5 船"),
        (["", "渡", "", "a"], "渡 a"),
        ([], ""),
    ],
)
def test_words_are_joined_with_spaces_where_their_script_has_them(words: list[str], line: str) -> None:
    assert joined_words(words) == line


@given(st.text("渡口ab 　，.\t"))
def test_nothing_but_white_space_goes(text: str) -> None:
    joined = without_stray_spaces(text)
    assert "".join(joined.split()) == "".join(text.split())
    assert without_stray_spaces(joined) == joined
    assert joined == joined.strip()


@pytest.mark.parametrize(
    ("text", "is_close"),
    [("渡", True), ("a。", True), ("カ", True), ("bridge", False), ("", False)],
)
def test_a_text_is_written_close_by_its_characters(text: str, is_close: bool) -> None:
    assert is_written_close(text) is is_close


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (["the new bri-", "dge was opened"], ["the new bridge", "was opened"]),
        (["the new bri- ", "dge"], ["the new bridge", ""]),
        (["the new bri¬", "Dge was"], ["the new briDge", "was"]),
        (["bri\u00ad", "dge"], ["bridge", ""]),
        (["Anglo-", "French pact"], ["Anglo-", "French pact"]),
        (["in 1987-", "88"], ["in 1987-", "88"]),
        (["a-", "b-", "c"], ["ab-", "", "c"]),
        (["bri-", ""], ["bri-", ""]),
        (["渡口", "通航"], ["渡口", "通航"]),
        ([], []),
    ],
)
def test_a_word_that_a_line_end_broke_stands_whole_in_the_first_line(
    lines: list[str], whole: list[str]
) -> None:
    assert list(whole_words(lines)) == whole


@given(st.lists(st.text("ab-¬ ", max_size=6)))
def test_there_are_as_many_lines_as_before(lines: list[str]) -> None:
    assert len(list(whole_words(lines))) == len(lines)


def test_latin_letters_are_half_as_broad() -> None:
    assert breadth("渡口 ab1.") == 4.0
    assert breadth("") == 0.0
