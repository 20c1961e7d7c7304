"""What was read from a file that is gone becomes a Markdown file: every word of it, and nothing only inferred."""

import datetime as dt
from typing import Any

import pytest
from msgspec.structs import replace

from reader.export.article_text import issue_file
from reader.newspaper.article import Article, ArticleKind, BlockKind, Credit, Role
from reader.newspaper.facts import IssueFacts, Rule, fact_by
from reader.newspaper.issue import DateOrigin, Masthead, TitleOrigin, facts_of_origins, rule_of_day
from tests.invented_article import block

FULL = Masthead(
    title="雁桥日报",
    title_as_printed="雁橋日報",
    title_origin=TitleOrigin.PRINTED,
    date=dt.date(1987, 6, 12),
    date_origin=DateOrigin.PRINTED,
    month_day="06-12",
    weekday="星期五",
    lunar_date="农历五月十七",
    number=4181,
    page_count=4,
    cn_number="99-0001",
)
DAY = "1987年6月12日  星期五  农历五月十七  第4181期  今日4版"


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ({}, ["# 雁橋日報", DAY, "国内统一连续出版物号CN 99-0001"]),
        ({"title_as_printed": None}, ["# 雁桥日报", DAY, "国内统一连续出版物号CN 99-0001"]),
        ({"title_as_printed": None, "title": None}, [DAY, "国内统一连续出版物号CN 99-0001"]),
        ({"cn_number": None}, ["# 雁橋日報", DAY]),
        (
            {"date_origin": DateOrigin.INFERRED, "cn_number": None},
            ["# 雁橋日報", DAY.removeprefix("1987年6月12日  ")],
        ),
        ({"date": None, "cn_number": None}, ["# 雁橋日報", DAY.removeprefix("1987年")]),
        (
            {"date": None, "month_day": None, "lunar_date": None, "cn_number": None},
            ["# 雁橋日報", "星期五  第4181期  今日4版"],
        ),
        ({"number": None, "page_count": None, "cn_number": None}, ["# 雁橋日報", DAY.partition("  第")[0]]),
    ],
)
def test_of_the_masthead_it_says_what_is_known_and_no_date_that_was_inferred(
    changes: dict[str, Any], lines: list[str]
) -> None:
    head = replace(FULL, **changes)
    facts = facts_of_origins(
        head.title, head.title_origin, head.date, rule_of_day(head.date_origin), head.number
    )
    assert issue_file(replace(head, facts=facts), []) == "\n\n".join(lines) + "\n"


def test_a_file_without_a_masthead_has_its_articles_only() -> None:
    assert issue_file(Masthead(), [an_article("江上有雾。")]) == "江上有雾。\n"


def an_article(*texts: str, **changes: Any) -> Article:
    return replace(Article("k", ArticleKind.ARTICLE, blocks=tuple(map(block, texts))), **changes)


def test_the_levels_of_the_headings_tell_the_storeys_of_the_headline() -> None:
    article = an_article(
        section="图书馆里",
        kicker="雁桥新馆昨起试开放",
        headline="三万册旧报刊有了新家",
        decks=("——江城图书馆迁址收尾", "地方文献室七月起借阅"),
        credits=(Credit(Role.REPORTER, ("顾知远",), "本报记者　顾知远"),),
        blocks=(
            block("搬完了。"),
            block("板车队", BlockKind.SUBHEAD),
            block("图为新馆。", BlockKind.CAPTION),
        ),
    )
    assert issue_file(Masthead(), [article]).rstrip("\n").split("\n\n") == [
        "图书馆里",
        "### 雁桥新馆昨起试开放",
        "## 三万册旧报刊有了新家",
        "——江城图书馆迁址收尾",
        "### 地方文献室七月起借阅",
        "本报记者　顾知远",
        "搬完了。",
        "#### 板车队",
        "图为新馆。",
    ]


def test_a_page_is_named_once_before_its_first_article() -> None:
    articles = [
        an_article(text, page=page) for text, page in [("一", "2"), ("二", "2"), ("三", None), ("四", "A4")]
    ]
    facts = IssueFacts(pages={label: fact_by(Rule.PAGE_LINE, label) for label in ("2", "A4")})
    assert issue_file(Masthead(facts=facts), articles).split() == ["02版", "一", "二", "三", "A04版", "四"]
