"""A quotation above the headline of a handbill is a part of its heading, and begins no article of its own."""

import pytest

from reader.newspaper.article import Article, SourceText
from reader.parsing import parse

TEXT = (
    "同志们：",
    "入冬以来，码头夜班工人吃不上热饭，食堂七点关门，许多同志空着肚子干到天亮。",
    "我们倡议：食堂炊事员轮流值夜班，每班两人，各车间自带粮票，按月结算。",
    "三车间全体职工",
    "1967年11月5日",
)


def _articles(*lines: str) -> tuple[Article, ...]:
    return parse(SourceText("a.txt", "utf-8", lines)).articles


@pytest.mark.parametrize("label", ["最高指示", "毛主席语录", "最 高 指 示"])
def test_the_quotation_is_above_the_headline(label: str) -> None:
    (article,) = _articles(label, "要相信群众，要依靠群众。", "关于夜班吃饭问题的倡议", *TEXT)
    assert (article.kicker, article.headline) == ("要相信群众，要依靠群众。", "关于夜班吃饭问题的倡议")
    assert article.blocks[0].text == "同志们："


def test_a_quotation_without_a_heading_below_is_a_text() -> None:
    (article,) = _articles("最高指示", "要相信群众，要依靠群众。", "要关心船工的生活，注意工作的方法。")
    assert [block.text for block in article.blocks] == [
        "要相信群众，要依靠群众。",
        "要关心船工的生活，注意工作的方法。",
    ]


def test_a_text_as_long_as_an_article_is_no_quotation_above_another() -> None:
    long = "要相信群众，要依靠群众，要关心船工的生活，要注意工作的方法。" * 6
    assert len(_articles("最高指示", long, "关于夜班吃饭问题的倡议", *TEXT)) == 2
