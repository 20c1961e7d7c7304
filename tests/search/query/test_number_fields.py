"""Which numbers a value of the query language means, however it is written; what is none is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.newspaper.holdings import Document
from reader.search.query import Query, as_typed, parse_query
from reader.search.query.number_fields import (
    LENGTH_FIELD,
    NumberRange,
    end_of_number,
    number_readings,
    wanted_numbers,
)
from tests.invented_article import ARTICLE

LARGEST = 999_999_998


def range_of(text: str) -> tuple[int, int | None] | None:
    leaf = NumberRange.of(LENGTH_FIELD, text)
    if leaf is None:
        return None
    return leaf.least, leaf.most


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        (">500", (501, None)),
        (">=500", (500, None)),
        ("≥500", (500, None)),
        ("<300", (0, 299)),
        ("<=300", (0, 300)),
        ("≤ 300", (0, 300)),
        ("＞５００字", (501, None)),
        ("500", (500, 500)),
        ("500字", (500, 500)),
        ("0", (0, 0)),
        ("100-500", (100, 500)),
        ("500-100", (100, 500)),
        ("100字至500字", (100, 500)),
        ("100到500", (100, 500)),
        ("100～500", (100, 500)),
        ("100—500", (100, 500)),
        ("100–500", (100, 500)),
        ("100..500", (100, 500)),
        ("100..", (100, None)),
        ("100-", (100, None)),
        ("..500", (0, 500)),
        ("1,500", (1500, 1500)),
        ("1,500-2,000", (1500, 2000)),
        ("2k", (2000, 2000)),
        ("2千", (2000, 2000)),
        ("五百字", (500, 500)),
        ("两百", (200, 200)),
        ("超过五百字", (501, None)),
        ("多于500", (501, None)),
        ("500多字", (501, None)),
        ("不到300", (0, 299)),
        ("少于300字", (0, 299)),
        ("不足300", (0, 299)),
        ("至少500", (500, None)),
        ("不少于500", (500, None)),
        ("500字以上", (500, None)),
        ("500+", (500, None)),
        ("最多300", (0, 300)),
        ("不超过300字", (0, 300)),
        ("300字以下", (0, 300)),
        ("300以内", (0, 300)),
        ("999999999", (LARGEST, LARGEST)),
        ("<999999999", (0, LARGEST)),
        ("<=999999999", (0, LARGEST)),
        ("1-999999999", (1, LARGEST)),
    ],
)
def test_a_value_means_a_range(text: str, bounds: tuple[int, int | None]) -> None:
    assert range_of(text) == bounds


@pytest.mark.parametrize(
    "text", ["", "长", "<0", "..", "-", ">", "500元", "1-2-3", "1234567890", "1.5", "> >5"]
)
def test_what_is_no_range_means_none(text: str) -> None:
    assert range_of(text) is None


@st.composite
def ranges(draw: st.DrawFn) -> NumberRange:
    least = draw(st.integers(0, LARGEST))
    most = draw(st.one_of(st.none(), st.integers(least, LARGEST)))
    return NumberRange(LENGTH_FIELD, least, most)


@given(ranges())
def test_a_range_is_read_back_from_how_it_is_written(leaf: NumberRange) -> None:
    typed = as_typed(Query(leaf))
    assert typed.startswith("字数:")
    assert parse_query(typed).root == leaf


@given(st.integers(0, 40), st.one_of(st.none(), st.integers(0, 40)), st.integers(0, 41))
def test_a_range_holds_what_lies_between_both_of_its_ends(least: int, most: int | None, length: int) -> None:
    leaf = NumberRange(LENGTH_FIELD, least, most)
    is_in = least <= length and (most is None or length <= most)
    assert leaf.condition().holds(length) is is_in


def test_the_length_of_an_article_is_that_of_its_blocks() -> None:
    length = sum(len(block.text) for block in ARTICLE.blocks)
    document = Document(1, "", None, None, "", article=lambda: ARTICLE)
    assert NumberRange(LENGTH_FIELD, length, length).holds(document)
    assert not NumberRange(LENGTH_FIELD, length + 1, None).holds(document)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("500来字", [">500", "<500"]),
        ("五百左右", [">500", "<500"]),
        ("约500、500", [">500", "<500"]),
        ("1到2之3", [">1", "<1", ">2"]),
        ("0", []),
        ("很长", []),
    ],
)
def test_more_and_less_than_each_number_are_offered_for_what_is_not_understood(
    text: str, readings: list[str]
) -> None:
    assert number_readings(text) == readings


@pytest.mark.parametrize(
    ("text", "at", "end"),
    [("> 500字 麦", 0, 6), ("字数:>= 5 麦", 3, 7), (">500", 0, 0), ("麦 > 5", 0, 0), ("≤　８", 0, 3)],
)
def test_a_value_with_a_space_behind_its_sign_is_one_value(text: str, at: int, end: int) -> None:
    assert end_of_number(LENGTH_FIELD, text, at) == end


def test_what_a_field_wants_is_told_by_its_name() -> None:
    assert wanted_numbers(LENGTH_FIELD).startswith("字数写成 >500")
