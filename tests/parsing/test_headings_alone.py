"""Where labels are all that stands above a text, the last of them is its headline, unless it is a standing one.

The only heading of one article with a dateline is its headline, too.
"""

import datetime as dt

import pytest

from reader.newspaper.article import SourceText
from reader.newspaper.correction import Claim, CorrectedRole, Correction, CorrectionKind
from reader.newspaper.issue import TraitKind
from reader.parsing import anchor_of, parse

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


DATED = "本报讯　昨天清早，第一辆马车从新桥上走过，两岸的人都来看热闹。"
OTHER = "本报讯　江水涨了两尺，渡船停了三天，过江的人只好绕道上游。"


@pytest.mark.parametrize("heading", ["新桥通车", "井边的树", "赶集", "码头见闻"])
@pytest.mark.parametrize("below", [(), ("", "江水又涨了两尺", OTHER)], ids=["the end", "another heading"])
def test_a_short_heading_of_one_dated_text_is_its_headline(heading: str, below: tuple[str, ...]) -> None:
    articles = parse(SourceText("a.txt", "utf-8", (*HEAD, *ABOVE, "", heading, DATED, *below))).articles
    assert (articles[1].section, articles[1].headline) == (None, heading)


@pytest.mark.parametrize(
    ("lines", "section"),
    [
        (("简讯", DATED, OTHER), "简讯"),
        (("【江湾事】", DATED), "【江湾事】"),
        (("渡口", "八个字以内", DATED), "渡口"),
    ],
    ids=["known", "in brackets", "above a heading"],
)
def test_the_label_of_a_section_stays_one(lines: tuple[str, ...], section: str) -> None:
    articles = parse(SourceText("a.txt", "utf-8", (*HEAD, *ABOVE, "", *lines))).articles
    assert articles[1].section == section


def test_what_the_other_issues_have_as_a_column_stays_one() -> None:
    source = SourceText("a.txt", "utf-8", (*HEAD, *ABOVE, "", "江湾琐记", DATED))
    told = parse(source, (), lambda _title, _traits: {"江湾琐记": TraitKind.COLUMN}).articles[-1]
    assert (told.section, told.headline) == ("江湾琐记", None)


def test_a_section_by_a_reader_stays_one() -> None:
    source = SourceText("a.txt", "utf-8", (*HEAD, *ABOVE, "", "新桥通车", DATED))
    at = source.lines.index("新桥通车") + 1
    time = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    said = Correction(
        "1", anchor_of(source, at), Claim(CorrectionKind.ROLE, role=CorrectedRole.SECTION), time, time
    )
    assert parse(source, (said,)).articles[-1].section == "新桥通车"
