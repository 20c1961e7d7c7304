"""Lines that tell pages at the feet of pages hold for what stands above; a line that only closes a file does not."""

import pytest

from reader.newspaper.article import SourceText
from reader.parsing import parse

NEWS = ("渡口的灯修好了", "本报讯（记者 何一舟）东门渡口坏了半年的灯昨晚重新亮起来，夜里靠岸不用再打手电。")
MORE = ("合作社分红", "本报讯（通讯员 田丰）柳树湾合作社昨天分红，每股七元二角，比去年多一元。")


@pytest.mark.parametrize(
    ("first", "last", "pages"),
    [
        ("第1版　要闻", "第2版　民生", ["1", "2"]),
        ("第2版　民生", "第3版　副刊", [None, "2"]),
        ("第1版　要闻", "责任编辑：赵小满", [None, "1"]),
    ],
    ids=["feet", "heads that begin with page 2", "no page at the end"],
)
def test_only_feet_that_begin_with_page_one_tell_what_stands_above(
    first: str, last: str, pages: list[str | None]
) -> None:
    part = parse(SourceText("a.txt", "utf-8", (*NEWS, first, *MORE, last)))
    assert [article.page for article in part.articles] == pages


def test_an_article_that_goes_on_below_a_foot_is_on_the_page_where_it_begins() -> None:
    headline, text = NEWS
    halves = (text[:30], "第1版　要闻", text[30:])
    part = parse(SourceText("a.txt", "utf-8", (headline, *halves, *MORE, "第2版　民生")))
    assert [article.page for article in part.articles] == ["1", "2"]


HEAD = "雁桥日报 1987年6月7日"
LAST = ("夜校开课", "石坪镇夜校本周开课，首批学员一百二十六人，课程有算术、识字和农技。")


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (f"{HEAD} 第{{}}版", "- {} -"),
        (f"{HEAD} 第{{}}版", ""),
        (HEAD, "第 {} 页 共 3 页"),
        (HEAD, "第{}版　要闻"),
        ("", f"{HEAD} 第{{}}版"),
    ],
    ids=["a masthead and a number", "a masthead", "feet that count", "feet", "a masthead at the foot"],
)
def test_each_article_is_on_the_page_whose_head_or_foot_stands_with_it(above: str, below: str) -> None:
    lines = []
    for number, (headline, text) in enumerate((NEWS, MORE, LAST), 1):
        page = (above.format(number), headline, text, below.format(number))
        lines += ["", *filter(None, page)]
    part = parse(SourceText("a.txt", "utf-8", tuple(lines)))
    assert [article.page for article in part.articles] == ["1", "2", "3"]
