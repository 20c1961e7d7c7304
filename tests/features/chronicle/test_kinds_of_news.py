"""Which kinds of news become lines: calamities and disorder, elections, and what a person did who is asked for."""

import datetime as dt
from pathlib import Path

import pytest

from reader.features.chronicle.events import Event, events_of
from reader.newspaper.article import Article, ArticleKind, Block, BlockKind

NEWS = Path(__file__).with_name("news_of_a_day.txt").read_text(encoding="utf-8")
PAPER = dt.date(1987, 6, 12)
PERSON = "何远山"


def told(kind: str) -> list[str]:
    return NEWS.split(f"[{kind}]\n")[1].split("\n[")[0].splitlines()


def events(news: str, *, of: str = "") -> list[Event]:
    text = f"本报讯（记者 田麦青）{news}"
    article = Article("k", ArticleKind.ARTICLE, blocks=(Block(BlockKind.PARAGRAPH, text, ((1, 1),)),))
    marked = [(0, text.index(of), text.index(of) + len(of))] if of else []
    return events_of(article, PAPER, marked=marked)


@pytest.mark.parametrize(
    ("kind", "least"),
    [
        ("calamities", 44),
        ("further_calamities", 29),
        ("elections", 24),
        ("further_elections", 20),
    ],
)
def test_calamities_disorder_and_elections_are_events(kind: str, least: int) -> None:
    days = [event.days for news in told(kind) for event in events(news)]
    assert [each and each.first for each in days] == [dt.date(1987, 6, 11)] * len(days)
    assert len(days) >= least


@pytest.mark.parametrize(("kind", "least"), [("person", 20), ("further_person", 17)])
def test_what_a_person_did_is_a_line_if_the_person_is_asked_for(kind: str, least: int) -> None:
    lines = [event.text for news in told(kind) for event in events(news, of=PERSON)]
    assert all(PERSON in each for each in lines)
    assert len(lines) >= least


@pytest.mark.parametrize(
    "news",
    [
        "昨日说起大火，老人仍然心有余悸。",
        "何远山昨日说，大旱之年更要节约。",
        "昨日的大雪给孩子们带来快乐。",
        "昨晚播出的电视剧讲述了一场兵变。",
        "昨日，大家都在议论那场车祸。",
        "据预报，昨日起一周内可能有暴雨。",
        "昨日的选举结果让人意外。",
    ],
)
def test_what_only_names_a_calamity_is_none(news: str) -> None:
    assert events(news) == []


def test_a_line_of_a_query_is_the_sentence_with_the_match_or_there_is_none() -> None:
    bridge = "石坪新桥10日举行落成典礼，段敬之剪彩。何远山11日到石坪参观了新桥，并题写桥名。"
    (event,) = events(bridge, of=PERSON)
    assert (event.text, event.own_word) == ("何远山11日到石坪参观了新桥，并题写桥名。", "11日")
    fair = "青石茶市10日开市，到了四十担新茶。当天，何远山出席开市仪式并致辞，段敬之陪同。"
    (event,) = events(fair, of=PERSON)
    assert event.days is not None
    assert (event.days.first, event.said) == (dt.date(1987, 6, 10), "10日……当天")
    assert events("石坪新桥10日举行落成典礼。何远山说，桥很好。", of=PERSON) == []


def test_what_is_cut_from_a_line_is_never_the_match() -> None:
    news = f"昨日，石坪新桥举行落成典礼，{'四乡的人都来看热闹，' * 9}何远山剪彩。"
    assert all(PERSON in event.text for event in events(news, of=PERSON))
