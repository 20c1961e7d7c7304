"""What is being typed may go on as the library's own words do."""

import datetime as dt
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.features.query_completion.completions import Completion, completions
from reader.search.query import Period, parse_query
from reader.search.query.completion_kind import CompletionKind
from reader.search.query.date_reader import DateReader

TODAY = dt.date(2026, 11, 20)
NAMES = ("闻砚秋", "闻小树", "古丽·夏提")
WORDS = ("渡口", "渡船", "闻讯", "以及")


def known(typed: str, limit: int, are_names: bool) -> Sequence[str]:
    listed = NAMES if are_names else WORDS
    return [word for word in listed if word.startswith(typed) and word != typed][:limit]


def completed(text: str, cursor: int | None = None) -> list[Completion]:
    at = len(text) if cursor is None else cursor
    names = {
        CompletionKind.NEWSPAPER: lambda: ["雁桥日报", "江城晚报"],
        CompletionKind.DOSSIER: lambda: ["渡口旧事", "水 塔", "渡"],
    }
    return completions(text, at, DateReader(TODAY, TODAY), known, names)


@pytest.mark.parametrize(
    ("typed", "texts"),
    [
        ("闻", ["闻砚秋", "闻小树", "闻讯"]),
        ("板车 闻砚", ["板车 闻砚秋"]),
        ("-闻讯", []),
        ("-闻砚", ["-闻砚秋"]),
        ("(渡口 或 渡", ["(渡口 或 渡口", "(渡口 或 渡船"]),
        ("渡口|闻砚", ["渡口|闻砚秋"]),
        ("记者:闻", ["记者:闻砚秋", "记者:闻小树"]),
        ("reporter:闻砚", ["reporter:闻砚秋"]),
        ("标题：渡", ["标题：渡口", "标题：渡船"]),
        ("栏目:闻", []),
        ("报:雁", ["报:雁桥日报"]),
        ("报:", ["报:雁桥日报", "报:江城晚报"]),
        ("报:日报", ["报:雁桥日报"]),
        ("专题:", ["专题:渡口旧事", '专题:"水 塔"', "专题:渡"]),
        ("专题:渡", ["专题:渡口旧事"]),
        ("板车 专题：旧", ["板车 专题：渡口旧事"]),
        ("-dossier:水", ['-dossier:"水 塔"']),
        ("古丽", ["古丽·夏提"]),
        ("以", ['"以及"']),
        ('"闻', []),
        ("“闻", []),
        ("“板车” 闻砚", ["“板车” 闻砚秋"]),
        ("", []),
        (" ", []),
        ("闻 ", []),
    ],
)
def test_a_piece_is_completed(typed: str, texts: list[str]) -> None:
    assert [each.text for each in completed(typed)] == texts


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("去年春节", "日期:2025-01-29"),
        ("板车 去年春节", "板车 日期:2025-01-29"),
        ("-去年春节", "-日期:2025-01-29"),
        ("日期:去年春节", "日期:2025-01-29"),
        ("date:last week", "日期:2026-11-09..2026-11-15"),
        ("板车 the 1980s", "板车 日期:1980..1989"),
        ("甲辰年正月十三", "日期:2024-02-22"),
        ("1987年6月", "日期:1987-06"),
        ("1987", "日期:1987"),
    ],
)
def test_a_date_is_made_a_condition(typed: str, text: str) -> None:
    (date,) = [each for each in completed(typed) if each.kind is CompletionKind.DATE]
    assert date.text == text
    assert isinstance(date.period, Period)


@pytest.mark.parametrize("typed", ["日期:1987-06", "标题:去年春节", "5", "2024-13"])
def test_what_is_no_date_or_a_condition_already_is_none(typed: str) -> None:
    assert completed(typed) == []


def test_a_word_within_the_text_is_completed_where_the_cursor_stands() -> None:
    assert [each.text for each in completed("闻砚 板车", 2)] == ["闻砚秋 板车"]
    assert completed("闻砚 板车", 1) == []


def test_what_stands_there_already_is_told() -> None:
    assert [(each.words, each.typed) for each in completed("闻砚")] == [("闻砚秋", 2)]
    assert [(each.words, each.typed) for each in completed("报:日报")] == [("雁桥日报", 0)]


@given(st.text('闻砚渡春节去年1987-|()（“”":：记者日期报专题水 ', max_size=12), st.integers(0, 12))
def test_whatever_is_typed_raises_nothing_and_makes_a_question(typed: str, cursor: int) -> None:
    for each in completed(typed, min(cursor, len(typed))):
        assert parse_query(each.text).root is not None
