"""Where labels are all that stands above a text, the last of them is its headline, unless it is a standing one."""

import pytest

from reader.newspaper.article import SourceText
from reader.parsing import parse

HEAD = ("临江晚报", "1984年10月17日 星期三")
ABOVE = ("渡口加开一班早船", "本报讯　江湾渡口昨起加开一班早船，首班提前到五点二十分，赶早市的菜农不用再等。")
NEWS = "青菜每斤八分，萝卜每斤六分，鲫鱼每斤一元四角，鸡蛋每斤一元三角五分。"
NOTICE = "定于四月五日晚七时在县中礼堂举行大会，请各组准时参加，自带板凳。"


def headings(*lines: str) -> tuple[str | None, str | None]:
    """The section and the headline of the last article."""
    article = parse(SourceText("a.txt", "utf-8", (*HEAD, *ABOVE, *lines))).articles[-1]
    return article.section, article.headline


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (("市场行情", "今日菜价", NEWS), ("市场行情", "今日菜价")),
        (("通知", NOTICE), (None, "通知")),
        (("严正声明", NOTICE), (None, "严正声明")),
    ],
    ids=["a label above a heading like one", "a notice", "a declaration"],
)
def test_what_stands_above_a_text(lines: tuple[str, ...], told: tuple[str | None, str | None]) -> None:
    assert headings(*lines) == told
