"""What a chronicle takes from an article: which sentence, how it is cut, on which day it was. All papers are of 22 June
1987.
"""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.features.chronicle.events import CUT, Event, events_of
from reader.newspaper.article import Article, ArticleKind, Block, BlockKind
from reader.newspaper.facts import Outcome

PAPER = dt.date(1987, 6, 22)


def article(*paragraphs: str) -> Article:
    blocks = tuple(Block(BlockKind.PARAGRAPH, text, ((1, 1),)) for text in paragraphs)
    return Article("k", ArticleKind.ARTICLE, blocks=blocks)


def only(*paragraphs: str) -> Event | None:
    events = events_of(article(*paragraphs), PAPER)
    assert len(events) <= 1
    return events[0] if events else None


@pytest.mark.parametrize(
    ("text", "line", "day"),
    [
        (
            "雁桥日报讯（记者 顾知远 通讯员 陆小满）6月21日，雁桥渡口的新码头建成启用。",
            "6月21日，雁桥渡口的新码头建成启用。",
            "1987-06-21",
        ),
        ("昨日上午，雁桥剧院开工。馆长说，明年可以开门。", "昨日上午，雁桥剧院开工。", "1987-06-21"),
        (
            "据渡口管理所通报，6月20日一艘货船在柳叶洲沉没。",
            f"{CUT}6月20日一艘货船在柳叶洲沉没。",
            "1987-06-20",
        ),
        (
            "雁桥市长温如岚20日在江城会见何苇一行时说，雁桥欢迎客人。",
            f"雁桥市长温如岚20日在江城会见何苇一行{CUT}",
            "1987-06-20",
        ),
        ("市长温如岚18日到雁桥渡口视察新码头。", "市长温如岚18日到雁桥渡口视察新码头。", "1987-06-18"),
        (
            "6月19日，雁桥图书馆在新址开放，前来借书的人比去年同比增长三成。",
            f"6月19日，雁桥图书馆在新址开放{CUT}",
            "1987-06-19",
        ),
        (
            "本报江城6月21日电 记者顾知远报道：江城图书馆昨天开馆。",
            "江城图书馆昨天开馆。",
            "1987-06-20",
        ),
        ("（江城二十日電）雁橋大橋二十日通車。", "雁橋大橋二十日通車。", "1987-06-20"),
        (
            "▲6月20日,雁桥剧院在江边的老码头旧址开工,馆长说,明年可以开门。",
            "6月20日,雁桥剧院在江边的老码头旧址开工……",
            "1987-06-20",
        ),
        ("市水利局20日发布《水情公报》，全文如下：", "市水利局20日发布《水情公报》……", "1987-06-20"),
        (
            "温如岚20日在江城举行的横渡赛决赛中战胜何苇，夺得第一。",
            "温如岚20日在江城举行的横渡赛决赛中战胜何苇，夺得第一。",
            "1987-06-20",
        ),
        (
            "市政府昨天印发《渡口守则》（以下简称《守则》），共八条。",
            "市政府昨天印发《渡口守则》（以下简称《守则》），共八条。",
            "1987-06-21",
        ),
        (
            "从昨天起，16路公共汽车由雁桥站延伸至柳叶洲。",
            "从昨天起，16路公共汽车由雁桥站延伸至柳叶洲。",
            "1987-06-21",
        ),
        (
            "江城消息：何苇20日在江城获释。",
            "何苇20日在江城获释。",
            "1987-06-20",
        ),
        (
            "新华社江城6月20日电（记者 顾知远）雁桥与江城的代表20日在这里签署在柳叶洲合建新渡口的协定。",
            "新华社江城6月20日电……雁桥与江城的代表20日在这里签署在柳叶洲合建新渡口的协定。",
            "1987-06-20",
        ),
        (
            "市政府昨天印发《渡口守则》，共八条，并发出通知，要求各渡口遵照。",
            "市政府昨天印发《渡口守则》，共八条……",
            "1987-06-21",
        ),
        ("我市昨天举行横渡赛。", "我市昨天举行横渡赛。", "1987-06-21"),
        (
            "今天上午雁桥渡口举行试航，6月20日开航的柳叶号到场。渡口于6月20日正式开通。",
            "渡口于6月20日正式开通。",
            "1987-06-20",
        ),
    ],
)
def test_a_line_is_a_sentence_cut_where_it_tells_no_event(text: str, line: str, day: str) -> None:
    event = only(text)
    assert event is not None
    assert event.days is not None
    assert (event.text, event.days.first.isoformat()) == (line, day)


