"""Deciding by the text alone is deciding all the same."""

import pytest

from reader.search.query import matches, parse_query, text_test
from tests.search.library_of_texts import a_document

DOCUMENTS = [
    a_document(
        1, headline="春灌提前开始", section="民生", credits="记者张三", body=["到麦田去", "干部张三说"]
    ),
    a_document(2, headline="返青", body=["春灌到麦田"]),
    a_document(3, headline="球赛", section="体育"),
]


@pytest.mark.parametrize(
    "query",
    [
        "春灌",
        "春 麦田",
        "标题:春灌",
        "记者:张三",
        "栏目:民生",
        "春灌 -麦田",
        "麦田 或 球赛",
        "-(春灌 或 球)",
        "春?到",
        "春灌 /3 开始",
        "春灌 /2 开始 或 春灌 /1 麦田",
        "-(春灌 /2 开始)",
        "标题:春灌 /2 开始",
        "记者:记者 /0 张三",
    ],
)
def test_a_test_of_texts_decides_as_matches_does(query: str) -> None:
    test = text_test(parse_query(query))
    assert test is not None
    found = [document.id for document in DOCUMENTS if test(document.text)]
    assert found == [document.id for document in DOCUMENTS if matches(parse_query(query), document)]


@pytest.mark.parametrize("query", ["", "报:雁桥", "春灌 版:1", "-日期:2024", "春灌 或 日期:2024"])
def test_there_is_none_where_not_only_the_text_decides(query: str) -> None:
    assert text_test(parse_query(query)) is None
