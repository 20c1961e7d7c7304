"""Edits of what was understood: each gives a query that reads back as itself."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.search.query import Field, Newspaper, Page, Period, Query, as_typed, parse_query, understood_as
from reader.search.query.editing import (
    as_period,
    as_text,
    can_join,
    field_of,
    in_field,
    joined,
    narrowed,
    of_parts,
    parts_of,
    period_of,
    split,
    turned,
    with_field,
    without,
    words_of,
)
from tests.search.query.test_parser import SIGNS

Edit = Callable[[Query, int], Query]


@pytest.mark.parametrize(
    ("asked", "edit", "made"),
    [
        ("甲 乙 丙", lambda q: without(q, 1), "甲 丙"),
        ("甲", lambda q: without(q, 0), ""),
        ("甲 乙", lambda q: turned(q, 1), "甲 -乙"),
        ("甲 -乙", lambda q: turned(q, 1), "甲 乙"),
        ("甲 或 乙", lambda q: turned(q, 0), "-(甲 或 乙)"),
        ("-(甲 乙) 丙", lambda q: turned(q, 0), "甲 乙 丙"),
        ("甲 乙", lambda q: with_field(q, 0, Field.HEADLINE), "标题:甲 乙"),
        ("标题:甲", lambda q: with_field(q, 0, Field.ANYWHERE), "甲"),
        ("-(甲 或 记者:乙)", lambda q: with_field(q, 0, Field.SECTION), "-(栏目:甲 或 栏目:乙)"),
        ("1987年6月", lambda q: with_field(q, 0, Field.HEADLINE), "标题:1987年6月"),
        ("版:1", lambda q: with_field(q, 0, Field.HEADLINE), "版:1"),
        ('标题:"甲 乙，丙" 丁', lambda q: split(q, 0), "标题:甲 标题:乙 标题:丙 丁"),
        ("甲 乙 丙", lambda q: joined(q, 1), '甲 "乙 丙"'),
        ("1987年6月 甲", lambda q: as_text(q, 0), '"1987年6月" 甲'),
        ("-1987年6月", lambda q: as_period(q, 0), "-日期:1987-06"),
        ("甲 日期:1987 乙", lambda q: narrowed(q, Period, parse_query("日期:1988").root), "甲 乙 日期:1988"),
        ("甲 版:1", lambda q: narrowed(q, Page, None), "甲"),
        ("甲", lambda q: narrowed(q, Newspaper, parse_query("报:晚报").root), "甲 报:晚报"),
    ],
)
def test_an_edit_gives_what_one_would_have_typed(
    asked: str, edit: Callable[[Query], Query], made: str
) -> None:
    assert edit(parse_query(asked)) == parse_query(made)


@pytest.mark.parametrize(
    ("asked", "fields"),
    [
        ("甲 标题:乙 -记者:丙", [Field.ANYWHERE, Field.HEADLINE, Field.CREDITS]),
        ("甲|乙 (甲 或 标题:乙) 版:1", [Field.ANYWHERE, None, None]),
    ],
)
def test_the_field_of_a_part(asked: str, fields: list[Field | None]) -> None:
    assert [field_of(part) for part in parts_of(parse_query(asked))] == fields


def test_only_strings_of_one_field_are_joined_and_only_strings_of_several_words_split() -> None:
    query = parse_query('甲 乙 标题:丙 标题:丁 -戊 "己 庚"')
    assert [can_join(query, at) for at in range(6)] == [True, False, True, False, False, False]
    assert [len(words_of(part)) for part in parts_of(query)] == [0, 0, 0, 0, 0, 2]


def test_the_period_that_the_issues_are_of() -> None:
    assert period_of(parse_query("甲 日期:1987")) == parse_query("日期:1987").root
    assert period_of(parse_query("甲 -日期:1987 1987年")) is None


@given(SIGNS, st.integers(0, 5), st.sampled_from(Field))
def test_whatever_is_edited_is_read_back_as_it_is(text: str, at: int, field: Field) -> None:
    query = parse_query(text)
    assert of_parts(parts_of(query)) == query
    if at >= len(parts_of(query)):
        return
    edits: list[Edit] = [without, turned, split, joined, as_text, as_period]
    made = [edit(query, at) for edit in edits] if at + 1 < len(parts_of(query)) else [without(query, at)]
    made += [with_field(query, at, field), narrowed(query, Period, None)]
    for each in made:
        assert parse_query(as_typed(each)) == each
        assert parse_query(understood_as(each)) == each
    changed = in_field(parts_of(query)[at], field)
    assert field_of(changed) in (field, None)
