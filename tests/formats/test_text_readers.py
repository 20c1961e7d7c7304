"""Outlines lose their bullets and nothing else; texts with form feeds have pages where nothing contradicts them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats.text_readers import parted_at_pages, unknown, without_bullets
from reader.newspaper.article import SourceText


def a_text(*lines: str) -> SourceText:
    return SourceText("a.txt", "utf-8", lines)


@pytest.mark.parametrize(
    ("line", "paragraph"),
    [
        ("- 渡口通航", "渡口通航"),
        ("\t- 渡口通航 ", "渡口通航"),
        ("-", ""),
        ("-渡口", "-渡口"),
        ("- {{embed ((64a0-b1))}}渡口", "渡口"),
        ("- 见((64a0b1c2))渡口", "见渡口"),
        ("- ((短))", "((短))"),
        ("  collapsed:: true", ""),
        ("id:: 64a0", ""),
        ("logseq.order-list-type:: number", ""),
        ("  tags:: 渡口", "tags:: 渡口"),
        ("正文 - 续", "正文 - 续"),
    ],
)
def test_a_line_of_an_outline_is_its_words(line: str, paragraph: str) -> None:
    assert without_bullets(a_text(line)).lines == (paragraph,)


def pages_of(*lines: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    parted = parted_at_pages(a_text(*lines))
    assert parted.head is not None
    return parted.lines, parted.head.page_lines


def test_a_line_tells_the_page_above_each_but_the_first() -> None:
    assert pages_of("甲\f乙", "丙\f丁") == (
        ("甲", "", "第2版", "", "乙", "丙", "", "第3版", "", "丁"),
        (3, 8),
    )


def test_pages_that_are_blank_count_and_have_no_line() -> None:
    assert pages_of("甲\f\f丙") == (("甲", "", "第3版", "", "丙"), (3,))


def test_pages_that_were_skipped_together_count_as_many() -> None:
    lines, page_lines = pages_of("甲", "\f[OCR skipped on page(s) 2-4]", "\f戊")
    assert lines[-3:] == ("第5版", "", "戊")
    assert len(page_lines) == 2


@pytest.mark.parametrize("lines", [("甲",), ("甲", "\f"), ("第2版", "甲", "\f第3版", "乙"), ("", "\f甲")])
def test_nothing_is_told_of_a_single_page_or_where_the_text_contradicts_it(lines: tuple[str, ...]) -> None:
    _, page_lines = pages_of(*lines)
    assert page_lines == ()


def test_a_page_that_names_itself_is_not_named_twice() -> None:
    assert pages_of("第1版", "甲\f第2版", "乙") == (("第1版", "甲", "第2版", "乙"), ())


@given(st.lists(st.text("甲乙\f 第2版", max_size=6), max_size=6))
def test_every_line_stays_with_its_number_in_the_file(lines: list[str]) -> None:
    parted = parted_at_pages(a_text(*lines))
    assert len(parted.spans) == len(parted.lines)
    for text, (first, last) in zip(parted.lines, parted.spans, strict=True):
        assert first == last
        if first:
            assert text in lines[first - 1]
    words = "".join(text for text, span in zip(parted.lines, parted.spans, strict=True) if span != (0, 0))
    assert "".join(words.split()) == "".join("".join(lines).split())


def test_what_is_not_known_stays_as_it_is() -> None:
    text = a_text("????")
    assert unknown(text) is text
