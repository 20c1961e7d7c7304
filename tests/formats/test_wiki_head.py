"""What the template at the top of a wiki's page states is told in lines; any other template is left alone."""

import pytest

from reader.formats.wiki_head import WikiHead, head_of

PAPER = ("柳湾日报", "1987-06-12")
ARTICLE = ("1987年6月12日", "# 渡口开船", "何渡生")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("{{Header|title=柳湾日报|date=1987-06-12}}", PAPER),
        ("{{header\n| title = 渡口开船\n| author = 何渡生\n| y = 1987\n| m = 06\n| d = 12\n}}", ARTICLE),
        ("{{頁首\n|題名=渡口开船\n|作者=何渡生\n|年=1987\n|月=6\n|日=12\n}}", ARTICLE),
        ("{{文章|报纸=柳湾日报|标题=渡口开船}}", ("柳湾日报", "# 渡口开船")),
        ("{{header|title=渡口开船|year=1987|month=六|author=何渡生}}", ("# 渡口开船", "何渡生")),
    ],
    ids=["a paper", "an article", "in Chinese", "an article of a paper", "a day that lacks a part"],
)
def test_paper_and_day_stand_above_the_title_of_an_article(text: str, lines: tuple[str, ...]) -> None:
    page = ["", *text.split("\n"), "", "今天开船。"]
    assert head_of(page) == WikiHead(1, len(page) - 3, lines)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "今天开船。\n{{header|title=渡口开船|author=何渡生}}",
        "{{header|title=渡口开船|author=何渡生}}今天开船。",
        "{{header|title=渡口开船|author=何渡生",
        "{{header|title={{lang|zh|渡口开船}}|author=何渡生}}",
        "{{header|title=渡口开船}}",
        "{{專名|渡口}}",
        "{{header|title=|author=}}",
    ],
    ids=[
        "nothing",
        "below a text",
        "before a text",
        "without an end",
        "with another one inside",
        "one field",
        "no field",
        "empty fields",
    ],
)
def test_what_is_no_head_of_fields_is_none(text: str) -> None:
    assert head_of(text.split("\n")) is None
