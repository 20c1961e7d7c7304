"""Given the lines of a file, when they are read as rows, then it is kept what was marked, and what a record labels."""

import pytest

from reader.language.forms import search_form
from reader.newspaper.article import LinePart, SourceText
from reader.parsing.rows import RawLine, has_stray_spaces, joined, record_headings, rows_of

RECORD = ("标题：老戏台搬过了河", "**副题：三百六十七号**", "作者：温如岚", "正文：", "老戏台昨天装船。")


def source(*lines: str) -> SourceText:
    return SourceText("任意.txt", "utf-8", lines)


def rows(*lines: str) -> list[RawLine]:
    return rows_of(source(*lines))


def test_a_heading_that_a_record_labels_is_marked() -> None:
    assert [(row.text, row.is_marked, row.storey) for row in rows(*RECORD)] == [
        ("老戏台搬过了河", True, LinePart.HEADLINE),
        ("三百六十七号", True, LinePart.DECK),
        ("作者：温如岚", False, None),
        ("正文：", False, None),
        ("老戏台昨天装船。", False, None),
    ]


def test_labelled_lines_are_given_with_their_words() -> None:
    assert record_headings(source(*RECORD)) == (
        ("标题：老戏台搬过了河", "老戏台搬过了河"),
        ("副题：三百六十七号", "三百六十七号"),
    )
    assert record_headings(source("标题：老戏台搬过了河", "老戏台昨天装船。")) == ()


def test_front_matter_ends_with_its_mark() -> None:
    lines = ("+++", "title = '老戏台'", "date = 1990-03-05", "+++", "老戏台昨天装船。")
    assert [row.is_front_matter for row in rows(*lines)] == [True, True, True, True, False]


def test_spaces_are_strays_where_long_lines_are_full_of_them() -> None:
    assert has_stray_spaces(rows("老戏台 昨天装船 运到对 岸的麦场 木匠们 给每块木 头编了号" * 3))
    assert not has_stray_spaces(rows("老 戏 台 搬 过 了 河"))
    assert not has_stray_spaces(
        rows("老戏台昨天装船，运到对岸的麦场，木匠们给每块木头编了号，一共三百六十七号。", "何 苇")
    )


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


@pytest.mark.parametrize("first", ["渡", "“", "—", "■", "①"])
@pytest.mark.parametrize("space", ["　　", "    ", "\t"])
def test_the_space_before_a_sign_is_as_wide_as_before_a_word(space: str, first: str) -> None:
    (row,) = rows(f"{space}{first}渡口加开一班船")
    assert (row.indent, row.breadth) == (2, 10)


def test_spaces_before_latin_letters_are_half_as_wide_as_those_of_an_indent() -> None:
    (row,) = rows("    boat")
    assert (row.indent, row.breadth) == (0, 8)
