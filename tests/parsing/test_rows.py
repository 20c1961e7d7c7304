"""Given the lines of a file, when they are read as rows, then it is kept what was marked, and what a record labels."""

from reader.newspaper.article import SourceText
from reader.parsing.markup import HeadlineLevel
from reader.parsing.rows import RawLine, has_stray_spaces, record_headings, rows_of

RECORD = ("标题：老戏台搬过了河", "**副题：三百六十七号**", "作者：温如岚", "正文：", "老戏台昨天装船。")


def source(*lines: str) -> SourceText:
    return SourceText("任意.txt", "utf-8", lines)


def rows(*lines: str) -> list[RawLine]:
    return rows_of(source(*lines))


def test_a_heading_that_a_record_labels_is_marked() -> None:
    assert [(row.text, row.is_marked, row.storey) for row in rows(*RECORD)] == [
        ("老戏台搬过了河", True, HeadlineLevel.HEADLINE),
        ("三百六十七号", True, HeadlineLevel.DECK),
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
