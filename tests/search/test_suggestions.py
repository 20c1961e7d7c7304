"""Suggestions ask for less, and find something."""

import pytest

from reader.search.query import Query, matches, parse_query
from reader.search.suggestions import suggestions
from tests.search.library_of_texts import a_document

DOCUMENTS = [
    a_document(1, "2024-01-27", headline="春灌提前开始", body=["水库蓄满，鱼塘清淤"]),
    a_document(2, "1987-06-12", headline="球赛", credits="记者张三", body=["三比二"]),
]


def finds(query: Query) -> bool:
    return any(matches(query, document) for document in DOCUMENTS)


@pytest.mark.parametrize(
    ("asked", "suggested"),
    [
        ("水库 鱼塘 桥梁", ("水库 鱼塘", "水库", "鱼塘")),
        ("水库 桥梁", ("水库",)),
        ("水库 日期:1987", ("水库", "日期:1987")),
        ("水库 -鱼塘", ("水库",)),
        ("标题:水库", ("水库",)),
        ("春灌提前结束", ("春灌提前",)),
        ("全市春灌提前", ("春灌提前",)),
        ("桥梁", ()),
        ("-水 -三", ()),
        ("", ()),
    ],
)
def test_less_is_suggested_where_it_finds_something(asked: str, suggested: tuple[str, ...]) -> None:
    query = parse_query(asked)
    assert not finds(query)
    found = suggestions(query, finds)
    assert found == suggested
    assert all(finds(parse_query(text)) for text in found)
