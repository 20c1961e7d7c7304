"""On a page without headings, paragraphs that begin alike are an article each; where one begins otherwise, none is."""

import pytest

from reader.newspaper.article import SourceText
from reader.parsing import parse

BRIDGE = "东门渡口的浮桥今天拆除，两岸的人都来送行。"
SCHOOL = "石坪镇夜校本周开课，教室里添了六盏灯。"
WHEAT = "粮站把过秤的时间延长到夜里十点，麦子不过夜。"


def beginnings(*lines: str) -> list[str]:
    part = parse(SourceText("a.txt", "utf-8", ("江滩日报　1987年6月12日", "", *lines)))
    return [article.blocks[0].text[:4] for article in part.articles]


@pytest.mark.parametrize(
    "begins",
    [
        ("【渡口】", "【夜校】", "【粮站】"),
        ("〖渡口〗", "〖夜校〗", "〖粮站〗"),
        ("△", "△", "△"),
        ("【路透社倫敦三日電】", "【路透社倫敦三日電】", "【法新社巴黎三日電】"),
        ("本报海州十日电 ", "新华社海州十日电 ", "塔斯社莫斯科十日电 "),
    ],
)
def test_each_item_is_an_article(begins: tuple[str, str, str]) -> None:
    lines = [sign + text for sign, text in zip(begins, (BRIDGE, SCHOOL, WHEAT), strict=True)]
    assert beginnings(*lines) == [line[:4] for line in lines]
    assert beginnings(lines[0], "船工说，明天起改走新航道，票价不变。", *lines[1:]) == [
        line[:4] for line in lines
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ("夏收以来", f"△{BRIDGE}", f"△{SCHOOL}", f"△{WHEAT}"),
        (f"△{BRIDGE}", f"○{SCHOOL}", f"△{WHEAT}"),
        (f"【渡口】{BRIDGE}", f"【渡口】{SCHOOL}", f"【粮站】{WHEAT}"),
        (f"【一】{BRIDGE}", f"【二】{SCHOOL}", f"【三】{WHEAT}"),
        (f"[注一]{BRIDGE}", f"[注二]{SCHOOL}", f"[注三]{WHEAT}"),
        (f"△{BRIDGE}", f"△{SCHOOL}"),
    ],
    ids=["below a heading", "two signs", "a label twice", "numerals", "notes", "only two"],
)
def test_what_begins_otherwise_is_no_page_of_items(lines: tuple[str, ...]) -> None:
    assert len(beginnings(*lines)) == 1
