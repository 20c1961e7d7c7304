"""Given a file that a web archive saved for one article, when it is parsed, then it is one article, with the headline
that its front matter, its name or its first line tells."""

import datetime as dt

import pytest

from reader.newspaper.article import ArticleKind, BlockKind, SourceText
from reader.newspaper.issue import DateOrigin, DateWitness
from reader.parsing import parse

BODY = (
    "渡口从前只有一条木船，船工何渡生撑了四十年，撑坏了十七根竹篙，也没有人记得他一共渡过多少人去柳叶洲卖菜，又渡回多少空担子。",
    "",
    "上岸以后的日子",
    "",
    "早市散了以后，他把船靠在石阶边，坐在船头补网，补到太阳落到洲子后面去，才有人喊过河，他就把网卷起来，点上那盏马灯。",
    "",
    "一盏马灯",
    "",
    "那盏灯如今挂在渡口的候船室里，灯罩换过三回，灯芯换过多少回就没有人说得清了，候船的孩子都要伸手去摸一摸它的铁环。",
)


def source(name: str, *lines: str) -> SourceText:
    return SourceText(name, "utf-8", (*lines, *BODY))


def test_front_matter_tells_the_headline() -> None:
    part = parse(
        source(
            "a.md", "---", "title: 何渡生的船", "date: 2019-10-24", "---", "", "原文来自某处：[某文](x)", ""
        )
    )
    assert [article.headline for article in part.articles] == ["何渡生的船"]
    kinds = [block.kind for block in part.articles[0].blocks]
    assert kinds.count(BlockKind.SUBHEAD) == 2


def test_the_name_of_the_file_and_its_first_line_tell_the_headline() -> None:
    part = parse(source("1987/06/1987-06-12_何渡生的船.txt", "何渡生的船", ""))
    assert [article.headline for article in part.articles] == ["何渡生的船"]


def test_a_line_of_source_and_date_below_the_first_line_tells_the_headline() -> None:
    part = parse(source("0007.txt", "何渡生的船", "来源：雁桥日报 1987-06-12 08:00", ""))
    assert [article.headline for article in part.articles] == ["何渡生的船"]


def test_a_file_with_news_below_several_headings_holds_several_articles() -> None:
    news = ("渡口加开一班船", "", "本报讯（记者 周岱青）渡口加开一班船，票价不变。", "")
    more = ("粮站添了电烤箱", "", "本报讯（记者 周岱青）粮站添了一只电烤箱，免费验粮。", "")
    lines = ("---", "title: 雁桥日报要闻", "date: 2019-10-24", "---", "", *BODY, "", *news, *more)
    assert len(parse(SourceText("a.md", "utf-8", lines)).articles) >= 3


def test_no_name_of_a_newspaper_is_taken_for_a_headline() -> None:
    part = parse(
        source("雁桥文萃 第618期.md", "雁桥文萃", "2013年5月10日 星期五 第618期", "", "何渡生的船", "")
    )
    assert "雁桥文萃" not in [article.headline for article in part.articles]


def test_the_line_below_the_headline_tells_the_page() -> None:
    part = parse(source("1987-06-12_何渡生的船.md", "# 何渡生的船", "", "1987-06-12 第3版 作者：周岱青", ""))
    assert [article.page for article in part.articles] == ["3"]


def test_a_headline_of_several_parts_is_told_by_the_whole_name() -> None:
    head = ("### 何渡生的船 渡口要添新灯", "", "1987-06-12", "第3版(副刊)", "专栏：", "")
    storeys = ("　　何渡生的船", "    渡口要添新灯")
    part = parse(source("1987年06月/1987-06-12_何渡生的船_渡口要添新灯.md", *head, *storeys))
    assert [article.headline for article in part.articles] == ["何渡生的船 渡口要添新灯"]
    assert part.articles[0].page == "3"
    assert part.articles[0].source_lines[0] == (1, 1)
    assert part.articles[0].source_lines[1][0] == 7
    texts = [block.text for block in part.articles[0].blocks]
    assert "何渡生的船" not in texts
    assert "渡口要添新灯" not in texts


@pytest.mark.parametrize("lines", [("　　何渡生的船",), ("　　何渡生的船", "    渡口要换新灯")])
def test_what_repeats_a_part_of_a_headline_is_shown(lines: tuple[str, ...]) -> None:
    head = ("### 何渡生的船 渡口要添新灯", "", "1987-06-12", "第3版(副刊)", "专栏：", "")
    (article,) = parse(source("1987年06月/1987-06-12_何渡生的船_渡口要添新灯.md", *head, *lines)).articles
    shown = (article.section, article.kicker, *article.decks, *(block.text for block in article.blocks))
    for line in lines:
        assert any(text and line.strip() in text for text in shown)


def test_headings_in_an_article_with_front_matter_are_subheads_unless_news_stands_below() -> None:
    signed = ("撑船的手艺", "", "（记者 周岱青）", "", BODY[0], "")
    lines = ("---", "title: 何渡生的船", "date: 2019-10-24", "---", "", *BODY, "", *signed, *signed)
    assert len(parse(SourceText("a.md", "utf-8", lines)).articles) == 1


