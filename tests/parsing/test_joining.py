"""Given the lines of a paragraph, when they are joined, then each is found in it, and so is a word that was cut."""

import pytest

from reader.language.forms import search_form
from reader.parsing.rows import joined


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (("渡口加开", "一班船"), "渡口加开一班船"),
        (("the", "boat"), "the boat"),
        (("渡口", "the boat"), "渡口the boat"),
        (("the boat", "渡口"), "the boat渡口"),
        (("1", "987"), "1987"),
        (("No. 7", "a"), "No. 7 a"),
        (("a3", "4b"), "a34b"),
        (("渡口a", "b渡"), "渡口a b渡"),
        (("渡口，", "boat", "3", "4"), "渡口，boat 34"),
        (("か", "\u3099渡"), "か \u3099渡"),
        (("ﾊ", "ﾞ"), "ﾊ ﾞ"),
        (("İ", "ﾞ"), "İ ﾞ"),
        (("渡", "\u200b口"), "渡\u200b口"),
    ],
)
def test_lines_that_are_joined(lines: tuple[str, ...], text: str) -> None:
    whole, begins = joined(lines)
    assert whole == text
    assert [whole[at:].startswith(line) for at, line in zip(begins, lines, strict=True)] == [True] * len(
        lines
    )
    assert all(search_form(line) in search_form(whole) for line in lines)
