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