def test_the_only_heading_above_a_page_of_html_is_its_headline() -> None:
    head = (
        "### 何渡生的船",
        "-----",
        "",
        "#### [首页](https://a.example) &nbsp;|&nbsp; [摆渡人手册](https://b.example)",
    )
    part = parse(source("pages/81/416063.md", *head, "", '<div class="text">', " <p>"))
    assert [article.headline for article in part.articles] == ["何渡生的船"]
    assert not any("<" in block.text for block in part.articles[0].blocks)


def test_a_crawler_s_name_tells_one_article_with_kicker_headline_and_deck() -> None:
    part = parse(source("19870612/19870612-11-02.txt", "渡口新事", "何渡生的船", "撑断竹篙十七根"))
    (article,) = part.articles
    assert (article.kicker, article.headline, article.decks) == (
        "渡口新事",
        "何渡生的船",
        ("撑断竹篙十七根",),
    )
    part = parse(source("19870612/19870612-11-02.txt", "", "何渡生的船", "撑断竹篙十七根"))
    (article,) = part.articles
    assert (article.kicker, article.headline, article.decks) == (None, "何渡生的船", ("撑断竹篙十七根",))


@pytest.mark.parametrize(
    ("dateline", "date"),
    [
        ("【雁桥网二零二零年十二月二日】", dt.date(2020, 12, 2)),
        ("【雁桥2020年12月02日讯】（雁桥记者周岱青综合报道）", dt.date(2020, 12, 2)),
        ("（作者生于1920年12月2日）", None),
        ("（1920年12月2日）", None),
    ],
)
def test_the_dateline_of_an_only_article_may_tell_the_whole_date(dateline: str, date: dt.date | None) -> None:
    part = parse(
        source("416063.md", "# 何渡生的船", "", f"{dateline}渡口从前只有一条木船，后来有了两条。", "")
    )
    assert part.masthead.date == date
    if date:
        assert part.masthead.date_origin is DateOrigin.INFERRED
        assert part.masthead.date_witness is DateWitness.DATELINE


@pytest.mark.parametrize(
    "record",
    [
        ("来源: 雁桥日报 | 2022年03月05日 08:11 | 作者: 周岱青",),
        ("2022年03月05日08:11  来源：雁桥日报",),
        ("**来源：** [雁桥日报](https://a.example)  ", "**日期：** 2022-03-05  "),
        ("- 来源：雁桥日报", "- 日期：2022-03-05"),
        ("`雁桥日报` `2022-03-05` `第3版`",),
    ],
)
def test_source_and_date_below_the_headline_are_the_paper_s(record: tuple[str, ...]) -> None:
    part = parse(source("0001.md", "# 何渡生的船", "", *record, ""))
    assert (part.masthead.title, part.masthead.date) == ("雁桥日报", dt.date(2022, 3, 5))
    assert part.masthead.date_origin is DateOrigin.PRINTED
    assert [article.headline for article in part.articles] == ["何渡生的船"]


@pytest.mark.parametrize(
    "record",
    [
        ("来源：雁桥网 周岱青",),
        ("摘自2022年3月5日《江城晚报》，有删节。",),
    ],
)
def test_other_lines_below_the_headline_tell_no_paper_and_no_day(record: tuple[str, ...]) -> None:
    part = parse(source("0001.md", "# 何渡生的船", "", *record, ""))
    assert (part.masthead.title, part.masthead.date) == (None, None)


def test_the_day_of_the_front_matter_comes_before_one_below_the_headline() -> None:
    front = ("---", "title: 何渡生的船", "date: 2019-10-24", "---", "")
    part = parse(source("a.md", *front, "来源：江城晚报  2018-01-02", ""))
    assert part.masthead.date == dt.date(2019, 10, 24)


def test_a_page_that_continues_another_is_no_file_of_one_article() -> None:
    lines = (
        "#### 渡口添了两口大钟",
        "",
        "◀◀上接01版",
        "",
        "手，说钟有钟的脾气。",
        "",
        "石板坡的住户听见钟声都出来看。罗阿满站在人群后面，众人请他上去敲第一下，他不肯。",
    )
    (article,) = parse(SourceText("任意.txt", "utf-8", lines)).articles
    assert (article.kind, article.jump_from) == (ArticleKind.CONTINUATION, "1")


def test_a_second_headline_above_a_pen_name_begins_another_article() -> None:
    lines = (
        "江輪復航在即 首批運鹽三千噸",
        "申江時報 1947-10-10 第16版",
        "［本報漢口九日電］江輪停航已逾兩月，航政局與各公司連日會商，決定本月中旬復航。",
        "",
        "渡船上之煙捲案",
        "（砚農）",
        "雁橋西渡、每日往來客商數百、船夫老郭好吸煙、日前有客遺一銀匣於艙中、",
    )
    part = parse(SourceText("任意.txt", "utf-8", lines))
    assert [article.headline for article in part.articles] == [lines[0], lines[4]]


def test_an_address_above_the_headline_is_none() -> None:
    part = parse(source("0001.txt", "https://a.example/1.htm", "何渡生的船", "来源：雁桥日报 2022-03-05", ""))
    assert [article.headline for article in part.articles] == ["何渡生的船"]
