"""A text whose lines are about as long as those around stands in columns; verse, lists and paragraphs do not."""

import pytest

from reader.newspaper.article import SourceText
from reader.parsing.printed_columns import (
    Column,
    columns_of,
    is_finished,
    is_full_of,
    lengths_of,
    may_be_printed,
)
from reader.parsing.rows import RawLine, rows_of

WORDS = "昨天清晨五点半，雁桥渡口加开一班船，卖菜的何念慈挑着两筐萝卜头一个上船。船工说，逢双日歇，遇到大雾改在九点。"


def rows(lines: list[str]) -> list[RawLine]:
    return rows_of(SourceText("a.txt", "utf-8", tuple(lines)))


def cut(text: str, width: int) -> list[str]:
    return [text[at : at + width] for at in range(0, len(text), width)]


@pytest.mark.parametrize("width", [8, 13, 24])
def test_lines_that_are_cut_at_one_width_are_in_a_column_of_it(width: int) -> None:
    printed = rows(cut(WORDS * 4, width))
    columns = columns_of(printed, lengths_of(printed))
    assert may_be_printed(printed)
    assert {round(column.width) for column in columns[:-1] if column is not None} == {width}
    assert None not in columns[:-1]


def test_paragraphs_and_lists_are_in_no_column() -> None:
    paragraphs = rows([WORDS[at:] * 2 for at in range(0, 40, 4)])
    assert set(columns_of(paragraphs, lengths_of(paragraphs))) == {None}
    names = rows(["何念慈", "周岱青", "顾知远", "闻砚秋", "郑大壮", "孟有田", "陆小满", "温如岚"])
    assert set(columns_of(names, lengths_of(names))) == {None}


def test_half_width_letters_are_half_as_long_where_that_makes_lines_more_even() -> None:
    digits = ["", "12", "1234", "123456", "12345678"]
    printed = rows([("渡口加开一班船逢双日歇" + figures)[len(figures) // 2 :] for figures in digits * 3])
    assert {len(row.text) for row in printed} == {11, 12, 13, 14, 15}
    assert set(lengths_of(printed)) == {11.0}


def test_a_line_is_full_that_differs_by_no_more_than_the_column_is_ragged() -> None:
    column = Column(12, 1)
    assert [is_full_of(column, length) for length in (10, 11, 12, 13, 14)] == [False, True, True, True, False]
    assert not is_full_of(None, 12)


@pytest.mark.parametrize(
    ("text", "is_end"),
    [("船开了。", True), ("他说：“开了！”", True), ("船开了，", False), ("（开了）", False)],
)
def test_a_line_is_finished_at_the_end_of_a_sentence(text: str, is_end: bool) -> None:
    assert is_finished(text) is is_end