@pytest.mark.parametrize(
    "text",
    [
        "馆长闻砚秋21日说，书都搬完了。",
        "截至6月20日，雁桥共有渡船一百三十七艘。",
        "6月20日，雁桥米价同比上涨百分之三。",
        "雁桥大桥将于6月30日通车。",
        "公安局已侦破6月2日何某在渡口遇害一案。",
        "雁桥的天气。他21日来到渡口，会见了温如岚。",
        "雁桥的天气。该船6月20日在渡口沉没。",
        "6月20日渡口开不开航？",
        "雁桥的天气。6月20日，他来到渡口，会见了温如岚。",
        "雁桥的天气。捐赠仪式6月20日在剧院举行。",
        "雁桥的天气。何苇也于6月20日当选。",
        "雁桥的天气。同年6月20日，雁桥剧院开工。",
        "二月里大坝开工。二十日，雁桥剧院开工。",
        "何苇是20日抵达雁桥的。",
        "编辑同志：6月20日渡口来了一艘新船。",
        "在船多货多的今天，渡口怎么办，先举行一次讨论。",
        "江城今天距开馆还有一个月，图书馆举行座谈会。",
        "6月20日，剧院里掌声一阵接一阵。",
        "市长昨天宣布：经省里批准，明年渡口停航。",
        "渡口今年6月所产木船，已经下水。",
        "渡口去年一直很忙。",
        "今天（6月22日）是渡口建成十周年的日子。",
        "市政府昨天举行新闻发布会，船票将减价。",
        "何苇向温如岚通报了昨天在渡口同陆小满会谈的经过。",
        "雁桥的天气。江城6月20日允许他们取道渡口离开。",
        "雁桥的天气。何苇6月20日被任命领导这个渡口。",
        "雁桥的天气。江城与雁桥的代表20日在这里签署在柳叶洲合建新渡口的协定。",
        "雁桥的天气。今年5月，获得“模范渡口”称号。",
        "6月21日被定为雁桥的渡船日，各处渡口举行集会。",
        "市长20日在向代表们报告渡口开放的经过时说，船多了。",
        "6月20日，渡口一带的冲突持续，船都停了。",
        "本报今天发表社论《渡口开放以后》。",
        "市政府昨天发布通知，要求各渡口停航。",
        "雁桥剧院2日动土，20日竣工，馆长到场。",
        "2月30日，雁桥剧院开工，昨日竣工。",
        "6月20日，一块小黑板挂在渡口，写着：“找口琴，24孔。谢谢”",
    ],
)
def test_what_is_no_event_or_leans_on_another_sentence_is_left_out(text: str) -> None:
    assert only(text) is None


def test_a_day_that_is_not_told_is_an_outcome_of_its_own() -> None:
    event = only("雁桥日报讯 日前，雁桥市政府批准渡口加开夜航。")
    assert event is not None
    assert (event.days, event.day.outcome, event.said) == (None, Outcome.UNKNOWN, "")
    assert events_of(article("6月21日，雁桥剧院开工。"), None) == []


def test_an_article_has_one_line_unless_more_are_asked_for() -> None:
    told = article("6月21日，雁桥剧院开工。6月20日，雁桥渡口举行试航。")
    assert [each.said for each in events_of(told, PAPER)] == ["6月21日"]
    assert [each.said for each in events_of(told, PAPER, most=5)] == ["6月21日", "6月20日"]


def test_what_was_more_than_a_year_before_the_paper_is_background() -> None:
    event = only("1976年5月1日，《雁桥日报》创刊。")
    assert event is not None
    assert event.is_background


_PARTS = (
    "6月21日 昨日 去年十二月 正月初六 ， 。 、 “ ” …… 雁桥市长温如岚 在渡口 会见何苇时说 举行开工典礼"
    " 据新华社报道， 同比增长 日前 的 将 他 𠮷"
)


@settings(max_examples=60)
@given(st.lists(st.lists(st.sampled_from(_PARTS.split(" ")), max_size=24).map("".join), max_size=3))
def test_every_word_of_a_line_is_the_papers(paragraphs: list[str]) -> None:
    told = article(*paragraphs)
    for event in events_of(told, PAPER, most=9):
        block, start, end = event.pieces[-1]
        words = told.blocks[block].text[start:end]
        before = CUT if event.text != words and not event.text.startswith(words) else ""
        assert event.text in (f"{before}{words}", f"{before}{words}{CUT}")
        assert event.said in words
