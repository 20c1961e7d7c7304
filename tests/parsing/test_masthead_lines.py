"""A line that is more than the fields and the decoration of a masthead stands in an article, whatever is around it."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.newspaper.article import ArticleKind, SourceText
from reader.newspaper.issue import IssuePart
from reader.parsing import parse
from reader.parsing.decoration import is_decoration
from tests.laws import examples

FIELDS = [
    "雁桥日报",
    "雁 桥 日 报",
    "申报 1947-10-10 第16版",
    "1987年6月12日 星期五",
    "一九八七年六月十二日 星 期 五",
    "2024年1月",
    "2022-09-14 08:12",
    "丁卯年五月十七 第4181期 今日4版",
    "国内统一刊号CN00-0000",
    "国内统一连续出版物号",
    "第02版 要闻",
    "要闻 A02版 2024年2月22日 星期四",
    "第01版：要闻　责编：解　放　郎　月",
    "３　要　闻",
    "04 综合 雁桥日报",
    "A04",
    "02",
    "掌上雁桥",
    "掌上雁桥 客户端",
    "YANQIAO RIBAO",
    "YANQIAO SHANGQING",
    "The Yanqiao Daily",
    "责任编辑/宋棠 校对/温小舟",
    "责编：葛 优优 版式：金 鑫 新闻热线：8765110",
    "零售每份1.50元",
    "今日出版一张　每份五百元",
    "社址：雁桥市临江路8号 邮编：412000 电话：二一七",
    "主编：萧萧 地址：雁桥市竹椅巷4号 定价：0.80元",
    "广告热线：28811111 印刷：雁桥日报印务公司 广告经营许可证：雁广字第001号",
    "雁桥新闻网：www.example.com",
    "投稿邮箱：yanqiao@example.com",
    "中共雁桥市委机关报 雁桥日报社出版",
    "中共雁桥县委 雁桥县人民政府主办",
    "（内部资料 免费赠阅） 准印证号：（雁）内资字第018号",
    "2018年7月6日 星期五 总第412期 本期4版 每周二、五出版",
    "今日印完：4时30分",
    "2024年1月27日 星期六 晴 -2～8℃",
    "今天：多云，局部有阵雨，15℃—22℃，东南风3级",
    "来源：雁桥日报",
    "**分享到：** 微信 | 微博",
]
MISREAD = [
    "2024年1月2蛋日 星期六",
    "国内统丁连续出版物号CN 43-0005",
    "甲辰年正月十三 第23570期 今日8板",
    "中 共雁桥市委 机关报 雁桥日 报社出版",
    "今 日四版",
]
NUMBER = "No. 7"
WORDS = [
    "新",
    "船",
    "雨",
    "日",
    "版",
    "4月",
    "星期",
    "农历",
    "旧报搬家",
    "渡口加开一班船",
    "第二版地图面世",
    "渡口地图第二版",
    "3.0版上架",
    "第三届渡口节开幕",
    "今日开船",
    "2024，再见",
    "2024年新春",
    "6月12日开船",
    "新 1987年6月12日 星期五",
    "日本 1987年6月12日",
    "渡口开船 2024年1月27日 星期六",
    "一九八七年六月十二日 渡口",
    "新 一九八七年六月十二日",
    "正月初六，老",
    "天气预报",
    "市民举报有奖",
    "喜报",
    "人民的报",
    "掌上明珠",
    "扫码点餐引争议",
    "官网瘫痪",
    "长篇小说出版",
    "出版社搬家",
    "渡口开通新热线12345",
    "电话里的声音",
    "地址不详",
    "印刷厂的夜",
    "编辑部来信",
    "编辑 渡口开船",
    "主编的话",
    "雁桥市政府",
    "晴天霹雳",
    "东风到",
    "一元钱",
    "07 12 18 25 31",
    "红球：03 07 12 18 25 31",
    "（原载《雁桥日报》1987年6月12日第1版）",
    "◀◀上接01版",
    "Hello world",
    "GOOD MORNING",
    "Good news",
    "GDP",
    NUMBER,
    "**渡口**",
    "~~旧~~",
    "> 引文",
    "<p>渡口</p>",
    "- 一条",
    "| 甲 | 乙 |",
    "[渡口](a)",
    "[查看原文](http://example.com/1)",
    "标题：渡口",
    "何渡生",
    "苏 蕙",
    "记者 周岱青",
    "编者按",
    "启事",
    "诗两首",
    "（完）",
    "本报讯",
    "本报讯（记者 周岱青）6月12日，渡口加开一班船，票价不变。",
    "船开了，",
    "何渡生说：“船要打瞌睡。”",
]
WORDS_OF_ARTICLES = [word for word in WORDS if word != NUMBER]
"""Beside the fields of a head, and alone, “No. 7” is the number of the issue."""
BARE = ["----", "![](a.jpg)", "— 4 —", "正文：", ""]


@pytest.mark.parametrize("line", FIELDS + MISREAD)
def test_fields_and_decoration(line: str) -> None:
    assert is_decoration(line)


@pytest.mark.parametrize("line", WORDS)
def test_words_that_say_more(line: str) -> None:
    assert not is_decoration(line)


def part_of(lines: list[str]) -> IssuePart:
    return parse(SourceText("a.txt", "utf-8", tuple(lines)))


def outside(lines: list[str]) -> list[str]:
    """The lines that are in no article."""
    spans = part_of(lines).masthead.source_lines
    return [lines[n - 1] for first, last in spans for n in range(first, last + 1)]


@settings(max_examples=examples(400), deadline=None)
@given(st.lists(st.sampled_from(FIELDS + BARE) | st.sampled_from(WORDS), max_size=14), st.integers(0, 3))
def test_whatever_stands_around_it(lines: list[str], level: int) -> None:
    marked = [f"{'#' * level} {line}" if level and line in WORDS else line for line in lines]
    assert [line for line in outside(marked) if line.strip("# ") in WORDS_OF_ARTICLES] == []


NEWS = ["本报讯（记者 周岱青）6月12日，渡口加开一班船，票价不变。", "首班船提前到五点。"]


@pytest.mark.parametrize("mark", ["", "## "])
def test_a_number_between_the_lines_of_an_article_is_none_of_the_issue(mark: str) -> None:
    assert outside(["渡口加开一班船", NEWS[0], mark + NUMBER, NEWS[1]]) == []


@pytest.mark.parametrize(
    "lines",
    [
        ["渡口加开一班船", *NEWS, "新"],
        ["渡口加开一班船", *NEWS, "", "", "新"],
        ["旧报搬家", "申报 1947-10-10 第16版", *NEWS],
        ["旧报搬家", "雁桥日报 1987年6月12日 星期五", "第4181期", *NEWS],
        ["旧报搬家", "1987年6月12日 星期五 第4181期", *NEWS],
        ["雁桥日报", "1987年6月12日", "旧报搬家", "第4181期", *NEWS],
        ["旧报搬家", "第02版 要闻", *NEWS],
        ["旧报搬家", "客户端", *NEWS],
        ["02", "编者按", *NEWS],
        ["记者 周岱青", "责任编辑 宋棠"],
        ["---", "何渡生：船要打瞌睡", "周岱青：那就让它睡", "---", *NEWS],
        ["新"],
    ],
)
def test_no_line_is_swallowed(lines: list[str]) -> None:
    swallowed = {"新", "旧报搬家", "编者按", "记者 周岱青", "何渡生：船要打瞌睡", *NEWS}
    assert swallowed.isdisjoint(outside(lines))


def test_what_belongs_to_no_article_is_one_of_its_own() -> None:
    (article,) = part_of(["雁桥日报", "1987年6月12日", "新"]).articles
    assert (article.kind, article.source_lines) == (ArticleKind.UNPLACED, ((3, 3),))


@pytest.mark.parametrize("name", ["百家文萃", "参考消息", "雁桥日极"])
def test_a_first_line_above_date_and_number_may_be_a_name_that_is_told_by_its_place(name: str) -> None:
    head = [name, "2013年5月10日 星期五 第618期 本期8版", "", "旧报搬家", *NEWS]
    assert outside(head)[:2] == head[:2]
    assert part_of(head).masthead.title == name


@pytest.mark.parametrize("sheet", ["第二張", "第二張第七版", "第３張"])
def test_a_line_of_the_day_may_name_its_sheet(sheet: str) -> None:
    lines = (
        "江聲日報",
        f"中華民國十五年五月八日　星期六　{sheet}",
        "碼頭工人散工",
        "碼頭工人昨日散工，船行閉門。",
    )
    part = parse(SourceText("a.txt", "utf-8", lines))
    assert part.masthead.date == dt.date(1926, 5, 8)
    assert part.masthead.source_lines == ((1, 2),)


def test_a_long_rule_is_a_rule_and_one_with_words_behind_it_is_none() -> None:
    assert outside(["-" * 500, *NEWS, "-" * 400 + "旧报搬家"]) == ["-" * 500]
