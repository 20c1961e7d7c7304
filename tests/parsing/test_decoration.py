"""What a site has around an article is told from what is said in it."""

import pytest

from reader.newspaper.article import SourceText
from reader.parsing import parse
from reader.parsing.decoration import is_decoration, is_of_site, is_trail

OF_SITES = [
    "首页 > 新闻 > 本地",
    "当前位置：首页>要闻>渡口加开一班船",
    "上一篇：渡口加开一班船",
    "下一条： 夜校开课",
    "阅读 1024",
    "阅读量：1.2万",
    "赞 12 在看 5",
]
NOT_OF_SITES = [
    "首页渡口开船",
    "阅读使人充实",
    "赞船工",
    "12人点赞了老何",
    "上一篇写的是渡口",
    "下一期：渡口开船。船工添了两名。",
]


@pytest.mark.parametrize("line", OF_SITES)
def test_lines_of_sites_may_stand_outside_of_articles(line: str) -> None:
    assert is_of_site(line)
    assert is_decoration(line)


@pytest.mark.parametrize("line", NOT_OF_SITES)
def test_lines_that_say_more_are_text(line: str) -> None:
    assert not is_of_site(line)


def test_the_headline_is_below_the_way_to_the_page() -> None:
    lines = (
        OF_SITES[0],
        "",
        "渡口加开一班早船",
        "",
        "2024-06-07 08:00 来源：雁桥日报 作者：何渡生",
        "",
        "江湾渡口昨天起加开一班早船，首班提前到五点二十分，赶早市的菜农不用再等。",
        "",
        "责任编辑：田丰",
        *OF_SITES[2:],
    )
    assert is_trail(lines[0])
    (article,) = parse(SourceText("a.txt", "utf-8", lines)).articles
    assert article.headline == "渡口加开一班早船"
    texts = [block.text for block in article.blocks]
    assert texts[0] == lines[6]
    assert not any(is_of_site(text) for text in texts)
